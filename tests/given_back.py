"""What a workbook given back must have kept, looked at by openpyxl and by the bytes of the package."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from spreadsheets.annotate.styles import SHADES
from spreadsheets.understand.mark import FINDINGS_SIGN

#: Parts an annotation may change; it may add some of these and no others.
CHANGED = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|xl/workbook\.xml|xl/styles\.xml|xl/(work|chart)sheets/[^/]+\.xml"
    r"|xl/comments[^/]*\.xml|xl/comments/.*|xl/drawings/[^/]*\.vml"
)
Marked = set[tuple[str, str]]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: Path, after: Path) -> list[str]:
    """Parts that were changed or added and must not be."""
    old, new = parts(before), parts(after)
    return [name for name in old | new if old.get(name) != new.get(name) and not CHANGED.fullmatch(name)]


def differences(before: Path, after: Path) -> list[tuple[str, str, Any, Any]]:
    """What differs beside the shades: sheet, what of it, before and after."""
    found = []
    for values in (False, True):
        old, new = (opened(path, data_only=values, rich_text=True) for path in (before, after))
        ours = [sheet.title for sheet in new if str(sheet["A1"].value).startswith(FINDINGS_SIGN)]
        assert [s for s in new.sheetnames if s not in ours] == old.sheetnames
        for name in old.sheetnames:
            mine, other = old[name], new[name]
            if isinstance(mine, openpyxl.chartsheet.Chartsheet):
                continue
            told, now = _sheet(mine), _sheet(other)
            told |= {key: _absent(mine, key) for key in now.keys() - told.keys()}
            found += [(name, key, told[key], now.get(key)) for key in told if told[key] != now.get(key)]
        told, now = _book(old), _book(new)
        found += [("", key, told[key], now[key]) for key in told if told[key] != now[key]]
    return found


def opened(path: Path, **options: bool) -> openpyxl.Workbook:
    """A workbook by what it is, whatever its name ends in."""
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), **options)


def _book(book: openpyxl.Workbook) -> dict[str, Any]:
    names = {name: defined.value for name, defined in book.defined_names.items()}
    return {"names": names, "epoch": book.epoch}


def _sheet(sheet: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "state": sheet.sheet_state,
        "merges": sorted(map(str, sheet.merged_cells.ranges)),
        "conditions": sorted((str(each.sqref), len(each.rules)) for each in sheet.conditional_formatting),
        "validations": sorted(str(each.sqref) for each in sheet.data_validations.dataValidation),
        "tables": sorted((table.name, table.ref) for table in sheet.tables.values()),
        "names": {name: defined.value for name, defined in sheet.defined_names.items()},
        "charts": len(sheet._charts),
        "images": len(sheet._images),
        "frozen": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "rows": {n: (d.height, d.hidden) for n, d in sheet.row_dimensions.items() if d.height or d.hidden},
        "columns": {n: (d.width, d.hidden) for n, d in sheet.column_dimensions.items()},
    }
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None or cell.has_style:
                told[cell.coordinate] = _cell(cell)
    return told


def _absent(sheet: Any, coordinate: str) -> tuple[Any, ...]:
    """How a cell looks that a file does not hold: empty, and as its row or else its column."""
    cell = sheet[coordinate]
    spans = [each for each in sheet.column_dimensions.values() if each.min <= cell.column <= each.max]
    holders = [each for each in (sheet.row_dimensions[cell.row], *spans) if each.has_style]
    return (None, *_look(holders[0] if holders else cell))


def _cell(cell: Any) -> tuple[Any, ...]:
    value = cell.value
    if isinstance(value, openpyxl.worksheet.formula.ArrayFormula | openpyxl.worksheet.formula.DataTableFormula):
        value = repr(vars(value))
    return (value, *_look(cell))


def _look(styled: Any) -> tuple[str, ...]:
    looks = (repr(getattr(styled, name)) for name in ("font", "border", "alignment", "protection"))
    return (styled.number_format, *looks, _ground(styled))


def _ground(styled: Any) -> str:
    """The colour of the own fill, of what lies beneath where we have shaded it."""
    fill = styled.fill
    if fill.fill_type != "solid":
        return "" if fill.fill_type in (None, "gray125") else str(fill.fill_type)
    colour = fill.bgColor if fill.fgColor.rgb in SHADES.values() else fill.fgColor
    return "" if colour.type == "indexed" and colour.indexed == 64 else repr(colour)


def shades(path: Path) -> dict[tuple[str, str], str]:
    """Sheet and cell -> the severity it is coloured by."""
    severity = {colour: name for name, colour in SHADES.items()}
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): severity[cell.fill.fgColor.rgb]
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in severity
    }


def comments(path: Path) -> dict[tuple[str, str], str]:
    """Sheet and cell -> its comment."""
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def listed(path: Path) -> list[tuple[Any, ...]]:
    """The rows of the list of findings: sheet, cell, rule, where the link leads."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert str(sheet["A1"].value).startswith(FINDINGS_SIGN)
    rows = []
    for row in sheet.iter_rows(min_row=6):
        link = row[3].hyperlink or row[2].hyperlink
        rows.append((row[2].value, row[3].value, row[9].value, link and link.location))
    return rows

"""A workbook of another format as xlsx: the same sheets and addresses, values and number formats as they were read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from spreadsheets.sheet.grid import PLAIN, CellType, Grid, Style
from spreadsheets.write.exact import Exact

_ROWS, _COLUMNS = 1_048_576, 16_384
_LONGEST = 32_767
_PIECE = 5_000
#: Filled cells of a sheet from which on it is written row by row, and its merged cells are not.
_MANY = 1_000_000
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDEST, _NARROWEST, _MEASURED = 48, 8, 200
#: Filled cells of a row from which on it says how wide columns are.
_IN_COLUMNS = 3
#: The errors Excel has, as formulas say them.
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


class TooLarge(Exception):
    """A sheet with more rows or columns than an xlsx can hold."""


def convert(grids: Sequence[Grid], target: Path) -> dict[str, str]:
    """Write the sheets; sheet as it was read -> its name in the xlsx. Raises TooLarge.

    Formulas come as the values they had.
    """
    if any(grid.n_rows > _ROWS or grid.n_columns > _COLUMNS for grid in grids):
        raise TooLarge
    names = _names(grids)
    options = {"constant_memory": any(grid.n_cells > _MANY for grid in grids), "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(str(target), options) as book:
        formats: dict[Style, Any] = {}
        for grid, name in zip(grids, names, strict=True):
            _write(book, formats, grid, name, is_long=options["constant_memory"])
        book.worksheets_objs[next((i for i, grid in enumerate(grids) if not grid.hidden), 0)].activate()
    return {grid.name: name for grid, name in reversed(list(zip(grids, names, strict=True)))}


def _names(grids: Sequence[Grid]) -> list[str]:
    """Names Excel takes, each once."""
    names: list[str] = []
    for grid in grids:
        base = _FORBIDDEN.sub("_", grid.name).strip("'")[:_LONGEST_NAME] or "Sheet"
        taken = {name.casefold() for name in names}
        tries = (base if n == 1 else f"{base[: _LONGEST_NAME - 6]} ({n})" for n in range(1, len(grids) + 2))
        names.append(next(each for each in tries if each.casefold() not in taken))
    return names


def _write(book: xlsxwriter.Workbook, formats: dict[Style, Any], grid: Grid, name: str, *, is_long: bool) -> None:
    sheet = book.add_worksheet(name)
    measured = _measured(grid)
    for column in range(1, grid.n_columns + 1):
        hidden = {"hidden": True} if column in grid.hidden_columns else {}
        sheet.set_column(column - 1, column - 1, _width(grid, column, measured), None, hidden)
    for merge in () if is_long else grid.merges:
        bottom, right = min(merge.bottom, _ROWS), min(merge.right, _COLUMNS)
        if (merge.top, merge.left) != (bottom, right):
            sheet.merge_range(merge.top - 1, merge.left - 1, bottom - 1, right - 1, "")
    for row, cells in enumerate(_rows(grid), grid.first_row - 1):
        if row + 1 in grid.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        for column, (kind, number, text, style) in enumerate(cells):
            own = None if style is None or style >= len(grid.styles) else grid.styles[style]
            if kind == CellType.DATE and not (own and _is_date_format(own.format)):
                own = replace(own or PLAIN, format=_DAY if number == int(number or 0) else _MOMENT)
            _write_cell(sheet, row, column, kind, number, text, own and _format(book, formats, own))
    if grid.hidden:
        sheet.hide()


def _rows(grid: Grid) -> Iterator[tuple[tuple[int, float | None, str | None, int | None], ...]]:
    """Rows of (type, number, text, style), one for each row of the grid's table."""
    for start in range(0, grid.table.num_rows, _PIECE):
        count = min(_PIECE, grid.table.num_rows - start)
        columns = []
        for column in range(1, grid.n_columns + 1):
            stored = (grid.stored(prefix, column) for prefix in "tnsy")
            listed = [[] if each is None else each.slice(start, count).to_pylist() for each in stored]
            columns.append(list(zip_longest(listed[0] or [0] * count, *listed[1:])))
        yield from zip(*columns, strict=True)


def _write_cell(sheet: Any, row: int, column: int, kind: int, number: Any, text: str | None, look: Any) -> None:
    if kind == CellType.TEXT:
        sheet.write_string(row, column, (text or "")[:_LONGEST], look)
    elif kind in (CellType.NUMBER, CellType.DATE):
        sheet.write_number(row, column, Exact(number), look)
    elif kind == CellType.BOOL:
        sheet.write_boolean(row, column, bool(number), look)
    elif kind == CellType.ERROR and text not in _ERRORS:  # whatever else it says would be run as a formula
        sheet.write_string(row, column, (text or "")[:_LONGEST], look)
    elif kind == CellType.ERROR:
        sheet.write_formula(row, column, f"={text}", look, text)
    elif look is not None:
        sheet.write_blank(row, column, None, look)


def _measured(grid: Grid) -> list[int]:
    """The first rows that stand in columns, which a title alone on its row does not; all of them where none does."""
    rows = range(min(_MEASURED, grid.table.num_rows))
    kinds = [grid.types(column)[: len(rows)] for column in range(1, grid.n_columns + 1)]
    filled = [i for i in rows if sum(kind[i] != CellType.EMPTY for kind in kinds) >= _IN_COLUMNS]
    return filled or list(rows)


def _width(grid: Grid, column: int, rows: Sequence[int]) -> float:
    """Wide enough for the texts of some rows."""
    texts = grid.stored("s", column)
    listed = texts.take(pa.array(rows, pa.int64())).to_pylist() if texts is not None else []
    lengths = (len(line) + 2 for text in listed if text for line in text.split("\n"))
    return min(max([_NARROWEST, *lengths]), _WIDEST)


def _is_date_format(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).casefold()
    return any(letter in plain for letter in "dmyh") and "general" not in plain


def _format(book: xlsxwriter.Workbook, formats: dict[Style, Any], style: Style) -> Any:
    if style not in formats:
        wanted = {"num_format": style.format, "bold": style.bold, "indent": style.indent, "text_wrap": True}
        formats[style] = book.add_format(wanted | ({"font_name": style.font} if style.font else {}))
    return formats[style]

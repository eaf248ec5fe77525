"""A second opinion: every cell of the real and the odd workbooks, as openpyxl and xlrd read it and as we do."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlrd

from schemas.values.address import address
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Cell, CellType, Grid
from tests.reading import read

Cells = dict[str, Any]
_SPAN = re.compile(r"\[[hms]+\]")
#: Fifty thousand merged ranges and not one value: openpyxl takes ten seconds to say so.
_NOTHING_BUT_MERGES = "57893-many-merges.xlsx"

#: Why the two may say different things of a cell: name -> whether it explains (theirs, ours).
RULES: dict[str, Callable[[Any, Cell | None], bool]] = {
    # a formula's empty text, or a styled blank that xlrd gives out as text: nobody can tell it from an empty cell
    "a text of no letters is an empty cell": lambda theirs, ours: theirs == "" and ours is None,
    "a span of time is a number": lambda theirs, ours: (
        isinstance(theirs, (date, time, timedelta)) and bool(ours and _SPAN.search(ours.style.format))
    ),
    # xlrd counts back from 1899, openpyxl gives an error or a time of day: office programs show ########
    "what would be before the first day is a number": lambda theirs, ours: (
        isinstance(theirs, (date, time)) and bool(ours and ours.type is CellType.NUMBER and ours.value < 0)
    ),
    # serial 60 is 29/02/1900 in every office program, a day that never was; openpyxl moves it to the 28th
    "29 February 1900 stays what the sheet shows": lambda theirs, ours: (
        isinstance(theirs, datetime)
        and theirs.date() == date(1900, 2, 28)
        and bool(ours and str(ours.value).startswith("1900-02-29"))
    ),
}


def _with_openpyxl(path: Path) -> dict[str, Cells]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    # the cells that are there: going through all rows and columns of a sheet with a cell in XFD1048576 never ends
    filled = {
        sheet.title: [cell for cell in sheet._cells.values() if cell.value is not None] for sheet in book.worksheets
    }
    return {title: {cell.coordinate: cell.value for cell in cells} for title, cells in filled.items()}


def _with_xlrd(path: Path) -> dict[str, Cells]:
    book = xlrd.open_workbook(str(path), logfile=io.StringIO())
    return {sheet.name: dict(_cells(book, sheet)) for sheet in book.sheets()}


def _cells(book: Any, sheet: Any) -> Iterator[tuple[str, Any]]:
    for row in range(sheet.nrows):
        for column in range(sheet.ncols):
            kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
            if kind == xlrd.XL_CELL_DATE:
                value = xlrd.xldate_as_datetime(value, book.datemode)
            elif kind == xlrd.XL_CELL_ERROR:
                value = xlrd.error_text_from_code[value]
            elif kind == xlrd.XL_CELL_BOOLEAN:
                value = bool(value)
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                yield address(row + 1, column + 1), value


def _opened(path: Path) -> dict[str, Cells] | None:
    """The workbook as the first of the two that can open it reads it."""
    for reader in (_with_openpyxl, _with_xlrd):
        with contextlib.suppress(Exception):  # whatever keeps them from opening it, they have no opinion of it
            return reader(path)
    return None


def _ours(grid: Grid) -> dict[str, Cell]:
    found = {}
    for column in range(1, grid.n_columns + 1):
        for i in np.flatnonzero(np.frombuffer(grid.types(column), np.uint8)):
            row = grid.first_row + int(i)
            found[address(row, column)] = grid.cell(row, column)
    return found


def _agree(theirs: Any, ours: Cell | None) -> bool:
    if ours is None or theirs is None:
        return False
    if isinstance(theirs, bool) or ours.type is CellType.BOOL:
        return theirs is ours.value
    if isinstance(theirs, (int, float)):
        return ours.type is CellType.NUMBER and abs(theirs - ours.value) <= 1e-12 * max(1.0, abs(theirs))
    if isinstance(theirs, (date, time)):
        return ours.type is CellType.DATE and _same_moment(theirs, ours.value)
    return theirs == ours.value


def _same_moment(theirs: date | time, ours: str) -> bool:
    if isinstance(theirs, time):
        return ours.rpartition("T")[2][:5] == f"{theirs:%H:%M}"
    if not isinstance(theirs, datetime):
        return ours[:10] == theirs.isoformat()
    with contextlib.suppress(ValueError):  # 29/02/1900
        return abs((datetime.fromisoformat(ours) - theirs).total_seconds()) < 1
    return False


def _expected(shared: Path) -> dict[str, str]:
    with (shared / "adversarial" / "INDEX.csv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row["expected"] for row in csv.DictReader(lines)}


@pytest.mark.slow
def test_every_cell_is_what_a_second_reader_says_or_differs_by_a_named_rule(shared: Path) -> None:
    expected = _expected(shared)
    real = sorted((shared / "real" / "files").iterdir())
    odd = [shared / "adversarial" / name for name in expected]
    used: Counter[str] = Counter()
    compared, files = 0, 0
    unexplained: list[str] = []
    for path in [*real, *odd]:
        theirs = _opened(path) if path.name != _NOTHING_BUT_MERGES else None
        if theirs is None:
            continue
        name = path.relative_to(shared).as_posix()
        try:
            ours = {sheet: _ours(grid) for sheet, grid in read(path).sheets.items()}
        except Refusal as refusal:
            if expected.get(name.removeprefix("adversarial/")) not in ("warn", "reject"):
                unexplained.append(f"{name}: refused, {refusal}")
            continue
        files += 1
        for sheet, cells in theirs.items():
            mine = ours.get(sheet)
            if mine is None:
                used["a second sheet of one name is renamed by openpyxl"] += 1
                continue
            for cell in cells.keys() | mine.keys():
                compared += 1
                if _agree(cells.get(cell), mine.get(cell)):
                    continue
                rule = next((rule for rule, holds in RULES.items() if holds(cells.get(cell), mine.get(cell))), None)
                if rule:
                    used[rule] += 1
                else:
                    unexplained.append(f"{name} {sheet}!{cell}: {cells.get(cell)!r} there, {mine.get(cell)} here")
    assert not unexplained, "\n".join(unexplained[:40])
    assert files >= 50
    assert compared >= 100_000
    assert used.keys() >= RULES.keys(), "a rule that explains nothing"

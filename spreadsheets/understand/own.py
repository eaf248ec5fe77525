"""Which covered cells of a table are what their column asks for: the contract speaks, not the shape of a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from schemas.codes import code_list
from schemas.form import Column
from schemas.kinds import Code, Text
from schemas.persons.numbers import is_valid_tax_code
from spreadsheets.find.table import Table
from spreadsheets.persons.covered import Covered
from spreadsheets.persons.search import in_doubt, n_numbers, named_after
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.understand.cells.column_cells import ColumnCells, shown
from spreadsheets.understand.cells.column_reader import read_column
from spreadsheets.understand.match import Match

#: Share of a code column's cells from which on what looks like a person's is simply how its codes look.
_HALF = 0.5


def by_contract(covered: Covered, table: Table, match: Match, on: date | None) -> Grid:
    """The grid a claimed table is parsed from: masks over what is personal, none over what a column asks for.

    A measure, a day or a code that is one is left as it is; so is a column marked personal, whose values become
    pseudonyms. A number that could be a person's is covered where nothing asks for a number.
    """
    rows, columns = list(table.rows), {number: match.form.columns[name] for name, number in match.columns.items()}
    for number in table.columns:
        col = columns.get(number)
        if col is None or (col.kind is Text and not col.codes and not col.personal):
            _cover_doubtful(covered, number, rows, may_be_figures=col is None)
        if col and col.may_name:
            covered.cover(number, named_after(covered.clear, number, _span(covered.clear, rows)))
        if col and (hidden := covered.hidden(number, rows)):
            covered.own(number, hidden if col.personal else _fitting(covered.clear, number, hidden, rows, col, on))
    return covered.shown()


def _cover_doubtful(covered: Covered, number: int, rows: Sequence[int], *, may_be_figures: bool) -> None:
    grid = covered.clear
    span = _span(grid, rows)
    found, types = in_doubt(grid, number, span, has_codes=number in covered.with_codes), grid.types(number)
    numbers = [place for place in found if types[place] == CellType.NUMBER]
    if may_be_figures and len(numbers) < _HALF * n_numbers(grid, number, span):
        found = {place: hit for place, hit in found.items() if place not in numbers}
    covered.cover(number, found)


def _span(grid: Grid, rows: Sequence[int]) -> range:
    """Places in the grid from the first to the last of some rows."""
    return range(rows[0] - grid.first_row, min(rows[-1] - grid.first_row + 1, grid.table.num_rows))


def _fitting(
    grid: Grid, number: int, hidden: Sequence[int], rows: Sequence[int], col: Column, on: date | None
) -> list[int]:
    """Those of the covered rows whose cell is what the column asks for."""
    if col.kind is Code and col.pattern and not col.codes:
        return _codes(grid, number, hidden, rows, col)
    if col.codes:
        return [row for row in hidden if code_list(col.codes).resolve(shown(grid, row, number), on)]
    if col.kind in (Text, Code):
        return []
    typed = read_column(ColumnCells(grid, number, hidden), col, on=on)
    return [row for slot, row in enumerate(hidden) if not (slot in typed.notes and typed.notes[slot].rule)]


def _codes(grid: Grid, number: int, hidden: Sequence[int], rows: Sequence[int], col: Column) -> list[int]:
    """Codes that fit the column's pattern and prove themselves by a check digit, or are of a make with most of it.

    They are asked as they are read: without the apostrophe that kept them text, with the zeros they had lost.
    """
    said = dict(zip(hidden, read_column(ColumnCells(grid, number, hidden), col).parts[0].to_pylist(), strict=True))
    fitting = [row for row in hidden if said[row] and re.fullmatch(col.pattern or "", said[row])]
    n_filled = sum(grid.types(number)[row - grid.first_row] != 0 for row in rows)
    if len(fitting) >= _HALF * n_filled:
        return fitting
    return [row for row in fitting if is_valid_tax_code(said[row])]

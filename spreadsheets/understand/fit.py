"""Whether a column could be what a column of a contract asks for: by the kind of its cells, by its unit, by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from schemas.form import Column, Form
from schemas.kinds import Amount, Code, Count, Percent, Ratio, Text
from schemas.values.text import fold
from spreadsheets.find.table import Table
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.understand.cells.column_cells import ColumnCells
from spreadsheets.understand.cells.column_reader import read_column
from spreadsheets.understand.heading import aliases, key_of, without_years
from spreadsheets.understand.likeness import likeness

#: Rows that are looked at: enough to know a column by.
_MOST_ROWS = 500
#: Share of the filled cells that must read as the kind.
_HALF = 0.5
#: Likeness of words from which on they outweigh cells that do not read as the kind.
CLEAR = 0.6
_SHARE = re.compile(r"%|(?<![^\W_])(?:tỷ lệ|tỉ lệ|tỷ trọng|phần trăm)(?![^\W_])")


def share_read(grid: Grid, table: Table, number: int, col: Column, form: type[Form], on: date | None) -> float | None:
    """The share of a column's filled cells that read as a column of a contract; None where no cell is filled."""
    rows = list(islice((row for row, kind in table.rows.items() if kind == "data"), _MOST_ROWS))
    cells = ColumnCells(grid, number, rows, spread=not col.kind.is_measure) if rows else None
    filled = [slot for slot, kind in enumerate(cells.types.to_pylist()) if kind != CellType.EMPTY] if cells else []
    if cells is None or not filled:
        return None
    fitting = _fitting(cells, filled, col, form, on)
    return len(fitting) / len(filled)


def is_plausible(grid: Grid, table: Table, number: int, col: Column, form: type[Form], on: date | None) -> bool:
    """Whether a column may be one of a contract by the kind of its cells and by its unit.

    One without a filled cell may be any.
    """
    if col.kind in (Count, Amount) and _SHARE.search(fold(table.header(number))):
        return False
    share = share_read(grid, table, number, col, form, on)
    return share is None or share >= _HALF


def words_alike(table: Table, number: int, col: Column, form: type[Form], on: date | None) -> float:
    """How like the heading of a column is to one that a column of a contract accepts on a day, 0 to 1."""
    key = without_years(key_of(table.columns[number]))
    accepted = aliases(form, on)[col.name]  # type: ignore[arg-type]  # mypy: see heading.answering
    return max(likeness(key, without_years(each)) for each in accepted)


def _fitting(cells: ColumnCells, filled: Sequence[int], col: Column, form: type[Form], on: date | None) -> list[int]:
    """The slots whose cell reads as the column."""
    if col.kind is Text and not col.codes:
        texts = cells.texts.to_pylist()
        return [slot for slot in filled if texts[slot] is not None and any(map(str.isalpha, texts[slot]))]
    if col.kind is Code and not col.codes:
        pattern = re.compile(col.pattern or ".*")
        return [slot for slot, text in zip(filled, cells.shown(filled), strict=True) if pattern.fullmatch(text)]
    typed = read_column(cells, col, calendar=form.calendar, on=on)
    wrong = {slot for slot, meaning in typed.notes.items() if meaning.rule and not meaning.values}
    if col.kind is Percent or col.kind is Ratio or not col.codes:
        return [slot for slot in filled if slot not in wrong]
    codes = typed.parts[-1].to_pylist()
    return [slot for slot in filled if codes[slot] is not None]

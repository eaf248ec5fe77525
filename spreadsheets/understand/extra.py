"""Columns a form has not: what their cells hold, and those of their values that may be kept without a contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.codes import code_list
from schemas.finding import Finding
from schemas.form import Column
from schemas.kinds import Code, Percent
from schemas.persons.labels import speaks_of_person
from schemas.registry import forms
from schemas.submission import EXTRA_FIELDS
from spreadsheets.find.table import Table
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.understand.cells.column_cells import ColumnCells, plain
from spreadsheets.understand.cells.dating import read_day, read_flag
from spreadsheets.understand.cells.naming import read_name
from spreadsheets.understand.cells.quantity import read_quantity
from spreadsheets.understand.match import Match

#: Share of a column's different texts that a code list must know before any of them counts as a code of it.
_HALF = 0.5
#: Different texts that are asked of every list.
_MOST_ASKED = 200
_NUMBER = Column(Percent, ("",), dash="missing")


@dataclass(frozen=True)
class ExtraColumn:
    """A column that no column of the form answers to.

    `kinds`: number, day, flag, code, text -> how many of its cells hold one. `kept`: rows of EXTRA_FIELDS.
    """

    told: Finding
    kinds: Mapping[str, int]
    kept: pa.Table


def extra_columns(grid: Grid, table: Table, match: Match, rows: pa.Table, file: str = "") -> Iterator[ExtraColumn]:
    """The columns of a table that its form has not, with what they hold in its data rows.

    `rows`: the parsed rows, for their ids and their places. Nothing is kept of a column whose heading names a person
    or how to reach one, nor of any cell that is no number, day, flag or code.
    """
    ids, places = rows.column("_row_id").combine_chunks(), rows.column("_sheet_row").to_pylist()
    for number in match.extra if places else ():
        cells = ColumnCells(grid, number, places)
        kinds, values = _read(cells)
        is_filled = pc.not_equal(cells.types, int(CellType.EMPTY))
        counted: dict[str, int] = Counter(kinds[kinds != ""].tolist())
        counted = {**counted, "text": int(pc.sum(is_filled).as_py()) - sum(counted.values())}
        kept = pa.array((kinds != "") & (not any(map(speaks_of_person, table.columns[number]))))
        columns = {
            "row_id": ids,
            "sheet": pa.repeat(table.sheet, len(places)),
            "cell": pa.array([table.address(row, number) for row in places]),
            "header": pa.repeat(table.header(number), len(places)),
            "kind": pa.array(kinds),
            "value": values,
        }
        told = _told(table, match, number, counted, file)
        yield ExtraColumn(told, counted, pa.table(columns).select(EXTRA_FIELDS).filter(kept))


def _told(table: Table, match: Match, number: int, kinds: Mapping[str, int], file: str) -> Finding:
    heading, cell = table.header(number), table.address(table.header_rows[-1], number)
    details = {f"n_{kind}": str(n) for kind, n in kinds.items() if n}
    details |= {"headers": f"“{heading}” ({table.line(number)})", "cells": str(sum(kinds.values()))}
    details["form"] = match.form.name
    return Finding("HEAD-EXTRA", "warning", file, table.sheet, cell, heading, details, match.form.name)


def _read(cells: ColumnCells) -> tuple[np.ndarray, pa.Array]:
    """The kind of every cell, "" where it is none that may be kept, and its value in text."""
    everywhere = pa.array([True] * len(cells.rows))
    numbers = read_quantity(cells, _NUMBER, everywhere).parts[0]
    readings: list[tuple[str, tuple[CellType, ...], Iterable[str | None]]] = [
        ("number", (CellType.NUMBER, CellType.TEXT), (None if n is None else plain(n) for n in numbers.to_pylist())),
        ("day", (CellType.DATE, CellType.TEXT), map(_text, read_day(cells).parts[0].to_pylist())),
        ("flag", (CellType.BOOL, CellType.TEXT), map(_text, read_flag(cells, _NUMBER).parts[0].to_pylist())),
        ("code", (CellType.TEXT,), _codes(cells)),
    ]
    types, kinds, values = cells.types.to_pylist(), np.full(len(cells.rows), "", dtype="U6"), [""] * len(cells.rows)
    for kind, of_types, read in readings:
        for slot, value in enumerate(read):
            if value is not None and not kinds[slot] and types[slot] in of_types:
                kinds[slot], values[slot] = kind, value
    return kinds, pa.array(values)


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _codes(cells: ColumnCells) -> list[str | None]:
    """The texts of a column that the code list which knows the most of them has a code for, as they stand."""
    texts = [text for text in cells.texts.unique().to_pylist() if text][:_MOST_ASKED]
    known = {name: sum(code_list(name).has_known(text) for text in texts) for name in _lists()} if texts else {}
    best = max(known, key=lambda name: known[name], default="")
    if not best or known[best] < max(1, _HALF * len(texts)):
        return [None] * len(cells.rows)
    codes = read_name(cells, Column(Code, ("",), codes=best), None).parts[0].to_pylist()
    return [text if code else None for text, code in zip(cells.texts.to_pylist(), codes, strict=True)]


@cache
def _lists() -> tuple[str, ...]:
    """The code lists that some form's columns are looked up in."""
    return tuple(dict.fromkeys(col.codes for form in forms().values() for col in form.columns.values() if col.codes))

"""A sheet with masks over what is personal, of which a contract may uncover cells that are what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

import numpy as np
import pyarrow as pa

from schemas.finding import Finding
from schemas.values.address import address
from spreadsheets.persons.search import Places, Sighting, search
from spreadsheets.sheet.grid import CellType, Grid

#: Cells below each other that are told one by one; more of them are told as a range.
_ONE_BY_ONE = 5


class Covered:
    """The grid as sent (`clear`, for what becomes a pseudonym or a figure) and covered (`grid`, for all that is told).

    `with_codes`: columns in which bare codes as long as a tax code stand. Rows and columns are those of the sheet.
    """

    def __init__(self, grid: Grid, source: Covered | None = None) -> None:
        self.clear, self._source = grid, source
        self._found, self.with_codes = search(grid)
        self._is_told = {(c, place) for c, places in self._found.items() for place in places}
        self.grid = _with_masks(grid, self._found)

    def hidden(self, column: int, rows: Iterable[int]) -> list[int]:
        """Those of the rows in which the column's cell is covered."""
        places = self._found.get(column, {})
        return [row for row in rows if row - self.clear.first_row in places] if places else []

    def cover(self, column: int, found: Mapping[int, Sighting]) -> None:
        """Cover more cells of a column, or more of them, by place: what its contract makes of them."""
        self._found.setdefault(column, {}).update(found)
        self._is_told |= {(column, place) for place in found}

    def own(self, column: int, rows: Iterable[int]) -> None:
        """Say of cells that they are what their column asks for: they are told no more, and `shown` uncovers them."""
        rows = list(rows)
        self._is_told -= {(column, row - self.clear.first_row) for row in rows}
        if self._source:
            for row in rows:
                self._source.own(row, [column])

    def shown(self) -> Grid:
        """The grid with masks over the cells that are told."""
        told = {
            column: {place: hit for place, hit in places.items() if (column, place) in self._is_told}
            for column, places in self._found.items()
        }
        return _with_masks(self.clear, told)

    def turned(self) -> Covered:
        """The same of the sheet with rows and columns exchanged; what its cells are, those of this one are."""
        return Covered(self.clear.turned(), self)

    def findings(self, file: str) -> Iterator[Finding]:
        """CELL-PERSON for what is covered: a cell each, or a range where many stand below each other."""
        for column in sorted(self._found):
            places = sorted(p for p in self._found[column] if (column, p) in self._is_told)
            by_kind = ((place, self._found[column][place].kind) for place in places)
            for kind, same in groupby(by_kind, key=lambda each: each[1]):
                for rows in _runs([place + self.clear.first_row for place, _ in same]):
                    yield self._finding(file, column, rows, kind)

    def _finding(self, file: str, column: int, rows: list[int], kind: str) -> Finding:
        first = address(rows[0], column)
        cells = f"{first}:{address(rows[-1], column)}" if len(rows) > 1 else first
        details = {"kind": kind, "cells": cells if len(rows) > 1 else "", "count": str(len(rows))}
        return Finding("CELL-PERSON", "warning", file, self.clear.name, first, "", details)


def _runs(rows: list[int]) -> Iterator[list[int]]:
    """Rows that follow each other together where there are many of them, one by one else."""
    for _, group in groupby(enumerate(rows), key=lambda each: each[1] - each[0]):
        run = [row for _, row in group]
        if len(run) > _ONE_BY_ONE:
            yield run
        else:
            yield from ([row] for row in run)


def _with_masks(grid: Grid, found: Places) -> Grid:
    table = grid.table
    for column, places in found.items():
        if not places:
            continue
        types = np.frombuffer(grid.types(column), np.uint8).copy()
        types[list(places)] = CellType.TEXT
        table = _replaced(table, f"t{column}", pa.array(types))
        stored = grid.stored("s", column)
        texts = [None] * table.num_rows if stored is None else stored.to_pylist()
        for place, hit in places.items():
            texts[place] = hit.shown
        table = _replaced(table, f"s{column}", pa.array(texts, pa.string()).dictionary_encode())
        numbers = grid.stored("n", column)
        if numbers is not None:
            values = numbers.to_pylist()
            for place in places:
                values[place] = None
            table = _replaced(table, f"n{column}", pa.array(values, pa.float64()))
    return grid if table is grid.table else replace(grid, table=table)


def _replaced(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    if name not in table.column_names:
        return table.append_column(name, values)
    return table.set_column(table.column_names.index(name), name, values)

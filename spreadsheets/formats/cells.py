"""The cells of one sheet as a format's reader finds them, collected by column and closed into a Grid.

Only what is filled costs memory: a sheet with A1 and XFD1048576 is two short columns, not 17 thousand million cells.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from spreadsheets.formats.sniff import Refusal
from spreadsheets.grid import PLAIN, CellType, Grid, Merge, Style

EMPTY, TEXT, NUMBER, DATE, BOOL, ERROR = (int(t) for t in CellType)
_WITH_NUMBER = pa.array([NUMBER, DATE, BOOL], pa.uint8())
_LAST_ROW = 1_048_576


class Column:
    """Filled cells of one column, in any order of rows."""

    def __init__(self) -> None:
        self.rows = array("i")
        self.kinds = bytearray()
        self.numbers = array("d")
        self.texts: list[str | None] = []
        self.styles = array("i")

    def add(self, row: int, kind: int, number: float, text: str | None, style: int) -> None:
        """One cell; `number` is 0.0 and `text` None where the kind has none."""
        self.rows.append(row)
        self.kinds.append(kind)
        self.numbers.append(number)
        self.texts.append(text)
        self.styles.append(style)

    def extend(
        self,
        rows: Iterable[int],
        kind: int,
        numbers: array[float],
        texts: Sequence[str | None],
        styles: Iterable[int],
    ) -> None:
        """Many cells of one kind, all of the same length."""
        self.rows.extend(rows)
        self.kinds.extend(bytes([kind]) * len(numbers))
        self.numbers.extend(numbers)
        self.texts.extend(texts)
        self.styles.extend(styles)

    def arrow(self, first: int, count: int, plain: int | None) -> list[tuple[str, pa.Array]]:
        """What of types, numbers, texts and styles is not empty, one slot a row of the sheet from `first` on.

        `plain` is the index of the style that need not be kept, if there is one.
        """
        n = len(self.rows)
        kinds = pa.Array.from_buffers(pa.uint8(), n, [None, pa.py_buffer(bytes(self.kinds))])
        out = [("t", kinds)]
        has_number = pc.is_in(kinds, value_set=_WITH_NUMBER)
        if pc.any(has_number).as_py():
            valid = pc.if_else(has_number, True, None) if pc.all(has_number).as_py() else has_number
            raw = pa.Array.from_buffers(pa.float64(), n, [None, pa.py_buffer(self.numbers)])
            out.append(("n", pc.if_else(valid, raw, pa.scalar(None, pa.float64()))))
        if any(self.texts):
            out.append(("s", pa.array(self.texts, pa.string())))
        if self.styles.count(plain) < n if plain is not None else n:
            styles = pa.Array.from_buffers(pa.int32(), n, [None, pa.py_buffer(self.styles)])
            out.append(("y", styles if plain is None else _without(styles, plain)))
        if self.rows == array("i", range(first, first + count)):
            return out
        where = pc.index_in(
            pa.array(range(first, first + count), pa.int32()), value_set=pa.array(self.rows, pa.int32())
        )
        spread = [(name, values.take(where)) for name, values in out]
        return [(name, pc.fill_null(v, 0) if name == "t" else v) for name, v in spread]


@dataclass
class Cells:
    """One sheet while it is read. `max_cells` bounds filled cells and, after `grid()`, slots of filled columns."""

    name: str
    max_cells: int
    styles: list[Style] = field(default_factory=lambda: [PLAIN])
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    declared_rows: int = 0
    columns: dict[int, Column] = field(default_factory=dict)

    def column(self, number: int) -> Column:
        """The column of that number (1-based), made when first asked for."""
        if number not in self.columns:
            self.columns[number] = Column()
        return self.columns[number]

    def add(
        self, row: int, column: int, kind: int, number: float = 0.0, text: str | None = None, style: int = 0
    ) -> None:
        """One cell at its 1-based place."""
        self.column(column).add(row, kind, number, text, style)

    def hide_columns(self, first: int, last: int) -> None:
        """Mark a span as hidden; a span to the end of the sheet is cut at 16,384."""
        self.hidden_columns.update(range(first, min(last, 16_384) + 1))

    def count(self) -> int:
        """How many cells were added; more than `max_cells` raises Refusal FILE-TOO-LARGE."""
        count = sum(len(c.rows) for c in self.columns.values())
        if count > self.max_cells:
            raise Refusal("FILE-TOO-LARGE", sheet=self.name, limit=f"{self.max_cells} cells")
        return count

    def addresses(self, kind: int) -> list[tuple[int, int]]:
        """(row, column) of every cell of one kind, in reading order."""
        places = (
            (column.rows[i], number) for number, column in self.columns.items() for i in _positions(column.kinds, kind)
        )
        return sorted(places)

    def filled_rows(self) -> list[int]:
        """Numbers of the rows that hold a value, in order."""
        rows: set[int] = set()
        for column in self.columns.values():
            rows.update(itertools.compress(column.rows, column.kinds))
        return sorted(rows)

    def grid(self) -> Grid:
        """The finished sheet, cut to the extent of its filled cells."""
        self.count()
        filled = {n: c for n, c in sorted(self.columns.items()) if any(c.kinds)}
        last = max((_last_row(c) for c in filled.values()), default=0)
        first = min((_first_row(c) for c in filled.values()), default=1)
        count = max(last - first + 1, 0)
        if count * len(filled) > max(self.max_cells, _LAST_ROW * 20):
            raise Refusal("FILE-TOO-LARGE", sheet=self.name, limit=f"{self.max_cells} cells")
        arrays: dict[str, pa.Array] = {}
        plain = self.styles.index(PLAIN) if PLAIN in self.styles else None
        for number, column in filled.items():
            for prefix, values in _within(column, first, last).arrow(first, count, plain):
                arrays[f"{prefix}{number}"] = values
        return Grid(
            name=self.name,
            table=pa.table(arrays),
            n_rows=last,
            n_columns=max(filled, default=0),
            first_row=first,
            hidden=self.hidden,
            merges=tuple(self.merges),
            hidden_rows=frozenset(r for r in self.hidden_rows if r <= last),
            hidden_columns=frozenset(c for c in self.hidden_columns if filled and c <= max(filled)),
            styles=tuple(self.styles),
        )


def _without(styles: pa.Array, plain: int) -> pa.Array:
    return pc.if_else(pc.equal(styles, plain), pa.scalar(None, pa.int32()), styles)


def _positions(kinds: bytearray, kind: int) -> Iterable[int]:
    at = kinds.find(kind)
    while at >= 0:
        yield at
        at = kinds.find(kind, at + 1)


def _last_row(column: Column) -> int:
    return max(itertools.compress(column.rows, column.kinds))


def _first_row(column: Column) -> int:
    return min(itertools.compress(column.rows, column.kinds))


def _within(column: Column, first: int, last: int) -> Column:
    """The column without the styled blanks that lie outside the sheet's filled rows."""
    if not column.kinds.count(EMPTY) or (min(column.rows) >= first and max(column.rows) <= last):
        return column
    kept = Column()
    for row, kind, number, text, style in zip(
        column.rows, column.kinds, column.numbers, column.texts, column.styles, strict=True
    ):
        if first <= row <= last:
            kept.add(row, kind, number, text, style)
    return kept

"""One sheet as columns of cells: value, type, style, address. No meaning is given to any of them.

A grid travels from the reading child as one Arrow table. Column i (1-based) of the sheet is up to four
Arrow columns: `t{i}` uint8 cell type, `n{i}` float64 number, `s{i}` dictionary-encoded text, `y{i}` int32 index
into the styles; a column that would hold nothing is left out. Row 0 of the table is row `first_row` of the
sheet. The schema's metadata "sheet" holds the rest as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import IntEnum, IntFlag, StrEnum
from functools import cached_property
from typing import Any

import pyarrow as pa


class CellType(IntEnum):
    """What the file says a cell is. DATE: `number` is the serial of the 1900 system, `text` is ISO 8601."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOL = 4
    ERROR = 5


class Lines(IntFlag):
    """The sides of a cell on which a line is drawn."""

    NONE = 0
    LEFT = 1
    TOP = 2
    RIGHT = 4
    BOTTOM = 8


class Align(StrEnum):
    """Where a text stands in its cell. ACROSS: in the middle of the cell and the empty ones after it."""

    GENERAL = ""
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    ACROSS = "across"
    FILL = "fill"


@dataclass(frozen=True)
class Style:
    """How a cell is shown, as far as the format's reader tells. `size` in points; `turned`: not written level."""

    format: str = "General"
    bold: bool = False
    font: str = ""
    indent: int = 0
    lines: Lines = Lines.NONE
    align: Align = Align.GENERAL
    wrapped: bool = False
    turned: bool = False
    filled: bool = False
    italic: bool = False
    underlined: bool = False
    size: float = 0.0

    @property
    def is_percent(self) -> bool:
        """Whether the number format shows the value times 100 with a percent sign."""
        return "%" in self.format


PLAIN = Style()


@dataclass(frozen=True)
class Merge:
    """A merged range, inclusive, 1-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Cell:
    """One cell; `value` is str for TEXT and ERROR, float for NUMBER, ISO text for DATE, bool for BOOL."""

    type: CellType
    value: str | float | bool | None
    style: Style = PLAIN


_STORED = {"t": pa.uint8(), "n": pa.float64(), "s": pa.string(), "y": pa.int32()}
#: Rows up to which a column is turned into Python objects at once.
_MOST_LISTED = 20_000

EMPTY_CELL = Cell(CellType.EMPTY, None)


class _Picked(Sequence[Any]):
    """A long column of which a few values are asked for."""

    def __init__(self, values: pa.Array) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, at: Any) -> Any:
        found = self._values[at]
        return found.to_pylist() if isinstance(at, slice) else found.as_py()


def _shared(values: pa.ChunkedArray) -> list[str | None]:
    """The texts of a column, an object for each distinct one however many cells it stands in."""
    found: list[str | None] = []
    for chunk in values.chunks:
        words = chunk.dictionary.to_pylist()
        found += [None if place is None else words[place] for place in chunk.indices.to_pylist()]
    return found


def _told(style: Style) -> dict[str, Any]:
    """What of a style is not plain."""
    return {key: value for key, value in vars(style).items() if value != getattr(PLAIN, key)}


def _style_of(told: dict[str, Any]) -> Style:
    return Style(**{**told, "lines": Lines(told.get("lines", 0)), "align": Align(told.get("align", ""))})


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet. Rows and columns are 1-based, as a spreadsheet program shows them."""

    name: str
    table: pa.Table
    n_rows: int
    n_columns: int
    first_row: int = 1
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    styles: tuple[Style, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell at an address; EMPTY_CELL outside what was read."""
        i = row - self.first_row
        if not 0 <= i < self.table.num_rows or not 1 <= column <= self.n_columns:
            return EMPTY_CELL
        kind = self.types(column)[i]
        if not kind:
            style = self._style(column, i)
            return EMPTY_CELL if style is PLAIN else Cell(CellType.EMPTY, None, style)
        value: Any
        if kind == CellType.NUMBER:
            value = self.numbers(column)[i]
        elif kind == CellType.BOOL:
            value = bool(self.numbers(column)[i])
        else:
            value = self.texts(column)[i]
        return Cell(CellType(kind), value, self._style(column, i))

    @cached_property
    def merged_from(self) -> dict[tuple[int, int], Merge]:
        """The merged ranges by row and column of their first cell."""
        return {(merge.top, merge.left): merge for merge in reversed(self.merges)}

    def types(self, column: int) -> bytes:
        """Cell types of a column, one byte a row, from `first_row` on."""
        return self._column("t", column)  # type: ignore[return-value]

    def numbers(self, column: int) -> Sequence[float | None]:
        """Numbers of a column (NUMBER, DATE as serial, BOOL as 0/1), from `first_row` on."""
        return self._column("n", column)

    def texts(self, column: int) -> Sequence[str | None]:
        """Texts of a column (TEXT, ERROR, DATE as ISO), from `first_row` on."""
        return self._column("s", column)

    def style_index(self, column: int, i: int) -> int | None:
        """Which of `styles` the cell of a column in slot i has; None where it is plain."""
        index: int | None = self._column("y", column)[i]
        return index

    def _style(self, column: int, i: int) -> Style:
        index = self.style_index(column, i)
        return PLAIN if index is None or index >= len(self.styles) else self.styles[index]

    @cached_property
    def _columns(self) -> dict[tuple[str, int], Sequence[Any]]:
        return {}

    def _column(self, prefix: str, column: int) -> Sequence[Any]:
        """One of a column's up to four Arrow columns, a slot a row; typed bytes for "t"."""
        if (prefix, column) not in self._columns:
            self._columns[prefix, column] = self._listed(prefix, column)
        return self._columns[prefix, column]

    def _listed(self, prefix: str, column: int) -> Sequence[Any]:
        values = self.stored(prefix, column)
        if values is None:
            return bytes(self.table.num_rows) if prefix == "t" else [None] * self.table.num_rows
        if prefix == "t":
            return self._bytes(self._indexes[f"t{column}"])
        if len(values) <= _MOST_LISTED:
            return _shared(values) if pa.types.is_dictionary(values.type) else values.to_pylist()
        return _Picked(values.chunk(0) if values.num_chunks == 1 else values.combine_chunks())

    def stored(self, prefix: str, column: int) -> pa.ChunkedArray | None:
        """One of a column's up to four Arrow columns ("t", "n", "s", "y"); None where it would hold nothing."""
        index = self._indexes.get(f"{prefix}{column}")
        return None if index is None else self.table.column(index)

    def _bytes(self, index: int) -> bytes:
        chunks = self.table.column(index).chunks
        return b"".join(c.buffers()[1].slice(c.offset, len(c)).to_pybytes() for c in chunks if len(c))

    @cached_property
    def _indexes(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.table.column_names)}

    def turned(self) -> Grid:
        """The sheet with rows and columns exchanged, for a table that lies on its side. Slow: a small sheet only."""
        arrays: dict[str, pa.Array] = {}
        for prefix, kind in _STORED.items():
            columns = [self.stored(prefix, c) for c in range(1, self.n_columns + 1)]
            listed = [[None] * self.table.num_rows if c is None else c.to_pylist() for c in columns]
            for row, values in enumerate(zip(*listed, strict=True), self.first_row):
                if any(values) or (prefix != "t" and any(v is not None for v in values)):
                    filled = [v or 0 for v in values] if prefix == "t" else list(values)
                    arrays[f"{prefix}{row}"] = pa.array(filled, kind)
        return replace(
            self,
            table=pa.table(arrays),
            n_rows=self.n_columns,
            n_columns=self.n_rows,
            first_row=1,
            merges=tuple(Merge(m.left, m.top, m.right, m.bottom) for m in self.merges),
            hidden_rows=self.hidden_columns,
            hidden_columns=self.hidden_rows,
        )

    @cached_property
    def n_cells(self) -> int:
        """How many cells are not empty."""
        types = (self._bytes(i) for name, i in self._indexes.items() if name.startswith("t"))
        return sum(len(t) - t.count(0) for t in types)

    def to_arrow(self) -> pa.Table:
        """The table with everything else in its schema's metadata, ready to be written."""
        rest = {
            "name": self.name,
            "n_rows": self.n_rows,
            "n_columns": self.n_columns,
            "first_row": self.first_row,
            "hidden": self.hidden,
            "merges": [list(asdict(m).values()) for m in self.merges],
            "hidden_rows": sorted(self.hidden_rows),
            "hidden_columns": sorted(self.hidden_columns),
            "styles": [_told(s) for s in self.styles],
        }
        return self.table.replace_schema_metadata({"sheet": json.dumps(rest, ensure_ascii=False)})

    @classmethod
    def from_arrow(cls, table: pa.Table) -> Grid:
        """The inverse of `to_arrow`."""
        rest = json.loads(table.schema.metadata[b"sheet"])
        rest["merges"] = tuple(Merge(*m) for m in rest["merges"])
        rest["hidden_rows"] = frozenset(rest["hidden_rows"])
        rest["hidden_columns"] = frozenset(rest["hidden_columns"])
        rest["styles"] = tuple(_style_of(s) for s in rest["styles"])
        return cls(table=table, **rest)

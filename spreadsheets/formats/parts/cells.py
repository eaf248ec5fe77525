"""The cells of one sheet as a format's reader finds them, collected by column and closed into a Grid.

Only what is filled costs memory: a sheet with A1 and XFD1048576 is two short columns, not 17 thousand million cells.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.formats.parts.texts import NO_TEXT, Texts
from spreadsheets.sheet.flat import arrow
from spreadsheets.sheet.grid import PLAIN, CellType, Grid, Merge, Style

EMPTY, TEXT, NUMBER, DATE, BOOL, ERROR = (int(t) for t in CellType)
_LAST_ROW = 1_048_576
_HAS_NUMBER = np.isin(np.arange(256), [NUMBER, DATE, BOOL])


class FilledColumn:
    """Filled cells of one column, in any order of rows; of two at one place the first counts."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.rows = array("i")
        self.kinds = bytearray()
        self.numbers = array("d")
        self.texts = array("i")
        self.styles = array("i")

    def add(self, row: int, kind: int, number: float, text: str | None, style: int) -> None:
        """One cell; `number` is 0.0 and `text` None where the kind has none."""
        self.rows.append(row)
        self.kinds.append(kind)
        self.numbers.append(number)
        self.texts.append(self._texts.add(text) if text else NO_TEXT)
        self.styles.append(style)

    def extend(
        self, rows: np.ndarray, kinds: np.ndarray, numbers: np.ndarray, texts: np.ndarray, styles: np.ndarray
    ) -> None:
        """Many cells: int32 rows, uint8 kinds, float64 numbers, int32 numbers of texts, int32 styles."""
        self.rows.frombytes(rows.tobytes())
        self.kinds += kinds.tobytes()
        self.numbers.frombytes(numbers.tobytes())
        self.texts.frombytes(texts.tobytes())
        self.styles.frombytes(styles.tobytes())

    def arrays(self) -> tuple[np.ndarray, ...]:
        """What `extend` takes, of all cells."""
        rows, kinds, numbers = self.where()
        return rows, kinds, numbers, np.array(self.texts), np.array(self.styles)

    def where(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows, kinds and numbers of the cells, in the order they came."""
        return np.array(self.rows), np.frombuffer(bytes(self.kinds), np.uint8), np.array(self.numbers)

    def text(self, at: int) -> str:
        """The text of the cell that came as number `at`, "" where it has none."""
        return "" if self.texts[at] == NO_TEXT else self._texts[self.texts[at]]

    def extent(self) -> tuple[int, int] | None:
        """First and last row that hold a value; None where none does."""
        filled = np.array(self.rows)[np.frombuffer(bytes(self.kinds), np.uint8) > 0]
        return (int(filled.min()), int(filled.max())) if len(filled) else None

    def arrow(self, first: int, count: int, worth: np.ndarray) -> list[tuple[str, pa.Array]]:
        """What of types, numbers, texts and styles is not empty, one slot a row of the sheet from `first` on.

        `worth`: for each style whether it is kept; what a damaged file numbers beyond them is not.
        """
        rows, kinds, numbers, texts, styles = self.arrays()
        if len(rows) != count or not np.array_equal(rows, np.arange(first, first + count, dtype=rows.dtype)):
            within = np.flatnonzero((rows >= first) & (rows < first + count))[::-1]  # so that the first is put last
            places = rows[within] - first
            kinds = _spread(kinds[within], places, count, 0)
            numbers = _spread(numbers[within], places, count, 0.0)
            texts = _spread(texts[within], places, count, NO_TEXT)
            styles = _spread(styles[within], places, count, -1)
        out: list[tuple[str, pa.Array]] = [("t", arrow(kinds))]
        has_number = _HAS_NUMBER[kinds]
        if has_number.any():
            out.append(("n", arrow(numbers, ~has_number)))
        if (texts != NO_TEXT).any():
            out.append(("s", self._texts.taken(texts)))
        is_style = (styles >= 0) & (styles < len(worth))
        is_kept = is_style & worth[np.where(is_style, styles, 0)]
        if is_kept.any():
            out.append(("y", arrow(styles, ~is_kept)))
        return out


def _spread(values: np.ndarray, places: np.ndarray, count: int, nothing: float) -> np.ndarray:
    spread = np.full(count, nothing, values.dtype)
    spread[places] = values
    return spread


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
    columns: dict[int, FilledColumn] = field(default_factory=dict)
    texts: Texts = field(default_factory=Texts)

    def column(self, number: int) -> FilledColumn:
        """The column of that number (1-based), made when first asked for."""
        if number not in self.columns:
            self.columns[number] = FilledColumn(self.texts)
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
        places = []
        for number, column in self.columns.items():
            at = column.kinds.find(kind)
            while at >= 0:
                places.append((column.rows[at], number))
                at = column.kinds.find(kind, at + 1)
        return sorted(places)

    def long_texts(self) -> list[tuple[int, int]]:
        """(row, column) of every cell whose text is longer than a cell may hold, in reading order."""
        long = self.texts.long()
        if not len(long):
            return []
        found = ((number, np.array(c.rows)[np.isin(np.array(c.texts), long)]) for number, c in self.columns.items())
        return sorted((int(row), number) for number, rows in found for row in rows)

    def filled_rows(self) -> np.ndarray:
        """Numbers of the rows that hold a value, in order."""
        found = [np.array(c.rows)[np.frombuffer(bytes(c.kinds), np.uint8) > 0] for c in self.columns.values()]
        last = max((int(rows.max()) for rows in found if len(rows)), default=-1)
        is_filled = np.zeros(last + 1, bool)
        for rows in found:
            is_filled[rows] = True
        return np.flatnonzero(is_filled)

    def grid(self) -> Grid:
        """The finished sheet, cut to the extent of its filled cells."""
        self.count()
        extents = {n: extent for n, c in sorted(self.columns.items()) if (extent := c.extent())}
        filled = {n: self.columns[n] for n in extents}
        last = max((last for _, last in extents.values()), default=0)
        first = min((first for first, _ in extents.values()), default=1)
        count = max(last - first + 1, 0)
        if count * len(filled) > max(self.max_cells, _LAST_ROW * 20):
            raise Refusal("FILE-TOO-LARGE", sheet=self.name, limit=f"{self.max_cells} cells")
        arrays: dict[str, pa.Array] = {}
        worth = np.array([style != PLAIN for style in self.styles], bool)
        for number, column in filled.items():
            for prefix, values in column.arrow(first, count, worth):
                arrays[f"{prefix}{number}"] = values
        return Grid(
            name=self.name,
            table=pa.table(arrays),
            n_rows=last,
            n_columns=max(filled, default=0),
            first_row=first,
            hidden=self.hidden,
            merges=_reaching(self.merges, last),
            hidden_rows=frozenset(r for r in self.hidden_rows if r <= last),
            hidden_columns=frozenset(c for c in self.hidden_columns if filled and c <= max(filled)),
            styles=tuple(self.styles),
        )


def _reaching(merges: Iterable[Merge], last: int) -> tuple[Merge, ...]:
    """Merged ranges, each once, down to the last row that says something: looking at more would take ages."""
    cut = (replace(merge, bottom=min(merge.bottom, last)) for merge in merges if merge.top <= last)
    return tuple(dict.fromkeys(merge for merge in cut if (merge.top, merge.left) != (merge.bottom, merge.right)))

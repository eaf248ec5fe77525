"""The cells of one column of a table, as arrays with one slot a row of the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.severity import Severity
from schemas.values.text import clean
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.sheet.limits import LONGEST_TEXT

#: Characters that are told of a text longer than a cell may hold.
_MOST_TOLD = 200
_ISO_DAY = re.compile(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})")


class CellMeaning(NamedTuple):
    """What one cell means: its stored parts (empty where there is no value), its mark, what is wrong with it."""

    values: tuple[Any, ...] = ()
    mark: str = ""
    rule: str = ""
    severity: Severity = "error"
    details: Mapping[str, str] = {}


#: What a cell means whose text is longer than a cell may hold: nothing that could be loaded.
TOO_LONG = CellMeaning(rule="CELL-LONG")


@dataclass
class Typed:
    """A column read: one array a stored part, and the slots that have more to say than a value."""

    parts: list[pa.Array]
    notes: dict[int, CellMeaning] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ColumnCells:
    """The cells of a column at `rows`: at least one, in their order.

    A cell merged downwards counts in every row it covers when `spread` is set.
    """

    grid: Grid
    column: int
    rows: Sequence[int]
    spread: bool = False

    @cached_property
    def types(self) -> pa.Array:
        """Cell types, uint8."""
        return pc.fill_null(self._array("t", pa.uint8()), int(CellType.EMPTY))

    @cached_property
    def numbers(self) -> pa.Array:
        """Numbers of NUMBER cells, null elsewhere."""
        return self._only(CellType.NUMBER, self._array("n", pa.float64()))

    @cached_property
    def texts(self) -> pa.Array:
        """Texts of TEXT cells, null elsewhere."""
        return self._only(CellType.TEXT, self._array("s", pa.string()))

    @cached_property
    def booleans(self) -> pa.Array:
        """Values of BOOL cells, null elsewhere."""
        return pc.equal(self._only(CellType.BOOL, self._array("n", pa.float64())), 1.0)

    def strings(self, kind: CellType) -> pa.Array:
        """Texts of DATE or ERROR cells, null elsewhere."""
        return self._only(kind, self._array("s", pa.string()))

    def has(self, kind: CellType) -> bool:
        """Whether any cell is of a type."""
        return bool(pc.any(self.is_type(kind)).as_py())

    def is_type(self, kind: CellType) -> pa.Array:
        """Mask of the cells of a type."""
        return pc.equal(self.types, int(kind))

    @cached_property
    def is_percent(self) -> pa.Array:
        """Mask of the cells whose number format shows the value times 100."""
        percent = [i for i, style in enumerate(self.grid.styles) if style.is_percent]
        if not percent:
            return pa.array([False] * len(self.rows), pa.bool_())
        return pc.is_in(self._array("y", pa.int32()), value_set=pa.array(percent, pa.int32()))

    @cached_property
    def is_long(self) -> np.ndarray:
        """Mask of the cells whose text is longer than a cell may hold."""
        stored = self.grid.stored("s", self.column)
        words = (getattr(chunk, "dictionary", chunk) for chunk in stored.chunks) if stored is not None else ()
        if not any(is_long(each).any() for each in words):
            return np.zeros(len(self.rows), bool)
        encoded = self.texts.dictionary_encode()
        long = np.append(is_long(encoded.dictionary), False)
        spread: np.ndarray = long[pc.fill_null(encoded.indices, len(long) - 1).to_numpy()]
        return spread

    def format(self, slot: int) -> str:
        """The number format of a cell."""
        return self.grid.cell(self.rows[slot], self.column).style.format

    def shown(self, slots: Sequence[int]) -> list[str]:
        """What cells say, in plain words: numbers without grouping, dates dd/mm/yyyy."""
        said = all_shown(self.grid, self.column, [self._source(slot) for slot in slots])
        return [text or "" for text in said.to_pylist()]

    def _source(self, slot: int) -> int:
        return self._covering.get(self.rows[slot], self.rows[slot])

    @cached_property
    def _covering(self) -> dict[int, int]:
        """Row inside a cell merged downwards -> the row its value stands in."""
        if not self.spread:
            return {}
        merges = [m for m in self.grid.merges if m.left == self.column and m.bottom > m.top]
        return {row: m.top for m in merges for row in range(m.top + 1, m.bottom + 1)}

    @cached_property
    def _where(self) -> pa.Array:
        count, first = self.grid.table.num_rows, self.grid.first_row
        places = [i if 0 <= (i := self._source(slot) - first) < count else None for slot in range(len(self.rows))]
        return pa.array(places, pa.int64())

    def _array(self, prefix: str, kind: pa.DataType) -> pa.Array:
        name = f"{prefix}{self.column}"
        if name not in self.grid.table.column_names:
            return pa.nulls(len(self.rows), kind)
        stored = self.grid.table.column(name)
        first, last = self.rows[0] - self.grid.first_row, self.rows[-1] - self.grid.first_row
        is_run = last - first + 1 == len(self.rows) and first >= 0 and last < self.grid.table.num_rows
        taken = stored.slice(first, len(self.rows)) if is_run and not self._covering else stored.take(self._where)
        return taken.combine_chunks() if isinstance(taken, pa.ChunkedArray) else taken

    def _only(self, kind: CellType, values: pa.Array) -> pa.Array:
        if isinstance(values, pa.DictionaryArray):
            places = pc.if_else(self.is_type(kind), values.indices, pa.scalar(None, values.indices.type))
            return pa.DictionaryArray.from_arrays(places, values.dictionary)
        return pc.if_else(self.is_type(kind), values, pa.scalar(None, values.type))


def plain(number: float) -> str:
    """A number without grouping and without a needless fraction: 16300.0 -> 16300."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def shown(grid: Grid, row: int, column: int) -> str:
    """What a cell says, in plain words; "" for an empty one."""
    cell = grid.cell(row, column)
    return _said(cell.type, cell.value, cell.style.is_percent)


def all_shown(grid: Grid, column: int, rows: Sequence[int]) -> pa.StringArray:
    """What the cells of a column say in some of the rows; null for an empty one."""
    at = np.array(rows, np.int64) - grid.first_row
    types = np.frombuffer(grid.types(column), np.uint8)[at]
    percents = _is_percent(grid, column, at)
    said: list[str | None] = [None]
    places = np.zeros(len(at), np.int64)
    for kind in set(types.tolist()) - {CellType.EMPTY}:
        slots = np.flatnonzero(types == kind)
        stored = grid.stored("n" if kind in (CellType.NUMBER, CellType.BOOL) else "s", column)
        if stored is not None:
            cells = stored.take(pa.array(at[slots])).combine_chunks().dictionary_encode()
            words, which = cells.dictionary.to_pylist(), pc.fill_null(cells.indices, 0).to_numpy()
            distinct, where = np.unique(2 * which + percents[slots], return_inverse=True)
            places[slots] = len(said) + where
            said += [_said(kind, words[i // 2] if words else None, bool(i % 2)) or None for i in distinct.tolist()]
    return pa.array(said, pa.string()).take(pa.array(places))


def _is_percent(grid: Grid, column: int, at: np.ndarray) -> np.ndarray:
    """Whether cells show their values times 100; `at`: places in the column."""
    percent = [i for i, style in enumerate(grid.styles) if style.is_percent]
    stored = grid.stored("y", column) if percent else None
    if stored is None:
        return np.zeros(len(at), bool)
    return np.isin(pc.fill_null(stored.take(pa.array(at)), -1).to_numpy(), percent)


@lru_cache(maxsize=1 << 12)
def _said(kind: int, value: str | float | bool | None, is_percent: bool) -> str:
    if kind == CellType.NUMBER and isinstance(value, float):
        return f"{plain(round(value * 100, 10))}%" if is_percent else plain(value)
    if kind == CellType.DATE:
        return _ISO_DAY.sub(r"\3/\2/\1", str(value).removesuffix("T00:00:00"))
    if kind == CellType.BOOL:
        return "TRUE" if value else "FALSE"
    if value is None:
        return ""
    text = str(value)
    return clean(text) if len(text) <= LONGEST_TEXT else f"{clean(text[:_MOST_TOLD])}…"


def by_distinct(
    array: pa.Array, read: Callable[[Any], CellMeaning], kinds: Sequence[pa.DataType], as_is: str = ""
) -> Typed:
    """Read each distinct value once and spread what it means over the slots it stands in.

    `as_is`: regular expression (RE2) of the texts that mean themselves and nothing else.
    """
    encoded = array.dictionary_encode()
    words, places = encoded.dictionary, encoded.indices
    used = np.zeros(len(words) + 1, bool)
    used[pc.fill_null(places, len(words)).to_numpy()] = True
    if as_is:
        is_read = ~pc.fill_null(pc.match_substring_regex(words, as_is), False).to_numpy(zero_copy_only=False)
        used[:-1] &= is_read | is_long(words)
    asked = np.flatnonzero(used[:-1])
    outcomes = [_meaning(value, read) for value in words.take(pa.array(asked)).to_pylist()]
    meant = pc.index_in(pa.array(np.arange(len(words))), value_set=pa.array(asked))
    parts = []
    for i, kind in enumerate(kinds):
        meanings = pa.array([o.values[i] if o.values else None for o in outcomes], kind).take(meant)
        if as_is:
            meanings = pc.if_else(pc.is_valid(meant), meanings, words)
        parts.append(meanings.take(places))
    telling = [int(asked[k]) for k, outcome in enumerate(outcomes) if outcome.mark or outcome.rule]
    if not telling:
        return Typed(parts)
    slots = pc.indices_nonzero(pc.is_in(places, value_set=pa.array(telling, places.type)))
    by_place = {int(asked[k]): outcome for k, outcome in enumerate(outcomes)}
    keys = places.take(slots).to_pylist()
    return Typed(parts, {slot: by_place[key] for slot, key in zip(slots.to_pylist(), keys, strict=True)})


def is_long(words: pa.Array) -> np.ndarray:
    """Mask of the values that are texts longer than a cell may hold."""
    if not pa.types.is_string(words.type) or not len(words) or pc.max(pc.binary_length(words)).as_py() <= LONGEST_TEXT:
        return np.zeros(len(words), bool)
    longer: np.ndarray = pc.greater(pc.utf8_length(words), LONGEST_TEXT).to_numpy(zero_copy_only=False)
    return longer


def _meaning(value: Any, read: Callable[[Any], CellMeaning]) -> CellMeaning:
    return TOO_LONG if isinstance(value, str) and len(value) > LONGEST_TEXT else read(value)


def joined(several: Sequence[Typed]) -> Typed:
    """The readings of one column by type of cell, laid over each other: no slot has a value in two of them."""
    parts = [pc.coalesce(*(t.parts[i] for t in several)) for i in range(len(several[0].parts))]
    return Typed(parts, {slot: outcome for t in several for slot, outcome in t.notes.items()})

"""Long stretches of rows that are all alike, told by whole columns: a register has a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from spreadsheets.find.look.canvas import NOTHING, NUMBER, NUMERAL, WORD, Canvas
from spreadsheets.find.look.distinct_texts import matches

#: Rows at both ends of a stretch that are looked at one by one: what comes before or after may be compared with them.
_EDGE = 100
#: Stretches shorter than this are looked at row by row. It is more than the rows in which groups are told by sums.
SHORTEST = 3000 + 2 * _EDGE
_COUNTED = "^[0-9]{1,7}$"
#: What may make a name more than a name: words for totals and parts, a bullet, capitals that number rows.
_TELLING = (
    r"^\W|tổng|cộng|toàn|cả.{1,3}nước|total|whole|trong.{1,3}[đð]ó|gồm|chia.{1,3}ra|^.{0,3}$"
    r"|[\x{200B}-\x{200D}\x{2060}\x{FEFF}\x{AD}]"
)


def numbered(canvas: Canvas, ordinal: int, label: int, top: int, bottom: int) -> Iterator[range]:
    """Stretches of named rows whose running numbers go on one by one, in one type; their edges left out."""
    kinds = _array(canvas.kinds(ordinal, top, bottom))
    places = _places(canvas, ordinal, top, bottom)
    is_alike = ((kinds == NUMBER) | (kinds == NUMERAL)) & ~np.isnan(places)
    is_alike &= _array(canvas.kinds(label, top, bottom)) == WORD
    steps = np.diff(np.nan_to_num(places))
    yield from _stretches(is_alike, (steps >= 0) & (steps <= 1), _bolds(canvas, label, top, bottom), top)


def unnumbered(
    canvas: Canvas, ordinal: int | None, label: int, top: int, bottom: int, values: bytes
) -> Iterator[range]:
    """Stretches of rows without a number that have a plain name and a value, in one type; their edges left out."""
    if bottom - top < SHORTEST:
        return
    is_telling = canvas.told(label, lambda words: matches(_lower(words), _TELLING))
    if is_telling is None:
        return
    is_alike = (_array(canvas.kinds(label, top, bottom)) == WORD) & (_array(values) > 0)
    if ordinal:
        is_alike &= _array(canvas.kinds(ordinal, top, bottom)) == NOTHING
    is_alike &= ~is_telling[top - canvas.first : bottom - canvas.first + 1]
    goes_on = np.ones(max(len(is_alike) - 1, 0), bool)
    yield from _stretches(is_alike, goes_on, _bolds(canvas, label, top, bottom), top)


def odd_ones(*flags: bytes) -> list[int]:
    """Places at which one of several flags is not set, and the place after the last."""
    every = np.logical_and.reduce([_array(flag) > 0 for flag in flags])
    return [*np.flatnonzero(~every).tolist(), len(every)]


def _stretches(is_alike: np.ndarray, goes_on: np.ndarray, bolds: np.ndarray, top: int) -> Iterator[range]:
    joined = is_alike[1:] & is_alike[:-1] & goes_on & (bolds[1:] == bolds[:-1])
    cuts = np.flatnonzero(np.diff(np.concatenate(([False], joined, [False])).astype(np.int8)))
    for first, last in cuts.reshape(-1, 2):
        if last - first >= SHORTEST:
            yield range(top + int(first) + _EDGE, top + int(last) + 1 - _EDGE)


def _places(canvas: Canvas, column: int, top: int, bottom: int) -> np.ndarray:
    """The running number of each row, NaN where it has none; a fraction counts as the number before it."""
    count = bottom - top + 1
    first = top - canvas.first
    found = np.full(count, np.nan)
    numbers, typed = canvas.grid.stored("n", column), canvas.told(column, _typed)
    if numbers is not None:
        found = np.trunc(numbers.slice(first, count).combine_chunks().to_numpy(zero_copy_only=False))
    if typed is not None:
        typed = typed.astype(np.float64)[first : first + count]
        is_typed = (_array(canvas.kinds(column, top, bottom)) == NUMERAL) & (typed > 0)
        found = np.where(is_typed, typed - 1, found)
    return found


def _typed(words: pa.StringArray) -> np.ndarray:
    """One more than the number some texts write; 0 for those that are none."""
    is_count = matches(words, _COUNTED)
    typed = np.zeros(len(words), np.int64)
    typed[is_count] = words.filter(pa.array(is_count)).cast(pa.int64()).to_numpy() + 1
    return typed


def _lower(words: pa.StringArray) -> pa.StringArray:
    return pc.utf8_lower(pc.utf8_normalize(words, "NFC"))


def _bolds(canvas: Canvas, column: int, top: int, bottom: int) -> np.ndarray:
    flags = _array(canvas.bolds(column))[top - canvas.first : bottom - canvas.first + 1]
    return flags if len(flags) else np.zeros(bottom - top + 1, np.uint8)


def _array(flags: bytes) -> np.ndarray:
    return np.frombuffer(flags, np.uint8)

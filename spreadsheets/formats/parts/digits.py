"""Numbers that bytes write, many at a time. Places are offsets into the bytes, int64."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from spreadsheets.sheet.flat import flat

_HIGH, _LOW = np.uint64(0xF0F0F0F0F0F0F0F0), np.uint64(0x0F0F0F0F0F0F0F0F)
_SIX, _THREE = np.uint64(0x0606060606060606), np.uint64(0x3030303030303030)


def words(data: bytes) -> np.ndarray:
    """The eight bytes that begin at each place, the first lowest."""
    return np.ndarray((max(len(data) - 7, 0),), "<u8", data, 0, (1,))


def run_of_digits(words: np.ndarray) -> np.ndarray:
    """How many of eight bytes are digits, from the first on."""
    strange = ((words & _HIGH) ^ _THREE) | (((words & _LOW) + _SIX) & _HIGH)
    lowest = strange & (~strange + np.uint64(1))
    # the place of the lowest bit: a float holds a power of two exactly, and its exponent is that place
    exponent = (lowest.astype(np.float64).view(np.int64) >> 52) - 1023
    return np.where(strange == 0, 8, exponent >> 3)


def whole(words: np.ndarray, digits: np.ndarray) -> np.ndarray:
    """The number that the first `digits` (1 to 8) of eight bytes write, int64."""
    value = words << (np.uint64(64) - np.uint64(8) * digits.astype(np.uint64))
    value &= _LOW
    for factor, shift, mask in _STEPS:
        value *= factor
        value >>= shift
        value &= mask
    signed: np.ndarray = value.view(np.int64)
    return signed


#: Pairs of digits become a number each, then pairs of those.
_STEPS = [
    (np.uint64(factor), np.uint64(shift), np.uint64(mask))
    for factor, shift, mask in (
        (2561, 8, 0x00FF00FF00FF00FF),
        (6553601, 16, 0x0000FFFF0000FFFF),
        (42949672960001, 32, 0x00000000FFFFFFFF),
    )
]


def floats(data: bytes, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The numbers written from each place to another, float64; ArrowInvalid where one is none."""
    return flat(texts(data, begins, ends).cast(pa.float64()))


def texts(data: bytes, begins: np.ndarray, ends: np.ndarray) -> pa.StringArray:
    """What stands from each place to another, as it is: nothing is decoded or checked."""
    lengths = ends - begins
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    taken = np.repeat(begins - offsets[:-1], lengths) + np.arange(offsets[-1])
    packed = np.frombuffer(data, np.uint8)[taken]
    return pa.StringArray.from_buffers(len(begins), pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(packed))

"""Between Arrow and numpy without pandas, which pyarrow's own conversions import: that takes longer than a small file.

The same goes for `pa.array` of anything, `pa.scalar`, and a Python value given to a function of pyarrow.compute.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa


def flat(values: pa.Array) -> np.ndarray:
    """An Arrow array of numbers or booleans without nulls as a numpy array."""
    if pa.types.is_boolean(values.type):
        return np.from_dlpack(values.cast(pa.uint8())).astype(bool)
    return np.from_dlpack(values)


def arrow(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """A numpy array of numbers as an Arrow array, null where `missing` says so."""
    present = None if missing is None else pa.py_buffer(np.packbits(~missing, bitorder="little").tobytes())
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [present, data])


def strings(texts: Iterable[str]) -> pa.StringArray:
    """Texts as an array."""
    builder = pa.lib.StringBuilder()
    for text in texts:
        builder.append(text)
    return builder.finish()

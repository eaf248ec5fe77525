"""Columns of texts as one column of maps, without an object a row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa


def maps(columns: Mapping[str, pa.Array], height: int) -> pa.MapArray:
    """A map a row: name of a column -> its text there; without the columns that are null there.

    `columns`: of `height` texts each.
    """
    names = pa.array(list(columns), pa.string())
    if not columns or not height:
        ends = pa.array(np.zeros(height + 1, np.int32))
        return pa.MapArray.from_arrays(ends, names.slice(0, 0), names.slice(0, 0))
    texts = pa.concat_arrays(list(columns.values()))
    by_row = np.arange(len(texts)).reshape(len(columns), height).T
    is_said = texts.is_valid().to_numpy(zero_copy_only=False)[by_row]
    places = by_row[is_said]
    ends = np.concatenate([[0], is_said.sum(axis=1).cumsum()]).astype(np.int32)
    return pa.MapArray.from_arrays(pa.array(ends), names.take(pa.array(places // height)), texts.take(pa.array(places)))

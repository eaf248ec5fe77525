"""Whether the sheets of a workbook are within what one may hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.formats.parts.texts import is_long
from spreadsheets.sheet.flat import flat
from spreadsheets.sheet.grid import Grid
from spreadsheets.sheet.limits import MOST_BYTES, MOST_COLUMNS, MOST_MERGES, MOST_ROWS, MOST_TEXT_BYTES


def within_bounds(grids: Sequence[Grid]) -> None:
    """Refusal FILE-TOO-LARGE with the limit and the sheet at which the workbook went beyond it."""
    held = told = 0
    for grid in grids:
        held += grid.table.nbytes
        told += _text_bytes(grid)
        for size, most, what in (
            (grid.n_rows, MOST_ROWS, "rows"),
            (grid.n_columns, MOST_COLUMNS, "columns"),
            (len(grid.merges), MOST_MERGES, "merged ranges"),
            (told, MOST_TEXT_BYTES, "bytes of text in the cells of a workbook"),
            (held, MOST_BYTES, "bytes of cells in a workbook"),
        ):
            if size > most:
                raise Refusal("FILE-TOO-LARGE", sheet=grid.name, limit=f"{most:,} {what}")


def _text_bytes(grid: Grid) -> int:
    """Bytes of the texts of all cells, each counted in every cell it stands in."""
    columns = (grid.stored("s", number) for number in range(1, grid.n_columns + 1))
    return sum(_spread(chunk) for column in columns if column is not None for chunk in column.chunks)


def _spread(texts: pa.DictionaryArray) -> int:
    lengths = flat(pc.binary_length(texts.dictionary))
    if not len(lengths):
        return 0
    lengths = np.where(is_long(texts.dictionary), 0, lengths)  # nobody takes those for more than their beginning
    return int((np.bincount(flat(texts.indices.drop_null()), minlength=len(lengths)) * lengths).sum())

"""A column's cells, read as what its contract says they are."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from schemas.form import Column
from schemas.kinds import Code, Text
from spreadsheets.understand.cells.column_cells import ColumnCells, Typed
from spreadsheets.understand.cells.dating import READERS
from spreadsheets.understand.cells.naming import read_name
from spreadsheets.understand.cells.quantity import read_quantity


def read_column(
    cells: ColumnCells,
    col: Column,
    *,
    calendar: str = "calendar",
    on: date | None = None,
    evidence: pa.Array | None = None,
    scale: float = 1.0,
    unit: str = "",
) -> Typed:
    """Read cells as a column of a contract, whatever its kind.

    `calendar`: of its periods. `on`: the day whose names and codes hold. `evidence`: mask of the cells that show how
    the column writes numbers; all where None. `scale`: đồng in one printed unit, for amounts. `unit`: what a measure
    counts, in Vietnamese, as it may stand after a figure.
    """
    if col.kind.is_measure:
        shows = pa.array([True] * len(cells.rows)) if evidence is None else evidence
        return read_quantity(cells, col, shows, scale, unit)
    if col.kind in (Text, Code):
        return read_name(cells, col, on)
    return READERS[col.kind](cells, col, calendar, on)

"""Tracing: from a row and a column to file, sheet and cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import Figures, arrival, prepared, reading, submission

from warehouse.connect import build
from warehouse.load import record
from warehouse.trace import NotFound, cells_of, source_of


def test_a_value_leads_to_its_cell_also_when_superseded(tmp_path: Path) -> None:
    with build(tmp_path / "w.duckdb") as con:
        prepared(con)
        record(con, arrival(1), reading(submission({"A": 7, "B": 9})))
        record(con, arrival(2), reading(submission({"A": 8, "B": 9})))
        old = source_of(con, Figures, 1, 1, "head_count")
        new = source_of(con, Figures, 2, 1, "head_count")
        assert (old.value, old.sheet, old.cell, old.header, old.superseded_by) == (7, "S", "B10", "Số người", 2)
        assert (new.value, new.cell, new.superseded_by) == (8, "B10", None)
        assert old.sha256 == arrival(1).sha256
        with pytest.raises(NotFound, match="has no row"):
            source_of(con, Figures, 1, 9, "head_count")
        with pytest.raises(NotFound, match="office_code"):
            source_of(con, Figures, 1, 1, "nothing")
        with pytest.raises(NotFound, match="has no column for"):
            source_of(con, Figures, 1, 1, "spent_vnd")


def test_the_cells_of_many_rows_are_joined_to_runs(tmp_path: Path) -> None:
    with build(tmp_path / "w.duckdb") as con:
        prepared(con)
        record(con, arrival(1), reading(submission({"A": 7, "B": 9, "C": 1, "D": 2})))
        rows = [(1, 1), (1, 2), (1, 4)]
        assert [(c.file, c.sheet, c.cells, c.n_cells) for c in cells_of(con, Figures, rows, "head_count")] == [
            (arrival(1).name, "S", "B10:B11", 2),
            (arrival(1).name, "S", "B13", 1),
        ]
        assert cells_of(con, Figures, rows, "spent_vnd") == []

"""Ad-hoc SQL: reads the snapshot, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import arrival, prepared, reading, submission

from warehouse.ask import Limits, QueryError, QueryTimeout, ask
from warehouse.connect import build
from warehouse.load import record


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("ask") / "w.duckdb"
    with build(where) as con:
        prepared(con)
        record(con, arrival(1), reading(submission({"A": 7})))
        record(con, arrival(2), reading(submission({"A": 8})))
    return where


def test_a_question_is_answered_now_and_as_of_then(path: Path) -> None:
    sql = "SELECT head_count FROM core.figures"
    assert ask(path, sql).to_pylist() == [{"head_count": 8}]
    assert ask(path, sql, as_of=1).to_pylist() == [{"head_count": 7}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/khoso-leak.csv'",
        "INSERT INTO history.figures (office_code) VALUES ('x')",
        "CREATE TABLE x AS SELECT 1",
        "ATTACH ':memory:' AS m",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET temp_directory = '/tmp'",
        "SELECT nothing",
        "SELEC 1",
        "",
    ],
)
def test_what_is_not_a_question_about_the_snapshot_is_refused(path: Path, sql: str) -> None:
    with pytest.raises(QueryError):
        ask(path, sql)
    assert not Path("/tmp/khoso-leak.csv").exists()


def test_a_question_that_takes_too_long_is_stopped(path: Path) -> None:
    with pytest.raises(QueryTimeout):
        ask(path, "SELECT sum(hash(i)) FROM range(10000000000000) r(i)", limits=Limits(seconds=2))

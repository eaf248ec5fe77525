"""SQL can only read: hundreds of hostile queries, as root and as an ordinary user; each layer by itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from asked import asked
from made import arrival, prepared, reading, submission
from sql_probes import DISGUISES, NOT_SQL, READERS_OF_MORE, SECRET, WRITERS

from warehouse.asking.readers import NotAReader, reader
from warehouse.connect import build
from warehouse.load import record

_NOBODY = 65_534
_USERS = [0, _NOBODY] if os.geteuid() == 0 else [os.geteuid()]
_ALL = [*WRITERS, *READERS_OF_MORE, *DISGUISES, *NOT_SQL]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "w.duckdb"
    with build(path) as con:
        prepared(con)
        record(con, arrival(1), reading(submission({"A": 7})))
    return path


@pytest.fixture(scope="module")
def bare() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"enable_external_access": "false"}) as con:
        yield con


@pytest.fixture(params=_USERS, ids=lambda uid: "root" if uid == 0 else "user")
def place(request: pytest.FixtureRequest, made: Path) -> Iterator[tuple[Path, int]]:
    """A folder that belongs to the user who asks, with a snapshot nobody may write; and the user."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="khoso-") as folder:
        path = Path(folder) / "w.duckdb"
        shutil.copyfile(made, path)
        (path.parent / "secret.txt").write_text(SECRET, encoding="utf-8")
        path.chmod(0o400)
        for each in (path.parent, *path.parent.iterdir()):
            os.chown(each, request.param, -1)
        yield path, request.param


def filled(probes: list[str], path: Path) -> list[str]:
    return [
        sql.replace("{w}", str(path)).replace("{d}", str(path.parent)).replace("{x}", str(path.parent / "secret.txt"))
        for sql in probes
    ]


def state(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Each name under the folder, and the folder: the hash of its bytes, its mode, when it changed."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        told = path.stat()
        held = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path)] = (held, told.st_mode, told.st_mtime_ns)
    return found


def test_the_probes_are_many_and_each_is_its_own() -> None:
    assert len(_ALL) >= 200
    assert [sql for sql, times in Counter(_ALL).items() if times > 1] == []


def test_no_probe_is_answered_and_nothing_beside_the_snapshot_changes(place: tuple[Path, int]) -> None:
    path, uid = place
    before = state(path.parent)
    said = asked(path, filled(_ALL, path), uid)
    assert [(sql, s) for sql, s in zip(_ALL, said, strict=True) if s["code"] != 1 or s["bytes"]] == []
    assert [s for s in said if not s["said"].startswith('{"what"')] == []
    assert state(path.parent) == before


def test_what_reads_is_answered_by_the_same_child(place: tuple[Path, int]) -> None:
    path, uid = place
    said = asked(path, READS, uid)
    assert [(sql, s["said"]) for sql, s in zip(READS, said, strict=True) if s["code"] or not s["bytes"]] == []


@pytest.mark.parametrize("place", _USERS[:1], indirect=True)
@pytest.mark.parametrize("layers", ["rlimits", "landlock"])
def test_each_layer_of_the_operating_system_would_do_alone(place: tuple[Path, int], layers: str) -> None:
    """Without gate and settings many a statement runs; none changes a file or sees one."""
    path, uid = place
    before = state(path.parent)
    probes = [*WRITERS, *READERS_OF_MORE[::3]]
    said = asked(path, filled(probes, path), uid, layers)
    assert sum(s["code"] == 0 for s in said) > 10
    answers = [(sql, s["answer"]) for sql, s in zip(probes, said, strict=True)]
    assert [(sql, answer) for sql, answer in answers if SECRET in answer or "root:" in answer] == []
    after = state(path.parent)
    if layers == "landlock":
        assert after == before
    else:  # a folder can be made, with nothing in it
        assert {name: told for name, told in after.items() if told[0]} == {n: t for n, t in before.items() if t[0]}


READS = [
    "SELECT head_count FROM core.figures",
    "select 1;",
    "SELECT 1 -- ;",
    "SELECT ';' AS \"copy\", 'DELETE' AS \"delete\"",
    "(SELECT 1) UNION (SELECT 2)",
    "FROM core.figures",
    "FROM figures",
    "FROM warehouse.core.figures",
    "TABLE core.figures",
    "VALUES (1, 'a'), (2, 'b')",
    "WITH x AS (SELECT 1 AS a) FROM x",
    "WITH RECURSIVE t AS (SELECT 1 i UNION ALL SELECT i + 1 FROM t WHERE i < 9) FROM t",
    "PIVOT core.figures ON office_code USING sum(head_count)",
    "PIVOT core.figures ON office_code IN ('A') USING sum(head_count)",
    "FROM (PIVOT core.figures ON office_code USING sum(head_count))",
    "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
    "SUMMARIZE core.figures",
    "DESCRIBE core.figures",
    "DESCRIBE SELECT 1",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "SHOW DATABASES",
    "PRAGMA table_info('core.figures')",
    "PRAGMA version",
    "EXPLAIN SELECT 1",
    "explain /* how */ analyze -- and\n select 1",
    "EXPLAIN (SELECT 1)",
    "EXPLAIN (ANALYZE, FORMAT JSON) FROM core.figures",
    "EXPLAIN PIVOT core.figures ON office_code USING sum(head_count)",
    "EXPLAIN ANALYZE SUMMARIZE core.figures",
    "SELECT * FROM range(3) r(i), unnest([1, 2]) u(j)",
    "SELECT * FROM json_each('{\"a\": 1}')",
    "SELECT name, value FROM duckdb_settings()",
    "SELECT table_name FROM information_schema.tables",
    "SELECT getvariable('as_of'), current_setting('threads')",
    "SELECT 'a b'\u00a0AS\u00a0x",
    "SELECT list_transform([1], lambda x: x + 1)",
    "SELECT 1 WHERE false",
]


#: A table by the name of a file, and a function there is not: to these DuckDB itself says no.
_LEFT_TO_DUCKDB = ("FROM '", "SELECT getenv")


@pytest.mark.slow
@pytest.mark.parametrize("sql", [sql for sql in (*WRITERS, *READERS_OF_MORE) if not sql.startswith(_LEFT_TO_DUCKDB)])
def test_the_gate_alone_refuses_it(bare: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises((NotAReader, duckdb.Error)):
        reader(bare, sql.replace("{w}", "w").replace("{d}", "d").replace("{x}", "x"))


@pytest.mark.parametrize(
    ("sql", "what", "name"),
    [
        ("", "empty", ""),
        (";;", "empty", ""),
        ("SELECT 1; SELECT 2", "several", ""),
        ("INSTALL httpfs", "statement", "INSTALL"),
        ("use memory", "statement", "USE"),
        ("WITH x AS (SELECT 1) DELETE FROM x", "statement", "DELETE"),
        ("EXPLAIN ANALYZE DELETE FROM x", "statement", "DELETE"),
        ("EXPLAIN (ANALYZE, FORMAT JSON) INSERT INTO x SELECT 1", "statement", "INSERT"),
        ("CREATE TABLE x AS PIVOT y ON a USING sum(b)", "statement", "CREATE"),
        ("SELECT * FROM GLOB ('*')", "function", "glob"),
        ("FROM \"Read_Text\"('x')", "function", "read_text"),
        ("SELECT write_log('x')", "function", "write_log"),
    ],
)
def test_what_is_refused_is_named(sql: str, what: str, name: str) -> None:
    with duckdb.connect() as con, pytest.raises(NotAReader) as refused:
        reader(con, sql)
    assert (refused.value.what, refused.value.name) == (what, name)


def test_the_child_knows_nothing_of_where_it_runs(place: tuple[Path, int]) -> None:
    """No setting holds a path but that of the snapshot, which is no secret to who may ask it."""
    path, uid = place
    (said,) = asked(path, ["SELECT name FROM duckdb_settings() WHERE value LIKE '%/%' ORDER BY 1"], uid)
    assert said["code"] == 0
    assert "home_directory" not in said["answer"]
    assert json.dumps(str(Path.home())) not in said["answer"]

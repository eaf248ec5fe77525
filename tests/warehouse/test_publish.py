"""Publishing: readers find a whole snapshot at any moment; nothing new, nothing published."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import time
from datetime import datetime
from pathlib import Path

import pytest
from made import arrival, current, prepared, reading, submission

from warehouse import publish as publishing
from warehouse.connect import Busy, NoSnapshot, build, snapshot, writer_lock
from warehouse.load import record
from warehouse.publish import DiskFull, publish

NOW = datetime(2023, 5, 16, 8)


def write(folder: Path, seq: int, **rows: int) -> Path | None:
    with writer_lock(folder, wait=True):
        with build(folder / "build" / "warehouse.duckdb") as con:
            record(prepared(con), arrival(seq), reading(submission(rows)))
        return publish(folder, keep=2, now=NOW)


def test_a_snapshot_is_a_read_only_copy_and_old_ones_go(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot), snapshot(tmp_path / "warehouse.duckdb"):
        pass
    for seq in range(1, 5):
        write(tmp_path, seq, A=seq)
    with snapshot(tmp_path / "warehouse.duckdb") as con:
        assert current(con) == {"A": 4}
    with snapshot(tmp_path / "warehouse.duckdb", as_of=2) as con:
        assert current(con) == {"A": 2}
    versions = sorted(p.name for p in (tmp_path / "versions").glob("*.duckdb"))
    assert versions == ["warehouse-20230516T080000-000003.duckdb", "warehouse-20230516T080000-000004.duckdb"]
    assert stat.S_IMODE((tmp_path / "warehouse.duckdb").stat().st_mode) == 0o400
    assert list(tmp_path.rglob("*.wal")) == []


def test_nothing_changed_publishes_nothing_and_an_unpublished_commit_is_caught_up(tmp_path: Path) -> None:
    write(tmp_path, 1, A=1)
    assert publish(tmp_path, keep=2, now=NOW) is None
    with build(tmp_path / "build" / "warehouse.duckdb") as con:
        record(prepared(con), arrival(2), reading(submission({"A": 2})))
    # the program was stopped here: committed, not published
    assert publish(tmp_path, keep=2, now=NOW) is not None
    with snapshot(tmp_path / "warehouse.duckdb") as con:
        assert current(con) == {"A": 2}


def test_snapshots_that_say_the_same_push_out_none_that_says_something_else(tmp_path: Path) -> None:
    said = ["a", "b", "b", "b", "b", "", "", "c", "c"]
    left = []
    for seq, content in enumerate(said, 1):
        with writer_lock(tmp_path, wait=True):
            with build(tmp_path / "build" / "warehouse.duckdb") as con:
                record(prepared(con), arrival(seq), reading(submission({"A": seq})))
            publish(tmp_path, keep=2, now=NOW, content=content)
        names = sorted((tmp_path / "versions").glob("*.duckdb"))
        left.append("".join(str(int(path.stem[-6:])) for path in names))
    assert left == ["1", "12", "123", "134", "145", "56", "67", "78", "789"]
    (tmp_path / "versions" / "published.json").write_text('["as of an older program", 1]')
    assert publish(tmp_path, keep=2, now=NOW, content="c") is not None


def test_an_open_reader_neither_blocks_the_writer_nor_sees_the_change(tmp_path: Path) -> None:
    write(tmp_path, 1, A=1)
    with snapshot(tmp_path / "warehouse.duckdb") as reader:
        assert current(reader) == {"A": 1}
        write(tmp_path, 2, A=2)
        assert current(reader) == {"A": 1}


def test_a_second_writer_hears_who_holds_the_lock(tmp_path: Path) -> None:
    with writer_lock(tmp_path, wait=False):
        child = multiprocessing.get_context("fork").Process(target=_expect_busy, args=(tmp_path, os.getpid()))
        child.start()
        child.join(20)
    assert child.exitcode == 0


def _expect_busy(folder: Path, holder: int) -> None:
    with pytest.raises(Busy, match=f"pid {holder}"), writer_lock(folder, wait=False):
        pass


def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 1, A=1)
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(publishing.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(DiskFull):
        write(tmp_path, 2, A=2)
    with snapshot(tmp_path / "warehouse.duckdb") as con:
        assert current(con) == {"A": 1}


def _write_forever(folder: Path) -> None:
    for seq in range(2, 10_000):
        write(folder, seq, A=seq)


@pytest.mark.parametrize("wait", [0.05, 0.11, 0.17, 0.23, 0.31, 0.42])
def test_killed_at_any_moment_readers_find_a_whole_snapshot(tmp_path: Path, wait: float) -> None:
    write(tmp_path, 1, A=1)
    child = multiprocessing.get_context("fork").Process(target=_write_forever, args=(tmp_path,))
    child.start()
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        with snapshot(tmp_path / "warehouse.duckdb") as con:
            assert current(con)["A"] >= 1
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    with build(tmp_path / "build" / "warehouse.duckdb") as con:
        loads, runs = con.execute(
            "SELECT (SELECT max(seq) FROM audit.load), (SELECT max(seq) FROM audit.run)"
        ).fetchall()[0]
        assert loads - runs in (0, 1)
        assert current(con) == {"A": loads}
    publish(tmp_path, keep=2, now=NOW)
    with snapshot(tmp_path / "warehouse.duckdb") as con:
        assert current(con) == {"A": loads}

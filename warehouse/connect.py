"""The build file and its one writer; the published snapshot and its many readers."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from schemas.values.bilingual import Both
from schemas.values.trouble import Exit, Trouble
from warehouse.version import check_database

Connection = duckdb.DuckDBPyConnection

#: Written so that every DuckDB from 1.4 on reads it, and a stray WAL of another file is refused, not replayed.
STORAGE = "v1.4.0"
_READING: dict[str, str | bool | int | float | list[str]] = {"python_enable_replacements": "false"}


_BUSY = Both(
    "Kho đang được ghi bởi {holder}. Chờ xong rồi chạy lại, hoặc thêm --wait để đợi.",
    "{holder} is writing the warehouse. Run again when it is done, or add --wait.",
)
_SOMEBODY = Both("một tiến trình khác", "another process")
_NO_SNAPSHOT = Both(
    "Chưa có bản số liệu nào được công bố ({path}). Đặt tệp vào hộp thư đến rồi chạy: khoso ingest",
    "Nothing has been published yet ({path}). Put files into the inbox and run: khoso ingest",
)
_SNAPSHOT_OLD = Both(
    "Bản số liệu {path} do một phiên bản khác của Kho số công bố. Chạy: khoso rebuild",
    "The snapshot {path} was published by another version of Kho số. Run: khoso rebuild",
)
_UNREADABLE = Both(
    "Không mở hay ghi được {path}: {reason}. Nếu tệp hỏng, dựng lại: khoso rebuild",
    "{path} cannot be opened or written: {reason}. Where the file is damaged, make it anew: khoso rebuild",
)


class Busy(Trouble):
    """Another process writes the warehouse; `holder` says which."""

    exit_code = Exit.BUSY

    def __init__(self, holder: str | Both) -> None:
        super().__init__(_BUSY.filled(holder=holder).capital())


class NoSnapshot(Trouble):
    """Nothing has been published yet."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, path: Path) -> None:
        super().__init__(_NO_SNAPSHOT.filled(path=path))


class SnapshotOld(Trouble):
    """The published snapshot has other tables than this program asks."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, path: Path) -> None:
        super().__init__(_SNAPSHOT_OLD.filled(path=path))


class Unreadable(Trouble):
    """DuckDB cannot open or read the file of the warehouse."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(_UNREADABLE.filled(path=path, reason=reason))


@contextmanager
def writer_lock(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the one writer's lock on a warehouse folder; the kernel frees it when the process dies.

    Raises Busy at once when `wait` is false and another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy(_holder(handle)) from None
        holder = {"pid": os.getpid(), "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])}
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> str | Both:
    """Who wrote its name into the lock file; one that has only just taken the lock is about to."""
    for _ in range(50):
        try:
            holder = json.loads(os.pread(handle, 4096, 0))
        except ValueError:
            time.sleep(0.02)
        else:
            return f"{holder['command']} (pid {holder['pid']})"
    return _SOMEBODY


@contextmanager
def build(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the build file for writing; on leaving it is checkpointed and closed. Take `writer_lock` first.

    Raises Unreadable where the file or its disk is at fault, OSError where the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE,
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "true",
        "threads": 1,  # to wake another takes longer than most statements of a load; see `all_processors`
    }
    try:
        with duckdb.connect(str(path), config=config) as con:
            yield con
            con.execute("CHECKPOINT")
    except (duckdb.OperationalError, duckdb.FatalException, duckdb.InternalException) as error:
        if os.strerror(errno.ENOSPC) in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise Unreadable(path, error) from error


@contextmanager
def all_processors(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let the build file use every processor for a statement over very many rows."""
    con.execute("RESET threads")
    try:
        yield
    finally:
        con.execute("SET threads = 1")


@contextmanager
def snapshot(path: Path, as_of: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published snapshot read-only, as it stood after arrival `as_of` (newest when None).

    Raises NoSnapshot when nothing has been published, OtherVersion when another program published it, SnapshotOld where
    what is asked is not in it, Unreadable.
    """
    if not path.exists():
        raise NoSnapshot(path)
    try:
        with duckdb.connect(str(path.resolve()), read_only=True, config=_READING) as con:
            check_database(con)
            if as_of is not None:
                con.execute(f"SET VARIABLE as_of = {int(as_of)}")
            yield con
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise SnapshotOld(path) from error
    except (duckdb.IOException, duckdb.FatalException) as error:
        raise Unreadable(path, error) from error


def check_snapshot(path: Path) -> None:
    """Raise NoSnapshot or OtherVersion where the published snapshot cannot be asked."""
    with snapshot(path):
        pass


def arrival_as_of(path: Path, moment: str) -> int:
    """The number of the last arrival known at a moment: itself when it is a number, else by the day or time given.

    Raises ValueError for a text that is neither.
    """
    if moment.isdecimal():
        return int(moment)
    until = datetime.fromisoformat(moment)
    if len(moment) == len("2023-05-16"):
        until += timedelta(days=1)
    with snapshot(path) as con:
        rows = con.execute("SELECT coalesce(max(seq), 0) FROM audit.run WHERE received_at < ?", [until]).fetchall()
    return int(rows[0][0])

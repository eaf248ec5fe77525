"""The read-only snapshot people query: a copy under a new name, reached by a link that is swapped at once."""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from datetime import datetime
from pathlib import Path

from machine.files import drop_unfinished, sync, whole_file, write_whole
from machine.rights import shared_in
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Exit, Trouble

#: FICLONE of linux/fs.h: share the blocks of the source where the file system can.
_FICLONE = 0x40049409
_DISK_FULL = Both(
    "Hết chỗ trên đĩa tại {folder}: cần {needed} byte, còn {free}. Giải phóng chỗ trống rồi chạy lại;"
    " không mất dữ liệu.",
    "Disk full at {folder}: {needed} bytes needed, {free} free. Make room and run again; nothing is lost.",
)


class DiskFull(Trouble):
    """There is no room for another snapshot."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, folder: Path, needed: int, free: int) -> None:
        super().__init__(_DISK_FULL.filled(folder=folder, needed=number(needed), free=number(free)))


def publish(folder: Path, *, keep: int, now: datetime, group: int | None = None) -> Path | None:
    """Publish `folder`/build/warehouse.duckdb as `folder`/warehouse.duckdb; None when nothing has changed.

    The writer's lock must be held and the build file closed. Killed at any moment, readers find either the
    old snapshot or the new one. `group`: who may read it beside its owner. Raises DiskFull and NotShared before
    anything is written.
    """
    source = folder / "build" / "warehouse.duckdb"
    stamp = source.stat()
    identity = [stamp.st_ino, stamp.st_mtime_ns, stamp.st_size]
    link, note = folder / "warehouse.duckdb", folder / "versions" / "published.json"
    if link.exists() and _read_note(note) == [link.readlink().name, identity]:
        return None
    if source.with_name(source.name + ".wal").exists():
        raise RuntimeError(f"{source} has a write-ahead log: it was not closed")
    versions = folder / "versions"
    with shared_in(versions, group, below=folder.parent):
        drop_unfinished(versions)
        free = shutil.disk_usage(versions).free
        if free < stamp.st_size * 1.1:
            raise DiskFull(versions, stamp.st_size, free)
        target = versions / _unused_name(versions, now)
        rights = 0o400 if group is None else 0o440
        with whole_file(target, mode=rights) as copy:  # durable: else, after a power cut, the link could lead nowhere
            _copy(source, copy)
        _swap(link, target)
        write_whole(note, json.dumps([target.name, identity]))
    _drop_old(versions, keep, current=target.name)
    return target


def _read_note(note: Path) -> list[object] | None:
    try:
        told: list[object] | None = json.loads(note.read_text(encoding="utf-8"))
        return told
    except (FileNotFoundError, ValueError):
        return None


def _unused_name(versions: Path, now: datetime) -> str:
    taken = [int(p.stem.rsplit("-", 1)[1]) for p in versions.glob("warehouse-*.duckdb")]
    return f"warehouse-{now:%Y%m%dT%H%M%S}-{max(taken, default=0) + 1:06d}.duckdb"


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as write:
        try:
            fcntl.ioctl(write, _FICLONE, read.fileno())
        except OSError:
            shutil.copyfileobj(read, write, 1 << 24)


def _swap(link: Path, target: Path) -> None:
    temporary = link.with_name(".warehouse.duckdb.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target.relative_to(link.parent))
    temporary.replace(link)
    sync(link.parent)


def _drop_old(versions: Path, keep: int, current: str) -> None:
    by_number = sorted(versions.glob("warehouse-*.duckdb"), key=lambda p: int(p.stem.rsplit("-", 1)[1]))
    for old in by_number[: -max(keep, 1)]:
        if old.name != current:
            with contextlib.suppress(FileNotFoundError):
                old.unlink()

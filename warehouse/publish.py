"""The read-only snapshot people query: a copy under a new name, reached by a link that is swapped at once."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from machine.files import drop_unfinished, sync, whole_file, write_whole
from machine.rights import shared_in
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Exit, Trouble

#: FICLONE of linux/fs.h: share the blocks of the source where the file system can.
_FICLONE = 0x40049409
_NOTE = "published.json"
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


@dataclass(frozen=True)
class Published:
    """What is noted of what was published last.

    `name`: of the snapshot; `source`: what tells the build file it was copied from; `content`: what it says;
    `repeated`: older snapshots of which each says what the one after it says; `sha256`: of each snapshot there is.
    """

    name: str = ""
    source: tuple[int, ...] = ()
    content: str = ""
    repeated: tuple[str, ...] = ()
    sha256: Mapping[str, str] = field(default_factory=dict)


def publish(folder: Path, *, keep: int, now: datetime, group: int | None = None, content: str = "") -> Path | None:
    """Publish `folder`/build/warehouse.duckdb as `folder`/warehouse.duckdb; None when nothing has changed.

    `keep` snapshots that say something different stay; `content`: what this one says, see `warehouse.content`, ""
    where it is to count as different. The writer's lock must be held and the build file closed. Killed at any moment,
    readers find either the old snapshot or the new one. `group`: who may read it beside its owner. Raises DiskFull and
    NotShared before anything is written.
    """
    source = folder / "build" / "warehouse.duckdb"
    size, identity, link = source.stat().st_size, told_apart(source), folder / "warehouse.duckdb"
    last = last_published(versions := folder / "versions")
    if link.exists() and (last.name, last.source) == (link.readlink().name, identity):
        return None
    if source.with_name(source.name + ".wal").exists():
        raise RuntimeError(f"{source} has a write-ahead log: it was not closed")
    with shared_in(versions, group, below=folder.parent):
        drop_unfinished(versions)
        free = shutil.disk_usage(versions).free
        if free < size * 1.1:
            raise DiskFull(versions, size, free)
        target = versions / _unused_name(versions, now)
        rights = 0o400 if group is None else 0o440
        with whole_file(target, mode=rights) as copy:  # durable: else, after a power cut, the link could lead nowhere
            _copy(source, copy)
        _swap(link, target)
        repeated = (*last.repeated, *([last.name] if content and content == last.content else []))
        left = _drop_old(versions, keep, target.name, repeated)
        hashes = {name: last.sha256[name] for name in left if name in last.sha256} | {target.name: sha256_of(target)}
        _note(versions, Published(target.name, identity, content, tuple(n for n in left if n in repeated), hashes))
    return target


def told_apart(path: Path) -> tuple[int, ...]:
    """What tells a file from the one it was before it was written to: inode, time of change, size."""
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def last_published(versions: Path) -> Published:
    """What is noted in the folder of snapshots; an empty note where there is none, or none as it is written today."""
    try:
        told = json.loads((versions / _NOTE).read_bytes())
        return Published(**told | {name: tuple(told[name]) for name in ("source", "repeated")})
    except (OSError, ValueError, TypeError, LookupError):
        return Published()


def _note(versions: Path, published: Published) -> None:
    write_whole(versions / _NOTE, json.dumps(asdict(published)))


def _unused_name(versions: Path, now: datetime) -> str:
    taken = [_number(p.name) for p in versions.glob("warehouse-*.duckdb")]
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


def _drop_old(versions: Path, keep: int, current: str, repeated: Collection[str]) -> tuple[str, ...]:
    """Remove all but the newest `keep` snapshots that differ; the names of those that are left.

    The one that has just been replaced is left, for readers who are about to open it.
    """
    names = sorted((p.name for p in versions.glob("warehouse-*.duckdb")), key=_number)
    different = [name for name in names if name not in repeated]
    kept = {current, *different[-max(keep, 1) :], *[name for name in names[-2:-1] if name in repeated]}
    for name in names:
        if name not in kept:
            (versions / name).unlink(missing_ok=True)
    return tuple(name for name in names if name in kept)


def _number(name: str) -> int:
    return int(Path(name).stem.rsplit("-", 1)[1])

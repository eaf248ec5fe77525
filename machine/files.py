"""Files that are there whole or not at all, whoever stops the program, whatever fills the disk."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: How the name of a file begins that is still being written.
_UNFINISHED = ".unfinished-"
_AS_ANY_NEW_FILE, _OWNER_WRITES = 0o666, 0o200


class Unfinished:
    """A file that is being written at `path`, on its way to the place it is for."""

    def __init__(self, path: Path, mode: int | None) -> None:
        self.path = path
        self._mode = mode

    def becomes(self, target: Path, *, durable: bool = True, replacing: bool = True) -> None:
        """Put it at `target`, of the same file system, in one step: readers see what was there or this.

        Durable, it outlives a power cut from then on. Not replacing, it raises FileExistsError where something is.
        """
        if self._mode is not None:
            self.path.chmod(self._mode)
        if durable:
            sync(self.path)
        if replacing:
            self.path.rename(target)
        else:
            target.hardlink_to(self.path)
        if durable:
            sync(target.parent)


@contextmanager
def unfinished(folder: Path, *, mode: int | None = None) -> Iterator[Unfinished]:
    """A new file in `folder`, which is gone afterwards unless it has become another.

    From the start it is as closed to others as `mode` says; without one it is as open as any new file.
    """
    path = folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
    rights = _AS_ANY_NEW_FILE if mode is None else mode | _OWNER_WRITES
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights))
    try:
        yield Unfinished(path, mode)
    except OSError as error:
        if error.errno:
            error.filename = error.filename or str(folder)  # a disk that is full does not say which
        raise
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def whole_file(target: Path, *, mode: int | None = None, durable: bool = True) -> Iterator[Path]:
    """Where to write what is to be at `target`: it is put there when all is written, and nothing is after an error.

    Not durable: of what can be made again, a power cut may leave an empty file.
    """
    with unfinished(target.parent, mode=mode) as new:
        yield new.path
        new.becomes(target, durable=durable)


def write_whole(target: Path, content: str | bytes, *, mode: int | None = None, durable: bool = True) -> None:
    """Write bytes, or a text as UTF-8 with the line ends it has, as `whole_file` does."""
    with whole_file(target, mode=mode, durable=durable) as new:
        new.write_bytes(content.encode() if isinstance(content, str) else content)


def drop_unfinished(folder: Path) -> None:
    """Remove what writers left that were killed; only for one who knows that nobody else is writing there."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        left.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have what a file holds, or the names in a folder, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Who may read what the program writes: its owner alone, but for the folders a setting opens to a group."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine.settings import Home
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit, Trouble

_ALL_BUT_OWNER, _ALL_BUT_READING = 0o077, 0o027
#: A folder of a group: its members read it, and what is made in it is the group's; one that only leads there is passed.
_SHARED, _PASSED, _PASSED_BY_ALL, _PRIVATE = 0o2750, 0o010, 0o001, 0o700
_NO_MEMBER = Both(
    "{path}: không giao cho nhóm số {group} đọc được. Người chạy chương trình phải sở hữu thư mục và thuộc nhóm đó;"
    " hoặc bỏ KHOSO_GROUP.",
    "{path} cannot be opened to group number {group}. Who runs the program must own the folder and be of that group;"
    " or leave out KHOSO_GROUP.",
)


class NotShared(Trouble):
    """A folder cannot be opened to the group that the settings name."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, path: Path, group: int) -> None:
        super().__init__(_NO_MEMBER.filled(path=path, group=group))


@contextmanager
def for_owner_alone() -> Iterator[None]:
    """What is made meanwhile, here and by processes started from here, is its owner's: 0600, folders 0700."""
    with _closed_to(_ALL_BUT_OWNER):
        yield


@contextmanager
def shared_in(folder: Path, group: int | None, *, below: Path) -> Iterator[None]:
    """What is made in a folder meanwhile is for a group to read: 0640, folders 0750; for its owner alone without one.

    The folder is made, and the way to it from `below` on opened. Raises NotShared.
    """
    with for_owner_alone():
        folder.mkdir(parents=True, exist_ok=True)
    if group is not None:
        try:
            _share(folder, group)
            for way in (each for each in folder.parents if each.is_relative_to(below)):
                _let_pass(way, group)
        except PermissionError:
            raise NotShared(folder, group) from None
    elif folder.stat().st_mode & _ALL_BUT_OWNER:
        folder.chmod(_PRIVATE)
    with _closed_to(_ALL_BUT_OWNER if group is None else _ALL_BUT_READING):
        yield


def too_open(home: Home, group: int | None) -> Iterator[Path]:
    """Files and folders of a data root that more people may read or write than are meant to.

    Not those in the inbox, which is as open as whoever drops files there needs it.
    """
    shared = (home.warehouse / "versions", home.site)
    for path in sorted(home.root.rglob("*")):
        if path.is_symlink() or path == home.inbox or home.inbox in path.parents:
            continue
        found = path.stat()
        may = _PASSED | _PASSED_BY_ALL if path == home.warehouse else 0
        if group == found.st_gid and any(folder in (path, *path.parents) for folder in shared):
            may = _SHARED
        if found.st_mode & _ALL_BUT_OWNER & ~may:
            yield path


@contextmanager
def _closed_to(others: int) -> Iterator[None]:
    before = os.umask(others)
    try:
        yield
    finally:
        os.umask(before)


def _share(folder: Path, group: int) -> None:
    """Give a folder and all in it to the group, once."""
    found = folder.stat()
    if (found.st_gid, stat.S_IMODE(found.st_mode)) == (group, _SHARED):
        return
    for path in (p for p in folder.rglob("*") if not p.is_symlink()):
        os.chown(path, -1, group)
        path.chmod(_SHARED if path.is_dir() else path.stat().st_mode & 0o700 | 0o040)
    os.chown(folder, -1, group)
    folder.chmod(_SHARED)


def _let_pass(folder: Path, group: int) -> None:
    """Let the group pass a folder on the way; one that is another group's stays so, and anybody may pass it then."""
    found = folder.stat()
    is_passed = found.st_mode & (_PASSED_BY_ALL | (_PASSED if found.st_gid == group else 0))
    if not is_passed and found.st_mode & stat.S_IRWXG:
        folder.chmod(stat.S_IMODE(found.st_mode) | _PASSED_BY_ALL)
    elif not is_passed:
        os.chown(folder, -1, group)
        folder.chmod(stat.S_IMODE(found.st_mode) | _PASSED)

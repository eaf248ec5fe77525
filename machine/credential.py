"""The credential of the control API, which starts, changes and reads flow runs: made here, kept in a 0600 file."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine.files import drop_unfinished, write_whole

_SOUND = re.compile(rb"khoso:[A-Za-z0-9_-]{43}\n")


def credential(path: Path) -> str:
    """The credential at `path`, as `user:secret`.

    A new one is made where there is none, where writing it was cut short and where others than its owner may read it.
    """
    with _alone(path.parent):
        if not _is_sound(path):
            _write_new(path)
        return path.read_text(encoding="ascii").strip()


def new_credential(path: Path) -> str:
    """Another credential in place of the one at `path`; a server that runs keeps the old one until it ends."""
    with _alone(path.parent):
        _write_new(path)
        return path.read_text(encoding="ascii").strip()


def one_run_credential() -> str:
    """A credential that is written nowhere, for a server that ends with the command that starts it."""
    return f"khoso:{secrets.token_urlsafe(32)}"


def make_private(folder: Path) -> None:
    """Make a folder, or take away from everybody but its owner what they may do in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While the block runs no other process reads or makes a credential in this folder."""
    make_private(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_sound(path: Path) -> bool:
    if not path.exists():
        return False
    return not path.stat().st_mode & 0o077 and _SOUND.fullmatch(path.read_bytes()) is not None


def _write_new(path: Path) -> None:
    drop_unfinished(path.parent)
    write_whole(path, f"{one_run_credential()}\n", mode=0o600)

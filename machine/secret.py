"""The key under which personal values become pseudonyms: a file outside the warehouse, made when first needed."""

from __future__ import annotations

import contextlib
import secrets
from functools import cache
from pathlib import Path

from machine.files import unfinished
from machine.fingerprint import KEY_SIZE, check_key, leave_fingerprint


@cache
def pseudonym_key(path: Path) -> bytes:
    """The 32 bytes at `path`, readable by their owner alone; a new key where there is none yet.

    Losing it makes old and new pseudonyms of one person differ, so it is backed up with the kept files.
    Raises NotTheKey where it is not the one its fingerprint was taken of, KeyTooShort.
    """
    if not check_key(path) and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(path.parent, mode=0o600) as new, contextlib.suppress(FileExistsError):
            new.path.write_bytes(secrets.token_bytes(KEY_SIZE))
            new.becomes(path, replacing=False)  # of two who make one at once the first has made it
    if not check_key(path):
        leave_fingerprint(path)
    return path.read_bytes()


def prove_key(path: Path) -> None:
    """Prove the key there is by its fingerprint, which is left where there is none yet; none is made.

    Raises NotTheKey, also where the key is gone, and KeyTooShort.
    """
    if not check_key(path) and path.exists():
        leave_fingerprint(path)

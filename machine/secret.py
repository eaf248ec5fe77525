"""The key under which personal values become pseudonyms: a file outside the warehouse, made when first needed."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path


@cache
def pseudonym_key(path: Path) -> bytes:
    """The 32 bytes at `path`, readable by their owner alone; a new key where there is none yet.

    Losing it makes old and new pseudonyms of one person differ, so it is backed up with the kept files.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()

"""What a command notes for a later one to tell: when it ended, how."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from machine.files import write_whole


def note(path: Path, at: datetime, **said: Any) -> None:
    """Write what is to be told of a moment; a disk that is full or shut costs the note alone."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, json.dumps({"at": at.isoformat(" ", "seconds"), **said}), durable=False)


def noted(path: Path) -> dict[str, Any]:
    """What was noted last; nothing where nothing was, or where it is damaged."""
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}

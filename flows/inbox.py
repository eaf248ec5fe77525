"""The inbox: which files are ready to be taken, and what their folder says of them."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.codes import code_list
from schemas.submission import Given
from schemas.values.period_text import parse_period

#: Files a spreadsheet program, a file manager or a messy sample leaves beside the real ones.
_PASSING = ("~$", ".", "Thumbs.db", "desktop.ini", "TRUTH.json")


@dataclass(frozen=True)
class Waiting:
    """A file that is still being copied, and why it is thought to be."""

    path: Path
    reason: str


def files(inbox: Path) -> Iterator[Path]:
    """Every file offices have put into the inbox and its folders, by path; office programs' lock files left out."""
    for path in sorted(inbox.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(inbox).parts)
        # a link may lead to any file the service can read
        if path.is_file() and not path.is_symlink() and not hidden and not path.name.startswith(_PASSING):
            yield path


def waiting(path: Path, quiet_seconds: float, now: float | None = None) -> Waiting | None:
    """Why a file cannot be taken yet, None when it is complete.

    A copy over a network share may have its full size from the start: so quiet time and a whole container.
    """
    stat, now = path.stat(), time.time() if now is None else now
    # a time still to come was set by whoever sent the file; when it was written here is known all the same
    age = now - (stat.st_mtime if stat.st_mtime <= now else stat.st_ctime)
    if 0 <= age < quiet_seconds:
        return Waiting(path, "quiet")
    if os.path.lexists(path.with_name("~$" + path.name)):  # False, too, where that name is too long to be any file's
        return Waiting(path, "open")
    if age < 60 * max(quiet_seconds, 1) and _is_cut_zip(path):
        return Waiting(path, "incomplete")
    return None


def _is_cut_zip(path: Path) -> bool:
    """Whether the bytes begin as a zip but its directory is not there yet; after an hour it is simply damaged."""
    with path.open("rb") as file:
        begins = file.read(4) == b"PK\x03\x04"
    return begins and not zipfile.is_zipfile(path)


def said_by_folder(inbox: Path, path: Path) -> Given:
    """What the folders between the inbox and a file say: a name that is a period, an agency or a unit."""
    sender, unit, period = "", "", None
    for part in path.relative_to(inbox).parts[:-1]:
        as_period = parse_period(part)
        as_agency = code_list("agency").resolve(part)
        as_unit = code_list("unit").resolve(part)
        period = as_period or period
        sender = as_agency or sender
        unit = unit if as_agency or not as_unit else as_unit
    return Given(sender=sender, unit=unit, period=period)

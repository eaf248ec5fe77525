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
from warehouse.kept import display_name

#: What a spreadsheet program, a file manager, a file system or a messy sample leaves beside the real ones.
_PASSING = ("~$", ".~lock.", "._", ".nfs", ".fuse_hidden", ".Trash", "Thumbs.db", "desktop.ini", "TRUTH.json")
_PASSED_OVER = "passed-over"
_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".xml", ".html", ".htm")


@dataclass(frozen=True)
class Waiting:
    """What lies in the inbox and is left there, and why: a key of `pages.documents.receipt.waiting_line`."""

    path: Path
    reason: str

    @property
    def name(self) -> str:
        """What the file may be called outside the inbox."""
        return display_name(self.path.name)


def found(inbox: Path) -> Iterator[Path | Waiting]:
    """Every file offices have put into the inbox and its folders, by path, and whatever there is never taken.

    What programs leave there of their own is passed over. Raises OSError where the inbox itself cannot be read.
    """
    left = _entries(inbox)
    while left:  # by hand: folders may lie in each other deeper than functions may
        entry = left.pop()
        path = Path(entry.path)
        try:
            reason = _never_taken(entry, path.relative_to(inbox))
            if reason and reason != _PASSED_OVER:
                yield Waiting(path, reason)
            if entry.is_dir(follow_symlinks=False):
                left += _entries(path)
            elif not reason:
                yield path
        except FileNotFoundError:
            continue  # its sender took it back
        except OSError:
            yield Waiting(path, "unreadable")


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds that is worth a word, the first by name last."""
    with os.scandir(folder) as scanned:
        entries = [each for each in scanned if not each.name.startswith(_PASSING)]
    return sorted(entries, key=lambda entry: entry.name, reverse=True)


def _never_taken(entry: os.DirEntry[str], path: Path) -> str:
    """Why what is at `path` below the inbox will not be taken in any drain; "" for a file or folder like others."""
    is_named_as_a_workbook = path.suffix.lower() in _ENDINGS or entry.name.lower() in _ENDINGS
    if entry.is_symlink():  # it may lead to any file the service can read
        return "link"
    if entry.is_dir():
        return "folder" if is_named_as_a_workbook else ""
    if not entry.is_file():
        return "special"
    if any(part.startswith(".") for part in path.parts):
        return "hidden" if is_named_as_a_workbook else _PASSED_OVER
    return ""


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

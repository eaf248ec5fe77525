"""The version of a data root: said beside the kept files and in every database made from them.

It goes up when a program of before could misread what is written. `khoso rebuild` takes an older root over: it needs
nothing but kept files, journal and key. A newer one is refused.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from machine.files import write_whole
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit, Trouble

#: 1: nothing says a version; the key of a submission stands in each load. 2: submissions have ids.
VERSION = 2
_OLDER = Both(
    "{place} thuộc phiên bản dữ liệu {found}; chương trình này dùng phiên bản {needed}. Chạy: khoso rebuild",
    "{place} is of data version {found}; this program works with version {needed}. Run: khoso rebuild",
)
_NEWER = Both(
    "{place} thuộc phiên bản dữ liệu {found}, mới hơn phiên bản {needed} của chương trình này."
    " Hãy dùng bản Kho số đã ghi dữ liệu này hoặc bản mới hơn.",
    "{place} is of data version {found}, newer than version {needed} of this program."
    " Use the Kho số that wrote it, or a newer one.",
)
#: How the first line of judged.txt begins: programs of version 1 read that file before they load anything, stop at a
#: line that is no number and show it.
TO_OLDER_PROGRAMS = "This data root is of version "
_WHO_MAY = "{version}: only a Kho so that knows this version may write it."


class OtherVersion(Trouble):
    """What is written at `place` is of version `found`, which is not this program's."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, place: Path, found: int) -> None:
        told = _OLDER if found < VERSION else _NEWER
        super().__init__(told.filled(place=place, found=found, needed=VERSION))
        self.place, self.found = place, found


def check_root(kept: Path, *, is_older_welcome: bool = False) -> None:
    """Raise OtherVersion where kept files are of a newer version than this program's, or of an older one."""
    found = _root_version(kept)
    if found > VERSION or (found < VERSION and not is_older_welcome):
        raise OtherVersion(kept.parent, found)


def _root_version(kept: Path) -> int:
    if not (kept / "version").exists():
        return 1 if (kept / "journal.jsonl").exists() else VERSION
    said = (kept / "version").read_bytes().strip()
    return int(said) if said.isdigit() else 1  # one that says nothing any more is written again by a rebuild


def write_root_version(kept: Path) -> None:
    """Say beside kept files that they are of this program's version. The writer's lock must be held."""
    if (kept / "version").exists() and _root_version(kept) == VERSION:
        return
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    judged = kept / "judged.txt"
    numbers = [line for line in judged.read_text("ascii").splitlines() if line.isdecimal()] if judged.exists() else []
    write_whole(
        judged, "".join(f"{line}\n" for line in (TO_OLDER_PROGRAMS + _WHO_MAY.format(version=VERSION), *numbers))
    )
    write_whole(kept / "version", f"{VERSION}\n")


def check_database(con: duckdb.DuckDBPyConnection) -> None:
    """Raise OtherVersion where a warehouse is of another version; an empty database is of none."""
    try:
        said = con.execute("SELECT value FROM audit.state WHERE name = 'version'").fetchall()
    except duckdb.CatalogException:
        return
    found = int(said[0][0]) if said else 1
    if found != VERSION:
        path = con.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchall()
        raise OtherVersion(Path(path[0][0]), found)

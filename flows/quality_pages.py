"""The quality pages of a snapshot: built when asked for, and after drains where the operator wants it so."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from machine.rights import shared_in
from machine.settings import Settings
from schemas.values.bilingual import Both, number

if TYPE_CHECKING:
    from pages.parts.manifest import Built

_BUILT = Both(
    "{page}: {files} tệp; vừa ghi {written}, bỏ {removed}",
    "{page}: {files} files; {written} written now, {removed} removed",
)


def build_pages(settings: Settings, folder: Path, *, on: date, last_month: str = "", months: int = 12) -> Built:
    """Build the pages of the published snapshot into a folder. Raises NoSnapshot, NotASite, NotShared.

    Below the data root they are for the group of the settings, elsewhere as the caller's files are.
    """
    from pages.quality.site import build_site
    from warehouse.connect import snapshot

    root = settings.home.root
    is_ours = folder.absolute().is_relative_to(root)
    rights = shared_in(folder.absolute(), settings.group, below=root) if is_ours else nullcontext()
    with snapshot(settings.home.snapshot) as con, rights:
        return build_site(con, folder, on=on, last_month=last_month, months=months)


def keep_up_to_date(settings: Settings, today: date) -> Built | None:
    """Build the pages below the data root again where a snapshot or a day has come since; None where none has.

    Nothing is built where the operator did not ask for it (KHOSO_SITE), or nothing was published yet.
    """
    home = settings.home
    if not settings.has_site or not home.snapshot.exists() or _is_fresh(home.site, home.snapshot, today):
        return None
    return build_pages(settings, home.site, on=today)


def built_line(built: Built, folder: Path, lang: str) -> str:
    """What a build did, on one line."""
    counts = {"files": built.files, "written": len(built.written), "removed": len(built.removed)}
    figures = {name: number(count) for name, count in counts.items()}
    return _BUILT.filled(page=folder / "index.html", **figures).said(lang)


def _is_fresh(folder: Path, snapshot: Path, today: date) -> bool:
    from pages.parts.manifest import last_built

    built = last_built(folder)
    return built is not None and built >= snapshot.resolve().stat().st_mtime and _day(built) == today


def _day(moment: float) -> date:
    return datetime.fromtimestamp(moment).date()

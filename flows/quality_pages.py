"""The quality pages of a snapshot: built when asked for, and after drains where the operator wants it so."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from machine.settings import Settings
from pages.documents.words import say
from schemas.values.bilingual import number

if TYPE_CHECKING:
    from pages.parts.manifest import Built


def build_pages(settings: Settings, folder: Path, *, on: date, last_month: str = "", months: int = 12) -> Built:
    """Build the pages of the published snapshot into a folder. Raises NoSnapshot, NotASite."""
    from pages.quality.site import build_site
    from warehouse.connect import snapshot

    with snapshot(settings.home.snapshot) as con:
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
    return say(
        "site.built", lang, page=folder / "index.html", files=number(built.files).said(lang),
        written=number(len(built.written)).said(lang), removed=number(len(built.removed)).said(lang),
    )  # fmt: skip


def _is_fresh(folder: Path, snapshot: Path, today: date) -> bool:
    from pages.parts.manifest import last_built

    built = last_built(folder)
    return built is not None and built >= snapshot.resolve().stat().st_mtime and _day(built) == today


def _day(moment: float) -> date:
    return datetime.fromtimestamp(moment).date()

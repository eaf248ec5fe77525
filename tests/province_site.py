"""A small province with its quality pages: two months of three forms with every mess, and a sample known by heart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

from bench.sample_year import load_year
from flows.ingest import ingest_files
from flows.quality_pages import build_pages
from machine.settings import Settings, settings
from pages.parts.manifest import Built
from schemas.submission import Given

FORMS = ("dossier_progress", "dossier", "health_facility")
FAULTY = Path(__file__).parents[1] / "samples" / "VPDKDD thang 3 - co loi.xlsx"
ON = date(2023, 6, 30)


@dataclass(frozen=True)
class Site:
    """A loaded data root and the site that was built of it."""

    chosen: Settings
    folder: Path
    built: Built

    def page(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


def made_site(root: Path) -> Site:
    chosen = settings({"KHOSO_HOME": str(root), "KHOSO_QUIET_SECONDS": "0", "KHOSO_SITE": "1"})
    load_year(root, months=2, level="heavy", only=FORMS)
    ingest_files(chosen, [FAULTY], Given(), wait=True, clock=lambda: datetime(2023, 6, 20, 9))
    return Site(chosen, root / "pages", build_pages(chosen, root / "pages", on=ON, months=4))


class Read(HTMLParser):
    """A page as a browser would take it: addresses it points to, ids it has, text of each language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self._hidden = [False]
        self.vietnamese: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        self.ids += [given["id"]] if given.get("id") else []
        if tag not in ("meta", "link", "input"):
            self._hidden.append(self._hidden[-1] or given.get("lang") == "en" or tag in ("script", "style"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """SVG closes its elements itself."""

    def handle_endtag(self, tag: str) -> None:
        self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden[-1]:
            self.vietnamese.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.vietnamese))

"""The quality pages as a folder of files: built from a snapshot, only what changed is written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pages.parts import render
from pages.parts.manifest import Built, Item, page_path, write_site
from pages.quality.arrival import arrival_key, arrival_page
from pages.quality.disagreement import disagreement_page
from pages.quality.facts import Facts
from pages.quality.form import form_list, form_page
from pages.quality.outstanding import outstanding
from pages.quality.overview import overview
from pages.quality.read_facts import last_month_told, prepare, read_facts, rows
from pages.quality.rule import rule_list, rule_page
from pages.quality.search import index
from pages.quality.submission import submission_key, submission_pages
from pages.quality.unit import unit_list, unit_page
from pages.quality.window import Window, month_before
from schemas.catalogue.rulebook import ids
from warehouse.connect import Connection

MONTHS = 12


def build_site(con: Connection, folder: Path, *, on: date, last_month: str = "", months: int = MONTHS) -> Built:
    """Build the site of a snapshot into a folder, or bring it up to date.

    `on`: the day that decides what is due; nothing that came later is shown as late or early. `last_month`: the last
    of so many `months` shown, as "2023-05"; `last_month_told` where it is not said. Raises NotASite.
    """
    prepare(con, on)
    last = last_month or last_month_told(con, on, months)
    facts = read_facts(con, Window(on, month_before(last, months - 1), last))
    return write_site(folder, _items(con, facts), render.version())


def _items(con: Connection, facts: Facts) -> Iterator[Item]:
    """Every file of the site with what it is made from."""
    for asset in sorted(render.ASSETS.iterdir()):
        yield Item(f"assets/{asset.name}", "", partial(_asset, asset))
    yield _page("index.html", "overview.html", overview(facts))
    yield _page("outstanding.html", "outstanding.html", outstanding(facts))
    yield _page("disagreements.html", "disagreements.html", disagreement_page(facts))
    yield _page("units.html", "units.html", unit_list(facts))
    yield _page("forms.html", "forms.html", form_list(facts))
    yield _page("rules.html", "rules.html", rule_list(facts))
    yield _page("search.html", "search.html", {})
    script = index(facts)
    yield Item("assets/search-index.js", script, lambda: {"assets/search-index.js": script})
    for body in facts.senders:
        yield _page(f"unit/{body.code}.html", "unit.html", unit_page(facts, body))
    for form in facts.forms:
        yield _page(f"form/{form.name}.html", "form.html", form_page(facts, form))
    for id in ids():
        yield _page(f"rule/{id}.html", "rule.html", rule_page(facts, id))
    yield from _submissions(con, facts)
    for arrival in facts.arrivals:
        key = arrival_key(facts, arrival)
        yield Item(f"arrival/{arrival.seq}", key, partial(_arrival, con, key))


def _submissions(con: Connection, facts: Facts) -> Iterator[Item]:
    shown = [report for report in facts.reports if report.submission_no is not None]
    versions: dict[int, list[dict[str, Any]]] = {}
    for row in rows(con, "version", {"numbers": [report.submission_no for report in shown]}):
        versions.setdefault(row["submission_no"], []).append(row)
    for report in shown:
        key = submission_key(facts, report, versions[report.submission_no or 0])
        yield Item(f"submission/{report.submission_no}", key, partial(_submission, con, key))


def _page(path: str, template: str, context: dict[str, Any]) -> Item:
    return Item(path, context, lambda: {path: render.page(template, path, **context)})


def _asset(path: Path) -> Mapping[str, str]:
    return {f"assets/{path.name}": path.read_text(encoding="utf-8")}


def _submission(con: Connection, key: dict[str, Any]) -> Mapping[str, str]:
    made = {}
    for context in submission_pages(con, key):
        path = page_path(context["base"], context["page"])
        made[path] = render.page("submission.html", path, **context)
    return made


def _arrival(con: Connection, key: dict[str, Any]) -> Mapping[str, str]:
    path = f"arrival/{key['arrival'].seq}.html"
    return {path: render.page("arrival.html", path, **arrival_page(con, key))}

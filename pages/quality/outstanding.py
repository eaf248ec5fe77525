"""Who has not reported: every report that was due and of which nothing was loaded, by the body that owes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pages.parts.words import word
from pages.quality.facts import Facts, Report, SendingBody
from pages.quality.matrix import Single, single
from pages.quality.measures import group, tally
from schemas.values.bilingual import Both

_LEVELS = ("province", "district", "commune", "central", "")


@dataclass(frozen=True)
class LateBody:
    """A body with reports outstanding: of how many that were due, since how many days the oldest, by form."""

    body: SendingBody
    due: int
    outstanding: int
    longest: int
    forms: list[tuple[str, Both, list[Single]]]


def debtors(facts: Facts) -> list[LateBody]:
    """Bodies with reports outstanding; who owes most is first, then who has owed it longest."""
    found = [_debtor(facts, body) for body in facts.senders]
    order = (each for each in found if each.outstanding)
    return sorted(order, key=lambda each: (-each.outstanding, -each.longest, each.body.name))


def outstanding(facts: Facts) -> dict[str, Any]:
    """What the page shows: debtors by level."""
    owing = debtors(facts)
    return {
        "window": facts.window,
        "newest": facts.newest,
        "tally": tally(facts.reports),
        "n_bodies": len(owing),
        "groups": [
            {"level": level, "label": word(f"level.{level}"), "rows": rows}
            for level in _LEVELS
            if (rows := [each for each in owing if each.body.level == level])
        ],
    }


def _debtor(facts: Facts, body: SendingBody) -> LateBody:
    reports = facts.by_sender.get(body.code, [])
    owed = [report for report in reports if report.is_due and not report.received_on]
    longest = max((report.days_late for report in owed), default=0)
    return LateBody(body, tally(reports).due, len(owed), longest, list(_by_form(facts, owed)))


def _by_form(facts: Facts, owed: list[Report]) -> Iterator[tuple[str, Both, list[Single]]]:
    of = group(owed, lambda report: report.form)
    for form in facts.forms:
        if form.name in of:
            yield form.name, facts.form_name(form.name), [single(facts, report) for report in of[form.name]]

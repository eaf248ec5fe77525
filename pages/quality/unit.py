"""A page for every body that reports, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pages.parts.words import word
from pages.quality.disagreement import some_apart
from pages.quality.facts import Facts, Report, SendingBody
from pages.quality.matrix import SIGNS, address_of, label_of, lowest, single_row, trends
from pages.quality.measures import measure, tally
from pages.quality.overview import broken_rules, unit_row, where_broken
from schemas.values.bilingual import Both, percent

_LEVELS = ("province", "district", "commune", "central", "")


def unit_page(facts: Facts, body: SendingBody) -> dict[str, Any]:
    """What the page of one body shows."""
    reports = facts.by_sender.get(body.code, [])
    drawn = trends(reports, facts.window.months)
    return {
        "body": body,
        "district": _district(facts, body),
        "window": facts.window,
        "tally": tally(reports),
        "trends": drawn,
        "low": lowest(drawn),
        "newest": newest_period(reports),
        "rows": list(_report_rows(facts, reports)),
        "unasked": [listed(facts, report) for report in reports if report.state == "unasked"],
        "rules": _broken(facts, body),
        "arrivals": [arrival for arrival in facts.arrivals if arrival.sender_code == body.code],
        "communes": _communes_of(facts, body),
        "apart": some_apart(
            facts, (d for d in facts.disagreements if body.code in (d.sender_code, d.other_sender_code))
        ),
        "place": facts.place(body.unit_code),
    }


def unit_list(facts: Facts) -> dict[str, Any]:
    """What the list of bodies shows: each with its counts, by level, communes by their district."""
    return {"window": facts.window, "groups": list(_groups(facts))}


def newest_period(reports: list[Report]) -> Both | None:
    """The newest period there are figures of; None where there are none."""
    loaded = [report.period for report in reports if report.accepted]
    return max(loaded, key=lambda of: of.end).label.capital() if loaded else None


def listed(facts: Facts, report: Report) -> dict[str, Any]:
    """A report in a list of its own: form, sender, period, state, rows, errors, where its page is."""
    return {
        "form": facts.form_name(report.form),
        "sender": facts.body(report.sender_code).name,
        "period": label_of(report),
        "state": report.state,
        "sign": SIGNS[report.state],
        "revision": report.revision,
        "rows": report.accepted,
        "held": report.quarantined,
        "errors": report.errors,
        "href": address_of(facts, report),
    }


def _broken(facts: Facts, body: SendingBody) -> list[dict[str, Any]]:
    """The rules a body's reports and files break, each with where."""
    counts = [count for count in facts.rule_counts if count.sender_code == body.code]
    return [
        each
        | {"places": where_broken(facts, (c for c in counts if (c.rule, c.severity) == (each["id"], each["severity"])))}
        for each in broken_rules(counts)
    ]


def _report_rows(facts: Facts, reports: list[Report]) -> Iterator[Any]:
    for form in facts.forms:
        asked = [report for report in reports if report.form == form.name and report.state != "unasked"]
        if asked:
            yield single_row(facts, facts.form_name(form.name), f"form/{form.name}.html", asked)


def _district(facts: Facts, body: SendingBody) -> SendingBody | None:
    """The district a commune lies in, as a body."""
    if body.level != "commune" or not body.district_code:
        return None
    return next((d for d in facts.senders if d.level == "district" and d.unit_code == body.district_code), None)


def _communes_of(facts: Facts, body: SendingBody) -> list[Any]:
    """What the communes of a district owed, a row each; nothing for any other body."""
    if body.level != "district":
        return []
    own = [each for each in facts.senders if each.level == "commune" and each.district_code == body.unit_code]
    return [row for row in (unit_row(facts, each) for each in own) if row.total]


def _groups(facts: Facts) -> Iterator[dict[str, Any]]:
    districts = {body.unit_code: body for body in facts.bodies.values() if body.level == "district"}
    for level in _LEVELS:
        bodies = [body for body in facts.senders if body.level == level]
        if level != "commune":
            yield from _group("", word(f"level.{level}"), bodies, facts)
            continue
        for code in sorted({body.district_code for body in bodies}):
            district = districts.get(code)
            label = word("communes-of", name=facts.place(code)) if district else word("communes-elsewhere")
            own = [body for body in bodies if body.district_code == code]
            yield from _group(f"communes-{district.unit_code if district else ''}", label, own, facts)


def _group(anchor: str, label: Both, bodies: list[SendingBody], facts: Facts) -> Iterator[dict[str, Any]]:
    if bodies:
        yield {"anchor": anchor, "label": label, "rows": [_card(facts, body) for body in bodies]}


def _card(facts: Facts, body: SendingBody) -> dict[str, Any]:
    """A body on one line: its counts and its dimensions."""
    reports = facts.by_sender.get(body.code, [])
    shares = measure(reports)
    return {
        "code": body.code,
        "name": body.name,
        "tally": tally(reports),
        "errors": facts.errors_by_sender.get(body.code, 0),
        "shares": {name: percent(s.part, s.whole) if s.whole else None for name, s in shares.items()},
    }

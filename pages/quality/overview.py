"""The first page: the province at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pages.parts.words import word
from pages.quality.facts import Facts, Report, RuleCount, SendingBody
from pages.quality.matrix import MatrixRow, counted_row, lowest, trends
from pages.quality.measures import group, tally
from pages.quality.outstanding import debtors
from schemas.catalogue.messages import headline
from schemas.values.bilingual import Both

#: Lines of what needs somebody first, and of files.
_FIRST, _MOST = 6, 10
_LEVELS = ("province", "district", "central", "")


def overview(facts: Facts) -> dict[str, Any]:
    """What the first page shows."""
    drawn = trends(facts.reports, facts.window.months)
    return {
        "window": facts.window,
        "newest": facts.newest,
        "tally": tally(facts.reports),
        "held": sum(report.quarantined for report in facts.reports),
        "severities": severities(facts.rule_counts),
        "n_apart": len(facts.disagreements),
        "trends": drawn,
        "low": lowest(drawn),
        "unit_groups": list(_unit_groups(facts)),
        "form_rows": [
            counted_row(facts.form_name(form.name), f"form/{form.name}.html", reports, facts.window.months)
            for form in facts.forms
            for reports in [facts.by_form.get(form.name, [])]
            if any(report.is_due for report in reports)
        ],
        "all_row": counted_row(word("all"), "", facts.reports, facts.window.months),
        "debtors": debtors(facts)[:_FIRST],
        "worst": _worst(facts)[:_FIRST],
        "rules": broken_rules(facts.rule_counts)[:_FIRST],
        "arrivals": facts.arrivals[:_MOST],
    }


def severities(counts: Iterable[RuleCount]) -> dict[str, int]:
    """Findings by severity."""
    found = Counter({"error": 0, "warning": 0})
    for count in counts:
        found[count.severity] += count.n
    return dict(found)


def broken_rules(counts: Iterable[RuleCount]) -> list[dict[str, Any]]:
    """Rules with findings: id, severity, headline in both languages, how often; errors first, most first."""
    found: Counter[tuple[str, str]] = Counter()
    for count in counts:
        found[count.rule, count.severity] += count.n
    order = sorted(found.items(), key=lambda item: (item[0][1] != "error", -item[1], item[0][0]))
    return [{"id": rule, "severity": severity, "headline": headline(rule), "n": n} for (rule, severity), n in order]


@dataclass(frozen=True)
class RuleBreach:
    """A submission or a file in which a rule was broken, how often, and where its page is."""

    form: Both
    month: str
    href: str
    n: int


def where_broken(facts: Facts, counts: Iterable[RuleCount]) -> list[RuleBreach]:
    """Where rules were broken, the newest month first."""
    order = sorted(counts, key=lambda c: c.form)
    return [
        RuleBreach(facts.form_name(c.form) if c.form else word("file"), c.month, _page_of(c), c.n)
        for c in sorted(order, key=lambda c: c.month, reverse=True)
    ]


def _page_of(count: RuleCount) -> str:
    return f"arrival/{count.seq}.html" if count.submission_no is None else f"submission/{count.submission_no}.html"


def _unit_groups(facts: Facts) -> Iterator[dict[str, Any]]:
    """Rows of the matrix of units, in groups: each body of the province and the districts, communes by district."""
    for level in _LEVELS:
        found = [unit_row(facts, body) for body in facts.senders if body.level == level]
        if owing := [row for row in found if row.total]:
            yield {"label": word(f"level.{level}"), "rows": owing}
    if communes := list(_commune_rows(facts)):
        yield {"label": word("level.commune"), "rows": communes}


def unit_row(facts: Facts, body: SendingBody) -> MatrixRow:
    """What one body owed, month by month."""
    return counted_row(body.name, f"unit/{body.code}.html", facts.by_sender.get(body.code, []), facts.window.months)


def _commune_rows(facts: Facts) -> Iterator[MatrixRow]:
    """The communes of each district together; those of no district by themselves."""
    districts = {body.unit_code: body for body in facts.bodies.values() if body.level == "district"}
    communes = {body.code: body for body in facts.senders if body.level == "commune"}
    own = (report for report in facts.reports if report.sender_code in communes)
    for code, reports in sorted(group(own, lambda r: communes[r.sender_code].district_code).items()):
        row = _communes(districts.get(code), reports, facts)
        if row.total:
            yield row


def _communes(district: SendingBody | None, reports: list[Report], facts: Facts) -> MatrixRow:
    label = word("communes-of", name=facts.place(district.unit_code)) if district else word("communes-elsewhere")
    anchor = f"units.html#communes-{district.unit_code if district else ''}"
    return counted_row(label, anchor, reports, facts.window.months)


def _worst(facts: Facts) -> list[dict[str, Any]]:
    """Bodies by what is wrong with what they sent, most first: errors, rows held back."""
    found = [
        {"code": body.code, "name": body.name, "errors": facts.errors_by_sender.get(body.code, 0), "held": held}
        for body in facts.senders
        for held in [sum(report.quarantined for report in facts.by_sender.get(body.code, []))]
    ]
    wrong = (each for each in found if each["errors"])
    return sorted(wrong, key=lambda each: (-each["errors"], -each["held"], each["name"]))

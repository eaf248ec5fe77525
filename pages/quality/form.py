"""A page for every form: who sent it, what went wrong, what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pages.parts.words import word
from pages.quality.facts import Facts
from pages.quality.matrix import lowest, single_row, trends
from pages.quality.measures import group, tally
from pages.quality.overview import broken_rules
from pages.quality.unit import listed
from schemas.catalogue.messages import entry, headline, pattern_words
from schemas.catalogue.rulebook import said
from schemas.catalogue.unit_name import unit_name
from schemas.form import Column, Form
from schemas.values.bilingual import Both, day, figure


def form_page(facts: Facts, form: type[Form]) -> dict[str, Any]:
    """What the page of one form shows."""
    reports = facts.by_form.get(form.name, [])
    drawn = trends(reports, facts.window.months)
    counts = [count for count in facts.rule_counts if count.form == form.name]
    asked = (report for report in reports if report.state != "unasked")
    by_body = group(asked, lambda report: report.sender_code)
    return {
        "form": _about(facts, form),
        "window": facts.window,
        "tally": tally(reports),
        "trends": drawn,
        "low": lowest(drawn),
        "rows": [
            single_row(facts, body.name, f"unit/{body.code}.html", by_body[body.code])
            for body in facts.senders
            if body.code in by_body
        ],
        "unasked": [listed(facts, report) for report in reports if report.state == "unasked"],
        "broken": broken_rules(counts),
        "rules": [_rule(rule.id, sum(c.n for c in counts if c.rule == rule.id)) for rule in form.rules.values()],
        "columns": [_column(name, form) for name in form.fields()],
    }


def form_list(facts: Facts) -> dict[str, Any]:
    """What the list of forms shows: each with its counts, by sector."""
    sectors: dict[str, dict[str, Any]] = {}
    for form in facts.forms:
        sector = form.sector
        name = sector.title if sector else word("level.")
        own = sectors.setdefault(sector.name if sector else "", {"label": name, "rows": []})
        reports = facts.by_form.get(form.name, [])
        errors = sum(c.n for c in facts.rule_counts if c.form == form.name and c.severity == "error")
        own["rows"].append(
            {
                "name": form.name, "title": facts.form_name(form.name), "tally": tally(reports),
                "rows": sum(report.accepted for report in reports), "errors": errors,
            }
        )  # fmt: skip
    return {"window": facts.window, "groups": list(sectors.values())}


def conditions(col: Column) -> Iterator[Both]:
    """What must hold of a column, one condition after the other."""
    if not col.nullable:
        yield word("must.filled")
    if not col.required:
        yield word("must.optional")
    if col.codes:
        yield word("must.codes", codes=col.codes)
    yield from _code(col)
    if col.minimum is not None:
        yield word("must.minimum", limit=figure(col.minimum))
    if col.maximum is not None:
        yield word("must.maximum", limit=figure(col.maximum))
    if col.since:
        yield word("must.since", day=day(col.since))
    if col.until:
        yield word("must.until", day=day(col.until))
    if col.personal:
        yield word("must.personal")


def _code(col: Column) -> Iterator[Both]:
    """What a code looks like."""
    words = Both.each(partial(pattern_words, col.pattern or ""))
    if words.vi:
        yield word("must.pattern", pattern=words)
    if col.like:
        yield word("must.like", like=col.like)


def _about(facts: Facts, form: type[Form]) -> dict[str, Any]:
    return {
        "name": form.name,
        "title": facts.form_name(form.name),
        "about": " ".join((form.__doc__ or "").split()),
        "titles": list(form.titles),
        "sector": form.sector.title if form.sector else None,
        "grain": [form.column_of(name).headers[0] for name in form.grain],
    }


def _rule(id: str, n: int) -> dict[str, Any]:
    return {
        "id": id,
        "headline": headline(id),
        "severity": Both.each(partial(said, entry(id).schedule)),
        "n": n,
    }


def _column(field: str, form: type[Form]) -> dict[str, Any]:
    col = form.column_of(field)
    return {
        "field": field,
        "heading": col.headers[0],
        "kind": col.kind.title,
        "unit": Both(unit_name(col.unit) or col.unit, col.unit),
        "conditions": list(conditions(col)),
        "meaning": col.en,
    }

"""The data dictionary: what every form, column, rule and reference table means, drawn from the contracts themselves."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from schemas.form import Column, Due, Form, Rule, Sector

_PERIODS = {
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "half": "half-year",
    "nine_months": "nine months", "school_year": "school year", "year": "year",
}  # fmt: skip
_MODES = {
    "snapshot": "the newest submission of a period replaces the one before",
    "increment": "periods add up",
    "register": "rows recur and are updated by their key",
}
_BASES = {
    "period": "of the period", "cumulative": "cumulative since the beginning", "as_of": "as of the period's last day"
}  # fmt: skip


def sector_lines(sector: Sector, forms: Iterable[type[Form]]) -> Iterator[str]:
    """A sector and its forms as Markdown, a line each."""
    yield f"## {sector.en} · {sector.vi}"
    yield ""
    yield f"Pillar: digital {sector.pillar}. Department: `{sector.department}`. Its marts are built at `{sector.cron}`."
    yield ""
    for form in forms:
        yield from form_lines(form)


def form_lines(form: type[Form]) -> Iterator[str]:
    """A form as Markdown: what a row is, its terms, its columns, its rules."""
    yield f"### core.{form.name}"
    yield ""
    yield from _summary(form)
    yield ""
    yield from terms(form)
    yield ""
    yield from _table(
        ("column", "heading", "kind", "unit", "what must hold", "meaning"),
        (_column_row(name, form.column_of(name), form) for name in form.fields()),
    )
    yield ""
    if form.rules:
        rules = (_rule_row(rule) for rule in form.rules.values())
        yield from _table(("rule", "severity", "expected", "cần", "source"), rules)
        yield ""


def terms(form: type[Form]) -> Iterator[str]:
    """What a form's rows are one of, when it is owed, by whom and in what states, a line each."""
    of_sender = " of one sender" if form.is_of_sender else ""
    yield f"* Title: {' / '.join(form.titles)}"
    yield f"* Grain: {', '.join(f'`{name}`' for name in form.grain)}{of_sender}, per {_period(form)}"
    yield f"* Mode: {form.mode}, {_MODES[form.mode]}; measures are {_BASES[form.basis]}, unless their column says else"
    yield f"* Revisions: {', '.join(form.revisions)}"
    if form.across:
        yield f"* May be sent with its periods side by side: `{form.across}` under each of them"
    yield f"* Owed by: {_owed(form)}"
    if form.refuse_above is not None:
        yield f"* Refused whole when more than {form.refuse_above:g} % of its rows break an error rule"


def table_lines(path: Path) -> Iterator[str]:
    """A reference table as Markdown: its name, how many rows it has, its columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        count = sum(1 for _ in reader)
    yield f"* `ref.{path.stem}` ({count} rows): {', '.join(f'`{name}`' for name in header)}"


def table_comment(form: type[Form]) -> str:
    """What one row of a form is, on one line."""
    return (form.__doc__ or "").strip().split("\n")[0]


def column_comment(form: type[Form], field: str) -> str:
    """What a stored field is, on one line: heading, meaning, unit, and what its figures stand for."""
    col = form.column_of(field)
    basis = _BASES[col.basis or form.basis] if col.kind.is_measure else ""
    return " · ".join(filter(None, [col.headers[0], col.en, col.unit, basis, "personal" if col.personal else ""]))


def _summary(form: type[Form]) -> Iterator[str]:
    yield from " ".join((form.__doc__ or "").split()).split("\n")


def _period(form: type[Form]) -> str:
    calendar = f" ({form.calendar} calendar)" if form.calendar != "calendar" else ""
    return _PERIODS.get(form.period, "period") + calendar


def _owed(form: type[Form]) -> str:
    if not form.owed_by:
        return "nobody is reminded"
    ended = f", until {form.ended:%d/%m/%Y}" if form.ended else ""
    return f"`{form.owed_by}`{_due(form.due)}{ended}"


def _due(due: Due | None) -> str:
    if due is None:
        return ""
    months = {0: "of the period's last month", 1: "of the month after"}
    return f", by day {due.day} " + months.get(due.months, f"{due.months:+d} months from the period's last month")


def _column_row(field: str, col: Column, form: type[Form]) -> Sequence[str]:
    return (
        f"`{field}`",
        " / ".join(_headings(col)),
        col.kind.name,
        col.unit,
        "; ".join(_conditions(col)),
        " · ".join(filter(None, [col.en, _BASES[col.basis] if col.basis else ""])),
    )


def _headings(col: Column) -> Iterator[str]:
    """The official heading, those that hold for a time, and how many other spellings are accepted."""
    yield col.headers[0]
    for heading in col.dated:
        since = f" from {heading.since:%d/%m/%Y}" if heading.since else ""
        until = f" until {heading.until:%d/%m/%Y}" if heading.until else ""
        yield f"{heading.text}{since}{until}"
    others = len(col.headers) - 1 - len(col.dated)
    if others:
        yield f"{others} more"


def _conditions(col: Column) -> Iterator[str]:
    if not col.nullable:
        yield "never empty"
    if not col.required:
        yield "the column may be missing"
    if col.codes:
        yield f"a code of `{col.codes}`"
    if col.pattern:
        yield f"`{col.pattern}`" + (" (else a warning)" if col.unknown == "warning" else "")
    if col.minimum is not None:
        yield f"at least {col.minimum:g}"
    if col.maximum is not None:
        yield f"at most {col.maximum:g}"
    if col.since:
        yield f"since {col.since:%d/%m/%Y}"
    if col.until:
        yield f"until {col.until:%d/%m/%Y}"
    if col.personal:
        yield "personal: kept as a pseudonym"


def _rule_row(rule: Rule) -> Sequence[str]:
    return (rule.id, str(rule.schedule), rule.en, rule.vi, rule.source)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"

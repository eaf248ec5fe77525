"""Who owes a form, on which days, and when each of its periods is due: its selector read against the dated bodies."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from schemas.codes import REFERENCE, code_list
from schemas.contract_error import ContractError
from schemas.form import Form
from schemas.values.bilingual import Both
from schemas.values.periods import Period


@dataclass(frozen=True)
class Debtor:
    """A body that owes a submission: agency code of the sender, code of the territory it answers for."""

    sender: str
    unit: str


@dataclass(frozen=True)
class Term:
    """A stretch of days on which a body owes a form; `first` and `last` are both in it."""

    debtor: Debtor
    first: date
    last: date


@dataclass(frozen=True)
class Agency:
    """A body that may owe reports; `unit` is the territory it answers for."""

    code: str
    unit: str
    groups: frozenset[str]
    valid_from: date
    valid_to: date


def debtors(form: type[Form], on: date) -> list[Debtor]:
    """Every body that owes `form` on a day, in the order of the reference tables.

    A body that has been succeeded owes through its successor; a form that has ended is owed by nobody.
    Raises ContractError for a selector not understood.
    """
    how, _, what = form.owed_by.partition(":")
    if not how or (form.ended and on >= form.ended):
        return []
    if how == "agency":
        held = _holding(what, on)
        return [Debtor(each.code, each.unit) for each in _valid(on) if each.code in held]
    if how == "group":
        return [Debtor(each.code, each.unit) for each in _valid(on) if what in each.groups]
    if how == "unit":
        units = {entry.code for entry in code_list(f"unit:{what}").entries if entry.valid_on(on)}
        return [Debtor(each.code, each.unit) for each in _valid(on) if _is_committee(each) and each.unit in units]
    raise ContractError(
        Both(
            f"biểu {form.name}: owed_by {form.owed_by!r} không bắt đầu bằng agency:, group:, unit:",
            f"form {form.name}: owed_by {form.owed_by!r} is none of agency:, group:, unit:",
        )
    )


def terms(form: type[Form]) -> list[Term]:
    """Every body that ever owes `form` and the days on which it does, as `debtors` says of each of them.

    A body owes the periods that end on such a day. Raises ContractError as `debtors` does.
    """
    found: list[Term] = []
    running: dict[Debtor, Term] = {}
    days = _days_of_change(form)
    for first, following in zip(days, [*days[1:], None], strict=True):
        last = following - timedelta(days=1) if following else date.max
        before, running = running, {}
        for debtor in debtors(form, first):
            running[debtor] = Term(debtor, before[debtor].first if debtor in before else first, last)
        found += [term for debtor, term in before.items() if debtor not in running]
    return [*found, *running.values()]


def due_day(form: type[Form], period: Period) -> date | None:
    """The day a submission for `period` is owed; None when the form sets no deadline.

    It stands whether or not it is a working day: no regulation moves it. In a shorter month it is the last day.
    """
    if form.due is None:
        return None
    years, month = divmod(period.end.year * 12 + period.end.month - 1 + form.due.months, 12)
    return date(years, month + 1, min(form.due.day, monthrange(years, month + 1)[1]))


def _days_of_change(form: type[Form]) -> list[date]:
    """The days on which who owes the form may change, the beginning of time first."""
    held = [(agency.valid_from, agency.valid_to) for agency in agencies()]
    held += [(unit.first, unit.last) for unit in code_list("unit").entries]
    days = {date.min, *(first for first, _ in held), *(since for _, since, _ in _successions())}
    days |= {last + timedelta(days=1) for _, last in held if last < date.max}
    return sorted(days | ({form.ended} if form.ended else set()))


def _is_committee(agency: Agency) -> bool:
    return agency.code.startswith("ubnd-")


def _valid(on: date) -> Iterator[Agency]:
    return (agency for agency in agencies() if agency.valid_from <= on <= agency.valid_to)


def _holding(code: str, on: date) -> set[str]:
    """The bodies that do on a day what `code` did first."""
    holders = {code}
    for old, since, successor in _successions():
        if since <= on and old in holders:
            holders = holders - {old} | {successor} if old != successor else holders
    return holders


@cache
def agencies() -> tuple[Agency, ...]:
    """Every body of reference/agencies.csv, in its order."""
    with (REFERENCE / "agencies.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Agency(
                row["agency_code"],
                row["unit_code"],
                frozenset(row["groups"].split(";")),
                date.fromisoformat(row["valid_from"] or "0001-01-01"),
                date.fromisoformat(row["valid_to"] or "9999-12-31"),
            )
            for row in csv.DictReader(lines)
        )


@cache
def _successions() -> tuple[tuple[str, date, str], ...]:
    """(body, first day of the successor, successor) in the order of time."""
    with (REFERENCE / "agency_successions.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            (row["agency_code"], date.fromisoformat(row["effective_date"]), row["successor_code"])
            for row in csv.DictReader(lines)
            if row["successor_code"]
        ]
    return tuple(sorted(rows, key=lambda row: row[1]))

"""Who owes a form on a day: its selector, read against the agencies and units of that day."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from schemas.codes import REFERENCE, code_list
from schemas.contract_error import ContractError
from schemas.form import Form


@dataclass(frozen=True)
class Debtor:
    """A body that owes a submission: agency code of the sender, code of the territory it answers for."""

    sender: str
    unit: str


@dataclass(frozen=True)
class _Agency:
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
    raise ContractError(f"form {form.name}: owed_by {form.owed_by!r} is none of agency:, group:, unit:")


def _is_committee(agency: _Agency) -> bool:
    return agency.code.startswith("ubnd-")


def _valid(on: date) -> Iterator[_Agency]:
    return (agency for agency in _agencies() if agency.valid_from <= on <= agency.valid_to)


def _holding(code: str, on: date) -> set[str]:
    """The bodies that do on a day what `code` did first."""
    holders = {code}
    for old, since, successor in _successions():
        if since <= on and old in holders:
            holders = holders - {old} | {successor} if old != successor else holders
    return holders


@cache
def _agencies() -> tuple[_Agency, ...]:
    with (REFERENCE / "agencies.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            _Agency(
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

"""The facts of the pages, read once from the published snapshot by the queries beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from pages.quality.facts import Disagreement, Facts, FaultyArrival, Report, RuleCount, SendingBody
from pages.quality.filled import filled_cells
from pages.quality.window import Window, month_before
from schemas.registry import forms
from schemas.values.bilingual import Both
from schemas.values.periods import Period, PeriodKind
from warehouse.connect import Connection

_FORM_NAMES = "SELECT form, name_vi, name_en FROM ref.forms"
QUERIES = Path(__file__).parent / "queries"
#: What a row of the queries may leave empty: counts, and texts of the other figure.
_COUNTS = ("days_late", "accepted", "quarantined", "errors", "warnings", "duplicates", "broken")
_OTHER_TEXTS = ("other_form", "other_sender_code", "other_file", "other_sheet", "other_cell")


def prepare(con: Connection, on: date) -> None:
    """Make the temporary tables the other queries of the pages stand on; the snapshot itself is only read."""
    for name in ("numbered_load", "arrival_finding"):
        con.execute(_query(name))
    con.execute(_query("register"), {"on_day": on})


def read_facts(con: Connection, window: Window) -> Facts:
    """Read the facts of a window from a snapshot that was prepared."""
    span = {"first_month": window.first, "last_month": window.last}
    rules = [rule.id for form in forms().values() for rule in form.rules.values()]
    filled = filled_cells(con, forms().values())
    found = rows(con, "report", span | {"form_rules": rules})
    newest = con.execute("SELECT coalesce(max(received_at), TIMESTAMP '0001-01-01') FROM audit.run").fetchall()[0][0]
    return Facts(
        window=window,
        newest=newest,
        reports=[_report(row, filled) for row in found],
        rule_counts=[RuleCount(**row) for row in rows(con, "rule_count", span)],
        bodies={row["agency_code"]: _body(row) for row in rows(con, "body", {"named_on": window.named_on})},
        arrivals=[_arrival(row) for row in rows(con, "arrival")],
        disagreements=[_disagreement(row) for row in rows(con, "disagreement", span)],
        form_names={form: Both(_capital(vi), en) for form, vi, en in con.execute(_FORM_NAMES).fetchall()},
    )


def last_month_told(con: Connection, on: date, months: int) -> str:
    """The newest month that has ended, as "2023-05", of which a report was due; that of the day where none was.

    Where nothing came of so many months, which would all be empty: the newest of which anything came.
    """
    ended = [on]
    due = con.execute("SELECT max(month) FROM register WHERE is_due AND period_end < ?", ended).fetchall()[0][0]
    came = con.execute("SELECT strftime(max(period_end), '%Y-%m') FROM numbered_load WHERE period_end < ?", ended)
    last, sent = due or f"{on:%Y-%m}", came.fetchall()[0][0]
    return sent if sent and sent < month_before(last, months - 1) else last


def rows(con: Connection, query: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of one of the queries beside this file, as dictionaries."""
    answer = con.execute(_query(query), parameters)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _query(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _report(row: dict[str, Any], filled: Mapping[int, tuple[int, int]]) -> Report:
    cells = filled.get(row["load_id"], (0, 0))
    own = {name: row[name] for name in _names(Report) if name in row}
    counts = {name: row[name] or 0 for name in _COUNTS}
    return Report(**(own | counts), period=_period(row), filled=cells[0], owed_cells=cells[1])


def _period(row: dict[str, Any]) -> Period:
    kind: PeriodKind = row["period_kind"]
    return Period(kind, row["calendar"], row["period_start"], row["period_end"], row["period_id"])


def _disagreement(row: dict[str, Any]) -> Disagreement:
    own = {name: row[name] for name in _names(Disagreement) if name in row}
    texts = {name: row[name] or "" for name in _OTHER_TEXTS}
    return Disagreement(**(own | texts), period=_period(row))


def _body(row: dict[str, Any]) -> SendingBody:
    name = Both(row["name_vi"], row["name_en"] or row["name_vi"])
    return SendingBody(row["agency_code"], name, row["level"] or "", row["unit_code"] or "", row["district_code"])


def _arrival(row: dict[str, Any]) -> FaultyArrival:
    lists: dict[str, Any] = {name: tuple(row[name] or ()) for name in ("unclaimed", "submissions")}
    own = {name: row[name] for name in _names(FaultyArrival) if name in row and name not in lists}
    return FaultyArrival(file=row["file_name"], **own, **lists)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(kind: type) -> Iterable[str]:
    return [field.name for field in fields(kind)]

"""What all pages are made from, read once from the published snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pages.quality.filled import filled_cells
from schemas.codes import code_list
from schemas.form import Form
from schemas.reasons import LANGUAGES
from schemas.registry import forms
from schemas.values.bilingual import Both
from schemas.values.periods import Period, PeriodKind
from warehouse.connect import Connection

_FORM_NAMES = "SELECT form, name_vi, name_en FROM ref.forms"
QUERIES = Path(__file__).parent / "queries"


@dataclass(frozen=True)
class Window:
    """The months that are shown, each "2023-05", and the day that decides what is due."""

    on: date
    first: str
    last: str

    @property
    def months(self) -> list[str]:
        """Every month from the first to the last."""
        index, end = _index(self.first), _index(self.last)
        return [f"{i // 12}-{i % 12 + 1:02d}" for i in range(index, end + 1)]

    @property
    def named_on(self) -> date:
        """The day by whose names bodies are called: the last of the months shown."""
        after = _index(self.last) + 1
        return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """One submission that is owed, or came unasked, and what came of it.

    `state`: of mart.submission_register, or "unasked". `submission_no` names its page, None while nothing of it was
    loaded; `seq` its newest arrival. Counts of rows, findings and cells are those of its newest load, 0 without one:
    `duplicates` and `broken` are rows that are there twice and that break a rule of their form; `filled` of
    `owed_cells` cells have a value. `said`: a fingerprint of its findings, to which others are added when more comes.
    """

    form: str
    sender_code: str
    scope_code: str
    period: Period
    month: str
    state: str
    revision: str
    due_date: date | None
    received_on: date | None
    days_late: int
    is_due: bool
    submission_no: int | None
    load_id: int | None
    seq: int | None
    accepted: int
    quarantined: int
    errors: int
    warnings: int
    duplicates: int
    broken: int
    said: str
    filled: int
    owed_cells: int


@dataclass(frozen=True)
class RuleCount:
    """How often a rule was broken in one submission, or in one arrival where it is about the file as a whole.

    `form` and `sender_code` may be ""; one of `submission_no` and `seq` is None.
    """

    rule: str
    severity: str
    form: str
    sender_code: str
    month: str
    submission_no: int | None
    seq: int | None
    n: int


@dataclass(frozen=True)
class SendingBody:
    """A body that sends: its names, its level, the district its territory lies in ("" where in none)."""

    code: str
    name: Both
    level: str
    unit_code: str
    district_code: str


@dataclass(frozen=True)
class FaultyArrival:
    """A received file with something wrong about the file itself; `submissions` that were read from it all the same."""

    seq: int
    file: str
    received_at: datetime
    state: str
    unclaimed: tuple[str, ...]
    sender_code: str
    form: str
    errors: int
    warnings: int
    submissions: tuple[int, ...]


@dataclass(frozen=True)
class Disagreement:
    """Two sources of one figure that differ: a row of audit.disagreement, whose head says what each value means.

    `submission_no` and `other_submission_no` are those of the submissions the cells are of; `difference_pct` is None
    where both are 0.
    """

    finding_seq: int
    finding_no: int
    check_name: str
    form: str
    field: str
    period: Period
    submission_no: int
    sender_code: str
    file: str
    sheet: str
    cell: str
    value: float
    other_submission_no: int | None
    other_form: str
    other_load_id: int | None
    other_sender_code: str
    other_file: str
    other_sheet: str
    other_cell: str
    other_value: float
    difference: float
    difference_pct: float | None


@dataclass(frozen=True)
class Facts:
    """Everything of the window. `newest`: the day of the newest arrival."""

    window: Window
    newest: datetime
    reports: list[Report]
    rule_counts: list[RuleCount]
    bodies: Mapping[str, SendingBody]
    arrivals: list[FaultyArrival]
    form_names: Mapping[str, Both]
    disagreements: list[Disagreement]

    @cached_property
    def senders(self) -> list[SendingBody]:
        """Bodies that have a page: those that owe something or sent something, as lists have them."""
        seen = {report.sender_code for report in self.reports} | {arrival.sender_code for arrival in self.arrivals}
        known = [body for code, body in self.bodies.items() if code in seen]
        return known + [self.body(code) for code in sorted(seen - set(self.bodies) - {""})]

    @cached_property
    def arrival_numbers(self) -> frozenset[int]:
        """Arrivals that have a page."""
        return frozenset(arrival.seq for arrival in self.arrivals)

    @cached_property
    def submission_numbers(self) -> frozenset[int]:
        """Submissions that have a page."""
        return frozenset(report.submission_no for report in self.reports if report.submission_no is not None)

    @cached_property
    def disagreements_of(self) -> Mapping[int, list[Disagreement]]:
        """Disagreements by the number of either submission."""
        found: dict[int, list[Disagreement]] = {}
        for each in self.disagreements:
            for number in sorted({each.submission_no, each.other_submission_no or each.submission_no}):
                found.setdefault(number, []).append(each)
        return found

    @cached_property
    def by_sender(self) -> Mapping[str, list[Report]]:
        """Reports by the body that owes or sent them."""
        return _grouped(self.reports, "sender_code")

    @cached_property
    def by_form(self) -> Mapping[str, list[Report]]:
        """Reports by form."""
        return _grouped(self.reports, "form")

    @cached_property
    def errors_by_sender(self) -> Mapping[str, int]:
        """How many errors each body's reports and files have."""
        found: Counter[str] = Counter()
        for count in self.rule_counts:
            found[count.sender_code] += count.n if count.severity == "error" else 0
        return found

    def form_name(self, form: str) -> Both:
        """What a form is called: its title; in English what a row of it is. Its bare name where it is no more."""
        return self.form_names.get(form) or Both.same(form)

    def body(self, code: str) -> SendingBody:
        """A body by its code, under its code where it is in no list."""
        return self.bodies.get(code) or SendingBody(code, Both.same(code), "", "", "")

    def place(self, code: str) -> Both:
        """What a territory is called in the months shown, inside a sentence: huyện Vĩnh Tường."""
        vi, en = (code_list("unit").label(code, lang, self.window.named_on) for lang in LANGUAGES)
        return Both(vi[:1].lower() + vi[1:], en)

    @cached_property
    def forms(self) -> list[type[Form]]:
        """Forms that have a page: every form there is."""
        return list(forms().values())


def prepare(con: Connection, on: date) -> None:
    """Make the temporary tables the other queries of the pages stand on; the snapshot itself is only read."""
    for name in ("numbered_load", "arrival_finding"):
        con.execute(_query(name))
    con.execute(_query("register"), {"on_day": on})


def read(con: Connection, window: Window) -> Facts:
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


def _index(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:]) - 1


def month_before(month: str, months: int) -> str:
    """The month so many months before another."""
    index = _index(month) - months
    return f"{index // 12}-{index % 12 + 1:02d}"


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


_OTHER_TEXTS = ("other_form", "other_sender_code", "other_file", "other_sheet", "other_cell")


_COUNTS = ("days_late", "accepted", "quarantined", "errors", "warnings", "duplicates", "broken")


def _body(row: dict[str, Any]) -> SendingBody:
    name = Both(row["name_vi"], row["name_en"] or row["name_vi"])
    return SendingBody(row["agency_code"], name, row["level"] or "", row["unit_code"] or "", row["district_code"])


def _arrival(row: dict[str, Any]) -> FaultyArrival:
    lists: dict[str, Any] = {name: tuple(row[name] or ()) for name in ("unclaimed", "submissions")}
    own = {name: row[name] for name in _names(FaultyArrival) if name in row and name not in lists}
    return FaultyArrival(file=row["file_name"], **own, **lists)


def _grouped(reports: list[Report], name: str) -> Mapping[str, list[Report]]:
    found: dict[str, list[Report]] = {}
    for report in reports:
        found.setdefault(getattr(report, name), []).append(report)
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(kind: type) -> Iterable[str]:
    return [field.name for field in fields(kind)]

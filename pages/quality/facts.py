"""What all pages are made from: reports, rules that were broken, bodies, files, figures that disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from pages.quality.window import Window
from schemas.codes import code_list
from schemas.form import Form
from schemas.registry import forms
from schemas.values.bilingual import Both
from schemas.values.periods import Period


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
        vi, en = Both.each(lambda lang: code_list("unit").label(code, lang, self.window.named_on))
        return Both(vi[:1].lower() + vi[1:], en)

    @cached_property
    def forms(self) -> list[type[Form]]:
        """Forms that have a page: every form there is."""
        return list(forms().values())


def _grouped(reports: list[Report], name: str) -> Mapping[str, list[Report]]:
    found: dict[str, list[Report]] = {}
    for report in reports:
        found.setdefault(getattr(report, name), []).append(report)
    return found

"""The register of expected submissions as the commands and the schedule ask it: who owes what, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

from schemas.codes import code_list
from schemas.values.bilingual import Both
from schemas.values.periods import Period, spanning
from warehouse.connect import Connection

_STANDING = Both(
    "{form}, {period}: hạn {due}, đã nhận {received}/{owed}, quá hạn {outstanding}",
    "{form}, {period}: due {due}, {received} of {owed} received, {outstanding} overdue",
)


@dataclass(frozen=True)
class RegisterQuery:
    """What of the register is asked for, as it stood on the evening of `on`; "" and None where nothing is left out.

    `sender`: code of the body that owes. `unit`: code of its territory, or of the district it lies in. `since`: reports
    of periods that ended before are left out. `is_late`: only what was not there on its due day.
    """

    on: date
    form: str = ""
    sector: str = ""
    sender: str = ""
    unit: str = ""
    period: str = ""
    since: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class OwedReport:
    """One report that is owed: a row of mart.submission_register, whose head says what each value means."""

    form: str
    sector: str
    form_name_vi: str
    form_name_en: str
    sender_code: str
    sender_name_vi: str
    sender_name_en: str
    level: str
    unit_code: str
    district_code: str | None
    period_kind: str
    calendar: str
    period_id: str
    period_start: date
    period_end: date
    due_date: date | None
    state: str
    received_on: date | None
    days_late: int
    is_due: bool
    is_outstanding: bool
    n_sent: int
    seq: int | None
    load_id: int | None
    answering_code: str | None

    @cached_property
    def period(self) -> Period:
        """The period it is of."""
        found = spanning(self.period_start, self.period_end, self.period_kind, self.calendar)  # type: ignore[arg-type]
        assert found, self.period_id
        return found

    @property
    def form_name(self) -> Both:
        """The form's title."""
        return Both(self.form_name_vi, self.form_name_en)

    @property
    def sender_name(self) -> Both:
        """The name its sender had at the end of the period."""
        return Both(self.sender_name_vi, self.sender_name_en or self.sender_name_vi)


_NAMES = ", ".join(f"register.{each.name}" for each in fields(OwedReport))
_QUERY = f"""
    SELECT {_NAMES} FROM mart.submission_register($on) AS register
    WHERE $form IN ('', form) AND $sector IN ('', sector) AND $sender IN ('', sender_code)
        AND ($unit IN ('', unit_code) OR $unit = district_code) AND $period IN ('', period_id)
        AND period_end >= $since AND (NOT $is_late OR days_late > 0)
    ORDER BY period_end, sector, form, level <> 'province', level <> 'district', sender_name_vi, sender_code, unit_code
"""


def entries(con: Connection, asked: RegisterQuery) -> list[OwedReport]:
    """What is asked for of the register, by period, form and body. Raises CatalogException for an older snapshot."""
    values = vars(asked) | {"since": asked.since or date.min}
    return [OwedReport(*row) for row in con.execute(_QUERY, values).fetchall()]


def newest_due(found: Iterable[OwedReport]) -> list[OwedReport]:
    """Of each form the reports of the newest period whose due day has passed; of the running one where none has."""
    newest: dict[str, tuple[bool, date]] = {}
    found = list(found)
    for each in found:
        at = (each.is_due, each.period_end)
        newest[each.form] = max(newest.get(each.form, at), at)
    return [each for each in found if newest[each.form] == (each.is_due, each.period_end)]


def standing(found: Iterable[OwedReport], lang: str) -> list[str]:
    """A line a form and period: when it is due, how many of those who owe it have sent it, how many are overdue."""
    by_form: dict[tuple[str, date], list[OwedReport]] = {}
    for each in found:
        by_form.setdefault((each.form, each.period_end), []).append(each)
    return [
        _STANDING.filled(
            form=some[0].form_name.said(lang),
            period=some[0].period.label.said(lang),
            due=f"{some[0].due_date:%d/%m/%Y}" if some[0].due_date else "—",
            received=sum(each.received_on is not None for each in some),
            owed=len(some),
            outstanding=sum(each.is_outstanding for each in some),
        ).said(lang)
        for some in by_form.values()
    ]


def body_or_place(text: str, on: date) -> tuple[str, str]:
    """(sender, unit) of what a person calls a body or a place, one of them ""; both "" where nothing answers to it.

    A name of both, such as that of a district, means the place: its own reports and those of the communes in it.
    """
    for day in (on, None):
        if unit := code_list("unit").resolve(text, day):
            return "", unit
        if sender := code_list("agency").resolve(text, day):
            return sender, ""
    return "", ""

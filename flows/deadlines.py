"""Which periods of a sector's forms are due and have no submission yet."""

from __future__ import annotations

from datetime import date, timedelta

from flows.settings import Home
from schemas.form import Form
from schemas.periods import Period, containing
from schemas.registry import forms
from warehouse.connect import NoSnapshot, snapshot


def due_day(form: type[Form], period: Period) -> date | None:
    """The day a submission for `period` is owed; None when the form sets no deadline."""
    if form.due is None:
        return None
    months = period.end.year * 12 + period.end.month - 1 + form.due.months
    return date(months // 12, months % 12 + 1, form.due.day)


def last_closed(form: type[Form], today: date) -> Period:
    """The newest period of the form that has ended before `today`."""
    current = containing(today, form.period, form.calendar)  # type: ignore[arg-type]
    return containing(current.start - timedelta(days=1), form.period, form.calendar)  # type: ignore[arg-type]


def deadlines(home: Home, sector: str, today: date | None = None) -> list[str]:
    """One line per form with a deadline: its newest closed period, the day it is due, how many have sent it."""
    day, lines = today or date.today(), []
    for form in forms().values():
        if form.sector is None or form.sector.name != sector or form.due is None:
            continue
        period = last_closed(form, day)
        sent = _senders(home, form, period)
        lines.append(f"{form.name} {period.id}: due {due_day(form, period)}, {sent} received")
    return lines


def _senders(home: Home, form: type[Form], period: Period) -> int:
    try:
        with snapshot(home.snapshot) as con:
            return con.execute(
                "SELECT count(*) FROM audit.submission WHERE form = ? AND period_start = ? AND period_end = ?"
                " AND current_load_id IS NOT NULL",
                [form.name, period.start, period.end],
            ).fetchall()[0][0]
    except NoSnapshot:
        return 0

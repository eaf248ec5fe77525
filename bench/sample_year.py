"""A year of the sample province as it would have come in: most of it in time, some late, some never, all with mess."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from flows.ingest import drain
from flows.settings import settings
from schemas.form import Form
from schemas.periods import Period
from spreadsheets.mess.make import at_random, make_messy
from spreadsheets.sample.course import month_index
from spreadsheets.sample.world import World
from spreadsheets.sample.write import Owed, owed

#: Chances that a workbook never comes, and that it comes late.
_NEVER, _LATE = 0.04, 0.12
_WEEK = 7


def load_year(home: Path, *, last: tuple[int, int] = (2023, 5), months: int = 12, level: str = "light") -> date:
    """Load what came of so many months into a fresh data root, a drain a week; the day of the last drain.

    `last`: year and month. The same arguments give the same warehouse.
    """
    chosen = settings({"KHOSO_HOME": str(home), "KHOSO_QUIET_SECONDS": "0", "KHOSO_SNAPSHOTS": "1"})
    end = month_index(*last)
    by_day = defaultdict(list)
    for what in owed(range(end - months + 1, end + 1)):
        day = _arrives(what)
        if day:
            by_day[day].append(what)
    world = World()
    for day in sorted(by_day):
        for what in by_day[day]:
            _write(world, what, home / "inbox", level)
        drain(chosen, wait=True, clock=lambda day=day: datetime(day.year, day.month, day.day, 9))  # type: ignore[misc]
    return max(by_day)


def _arrives(what: Owed) -> date | None:
    """The day its week's post is opened, None where it never comes."""
    rng = Random(f"arrives/{what.path}")
    due = _due(what.form, what.period)
    lot = rng.random()
    if lot < _NEVER:
        return None
    day = due + timedelta(days=rng.randint(3, 24)) if lot < _NEVER + _LATE else due - timedelta(days=rng.randint(0, 3))
    return day - timedelta(days=day.weekday() % _WEEK)


def _due(form: type[Form], of: Period) -> date:
    if form.due is None:
        return of.end + timedelta(days=10)
    years, month = divmod(of.end.month - 1 + form.due.months, 12)
    return date(of.end.year + years, month + 1, min(form.due.day, 28))


def _write(world: World, what: Owed, inbox: Path, level: str) -> None:
    rng = Random(f"{world.seed}/{what.path}")
    rows = world.rows(what.form.name, what.debtor, what.period)
    habits, faults = at_random(rng, level)
    messy = make_messy(what.form, rows, what.debtor, what.period, rng, habits=habits, faults=faults)
    path = inbox / what.path.with_suffix(messy.suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    messy.save(path)

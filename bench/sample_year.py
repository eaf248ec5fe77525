"""A year of the sample province as it would have come in: most of it in time, some late, some never, all with mess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from flows.ingest import drain
from machine.settings import settings
from province.ground.course import month_index
from province.mess.make import at_random, make_messy
from province.sample.world import World
from province.write import Owed, owed
from schemas.owed import due_day

#: Chances that a workbook never comes, and that it comes late.
_NEVER, _LATE = 0.04, 0.12
_OPENED = time(9)


def load_year(
    home: Path,
    *,
    last: tuple[int, int] = (2023, 5),
    months: int = 12,
    level: str = "light",
    only: Collection[str] = (),
) -> date:
    """Load what came of so many months into a fresh data root, the post of a week at a time; the day of the last.

    `last`: year and month. `only`: forms, all of them when none is named. The same arguments give the same warehouse.
    """
    chosen = settings({"KHOSO_HOME": str(home), "KHOSO_QUIET_SECONDS": "0", "KHOSO_SNAPSHOTS": "1"})
    end = month_index(*last)
    by_day = defaultdict(list)
    for what in owed(range(end - months + 1, end + 1), only):
        day = _arrives(what)
        if day:
            by_day[day].append(what)
    world = World()
    for day in sorted(by_day):
        moment = datetime.combine(day, _OPENED)
        for what in by_day[day]:
            _write(world, what, home / "inbox", level)
        drain(chosen, wait=True, clock=lambda moment=moment: moment)  # type: ignore[misc]
    return max(by_day)


def _arrives(what: Owed) -> date | None:
    """The Monday on which it is found in the post, None where it never comes."""
    rng = Random(f"arrives/{what.path}")
    due = due_day(what.form, what.period) or what.period.end + timedelta(days=10)
    lot = rng.random()
    if lot < _NEVER:
        return None
    day = due + timedelta(days=rng.randint(9, 30)) if lot < _NEVER + _LATE else due - timedelta(days=rng.randint(0, 3))
    return day - timedelta(days=day.weekday())


def _write(world: World, what: Owed, inbox: Path, level: str) -> None:
    rng = Random(f"{world.seed}/{what.path}")
    rows = world.rows(what.form.name, what.debtor, what.period)
    habits, faults = at_random(rng, level)
    messy = make_messy(what.form, rows, what.debtor, what.period, rng, habits=habits, faults=faults)
    path = (inbox / what.path).with_suffix(messy.suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    messy.save(path)

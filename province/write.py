"""The sample province as workbooks: what every body sends, under the names offices give their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from province.ground.course import last_month, month
from province.mess.make import at_random, make_messy
from province.mess.truth import entry, write_truth
from province.sample.world import World
from schemas.form import Form
from schemas.owed import Debtor, debtors
from schemas.registry import forms
from schemas.values import periods
from schemas.values.periods import Period, PeriodKind, containing
from spreadsheets.write.drawing import Look, draw
from spreadsheets.write.drawn import DrawnSheet, save

#: Forms whose earlier years are sent again with the newest: form -> the first year.
_HISTORY = {"dti_result": 2020}


@dataclass(frozen=True)
class Owed:
    """One workbook to be written: a form, the body that owes it, the period it is of."""

    form: type[Form]
    debtor: Debtor
    period: Period

    @property
    def path(self) -> Path:
        """Where it lies in the folder of the sample; the folder's name is the period, as an inbox understands it."""
        return Path(self.period.id, f"{self.form.name} {self.debtor.sender}.xlsx")


def owed(months: Collection[int], only: Collection[str] = ()) -> Iterator[Owed]:
    """Everything owed for some months, given by index: a month's own, and of longer periods the newest there is."""
    wanted = [form for form in forms().values() if not only or form.name in only]
    found = dict.fromkeys((form, of) for index in sorted(months) for form in wanted for of in _periods(form, index))
    for form, of in found:
        yield from (Owed(form, debtor, of) for debtor in debtors(form, of.end))


def _periods(form: type[Form], index: int) -> Iterator[Period]:
    """What is owed of a form at the end of a month: the month, the last quarter or year that has ended, or the year
    that is running where it is owed before it ends, as targets are."""
    if form.period == "month":
        yield month(index, form.calendar)
    elif form.period in ("quarter", "half", "nine_months", "year"):
        kind: PeriodKind = form.period  # type: ignore[assignment]
        running = containing(month(index, form.calendar).end, kind, form.calendar)
        is_planned = form.due is not None and form.due.months < 0
        if is_planned or last_month(running) == index:
            yield running
            return
        ended = containing(running.start - timedelta(days=1), kind, form.calendar)
        for year in range(_HISTORY.get(form.name, 9999), int(ended.id[:4])):
            yield periods.period(kind, form.calendar, year)
        yield ended


def drawn(world: World, what: Owed) -> DrawnSheet:
    """The one sheet of a workbook, drawn."""
    rows = world.rows(what.form.name, what.debtor, what.period)
    look = Look(day=what.period.end + timedelta(days=1))
    return draw(what.form, rows, sender=what.debtor.sender, unit=what.debtor.unit, period=what.period, look=look)


def write_messy(
    folder: Path, world: World, months: Collection[int], level: str, only: Collection[str] = ()
) -> Iterator[Path]:
    """The same workbooks in a mess of a level, then the truth file that says what each holds and what is wrong.

    One seed makes one mess. KeyError for a level there is not.
    """
    entries = []
    for what in owed(months, only):
        rng = Random(f"{world.seed}/{what.path}")  # noqa: S311  a sample, not a secret
        rows = world.rows(what.form.name, what.debtor, what.period)
        habits, faults = at_random(rng, level)
        messy = make_messy(what.form, rows, what.debtor, what.period, rng, habits=habits, faults=faults)
        path = (folder / what.path).with_suffix(messy.suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        messy.save(path)
        name = path.relative_to(folder).as_posix()
        entries.append(entry(name, what.form.name, what.debtor, what.period, rows, messy))
        yield path
    yield write_truth(folder, entries)


def write(folder: Path, world: World, months: Collection[int], only: Collection[str] = ()) -> Iterator[Path]:
    """Write every workbook owed for some months below `folder`, one after the other."""
    for what in owed(months, only):
        path = folder / what.path
        path.parent.mkdir(parents=True, exist_ok=True)
        save([drawn(world, what)], path)
        yield path

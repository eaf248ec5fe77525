"""The sample province as workbooks: what every body sends, under the names offices give their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from schemas.form import Form
from schemas.owed import Debtor, debtors
from schemas.periods import Period, containing
from schemas.registry import forms
from spreadsheets.drawing import Look, draw
from spreadsheets.page import Page, save
from spreadsheets.sample.course import last_month, month
from spreadsheets.sample.world import World

#: Periods of these kinds are owed when the month they end in is.
_ENDS = {"month": (1,), "quarter": (3,), "half": (6,), "nine_months": (9,), "year": (12,)}


@dataclass(frozen=True)
class Owed:
    """One workbook to be written: a form, the body that owes it, the period it is of."""

    form: type[Form]
    debtor: Debtor
    period: Period

    @property
    def path(self) -> Path:
        """Where it lies in the folder of the sample: period, form, sender."""
        return Path(self.period.id, self.form.name, f"{self.debtor.sender}.xlsx")


def owed(months: Collection[int], only: Collection[str] = ()) -> Iterator[Owed]:
    """Everything owed for some months, given by index: monthly forms, and longer periods that are due then."""
    for index in sorted(months):
        for form in forms().values():
            if only and form.name not in only:
                continue
            for period in _periods(form, index):
                yield from (Owed(form, debtor, period) for debtor in debtors(form, period.end))


def _periods(form: type[Form], index: int) -> Iterator[Period]:
    """The period of a form whose figures are due after a month; a period of a year is due before it ends."""
    if form.period in ("year", "quarter", "half", "nine_months"):
        this = containing(month(index, form.calendar).end, form.period, form.calendar)  # type: ignore[arg-type]
        if last_month(this) == index or form.period == "year":
            yield this
    elif form.period == "month":
        yield month(index, form.calendar)


def page(world: World, what: Owed) -> Page:
    """One workbook as a page."""
    rows = world.rows(what.form.name, what.debtor, what.period)
    look = Look(day=what.period.end + timedelta(days=1))
    return draw(what.form, rows, sender=what.debtor.sender, unit=what.debtor.unit, period=what.period, look=look)


def write(folder: Path, world: World, months: Collection[int], only: Collection[str] = ()) -> Iterator[Path]:
    """Write every workbook owed for some months below `folder`, one after the other."""
    for what in owed(months, only):
        path = folder / what.path
        path.parent.mkdir(parents=True, exist_ok=True)
        save([page(world, what)], path)
        yield path

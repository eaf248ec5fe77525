"""Reporting periods: day, week, month, quarter, half-year, nine months, school year, year; by calendar."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from schemas.values.bilingual import Both, day

PeriodKind = Literal["day", "week", "month", "quarter", "half", "nine_months", "school_year", "year"]

KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)

#: kind -> (number of periods in a year, months each lasts)
_MONTHS = {"month": (12, 1), "quarter": (4, 3), "half": (2, 6), "nine_months": (1, 9), "year": (1, 12)}
_IDS = {
    "month": "{y}-{n:02d}",
    "quarter": "{y}-Q{n}",
    "half": "{y}-H{n}",
    "nine_months": "{y}-9M",
    "year": "{y}",
}
_SCHOOL_YEAR_STARTS = 9
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """A period of one kind in one calendar; `start` and `end` are both inside it.

    `id` is the canonical name: 2023-05-14, 2023-W20, 2023-05, 2023-Q2, 2023-H1, 2023-9M, 2022-2023, 2023.
    Days, weeks and school years are the same in every calendar; theirs is always "calendar".
    """

    kind: PeriodKind
    calendar: str
    start: date
    end: date
    id: str

    @property
    def label(self) -> Both:
        """How a person writes it in running text: "tháng 5/2023", "quý I/2023"; in English "May 2023", "Q1 2023"."""
        return _label(self)


@dataclass(frozen=True)
class Calendar:
    """Where months begin: on `start_day` of the month `month_offset` away from the month they are named after."""

    name: str
    title: Both
    start_day: int
    month_offset: int

    def month_start(self, year: int, month: int) -> date:
        """First day of a month of this calendar; `month` may run past 12."""
        years, index = divmod(month - 1 + self.month_offset, 12)
        return date(year + years, index + 1, self.start_day)


@cache
def calendars() -> dict[str, Calendar]:
    """Every calendar of reference/calendars.csv by name."""
    path = Path(__file__).parents[1] / "reference" / "calendars.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        r["calendar"]: Calendar(
            r["calendar"], Both(r["name_vi"], r["name_en"]), int(r["start_day"]), int(r["month_offset"])
        )
        for r in rows
    }


@cache
def lunar_new_years() -> dict[int, date]:
    """The first day of the lunar year (Tết) in each year of reference/lunar_new_years.csv."""
    path = Path(__file__).parents[1] / "reference" / "lunar_new_years.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {int(row["year"]): date.fromisoformat(row["first_day"]) for row in csv.DictReader(lines)}


def period(kind: PeriodKind, calendar: str, year: int, number: int = 1) -> Period:
    """The `number`-th period of a kind in a year.

    Months 1-12, quarters 1-4, halves 1-2, ISO weeks 1-53, days of the year 1-366; for a school year `year` is
    the one it begins in. Raises ValueError where the year has no such period, KeyError for an unknown calendar.
    """
    if kind == "day":
        return day_period(_day_of_year(year, number))
    if kind == "week":
        start = date.fromisocalendar(year, number, 1)
        return Period(kind, "calendar", start, start + timedelta(days=6), f"{year}-W{number:02d}")
    if kind == "school_year":
        start, end = date(year, _SCHOOL_YEAR_STARTS, 1), date(year + 1, _SCHOOL_YEAR_STARTS, 1) - timedelta(days=1)
        return Period(kind, "calendar", start, end, f"{year}-{year + 1}")
    in_year, months = _MONTHS[kind]
    if not 1 <= number <= in_year:
        raise ValueError(f"a year has no {kind} number {number}")
    names = calendars()[calendar]
    first = (number - 1) * months + 1
    start, end = names.month_start(year, first), names.month_start(year, first + months) - timedelta(days=1)
    return Period(kind, calendar, start, end, _IDS[kind].format(y=year, n=number))


def periods_of(kind: PeriodKind, calendar: str, year: int) -> Iterator[Period]:
    """Every period of a kind in a year, in their order."""
    most = {"day": 366, "week": 53}.get(kind) or _MONTHS.get(kind, (1, 0))[0]
    for number in range(1, most + 1):
        with contextlib.suppress(ValueError):  # the year has no 366th day, no 53rd week
            yield period(kind, calendar, year, number)


def day_period(day: date) -> Period:
    """A period of one day."""
    return Period("day", "calendar", day, day, day.isoformat())


def containing(day: date, kind: PeriodKind, calendar: str = "calendar") -> Period:
    """The period of a kind that `day` falls in; in the reporting calendar 2023-05-15 is in June.

    Raises ValueError for a day after the nine months of its year.
    """
    if kind == "day":
        return day_period(day)
    if kind == "week":
        year, week, _ = day.isocalendar()
        return period("week", calendar, year, week)
    for year in (day.year - 1, day.year, day.year + 1):
        count = _MONTHS.get(kind, (1, 0))[0]
        for number in range(1, count + 1):
            found = period(kind, calendar, year, number)
            if found.start <= day <= found.end:
                return found
    raise ValueError(f"{day.isoformat()} is in no period of kind {kind}")


def spanning(start: date, end: date, kind: PeriodKind | None = None, calendar: str = "calendar") -> Period | None:
    """The period that runs exactly from `start` to `end`, or None.

    The dates decide the calendar: the given one is tried first, then the others.
    """
    if start == end:
        return day_period(start) if kind in (None, "day") else None
    for name in (calendar, *(c for c in calendars() if c != calendar)):
        for k in (kind,) if kind else KINDS[1:]:
            found = _at(start, k, name)
            if found and (found.start, found.end) == (start, end):
                return found
    return None


def _at(start: date, kind: PeriodKind, calendar: str) -> Period | None:
    try:
        return containing(start, kind, calendar)
    except ValueError:
        return None


def _day_of_year(year: int, number: int) -> date:
    day = date(year, 1, 1) + timedelta(days=number - 1)
    if number < 1 or day.year != year:
        raise ValueError(f"the year {year} has no day {number}")
    return day


def _label(p: Period) -> Both:
    year = p.id[:4]
    number = int(p.id[6:] if p.kind in ("week", "quarter", "half") else p.id[5:7]) if _numbered(p) else 1
    month_en = date(2000, number, 1).strftime("%B") if p.kind == "month" else ""
    words = {
        "day": Both("ngày {day}", "{day}").filled(day=day(p.start)),
        "week": Both(f"tuần {number}/{year}", f"week {number} of {year}"),
        "month": Both(f"tháng {number}/{year}", f"{month_en} {year}"),
        "quarter": Both(f"quý {_ROMAN[number - 1] if number <= 4 else number}/{year}", f"Q{number} {year}"),
        "half": Both(
            f"6 tháng {'đầu' if number == 1 else 'cuối'} năm {year}",
            f"{'first' if number == 1 else 'second'} half of {year}",
        ),
        "nine_months": Both(f"9 tháng năm {year}", f"nine months of {year}"),
        "school_year": Both(f"năm học {p.id}", f"school year {p.id}"),
        "year": Both(f"năm {year}", year),
    }
    return words[p.kind]


def _numbered(p: Period) -> bool:
    return p.kind in ("week", "month", "quarter", "half")

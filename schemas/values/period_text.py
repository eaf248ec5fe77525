"""Periods as people write them in titles, headings and file options."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from schemas.values.periods import Period, PeriodKind, day_period, period, spanning
from schemas.values.text import fold

_Make = Callable[[re.Match[str], str], Period | None]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def periods_in(text: str, kind: PeriodKind | None = None, calendar: str = "calendar") -> list[Period]:
    """Every period a text names, in the order written and without repetition.

    "Tháng 5/2023", "T5/2023", "5/2023", "2023-05", "Quý I/2023", "6 tháng đầu năm 2023", "9 tháng năm 2023",
    "năm học 2022-2023", "NĂM 2018", "từ ngày 15/4/2023 đến ngày 14/5/2023", "tuần 20/2023", "ngày 15 tháng 5
    năm 2023", and the ids of `Period`. Whatever says more is read first and its words are not read again, so the
    month of a full date is no month. A span that is no period ("5 tháng đầu năm 2023", "giai đoạn 2021-2025",
    "tháng 4 và tháng 5 năm 2023") is passed over, and the year within it too.
    """
    rest = fold(text)
    found: list[tuple[int, Period]] = []
    for pattern, make in _readings():
        for match in pattern.finditer(rest):
            made = _made(make, match, calendar)
            if made and (kind is None or made.kind == kind):
                found.append((match.start(), made))
        rest = pattern.sub(lambda m: "\0" * len(m.group()), rest)
    return list(dict.fromkeys(p for _, p in sorted(found, key=lambda pair: pair[0])))


def parse_period(text: str, kind: PeriodKind | None = None, calendar: str = "calendar") -> Period | None:
    """The first period a text names, or None; see `periods_in`.

    With `kind`, periods of other kinds in the text are passed over: the date of a letter is no month.
    """
    return next(iter(periods_in(text, kind, calendar)), None)


def _made(make: _Make, match: re.Match[str], calendar: str) -> Period | None:
    try:
        return make(match, calendar)
    except ValueError:
        return None


def _date(day: str, month: str, year: str) -> date:
    return date(int(year), int(month), int(day))


def _range(m: re.Match[str], calendar: str) -> Period | None:
    d1, m1, y1, d2, m2, y2 = m.groups()
    return spanning(_date(d1, m1, y1 or y2), _date(d2, m2, y2), calendar=calendar)


def _numbered(kind: PeriodKind) -> _Make:
    def make(m: re.Match[str], calendar: str) -> Period:
        number = m["n"].lower()
        return period(kind, calendar, int(m["y"]), _ROMAN.get(number) or int(number))

    return make


def _months(m: re.Match[str], calendar: str) -> Period | None:
    first, last = (period("month", calendar, int(m["y"]), int(m[name])) for name in ("n", "z"))
    return spanning(first.start, last.end, calendar=calendar)


def _whole(kind: PeriodKind) -> _Make:
    return lambda m, calendar: period(kind, calendar, int(m["y"]))


def _half(m: re.Match[str], calendar: str) -> Period:
    return period("half", calendar, int(m["y"]), 2 if m["part"] == fold("cuối") else 1)


def _school_year(m: re.Match[str], calendar: str) -> Period | None:
    return period("school_year", calendar, int(m["y"])) if int(m["z"]) == int(m["y"]) + 1 else None


def _day(m: re.Match[str], _: str) -> Period:
    return day_period(_date(m["d"], m["n"], m["y"]))


def _nothing(m: re.Match[str], calendar: str) -> None:
    return None


@cache
def _readings() -> list[tuple[re.Pattern[str], _Make]]:
    """Pattern -> period, the most telling first. The patterns are folded as the text is."""
    y, day = r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})(?![0-9])", r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})"
    of = r"\s*(?:[/,.-]\s*)?(?:năm\s*)?"
    quarter = r"(?P<n>iv|i{1,3}|[1-4])\b"
    rows: list[tuple[str, _Make]] = [
        (rf"(?:từ\s+)?(?:ngày\s+)?(?<![0-9/]){day}(?:\s*[/.-]\s*([0-9]{{4}}))?\s*(?:đến|tới|-)\s*(?:hết\s+)?(?:ngày\s+)?"
         rf"{day}\s*[/.-]\s*([0-9]{{4}})(?![0-9])", _range),
        (r"(?<![0-9])(?P<y>[0-9]{4})-(?P<n>[01][0-9])-(?P<d>[0-3][0-9])(?![0-9])", _day),
        (rf"(?:ngày\s*)?(?<![0-9])(?P<d>[0-9]{{1,2}})\s*tháng\s*(?P<n>[0-9]{{1,2}})\s*(?:năm|[/,.-])\s*{y}", _day),
        (rf"(?<![0-9/.])(?P<d>[0-9]{{1,2}})(?P<s>[/.-])(?P<n>[0-9]{{1,2}})(?P=s){y}", _day),
        (rf"tuần(?:\s+thứ)?\s*(?P<n>[0-9]{{1,2}}){of}{y}", _numbered("week")),
        (rf"{y}-?w(?P<n>[0-9]{{2}})\b", _numbered("week")),
        (rf"(?:năm học|niên khóa)\s*:?\s*{y}\s*[-–/]\s*(?P<z>[0-9]{{4}})", _school_year),
        (rf"giai đoạn\s*{y}\s*[-–]\s*[0-9]{{4}}", _nothing),
        (rf"^{y}\s*[-–]\s*(?P<z>(?:19|20)[0-9]{{2}})$", _school_year),
        (rf"(?<![0-9])0?6\s*(?:tháng|t\b)(?:\s*(?P<part>đầu|cuối))?{of}{y}", _half),
        (rf"(?<![0-9])0?9\s*(?:tháng|t\b)(?:\s*đầu)?{of}{y}", _whole("nine_months")),
        (rf"(?<![0-9])[0-9]{{1,2}}\s*(?:tháng|t\b)(?:\s*(?:đầu|cuối))?{of}{y}", _nothing),
        (rf"(?:quý|quí)\s*(?:thứ\s*)?{quarter}{of}{y}", _numbered("quarter")),
        (rf"\bq(?P<n>[1-4]){of}{y}", _numbered("quarter")),
        (rf"{y}-?q(?P<n>[1-4])\b", _numbered("quarter")),
        (rf"{y}-h(?P<n>[12])\b", _numbered("half")),
        (rf"{y}-9m\b", _whole("nine_months")),
        (rf"(?:tháng|\bt)\.?\s*(?P<n>[0-9]{{1,2}})\s*(?:và|đến|tới|[-–,&])\s*(?:hết\s+)?(?:tháng|t)\.?\s*"
         rf"(?P<z>[0-9]{{1,2}}){of}{y}", _months),
        (rf"(?:tháng|\bt)\.?\s*(?P<n>[0-9]{{1,2}}){of}{y}", _numbered("month")),
        (rf"(?<![0-9/.\w])(?P<n>[0-9]{{1,2}})\s*[/-]\s*{y}(?!/)", _numbered("month")),
        (rf"{y}-(?P<n>[01][0-9])(?![0-9-])", _numbered("month")),
        (rf"năm\s*:?\s*{y}(?!\s*[-–]\s*[0-9]{{4}})", _whole("year")),
        (rf"^{y}$", _whole("year")),
    ]  # fmt: skip
    return [(re.compile(_folded(pattern)), make) for pattern, make in rows]


def _folded(pattern: str) -> str:
    """A pattern with its Vietnamese words folded; everything else in it is left alone."""
    return re.sub(r"[^\W\d_]*[^\x00-\x7f–][^\W\d_]*", lambda m: fold(m.group()), pattern)

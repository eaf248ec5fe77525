"""Tables with their periods side by side, one column or group of columns each: a table a period."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from schemas.form import Form
from schemas.values.period_text import parse_period, periods_in
from schemas.values.periods import Period
from schemas.values.text import fold, folded
from spreadsheets.find.table import Table
from spreadsheets.find.texts.header_words import is_total
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.match import is_blank

_MAY_BE_PERIOD = folded(re.compile(r"\btháng|\bt\.?\s*[0-9]|\bquý|\bq[1-4]|\bnăm|(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])"))
_YEAR_FIRST = re.compile(r"(?:[Nn]ăm\s+)?((?:19|20)[0-9]{2})\s+(\D.*)")
#: Headings of columns that sum up the others.
_WHOLE = frozenset(map(fold, ("cả năm", "lũy kế", "luỹ kế", "cả kỳ", "bình quân")))

_Levels = tuple[str, ...]


def by_period(grid: Grid, table: Table, form: type[Form]) -> list[Table]:
    """The table of each period that heads some of the columns and has a figure in them, in the order of the sheet.

    Empty where the form does not declare it, or fewer than two periods stand side by side. Columns that sum up the
    others belong to none of them.
    """
    headings = [" ".join(levels) for levels in table.columns.values()]
    if not form.across or sum(bool(_MAY_BE_PERIOD.search(fold(h))) for h in headings) < 2:
        return []
    year = _year([table.title or "", *(text for _, _, text in table.preamble)])
    own: dict[Period, dict[int, _Levels]] = {}
    common: dict[int, _Levels] = {}
    for column, levels in table.columns.items():
        found = _found(levels, form, year)
        if found:
            own.setdefault(found[0], {})[column] = found[1] or (form.columns[form.across].headers[0],)
        elif not _sums_up(levels):
            common[column] = levels
    if len(own) < 2:
        return []
    return [
        replace(table, columns=dict(sorted({**common, **columns}.items())), period=period)
        for period, columns in own.items()
        if not all(is_blank(grid, table, column) for column in columns)
    ]


def _found(levels: _Levels, form: type[Form], year: int | None) -> tuple[Period, _Levels] | None:
    """The period that one level of a heading says, and the other levels."""
    for i, level in enumerate(levels):
        above = levels[i - 1] if i and level.strip().isdigit() else ""
        others = levels[: i - bool(above)] + levels[i + 1 :]
        own_year = _year(others) or year
        said = f"{above} {level}".strip()
        for text in [said, f"{said} năm {own_year}"] if own_year else [said]:
            period = _whole(text, form)
            if period:
                return period, tuple(other for other in others if _whole_year(other) is None)
        beside = _YEAR_FIRST.fullmatch(level)
        if beside and (period := _whole(f"{beside[2]} năm {beside[1]}", form)):
            return period, others
        if beside and (period := _whole(beside[1], form)):
            return period, (*others, beside[2])
    return None


def _whole(text: str, form: type[Form]) -> Period | None:
    """The period of the form's kind that a text says and no more than that."""
    period = parse_period(text, form.period or None, form.calendar)  # type: ignore[arg-type]  # its own words
    return period if period and len(fold(text)) <= 24 and len(periods_in(text)) == 1 else None


def _whole_year(text: str) -> int | None:
    period = parse_period(text, "year")
    return period.start.year if period and len(text) <= 12 else None


def _year(texts: Iterable[str]) -> int | None:
    """The year that some texts agree on."""
    years = {period.end.year for text in texts for period in periods_in(text)}
    return years.pop() if len(years) == 1 else None


def _sums_up(levels: _Levels) -> bool:
    said = [fold(level) for level in levels if _whole_year(level) is None]
    return all(level in _WHOLE or is_total(level) for level in said)

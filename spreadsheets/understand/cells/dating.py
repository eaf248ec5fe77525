"""Cells of days, periods and yes or no."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.form import Column
from schemas.kinds import Day, Flag, Period
from schemas.values.period_text import parse_period
from schemas.values.text import clean, fold, folded
from spreadsheets.sheet.grid import CellType
from spreadsheets.understand.cells.column_cells import CellMeaning, ColumnCells, Typed, by_distinct, joined
from spreadsheets.understand.cells.quantity import DASHES, is_error, is_missing
from spreadsheets.understand.cells.swapped import swaps
from spreadsheets.understand.cells.yes_no import said

_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_NUMERIC = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}){_TIME}")
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_TIME}")
_SPOKEN = re.compile(r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})")
#: Serials of 1950-01-01 to 2099-12-31: a smaller number in a column of days is a year or a count.
_SERIALS = range(18264, 73051)
_YEARS = range(1900, 2101)


def read_day(cells: ColumnCells, on: date | None = None) -> Typed:
    """Read a column of days: date cells, serials, and texts with the day first. `on`: the last day of the period."""
    dates = [_day_of_text(iso) for iso in cells.strings(CellType.DATE).unique().to_pylist() if iso]
    texts = [_NUMERIC.fullmatch(clean(text)) for text in cells.texts.unique().to_pylist() if text]
    typed = [(int(m[1]), int(m[3]), int(m[4])) for m in texts if m]
    column = swaps(typed, [day for day in dates if day], on)

    def certain(stored: str, is_text: bool) -> date | CellMeaning | None:
        day = _day_of_text(stored)
        doubt = column.doubt(day, is_text) if day else None
        return CellMeaning((day,), rule="CELL-DAY-SWAPPED", severity="warning", details=doubt) if doubt else day

    of_text, of_date = partial(certain, is_text=True), partial(certain, is_text=False)
    return _read(cells, pa.date32(), "CELL-DAY", of_text, _day_of_serial, of_date)


def read_period(cells: ColumnCells, calendar: str) -> Typed:
    """Read a column of periods into their ids. A date in it is one the spreadsheet made of "5/2023": no period."""

    def of_text(text: str) -> str | None:
        found = parse_period(text, calendar=calendar)
        return found.id if found else None

    def of_number(number: float) -> str | None:
        return str(int(number)) if number.is_integer() and int(number) in _YEARS else None

    return _read(cells, pa.string(), "CELL-PERIOD", of_text, of_number, lambda iso: None)


def read_flag(cells: ColumnCells, col: Column) -> Typed:
    """Read a column of yes or no. A dash is no where the contract says that a dash is a zero.

    An empty cell is no where the contract says so and the column has a mark for yes: then the sender ticks.
    """

    def of_number(number: float) -> bool | None:
        return {0.0: False, 1.0: True}.get(number)

    read = _read(cells, pa.bool_(), "CELL-FLAG", said, of_number, lambda iso: None)
    if col.dash == "zero" and cells.has(CellType.TEXT):
        no = CellMeaning((False,), mark="zero_dash")
        dashes = by_distinct(
            cells.texts, lambda text: no if clean(text or "") in DASHES else CellMeaning(), [pa.bool_()]
        )
        read = joined([read, dashes])
    if cells.has(CellType.BOOL):
        read = joined([read, Typed([cells.booleans])])
    if col.blank == "no" and pc.any(read.parts[0]).as_py():
        is_no = pc.and_(cells.is_type(CellType.EMPTY), pc.is_null(read.parts[0]))
        blanks = dict.fromkeys(pc.indices_nonzero(is_no).to_pylist(), CellMeaning((False,), mark="blank"))
        read = Typed([pc.if_else(is_no, False, read.parts[0])], read.notes | blanks)
    return read


#: How each of the three kinds is read, by kind.
READERS: dict[Any, Callable[[ColumnCells, Column, str, date | None], Typed]] = {
    Day: lambda cells, col, calendar, on: read_day(cells, on),
    Period: lambda cells, col, calendar, on: read_period(cells, calendar),
    Flag: lambda cells, col, calendar, on: read_flag(cells, col),
}


def _read(
    cells: ColumnCells,
    kind: pa.DataType,
    rule: str,
    of_text: Callable[[str], Any],
    of_number: Callable[[float], Any],
    of_date: Callable[[str], Any],
) -> Typed:
    """Read each type of cell by its own function; what it answers None to is a finding."""

    def wrapped(read: Callable[[Any], Any]) -> Callable[[Any], CellMeaning]:
        def outcome(stored: Any) -> CellMeaning:
            if stored is None:
                return CellMeaning()
            return _outcome(read(stored), rule)

        return outcome

    def text(stored: str | None) -> CellMeaning:
        stored = clean(stored or "")
        if not stored or is_missing(stored):
            return CellMeaning()
        return CellMeaning(rule="CELL-ERROR") if is_error(stored) else wrapped(of_text)(stored)

    read = [by_distinct(cells.texts, text, [kind])]
    if cells.has(CellType.NUMBER):
        read.append(by_distinct(cells.numbers, wrapped(of_number), [kind]))
    if cells.has(CellType.DATE):
        read.append(by_distinct(cells.strings(CellType.DATE), wrapped(of_date), [kind]))
    if cells.has(CellType.ERROR):
        read.append(by_distinct(cells.strings(CellType.ERROR), lambda _: CellMeaning(rule="CELL-ERROR"), [kind]))
    if cells.has(CellType.BOOL) and kind != pa.bool_():
        slots = pc.indices_nonzero(cells.is_type(CellType.BOOL)).to_pylist()
        read[0].notes.update(dict.fromkeys(slots, CellMeaning(rule=rule)))
    return joined(read)


def _outcome(value: Any, rule: str) -> CellMeaning:
    """A value, or an outcome as it is; None is the finding."""
    if isinstance(value, CellMeaning):
        return value
    return CellMeaning(rule=rule) if value is None else CellMeaning((value,))


def _day_of_text(text: str) -> date | None:
    numeric, iso = _NUMERIC.fullmatch(text), _ISO.fullmatch(text)
    spoken = _spoken().fullmatch(fold(text))
    if numeric:
        day, _, month, year = numeric.groups()
    elif iso:
        year, month, day = iso.groups()
    elif spoken:
        day, month, year = spoken.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _day_of_serial(number: float) -> date | None:
    is_serial = number.is_integer() and int(number) in _SERIALS
    return date(1899, 12, 30) + timedelta(days=int(number)) if is_serial else None


@cache
def _spoken() -> re.Pattern[str]:
    return folded(_SPOKEN)

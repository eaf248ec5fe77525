"""A cell of OOXML as written -> its type, number and text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from spreadsheets.formats.ooxml.strings import unescape
from spreadsheets.formats.parts.cells import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, Cells, FilledColumn
from spreadsheets.formats.parts.numberformat import EPOCH_1904, is_date_format, iso_text, serial_of
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.formats.parts.texts import NO_TEXT
from spreadsheets.sheet.flat import flat
from spreadsheets.sheet.grid import Style

#: A cell as most programs write it: letters and number of its place, style, type, formula, and what it holds.
CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]+)")?\s*'
    rb"(?:/>|>(?:(<f)(?:[^<>]*/>|[^>]*>[^<]*</f>))?"
    rb'(?:<(v)(?: xml:space="preserve")?>([^<]*)</v>|<v ?/>'
    rb'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<is><t ?/></is>)?</c>)'
)
#: Days whose texts are looked up, not computed: up to the year 2173; and the number of a text nobody asked for yet.
_KNOWN_DAYS, _UNSEEN = 100_000, -2

_KINDS = {"": NUMBER, "n": NUMBER, "s": TEXT, "str": TEXT, "inlineStr": TEXT, "b": BOOL, "e": ERROR, "d": DATE}


class NotPlain(Exception):
    """A piece of a worksheet is not written in the way a fast scan takes."""


def need(is_so: bool | np.bool_) -> None:
    """Raise NotPlain where something is not so."""
    if not is_so:
        raise NotPlain


@dataclass
class Book:
    """What the cells of every sheet point into."""

    strings: pa.StringArray
    styles: list[Style]
    is_1904: bool

    @cached_property
    def date_styles(self) -> frozenset[int]:
        """Indexes of the styles that show a date."""
        return frozenset(i for i, style in enumerate(self.styles) if is_date_format(style.format))

    def text(self, index: int) -> str:
        """A shared string. IndexError where there is none of that number."""
        if index >= len(self.strings):
            raise IndexError(index)
        return str(self.strings[index].as_py())

    @cached_property
    def is_empty(self) -> np.ndarray:
        """Mask of the shared strings that say nothing."""
        is_empty: np.ndarray = flat(pc.binary_length(self.strings)) == 0
        return is_empty

    @cached_property
    def shows_date(self) -> np.ndarray:
        """The same as `date_styles`, as a mask."""
        return np.isin(np.arange(len(self.styles)), list(self.date_styles))

    @property
    def offset(self) -> int:
        """Days to add to a date of this workbook to have it as a serial of the 1900 system."""
        return EPOCH_1904 if self.is_1904 else 0


@dataclass
class ScannedSheet:
    """One sheet while it is scanned."""

    book: Book
    cells: Cells
    without_value: list[tuple[int, int]] = field(default_factory=list)
    calls_web: bool = False
    #: day, as a serial, -> number of its text among the cells'; asked for by whole columns
    days: np.ndarray = field(default_factory=lambda: np.full(_KNOWN_DAYS, _UNSEEN, np.int32))

    def clear(self) -> None:
        """Forget every cell, for a scan that begins anew."""
        self.cells.columns.clear()
        self.cells.merges.clear()
        self.cells.hidden_rows.clear()
        self.without_value.clear()

    def put(self, column: FilledColumn, number: int, row: int, style: int, kind: str, raw: str, is_bare: bool) -> None:
        """One cell as written: `kind` is the attribute t, `raw` its character data; bare is a formula without value."""
        if not raw:
            if is_bare:
                self.without_value.append((row, number))
            if style:
                column.add(row, EMPTY, 0.0, None, style)
            return
        try:
            column.add(row, *self._value(kind, raw, style), style)
        except (ValueError, IndexError, KeyError) as error:
            reason = f"row {row}, column {number}: {kind or 'n'} {raw[:40]!r}"
            raise Refusal("FILE-DAMAGED", reason=reason, sheet=self.cells.name) from error

    def _value(self, kind: str, raw: str, style: int) -> tuple[int, float, str | None]:
        match _KINDS[kind]:
            case 1 if kind == "s":
                text = self.book.text(_index(raw))
                return (TEXT, 0.0, text) if text else (EMPTY, 0.0, None)
            case 1:
                return TEXT, 0.0, unescape(raw)
            case 2:
                return self._number(_finite(raw), style)
            case 3:
                serial = serial_of(raw)
                return (TEXT, 0.0, raw) if serial is None else (DATE, serial, iso_text(serial) or raw)
            case 4:
                return BOOL, float(raw in ("1", "true")), None
        return ERROR, 0.0, raw

    def _number(self, number: float, style: int) -> tuple[int, float, str | None]:
        if style in self.book.date_styles:
            serial = number + self.book.offset
            text = iso_text(serial)
            if text:
                return DATE, serial, text
        return NUMBER, number, None


def _finite(raw: str) -> float:
    number = float(raw)
    if not math.isfinite(number):
        raise ValueError(raw)
    return number


def _index(raw: str) -> int:
    index = int(raw)
    if index < 0:
        raise IndexError(raw)
    return index


def dates(serials: np.ndarray, sheet: ScannedSheet) -> np.ndarray:
    """Numbers of the texts of dates, NO_TEXT where no date has that serial; each text is made once in a sheet."""
    known = sheet.days
    whole = (serials >= 0) & (serials < _KNOWN_DAYS) & (np.trunc(serials) == serials)
    numbers = np.full(len(serials), NO_TEXT, np.int32)
    days = serials[whole].astype(np.int64)
    for day in np.unique(days[known[days] == _UNSEEN]):
        known[day] = _text_of(float(day), sheet)
    numbers[whole] = known[days]
    moments, inverse = np.unique(serials[~whole], return_inverse=True)
    numbers[~whole] = np.array([_text_of(float(serial), sheet) for serial in moments], np.int32)[inverse]
    return numbers


def _text_of(serial: float, sheet: ScannedSheet) -> int:
    text = iso_text(serial)
    return sheet.cells.texts.add(text) if text else NO_TEXT

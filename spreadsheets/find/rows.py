"""The rows of a table as each reads by itself: which count, how they are numbered, which say that they are totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from spreadsheets.find.columns import Columns
from spreadsheets.find.heads.column_numbers import is_numbering
from spreadsheets.find.heads.heading import TableHeading, same_words
from spreadsheets.find.look.canvas import NOTHING, NUMBER, VALUES, WORD, Canvas
from spreadsheets.find.look.evidence import Sign
from spreadsheets.find.region import Region
from spreadsheets.find.row_signs import RowSigns
from spreadsheets.find.stretches import SHORTEST, numbered, unnumbered
from spreadsheets.find.texts.numbering import (
    CODE,
    DASH,
    HEADING,
    OF_WHICH,
    PLAIN,
    RUNNING,
    Number,
    number_in_name,
    numbering,
)
from spreadsheets.find.texts.row_words import DASHES, says_of_which

#: A name of more characters is no number that stands in the wrong column.
_LONGEST_NUMBER = 3
#: Rows asked whether numbers are typed before names.
_ASKED = 500


class RowItem(NamedTuple):
    """A row that counts, or a long stretch of rows alike, told by the last of them.

    `style`, `place`: of its number, as `numbering` tells them; `first`: the place of the first row of a stretch.
    """

    rows: range
    style: str
    place: int
    is_bold: bool
    is_total: bool
    first: int

    @property
    def row(self) -> int:
        """The row, the last of a stretch."""
        return self.rows[-1]

    @property
    def number(self) -> Number:
        """Its number as style and place."""
        return Number(self.style, self.place)

    @property
    def is_stretch(self) -> bool:
        """Whether it stands for many rows."""
        return len(self.rows) > 1


@dataclass(frozen=True, eq=False)
class ReadRows:
    """The rows of a table: `items` those that count, in order; `aside`: the others, and the sign that says so."""

    signs: RowSigns
    items: tuple[RowItem, ...]
    aside: Mapping[int, Sign]

    def each(self, stretch: RowItem) -> list[RowItem]:
        """The rows of a stretch one by one."""
        canvas, columns = self.signs.canvas, self.signs.columns
        shown = columns.label or columns.ordinal or columns.every[0]
        places = self._place if stretch.style == RUNNING else lambda _: 0
        return [_item(row, Number(stretch.style, places(row)), canvas.bold(row, shown)) for row in stretch.rows]

    def _place(self, row: int) -> int:
        return int(self.signs.canvas.figure(row, self.signs.columns.ordinal or 0) or 0)


def _item(row: int, number: Number, is_bold: bool, is_total: bool = False) -> RowItem:
    return RowItem(range(row, row + 1), number.style, number.place, is_bold, is_total, number.place)


def rows_of(canvas: Canvas, heading: TableHeading, region: Region, columns: Columns) -> ReadRows:
    """Read every row of a table by itself."""
    signs = RowSigns(canvas, columns)
    reader = _Reader(heading, signs, region.rows, _values(signs, region.rows))
    items: list[RowItem] = []
    aside: dict[int, Sign] = {}
    repeated = {row for rows in heading.repeats for row in rows}
    stretches = {rows[0]: rows for rows in reader.stretches() if repeated.isdisjoint(rows)}
    senior: Number | None = None
    row = region.top - 1
    while (row := row + 1) <= region.bottom:
        if row in repeated:
            aside[row] = Sign.NUMBERS_COLUMNS if is_numbering(canvas, row, columns.every) else Sign.SAYS_HEADING
        elif row in stretches:
            items.append(reader.stretch(stretches[row], senior))
            row = stretches[row][-1]
        else:
            found = reader.read(row, senior)
            if isinstance(found, Sign):
                aside[row] = found
            else:
                items.append(found)
                senior = found.number if found.number.is_senior else senior
    return ReadRows(signs, tuple(items), aside)


def _values(signs: RowSigns, rows: range) -> bytes:
    """For each row whether it holds a value beside its number and its name."""
    columns = signs.columns
    beside = (c for c in columns.every if c not in (columns.ordinal, columns.label))
    return signs.canvas.any_of(beside, VALUES, rows)


@dataclass(frozen=True, eq=False)
class _Reader:
    """Reads the rows of a table one by one. `values`: for each of `rows` whether it holds a value."""

    heading: TableHeading
    signs: RowSigns
    rows: range
    values: bytes

    def stretches(self) -> Iterator[range]:
        """Where rows are alike for so long that they are not looked at one by one."""
        canvas, ordinal, label = self.signs.canvas, self.signs.columns.ordinal, self.signs.columns.label
        top, bottom = self.rows.start, self.rows.stop - 1
        if not label or bottom - top < SHORTEST:
            return
        if ordinal:
            yield from numbered(canvas, ordinal, label, top, bottom)
        yield from unnumbered(canvas, ordinal, label, top, bottom, self.values)

    def stretch(self, rows: range, senior: Number | None) -> RowItem:
        """A stretch of rows, each of which is known to count."""
        first, last = self._item(rows[0], senior), self._item(rows[-1], senior)
        return last._replace(rows=rows, first=first.place)

    def read(self, row: int, senior: Number | None) -> RowItem | Sign:
        """A row that counts, or the sign that it does not."""
        canvas, ordinal, label = self.signs.canvas, self.signs.columns.ordinal, self.signs.columns.label
        number = canvas.kind(row, ordinal) if ordinal else NOTHING
        name = canvas.kind(row, label) if label else NOTHING
        has_values = bool(self.values[row - self.rows.start])
        if label and name == WORD:
            if number == NUMBER:
                return self._item(row, senior)
            if has_values and not number and len(canvas.raw(row, label)) > _LONGEST_NUMBER:
                return self._item(row, senior)
        if not canvas.count(row):
            return Sign.EMPTY
        aside = None if number or has_values else self._without_values(row, name)
        return aside or self._said_elsewhere(row, number, name) or self._item(row, senior)

    def _without_values(self, row: int, name: int) -> Sign | None:
        """What a row without a number or a value is instead of one that counts."""
        if self.signs.is_covered(row) and not self._number_above(row):
            return Sign.NAME_COVERED if name else Sign.COVERED
        part = self.signs.part_of_name(row)
        if part or self.signs.own_name(row):
            return part
        return Sign.NAMELESS if self.signs.filled(row) else Sign.NO_CELL

    def _said_elsewhere(self, row: int, number: int, name: int) -> Sign | None:
        """What a row is that says a heading, its numbering, or nothing once more."""
        canvas, columns = self.signs.canvas, self.signs.columns
        if is_numbering(canvas, row, columns.every) and not (self.heading.numbering is None or name == WORD):
            return Sign.NUMBERS_COLUMNS
        if same_words(canvas, self.heading, row):
            return Sign.SAYS_HEADING
        return Sign.NOUGHTS if not number and not name and self.signs.has_only_noughts(row) else None

    def _item(self, row: int, senior: Number | None) -> RowItem:
        """A row that counts: its number, or the style of what it has instead."""
        canvas, columns = self.signs.canvas, self.signs.columns
        ordinal, label = columns.ordinal, columns.label
        if ordinal and label and canvas.kind(row, ordinal) == NUMBER and canvas.kind(row, label) == WORD:
            return _item(row, Number(RUNNING, int(canvas.figure(row, ordinal) or 0)), canvas.bold(row, label))
        text = self.signs.own_name(row)
        mark = self.signs.number(row) or self._number_above(row)
        if not mark and self._are_names_numbered:
            mark = number_in_name(text)
        number = numbering(mark, senior) if mark else None
        name = self.signs.name(row) or mark
        is_bold = canvas.bold(row, (label if text else ordinal) or columns.every[0])
        if number and number.style.startswith(DASH):
            number = None if mark.startswith("*") and self.signs.says_total(name, is_bold=is_bold) else number
        is_total = number is None and self.signs.says_total(name, is_bold=is_bold)
        if number is None and not is_total and name[:1] in tuple(DASHES):
            number = Number(f"{DASH}{name[0]}", 0)
        if number is None:
            number = Number(CODE if mark and text else self._style(row, name, is_bold), 0)
        return _item(row, number, is_bold, is_total)

    @cached_property
    def _are_names_numbered(self) -> bool:
        """Whether numbers are typed before names that have none beside them: several, and one that begins a list."""
        names = (self.signs.own_name(row) for row in self.rows[:_ASKED] if not self.signs.number(row))
        marks = {mark for name in names if (mark := number_in_name(name))}
        return len(marks) > 1 and bool(marks & {"A", "I", "1", "a", "1.1"})

    def _number_above(self, row: int) -> str:
        """The number that is merged down over a row that has a name of its own."""
        ordinal = self.signs.columns.ordinal
        merge = self.signs.canvas.merge_at(row, ordinal) if ordinal and self.signs.own_name(row) else None
        is_over = merge and merge.top < row and merge.top >= self.rows.start and merge.left == merge.right
        return self.signs.number(merge.top) if merge and is_over else ""

    def _style(self, row: int, name: str, is_bold: bool) -> str:
        """The style of a row without a number, by what it says and what follows."""
        if self.values[row - self.rows.start]:
            return PLAIN
        if says_of_which(name):
            return OF_WHICH
        return HEADING if is_bold and self.signs.is_numbered(row + 1) else PLAIN

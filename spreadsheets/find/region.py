"""How far down a table goes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from spreadsheets.find.columns import columns_as_printed
from spreadsheets.find.heads.heading import TableHeading
from spreadsheets.find.look.canvas import FIGURES, Canvas
from spreadsheets.find.look.evidence import Clue, Sign
from spreadsheets.find.row_signs import RowSigns
from spreadsheets.find.stretches import odd_ones

#: Rows that are asked whether every row of a table is numbered.
_ASKED = 1000


@dataclass(frozen=True)
class Region:
    """The rows of a table below its heading: none where `bottom` is above `top`.

    `last`: the last of them that has a number or a name of its own, and what it shows. `end`: what follows.
    """

    top: int
    bottom: int
    last: Clue
    end: Clue

    @property
    def rows(self) -> range:
        """The rows of the sheet."""
        return range(self.top, self.bottom + 1)

    @property
    def why(self) -> tuple[Clue, ...]:
        """What tells the last row."""
        second = range(self.last.row + 1, self.bottom + 1)
        goes_on = (Clue(Sign.NAME_GOES_ON, self.bottom, rows=second),) if second else ()
        return (self.last, *goes_on, self.end)


def region_below(canvas: Canvas, heading: TableHeading, limit: int) -> Region:
    """The rows below a heading, as far as one has a figure or a name of its own.

    Remarks, signatures and blank rows below the last are not of the table. `limit`: the last row it may reach.
    """
    within = range(heading.body, max(limit + 1, heading.body))
    signs = RowSigns(canvas, columns_as_printed(canvas, heading, within))
    last, end = _last(signs, within)
    bottom = last.row
    while bottom + 1 < within.stop and (signs.is_covered(bottom + 1) or signs.is_second_line(bottom + 1)):
        bottom += 1
    return Region(within.start, bottom, last, end)


def _last(signs: RowSigns, within: range) -> tuple[Clue, Clue]:
    """The last row with a number or a name of its own, and what ends the search for it."""
    canvas, columns = signs.canvas, signs.columns
    figures = canvas.any_of(columns.measures, FIGURES, within)
    filled = canvas.kinds(columns.label or columns.every[0], within.start, within.stop - 1)
    counts = canvas.counts[within.start - canvas.first : within.stop - canvas.first]
    last, gap, full = Clue(Sign.LAST_FIGURES, within.start - 1), 0, within.start
    is_numbered = _is_numbered(signs, within)
    for i in odd_ones(counts, figures, filled):
        row = within.start + i
        if full < row and gap and _begins_another(signs, full, is_numbered):
            return last, Clue(Sign.BEFORE_REMARK, full)
        if full < row:
            last, gap = Clue(Sign.LAST_FIGURES, row - 1), 0
        full = row + 1
        if row >= within.stop:
            break
        if not counts[i]:
            gap += 1
        elif (not figures[i] and signs.is_remark(row)) or (gap and _begins_another(signs, row, is_numbered)):
            return last, Clue(Sign.BEFORE_REMARK, row)
        elif figures[i] and (not gap or filled[i] or signs.is_numbered(row) or signs.says_total(signs.name(row))):
            last, gap = Clue(Sign.LAST_FIGURES, row), 0
        elif not gap and signs.stands_alone(row):
            last, gap = Clue(Sign.LAST_NAME, row), 0
    if within.stop > canvas.last:
        return last, Clue(Sign.SHEET_ENDS, canvas.last)
    return last, Clue(Sign.BEFORE_HEADING, within.stop)


def _begins_another(signs: RowSigns, row: int, is_numbered: bool) -> bool:
    """Whether a row after blank ones is of the table no more: the next letterhead, or without the number all have."""
    if signs.is_numbered(row):
        return False
    return signs.is_letterhead(row) or (is_numbered and not signs.says_total(signs.name(row) or signs.number(row)))


def _is_numbered(signs: RowSigns, within: range) -> bool:
    """Whether the rows of a table, down to the first blank one, are numbered one and all."""
    if not signs.columns.ordinal:
        return False
    first = list(within[: _ASKED + 1])
    rows = list(takewhile(signs.canvas.count, first))
    return len(rows) > 2 and all(signs.is_numbered(row) for row in rows) and len(rows) < len(first)

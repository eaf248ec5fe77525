"""How far up and down a heading without running numbers reaches from one of its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spreadsheets.find.look.canvas import DATE, NUMBER, NUMERAL, WORD, Canvas
from spreadsheets.find.texts.preamble_words import is_letterhead, is_signed
from spreadsheets.find.texts.unit_of_measure import is_unit_line

_DEPTH, _ASKED = 8, 10
_FEWEST = 3
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def says_only_headers(canvas: Canvas, row: int) -> bool:
    """Whether every cell of a row might be a header: words, and years that go up or down."""
    filled = canvas.filled(row)
    others = [c for c in filled if canvas.kind(row, c) != WORD]
    if not others:
        return bool(filled)
    if _counts_up(canvas, row, filled, others):
        return True
    years = [_year(canvas, row, c) for c in others]
    is_run = len(set(years)) == len(years) and (len(years) > 1 or len(filled) <= 3)
    return all(years) and is_run and sorted(years) in (years, years[::-1])


def _counts_up(canvas: Canvas, row: int, filled: Sequence[int], others: Sequence[int]) -> bool:
    """Whether a row is one word and numbers from 1 on, as the months of a year head columns."""
    said = [canvas.figure(row, c) if canvas.kind(row, c) in (NUMBER, NUMERAL) else None for c in others]
    return len(said) > _FEWEST and len(filled) == len(said) + 1 and said == list(range(1, len(said) + 1))


def _year(canvas: Canvas, row: int, column: int) -> int:
    """The year a cell says; 0 where it says none."""
    kind = canvas.kind(row, column)
    if kind in (DATE, NUMBER, NUMERAL):
        said = canvas.text(row, column)[: 4 if kind == DATE else None]
        return int(said) if _YEAR.fullmatch(said) else 0
    return 0


def label_below(canvas: Canvas, row: int) -> int:
    """The first column that the rows below often fill: that of names."""
    below = [r for r in range(row + 1, min(row + 3 * _ASKED, canvas.last) + 1) if canvas.count(r)][:_ASKED]
    often = (c for c in canvas.columns if 5 * sum(bool(canvas.kind(r, c)) for r in below) >= 2 * len(below))
    return next(often, canvas.columns[0])


def top_of(canvas: Canvas, row: int, above: int) -> int:
    """The first row of a heading, below row `above`: rows of group headers right over it belong to it."""
    label, top = label_below(canvas, row), row
    while top - 1 > above and top > row - _DEPTH and _is_over(canvas, top, label):
        top -= 1
    return top


def _is_over(canvas: Canvas, top: int, label: int) -> bool:
    """Whether the row above the first known row of a heading is of it too: headers of groups of its columns."""
    cells = canvas.filled(top - 1)
    if not cells or not says_only_headers(canvas, top - 1) or stands_above_tables(canvas, top - 1, cells):
        return False
    if len(cells) == 1:
        frame = canvas.frame_at(top - 1, cells[0])
        return bool(frame) and frame is not None and label < frame.left < frame.right
    return cells[0] > label or (cells[0] == label and not canvas.kind(top, label))


def stands_above_tables(canvas: Canvas, row: int, cells: Sequence[int]) -> bool:
    """Whether a row says what only stands above or below tables."""
    return any(is_letterhead(t) or is_signed(t) or is_unit_line(t) for t in (canvas.text(row, c) for c in cells))


def bottom_of(canvas: Canvas, top: int, row: int) -> int:
    """The last row of a heading: as far as merged cells and boxes reach, or as rows of bare headers go on."""
    label, bottom, at = label_below(canvas, row), row, top
    while at <= bottom:
        bottom = max([bottom, *(m.bottom for m in canvas.frames_on(at) if m.top >= top and m.bottom < top + _DEPTH)])
        at += 1
    while bottom < top + _DEPTH and _is_under(canvas, top, bottom + 1, label):
        bottom += 1
    return bottom


def _is_under(canvas: Canvas, top: int, row: int, label: int) -> bool:
    """Whether a row below a heading is of it too: headers under headers, none over the names, rows of another kind
    below."""
    cells = canvas.filled(row)
    if not cells or not says_only_headers(canvas, row) or cells[0] <= label:
        return False
    headed = {c for r in range(top, row) for c in canvas.filled(r)}
    for r in range(top, row):
        headed |= {c for m in canvas.frames_on(r) if m.top >= top for c in range(m.left, m.right + 1)}
    after = next((r for r in range(row + 1, min(row + 4, canvas.last) + 1) if canvas.count(r)), 0)
    is_over_rows = bool(after) and (canvas.kind(after, label) != 0 or canvas.figures(after) > 0)
    return is_over_rows and (set(cells) <= headed or len(cells) > 1)

"""Where the heading of a table stands on a sheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from schemas.values.text import fold
from spreadsheets.find.canvas import FIGURES, Canvas
from spreadsheets.find.levels import levels
from spreadsheets.find.texts import translation
from spreadsheets.find.texts.unit_of_measure import is_unit_line
from spreadsheets.sheet.grid import Merge

#: The heading over running numbers, alone or followed by its translation.
_ORDINAL = (
    r"(?is)^[\s\x{200b}-\x{200d}\x{2060}\x{feff}]*(?:s\.?\s*t\.?\s*t\.?|tt|số\s*tt|số\s*thứ\s*tự|thứ\s*tự|no\.?)"
    r"\s*:?\s*(?:[\n/(–-].*|\s+no\.?)?$"
)
_FORMULA = re.compile(r"\(?\s*([0-9]{1,3}|[A-Za-zĐđ])\s*\)?\s*(=.*)?", re.DOTALL)
_BLANK_ROWS = 3
_DEPTH = 12
_SEARCHED = 200


@dataclass
class Header:
    """One table's heading: its rows, the column of running numbers, and how each column is headed.

    `repeats`: rows further down where it stands again, as on every printed page.
    """

    top: int
    bottom: int
    ordinal: int | None
    numbering: int | None = None
    levels: dict[int, tuple[str, ...]] = field(default_factory=dict)
    repeats: list[range] = field(default_factory=list)
    is_fragmented: bool = False

    @property
    def body(self) -> int:
        """First row below the heading and its numbering row."""
        return (self.numbering or self.bottom) + 1


def headers(canvas: Canvas) -> list[Header]:
    """Every heading over a column of running numbers, from the top; where there is none, the first line of words."""
    found: list[Header] = []
    anchors = sorted((row, column) for row, column in find_ordinals(canvas) if _is_anchor(canvas, row, column))
    for row, column in anchors:
        if not found or row > found[-1].bottom:
            above = found[-1].bottom if found else canvas.first - 1
            header = _around(canvas, row, column, above)
            if found and _repeats(canvas, found[-1], header):
                found[-1].repeats.append(range(header.top, header.body))
            else:
                found.append(header)
    return found or list(without_ordinals(canvas, canvas.first))[:1]


def find_ordinals(canvas: Canvas) -> Iterator[tuple[int, int]]:
    """(row, column) of every cell that says "running number"."""
    return canvas.find(_ORDINAL)


def _repeats(canvas: Canvas, first: Header, again: Header) -> bool:
    """Whether a heading is the one above once more: the same words over the same columns, right below rows."""
    above = again.top - 1
    while above > first.body and not canvas.count(above):
        above -= 1
    return again.levels == first.levels and canvas.figures(above) > 0


def _is_anchor(canvas: Canvas, row: int, column: int) -> bool:
    """Whether a word for running numbers heads a column: first in its row, words beside it, figures at most years."""
    filled = canvas.filled(row)
    others = [c for c in filled if c != column]
    merge = canvas.merge_at(row, column)
    below = range(row + 1, (merge.bottom if merge else row) + 1)
    beside = others or [c for r in below for c in canvas.filled(r)]
    figures = [canvas.figure(row, c) for c in filled if canvas.kind(row, c) in FIGURES]
    return filled[0] == column and bool(beside) and all(v is not None and 1900 <= v <= 2100 for v in figures)


def _around(canvas: Canvas, row: int, column: int, above: int) -> Header:
    header = Header(_top(canvas, row, column, above), row, column)
    _close(canvas, header)
    return header


def _close(canvas: Canvas, header: Header) -> None:
    """Find the last row, the numbering row and the levels of a heading whose first row is known."""
    header.bottom = _bottom(canvas, header)
    header.numbering = _numbering(canvas, header.bottom)
    header.levels = levels(canvas, header.top, header.bottom, header.ordinal)
    rows = range(header.top, header.bottom + 1)
    header.is_fragmented = len(rows) > 1 and not any(m.top >= header.top for r in rows for m in canvas.merges_on(r))


def _top(canvas: Canvas, row: int, column: int, above: int) -> int:
    """The first row of the heading: rows of words right above belong to it unless they are a title or a unit line."""
    top = row
    while top - 1 > above and top > row - _DEPTH:
        cells = canvas.filled(top - 1)
        if not _may_head(canvas, top - 1, column):
            break
        merge = canvas.merge_at(top - 1, cells[0])
        is_between = len(canvas.filled(top - 2)) > 1 and top - 2 > above and _may_head(canvas, top - 2, column)
        if len(cells) == 1 and not (merge and merge.right > merge.left) and not is_between:
            break
        top -= 1
    return top


def _may_head(canvas: Canvas, row: int, ordinal: int) -> bool:
    """Whether a row above the word for running numbers has words only, right of it, and no unit of measure."""
    cells = canvas.filled(row)
    if not cells or cells[0] <= ordinal or canvas.figures(row):
        return False
    return not any(is_unit_line(canvas.text(row, c)) for c in cells)


def _bottom(canvas: Canvas, header: Header) -> int:
    """The last row of the heading: as far as its merged cells reach, or as rows of bare headings go on."""
    bottom, row = header.bottom, header.top
    while row <= bottom:
        bottom = max([bottom, *(m.bottom for m in canvas.merges_on(row) if m.top >= header.top)])
        row += 1
    anchor = canvas.merge_at(header.bottom, header.ordinal or header.top)
    if header.ordinal and anchor and anchor.bottom > anchor.top:
        return bottom
    while bottom < header.top + _DEPTH and _goes_on(canvas, header, bottom + 1):
        bottom += 1
        bottom = max([bottom, *(m.bottom for m in canvas.merges_on(bottom) if m.top == bottom)])
    return bottom


def _goes_on(canvas: Canvas, header: Header, row: int) -> bool:
    """Whether a row below the first heading row is one too: words only, and over the columns of figures."""
    cells = canvas.filled(row)
    if not cells or canvas.words(row) < len(cells):
        return False
    if header.ordinal is None:
        first, *others = canvas.filled(header.top)
        merges = [m for r in range(header.top, row + 1) for m in canvas.merges_on(r) if m.top >= header.top]
        if merges:
            return cells[0] > first and _is_beneath(canvas, row, merges)
        return cells[0] > first and len(cells) >= len(others) and canvas.figures(row + 1) >= len(cells) > 1
    above = [c for r in range(header.top, row) for c in canvas.filled(r) if c > header.ordinal]
    label = min(above, default=header.ordinal + 1)
    if cells[0] == header.ordinal:
        return translation.is_english(canvas.text(row, header.ordinal))
    return cells[0] > label or (cells[0] == label and len(cells) > 1 and canvas.figures(row + 1) == 0)


def _numbering(canvas: Canvas, bottom: int) -> int | None:
    for row in range(bottom + 1, bottom + 2 + _BLANK_ROWS):
        if canvas.count(row):
            return row if is_numbering(canvas, row) else None
    return None


def is_numbering(canvas: Canvas, row: int) -> bool:
    """Whether a row numbers the columns: A, B, 1, 2, "3=2/1", (4)."""
    if canvas.count(row) < 2:
        return False
    numbers = []
    for column in canvas.columns:
        if canvas.kind(row, column):
            mark = _FORMULA.fullmatch(canvas.text(row, column))
            if not mark:
                return False
            numbers += [int(mark[1])] if mark[1].isdigit() else []
    steps = [b - a for a, b in pairwise(numbers)]
    return bool(numbers) and numbers[0] <= 3 and 3 * steps.count(1) >= 2 * len(steps)


def without_ordinals(canvas: Canvas, start: int) -> Iterator[Header]:
    """Headings without running numbers, from row `start` on: a line of words over rows that fill the same columns.

    Further down a sheet the rows must hold figures, lest signatures be taken for a table.
    """
    for row in range(start, min(canvas.last, start + _SEARCHED)):
        words = canvas.words(row)
        if words < 2 or words < canvas.count(row):
            continue
        below = [r for r in range(row + 1, min(row + 20, canvas.last) + 1) if canvas.count(r)][:10]
        is_wide = below and max(words, _spread(canvas, row)) >= 0.6 * max(map(canvas.count, below))
        if is_wide and (start == canvas.first or sum(canvas.figures(r) > 0 for r in below) > 1):
            header = Header(row, row, None)
            _close(canvas, header)
            yield header


def _is_beneath(canvas: Canvas, row: int, merges: Collection[Merge]) -> bool:
    """Whether a row has words under every column of headings merged across, and nothing elsewhere; not where any is
    merged down, which tells by itself how far a heading reaches."""
    columns = {column for m in merges for column in range(m.left, m.right + 1)}
    is_flat = all(m.bottom == m.top for m in merges)
    return is_flat and bool(columns) and columns == set(canvas.filled(row)) and canvas.words(row) == len(columns)


def _spread(canvas: Canvas, row: int) -> int:
    """Columns a row of headings covers where some of them are merged across, and others reach down beside them or
    words stand beneath; else 0."""
    merges = [m for m in canvas.merges_on(row) if m.top == row]
    if not any(m.bottom > m.top for m in merges) and not _is_beneath(canvas, row + 1, merges):
        return 0
    return canvas.count(row) + sum(m.right - m.left for m in merges)


def same_words(canvas: Canvas, header: Header, row: int) -> bool:
    """Whether a row repeats the first row of the heading."""
    if canvas.count(row) != canvas.count(header.top) or canvas.figures(row):
        return False
    cells = canvas.filled(header.top)
    return all(fold(canvas.text(row, c)) == fold(canvas.text(header.top, c)) for c in cells)

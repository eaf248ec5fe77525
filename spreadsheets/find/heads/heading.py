"""Where the heading of a table stands on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.values.text import fold
from spreadsheets.find.heads.bare_extent import says_only_headers
from spreadsheets.find.heads.column_numbers import numbering_below
from spreadsheets.find.heads.levels import Headers, headers
from spreadsheets.find.look.canvas import FIGURES, Canvas
from spreadsheets.find.look.evidence import Clue, Sign
from spreadsheets.find.texts import translation
from spreadsheets.find.texts.unit_of_measure import is_unit_line

#: The header over running numbers, alone or followed by its translation.
_ORDINAL = (
    r"(?is)^[\s\x{200b}-\x{200d}\x{2060}\x{feff}]*(?:s\.?\s*t\.?\s*t\.?|tt|số\s*tt|số\s*thứ\s*tự|thứ\s*tự|no\.?)"
    r"\s*:?\s*(?:[\n/(–-].*|\s+no\.?)?$"
)
_DEPTH = 12


@dataclass(frozen=True)
class TableHeading:
    """The rows of a table that head its columns.

    `anchor`: the row it was found by. `ordinal`: the column of running numbers. `numbering`: the row below that numbers
    the columns. `headers`: column -> levels of its header as printed. `repeats`: rows further down where the heading
    stands again, as on every printed page. `is_in_pieces`: nothing is merged, a header may be cut over cells.
    """

    top: int
    bottom: int
    anchor: int
    ordinal: int | None
    numbering: int | None
    headers: Headers
    is_in_pieces: bool
    repeats: tuple[range, ...] = ()

    @property
    def body(self) -> int:
        """First row below the heading and its numbering row."""
        return (self.numbering or self.bottom) + 1

    @property
    def why(self) -> tuple[Clue, ...]:
        """What tells the heading and how far it reaches."""
        sign = Sign.ORDINAL_WORD if self.ordinal else Sign.LINE_OF_WORDS
        found = [Clue(sign, self.anchor, self.ordinal or 0)]
        if self.top < self.anchor:
            found.append(Clue(Sign.WORDS_ABOVE, self.top, rows=range(self.top, self.anchor)))
        if self.bottom > self.anchor:
            found.append(Clue(Sign.WORDS_BELOW, self.bottom, rows=range(self.anchor + 1, self.bottom + 1)))
        if self.is_in_pieces:
            found.append(Clue(Sign.IN_PIECES, self.top, rows=range(self.top, self.bottom + 1)))
        if self.numbering:
            found.append(Clue(Sign.NUMBERS_BELOW, self.numbering))
        return (*found, *(Clue(Sign.HEADED_AGAIN, rows.start, rows=rows) for rows in self.repeats))


def headings(canvas: Canvas) -> list[TableHeading]:
    """Every heading over a column of running numbers, from the top."""
    found: list[TableHeading] = []
    anchors = sorted((row, column) for row, column in find_ordinals(canvas) if _is_anchor(canvas, row, column))
    for row, column in anchors:
        if found and row <= found[-1].bottom:
            continue
        heading = _around(canvas, row, column, found[-1].bottom if found else canvas.first - 1)
        if found and _repeats(canvas, found[-1], heading):
            again = range(heading.top, heading.body)
            found[-1] = replace(found[-1], repeats=(*found[-1].repeats, again))
        else:
            found.append(heading)
    return found


def find_ordinals(canvas: Canvas) -> list[tuple[int, int]]:
    """(row, column) of every cell that says "running number"."""
    return canvas.find(_ORDINAL)


def _repeats(canvas: Canvas, first: TableHeading, again: TableHeading) -> bool:
    """Whether a heading is the one above once more: the same words over the same columns, right below rows."""
    above = again.top - 1
    while above > first.body and not canvas.count(above):
        above -= 1
    return again.headers == first.headers and canvas.figures(above) > 0


def _is_anchor(canvas: Canvas, row: int, column: int) -> bool:
    """Whether a word for running numbers heads a column: first in its row, words beside it, figures at most years."""
    filled = canvas.filled(row)
    others = [c for c in filled if c != column]
    merge = canvas.merge_at(row, column)
    below = range(row + 1, (merge.bottom if merge else row) + 1)
    beside = others or [c for r in below for c in canvas.filled(r)]
    figures = [canvas.figure(row, c) for c in filled if canvas.kind(row, c) in FIGURES]
    return filled[0] == column and bool(beside) and all(v is not None and 1900 <= v <= 2100 for v in figures)


def _around(canvas: Canvas, row: int, ordinal: int, above: int) -> TableHeading:
    """The heading of which one row is known, and that it is below row `above`."""
    top = _top(canvas, row, ordinal, above)
    bottom = _bottom(canvas, top, row, ordinal)
    printed = headers(canvas, top, bottom, ordinal)
    return TableHeading(
        top,
        bottom,
        row,
        ordinal,
        numbering_below(canvas, bottom, printed),
        printed,
        is_in_pieces=is_in_pieces(canvas, top, bottom),
    )


def _is_over_figures(canvas: Canvas, row: int, cells: Sequence[int], ordinal: int) -> bool:
    """Whether below a row come words still, or a numbered row with a figure under each cell but that of the name."""
    if canvas.figures(row + 1) == 0:
        return True
    is_numbered = bool(canvas.kind(row + 1, ordinal)) and not canvas.kind(row, ordinal)
    return is_numbered and all(canvas.kind(row + 1, c) in FIGURES for c in cells[1:])


def is_in_pieces(canvas: Canvas, top: int, bottom: int) -> bool:
    """Whether a heading of several rows has nothing that stands over several cells: headers may be cut over them.

    Not where nearly each of its cells has a box for itself.
    """
    rows = range(top, bottom + 1)
    if bottom == top or any(m.top >= top for r in rows for m in canvas.frames_on(r)):
        return False
    boxed = [canvas.frames.is_boxed(r, c) for r in rows for c in canvas.filled(r)]
    return 5 * sum(boxed) < 4 * len(boxed)


def _top(canvas: Canvas, row: int, column: int, above: int) -> int:
    """The first row of the heading: rows of words right above belong to it unless they are a title or a unit line."""
    top = row
    while top - 1 > above and top > row - _DEPTH:
        cells = canvas.filled(top - 1)
        if not _may_head(canvas, top - 1, column):
            break
        merge = canvas.frame_at(top - 1, cells[0])
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


def _bottom(canvas: Canvas, top: int, anchor: int, ordinal: int) -> int:
    """The last row of the heading: as far as its merged cells reach, or as rows of bare headers go on."""
    bottom, row = anchor, top
    while row <= bottom:
        bottom = max([bottom, *(m.bottom for m in canvas.frames_on(row) if m.top >= top)])
        row += 1
    merge = canvas.frame_at(anchor, ordinal)
    if merge and merge.bottom > merge.top:
        return bottom
    while bottom < top + _DEPTH and _goes_on(canvas, top, bottom + 1, ordinal):
        bottom += 1
        bottom = max([bottom, *(m.bottom for m in canvas.frames_on(bottom) if m.top == bottom)])
    return bottom


def _goes_on(canvas: Canvas, top: int, row: int, ordinal: int) -> bool:
    """Whether a row below the first of a heading is of it too: words only, and over the columns of figures."""
    cells = canvas.filled(row)
    if not cells or not says_only_headers(canvas, row):
        return False
    above = [c for r in range(top, row) for c in canvas.filled(r) if c > ordinal]
    label = min(above, default=ordinal + 1)
    if cells[0] == ordinal:
        return translation.is_english(canvas.text(row, ordinal))
    return cells[0] > label or (cells[0] == label and len(cells) > 1 and _is_over_figures(canvas, row, cells, ordinal))


def same_words(canvas: Canvas, heading: TableHeading, row: int) -> bool:
    """Whether a row repeats the first row of the heading."""
    if canvas.count(row) != canvas.count(heading.top) or canvas.figures(row):
        return False
    cells = canvas.filled(heading.top)
    return all(fold(canvas.text(row, c)) == fold(canvas.text(heading.top, c)) for c in cells)

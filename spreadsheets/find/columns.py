"""The columns of a table: the header over each, the column of names, the columns of figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import compress

from spreadsheets.find.heads.heading import TableHeading
from spreadsheets.find.heads.heading_in_pieces import LaidPhrases, laid_phrases
from spreadsheets.find.heads.levels import Headers, aligned, headers, spread
from spreadsheets.find.look.canvas import NUMBER, NUMERAL, WORD, Canvas
from spreadsheets.find.look.evidence import Clue, Sign

#: Rows that are counted, and rows that are asked for words, from the first on.
_COUNTED, _ASKED = 501, 2001
#: Columns from which on the first may be without a header.
_FEWEST = 2


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a table over some rows.

    `headers`: column -> levels of the header laid over it. `every`: all columns, from the left. `label`: that of names.
    `measures`: those of figures. `phrases`: a heading in pieces as it was laid. `laid`: why headers stand elsewhere
    than they are printed.
    """

    ordinal: int | None
    headers: Headers
    every: tuple[int, ...]
    label: int | None
    measures: tuple[int, ...]
    phrases: LaidPhrases | None = None
    laid: Sign | None = None

    @property
    def why(self) -> tuple[Clue, ...]:
        """What tells the columns apart."""
        unheaded = tuple(c for c in self.every if c not in self.headers)
        told = {
            self.laid: tuple(c for c, levels in self.headers.items() if levels),
            Sign.FIGURES_UNHEADED: unheaded,
            Sign.NAMES: (self.label,) if self.label else (),
            Sign.FIGURES: self.measures,
        }
        return tuple(Clue(sign, columns=columns) for sign, columns in told.items() if sign and columns)


def columns_over(canvas: Canvas, heading: TableHeading, rows: range, above: Columns | None = None) -> Columns:
    """The columns of a table whose rows are known; headers over the columns they name.

    `above`: the columns of the table above: where its heading is this one again, headers are laid as there.
    """
    filled = [c for c in canvas.columns if any(canvas.kinds(c, rows.start, rows.stop - 1))]
    if not heading.is_in_pieces:
        moved = aligned(heading.headers, filled)
        return _told(canvas, heading, moved, rows, laid=Sign.LAID_OVER if moved != heading.headers else None)
    if _is_neat(canvas, heading, filled):
        over = spread(canvas, heading.top, heading.bottom)
        printed = headers(canvas, heading.top, heading.bottom, heading.ordinal, over)
        return _told(canvas, heading, printed, rows)
    phrases, laid = laid_phrases(canvas, heading, filled), Sign.LAID_OVER
    if above and above.phrases and phrases.repeats(above.phrases):
        phrases, laid = phrases.laid_as(above.phrases), Sign.LAID_AS_ABOVE
    return _told(canvas, heading, phrases.headers, rows, phrases, laid)


def _is_neat(canvas: Canvas, heading: TableHeading, filled: Collection[int]) -> bool:
    """Whether every column that the rows fill has its header in itself, and no header stands elsewhere."""
    named = {c for row in range(heading.top, heading.bottom + 1) for c in canvas.filled(row)}
    return named == set(filled) or (len(filled) > _FEWEST and named == set(filled) - {min(filled)})


def columns_as_printed(canvas: Canvas, heading: TableHeading, rows: range) -> Columns:
    """The columns as the heading is printed, before it is known where the table ends."""
    return _told(canvas, heading, heading.headers, rows)


def _told(
    canvas: Canvas,
    heading: TableHeading,
    headers: Headers,
    rows: range,
    phrases: LaidPhrases | None = None,
    laid: Sign | None = None,
) -> Columns:
    """Columns of the heading, and those beside it that the rows fill as often; of names and of figures."""
    outside = _unheaded(canvas, headers, rows)
    every = tuple(sorted({*headers, *outside}))
    label = _label(canvas, heading.ordinal, every, rows)
    others = (c for c in every if c not in (heading.ordinal, label))
    measures = tuple(c for c in others if _has_figures(canvas.kinds(c, rows.start, rows.stop - 1)))
    return Columns(heading.ordinal, headers, every, label, measures, phrases, laid)


def _has_figures(kinds: bytes) -> bool:
    return NUMBER in kinds or NUMERAL in kinds


def _unheaded(canvas: Canvas, headers: Headers, rows: range) -> list[int]:
    """Columns without a header that have a figure in more than half of the rows, or names left of all others."""
    counted = rows[:_COUNTED]
    least = sum(1 for row in counted if canvas.count(row))
    if not least:
        return []
    kinds = {c: canvas.kinds(c, counted.start, counted.stop - 1) for c in canvas.columns if c not in headers}
    left = min(headers, default=0)
    return [
        c
        for c, found in kinds.items()
        if 2 * (found.count(NUMBER) + found.count(NUMERAL)) > least or (c < left and 3 * found.count(WORD) > least)
    ]


def _label(canvas: Canvas, ordinal: int | None, every: tuple[int, ...], rows: range) -> int | None:
    """The column of names: where words stand most often before the first column of figures.

    Rows that are numbered are asked, where there are some: lines of specification under an item have no number.
    """
    asked = rows[:_ASKED]
    numbered = canvas.kinds(ordinal, asked.start, asked.stop - 1) if ordinal else b""
    is_asked = numbered if len(numbered) - numbered.count(0) > 1 else bytes([1]) * len(asked)
    best, most = None, 0
    for column in every:
        if ordinal and column <= ordinal:
            continue
        kinds = bytes(compress(canvas.kinds(column, asked.start, asked.stop - 1), is_asked))
        words, figures = kinds.count(WORD), kinds.count(NUMBER) + kinds.count(NUMERAL)
        if figures > words and best is not None:
            break
        if words > figures and words > 1.5 * most:
            best, most = column, words
    return best

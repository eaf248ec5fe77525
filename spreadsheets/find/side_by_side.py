"""Tables side by side: the columns of a sheet that each of them has for itself."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.values.text import fold
from spreadsheets.find.heads.heading import find_ordinals
from spreadsheets.find.look.canvas import FIGURES, WORD, Canvas
from spreadsheets.find.look.evidence import Clue, Sign

_SEARCHED = 100
_LEAST = 2


@dataclass(frozen=True)
class Band:
    """The columns that one table has for itself, and why."""

    columns: range
    why: tuple[Clue, ...] = ()


def bands(canvas: Canvas) -> list[Band]:
    """The columns of each table that stands beside another, from the left; all of them where none does.

    Told by a heading row that begins anew: running numbers headed twice, or the same headers over again. Nothing
    below that row may reach across from one table into the other.
    """
    row, starts = _beginning(canvas)
    cuts = [*starts[1:], canvas.grid.n_columns + 1]
    if not starts or _is_crossed(canvas, row, cuts):
        return [Band(range(1, canvas.grid.n_columns + 1))]
    return [
        Band(range(first, cut), (Clue(Sign.STANDS_BESIDE, row, start),))
        for first, start, cut in zip([1, *starts[1:]], starts, cuts, strict=True)
    ]


def _is_crossed(canvas: Canvas, top: int, cuts: list[int]) -> bool:
    """Whether a merged cell in some row from the top on reaches from one table into another."""
    merges = (m for row in range(top, canvas.last + 1) for m in canvas.merges_on(row))
    return any(m.left < cut <= m.right for m in merges for cut in cuts)


def _beginning(canvas: Canvas) -> tuple[int, list[int]]:
    """The first heading row that begins anew, and the columns at which it does; none where there is none."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(find_ordinals(canvas)):
        by_row.setdefault(row, []).append(column)
    for row, columns in by_row.items():
        if len(columns) > 1 and _are_headed(canvas, row, columns):
            return row, columns
    for row in range(canvas.first, min(canvas.last, canvas.first + _SEARCHED)):
        columns = _over_again(canvas, row)
        if columns:
            return row, columns
    return 0, []


def _are_headed(canvas: Canvas, row: int, columns: list[int]) -> bool:
    """Whether each word for running numbers has words beside it, the same word each time, and numbers below it."""
    words = {fold(canvas.text(row, column)) for column in columns}
    ends = [*columns[1:], canvas.grid.n_columns + 1]
    beside = [any(canvas.kind(row, c) == WORD for c in range(a + 1, b)) for a, b in zip(columns, ends, strict=True)]
    below = range(row + 1, min(row + 12, canvas.last) + 1)
    numbered = [any(canvas.kind(r, c) in FIGURES for r in below) for c in columns]
    return len(words) == 1 and all(beside) and all(numbered)


def _over_again(canvas: Canvas, row: int) -> list[int]:
    """Columns at which the headers of a row begin over again, each time all of them over words and figures alike."""
    cells = canvas.filled(row)
    if len(cells) < 2 * _LEAST or canvas.words(row) < len(cells):
        return []
    words = [fold(canvas.text(row, c)) for c in cells]
    starts = [i for i, word in enumerate(words) if word == words[0]]
    width = len(words) // len(starts)
    is_same = width >= _LEAST and starts == list(range(0, len(words), width)) and words == words[:width] * len(starts)
    below = next((r for r in range(row + 1, canvas.last + 1) if canvas.count(r)), 0)
    if len(starts) < 2 or not is_same or not below:
        return []
    is_first = canvas.filled(below)[0] == cells[0] and canvas.figures(below) > 0
    return [cells[i] for i in starts] if is_first and all(canvas.kind(below, cells[i]) == WORD for i in starts) else []

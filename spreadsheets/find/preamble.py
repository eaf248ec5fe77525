"""What stands above a table: its title, its unit of measure, the letterhead."""

from __future__ import annotations

from dataclasses import dataclass

from spreadsheets.find.look.canvas import WORD, Canvas
from spreadsheets.find.texts import translation
from spreadsheets.find.texts.preamble_words import begins_title, is_letterhead
from spreadsheets.find.texts.unit_of_measure import is_unit_line, unit_in_title, unit_of

Line = tuple[int, int, str]


@dataclass(frozen=True)
class Preamble:
    """The lines above a table, the title among them and the unit of measure they say; None where there is none."""

    lines: list[Line]
    title: str | None
    unit: str | None


def preamble(canvas: Canvas, rows: range, width: range) -> Preamble:
    """What stands in some rows above a table that has the columns of `width`."""
    found = lines(canvas, rows)
    said = [unit_of(text) for _, _, text in reversed(found)] + [unit_in_title(text) for _, _, text in found]
    return Preamble(found, _title(canvas, found, width), next(filter(None, said), None))


def lines(canvas: Canvas, rows: range) -> list[Line]:
    """(row, column, text) of every filled cell of some rows, as far as the sheet has them."""
    found: list[Line] = []
    for row in range(max(rows.start, canvas.first), min(rows.stop - 1, canvas.last) + 1):
        found += [(row, c, canvas.text(row, c)) for c in canvas.filled(row)] if canvas.count(row) else []
    return found


def _title(canvas: Canvas, preamble: list[Line], width: range) -> str | None:
    """The title: lines alone in their row in capitals, or the first of them where none is; Vietnamese, joined.

    Of several the one that begins as titles do, the longest of those.
    """
    alone = [line for line in _alone(canvas, preamble) if not is_letterhead(line[2])]
    blocks: list[list[Line]] = []
    for line in alone:
        if _is_capital(line[2]) and not translation.is_english(line[2]):
            if not blocks or line[0] > blocks[-1][-1][0] + 1:
                blocks.append([])
            blocks[-1].append(line)
    plain = [line for line in alone if not line[2].startswith(("*", "-", "+", "("))]
    titled = [line for line in plain if begins_title(line[2])]
    if blocks and (any(begins_title(line[2]) for block in blocks for line in block) or not titled):
        best = max(blocks, key=lambda block: (any(begins_title(t) for *_, t in block), sum(len(t) for *_, t in block)))
        return " ".join(translation.vietnamese(canvas.raw(row, column)) for row, column, _ in best)
    if titled:
        return translation.vietnamese(canvas.raw(titled[0][0], titled[0][1]))
    if len(plain) == 1 or (plain and _is_wide(canvas, plain[0], width)):
        return plain[0][2]
    return None


def _alone(canvas: Canvas, preamble: list[Line]) -> list[Line]:
    """Lines that have their row for themselves and say neither a unit nor who sends."""
    rows = [row for row, _, _ in preamble]
    heads = {row for row in rows if rows.count(row) > 1}
    first = min(heads, default=None)
    lines = [line for line in preamble if line[0] not in heads and not is_unit_line(line[2])]
    lines = [line for line in lines if canvas.kind(line[0], line[1]) == WORD]
    return [line for line in lines if first is None or line[0] > first or _is_capital(line[2])]


def _is_wide(canvas: Canvas, line: Line, width: range) -> bool:
    merge = canvas.merge_at(line[0], line[1])
    return merge is not None and 2 * (merge.right - merge.left + 1) > len(width)


def _is_capital(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)

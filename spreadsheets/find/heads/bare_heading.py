"""Headings without a column of running numbers: every row that might head a table, scored, and the best of them all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.values.text import fold
from spreadsheets.find.heads import costs
from spreadsheets.find.heads.bare_extent import bottom_of, says_only_headers, stands_above_tables, top_of
from spreadsheets.find.heads.column_numbers import numbering_below
from spreadsheets.find.heads.heading import TableHeading, is_in_pieces
from spreadsheets.find.heads.levels import headers
from spreadsheets.find.look.canvas import FIGURES, WORD, Canvas
from spreadsheets.find.texts.preamble_words import is_letterhead, is_placeholder, is_signed
from spreadsheets.find.texts.unit_of_measure import is_unit_line
from spreadsheets.sheet.grid import Align

#: Rows asked for the first heading, rows below one that are asked, and blank rows in a row that end the asking.
_SEARCHED, _ASKED, _BLANK = 5000, 12, 3
_LONG = 120
_NAMES = re.compile(
    r"\W*(?:tên|họ|mã|số|đơn vị|nội dung|chỉ tiêu|danh mục|loại|ghi chú|tổng|địa|ngày|năm|tháng|quý|tỷ lệ|tỉnh|huyện|"
    r"xã|khu vực|dự toán|quyết toán|kế hoạch|thực hiện|diện tích|giá|kinh phí|lĩnh vực|cơ quan|thời gian|kết quả|"
    r"items?|year|province|total|name|region|cities)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A heading that might be, what speaks for it, and the first row it would head."""

    heading: TableHeading
    score: float
    below: int


def bare_headings(canvas: Canvas, start: int, stop: int, *, is_first: bool) -> list[TableHeading]:
    """The headings among rows `start` to `stop` - 1 that explain them best, from the top.

    Every row that could head a table is scored by itself; of those that overlap the ones with the highest sum are
    taken. `is_first`: no table stands above, so that less is asked of them.
    """
    least = costs.LEAST_FIRST if is_first else costs.LEAST_MORE
    scored = [c for row in _rows(canvas, start, stop) if (c := _candidate(canvas, row, start, stop))]
    words = [_words(canvas, c.heading) for c in scored]
    again = [
        Candidate(c.heading, c.score + costs.REPEATED * (words.count(said) > 1), c.below)
        for c, said in zip(scored, words, strict=True)
    ]
    return [c.heading for c in best_of([c for c in again if c.score >= least])]


def best_of(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of candidates those that do not overlap and whose scores come to the most, from the top."""
    ordered = sorted(candidates, key=lambda c: c.below)
    ends = [c.below for c in ordered]
    # best[i]: the highest sum of the first i candidates, and the last of them with where to go on from there
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for i, candidate in enumerate(ordered):
        before = best[bisect_right(ends, candidate.heading.top - 1, hi=i)]
        taken = (before[0] + candidate.score, (*before[1], i))
        best.append(max(best[-1], taken, key=lambda sum_: sum_[0]))
    return [ordered[i] for i in best[-1][1]]


def _rows(canvas: Canvas, start: int, stop: int) -> Iterator[int]:
    """Rows that hold words and years only, in two cells or more, and nothing that stands above or below tables."""
    for row in range(start, min(stop - 1, start + _SEARCHED)):
        if (canvas.count(row) > 1 and canvas.words(row) > 0) or canvas.count(row) > 2:
            is_apart = stands_above_tables(canvas, row, canvas.filled(row))
            if not is_apart and says_only_headers(canvas, row):
                yield row


def _candidate(canvas: Canvas, row: int, start: int, stop: int) -> Candidate | None:
    """The heading around a row and its score; None where no row stands under it."""
    heading = _around(canvas, row, start - 1)
    below = _below(canvas, heading, stop)
    if not below:
        return None
    headed = {c for c, levels in heading.headers.items() if any(levels)}
    score = _table_score(canvas, headed, below) if headed else None
    if score is None:
        return None
    score += _look_score(canvas, heading, headed, below) + _place_score(canvas, heading, start)
    return Candidate(heading, score + _word_score(canvas, heading), below[0])


def _around(canvas: Canvas, row: int, above: int) -> TableHeading:
    """The heading of which one row is known, and that it is below row `above`."""
    top = top_of(canvas, row, above)
    bottom = bottom_of(canvas, top, row)
    printed = headers(canvas, top, bottom, None)
    return TableHeading(
        top,
        bottom,
        row,
        None,
        numbering_below(canvas, bottom, printed),
        printed,
        is_in_pieces=is_in_pieces(canvas, top, bottom),
    )


def _below(canvas: Canvas, heading: TableHeading, stop: int) -> list[int]:
    """The first rows under a heading that hold something, as far as they stand together."""
    found: list[int] = []
    for row in range(heading.body, min(stop, heading.body + 4 * _ASKED)):
        if canvas.count(row):
            found.append(row)
        elif row - (found[-1] if found else heading.body - 1) > _BLANK:
            break
        if len(found) == _ASKED:
            break
    return found


def _table_score(canvas: Canvas, headed: set[int], below: Sequence[int]) -> float | None:
    """How well headers explain the rows below them; None where there is no table."""
    filled = {c: [canvas.kind(row, c) for row in below] for c in canvas.columns}
    often = {c for c, kinds in filled.items() if 4 * sum(map(bool, kinds)) >= len(below)}
    if not often or sum(canvas.count(row) > 1 for row in below) < min(2, len(below)):
        return None
    is_named = min(often) < min(headed) and filled[min(often)].count(WORD) > 0
    asked = often - {min(often)} if is_named else often
    share = len(asked & headed) / len(asked) if asked else 0.0
    if share < 0.6 or len(headed) + is_named < 2:
        return None
    figured = [c for c in asked & headed if 2 * sum(k in FIGURES for k in filled[c]) > sum(map(bool, filled[c]))]
    return costs.COVERS * share + (costs.OVER_FIGURES if figured else costs.AS_ROWS)


def _look_score(canvas: Canvas, heading: TableHeading, headed: Iterable[int], below: Sequence[int]) -> float:
    """What type, fill and lines tell heading from rows."""
    cells = [(r, c) for r in range(heading.top, heading.bottom + 1) for c in canvas.filled(r)]
    rows = [(r, c) for r in below[:4] for c in headed if canvas.kind(r, c)]
    score = 0.0
    styles, others = [canvas.grid.cell(*at).style for at in cells], [canvas.grid.cell(*at).style for at in rows]
    for cost, flags, below_flags in (
        (costs.BOLD, [s.bold for s in styles], [s.bold for s in others]),
        (costs.FILLED, [s.filled for s in styles], [s.filled for s in others]),
        (costs.CENTRED, [s.align == Align.CENTRE for s in styles], [s.align == Align.CENTRE for s in others]),
    ):
        score += cost * (_share(flags) > 0.7 and _share(below_flags) < 0.5)
    above = [canvas.frames.lines(heading.top - 1, c) for _, c in cells]
    is_lined = _share([bool(s.lines) for s in styles]) > 0.7
    return score + costs.LINED * (is_lined and _share([bool(lines & 5) for lines in above]) < 0.3)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _place_score(canvas: Canvas, heading: TableHeading, start: int) -> float:
    """What stands above and right below."""
    score = costs.NUMBERED_BELOW if heading.numbering else 0.0
    above = heading.top - 1
    texts = [canvas.text(above, c) for c in canvas.filled(above)] if above >= start else []
    is_apart = len(texts) < 2 or any(_is_above_tables(t) or is_placeholder(t) for t in texts)
    score += costs.BEGINS if is_apart else costs.AMONG_ROWS
    near = [canvas.text(r, c) for r in range(max(above - 2, start), heading.top) for c in canvas.filled(r)]
    return score + costs.TITLED * any(is_unit_line(t) or (len(t) > 15 and t.isupper()) for t in near)


def _word_score(canvas: Canvas, heading: TableHeading) -> float:
    """What its words say."""
    rows = range(heading.top, heading.bottom + 1)
    texts = [canvas.text(r, c) for r in rows for c in canvas.filled(r) if canvas.kind(r, c) == WORD]
    score = costs.LETTERHEAD * sum(map(_is_above_tables, texts)) + costs.PLACEHOLDER * any(map(is_placeholder, texts))
    score += costs.SENTENCES * _share([len(t) > _LONG for t in texts])
    score += costs.NAMED * min(2, sum(bool(_NAMES.match(t)) for t in texts))
    return score + (costs.YEARS if len(texts) < 2 else 0.0)


def _is_above_tables(text: str) -> bool:
    return is_letterhead(text) or is_signed(text) or is_unit_line(text)


def _words(canvas: Canvas, heading: TableHeading) -> tuple[str, ...]:
    rows = range(heading.top, heading.bottom + 1)
    return tuple(fold(canvas.text(r, c)) for r in rows for c in canvas.filled(r))

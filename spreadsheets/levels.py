"""The heading of each column of a table, level by level."""

from __future__ import annotations

from typing import NamedTuple

from schemas.text import clean
from spreadsheets import bilingual
from spreadsheets.canvas import Canvas

#: A heading cell over a column: first and last column it covers, its row, its text as stored.
_Cell = tuple[tuple[int, int], int, str]


class _Level(NamedTuple):
    """One level over a column: first and last column it covers, first and last row, text."""

    width: tuple[int, int]
    first: int
    last: int
    text: str


def levels(canvas: Canvas, top: int, bottom: int, ordinal: int | None) -> dict[int, tuple[str, ...]]:
    """Column -> heading levels, outermost first, English taken away where the heading is in two languages.

    A merged heading stands over all its columns. A phrase cut over several rows of one width is one level.
    """
    stacks = {c: _stack(canvas, top, bottom, c) for c in _span(canvas, top, bottom)}
    is_merged = any(m.top >= top for row in range(top, bottom + 1) for m in canvas.merges_on(row))
    cells = {(width, text) for stack in stacks.values() for width, _, text in stack}
    english = sum(bilingual.has_english_tail(t) or bilingual.is_english(t) for _, t in cells)
    is_bilingual = english >= 2 and 3 * english >= len(cells)
    found = {}
    for column, stack in stacks.items():
        beside = [] if is_merged else stacks.get(column + 1, [])[:1]
        opened = {row for _, row, text in beside if text[:1].isupper()}
        found[column] = _joined(stack, is_bilingual, column == ordinal, is_merged, opened)
    if not is_merged and bottom > top:
        found = _spread(found, ordinal)
    return {c: tuple(level.text for level in kept) for c, kept in found.items()}


def _span(canvas: Canvas, top: int, bottom: int) -> range:
    """From the first to the last column with a heading."""
    left, right = [], []
    for row in range(top, bottom + 1):
        for column in canvas.filled(row):
            merge = canvas.merge_at(row, column)
            left.append(column)
            right.append(merge.right if merge else column)
    return range(min(left), max(right) + 1)


def _stack(canvas: Canvas, top: int, bottom: int, column: int) -> list[_Cell]:
    """The heading cells over a column, from the top."""
    stack: list[_Cell] = []
    row = top
    while row <= bottom:
        merge = canvas.merge_at(row, column)
        place = (merge.top, merge.left) if merge else (row, column)
        raw = canvas.raw(*place) or canvas.text(*place)
        if raw.strip():
            stack.append(((merge.left, merge.right) if merge else (column, column), row, raw))
        row = max(row, merge.bottom if merge else row) + 1
    return stack


def _joined(
    stack: list[_Cell], is_bilingual: bool, is_ordinal: bool, is_merged: bool, opened: set[int]
) -> list[_Level]:
    """The cells over a column as levels: what is one phrase joined, what is only English left out.

    Where nothing is merged a level ends at a gap, or where the next column's heading begins (`opened` rows).
    """
    kept: list[_Level] = []
    for width, row, raw in stack:
        text = bilingual.vietnamese(raw) if is_bilingual else clean(raw)
        if is_bilingual and bilingual.is_english(text) and (kept or is_ordinal):
            continue
        first = row
        goes_on = bool(kept) and (not text[:1].isupper() or (row == kept[-1].last + 1 and row not in opened))
        if kept and kept[-1].width == width and (is_merged or goes_on):
            above = kept.pop()
            first, text = above.first, f"{above.text} {text}"
        kept.append(_Level(width, first, row, text))
    return kept


def _spread(found: dict[int, list[_Level]], ordinal: int | None) -> dict[int, list[_Level]]:
    """Where nothing is merged: a heading above another also stands over the columns beside it with none so high."""
    spread = {c: list(kept) for c, kept in found.items()}
    groups = [(column, group) for column, kept in found.items() for group in kept[:-1]]
    for step in (1, -1):
        under = {ordinal, *(c for c in found if len(spread[c]) > len(found[c]))}
        for column, group in groups:
            beside = column + step
            while beside in found and beside not in under and all(o.first > group.last for o in found[beside]):
                if found[beside]:
                    spread[beside].insert(len(spread[beside]) - len(found[beside]), group)
                beside += step
    return spread


def aligned(levels: dict[int, tuple[str, ...]], filled: list[int]) -> dict[int, tuple[str, ...]]:
    """Headings moved over the columns they name, where they stand beside them: in order, between those that fit.

    `filled`: the columns in which the rows hold something.
    """
    moved = dict(levels)
    is_filled = set(filled)
    headed: list[int] = []
    bare: list[int] = []
    for column in [*sorted({*levels, *filled}), None]:
        if column is not None and column in is_filled and not levels.get(column):
            bare.append(column)
        elif column is not None and column not in is_filled and levels.get(column):
            headed.append(column)
        elif column is None or levels.get(column):
            for source, target in zip(headed, bare, strict=False):
                moved[target], moved[source] = moved[source], ()
            headed, bare = [], []
    return moved

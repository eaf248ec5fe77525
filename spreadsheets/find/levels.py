"""The header of each column of a table as it is printed, level by level."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from schemas.values.text import clean
from spreadsheets.find.canvas import Canvas
from spreadsheets.find.texts import translation

#: Column -> levels of its header, outermost first.
Headers = Mapping[int, tuple[str, ...]]
#: A header's cell over a column: first and last column it covers, its text as stored.
_Cell = tuple[tuple[int, int], str]


def headers(canvas: Canvas, top: int, bottom: int, ordinal: int | None) -> Headers:
    """The header of each column of a heading, English taken away where the heading is in two languages.

    A merged cell stands over all its columns. A phrase cut over several rows of one width is one level.
    """
    stacks = {c: _stack(canvas, top, bottom, c) for c in _span(canvas, top, bottom)}
    is_bilingual = _is_bilingual({(width, text) for stack in stacks.values() for width, text in stack})
    return {column: _joined(stack, is_bilingual, column == ordinal) for column, stack in stacks.items()}


def pieces(canvas: Canvas, top: int, bottom: int, ordinal: int | None) -> dict[tuple[int, int], str]:
    """(row, column) -> text of the cells of a heading in which nothing is merged, without what is only English."""
    raw = {(row, column): canvas.raw(row, column) for row in range(top, bottom + 1) for column in canvas.filled(row)}
    if not _is_bilingual({((column, column), text) for (_, column), text in raw.items()}):
        return {place: text for place in raw if (text := clean(raw[place]))}
    headed: set[int] = {ordinal} if ordinal else set()
    found = {}
    for (row, column), text in raw.items():
        kept = translation.vietnamese(text)
        if kept and not (translation.is_english(kept) and (column in headed)):
            found[row, column] = kept
            headed.add(column)
    return found


def _is_bilingual(cells: Collection[tuple[tuple[int, int], str]]) -> bool:
    english = sum(translation.has_english_tail(text) or translation.is_english(text) for _, text in cells)
    return english >= 2 and 3 * english >= len(cells)


def _span(canvas: Canvas, top: int, bottom: int) -> range:
    """From the first to the last column with a header."""
    left, right = [], []
    for row in range(top, bottom + 1):
        for column in canvas.filled(row):
            merge = canvas.merge_at(row, column)
            left.append(column)
            right.append(merge.right if merge else column)
    return range(min(left), max(right) + 1)


def _stack(canvas: Canvas, top: int, bottom: int, column: int) -> list[_Cell]:
    """The cells of a header over its column, from the top."""
    stack: list[_Cell] = []
    row = top
    while row <= bottom:
        merge = canvas.merge_at(row, column)
        place = (merge.top, merge.left) if merge else (row, column)
        raw = canvas.raw(*place) or canvas.text(*place)
        if raw.strip():
            stack.append(((merge.left, merge.right) if merge else (column, column), raw))
        row = max(row, merge.bottom if merge else row) + 1
    return stack


def _joined(stack: list[_Cell], is_bilingual: bool, is_ordinal: bool) -> tuple[str, ...]:
    """The cells over a column as levels: what is one phrase joined, what is only English left out."""
    kept: list[tuple[tuple[int, int], str]] = []
    for width, raw in stack:
        text = translation.vietnamese(raw) if is_bilingual else clean(raw)
        if is_bilingual and translation.is_english(text) and (kept or is_ordinal):
            continue
        if kept and kept[-1][0] == width:
            text = f"{kept.pop()[1]} {text}"
        kept.append((width, text))
    return tuple(text for _, text in kept)


def aligned(headers: Headers, filled: Sequence[int]) -> Headers:
    """Headers moved over the columns they name, where they stand beside them: in order, between those that fit.

    `filled`: the columns in which the rows hold something.
    """
    moved = dict(headers)
    is_filled = set(filled)
    headed: list[int] = []
    bare: list[int] = []
    for column in [*sorted({*headers, *filled}), None]:
        if column is not None and column in is_filled and not headers.get(column):
            bare.append(column)
        elif column is not None and column not in is_filled and headers.get(column):
            headed.append(column)
        elif column is None or headers.get(column):
            for source, target in zip(headed, bare, strict=False):
                moved[target], moved[source] = moved[source], ()
            headed, bare = [], []
    return moved

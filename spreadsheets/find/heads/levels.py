"""The header of each column of a table as it is printed, level by level."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from schemas.values.text import clean
from spreadsheets.find.look.canvas import WORD, Canvas
from spreadsheets.find.texts import translation
from spreadsheets.sheet.grid import Merge

#: Column -> levels of its header, outermost first.
Headers = Mapping[int, tuple[str, ...]]
#: Rows below a heading that are asked for their language.
_ASKED = 20
#: Ends of words after which a phrase goes on, and letters with which it does.
_GOES_ON = (",", "-", "–", "/", "&", "(")


@dataclass(frozen=True)
class _Cell:
    """A header's cell over a column: first and last column it covers, its text as stored.

    `is_parted`: whether a line parts it from the cell above.
    """

    width: tuple[int, int]
    text: str
    is_parted: bool = False


def headers(
    canvas: Canvas, top: int, bottom: int, ordinal: int | None, over: Mapping[tuple[int, int], Merge] | None = None
) -> Headers:
    """The header of each column of a heading, English taken away where the heading is in two languages.

    A merged cell stands over all its columns. A phrase cut over several rows of one width is one level.
    `over`: what else stands over several cells, by the cells it stands over.
    """
    stacks = {c: _stack(canvas, top, bottom, c, over or {}) for c in _span(canvas, top, bottom)}
    is_bilingual = _is_bilingual(
        canvas, bottom, {(cell.width, cell.text) for stack in stacks.values() for cell in stack}
    )
    return {column: _joined(stack, is_bilingual, column == ordinal) for column, stack in stacks.items()}


def pieces(canvas: Canvas, top: int, bottom: int, ordinal: int | None) -> dict[tuple[int, int], str]:
    """(row, column) -> text of the cells of a heading in which nothing is merged, without what is only English."""
    places = ((row, column) for row in range(top, bottom + 1) for column in canvas.filled(row))
    raw = {place: canvas.raw(*place) or canvas.text(*place) for place in places}
    if not _is_bilingual(canvas, bottom, {((column, column), text) for (_, column), text in raw.items()}):
        return {place: text for place in raw if (text := clean(raw[place]))}
    headed: set[int] = {ordinal} if ordinal else set()
    found = {}
    for (row, column), text in raw.items():
        kept = translation.vietnamese(text)
        if kept and not (translation.is_english(kept) and (column in headed)):
            found[row, column] = kept
            headed.add(column)
    return found


def _is_bilingual(canvas: Canvas, bottom: int, cells: Collection[tuple[tuple[int, int], str]]) -> bool:
    """Whether a heading is in two languages: a third of its cells are, or one of them and the names below."""
    english = sum(translation.has_english_tail(text) or translation.is_english(text) for _, text in cells)
    return (english >= 2 and 3 * english >= len(cells)) or (english > 0 and _are_rows_bilingual(canvas, bottom))


def _are_rows_bilingual(canvas: Canvas, bottom: int) -> bool:
    """Whether the names below a heading are said again in English, behind a dash or on the next row."""
    below = range(bottom + 1, min(bottom + _ASKED, canvas.last) + 1)
    texts = [canvas.raw(row, c) for row in below for c in canvas.filled(row) if canvas.kind(row, c) == WORD]
    said = [text for text in texts if translation.has_marks(text) and len(text.split()) > 1]
    again = sum(map(translation.has_english_tail, said)) + sum(map(translation.is_english, texts))
    return len(said) > 1 and 2 * again >= len(said)


def _span(canvas: Canvas, top: int, bottom: int) -> range:
    """From the first to the last column with a header."""
    left, right = [], []
    for row in range(top, bottom + 1):
        for column in canvas.filled(row):
            frame = canvas.frame_at(row, column)
            left.append(frame.left if frame else column)
            right.append(frame.right if frame else column)
    return range(min(left), max(right) + 1)


def spread(canvas: Canvas, top: int, bottom: int) -> dict[tuple[int, int], Merge]:
    """What a header of a neat heading without merges stands over: the cells to the right that only lower rows name.

    So a heading is saved as text: "Hồ sơ tiếp nhận" in the first of four columns. Not over others stands what goes on
    in small letters right below.
    """
    over: dict[tuple[int, int], Merge] = {}
    for row in range(top, bottom):
        for column in canvas.filled(row):
            below = next((canvas.text(r, column) for r in range(row + 1, bottom + 1) if canvas.kind(r, column)), "")
            right, around = column, over.get((row - 1, column))
            while below and not below[:1].islower() and _is_named_below(canvas, row, bottom, right + 1):
                if around and right >= around.right:
                    break
                right += 1
            over |= {(row, c): Merge(row, column, row, right) for c in range(column, right + 1) if right > column}
    return over


def _is_named_below(canvas: Canvas, row: int, bottom: int, column: int) -> bool:
    return not canvas.kind(row, column) and any(canvas.kind(r, column) for r in range(row + 1, bottom + 1))


def _stack(canvas: Canvas, top: int, bottom: int, column: int, over: Mapping[tuple[int, int], Merge]) -> list[_Cell]:
    """The cells of a header over its column, from the top."""
    stack: list[_Cell] = []
    row = top
    while row <= bottom:
        frame = canvas.frame_at(row, column) or over.get((row, column)) or Merge(row, column, row, column)
        raw = _text(canvas, frame)
        if raw.strip():
            is_parted = bool(stack) and canvas.frames.below(frame.top - 1, frame.left, frame.right)
            stack.append(_Cell((frame.left, frame.right), raw, is_parted))
        row = max(row, frame.bottom) + 1
    return stack


def _text(canvas: Canvas, frame: Merge) -> str:
    """What stands in a frame: the text of a merged range, or of all cells of a box that is spelt over rows."""
    if canvas.merge_at(frame.top, frame.left):
        return canvas.raw(frame.top, frame.left) or canvas.text(frame.top, frame.left)
    places = product(range(frame.top, frame.bottom + 1), range(frame.left, frame.right + 1))
    return "\n".join(filter(None, (canvas.raw(*place) or canvas.text(*place) for place in places)))


def _joined(stack: list[_Cell], is_bilingual: bool, is_ordinal: bool) -> tuple[str, ...]:
    """The cells over a column as levels: what is one phrase joined, what is only English left out."""
    kept: list[tuple[tuple[int, int], str]] = []
    for cell in stack:
        text = translation.vietnamese(cell.text) if is_bilingual else clean(cell.text)
        if is_bilingual and translation.is_english(text) and (kept or is_ordinal):
            continue
        if kept and kept[-1][0] == cell.width and (not cell.is_parted or _goes_on(kept[-1][1], text)):
            text = f"{kept.pop()[1]} {text}"
        kept.append((cell.width, text))
    return tuple(text for _, text in kept)


def _goes_on(above: str, text: str) -> bool:
    """Whether a text goes on with the one above though a line parts them, as one drawn through a phrase does."""
    return text[:1].islower() or above.endswith(_GOES_ON)


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

"""How rows stand under one another: by their numbering (A, I, 1, 1.1, a, -), by bold type, and by sums.

No style of numbering has a fixed depth: the order in which a sheet uses them decides, as its reader does it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from spreadsheets.find.rows import ReadRows, RowItem
from spreadsheets.find.sums import Figures, exceeds, sum_groups, sum_of
from spreadsheets.find.texts.numbering import DASH, HEADING, PLAIN, RUNNING
from spreadsheets.find.texts.row_words import gathers

_SENIOR = ("letter", "roman")
#: Rows up to which groups are told by what adds up, and rows after one that may be its parts.
_MOST_SUMMED, _MOST_FOLLOWING = 3000, 99
#: What a name that gathers ("Các dự án …") is worth beside sums, in digits of evidence.
_HINT = 1.5


class Placed(NamedTuple):
    """A row in its place: `above` are the rows it stands under, outermost first.

    Its item's style is that of the rows it goes on with, where it was taken for one of them.
    `closes`: it is the total of one group only. `parts`: the rows that a row alike them all is the sum of.
    """

    item: RowItem
    above: tuple[int, ...] = ()
    closes: bool = False
    parts: tuple[int, ...] = ()
    is_part: bool = False

    @property
    def depth(self) -> int:
        """How many rows it stands under."""
        return len(self.above)

    @property
    def is_total(self) -> bool:
        """Whether it is a total of everything before it."""
        return self.item.is_total and not self.closes


@dataclass(frozen=True)
class Outline:
    """The rows of a table that count, each in its place, in order."""

    placed: tuple[Placed, ...]


def outline_of(rows: ReadRows) -> Outline:
    """Put every row below the one it belongs to."""
    figures = cache(rows.signs.figures)
    placed = _by_numbering(rows, figures)
    if len(placed) <= _MOST_SUMMED:
        placed = _by_sums(rows, placed, figures)
    return Outline(tuple(placed))


def _by_numbering(rows: ReadRows, figures: Callable[[int], Figures]) -> list[Placed]:
    waiting = list(rows.items)
    last_total = max((item.row for item in waiting if item.is_total), default=0)
    branch, placed = _Branch(rows, figures), list[Placed]()
    while (i := len(placed)) < len(waiting):
        if waiting[i].is_stretch:
            if branch.goes_on_with(waiting[i]):
                placed.append(branch.instead(waiting[i]))
                continue
            waiting[i : i + 1] = rows.each(waiting[i])
        item = _as_its_like(waiting, i, placed, figures)
        if not item.is_total:
            if _parts_numbers(rows, waiting, i):
                branch.leave(waiting[i - 1])
            is_first = item.style == PLAIN and bool(placed) and placed[-1].item.style != PLAIN
            placed.append(branch.place(item, _following(waiting, i) if is_first else ()))
        elif item.row < last_total and _closes(rows, placed, item, figures):
            placed.append(Placed(item, closes=True))
        else:
            branch = _Branch(rows, figures)  # a total closes everything
            placed.append(Placed(item))
    return placed


def _closes(rows: ReadRows, placed: Sequence[Placed], total: RowItem, figures: Callable[[int], Figures]) -> bool:
    """Whether a total is of one group only: it adds up the rows of one style just above it, and more stand before."""
    start = len(placed)
    while start and placed[start - 1].item.style == placed[-1].item.style and not placed[start - 1].item.is_total:
        start -= 1
    parts = (p.item for p in placed[start:])
    each = [row for part in parts for row in part.rows]
    return start > 0 and sum_of([figures(row) for row in each], figures(total.row))


def _parts_numbers(rows: ReadRows, waiting: Sequence[RowItem], i: int) -> bool:
    """Whether a row that is only a name stands between two whose numbers go on: a section line."""
    if not 0 < i < len(waiting) - 1 or waiting[i].style not in (PLAIN, HEADING) or waiting[i].is_bold:
        return False
    if len(rows.signs.filled(waiting[i].row)) > 1:
        return False
    before, after = waiting[i - 1], waiting[i + 1]
    return before.style == after.style == RUNNING and after.first == before.place + 1


def _as_its_like(
    waiting: Sequence[RowItem], i: int, placed: Sequence[Placed], figures: Callable[[int], Figures]
) -> RowItem:
    """A row in the style and weight of those it is one of: a bullet that is bold but over none, one that lacks its
    bullet. Sums tell them."""
    item, last = waiting[i], placed[-1].item if placed else None
    if item.style.startswith(DASH) and last and last.style == item.style and last.is_bold != item.is_bold:
        first, whole = (i, last) if last.is_bold else (i + 1, item)
        run = [figures(other.row) for other in _run(waiting, first)]
        if not any(sum_of(run[:k], figures(whole.row)) for k in range(1, len(run) + 1)):
            return item._replace(is_bold=last.is_bold)
    after = waiting[i + 1] if i + 1 < len(waiting) else None
    if item.style != PLAIN or not after or not after.style.startswith(DASH) or not placed:
        return item
    run = [figures(other.row) for other in _run(waiting, i + 1)]
    wholes = [figures(row) for row in (*placed[-1].above, placed[-1].item.row) if any(figures(row))]
    is_whole = any(sum_of(run[:k], figures(item.row)) for k in range(1, len(run) + 1))
    if is_whole or not wholes or not any(figures(item.row)) or not sum_of([figures(item.row), *run], wholes[-1]):
        return item
    return item._replace(style=after.style)


def _run(waiting: Sequence[RowItem], i: int) -> list[RowItem]:
    """Row i and those right after it of the same style and weight."""
    return [waiting[i], *_following(waiting, i)] if i < len(waiting) else []


def _following(waiting: Sequence[RowItem], i: int) -> list[RowItem]:
    """The rows right after row i of the same style and weight."""
    found = []
    for item in waiting[i + 1 : i + 1 + _MOST_FOLLOWING]:
        if item.style != waiting[i].style or item.is_bold != waiting[i].is_bold or item.is_total:
            break
        found.append(item)
    return found


def _by_sums(rows: ReadRows, placed: Sequence[Placed], figures: Callable[[int], Figures]) -> list[Placed]:
    """Find groups among rows that stand under one row and have none under them, by what adds up."""
    found = list(placed)
    for plain in _alike(placed):
        hints = [_HINT * gathers(rows.signs.name(placed[i].item.row)) for i in plain]
        for at, parts in sum_groups([figures(placed[i].item.row) for i in plain], hints).items():
            whole = placed[plain[at]].item.row
            found[plain[at]] = found[plain[at]]._replace(parts=tuple(placed[plain[n]].item.row for n in parts))
            for n in parts:
                above = (*found[plain[n]].above, whole)
                found[plain[n]] = found[plain[n]]._replace(above=above, is_part=True)
    return found


def _alike(placed: Sequence[Placed]) -> list[list[int]]:
    """Positions of rows right after one another, of one style, weight and place in the outline, none over another."""
    runs: list[list[int]] = []
    keys = [(p.item.style, p.item.is_bold, p.above, p.is_total, p.item.is_stretch) for p in placed]
    for i, place in enumerate(placed):
        is_over = i + 1 < len(placed) and placed[i + 1].depth > place.depth
        if place.is_total or place.item.is_stretch or is_over:
            runs.append([])
        elif runs and runs[-1] and runs[-1][-1] == i - 1 and keys[i - 1] == keys[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    return [run for run in runs if len(run) > 2]


class _Branch:
    """The row that was placed last and those it stands under, outermost first."""

    def __init__(self, rows: ReadRows, figures: Callable[[int], Figures]) -> None:
        self._signs = rows.signs
        self._figures = figures
        self._items: list[RowItem] = []
        self._above: tuple[int, ...] = ()

    def goes_on_with(self, item: RowItem) -> bool:
        """Whether a row, or the first of a stretch, follows the last in its style, type and number."""
        if not self._items:
            return False
        last = self._items[-1]
        return last.style == item.style and last.is_bold == item.is_bold and 0 <= item.first - last.place <= 1

    def leave(self, item: RowItem) -> None:
        """End the sequence that a row goes on, and all that stands under it."""
        for i, other in enumerate(self._items):
            if other.style == item.style and other.is_bold == item.is_bold:
                del self._items[i:]
                return

    def instead(self, item: RowItem) -> Placed:
        """Put a row where the last stands."""
        self._items[-1] = item
        return Placed(item, self._above)

    def place(self, item: RowItem, following: Sequence[RowItem] = ()) -> Placed:
        """Put a row below the one it belongs to. `following`: rows of the same style after it."""
        if self.goes_on_with(item):
            return self.instead(item)
        last = self._items[-1] if self._items else None
        if (
            last
            and last.place == item.place - 1
            and f"small {last.style}" == item.style
            and last.is_bold == item.is_bold
        ):
            item = item._replace(style=last.style)  # a, b, c in which the program that wrote it made capitals of some
        self._leave_lighter(item)
        sibling = None if self._opens(item) else self._sibling(item)
        if sibling is None:
            item = self._under_its_parent(item, following)
        else:
            del self._items[sibling:]
        self._above = tuple(above.row for above in self._items)
        self._items.append(item)
        return Placed(item, self._above)

    def _leave_lighter(self, item: RowItem) -> None:
        """A bold row does not stand under one that is not."""
        while (
            item.is_bold and self._items and not self._items[-1].is_bold and not self._items[-1].style.startswith(DASH)
        ):
            self._items.pop()

    def _opens(self, item: RowItem) -> bool:
        """Whether an unnumbered row is the first below a numbered one of its type, not the next of a list above."""
        last = self._items[-1] if self._items else None
        if not last or item.style != PLAIN or not item.is_bold or not last.is_bold:
            return False
        return not last.style.startswith((PLAIN, DASH, RUNNING)) and not self._exceeds(item, last)

    def _sibling(self, item: RowItem) -> int | None:
        """Where the row's own style stands: as a sequence that goes on, or the list just before."""
        for i in range(len(self._items) - 1, -1, -1):
            other = self._items[i]
            if other.style != item.style:
                continue
            is_one_type = item.is_bold == other.is_bold
            if item.place == other.place + 1 or (item.place > other.place and is_one_type):
                return i
            if is_one_type and (i == len(self._items) - 1 or self._repeats(item, other)):
                return i
        return None

    def _repeats(self, item: RowItem, other: RowItem) -> bool:
        """Whether a number that does not go on is a slip in the same list rather than a new list further down."""
        return item.place == other.place or item.style in (PLAIN, *_SENIOR) or item.place > 1

    def _under_its_parent(self, item: RowItem, following: Sequence[RowItem]) -> RowItem:
        """Leave all rows that cannot have it under them; the row, in the style of those it is taken for one of."""
        if item.style in _SENIOR and not any(i.is_bold > item.is_bold and i.style in _SENIOR for i in self._items):
            while self._items and self._items[-1].style not in _SENIOR and not self._is_open(item):
                self._items.pop()
        while self._items and self._exceeds(item, self._items[-1]):
            self._items.pop()
        if item.style == PLAIN and self._items and not self._opens(item) and not self._heads(item, following):
            last = self._items.pop()
            return item._replace(style=last.style, place=last.place, first=last.place)
        return item

    def _is_open(self, item: RowItem) -> bool:
        """Whether the last row may head I or A: right above, in the same type, without a number or numbered A.1."""
        last = self._items[-1]
        is_above = last.row == item.row - 1 and last.is_bold == item.is_bold
        return is_above and last.style.startswith((PLAIN, "dotted A"))

    def _heads(self, item: RowItem, following: Sequence[RowItem]) -> bool:
        """Whether the row above is what an unnumbered row and those after it are parts of."""
        above, own = self._items[-1], self._figures(item.row)
        whole = self._figures(above.row)
        if above.style.startswith(PLAIN) or above.is_bold != item.is_bold:
            return True
        if all(figure is None for figure in (*own, *whole)):
            return not self._is_alike(item.row, above.row)
        if not any(whole):
            return True
        run = [own, *(self._figures(other.row) for other in following)]
        return any(sum_of(run[:k], whole) for k in range(2, len(run) + 1))

    def _is_alike(self, row: int, other: int) -> bool:
        """Whether two rows fill the same columns, that of numbers apart, and more than the name."""
        ordinal = self._signs.columns.ordinal
        own, others = ([c for c in self._signs.filled(r) if c != ordinal] for r in (row, other))
        return own == others and len(own) > 1

    def _exceeds(self, part: RowItem, whole: RowItem) -> bool:
        return exceeds(self._figures(part.row), self._figures(whole.row))

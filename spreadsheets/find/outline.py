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
from spreadsheets.find.texts.numbering import DASH, PLAIN, RUNNING

_SENIOR = ("letter", "roman")
#: Rows up to which groups are told by what adds up, and rows after one that may be its parts.
_MOST_SUMMED, _MOST_FOLLOWING = 3000, 99


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
    if len(placed) <= _MOST_SUMMED and all(p.item.style == PLAIN and not p.depth for p in placed):
        placed = _by_sums(placed, figures)
    return Outline(tuple(placed))


def _by_numbering(rows: ReadRows, figures: Callable[[int], Figures]) -> list[Placed]:
    waiting = list(rows.items)
    last_total = max((item.row for item in waiting if item.is_total), default=0)
    branch, placed = _Branch(figures), list[Placed]()
    while (i := len(placed)) < len(waiting):
        if waiting[i].is_stretch:
            if branch.goes_on_with(waiting[i]):
                placed.append(branch.instead(waiting[i]))
                continue
            waiting[i : i + 1] = rows.each(waiting[i])
        item = waiting[i]
        if not item.is_total:
            is_first = item.style == PLAIN and bool(placed) and placed[-1].item.style != PLAIN
            placed.append(branch.place(item, _following(waiting, i) if is_first else ()))
        elif item.row < last_total and _closes(rows, placed, item, figures):
            placed.append(Placed(item, closes=True))
        else:
            branch = _Branch(figures)  # a total closes everything
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


def _following(waiting: Sequence[RowItem], i: int) -> list[RowItem]:
    """The rows right after row i of the same style and weight."""
    found = []
    for item in waiting[i + 1 : i + 1 + _MOST_FOLLOWING]:
        if item.style != PLAIN or item.is_bold != waiting[i].is_bold or item.is_total:
            break
        found.append(item)
    return found


def _by_sums(placed: Sequence[Placed], figures: Callable[[int], Figures]) -> list[Placed]:
    """Find groups among rows that look all alike, by what adds up."""
    found = list(placed)
    plain = [i for i, p in enumerate(placed) if not p.is_total]
    for at, parts in sum_groups([figures(placed[i].item.row) for i in plain]).items():
        whole = placed[plain[at]].item.row
        found[plain[at]] = found[plain[at]]._replace(parts=tuple(placed[plain[n]].item.row for n in parts))
        for n in parts:
            found[plain[n]] = found[plain[n]]._replace(above=(whole,), is_part=True)
    return found


class _Branch:
    """The row that was placed last and those it stands under, outermost first."""

    def __init__(self, figures: Callable[[int], Figures]) -> None:
        self._figures = figures
        self._items: list[RowItem] = []
        self._above: tuple[int, ...] = ()

    def goes_on_with(self, item: RowItem) -> bool:
        """Whether a row, or the first of a stretch, follows the last in its style, type and number."""
        if not self._items:
            return False
        last = self._items[-1]
        return last.style == item.style and last.is_bold == item.is_bold and 0 <= item.first - last.place <= 1

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

    def _goes_on_in_small_letters(self, item: RowItem) -> bool:
        """Whether a row goes on with the last but for capitals, which the program that wrote it made of some."""
        if not self._items:
            return False
        last = self._items[-1]
        is_next = last.place == item.place - 1 and last.is_bold == item.is_bold
        return is_next and f"small {last.style}" == item.style

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
        if above.style.startswith(PLAIN) or above.is_bold != item.is_bold or not any(whole) or not any(own):
            return True
        run = [own, *(self._figures(other.row) for other in following)]
        return any(sum_of(run[:k], whole) for k in range(1, len(run) + 1))

    def _exceeds(self, part: RowItem, whole: RowItem) -> bool:
        return exceeds(self._figures(part.row), self._figures(whole.row))

"""What kind each row of a table is, and the names of the groups it stands under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from spreadsheets.find.look.evidence import Clue, Sign
from spreadsheets.find.outline import Outline, Placed
from spreadsheets.find.region import Region
from spreadsheets.find.rows import ReadRows
from spreadsheets.find.sums import sum_of
from spreadsheets.find.table import RowKind
from spreadsheets.find.texts.numbering import CODE, DASH, HEADING, OF_WHICH, PLAIN

#: The kind of a row that does not count, by the sign that says so.
_ASIDE: Mapping[Sign, RowKind] = {
    Sign.EMPTY: "blank",
    Sign.COVERED: "blank",
    Sign.NO_CELL: "blank",
    Sign.NAME_COVERED: "note",
    Sign.NAMELESS: "note",
    Sign.NOUGHTS: "blank",
    Sign.LEFT_OVER: "note",
    Sign.SECOND_LINE: "note",
    Sign.FIRST_LINE: "note",
    Sign.SAYS_HEADING: "note",
    Sign.NUMBERS_COLUMNS: "numbering",
}
_BY_STYLE = {PLAIN: Sign.NAMED, HEADING: Sign.HEADS_NUMBERS, OF_WHICH: Sign.OF_WHICH, CODE: Sign.CODED}


@dataclass(frozen=True)
class JudgedRows:
    """A row, or a long stretch of rows alike, its kind, and what tells it."""

    rows: range
    kind: RowKind
    why: tuple[Clue, ...]


@dataclass(frozen=True, eq=False)
class RowKinds:
    """The rows of a table in their order: `kinds` of all; `paths` of those in groups: their names, outermost first.

    `left_over`: hidden rows that the totals shown leave out.
    """

    kinds: dict[int, RowKind]
    paths: dict[int, tuple[str, ...]]
    rows: ReadRows
    outline: Outline
    left_over: frozenset[int] = frozenset()

    @property
    def has_rows(self) -> bool:
        """Whether there is a row that says something."""
        return bool(self.outline.placed)

    @property
    def judged(self) -> list[JudgedRows]:
        """The rows and what tells their kind, from the top."""
        found = [
            JudgedRows(range(row, row + 1), _ASIDE[sign], (Clue(sign, row),)) for row, sign in self.rows.aside.items()
        ]
        for placed, over in _with_next(self.outline):
            rows, own = placed.item.rows, self._own_signs(placed)
            if placed.item.is_stretch:
                found.append(JudgedRows(rows[:-1], "data", own))
            if placed.item.row in self.left_over:
                found.append(JudgedRows(rows[-1:], "note", (Clue(Sign.LEFT_OVER, rows[-1]),)))
                continue
            found.append(JudgedRows(rows[-1:], self.kinds[placed.item.row], own + _signs_over(placed, over)))
        return sorted(found, key=lambda judged: judged.rows.start)

    def _own_signs(self, placed: Placed) -> tuple[Clue, ...]:
        """What a row says of itself, and what it stands under."""
        row, style = placed.item.row, placed.item.style
        sign = Sign.BULLET if style.startswith(DASH) else _BY_STYLE.get(style, Sign.NUMBERED)
        if sign == Sign.NUMBERED and not self.rows.signs.number(row):
            sign = Sign.GOES_ON
        own = (Clue(Sign.SAYS_TOTAL if placed.item.is_total else sign, row),)
        if not placed.above:
            return own
        return (*own, Clue(Sign.PART_OF_SUM if placed.is_part else Sign.STANDS_UNDER, placed.above[-1]))


def _signs_over(placed: Placed, over: Placed | None) -> tuple[Clue, ...]:
    """What makes a row the head of a group; `over`: the row it stands over."""
    row = placed.item.row
    if placed.closes:
        return (Clue(Sign.CLOSES_GROUP, row),)
    if placed.parts:
        return (Clue(Sign.SUM_OF_ROWS, row, rows=range(placed.parts[0], placed.parts[-1] + 1)),)
    return (Clue(Sign.STANDS_OVER, over.item.rows[0]),) if over else ()


def _with_next(outline: Outline) -> Iterator[tuple[Placed, Placed | None]]:
    """Each row, and the next one where it stands under it."""
    for placed, after in zip_longest(outline.placed, outline.placed[1:]):
        is_over = after and after.depth > placed.depth and not placed.is_part and not placed.item.is_total
        yield placed, after if is_over else None


def row_kinds(region: Region, rows: ReadRows, outline: Outline) -> RowKinds:
    """Tell the kind of every row: what stands over others, or is the sum of others, is a group."""
    kinds: dict[int, RowKind] = dict.fromkeys(region.rows, "data")
    kinds |= {row: _ASIDE[sign] for row, sign in rows.aside.items()}
    for placed, over in _with_next(outline):
        if placed.is_total:
            kinds[placed.item.row] = "total"
        elif over or placed.closes or placed.parts:
            kinds[placed.item.row] = "group"
    left = _left_over(rows, kinds)
    return RowKinds(kinds | dict.fromkeys(left, "note"), _paths(rows, outline), rows, outline, left)


def _left_over(rows: ReadRows, kinds: Mapping[int, RowKind]) -> frozenset[int]:
    """Hidden rows that no total shown includes: those above the total that opens a table, and all of them where the
    rows shown come to it without them."""
    hidden = rows.signs.canvas.grid.hidden_rows
    counted = [row for row, kind in kinds.items() if kind in ("data", "group", "total")]
    unseen = [row for row in counted if row in hidden]
    total = next((row for row in counted if kinds[row] == "total" and row not in hidden), None)
    if not unseen or total is None:
        return frozenset()
    is_first = all(row in hidden for row in counted if row < total)
    whole = rows.signs.figures(total)
    data = [rows.signs.figures(row) for row in counted if kinds[row] == "data" and row not in hidden]
    every = [rows.signs.figures(row) for row in counted if kinds[row] == "data"]
    if sum_of(data, whole) and not sum_of(every, whole):
        return frozenset(unseen)
    return frozenset(row for row in unseen if row < total) if is_first else frozenset()


def _paths(rows: ReadRows, outline: Outline) -> dict[int, tuple[str, ...]]:
    @cache
    def names(above: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(rows.signs.name(row) or rows.signs.number(row) for row in above)

    paths: dict[int, tuple[str, ...]] = {}
    for placed in outline.placed:
        if placed.above:
            within = placed.item.rows[-1:] if placed.is_part else placed.item.rows
            paths |= dict.fromkeys(within, names(placed.above))
    return paths

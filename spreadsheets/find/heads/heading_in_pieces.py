"""Headings cut into pieces: nothing merged, a word or two a cell, some beside the column they name.

So word processors leave them. Pieces become phrases, phrases are laid over the columns the rows fill, in order, and
those that stand above others become their groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.values.text import fold
from spreadsheets.find.heads.heading import TableHeading
from spreadsheets.find.heads.levels import Headers, pieces
from spreadsheets.find.look.canvas import WORD, Canvas
from spreadsheets.find.texts.header_words import is_connector, is_total

#: Rows whose words tell which words stand side by side.
_SAMPLED = 2000
_JOINTS = frozenset(("và", "&", "-", "–", "/"))
_UNNAMED = 100
_GAP = 2


@dataclass(frozen=True, eq=False)
class Phrase:
    """One header in pieces: (row, column, text), from the top."""

    pieces: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """The pieces as one text."""
        return " ".join(text for _, _, text in self.pieces)

    @property
    def top(self) -> int:
        """The row of the first piece."""
        return self.pieces[0][0]

    @property
    def bottom(self) -> int:
        """The row of the last piece."""
        return self.pieces[-1][0]

    @property
    def column(self) -> int:
        """The leftmost column of a piece."""
        return min(column for _, column, _ in self.pieces)

    @property
    def middle(self) -> float:
        """Where the pieces stand on the whole."""
        return sum(column for _, column, _ in self.pieces) / len(self.pieces)

    def stands_over(self, other: Phrase) -> bool:
        """Whether all of it is above a phrase that has a piece in one of its columns."""
        columns = {column for _, column, _ in self.pieces}
        return other.top > self.bottom and any(column in columns for _, column, _ in other.pieces)


@dataclass(frozen=True)
class LaidPhrases:
    """The phrases of one heading that name a column, from the left.

    `columns`: the column each was laid over; `groups`: the texts over it, outermost first.
    """

    phrases: tuple[Phrase, ...]
    columns: tuple[int, ...]
    groups: tuple[tuple[str, ...], ...]

    @property
    def headers(self) -> Headers:
        """The header of each column."""
        laid = zip(self.columns, self.groups, self.phrases, strict=True)
        return {column: (*groups, phrase.text) for column, groups, phrase in laid}

    def repeats(self, first: LaidPhrases) -> bool:
        """Whether the same phrases name the columns of another table, in the same order."""
        return [phrase.text for phrase in self.phrases] == [phrase.text for phrase in first.phrases]

    def laid_as(self, first: LaidPhrases) -> LaidPhrases:
        """This heading over its columns as the same one above: each phrase as far beside its own, under its groups."""
        laid = zip(self.phrases, first.phrases, first.columns, strict=True)
        return LaidPhrases(
            self.phrases, tuple(own.column + column - above.column for own, above, column in laid), first.groups
        )


def laid_phrases(canvas: Canvas, heading: TableHeading, filled: Sequence[int]) -> LaidPhrases:
    """A heading laid over the columns of its table that the rows fill."""
    phrases = _phrases(canvas, heading.top, heading.bottom, heading.ordinal)
    groups = [p for p in phrases if _is_group(p, phrases)]
    leaves = sorted((p for p in phrases if p not in groups), key=lambda p: (p.middle, p.top))
    columns = laid([leaf.column for leaf in leaves], filled)
    over: list[list[str]] = [[] for _ in leaves]
    for group, covered in _spans(sorted(groups, key=lambda p: (p.top, p.column)), leaves, columns):
        for i in covered:
            over[i].append(group.text)
    return LaidPhrases(tuple(leaves), tuple(columns), tuple(map(tuple, over)))


def _phrases(canvas: Canvas, top: int, bottom: int, ordinal: int | None) -> list[Phrase]:
    """Pieces put together, row by row: each goes on where its words are known to, else where it stands."""
    known = _neighbours(canvas)
    cells = pieces(canvas, top, bottom, ordinal)
    opened = dict(sorted(((column, row) for row, column in cells), reverse=True))
    phrases: list[Phrase] = []
    for row in range(top, bottom + 1):
        here = {column: text for (at, column), text in cells.items() if at == row}
        fits = sorted(
            (-score, column, i)
            for column, text in here.items()
            for i, phrase in enumerate(phrases)
            if (score := _fit(phrase, (row, column, text), opened.get(column + 1) == row, known))
        )
        taken: dict[int, int] = {}
        for _, column, i in fits:
            if i not in taken and column not in taken.values():
                taken[i] = column
                phrases[i] = Phrase((*phrases[i].pieces, (row, column, here[column])))
        phrases += [Phrase(((row, column, here[column]),)) for column in here if column not in taken.values()]
    return phrases


def _fit(phrase: Phrase, piece: tuple[int, int, str], is_opening: bool, known: frozenset[tuple[str, str]]) -> int:
    """How well a piece goes on a phrase, 0 where it does not; `is_opening`: the next column's header begins there."""
    last, at, said = phrase.pieces[-1]
    row, column, text = piece
    beside = min(abs(column - c) for _, c, _ in phrase.pieces)
    folded = fold(phrase.text)
    if row - last > _GAP or beside > 1 or is_total(folded) or is_connector(folded):
        return 0
    is_below = last == row - 1 and at == column
    if text[:1].isupper() and (not is_below or said == text or is_opening):
        return 0
    before, after = _words(said), _words(text)
    is_known = bool(before and after) and (before[-1], after[0]) in known
    return 1 + 8 * is_known + 4 * is_below + 2 * (not beside)


def _neighbours(canvas: Canvas) -> frozenset[tuple[str, str]]:
    """Words that stand side by side in the rows of a sheet, those that only join left out."""
    found: set[tuple[str, str]] = set()
    for row in range(canvas.first, min(canvas.last, canvas.first + _SAMPLED) + 1):
        for column in canvas.filled(row):
            if canvas.kind(row, column) == WORD:
                found.update(pairwise(_words(canvas.text(row, column))))
    return frozenset(found)


def _words(text: str) -> list[str]:
    words = (word.strip(".,;:()") for word in fold(text).split())
    return [word for word in words if word and word not in _JOINTS]


def _is_group(phrase: Phrase, phrases: list[Phrase]) -> bool:
    return is_connector(fold(phrase.text)) or any(phrase.stands_over(other) for other in phrases)


def laid(headed: Sequence[int], filled: Sequence[int]) -> list[int]:
    """The column each header is laid over: in order, every filled one named if it can be, and as near as can be.

    `headed`: the column each header stands in, from the left. `filled`: the columns in which rows hold something.
    """
    if not headed:
        return []
    is_filled = frozenset(filled)
    targets = range(min(*headed, *filled), max(*headed, *filled) + len(headed))
    # best[i]: the least cost of the headers so far with the last of them over target i, and how it is reached
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * len(targets)
    for n, column in enumerate(headed):
        row: list[tuple[float, tuple[int, ...]]] = []
        nearest: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for i, target in enumerate(targets):
            before = best[i - 1] if n and i else ((0.0, ()) if not n else (float("inf"), ()))
            nearest = min(nearest, before) if n else (0.0, ())
            cost = abs(target - column) - _UNNAMED * (target in is_filled)
            row.append((nearest[0] + cost, (*nearest[1], target)))
        best = row
    return list(min(best)[1])


def _spans(
    groups: Sequence[Phrase], leaves: Sequence[Phrase], columns: Sequence[int]
) -> Iterator[tuple[Phrase, range]]:
    """Each group, from the top, and which of the headers it stands over.

    To the right as far as the next group of its rows, or the total that opens that one; to the left as far as the total
    that opens it, or else no farther than to the right. What only says "of which" leaves out the first header of the
    group around it, which is the whole.
    """
    spans: list[tuple[Phrase, range]] = []
    for group in groups:
        at = next((i for i, column in enumerate(columns) if column >= group.column), len(columns) - 1)
        around = [span for above, span in spans if above.bottom < group.top and at in span]
        within = around[-1] if around else range(len(leaves))
        is_parts = is_connector(fold(group.text))
        if around and is_parts:
            span = within[1:]
        else:
            beside = [g for g in groups if g.top <= group.bottom and g.bottom >= group.top]
            start = max([within.start, *(s.stop for above, s in spans if above in beside)])
            stop = _stop(at, within.stop, [g.column for g in beside if g.column > group.column], leaves, columns)
            span = _around(group, at, range(start, stop), leaves, is_parts)
        spans.append((group, span))
        yield group, span


def _stop(at: int, stop: int, beside: list[int], leaves: Sequence[Phrase], columns: Sequence[int]) -> int:
    """Where the headers under a group over `at` end that has others beside it on the right."""
    if not beside:
        return stop
    stop = next((i for i in range(at, stop) if columns[i] >= min(beside)), stop)
    return next((i for i in range(at + 1, min(stop + 1, len(leaves))) if _opens(leaves[i])), stop)


def _around(group: Phrase, at: int, within: range, leaves: Sequence[Phrase], is_parts: bool) -> range:
    """The headers below a group around the one in its own column, as far as they stand lower than it."""
    is_below = [leaf.top > group.bottom for leaf in leaves]
    last = next((i for i in range(at, within.stop) if not is_below[i]), within.stop)
    farthest = next((i for i in range(at - 1, within.start - 1, -1) if not is_below[i]), within.start - 1) + 1
    opening = next((i for i in range(at, farthest - 1, -1) if _opens(leaves[i])), None)
    if is_parts:
        return range(farthest if opening is None else min(opening + 1, at), last)
    return range(max(farthest, 2 * at - last + 1) if opening is None else opening, last)


def _opens(leaf: Phrase) -> bool:
    """Whether a header is the total of a group, which stands first in it."""
    return is_total(fold(leaf.text))

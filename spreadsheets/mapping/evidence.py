"""What speaks for a column of a sheet being one of a form: words, cells, and the columns around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from schemas.form import Column, Form
from schemas.kinds import Amount, Code, Count, Day, Flag, Period, Ratio, Text
from spreadsheets.find.table import Table
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.fit import CLEAR, is_plausible, share_read, words_alike
from spreadsheets.understand.heading import SEPARATOR, Key, key_of

_WORDS, _CELLS, _AROUND = 0.6, 0.25, 0.15
#: How much it says that cells read as a kind: nearly every number is a count, hardly anything by chance a day.
_TELLING = {Text: 0.3, Code: 0.5, Count: 0.4, Amount: 0.4, Ratio: 1.0, Day: 1.0, Period: 0.8, Flag: 0.8}
_OF_A_LIST, _SOME = 1.0, 0.5
#: Parts of what the columns around say: those below the same heading, and the one next to it.
_BELOW, _BESIDE = 0.7, 0.3


@dataclass(frozen=True)
class PairEvidence:
    """What speaks for one pair, each 0 to 1. `read`: the share of the cells that read as the column, None of no cell.

    `is_plausible`: whether its cells and its unit allow it.
    """

    words: float
    cells: float
    read: float | None
    is_plausible: bool
    around: float = 0.0

    @property
    def score(self) -> float:
        """All of it as one number, 0 to 1; negative where cells and words both speak against it."""
        if not self.is_plausible and self.words < CLEAR:
            return -1.0
        return _WORDS * self.words + _CELLS * self.cells + _AROUND * self.around


@dataclass(frozen=True, eq=False)
class Pairs:
    """The columns of a sheet that nobody knows (`numbers`) and those a form still lacks (`names`)."""

    form: type[Form]
    grid: Grid
    table: Table
    on: date | None
    numbers: Sequence[int]
    names: Sequence[str]

    @cached_property
    def evidence(self) -> dict[tuple[int, str], PairEvidence]:
        """What words and cells say of every pair."""
        return {(n, name): self._of(n, self.form.columns[name]) for n in self.numbers for name in self.names}

    def _of(self, number: int, col: Column) -> PairEvidence:
        words = words_alike(self.table, number, col, self.form, self.on)
        read = share_read(self.grid, self.table, number, col, self.form, self.on)
        allowed = is_plausible(self.grid, self.table, number, col, self.form, self.on)
        return PairEvidence(words, _SOME if read is None else read * _telling(col) if allowed else 0.0, read, allowed)

    def with_around(self, taken: Mapping[int, str]) -> dict[tuple[int, str], PairEvidence]:
        """The same with what columns that are taken say of those around them. `taken`: column of the sheet -> name."""
        votes: dict[Key, dict[Key, float]] = defaultdict(lambda: defaultdict(float))
        for number, name in taken.items():
            pair = self.evidence.get((number, name))
            votes[self._above(number)][self._above_in_form(name)] += max(pair.score, 0.0) if pair else 1.0
        return {
            (n, name): replace(pair, around=self._around(n, name, taken, votes[self._above(n)]))
            for (n, name), pair in self.evidence.items()
        }

    def _around(self, number: int, name: str, taken: Mapping[int, str], votes: Mapping[Key, float]) -> float:
        below = votes.get(self._above_in_form(name), 0.0) / sum(votes.values()) if votes else 0.0
        order = list(self.form.columns)
        at = order.index(name)
        beside = {(-1, at - 1), (1, at + 1)}
        is_beside = any(taken.get(number + step) == order[i] for step, i in beside if 0 <= i < len(order))
        return _BELOW * below + _BESIDE * is_beside

    def _above(self, number: int) -> Key:
        return key_of(self.table.columns[number])[:-1]

    def _above_in_form(self, name: str) -> Key:
        return key_of(self.form.columns[name].headers[0].split(SEPARATOR))[:-1]


def _telling(col: Column) -> float:
    return _OF_A_LIST if col.codes or col.pattern else _TELLING.get(col.kind, _SOME)

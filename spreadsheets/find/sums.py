"""Arithmetic among the rows of a table: which row is the sum of others, which is too large to be a part.

A sum that holds by chance is no sum: every column that adds up is worth as much as its total has digits that could
have been others, and as many sums as were tried are taken off again.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

#: The figures of a row, in the order of the columns of figures; None where there is none.
Figures = Sequence[float | None]

_COMPARED, _LONGEST = 12, 200
#: Decimal digits of evidence from which on a sum is taken for one: by chance one in three hundred.
SURE = 2.5
#: What a nought at the end of a figure is worth, and that each of three columns or more adds up.
_NOUGHT, _EVERY = 0.5, 1.0


def sum_of(parts: Sequence[Figures], whole: Figures) -> bool:
    """Whether rows add up to a whole in some column that both fill."""
    for i, total in enumerate(whole):
        found = [p for p in (part[i] for part in parts) if p is not None]
        if total and found and abs(sum(found) - total) <= max(1e-6 * abs(total), 0.5 * len(found) * (total > 100)):
            return True
    return False


def exceeds(part: Figures, whole: Figures) -> bool:
    """Whether a row is more than the one it would be a part of, in the first column both fill."""
    for p, w in zip(part, whole, strict=False):
        if p and w:
            return p > w * (1 + 1e-9) + 1
    return False


def digits(value: float) -> float:
    """How many decimal digits of a figure could have been others: noughts at its end say half as much."""
    written = f"{abs(value):.12g}"
    if "e" in written:
        return 12.0
    said = written.replace(".", "").strip("0")
    noughts = 0 if "." in written else len(written) - len(written.rstrip("0"))
    return log10(int(said) + 1) + _NOUGHT * noughts if said else 0.0


def sum_groups(rows: Sequence[Figures], hints: Sequence[float] = ()) -> dict[int, range]:
    """Among rows that look all alike: position of a row -> positions of the rows after it that it is the sum of.

    `hints`: for each row what its name says for its being one, in digits of evidence.
    """
    sums = _Sums(rows)
    groups: dict[int, range] = {}
    i = 0
    while i < len(rows):
        ends = range(i + 3, min(len(rows), i + _LONGEST) + 1)
        hint = hints[i] if hints else 0.0
        end = next((k for k in ends if sums.evidence(i, k) + hint >= SURE + log10(k - i - 2)), None)
        if end:
            groups[i] = range(i + 1, end)
        i = end or i + 1
    return groups


class _Sums:
    """The figures of rows added up from the first on, so that any stretch of them is a difference."""

    def __init__(self, rows: Sequence[Figures]) -> None:
        width = max(map(len, rows), default=0)
        self._rows = rows
        self._sums = [[0.0] * width]
        self._counts = [[0] * width]
        for figures in rows:
            self._sums.append([s + (f or 0.0) for s, f in zip(self._sums[-1], figures, strict=True)])
            self._counts.append([n + bool(f) for n, f in zip(self._counts[-1], figures, strict=True)])

    def evidence(self, i: int, end: int) -> float:
        """How much speaks for row i being the sum of rows i+1 to end-1: the digits of the columns that add up.

        Nearly all must, but for rounding. One that is equal to a single part is no sum. Of three columns or more the
        best does not count: it may be the sum of the others.
        """
        tested = [c for c, f in enumerate(self._rows[i]) if f][:_COMPARED]
        hits = [c for c in tested if self._adds_up(i, end, c)]
        if len(tested) < 2 or len(hits) < 2 or len(hits) < 0.8 * len(tested):
            return 0.0
        said = sorted(digits(self._rows[i][c] or 0.0) for c in hits if self._parts(i, end, c) > 1)
        every = _EVERY if len(said) == len(tested) > 2 else 0.0
        return every + sum(said[:-1] if len(said) > 2 else said)

    def _parts(self, i: int, end: int, column: int) -> int:
        return self._counts[end][column] - self._counts[i + 1][column]

    def _adds_up(self, i: int, end: int, column: int) -> bool:
        whole, total = self._rows[i][column] or 0.0, self._sums[end][column] - self._sums[i + 1][column]
        return abs(whole - total) <= 0.5 * (end - i - 1) * (whole > 100) + 1e-9 * abs(whole)

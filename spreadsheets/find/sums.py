"""Arithmetic among the rows of a table: which row is the sum of others, which is too large to be a part."""

from __future__ import annotations

from collections.abc import Sequence

#: The figures of a row, in the order of the columns of figures; None where there is none.
Figures = Sequence[float | None]

_COMPARED = 12
_LONGEST = 200


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


def sum_groups(rows: Sequence[Figures]) -> dict[int, range]:
    """Among rows that look all alike: position of a row -> positions of the rows after it that it is the sum of."""
    width = max(map(len, rows), default=0)
    sums = [[0.0] * width]
    for figures in rows:
        sums.append([s + (f or 0.0) for s, f in zip(sums[-1], figures, strict=True)])
    groups: dict[int, range] = {}
    i = 0
    while i < len(rows):
        ends = range(i + 3, min(len(rows), i + _LONGEST) + 1)
        end = next((k for k in ends if _adds_up(rows[i], sums, i, k)), None)
        if end:
            groups[i] = range(i + 1, end)
        i = end or i + 1
    return groups


def _adds_up(whole: Figures, sums: Sequence[Sequence[float]], i: int, end: int) -> bool:
    """Whether a row is the sum of rows i+1 to end-1, but for rounding, in nearly all of at least three columns."""
    tested = [(f, sums[end][c] - sums[i + 1][c]) for c, f in enumerate(whole) if f][:_COMPARED]
    hits = sum(abs(f - total) <= 0.5 * (end - i - 1) + 1e-9 * abs(f) and total > 0 for f, total in tested)
    return len(tested) >= 3 and hits >= 0.8 * len(tested)

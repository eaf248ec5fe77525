"""Who gets whom, all at once: the assignment of the greatest sum of scores (Kuhn, Munkres; O(n² m))."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def assigned(scores: Sequence[Sequence[float]]) -> list[int]:
    """For each row the column it gets, so that the sum of scores is greatest; there are no fewer columns than rows."""
    n, m = len(scores), len(scores[0]) if scores else 0
    of_row, of_column = [0.0] * (n + 1), [0.0] * (m + 1)
    row_of, before = [0] * (m + 1), [0] * (m + 1)
    for row in range(1, n + 1):
        row_of[0], column = row, 0
        least, used = [inf] * (m + 1), [False] * (m + 1)
        while row_of[column]:
            used[column] = True
            at, step, following = row_of[column], inf, 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                cost = -scores[at - 1][j - 1] - of_row[at] - of_column[j]
                if cost < least[j]:
                    least[j], before[j] = cost, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(m + 1):
                if used[j]:
                    of_row[row_of[j]] += step
                    of_column[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            row_of[column], column = row_of[before[column]], before[column]
    found = {row_of[j]: j - 1 for j in range(1, m + 1) if row_of[j]}
    return [found[row] for row in range(1, n + 1)]

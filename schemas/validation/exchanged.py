"""Two columns whose figures changed places: each fits the past of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from schemas.validation.past import Expected

#: As a logarithm: how far two figures of a row must be from their own past to be looked at, and how much nearer the
#: other's past must be, all rows of the submission taken together.
_APART, _NEARER = 0.2, 0.34
#: Of the rows that can be judged, how many must be better off exchanged.
_MOST = 0.8


def exchanged(
    past: Mapping[str, Expected], groups: np.ndarray, judged: np.ndarray
) -> Iterator[tuple[str, str, int, np.ndarray]]:
    """Pairs of fields exchanged in a submission: both names, the submission's group, the places [series, period].

    `groups` [series, period]: the submission of each row, -1 for none; `judged` [series, period]: rows to be judged.
    A row where both pasts expect about the same says nothing.
    """
    for one, other in combinations(past, 2):
        a, b = past[one], past[other]
        says = judged & (np.abs(a.log - b.log) > _APART)
        own = np.abs(a.here - a.log) + np.abs(b.here - b.log)
        cross = np.abs(a.here - b.log) + np.abs(b.here - a.log)
        usual = 2 * (a.spread + b.spread)
        odd = says & (own > np.fmax(_APART, usual)) & (cross < own * _NEARER)
        for group in np.unique(groups[odd]):
            inside = says & (groups == group) & np.isfinite(own)
            if odd[inside].mean() >= _MOST:
                yield one, other, int(group), odd & inside


def without_twice(found: Sequence[tuple[str, str, int, np.ndarray]]) -> list[tuple[str, str, int, np.ndarray]]:
    """Pairs in which no column of a submission stands twice: the one told by more rows stays."""
    taken: set[tuple[int, str]] = set()
    kept = []
    for pair in sorted(found, key=lambda each: -int(each[3].sum())):
        names = {(pair[2], pair[0]), (pair[2], pair[1])}
        if not names & taken:
            taken |= names
            kept.append(pair)
    return kept

"""The merged heading of a table: which cells its levels fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def merged(levels: Sequence[Sequence[str]], depth: int) -> Iterator[tuple[int, int, int, int, str]]:
    """(top, left, bottom, right, text) of every heading cell, from 0: equal neighbours joined, the last level down."""
    for column, own in enumerate(levels):
        for level, text in enumerate(own):
            upto = tuple(own[: level + 1])
            is_last = level == len(own) - 1
            if not is_last and column and _is_under(levels[column - 1], upto):
                continue
            right = column
            while not is_last and right + 1 < len(levels) and _is_under(levels[right + 1], upto):
                right += 1
            yield level, column, (depth - 1 if is_last else level), right, text


def _is_under(levels: Sequence[str], group: tuple[str, ...]) -> bool:
    return tuple(levels[: len(group)]) == group and len(levels) > len(group)

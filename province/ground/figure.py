"""A count of the whole province, split over the 136 communes so that every sum of them agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from province.ground.course import Course, month_index
from province.ground.luck import noise
from province.ground.province import people, share

#: Running counts begin here.
_FIRST = month_index(2022, 10)


@dataclass(frozen=True, eq=False)
class Figure:
    """A count by month and commune. `is_running`: it only grows, in each commune.

    `spread`: how far communes differ from their part of the people, or of what `weights` says.
    """

    name: str
    course: Course
    is_running: bool = False
    spread: float = 0.3
    weights: Callable[[], Mapping[str, float]] = people

    def by_commune(self, index: int, seed: int) -> dict[str, int]:
        """Count of each of the 136 communes in a month."""
        return _split(self, max(index, _FIRST), seed)

    def parts(self, seed: int) -> dict[str, float]:
        """How much of it falls to each commune."""
        return {
            code: weight * (1 + self.spread * (2 * noise(seed, self.name, code) - 1))
            for code, weight in self.weights().items()
        }


@lru_cache(maxsize=2000)
def _split(figure: Figure, index: int, seed: int) -> dict[str, int]:
    total, parts = figure.course.count(index, seed), figure.parts(seed)
    if not figure.is_running or index == _FIRST:
        return share(total, parts)
    # splitting each month's growth by itself keeps every commune from falling; splitting the total would not
    before = _split(figure, index - 1, seed)
    grown = share(total - sum(before.values()), parts)
    return {code: count + grown[code] for code, count in before.items()}


def part_of(whole: Mapping[str, int], rate: float, name: str, seed: int, spread: float = 0.2) -> dict[str, int]:
    """Part of each count, around a rate: never more than the whole, and growing when both grow."""
    return {code: int(count * own_rate(rate, noise(seed, name, code), spread)) for code, count in whole.items()}


def own_rate(rate: float, luck: float, spread: float) -> float:
    """The rate of one among many: what is missing to 1 is larger here and smaller there."""
    return 1 - (1 - rate) * (1 + spread * (2 * luck - 1)) if rate > 0.5 else rate * (1 + spread * (2 * luck - 1))

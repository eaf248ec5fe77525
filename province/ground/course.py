"""How a figure of the province moves from month to month: known points, straight lines between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from province.ground.luck import noise
from schemas.values.periods import Period, period


def month_index(year: int, month: int) -> int:
    """Months counted from the year 0, so that they can be subtracted."""
    return 12 * year + month - 1


def last_month(of: Period) -> int:
    """Index of the last month of a period of any kind."""
    months = {"quarter": 3, "half": 6, "nine_months": 9, "year": 12}
    if of.kind == "month":
        return month_index(int(of.id[:4]), int(of.id[5:7]))
    if of.kind in ("quarter", "half"):
        return month_index(int(of.id[:4]), int(of.id[-1]) * months[of.kind])
    if of.kind in ("year", "nine_months"):
        return month_index(int(of.id[:4]), months[of.kind])
    return month_index(of.end.year, of.end.month)


def month(index: int, calendar: str = "reporting") -> Period:
    """The month of an index."""
    return period("month", calendar, index // 12, index % 12 + 1)


def year_of(index: int) -> int:
    """The year a month belongs to."""
    return index // 12


@dataclass(frozen=True)
class Course:
    """A figure of the province by month. At a point it is exact; between two it runs straight, give or take `wobble`.

    `points`: "2023-05" -> value. Before the first and after the last point it stays where it is.
    """

    points: Mapping[str, float]
    wobble: float = 0.0
    name: str = ""
    _at: tuple[tuple[int, float], ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        known = sorted((month_index(int(k[:4]), int(k[5:7])), v) for k, v in self.points.items())
        object.__setattr__(self, "_at", tuple(known))

    def value(self, index: int, seed: int = 0) -> float:
        """The figure of a month."""
        place = bisect_right(self._at, (index, float("inf")))
        if place == 0:
            return self._at[0][1]
        (before, low), (after, high) = self._at[place - 1], self._at[min(place, len(self._at) - 1)]
        if before in (index, after):
            return low
        straight = low + (high - low) * (index - before) / (after - before)
        return straight * (1 + self.wobble * (2 * noise(seed, self.name, index) - 1))

    def count(self, index: int, seed: int = 0) -> int:
        """The figure of a month as a whole number."""
        return round(self.value(index, seed))

"""The months that pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Window:
    """The months that are shown, each "2023-05", and the day that decides what is due."""

    on: date
    first: str
    last: str

    @property
    def months(self) -> list[str]:
        """Every month from the first to the last."""
        index, end = _index(self.first), _index(self.last)
        return [f"{i // 12}-{i % 12 + 1:02d}" for i in range(index, end + 1)]

    @property
    def named_on(self) -> date:
        """The day by whose names bodies are called: the last of the months shown."""
        after = _index(self.last) + 1
        return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def month_before(month: str, months: int) -> str:
    """The month so many months before another."""
    index = _index(month) - months
    return f"{index // 12}-{index % 12 + 1:02d}"


def _index(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:]) - 1

"""Headings of a contract: those of a stretch of time, those below a merged one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A heading that was, or will be, printed in a stretch of time only; `until` is the first day without it."""

    text: str
    since: date | None = None
    until: date | None = None

    def valid_on(self, day: date | None) -> bool:
        """Whether the heading may stand on a sheet of that day; always when no day is asked."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day < self.until))


def was(text: str, *, since: date | None = None, until: date | None = None) -> Heading:
    """A heading accepted for a time: `was("Nhân sự", until=date(2024, 1, 1))`, a name the column had until then."""
    return Heading(text, since, until)


def under(groups: tuple[str, ...], *names: str) -> tuple[str, ...]:
    """Headings of a column below a merged one: each accepted name under each accepted spelling of its group."""
    return tuple(f"{group} > {name}" for name in names for group in groups)

"""How good what came is: the dimensions of quality over any group of reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pages.quality.facts import Report

K = TypeVar("K")

#: States in which every row of a report was loaded.
WHOLE = ("complete", "late")


@dataclass(frozen=True)
class Dimension:
    """One dimension of quality: what of a report counts for it, and out of what."""

    name: str
    part: Callable[[Report], float]
    whole: Callable[[Report], float]


def _rows(report: Report) -> int:
    return report.accepted + report.quarantined


#: In the order they are told. Freshness is no share: it is told as the newest period there are figures of.
DIMENSIONS = (
    Dimension("timeliness", lambda r: is_in_time(r), lambda r: r.is_due),
    Dimension("completeness", lambda r: r.filled, lambda r: r.owed_cells),
    Dimension("validity", lambda r: r.accepted, _rows),
    Dimension("uniqueness", lambda r: max(_rows(r) - r.duplicates, 0), _rows),
    Dimension("consistency", lambda r: max(_rows(r) - r.broken, 0), _rows),
)


@dataclass(frozen=True)
class Share:
    """A part of a whole; `whole` is 0 where there was nothing to measure."""

    part: float
    whole: float


@dataclass(frozen=True)
class Tally:
    """Reports that were due, counted. `late` came after their day; `partly` wait for corrections."""

    due: int
    received: int
    in_time: int
    late: int
    whole: int
    outstanding: int
    waiting: int


def is_in_time(report: Report) -> bool:
    """Whether a report that was due came by its day; its rows may still wait for corrections."""
    return bool(
        report.is_due and report.received_on and (report.due_date is None or report.received_on <= report.due_date)
    )


def measure(reports: Iterable[Report]) -> dict[str, Share]:
    """Each dimension over some reports, by name."""
    reports = list(reports)
    return {d.name: Share(sum(map(d.part, reports)), sum(map(d.whole, reports))) for d in DIMENSIONS}


def by_month(reports: Iterable[Report], months: Iterable[str]) -> dict[str, list[Share]]:
    """Dimension -> its share in each month."""
    grouped = group(reports, lambda report: report.month)
    measured = [measure(grouped.get(month, [])) for month in months]
    return {d.name: [each[d.name] for each in measured] for d in DIMENSIONS}


def tally(reports: Iterable[Report]) -> Tally:
    """What was due of some reports and what came of it; `waiting` is owed and not due yet."""
    reports = list(reports)
    due = [report for report in reports if report.is_due]
    received = [report for report in due if report.received_on]
    in_time = sum(map(is_in_time, received))
    return Tally(
        due=len(due),
        received=len(received),
        in_time=in_time,
        late=len(received) - in_time,
        whole=sum(report.state in WHOLE for report in due),
        outstanding=len(due) - len(received),
        waiting=sum(report.state == "expected" for report in reports),
    )


def group(reports: Iterable[Report], key: Callable[[Report], K]) -> Mapping[K, list[Report]]:
    """Reports by a key, in their order."""
    found: dict[K, list[Report]] = {}
    for report in reports:
        found.setdefault(key(report), []).append(report)
    return found

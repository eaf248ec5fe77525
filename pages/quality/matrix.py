"""Reports laid out by month: counted in each cell, or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pages.parts.chart import Trend
from pages.quality.facts import Facts, Report
from pages.quality.measures import Tally, by_month, group, measure, tally
from schemas.states import STATES
from schemas.values.bilingual import Both, percent

#: State of a report -> the sign it has beside its words; a colour alone tells nobody anything.
SIGNS = {name: state.sign for name, state in STATES.items()} | {"unasked": "+"}
#: Least share of whole reports -> how a counted cell looks, best first.
_TONES = ((1.0, "all"), (0.9, "most"), (0.5, "half"), (0.0, "few"))
_LOWEST_TOP = 90


@dataclass(frozen=True)
class Counted:
    """A cell that counts: `whole` of `due` reports, `late` of those received; how it looks."""

    due: int
    whole: int
    late: int
    tone: str


@dataclass(frozen=True)
class Single:
    """A report in a cell: its sign and state, and where its page is ("" where it has none)."""

    period: Both
    state: str
    sign: str
    days_late: int
    errors: int
    href: str


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix: what it is about, where that has its page, a cell a month, None where nothing was due."""

    label: Both
    href: str
    cells: list[Counted | None]
    total: Counted | None


@dataclass(frozen=True)
class Singles:
    """A row of reports one by one: several where a month has several."""

    label: Both
    href: str
    cells: list[list[Single]]


def counted_row(label: Both, href: str, reports: Iterable[Report], months: Sequence[str]) -> MatrixRow:
    """A row that counts some reports month by month."""
    reports = list(reports)
    grouped = group(reports, lambda report: report.month)
    return MatrixRow(label, href, [_counted(tally(grouped.get(m, []))) for m in months], _counted(tally(reports)))


def single_row(facts: Facts, label: Both, href: str, reports: Iterable[Report]) -> Singles:
    """A row of reports one by one."""
    grouped = group(reports, lambda report: report.month)
    cells = [[single(facts, report) for report in grouped.get(month, [])] for month in facts.window.months]
    return Singles(label, href, cells)


def single(facts: Facts, report: Report) -> Single:
    """A report as a cell shows it."""
    late = report.days_late if report.received_on else 0
    return Single(label_of(report), report.state, SIGNS[report.state], late, report.errors, address_of(facts, report))


def label_of(report: Report) -> Both:
    """The period of a report in words."""
    return report.period.label


def address_of(facts: Facts, report: Report) -> str:
    """Where the page of a report is, or of the file it failed with; "" where it has neither."""
    if report.submission_no is not None:
        return f"submission/{report.submission_no}.html"
    return f"arrival/{report.seq}.html" if report.seq in facts.arrival_numbers else ""


def trends(reports: Iterable[Report], months: Sequence[str]) -> list[Trend]:
    """Each dimension of quality over the months."""
    reports = list(reports)
    total = measure(reports)
    return [
        Trend(
            name,
            [100 * share.part / share.whole if share.whole else None for share in shares],
            [percent(share.part, share.whole) if share.whole else None for share in shares],
            percent(total[name].part, total[name].whole) if total[name].whole else None,
        )
        for name, shares in by_month(reports, months).items()
    ]


def lowest(drawn: Iterable[Trend]) -> int:
    """Where the axis of charts that stand side by side begins, in percent: the ten below their lowest value."""
    values = [value for each in drawn for value in each.values if value is not None]
    return min(int(min(values, default=100) // 10) * 10, _LOWEST_TOP)


def _counted(of: Tally) -> Counted | None:
    if not of.due:
        return None
    tone = next(name for least, name in _TONES if of.whole / of.due >= least) if of.whole else "none"
    return Counted(of.due, of.whole, of.late, tone)

"""The register as a matrix of signs on the terminal: who owes downwards, forms or periods across."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import count

from pages.documents.register import OwedReport, newest_due, standing
from schemas.states import STATES
from schemas.values.bilingual import Both, number

_SUMMARY = Both(
    "Đã đến hạn {due}: đã nhận {received} ({received_pct} %), đúng hạn {in_time} ({in_time_pct} %), chưa nộp"
    " {outstanding}",
    "Due {due}: received {received} ({received_pct} %), in time {in_time} ({in_time_pct} %), outstanding {outstanding}",
)

_NAME_WIDTH, _MOST_PERIODS = 38, 12
#: Wider than any matrix: a pipe has no edge.
UNBOUND = 10_000

#: A row's or a column's place in the order, and what is written there.
Label = tuple[tuple[object, ...], str]


def matrix(found: list[OwedReport], lang: str, width: int = UNBOUND) -> list[str]:
    """The lines of the matrix, its legend, and how much of what is due has come.

    One form: its bodies by periods, the newest twelve. One body: its forms by periods. Else bodies by forms, of each
    form the newest period that is due; give the entries of one period to see that one. What does not fit into `width`
    follows below.
    """
    if len({each.form for each in found}) == 1:
        found = _newest_periods(found)
        lines = _drawn(found, _body(lang), _period, width)
    elif len({each.sender_code for each in found}) == 1:
        found = _newest_periods(found)
        lines = _drawn(found, _form(lang), _period, width)
    else:
        found = newest_due(found)
        numbers = dict(zip(dict.fromkeys(each.form for each in found), count(1), strict=False))
        lines = _drawn(found, _body(lang), lambda each: ((numbers[each.form],), str(numbers[each.form])), width)
        told = (f"{n:>3}  {line}" for n, line in enumerate(standing(found, lang), 1))
        lines += ["", *(part for line in told for part in textwrap.wrap(line, width, subsequent_indent=" " * 5))]
    return [*lines, "", *_legend(found, lang, width), _summary(found, lang)]


def _newest_periods(found: list[OwedReport]) -> list[OwedReport]:
    newest = sorted({_period(each) for each in found})[-_MOST_PERIODS:]
    return [each for each in found if _period(each) in newest]


def _body(lang: str) -> Callable[[OwedReport], Label]:
    return lambda each: (
        (_LEVELS.index(each.level), each.sender_name_vi, each.sender_code),
        each.sender_name.said(lang),
    )


def _form(lang: str) -> Callable[[OwedReport], Label]:
    return lambda each: ((each.sector, each.form), each.form_name.said(lang))


def _period(each: OwedReport) -> Label:
    """One column for the May of every calendar, though it ends on the 14th of the one and the 31st of another."""
    year, _, part = each.period_id.partition("-")
    return (each.period_end.year, each.period_end.month, each.period_id), f"{part}/{year[2:]}" if part else year


_LEVELS = ("central", "province", "district", "commune")


def _drawn(
    found: list[OwedReport], row_of: Callable[[OwedReport], Label], column_of: Callable[[OwedReport], Label], width: int
) -> list[str]:
    """Rows and columns of signs; what does not fit stands below, with the rows it has a sign in."""
    columns = sorted({column_of(each) for each in found})
    place = max(len(sign("late")), *(len(text) for _, text in columns)) + 1
    cells = {(row_of(each), column_of(each)): sign(each.state) for each in found}
    rows = sorted({row_of(each) for each in found})
    fitting = max((width - _NAME_WIDTH) // place, 1)
    lines: list[str] = []
    for first in range(0, len(columns), fitting):
        lines += [""] if lines else []
        lines += _block(rows, columns[first : first + fitting], cells, place)
    return lines


def _block(
    rows: list[Label], columns: list[Label], cells: Mapping[tuple[Label, Label], str], place: int
) -> Iterator[str]:
    yield " " * _NAME_WIDTH + "".join(text.rjust(place) for _, text in columns)
    for row in rows:
        signs = "".join(cells.get((row, column), "").rjust(place) for column in columns)
        if signs.strip():
            yield _fitted(row[1]) + signs.rstrip()


def _fitted(name: str) -> str:
    short = name if len(name) < _NAME_WIDTH else name[: _NAME_WIDTH - 2] + "…"
    return short.ljust(_NAME_WIDTH)


def _legend(found: list[OwedReport], lang: str, width: int) -> list[str]:
    there = {each.state for each in found}
    lines = [""]
    for told in (f"{sign(name)} {state.title.said(lang)}" for name, state in STATES.items() if name in there):
        joined = f"{lines[-1]}   {told}" if lines[-1] else told
        lines = [*lines[:-1], joined] if len(joined) <= width else [*lines, told]
    return lines


def sign(state: str) -> str:
    """The sign of a state; a plus beside it for what came late."""
    return STATES[state].sign + ("+" if state == "late" else "")


def _summary(found: list[OwedReport], lang: str) -> str:
    due = [each for each in found if each.is_due]
    received = [each for each in due if each.received_on]
    in_time = [each for each in received if not each.days_late]
    return _SUMMARY.filled(
        due=len(due),
        received=len(received),
        received_pct=_share(len(received), len(due), lang),
        in_time=len(in_time),
        in_time_pct=_share(len(in_time), len(due), lang),
        outstanding=len(due) - len(received),
    ).said(lang)


def _share(part: int, whole: int, lang: str) -> str:
    return number(100 * part / whole, 1).said(lang) if whole else "—"

"""Whose figures a table holds and of when: from mark, caller, sheet and folder, which must not disagree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from schemas.codes import code_list
from schemas.finding import Finding
from schemas.form import Form, Revision
from schemas.reasons import kinds
from schemas.submission import Given, Key
from schemas.values.address import address
from schemas.values.period_text import parse_period, periods_in
from schemas.values.periods import Period, PeriodKind, calendars, containing
from schemas.values.text import fold, folded
from spreadsheets.find.table import Table
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.letterhead import PARENTS, Letterhead, letterhead, province, territory
from spreadsheets.understand.mark import TemplateMark

#: Lines that name a document: the years and dates in them are its own.
_REFERENCES = (
    "kèm theo", "quyết định", "nghị quyết", "công văn", "thông tư", "nghị định", "chỉ thị", "tờ trình", "căn cứ",
    "biểu số", "mẫu số", "báo cáo số", "văn bản số",
)  # fmt: skip
_AS_OF = re.compile(r"(?:đến|tới|thời điểm|tại)\s+(?:hết\s+)?(?:ngày\s+)?(.*)")
_ESTIMATE = re.compile(r"\bước (?:thực hiện|tính|đạt|cả năm)|\b(?:số|số liệu|kết quả) ước\b|\(ước\)|\bsơ bộ\b")
_LETTER_DATE = re.compile(r",\s*ngày\s+[0-9]{1,2}\s+tháng\s+[0-9]{1,2}\s+năm\s+[0-9]{4}")
_EXAMPLES = {"month": "tháng 5/2023", "quarter": "quý I/2023", "year": "năm 2023", "day": "đến ngày 15/5/2023"}

#: Where something was said -> what it says. Places: "mark", "command", "folder", or the address on the sheet.
Said = dict[str, str]


@dataclass
class Origin:
    """The key of a submission; None where one of the findings says why there is none."""

    key: Key | None
    findings: list[Finding] = field(default_factory=list)
    period: Period | None = None


def origin(
    form: type[Form],
    grid: Grid,
    table: Table,
    given: Given,
    folder: Given,
    file: str = "",
    mark: TemplateMark | None = None,
) -> Origin:
    """The key of a table of this form.

    Sender, unit and period are taken from the template's mark, the caller, the sheet and the folder; the contract's
    own sender comes last. Places that disagree are a finding, and so is a sender or a period that nobody says.
    """
    marked = Given(mark.sender, mark.unit, mark.period) if mark else Given()
    period, findings = _period(form, table, marked, given, folder)
    on = period.end if period else None
    head = letterhead(grid, table, on)
    sender, more = _sender(form, head, marked, given, folder, table, on)
    if period is None and code_list("agency").has_known(head.unknown):  # whose name it is depends on the day
        more = [f for f in more if f.rule != "SUB-SENDER"]
    unit, conflict = _unit(head, marked, given, folder, sender, period, _top(table))
    revision, unexpected = _revision(form, table, given, folder)
    findings += more + conflict + unexpected
    findings = [_placed(f, form, table, file) for f in findings]
    if findings or period is None:
        return Origin(None, findings, period)
    return Origin(Key(form.name, sender, unit, period, revision), period=period)


def _placed(finding: Finding, form: type[Form], table: Table, file: str) -> Finding:
    cell = finding.cell or _top(table)
    return Finding(finding.rule, "error", file, table.sheet, cell, finding.found, finding.details, form.name)


def _period(
    form: type[Form], table: Table, marked: Given, given: Given, folder: Given
) -> tuple[Period | None, list[Finding]]:
    if table.period:
        return table.period, []
    said: dict[str, list[tuple[Period, str]]] = {}
    for place, period in (("mark", marked.period), ("command", given.period), ("folder", folder.period)):
        if period:
            own = _in_calendar(period, form)
            said[place] = [(own or period, period.label.vi)]
    for where, text, periods in _periods_on_sheet(form, table):
        said[where] = [(period, text) for period in periods]
    if folder.period and _is_roughly_said(
        folder.period, [p for place in said if place != "folder" for p, _ in said[place]]
    ):
        del said["folder"]
    distinct = {period for found in said.values() for period, _ in found}
    fitting = {p for p in distinct if form.period in ("", p.kind) and (p.calendar == form.calendar or p.kind in _ALIKE)}
    if len(distinct) > 1 or distinct - fitting:
        cell = next((place for place in said if place[:1].isupper()), "")
        sources = {p: "; ".join(dict.fromkeys(_span(period) for period, _ in found)) for p, found in said.items()}
        if distinct - fitting:
            sources[form.title()] = f"{kinds()[form.period].vi} ({calendars()[form.calendar].title.vi})"
        return None, [_conflict("SUB-PERIOD-CONFLICT", sources, cell)]
    if not distinct:
        details = {"kind": form.period, "example": _EXAMPLES.get(form.period, "")}
        return None, [Finding("SUB-PERIOD", "error", cell=_title_cell(table), found=table.title or "", details=details)]
    period = distinct.pop()
    late = None if said.keys() & {"mark", "command", "folder"} else _letter_after_next(period, table)
    if late:
        where, text = next((place, found[0][1]) for place, found in said.items())
        return None, [_conflict("SUB-PERIOD-CONFLICT", {where: text, late[0]: late[1]}, where)]
    return period, []


def _is_roughly_said(folder: Period, others: list[Period]) -> bool:
    """Whether a folder says no more than in what longer time the period lies: a folder "2023" of many months."""
    return bool(others) and all(p.kind != folder.kind and folder.start <= p.end <= folder.end for p in others)


def _letter_after_next(period: Period, table: Table) -> tuple[str, str] | None:
    """Address and text of the letter's date, where the period after `period` had ended by then.

    Such a sheet most likely carries last month's title; who sends it late on purpose says so (--period, the folder).
    """
    if period.kind not in ("week", "month", "quarter"):
        return None
    following = containing(period.end + timedelta(days=1), period.kind, period.calendar)
    for row, column, text in table.preamble:
        if _LETTER_DATE.search(text.casefold()) and not _is_reference(text):
            days = periods_in(text, "day")
            if days and days[-1].start > following.end:
                return address(row, column), text
    return None


#: Kinds that are the same in every calendar.
_ALIKE = ("day", "week", "school_year")


def _in_calendar(period: Period, form: type[Form]) -> Period | None:
    """A period named without its calendar, in the form's own: "5/2023" is the form's month of May."""
    kind: PeriodKind | None = form.period or None  # type: ignore[assignment]
    return parse_period(period.id, kind, form.calendar) if period.calendar == "calendar" else None


def _periods_on_sheet(form: type[Form], table: Table) -> list[tuple[str, str, list[Period]]]:
    """(address, text, periods) of every line above the table that states a period of the form's kind."""
    kind: PeriodKind | None = form.period or None  # type: ignore[assignment]
    title = fold(table.title or "")
    places: dict[str, tuple[str, list[Period]]] = {}
    if table.title and (found := _stated(table.title, kind, form.calendar)):
        places[_title_cell(table)] = (table.title, found)
    for row, column, text in table.preamble:
        if (title and fold(text) in title) or _is_reference(text):
            continue
        if found := _stated(text, kind, form.calendar):
            places.setdefault(address(row, column), (text, found))
    return [(where, text, found) for where, (text, found) in places.items()]


def _stated(text: str, kind: PeriodKind | None, calendar: str) -> list[Period]:
    """Periods a line states. A day only counts after "đến ngày": the others are dates of letters."""
    if kind == "day":
        as_of = _as_of().search(fold(text))
        return periods_in(as_of.group(1), kind, calendar) if as_of else []
    return periods_in(text, kind, calendar)


def _sender(
    form: type[Form], head: Letterhead, marked: Given, given: Given, folder: Given, table: Table, on: date | None
) -> tuple[str, list[Finding]]:
    agencies = code_list("agency")
    on_sheet = "" if head.sender in PARENTS else head.sender
    places = {"mark": marked.sender, "command": given.sender, _top(table): on_sheet, "folder": folder.sender}
    said = {place: agencies.at(code, on) for place, code in places.items() if code}
    if len(set(said.values())) > 1:
        names = {place: agencies.label(code, on=on) for place, code in said.items()}
        return "", [_conflict("SUB-SENDER-CONFLICT", names, _top(table))]
    if said:
        return next(iter(said.values())), []
    if head.unknown:
        return "", [Finding("SUB-SENDER", "error", cell=_top(table), found=head.unknown)]
    sender = agencies.at(form.sender, on) or head.sender
    return sender, [] if sender else [Finding("SUB-SENDER", "error", cell=_top(table))]


def _unit(
    head: Letterhead, marked: Given, given: Given, folder: Given, sender: str, period: Period | None, cell: str
) -> tuple[str, list[Finding]]:
    on = period.end if period else None
    said = {"mark": marked.unit, "command": given.unit, cell: head.unit, "folder": folder.unit}
    units = {code for code in said.values() if code}
    if len(units) > 1:
        names = {place: code_list("unit").label(code, on=on) for place, code in said.items() if code}
        return "", [_conflict("SUB-UNIT-CONFLICT", names, cell)]
    own = territory(code_list("agency").label(sender, on=on), on)
    return units.pop() if units else own or province(on), []


def _revision(form: type[Form], table: Table, given: Given, folder: Given) -> tuple[Revision, list[Finding]]:
    lines = [table.title or "", *(text for _, _, text in table.preamble)]
    said = next((line for line in lines if _estimate().search(fold(line))), "")
    revision = given.revision or ("estimate" if said else None) or folder.revision or "official"
    if revision in form.revisions:
        return revision, []
    return revision, [Finding("SUB-REVISION", "error", cell=_title_cell(table), found=said or "--estimate")]


def _conflict(rule: str, said: Mapping[str, str], cell: str) -> Finding:
    option = f"--{rule.split('-')[1].lower()}"
    places = {"mark": "khoso template", "command": option, "folder": "inbox/"}
    sources = "; ".join(f"{places.get(place, place)}: {text}" for place, text in said.items())
    return Finding(rule, "error", cell=cell, found=sources, details={"sources": sources})


def _span(period: Period) -> str:
    if period.kind == "day":
        return period.label.vi
    return f"{period.label.vi} ({period.start:%d/%m/%Y}–{period.end:%d/%m/%Y})"


def _top(table: Table) -> str:
    """The first cell above the table, where its letterhead begins."""
    if table.preamble:
        row, column, _ = min(table.preamble)
        return address(row, column)
    return table.first_cell


def _title_cell(table: Table) -> str:
    title = fold(table.title or "")
    places = [(row, column) for row, column, text in table.preamble if title and fold(text) in title]
    return address(*min(places)) if places else _top(table)


def _is_reference(text: str) -> bool:
    return any(phrase in fold(text) for phrase in _references())


@cache
def _references() -> tuple[str, ...]:
    return tuple(map(fold, _REFERENCES))


@cache
def _as_of() -> re.Pattern[str]:
    return folded(_AS_OF)


@cache
def _estimate() -> re.Pattern[str]:
    return folded(_ESTIMATE)

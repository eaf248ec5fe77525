"""What is wrong with a contract, told where it is written: words nobody knows, limits that cannot be, bodies there are
not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from cronsim import CronSim, CronSimError

from schemas import column_check
from schemas.codes import REFERENCE, code_list, is_code_list
from schemas.column_check import EMPTY, Wrong, hints, of_hints
from schemas.contract_error import ContractError, none_such, shown
from schemas.form import Due, Form, Sector
from schemas.owed import agencies, due_day
from schemas.rule import not_understood
from schemas.sector import UNITS
from schemas.values.bilingual import Both
from schemas.values.periods import KINDS, calendars, period

#: Kinds of period that are the same in every calendar.
_OF_ANY_CALENDAR = ("day", "week", "school_year")
_DERIVED = ("name", "sector", "columns", "rules", "written_at")
_SELECTORS = ("agency", "group", "unit")

_WORD = Both("từ của biểu mẫu", "word of a form")
_PERIOD, _CALENDAR = Both("loại kỳ", "kind of period"), Both("lịch", "calendar")
_BODY, _GROUP = Both("cơ quan", "body"), Both("nhóm cơ quan", "group of bodies")
_LEVEL, _UNIT = Both("cấp đơn vị hành chính", "level of units"), Both("đơn vị tính", "unit of measure")
_SELECTOR = Both("cách chỉ người gửi", "way to say who owes")
_LIST = Both("danh mục", "code list")
_NO_COLUMN = Both("không có cột nào", "it has no column")
_SAME_FIELD = Both("hai cột lưu cùng một trường", "two columns store the same field")
_SAME_ID = Both("hai quy tắc cùng một mã", "two rules share an id")
_UNKNOWN = Both("nêu trường hoặc hàm không có: {names}", "unknown fields or functions: {names}")
_REFUSE_ABOVE = Both(
    "refuse_above là phần trăm từ 0 đến 99, hoặc None", "refuse_above is a per cent from 0 to 99, or None"
)
_DAY = Both("Due(day={day}): cần ngày từ 1 đến 31", "Due(day={day}): a day from 1 to 31 was expected")
_NO_PERIOD = Both("có hạn gửi (due) mà không nói kỳ (period)", "there is a day it is due and no period")
_ONE_CALENDAR = Both("kỳ {period} không theo lịch {calendar!r}", "periods of a {period} do not follow {calendar!r}")
_TOO_EARLY = Both(
    "kỳ {period} kết thúc {end} mà hạn gửi là {due}; ghi months=1 nếu là tháng sau",
    "the period {period} ends on {end} and is due on {due}; write months=1 for the month after",
)
_NO_FIGURES = Both("across={name!r} không phải cột số", "across={name!r} is no column of figures")
_CRON = Both("cron={cron!r} không phải lịch chạy: {why}", "cron={cron!r} is no schedule: {why}")
_NAME = Both("name={name!r} không trùng tên tệp {file!r}", "name={name!r} is not the name of its file, {file!r}")


def refuse(form: type[Form]) -> None:
    """Raise ContractError for the first thing that is wrong with a form by itself, with its file and line."""
    for word, told in of_form(form):
        said = Both.joined(f"{form.__name__}.{word}: ", told) if word else Both.joined(f"{form.__name__}: ", told)
        raise ContractError(said, place(form, word))


def of_form(form: type[Form]) -> Iterator[Wrong]:
    """All that is wrong with a form by itself: the word it is about ("" for none) and the sentence."""
    if wrong := list(_itself(form)):
        yield from wrong
        return
    known = _words()
    for word, value in vars(form).items():
        if word not in known and word not in form.columns and word not in form.rules and _is_said(word, value):
            yield word, none_such(_WORD, word, known)
    wrong = [(word, told) for word, hint in known.items() for told in of_hints(form, {word: hint})]
    yield from wrong
    if not wrong:
        yield from _terms(form)
        own = tuple(text for text in form.ignored if text not in Form.ignored)  # a form may load what others pass over
        yield from column_check.columns(form.columns, own)
        yield from column_check.rules(form.rules, form.columns)


def _itself(form: type[Form]) -> Iterator[Wrong]:
    """A form without columns, fields stored twice, names of fields and functions there are not."""
    names = [name for col in form.columns.values() for name in col.fields]
    if not names:
        yield "", _NO_COLUMN
    if len(names) != len(set(names)):
        yield "", _SAME_FIELD
    unknown = {"grain": [name for name in form.grain if name not in names]}
    unknown["across"] = [form.across] if form.across and form.across not in form.columns else []
    unknown |= {word: not_understood(rule, names) for word, rule in form.rules.items()}
    yield from ((word, _UNKNOWN.filled(names=", ".join(strange))) for word, strange in unknown.items() if strange)
    if form.refuse_above is not None and not 0 <= form.refuse_above < 100:
        yield "refuse_above", _REFUSE_ABOVE
    ids = [rule.id for rule in form.rules.values()]
    if len(ids) != len(set(ids)):
        yield "", _SAME_ID


@cache
def _words() -> dict[str, Any]:
    """The words of a form and what each may say."""
    return {word: hint for word, hint in hints(Form).items() if word not in _DERIVED}


def _is_said(word: str, value: object) -> bool:
    """Whether it is something said of the form: no name of Python's own, nothing private, no function."""
    return not word.startswith("_") and word not in _DERIVED and not callable(getattr(value, "__func__", value))


def _terms(form: type[Form]) -> Iterator[Wrong]:
    for word in ("titles", "ignored", "grain"):
        if not all(text.strip() for text in getattr(form, word)):
            yield word, EMPTY.filled(word=word)
    if not form.revisions:
        yield "revisions", EMPTY.filled(word="revisions")
    if form.owed_by:
        yield from (("owed_by", told) for told in _owed_by(form.owed_by))
    if form.sender and form.sender not in _bodies():
        yield "sender", none_such(_BODY, form.sender, _bodies())
    if form.across and not form.columns[form.across].kind.is_measure:
        yield "across", _NO_FIGURES.filled(name=form.across)
    yield from _periods(form)


def _periods(form: type[Form]) -> Iterator[Wrong]:
    if form.period and form.period not in KINDS:
        yield "period", none_such(_PERIOD, form.period, KINDS)
        return
    if form.calendar not in calendars():
        yield "calendar", none_such(_CALENDAR, form.calendar, calendars())
        return
    if form.period in _OF_ANY_CALENDAR and form.calendar != "calendar":
        yield "calendar", _ONE_CALENDAR.filled(period=form.period, calendar=form.calendar)
    if form.due:
        yield from (("due", told) for told in _due(form, form.due))


def _due(form: type[Form], due: Due) -> Iterator[Both]:
    wrong = list(of_hints(due, hints(Due), "Due({name}=)"))
    if wrong:
        yield from wrong
    elif not 1 <= due.day <= 31:
        yield _DAY.filled(day=due.day)
    elif not form.period:
        yield _NO_PERIOD
    elif due.months >= 0 and form.period in ("month", "quarter", "half", "nine_months", "year"):
        # a negative number of months says that the period is owed before it ends: a plan, a list of targets
        some = period(form.period, form.calendar, 2023, 1)  # type: ignore[arg-type]  # one of KINDS
        owed = due_day(form, some)
        if owed and owed < some.end:
            yield _TOO_EARLY.filled(period=some.id, end=some.end, due=owed)


def _owed_by(selector: str) -> Iterator[Both]:
    how, _, what = selector.partition(":")
    if how not in _SELECTORS:
        yield none_such(_SELECTOR, selector, [f"{name}:" for name in _SELECTORS])
    elif how == "agency" and what not in _bodies():
        yield none_such(_BODY, what, _bodies())
    elif how == "group" and what not in _groups():
        yield none_such(_GROUP, what, _groups())
    elif how == "unit" and what not in _levels():
        yield none_such(_LEVEL, what, _levels())


@cache
def _bodies() -> frozenset[str]:
    return frozenset(agency.code for agency in agencies())


@cache
def _groups() -> frozenset[str]:
    return frozenset(group for agency in agencies() for group in agency.groups if group)


@cache
def _levels() -> frozenset[str]:
    return frozenset(entry.level for entry in code_list("unit").entries)


def refuse_sector(sector: Sector, file: Path) -> None:
    """Raise ContractError for the first thing that is wrong with what a file says of its sector."""
    for word, told in of_sector(sector, file.parent.name if file.stem == "__init__" else file.stem):
        raise ContractError(Both.joined(f"Sector({word}=): ", told), f"{shown(file)}:{_line(file, 'SECTOR', word)}")


def of_sector(sector: Sector, file: str) -> Iterator[Wrong]:
    """All that is wrong with a sector whose file or folder has this name."""
    wrong = [(word, told) for word, hint in hints(Sector).items() for told in of_hints(sector, {word: hint})]
    if wrong:
        yield from wrong
        return
    if sector.name != file:
        yield "name", _NAME.filled(name=sector.name, file=file)
    yield from ((word, EMPTY.filled(word=word)) for word in ("vi", "en") if not getattr(sector, word).strip())
    if sector.department not in _bodies():
        yield "department", none_such(_BODY, sector.department, _bodies())
    try:
        CronSim(sector.cron, datetime(2023, 1, 1))
    except CronSimError as error:
        yield "cron", _CRON.filled(cron=sector.cron, why=error)


def refuse_names(form: type[Form]) -> None:
    """Raise ContractError for a code list or a unit of measure that there is not.

    A unit is one that all have, one of its sector, or a column of the form that says it row by row.
    """
    units = [*UNITS, *(form.sector.units if form.sector else ()), *form.fields()]
    for name, col in form.columns.items():
        if col.codes and not is_code_list(col.codes):
            raise ContractError(_named(form, name, none_such(_LIST, col.codes, _lists())), place(form, name))
        if col.unit and col.unit not in units:
            raise ContractError(_named(form, name, none_such(_UNIT, col.unit, units)), place(form, name))


def _named(form: type[Form], name: str, told: Both) -> Both:
    return Both.joined(f"{form.name}.{name}: ", told)


@cache
def _lists() -> list[str]:
    """The names of code lists: those of the first columns of the reference tables, without their ending."""
    heads = (path.open(encoding="utf-8").readline().partition(",")[0] for path in sorted(REFERENCE.glob("*.csv")))
    return [head.removesuffix("_code") for head in heads if head.endswith("_code")]


def place(form: type[Form], word: str = "") -> str:
    """Where a word of a form is written, "file:line"; the form's own first line for no word."""
    file, line = form.written_at
    return f"{shown(Path(file))}:{_line(Path(file), form.__name__, word) or line}"


def _line(file: Path, name: str, word: str) -> int:
    """The line of a word in the class or the call of a name; 0 where the file does not say."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return 0
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=found) if found == name:
                lines = [n.lineno for n in node.body if word in _targets(n)]
                return lines[0] if lines else node.lineno
            case ast.Assign(value=ast.Call(keywords=keywords)) if name in _targets(node):
                return next((k.value.lineno for k in keywords if k.arg == word), node.lineno)
    return 0


def _targets(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]

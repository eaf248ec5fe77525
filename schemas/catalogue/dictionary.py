"""The data dictionary: what every form, column, rule and reference table means, drawn from the contracts themselves."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from schemas.catalogue.rulebook import said
from schemas.catalogue.unit_name import unit_name
from schemas.form import Column, Due, Form, Rule, Sector
from schemas.values.bilingual import Both
from schemas.values.periods import calendars

_PERIODS = {
    "day": Both("ngày", "day"),
    "week": Both("tuần", "week"),
    "month": Both("tháng", "month"),
    "quarter": Both("quý", "quarter"),
    "half": Both("6 tháng", "half-year"),
    "nine_months": Both("9 tháng", "nine months"),
    "school_year": Both("năm học", "school year"),
    "year": Both("năm", "year"),
}
_SOME_PERIOD = Both("kỳ", "period")
_MODES = {
    "snapshot": Both(
        "bản mới nhất của một kỳ thay bản trước", "the newest submission of a period replaces the one before"
    ),
    "increment": Both("các kỳ cộng lại", "periods add up"),
    "register": Both("dòng nào cũng gặp lại và được cập nhật theo khóa", "rows recur and are updated by their key"),
}
_BASES = {
    "period": Both("trong kỳ", "of the period"),
    "cumulative": Both("lũy kế từ đầu", "cumulative since the beginning"),
    "as_of": Both("tính đến ngày cuối kỳ", "as of the period's last day"),
}
_PILLARS = {
    "government": Both("chính quyền số", "digital government"),
    "economy": Both("kinh tế số", "digital economy"),
    "society": Both("xã hội số", "digital society"),
}
_SECTOR = Both(
    "Trụ cột: {pillar}. Cơ quan: `{department}`. Các bảng tổng hợp được kiểm tra lúc `{cron}`.",
    "Pillar: {pillar}. Department: `{department}`. Its marts are proved at `{cron}`.",
)
_COLUMN_HEADS = (
    Both("cột", "column"),
    Both("tiêu đề", "heading"),
    Both("kiểu", "kind"),
    Both("đơn vị tính", "unit"),
    Both("điều kiện", "what must hold"),
    Both("ý nghĩa", "meaning"),
)
_EXPECTED = Both("cần", "expected")
_RULE_HEADS = (
    Both("quy tắc", "rule"),
    Both("mức", "severity"),
    _EXPECTED,
    Both(_EXPECTED.en, _EXPECTED.vi),  # what is expected, in the other language
    Both("căn cứ", "source"),
)
_TITLE = Both("* Tên biểu: {titles}", "* Title: {titles}")
_GRAIN = Both("* Mỗi dòng một: {grain}{of_sender}, theo {period}", "* Grain: {grain}{of_sender}, per {period}")
_OF_SENDER = Both(" của một nơi gửi", " of one sender")
_MODE = Both(
    "* Cách cập nhật: {mode}, {meaning}; số liệu {basis}, trừ cột có ghi khác",
    "* Mode: {mode}, {meaning}; measures are {basis}, unless their column says else",
)
_REVISIONS = Both("* Bản: {revisions}", "* Revisions: {revisions}")
_REVISION = {"estimate": Both("ước thực hiện", "estimate"), "official": Both("chính thức", "official")}
_ACROSS = Both(
    "* Có thể gửi các kỳ cạnh nhau: `{across}` dưới từng kỳ",
    "* May be sent with its periods side by side: `{across}` under each of them",
)
_OWED_BY = Both("* Ai phải nộp: {owed}", "* Owed by: {owed}")
_REFUSED = Both(
    "* Trả lại cả biểu khi hơn {most} % số dòng vi phạm quy tắc mức lỗi",
    "* Refused whole when more than {most} % of its rows break an error rule",
)
_NOBODY = Both("không nhắc ai", "nobody is reminded")
_UNTIL = Both(", đến {day}", ", until {day}")
_BY_DAY = Both(", hạn ngày {day} {month}", ", by day {day} {month}")
_DUE_MONTHS = {
    0: Both("tháng cuối kỳ", "of the period's last month"),
    1: Both("tháng sau", "of the month after"),
}
_DUE_OTHER = Both("sau tháng cuối kỳ {months} tháng", "{months} months from the period's last month")
_CALENDAR = Both(" ({title})", " ({title} calendar)")
_HEADING_FROM = Both(" từ {day}", " from {day}")
_HEADING_UNTIL = Both(" đến {day}", " until {day}")
_MORE_HEADINGS = Both("và {n} cách ghi khác", "{n} more")
_NEVER_EMPTY = Both("không được trống", "never empty")
_MAY_BE_MISSING = Both("có thể thiếu cột", "the column may be missing")
_A_CODE = Both("mã của `{codes}`", "a code of `{codes}`")
_ELSE_WARNED = Both(" (nếu không, cảnh báo)", " (else a warning)")
_AT_LEAST = Both("ít nhất {bound}", "at least {bound}")
_AT_MOST = Both("nhiều nhất {bound}", "at most {bound}")
_SINCE = Both("từ {day}", "since {day}")
_ENDED = Both("đến {day}", "until {day}")
_PERSONAL = Both(
    "thông tin cá nhân: chỉ giữ bí danh (Luật 91/2025/QH15)", "personal: kept as a pseudonym (Law 91/2025/QH15)"
)
_MAY_NAME = Both(
    "tên người trong ô được che (Luật 91/2025/QH15)", "a person's name in it is covered (Law 91/2025/QH15)"
)
_ROWS = Both("* `ref.{name}` ({n} dòng): {columns}", "* `ref.{name}` ({n} rows): {columns}")


def sector_lines(sector: Sector, forms: Iterable[type[Form]], lang: str = "en") -> Iterator[str]:
    """A sector and its forms as Markdown in a language, a line each."""
    yield f"## {' · '.join(sector.title.own_first(lang))}"
    yield ""
    said = {"department": sector.department, "cron": sector.cron}
    yield _SECTOR.filled(pillar=_PILLARS[sector.pillar], **said).said(lang)
    yield ""
    for form in forms:
        yield from form_lines(form, lang)


def form_lines(form: type[Form], lang: str = "en") -> Iterator[str]:
    """A form as Markdown in a language: what a row is, its terms, its columns, its rules."""
    yield f"### core.{form.name}"
    yield ""
    if lang == "en":  # a form's docstring is the engineer's; the sender knows it by its title
        yield " ".join((form.__doc__ or "").split())
        yield ""
    yield from terms(form, lang)
    yield ""
    yield from _table(
        [head.said(lang) for head in _COLUMN_HEADS],
        (_column_row(name, form.column_of(name), lang) for name in form.fields()),
    )
    yield ""
    if form.rules:
        yield from _table(
            [head.said(lang) for head in _RULE_HEADS], (_rule_row(rule, lang) for rule in form.rules.values())
        )
        yield ""


def terms(form: type[Form], lang: str = "en") -> Iterator[str]:
    """What a form's rows are one of, when it is owed, by whom and in what states, a line each."""
    grain = ", ".join(f"`{name}`" for name in form.grain)
    of_sender = _OF_SENDER if form.is_of_sender else ""
    yield _TITLE.filled(titles=" / ".join(form.titles)).said(lang)
    yield _GRAIN.filled(grain=grain, of_sender=of_sender, period=_period(form)).said(lang)
    yield _MODE.filled(mode=form.mode, meaning=_MODES[form.mode], basis=_BASES[form.basis]).said(lang)
    yield _REVISIONS.filled(revisions=", ".join(_REVISION[each].said(lang) for each in form.revisions)).said(lang)
    if form.across:
        yield _ACROSS.filled(across=form.across).said(lang)
    yield _OWED_BY.filled(owed=_owed(form)).said(lang)
    if form.refuse_above is not None:
        yield _REFUSED.filled(most=f"{form.refuse_above:g}").said(lang)


def table_lines(path: Path, lang: str = "en") -> Iterator[str]:
    """A reference table as Markdown in a language: its name, how many rows it has, its columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        count = sum(1 for _ in reader)
    columns = ", ".join(f"`{name}`" for name in header)
    yield _ROWS.filled(name=path.stem, n=count, columns=columns).said(lang)


def table_comment(form: type[Form]) -> str:
    """What one row of a form is, on one line."""
    return (form.__doc__ or "").strip().split("\n")[0]


def column_comment(form: type[Form], field: str) -> str:
    """What a stored field is, on one line: heading, meaning, unit, and what its figures stand for."""
    col = form.column_of(field)
    basis = _BASES[col.basis or form.basis].en if col.kind.is_measure else ""
    return " · ".join(filter(None, [col.headers[0], col.en, col.unit, basis, "personal" if col.personal else ""]))


def _period(form: type[Form]) -> Both:
    kind = _PERIODS.get(form.period, _SOME_PERIOD)
    if form.calendar == "calendar":
        return kind
    shown = _CALENDAR.filled(title=Both(calendars()[form.calendar].title.vi, form.calendar))
    return Both.joined(kind, shown)


def _owed(form: type[Form]) -> Both:
    if not form.owed_by:
        return _NOBODY
    due, ended = _due(form.due), _UNTIL.filled(day=_day(form.ended)) if form.ended else Both.same("")
    return Both.joined(f"`{form.owed_by}`", due, ended)


def _due(due: Due | None) -> Both:
    if due is None:
        return Both.same("")
    month = _DUE_MONTHS.get(due.months) or _DUE_OTHER.filled(months=f"{due.months:+d}")
    return _BY_DAY.filled(day=due.day, month=month)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _column_row(field: str, col: Column, lang: str) -> Sequence[str]:
    basis = _BASES[col.basis].said(lang) if col.basis else ""
    kind, unit = (_kind(col), unit_name(col.unit) or col.unit) if lang == "vi" else (col.kind.name, col.unit)
    return (
        f"`{field}`",
        " / ".join(text.said(lang) for text in _headings(col)),
        kind,
        unit,
        "; ".join(text.said(lang) for text in _conditions(col)),
        " · ".join(filter(None, [col.en if lang == "en" else "", basis])),
    )


def _kind(col: Column) -> str:
    """What a cell holds, without the example that the sender is given."""
    return col.kind.title.vi.partition(",")[0]


def _headings(col: Column) -> Iterator[Both]:
    """The official heading, those that hold for a time, and how many other spellings are accepted."""
    yield Both.same(col.headers[0])
    for heading in col.dated:
        since = _HEADING_FROM.filled(day=_day(heading.since)) if heading.since else Both.same("")
        until = _HEADING_UNTIL.filled(day=_day(heading.until)) if heading.until else Both.same("")
        yield Both.joined(heading.text, since, until)
    others = len(col.headers) - 1 - len(col.dated)
    if others:
        yield _MORE_HEADINGS.filled(n=others)


def _conditions(col: Column) -> Iterator[Both]:
    if not col.nullable:
        yield _NEVER_EMPTY
    if not col.required:
        yield _MAY_BE_MISSING
    if col.codes:
        yield _A_CODE.filled(codes=col.codes)
    if col.pattern:
        warned = _ELSE_WARNED if col.unknown == "warning" else Both.same("")
        yield Both.joined(f"`{col.pattern}`", warned)
    if col.minimum is not None:
        yield _AT_LEAST.filled(bound=f"{col.minimum:g}")
    if col.maximum is not None:
        yield _AT_MOST.filled(bound=f"{col.maximum:g}")
    if col.since:
        yield _SINCE.filled(day=_day(col.since))
    if col.until:
        yield _ENDED.filled(day=_day(col.until))
    yield from _of_persons(col)


def _of_persons(col: Column) -> Iterator[Both]:
    if col.personal:
        yield _PERSONAL
    if col.may_name:
        yield _MAY_NAME


def _rule_row(rule: Rule, lang: str) -> Sequence[str]:
    severity = said(rule.schedule, lang) if lang == "vi" else str(rule.schedule)
    return (rule.id, severity, *rule.says.own_first(lang), rule.source)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"

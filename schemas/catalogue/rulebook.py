"""The rules explained to people: every reason and every rule of a form, one by one, in Vietnamese and English."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from schemas.catalogue.messages import capital, entry, generic_of, headline, in_general, rules
from schemas.form import Form, Rule
from schemas.reasons import entries
from schemas.severity import Schedule, Severity
from schemas.values.bilingual import LANGUAGES, Both, day, number

#: Where a reason is found, by the first word of its id.
_PLACES = {
    "FILE": Both("Tệp", "The file"),
    "SHEET": Both("Trang tính", "The sheet"),
    "HEAD": Both("Tiêu đề của bảng", "The headings"),
    "CELL": Both("Ô", "The cell"),
    "ROW": Both("Dòng", "The row"),
    "SUB": Both("Lần gửi", "The submission"),
}
_SEVERITIES: dict[Severity, Both] = {
    "draft": Both("thử nghiệm", "draft"),
    "warning": Both("cảnh báo", "warning"),
    "error": Both("lỗi", "error"),
}
_EFFECTS: dict[Severity, Both] = {
    "draft": Both(
        "chỉ đếm, không báo người gửi, không giữ lại dòng nào",
        "counted only; the sender is not told and no row is held back",
    ),
    "warning": Both("số liệu vẫn được nạp", "the figures are loaded all the same"),
    "error": Both("dòng bị giữ lại chờ sửa", "the row waits in quarantine until it is corrected"),
}
_FIRST = Both("{severity} với số liệu từ {day}", "{severity} for figures from {day}")
_LATER = Both("{severity} từ {day}", "{severity} from {day}")
_MOST_NEAR = 5
_REFUSED = Both("tệp hoặc bảng không được nạp", "the file or table is not loaded")
_LABELS = {
    "severity": Both("Mức", "Severity"),
    "form": Both("Biểu mẫu", "Form"),
    "asks": Both("Kiểm tra", "Check"),
    "fields": Both("Các cột", "Columns"),
    "found": Both("Khi gặp, Kho số nói", "What is said"),
    "expected": Both("Yêu cầu", "Expected"),
    "remedy": Both("Cách sửa", "What to do"),
    "why": Both("Vì sao", "Why it matters"),
    "source": Both("Căn cứ", "Source"),
}


@dataclass(frozen=True)
class Group:
    """Rules that are listed together: those of one place of a file, or of one form."""

    title: Both
    ids: tuple[str, ...]


def ids() -> tuple[str, ...]:
    """Every id that has a page: the reasons of the catalogue, then the rules of the forms."""
    return tuple(id for group in groups() for id in group.ids)


@cache
def groups() -> tuple[Group, ...]:
    """Every rule in its group. Raises KeyError where an id begins with a place that has no name."""
    generic = {generic_of(rule) for rule, _ in rules().values()}
    reasons = [id for id in entries() if id not in generic]
    places = dict.fromkeys(id.partition("-")[0] for id in reasons)
    found = [Group(_PLACES[p], tuple(id for id in reasons if id.partition("-")[0] == p)) for p in places]
    forms = dict.fromkeys(form for _, form in rules().values())
    return (*found, *(Group(_form_title(form), tuple(r.id for r in form.rules.values())) for form in forms))


def near(id: str) -> list[str]:
    """A few ids somebody may have meant by one there is not: those that begin with it, else the most alike."""
    asked = id.strip().upper()
    begun = [known for known in ids() if asked and known.startswith(asked)]
    return begun[:_MOST_NEAR] or difflib.get_close_matches(asked, ids(), n=_MOST_NEAR)


def explained(id: str, lang: str) -> dict[str, str]:
    """Everything there is to say of a rule in one language: label of the part -> sentence, parts in reading order.

    Raises KeyError for an id there is not.
    """
    parts = _parts(id, lang)
    return {_LABELS[name].said(lang): text for name, text in parts.items() if text}


def plain(id: str, lang: str) -> dict[str, Any]:
    """A rule as plain data in one language: id, title, the severities with their days, and the parts by name."""
    steps = entry(id).schedule.steps
    dated = [{"severity": severity, "since": None if since == date.min else str(since)} for since, severity in steps]
    return {"id": id, "title": headline(id).said(lang)} | _parts(id, lang) | {"severity": dated}


def page(id: str) -> Iterator[str]:
    """The page of a rule as Markdown, Vietnamese first, a line each."""
    yield f"# {id}"
    yield ""
    yield "[Mọi quy tắc · All rules](README.md)"
    for lang in LANGUAGES:
        yield from ("", f"## {headline(id).said(lang)}", "")
        yield from (f"* **{label}**: {_markdown(text)}" for label, text in explained(id, lang).items())


def contents() -> Iterator[str]:
    """The list of all rules as Markdown: a table for each group, a line each."""
    for group in groups():
        yield from (f"## {' · '.join(group.title)}", "")
        yield from ("| id | mức · severity | quy tắc | rule |", "|---|---|---|---|")
        for id in group.ids:
            severity = " · ".join(said(entry(id).schedule, lang) for lang in LANGUAGES)
            names = " | ".join(_markdown(headline(id).said(lang)) for lang in LANGUAGES)
            yield f"| [{id}]({id}.md) | {severity} | {names} |"
        yield ""


def said(schedule: Schedule, lang: str) -> str:
    """A severity in words: "lỗi"; "thử nghiệm với số liệu từ 01/01/2023, lỗi từ 01/07/2023"."""
    words = [
        _SEVERITIES[severity]
        if since == date.min
        else (_LATER if i else _FIRST).filled(severity=_SEVERITIES[severity], day=day(since))
        for i, (since, severity) in enumerate(schedule.steps)
    ]
    return ", ".join(text.said(lang) for text in words)


def _parts(id: str, lang: str) -> dict[str, str]:
    """The parts of an explanation by name, as sentences with their full stop where they are any."""
    rule, form = rules().get(id, (None, None))
    own = _of_form(rule, form, lang) if rule and form else {"found": _sentence(in_general(id, "found", lang))}
    texts = {name: _sentence(in_general(id, name, lang)) for name in ("expected", "remedy", "why")}
    return {"severity": _severity(id, lang)} | own | texts | {"source": _sentence(entry(id).texts["source"].said(lang))}


def _of_form(rule: Rule, form: type[Form], lang: str) -> dict[str, str]:
    """What only a rule of a form has: the form, the check as it is written, the columns it is about."""
    columns = [f"`{name}` {form.column_of(name).headers[0]}" for name in rule.names] if rule.expression else []
    return {
        "form": f"{form.title()} (`core.{form.name}`)",
        "asks": _asks(rule, lang),
        "fields": "; ".join(columns),
    }


def _asks(rule: Rule, lang: str) -> str:
    """The check as it is written in the contract, with its tolerance: of a roll-up a share, else in units."""
    if not rule.expression:
        return ""
    against, room = rule.against, f" (± {number(rule.tolerance).said(lang)})" if rule.tolerance else ""
    if against is None:
        return f"`{rule.expression}`{room}"
    pairs = ", ".join(here if here == there else f"{here} > {there}" for here, there in against.pairs)
    where = f", {against.where}" if against.where else ""
    if rule.scope == "reference":
        return (
            f"`({pairs})` ∈ "
            + ", ".join(f"`core.{name}`" for name in against.forms)
            + (f" (`{where[2:]}`)" if where else "")
        )
    room = f" (± {number(100 * rule.tolerance).said(lang)} %)" if rule.tolerance else ""
    added = f"sum({against.adds})" if against.adds else "count()"
    return f"`{rule.expression} == {added}` / `core.{against.forms[0]}` (`{pairs}{where}`){room}"


def _severity(id: str, lang: str) -> str:
    schedule = entry(id).schedule
    severities = dict.fromkeys(severity for _, severity in schedule.steps)
    refuses = id.startswith(("FILE-", "SHEET-", "HEAD-", "SUB-"))
    effects = {s: (_REFUSED if s == "error" and refuses else _EFFECTS[s]).said(lang) for s in severities}
    if len(effects) == 1:
        return f"{said(schedule, lang)}: {effects[schedule.last]}"
    return f"{said(schedule, lang)} ({'; '.join(f'{_SEVERITIES[s].said(lang)}: {e}' for s, e in effects.items())})"


def _form_title(form: type[Form]) -> Both:
    return Both(form.title(), (form.__doc__ or form.name).strip().split("\n")[0].rstrip("."))


def _sentence(text: str) -> str:
    return capital(text) + ("" if text.endswith("…") else ".") if text else ""


def _markdown(text: str) -> str:
    """Text that Markdown leaves as it is; what stands in backticks is as it is already."""
    return re.sub(r"(`[^`]*`)|([|*_<])", lambda m: m.group(1) or f"\\{m.group(2)}", text)

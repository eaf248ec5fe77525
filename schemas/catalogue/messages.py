"""The words of findings, in Vietnamese and English, from the reasons of catalogue.toml and the rules of the forms."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from schemas.codes import code_list
from schemas.finding import Finding
from schemas.form import Form, Rule
from schemas.reasons import CatalogueEntry, entries, kinds
from schemas.values.bilingual import LANGUAGES, Both, number

_NAME = re.compile(r"\{([a-z_|]+)\}")
_CLAUSE = re.compile(r"\[([^\[\]]*)\]")
#: A run of literal characters, or a class of digits (and capitals) with its length.
_PIECE = re.compile(r"(\[0-9(A-Z)?\]\{([0-9]+)(?:,([0-9]+))?\}|[0-9A-Z]+)")
_DIGITS = Both("chữ số", "digits")
_DIGITS_OR_LETTERS = Both("chữ số hoặc chữ cái in hoa", "digits or capital letters")
_THEN, _TO = Both("rồi", "then"), Both("đến", "to")
_SHEET, _CELL = Both("trang tính {name}", "sheet {name}"), Both("ô {name}", "cell {name}")
_N_ROWS = Both("{n} dòng", "{n} rows")
#: Said in place of a value that is kept out of messages: those of personal columns.
_UNSAID = Both("giá trị không nêu ở đây", "a value that is not repeated here")
#: Details that hold a plain number ("3286.5") and are shown as the reader writes numbers.
_NUMERIC = frozenset({"left", "right", "other", "minimum", "maximum", "failed", "rows", "times", "limit"})


def entry(id: str) -> CatalogueEntry:
    """The entry of an id; for the id of a form's rule, the generic entry with the rule's own words.

    Raises KeyError for an id that neither the catalogue nor a form has.
    """
    found = entries().get(id)
    if found:
        return found
    rule, _ = rules()[id]
    generic = entries()[generic_of(rule)]
    return CatalogueEntry(
        id,
        rule.schedule,
        {name: _of_rule(text, rule) for name, text in generic.texts.items()} | {"source": Both.same(rule.source)},
    )


def _of_rule(text: Both, rule: Rule) -> Both:
    return Both.each(lambda lang: text.said(lang).replace("{rule}", rule.says.said(lang)))


@cache
def rules() -> dict[str, tuple[Rule, type[Form]]]:
    """The rules of all forms by id, each with its form, in the order of the forms."""
    from schemas.registry import forms

    return {rule.id: (rule, form) for form in forms().values() for rule in form.rules.values()}


def generic_of(rule: Rule) -> str:
    """The reason in whose words a form's rule speaks."""
    return f"{rule.scope.upper().replace('_', '-')}-RULE"


def headline(id: str) -> Both:
    """What an id is about, on one line: a form's rule in its own words, any other by its title."""
    known = rules().get(id)
    return known[0].says.capital() if known else entry(id).title


def message(finding: Finding, lang: str) -> str:
    """The whole message in the one shape: "file, sheet, cell: what was found; what was expected; what to do."."""
    body = _body(finding.rule, lang, finding.found, tuple(finding.details.items()))
    where = place(finding, lang)
    return f"{where}: {body}." if where else f"{capital(body)}."


def told(finding: Finding) -> tuple[str, ...]:
    """Expectation, remedy and message, each in Vietnamese and in English."""
    details = tuple(finding.details.items())
    clauses = _expected_and_remedy(finding.rule, finding.found, details)
    return (*clauses, message(finding, "vi"), message(finding, "en"))


def title(finding: Finding, lang: str) -> str:
    """What kind of trouble a finding is, in a few words."""
    return entry(finding.rule).title.said(lang)


def found(finding: Finding, lang: str) -> str:
    """What was found, as a sentence without its full stop."""
    return capital(_say(finding, "found", lang))


def expected(finding: Finding, lang: str) -> str:
    """What was expected, as a sentence without its full stop."""
    return capital(_say(finding, "expected", lang))


def remedy(finding: Finding, lang: str) -> str:
    """What to do, as a sentence without its full stop."""
    return capital(_say(finding, "remedy", lang))


def in_general(id: str, name: str, lang: str) -> str:
    """A text of an id as it is for any finding, "…" wherever a finding has its own words."""
    return _NAME.sub("…", _CLAUSE.sub(r"\1", entry(id).texts[name].said(lang)))


def place(finding: Finding, lang: str) -> str:
    """Where it is: file, sheet and cell as far as the finding has them."""
    where = _sheet(finding.file, finding.sheet, lang)
    if not finding.cell:
        return where
    cell = _CELL.filled(name=finding.cell).said(lang)
    return f"{where}, {cell}" if where else cell


@lru_cache(maxsize=1 << 8)
def _sheet(file: str, sheet: str, lang: str) -> str:
    return ", ".join(part for part in (file, sheet and _SHEET.filled(name=sheet).said(lang)) if part)


def pattern_words(pattern: str, lang: str) -> str:
    """A code's pattern in words: "26[0-9]{3}" is "26 rồi 3 chữ số"; "" where it says more than these words can."""
    pieces = _PIECE.findall(pattern)
    if "".join(whole for whole, *_ in pieces) != pattern:
        return ""
    said = [
        f"{_from_to(few, many, lang)} {(_DIGITS_OR_LETTERS if letters else _DIGITS).said(lang)}" if few else whole
        for whole, letters, few, many in pieces
    ]
    return f" {_THEN.said(lang)} ".join(said)


def _from_to(few: str, many: str, lang: str) -> str:
    return f"{few} {_TO.said(lang)} {many}" if many else few


def _say(finding: Finding, name: str, lang: str) -> str:
    return _clause(finding.rule, name, lang, finding.found, tuple(finding.details.items()))


@lru_cache(maxsize=1 << 12)  # a mistake made in one cell is made in a thousand
def _body(rule: str, lang: str, found: str, details: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(_clause(rule, name, lang, found, details) for name in ("found", "expected", "remedy"))


@lru_cache(maxsize=1 << 12)
def _expected_and_remedy(rule: str, found: str, details: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    asked = [(name, lang) for name in ("expected", "remedy") for lang in LANGUAGES]
    return tuple(capital(_clause(rule, name, lang, found, details)) for name, lang in asked)


@lru_cache(maxsize=1 << 12)
def _clause(rule: str, name: str, lang: str, found: str, details: tuple[tuple[str, str], ...]) -> str:
    template = entry(rule).texts[name].said(lang)
    if not found:
        template = template.replace("“{found}”", _UNSAID.said(lang))
    words = {k: _word(k, str(v), lang) for k, v in (*details, ("found", found))}
    text = _CLAUSE.sub(lambda m: _fill(m.group(1), words) if _says_all(m.group(1), words) else "", template)
    return _fill(text, words)


def _word(name: str, value: str, lang: str) -> str:
    """A detail as the reader says it: numbers in his writing, kinds in his language, a form by its title, a body by its
    name."""
    if name in _NUMERIC:
        return number(value).said(lang)
    if name == "kind":
        return kinds().get(value, Both.same(value)).said(lang)
    if name == "pattern":
        return pattern_words(value, lang)
    if name == "rules":
        return _counted_rules(value, lang)
    if name == "other_sender":
        return code_list("agency").label(value, lang)
    return form_title(value) if name == "form" else value


def _counted_rules(value: str, lang: str) -> str:
    """ "CELL-COUNT=12; HEALTH-001=3" with each rule in words."""
    pairs = [pair.split("=") for pair in value.split("; ")]
    counted = ((id, _N_ROWS.filled(n=number(count)).said(lang)) for id, count in pairs)
    return "; ".join(f"“{headline(id).said(lang)}” ({id}, {rows})" for id, rows in counted)


@cache
def form_title(name: str) -> str:
    """A form's title in quotes; its name where it has none."""
    from schemas.registry import forms

    known = forms().get(name)
    return f"“{known.title()}”" if known else name


def _says_all(clause: str, words: dict[str, Any]) -> bool:
    return all(any(words.get(n) for n in names.split("|")) for names in _NAME.findall(clause))


def _fill(template: str, words: dict[str, Any]) -> str:
    return _NAME.sub(lambda m: next((words[n] for n in m.group(1).split("|") if words.get(n)), ""), template)


def capital(text: str) -> str:
    """A clause as the beginning of a sentence."""
    return text[:1].upper() + text[1:]

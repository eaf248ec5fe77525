"""What is wrong with the columns and the rules of a form, each as one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import get_type_hints

from schemas.column import Column
from schemas.contract_error import none_such
from schemas.headings import Heading
from schemas.kinds import Code, Flag, Percent, Text
from schemas.rule import Rule
from schemas.values.bilingual import Both
from schemas.values.hints import choices, in_words, is_of
from schemas.values.text import fold

#: A word of the form and what is wrong with it.
Wrong = tuple[str, Both]

_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
_NOT_OF = Both("{word} là {value!r}, cần {hint}", "{word} is {value!r}, {hint} was expected")
_VALUE = Both("giá trị của {word}", "{word}")
EMPTY = Both("{word} để trống", "{word} is empty")
_ENDS_FIRST = Both("{word}: until= không sau since=", "{word}: until= is not after since=")
_TWICE = Both("tiêu đề {text!r} của hai cột {name} và {other}", "{text!r} is a heading of both {name} and {other}")
_IGNORED = Both(
    "tiêu đề {text!r} của cột {name} lại nằm trong ignored", "{text!r}, a heading of {name}, is ignored too"
)
_NO_PATTERN = Both("pattern={pattern!r} không phải biểu thức chính quy: {why}", "pattern={pattern!r}: {why}")
_UNLIKE = Both("like={like!r} không khớp pattern={pattern!r}", "like={like!r} does not match pattern={pattern!r}")
_NOTHING_FITS = Both("minimum={low:g} lớn hơn maximum={high:g}", "minimum={low:g} is above maximum={high:g}")
_OF_TEXT = Both("{word} chỉ dành cho cột chữ hoặc mã", "{word} is for a Text or a Code column")
_OF_MEASURE = Both("{word} chỉ dành cho cột số", "{word} is for a column of figures")
_OF_FLAG = Both("blank chỉ dành cho cột Có/Không", "blank is for a column of yes and no")
_ID_SHAPE = Both("mã quy tắc {id!r} không có dạng như HEALTH-001", "the rule id {id!r} has not the shape of HEALTH-001")
_NEGATIVE = Both("tolerance âm: {tolerance:g}", "a negative tolerance: {tolerance:g}")
_NO_FIGURES = Both("biểu không có cột số nào để cộng", "the form has no column of figures to add up")
_NO_PERCENT = Both("{field} không phải cột tỷ lệ phần trăm", "{field} is no Percent column")


@cache
def hints(kind: type) -> dict[str, object]:
    """What each word of a class is declared with; read once, for every start of the program asks for all of them."""
    return get_type_hints(kind)


def of_hints(thing: object, declared: dict[str, object], word: str = "{name}") -> Iterator[Both]:
    """What a thing says that is not of the type its word is declared with; a text of a closed list with the nearest."""
    for name, hint in declared.items():
        value, said = getattr(thing, name), word.format(name=name)
        if is_of(value, hint):
            continue
        allowed = choices(hint)
        if allowed and isinstance(value, str):
            yield none_such(_VALUE.filled(word=said), value, allowed)
        else:
            yield _NOT_OF.filled(word=said, value=value, hint=" | ".join(allowed) or in_words(hint))


def columns(named: dict[str, Column], ignored: tuple[str, ...]) -> Iterator[Wrong]:
    """What is wrong with columns, each alone and together."""
    for name, col in named.items():
        wrong = list(of_hints(col, hints(Column)))
        yield from ((name, each) for each in wrong or _column(col))
        if wrong:
            return  # what is of another type cannot be compared
    yield from _headings(named, ignored)


def _column(col: Column) -> Iterator[Both]:
    if not all(text.strip() for text in col.headers):
        yield EMPTY.filled(word="heading")
    for word, span in (("column()", Heading("", col.since, col.until)), *((f"was({h.text!r})", h) for h in col.dated)):
        if span.since and span.until and span.since >= span.until:
            yield _ENDS_FIRST.filled(word=word)
    is_text = col.kind in (Text, Code)
    for word in ("codes", "pattern", "like", "personal", "may_name"):
        if getattr(col, word) and not is_text:
            yield _OF_TEXT.filled(word=word)
    for word in ("unit", "minimum", "maximum", "basis", "compared"):
        if getattr(col, word) not in ("", None) and not col.kind.is_measure:
            yield _OF_MEASURE.filled(word=word)
    yield from _values(col)


def _values(col: Column) -> Iterator[Both]:
    if col.blank != "missing" and col.kind is not Flag:
        yield _OF_FLAG
    if col.minimum is not None and col.maximum is not None and col.minimum > col.maximum:
        yield _NOTHING_FITS.filled(low=col.minimum, high=col.maximum)
    if col.pattern:
        yield from _pattern(col.pattern, col.like)


def _pattern(pattern: str, like: str) -> Iterator[Both]:
    try:
        fits = re.fullmatch(pattern, like)
    except re.error as error:
        yield _NO_PATTERN.filled(pattern=pattern, why=error)
        return
    if like and not fits:
        yield _UNLIKE.filled(like=like, pattern=pattern)


def _headings(named: dict[str, Column], ignored: tuple[str, ...]) -> Iterator[Wrong]:
    """Headings that two columns answer to on some day, or that are passed over as well."""
    passed = {fold(text) for text in ignored}
    held: dict[str, list[tuple[str, date, date]]] = {}
    for name, col in named.items():
        for text in dict.fromkeys(col.headers):
            key = " > ".join(fold(level) for level in text.split(" > "))
            if key in passed:
                yield name, _IGNORED.filled(text=text, name=name)
            first, last = _days(col, text)
            for other, other_first, other_last in held.setdefault(key, []):
                if other != name and first < other_last and other_first < last:
                    yield name, _TWICE.filled(text=text, name=name, other=other)
            held[key].append((name, first, last))


def _days(col: Column, text: str) -> tuple[date, date]:
    """The first day a heading of a column may stand on a sheet, and the first on which it may not."""
    spans = [span for span in col.dated if span.text == text] or [Heading(text)]
    first = max(col.since or date.min, min(span.since or date.min for span in spans))
    return first, min(col.until or date.max, max(span.until or date.max for span in spans))


def rules(named: dict[str, Rule], cols: dict[str, Column]) -> Iterator[Wrong]:
    """What is wrong with rules, beside the fields they name."""
    for name, rule in named.items():
        yield from ((name, each) for each in _rule(rule, cols))


def _rule(rule: Rule, cols: dict[str, Column]) -> Iterator[Both]:
    if not _ID.fullmatch(rule.id):
        yield _ID_SHAPE.filled(id=rule.id)
    said = {"vi": rule.says.vi, "en": rule.says.en, "source": rule.source}
    yield from (EMPTY.filled(word=word) for word, text in said.items() if not str(text).strip())
    if rule.tolerance < 0:
        yield _NEGATIVE.filled(tolerance=rule.tolerance)
    if rule.scope == "table" and not any(col.kind.is_measure for col in cols.values()):
        yield _NO_FIGURES
    if rule.expression.startswith("share("):
        of = {field: col for col in cols.values() for field in col.fields}
        printed = rule.names[0]
        if printed in of and of[printed].kind is not Percent:
            yield _NO_PERCENT.filled(field=printed)

"""Numbers typed as text: which of two ways a column writes them, and the value under that way.

"vi" groups thousands by dots and cuts decimals by a comma (1.568.250 and 36,18), "en" the other way round.
A single separator before exactly three digits (16.300) is thousands in one and decimals in the other: it is
evidence of nothing, and is read only by a column's decision, never alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Style = Literal["vi", "en"]

#: More digits than a float keeps are an identifier, not a quantity.
_MOST_DIGITS = 15
#: Numbers with one separator before three digits that make thousands of them all.
_LEAST_GROUPED = 3

_BLANK = "[ \u00a0\u2007\u2009\u202f]"
_DRESS = re.compile(
    rf"{_BLANK}*(?P<open>\()?{_BLANK}*(?P<sign>[-+\u2212\u2013])?{_BLANK}*"
    rf"(?P<body>[0-9][0-9.,\u00a0\u2007\u2009\u202f ]*)(?P<close>\))?{_BLANK}*%?{_BLANK}*"
)
_SPACED = re.compile(rf"[0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}})+(?=[.,]|$)")
_PLAIN = re.compile(r"0|[1-9][0-9]*")


def _shape(group: str, point: str) -> re.Pattern[str]:
    g, p = re.escape(group), re.escape(point)
    return re.compile(
        rf"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:{g}[0-9]{{3}})+)(?:{p}(?P<part>[0-9]+))?",
    )


_SHAPES: dict[Style, re.Pattern[str]] = {"vi": _shape(".", ","), "en": _shape(",", ".")}
_GROUP: dict[Style, str] = {"vi": ".", "en": ","}


def number(text: str, style: Style | None = None) -> float | None:
    """The value of a number typed as text, or None where it is none.

    Signs, brackets as a minus, a trailing per cent sign (36,18 % is 36.18) and blanks between thousands are
    understood. Without a `style` only what both ways read alike, or only one can read, is a number.
    Identifiers (leading zeros, more than 15 digits) are not numbers.
    """
    stripped = _strip(text)
    if stripped is None:
        return None
    body, negative = stripped
    values = {_value(body, s) for s in (("vi", "en") if style is None else (style,))} - {None}
    if len(values) != 1:
        return None
    value = values.pop()
    return -value if negative and value else value


def decide(texts: Iterable[str]) -> Style | Literal["ambiguous"] | None:
    """Which way a column writes its numbers, by what only one way can have written.

    None: nothing depends on it (no separators, or no numbers). "ambiguous": something does, and the column
    says nothing or contradicts itself.
    """
    votes: set[Style] = set()
    is_open = False
    for text in set(texts):
        stripped = _strip(text)
        if stripped is None or _PLAIN.fullmatch(stripped[0]):
            continue
        fits: list[Style] = [s for s in _SHAPES if _value(stripped[0], s) is not None]
        if len(fits) == 1:
            votes.add(fits[0])
        is_open = is_open or len(fits) == 2
    if len(votes) == 1:
        return votes.pop()
    return "ambiguous" if votes or is_open else None


def likely(texts: Iterable[str]) -> Style | None:
    """Which way numbers are written that both ways can have written: 1,234 and 5,678 and 9,012 are thousands.

    Decimals of exactly three places in each of three numbers or more are less likely than thousands. None where there
    are fewer, or both separators are met.
    """
    marks = [mark[0] for text in set(texts) if (found := _strip(text)) and (mark := re.findall("[.,]", found[0]))]
    if len(marks) < _LEAST_GROUPED or len(set(marks)) != 1:
        return None
    return "en" if marks[0] == "," else "vi"


def _strip(text: str) -> tuple[str, bool] | None:
    """The bare digits with their separators, blanks between thousands removed, and whether it is negative."""
    match = _DRESS.fullmatch(text)
    if not match or bool(match["open"]) != bool(match["close"]):
        return None
    body = match["body"].rstrip(" \u00a0\u2007\u2009\u202f")
    spaced = _SPACED.match(body)
    if spaced:
        body = re.sub(_BLANK, "", spaced.group()) + body[spaced.end() :]
    if sum(map(str.isdigit, body)) > _MOST_DIGITS:
        return None
    return body, bool(match["open"]) or match["sign"] not in (None, "+")


def _value(body: str, style: Style) -> float | None:
    match = _SHAPES[style].fullmatch(body)
    if not match:
        return None
    return float(match["whole"].replace(_GROUP[style], "") + "." + (match["part"] or "0"))

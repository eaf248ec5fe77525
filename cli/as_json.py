"""Answers for programs: JSON in which numbers are numbers and every character is as it was."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cli.terminal import warn
from schemas.values.as_text import AsText, WhyText
from schemas.values.visible import escaped

#: Made once: to make it takes as long as a record.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def say_json(answer: Any, lang: str) -> None:
    """Print one answer; what had to become text is told on standard error."""
    as_text = AsText()
    sys.stdout.write(spelled(answer, as_text) + "\n")
    warn(*(told.said(lang) for told in as_text.lines()))


def say_records(names: list[str], rows: Iterable[Iterable[Any]], lang: str) -> None:
    """Print a list of records as the rows come, none of which is kept."""
    as_text, between = AsText(), "["
    for row in rows:
        record = dict(zip(names, row, strict=True))
        sys.stdout.write(between + spelled(record, as_text))
        between = ", "
    sys.stdout.write(("[]" if between == "[" else "]") + "\n")
    warn(*(told.said(lang) for told in as_text.lines()))


def spelled(answer: Any, as_text: AsText) -> str:
    """The JSON of an answer; `as_text` learns of numbers JSON has no word for, or its readers would round."""
    return escaped(_ENCODER.encode(_plain(answer, "", as_text)))


def _plain(value: Any, name: str, as_text: AsText) -> Any:
    """Values JSON has. `name`: under which one is told of."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _told(str(value), name, WhyText.NOT_FINITE, as_text)
    if isinstance(value, Decimal):
        return _number(value, name, as_text)
    if isinstance(value, Mapping):
        return {str(key): _plain(each, str(key), as_text) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, name, as_text) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _number(value: Decimal, name: str, as_text: AsText) -> int | float | str:
    """Whole ones exact, of any length; others where the nearest float is no other number."""
    if value == value.to_integral_value():
        return int(value)
    if Decimal(repr(float(value))) == value:
        return float(value)
    return _told(f"{value:f}", name, WhyText.DIGITS, as_text)


def _told(text: str, name: str, reason: WhyText, as_text: AsText) -> str:
    as_text.add(name, reason)
    return text

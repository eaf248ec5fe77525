"""Numbers and days that a file could not hold as such: what was written as text, and why, is told by column."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

from schemas.values.bilingual import Both, number


class WhyText(Enum):
    """Why a value is text where it is a number or a day in the warehouse."""

    DIGITS = Both("số có quá nhiều chữ số, chương trình đọc sẽ làm tròn", "more digits than its readers keep")
    NOT_FINITE = Both("không phải số hữu hạn", "no finite number")
    DAY = Both(
        "ngày trước 1/3/1900 hoặc sau năm 9999, bảng tính không ghi đúng được",
        "days before 1 March 1900 or after 9999, which no spreadsheet has right",
    )
    ZONE = Both("thời điểm có múi giờ, bảng tính không ghi được múi giờ", "moments with a time zone, which no cell has")


class FarDay(str):
    """A day or moment beyond the years Python knows, as its text."""

    __slots__ = ()


class AsText:
    """Values that were written as text, counted by column and reason."""

    _TOLD = Both("Cột {column}: {n} giá trị ghi dạng chữ: {reason}", "Column {column}: {n} values as text: {reason}")

    def __init__(self) -> None:
        self._counts = Counter[tuple[str, WhyText]]()

    def add(self, column: str, reason: WhyText) -> None:
        """Count one value."""
        self._counts[column, reason] += 1

    def lines(self) -> Iterator[Both]:
        """A line a column and reason."""
        for (column, reason), n in self._counts.items():
            yield self._TOLD.filled(column=column, n=number(n), reason=reason.value)


def plain(value: Any) -> str:
    """A value of an answer as text: numbers without an exponent, lists and records as JSON."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_within)
    return value.hex() if isinstance(value, bytes) else str(value)


def _within(value: Any) -> float | str:
    return float(value) if isinstance(value, Decimal) else plain(value)

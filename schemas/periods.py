"""Reporting periods: day, week, month, quarter, half-year, nine months, school year, year; by calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PeriodKind = Literal["day", "week", "month", "quarter", "half", "nine_months", "school_year", "year"]


@dataclass(frozen=True)
class Period:
    """A period of one kind in one calendar; `start` and `end` are both inside it.

    `id` is the canonical name: 2023-05-14, 2023-W20, 2023-05, 2023-Q2, 2023-H1, 2023-9M, 2022-2023, 2023.
    """

    kind: PeriodKind
    calendar: str
    start: date
    end: date
    id: str

"""Where rows stand on their sheet, and how their values look there: what a finding needs to name a cell."""

from __future__ import annotations

import datetime
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schemas.form import Form, Rule
from schemas.kinds import Amount
from schemas.values.address import cell_of


@dataclass(frozen=True)
class PrintedSheet:
    """The sheet of some rows.

    `columns`: stored field or column name -> letter, or number of the row where the table lies on its side.
    `scale`: stored units in one printed unit of an Amount (1_000_000 below "Đơn vị: triệu đồng"). `on`: last day
    of the figures' period, by which rules hold.
    """

    form: type[Form]
    file: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    scale: float = 1.0
    on: datetime.date | None = None

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules that hold for these figures, by id."""
        return {rule.id: rule for rule in self.form.rules_on(self.on)}

    def letter(self, name: str) -> str:
        """Where a stored field stands on the sheet, as `columns` says it; "" where the sheet has none."""
        return self.columns.get(name) or self.columns.get(self.form.column_of(name).name, "")

    def cell(self, name: str, row: int) -> str:
        """The address of a stored field in a row, or "" where the sheet has no such column."""
        line = self.letter(name)
        return cell_of(line, row) if line else ""

    def scale_of(self, name: str) -> float:
        """Stored units in one printed unit of a field."""
        return self.scale if self.form.column_of(name).kind is Amount else 1.0

    def rule_scale(self, rule: Rule) -> float:
        """Stored units in one printed unit of the numbers a rule compares."""
        return max((self.scale_of(name) for name in rule.names), default=1.0)


def printed(value: Any, scale: float = 1.0) -> str:
    """A stored value in plain words: numbers in printed units without grouping, dates dd/mm/yyyy; "" for null."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}" if value == value else ""
    if isinstance(value, numbers.Real):
        number = float(value) / scale
        return f"{number:.6f}".rstrip("0").rstrip(".") if number == number else ""
    return value if isinstance(value, str) else ""

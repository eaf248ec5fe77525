"""Rows that were checked: a check that failed becomes a finding at its cell, with both sides of the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from schemas.finding import Finding
from schemas.form import Column, Rule
from schemas.kinds import Count, Ratio
from schemas.validation.evaluate import Verdict, evaluate
from schemas.validation.printed import PrintedSheet, printed
from schemas.values.periods import Period


@dataclass(frozen=True, eq=False)
class CheckedRows:
    """Rows of one table, by their place in `frame`, and where each stands on its sheet."""

    at: PrintedSheet
    frame: pd.DataFrame
    sheets: list[str]
    sheet_rows: list[int]
    period: Period | None

    @cached_property
    def firsts(self) -> np.ndarray:
        """For each row the place of the first row with the same grain."""
        groups = self.frame.groupby(list(self.at.form.grain), sort=False).ngroup().to_numpy()
        _, places, inverse = np.unique(groups, return_index=True, return_inverse=True)
        return places[inverse]

    @cached_property
    def outcomes(self) -> dict[str, Verdict]:
        """Outcomes of the rules that were broken, each evaluated once for all rows."""
        return {}

    def _outcome(self, rule: Rule) -> Verdict:
        if rule.id not in self.outcomes:
            self.outcomes[rule.id] = evaluate(rule, self.frame, self.at.rule_scale(rule), self.period)
        return self.outcomes[rule.id]

    def findings(self, failures: Sequence[tuple[str, int, str]]) -> list[Finding]:
        """The findings of failed checks, each (check, row id, field)."""
        positions = self.frame.index.get_indexer(pd.Index([row_id for _, row_id, _ in failures])).tolist()
        few = self.frame.iloc[positions]
        values = {str(name): column.tolist() for name, column in few.items()}
        return [
            self._finding(*failure, position, {name: listed[i] for name, listed in values.items()})
            for i, (failure, position) in enumerate(zip(failures, positions, strict=True))
        ]

    def _finding(self, check: str, row_id: int, name: str, position: int, row: dict[str, Any]) -> Finding:
        rule = self.at.rules.get(check)
        blank = Finding(check, "error", self.at.file, self.sheets[position], form=self.at.form.name, row_id=row_id)
        number = self.sheet_rows[position]
        if rule:
            return broken_rule(self.at, rule, self._outcome(rule), position, row, number, blank)
        if check == "ROW-DUPLICATE":
            return self._duplicate(row, number, int(self.firsts[position]), blank)
        col = self.at.form.column_of(name)
        if check == "CELL-PATTERN":
            blank = replace(blank, severity=col.unknown)
        bounds = {"minimum": printed(lowest(col)), "maximum": printed(col.maximum)}
        return replace(
            blank,
            cell=self.at.cell(name, number),
            found="" if col.personal else printed(row[name], self.at.scale_of(name)),
            column=col.name,
            details={"header": col.headers[0], "pattern": col.pattern or "", "like": col.like}
            | (bounds if check == "CELL-RANGE" else {}),
        )

    def _duplicate(self, row: dict[str, Any], number: int, first: int, blank: Finding) -> Finding:
        form = self.at.form
        shown = [form.label_field(name) for name in form.grain]
        details = {"first": str(self.sheet_rows[first])}
        if self.sheets[first] != blank.sheet:
            details["first_sheet"] = self.sheets[first]
        return replace(
            blank,
            cell=self.at.cell(form.grain[0], number),
            found=", ".join(printed(row[name]) for name in shown if not form.column_of(name).personal),
            column=form.column_of(form.grain[0]).name,
            details=details,
        )


def broken_rule(
    at: PrintedSheet, rule: Rule, outcome: Verdict, position: int, row: dict[str, Any], number: int, blank: Finding
) -> Finding:
    """The finding of a row that breaks a rule: both sides of it and the cells it was computed from.

    `position`: place of the row in the outcome; `number`: its row on the sheet.
    """
    names = [name for name in rule.names if at.letter(name)] or list(rule.names)
    first, scale = names[0], at.rule_scale(rule)
    others = [n for n in names[1:] if not at.form.column_of(n).personal and printed(row.get(n))]
    is_share = rule.expression.startswith("share(")
    sides = {"left": outcome.left, "right" if is_share or "==" in rule.expression else "other": outcome.right}
    details = {k: printed(v[position], 1.0 if is_share else scale) for k, v in sides.items() if v is not None}
    personal = any(at.form.column_of(name).personal for name in names)
    return replace(
        blank,
        severity="warning" if rule.severity == "error" and blank.row_id is None else rule.severity,
        cell=at.cell(first, number),
        found="" if at.form.column_of(first).personal else printed(row.get(first), at.scale_of(first)),
        column=at.form.column_of(first).name,
        details=({} if personal else details)
        | {"values": "; ".join(f"{at.cell(n, number) or n}={printed(row.get(n), at.scale_of(n))}" for n in others)},
    )


def lowest(col: Column) -> float | None:
    """Counts are not negative whether the contract says so or not."""
    return 0 if col.minimum is None and col.kind in (Count, Ratio) else col.minimum

"""Rules over more than a row: the sum of a column, and row rules in printed totals and subtotals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from schemas.finding import Finding
from schemas.kinds import Part
from schemas.submission import NonDataRow
from schemas.validation.checked_rows import CheckedRows, broken_rule
from schemas.validation.evaluate import evaluate
from schemas.validation.printed import PrintedSheet, printed


def identities_of_totals(
    at: PrintedSheet, non_data: Sequence[NonDataRow], unread: set[tuple[str, str]]
) -> list[Finding]:
    """Row rules broken by printed totals and subtotals: no row of ours, so never more than a warning.

    `unread`: sheet and address of cells that could not be read; a rule over one of them is not judged.
    """
    printed_rows = [row for row in non_data if row.kind in ("total", "group") and row.numbers]
    if not printed_rows:
        return []
    frame = pd.DataFrame([row.numbers for row in printed_rows], dtype="Float64").reindex(columns=list(at.form.fields()))
    findings = []
    for rule in at.rules.values():
        if rule.scope == "row" and all(_is_number(at.form.fields()[name]) for name in rule.names):
            outcome = evaluate(rule, frame, at.rule_scale(rule))
            for i in np.flatnonzero(outcome.broken):
                row = printed_rows[i]
                if any((row.sheet, at.cell(name, row.sheet_row)) in unread for name in rule.names):
                    continue
                blank = Finding(rule.id, "warning", at.file, row.sheet, form=at.form.name)
                values: dict[str, Any] = {**row.numbers}
                findings.append(broken_rule(at, rule, outcome, int(i), values, row.sheet_row, blank))
    return findings


def column_sums(table: CheckedRows, emptied: set[tuple[int | None, str]]) -> list[Finding]:
    """Rules over the sum of a column, at its first cell; not judged where a cell of it could not be read."""
    at, findings = table.at, []
    for rule in at.rules.values():
        if rule.scope != "column" or table.frame.empty or any(name == rule.names[0] for _, name in emptied):
            continue
        name = rule.names[0]
        outcome = evaluate(rule, table.frame[[name]].sum(min_count=1).to_frame().T, at.scale_of(name))
        if outcome.broken[0]:
            cell, said = at.cell(name, table.sheet_rows[0]), outcome.left
            details = {"left": printed(said[0], at.scale_of(name))} if said is not None else {}
            findings.append(
                Finding(
                    rule.id, rule.severity, at.file, table.sheets[0], cell, "", details, at.form.name,
                    at.form.column_of(name).name,
                )
            )  # fmt: skip
    return findings


def _is_number(part: Part) -> bool:
    return part.arrow in ("int64", "double")

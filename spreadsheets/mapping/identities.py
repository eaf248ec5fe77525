"""Sums and shares a form promises, as evidence: under which assignment of columns its own figures agree."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from schemas.kinds import Ratio
from schemas.rule import Rule
from schemas.validation.evaluate import broken
from spreadsheets.mapping.evidence import PairEvidence, Pairs
from spreadsheets.understand.cells.column_cells import ColumnCells
from spreadsheets.understand.cells.column_reader import read_column

#: Rows an identity is asked of.
_MOST_ROWS = 200
#: How much of the score two columns may lose by changing places where the figures then agree.
_MOST_LOST = 0.3


def agreeing(
    pairs: Pairs, certain: Mapping[int, str], taken: dict[int, str], evidence: Mapping[tuple[int, str], PairEvidence]
) -> dict[int, str]:
    """An assignment in which two proposed columns have changed places wherever fewer rows then break the form's rules.

    One exchange after the other, in the order of the columns; figures are evidence and make nothing certain.
    """
    frame = _frame(pairs, {**certain, **taken})
    rules = [rule for rule in pairs.form.rules_on(pairs.on) if rule.scope == "row" and set(rule.names) <= set(frame)]
    if not rules or not len(frame):
        return taken
    broken_now = _n_broken(rules, frame)
    for one, other in combinations([n for n, name in taken.items() if name in frame], 2):
        first, second = taken[one], taken[other]
        lost = evidence[one, first].score + evidence[other, second].score
        lost -= evidence[one, second].score + evidence[other, first].score
        if not broken_now or lost > _MOST_LOST:
            continue
        swapped = frame.rename(columns={first: second, second: first})
        n = _n_broken(rules, swapped)
        if n < broken_now:
            taken, frame, broken_now = {**taken, one: second, other: first}, swapped, n
    return taken


def _frame(pairs: Pairs, columns: Mapping[int, str]) -> pd.DataFrame:
    """The figures of the data rows, a column of the form each."""
    rows = [row for row, kind in pairs.table.rows.items() if kind == "data"][:_MOST_ROWS]
    measures = {n: pairs.form.columns[name] for n, name in columns.items() if name}
    read = {
        col.name: read_column(ColumnCells(pairs.grid, n, rows), col, on=pairs.on).parts[0].to_pandas()
        for n, col in measures.items()
        if rows and col.kind.is_measure and col.kind is not Ratio
    }
    return pd.DataFrame(read)


def _n_broken(rules: list[Rule], frame: pd.DataFrame) -> int:
    return sum(int(broken(rule, frame).sum()) for rule in rules)

"""Printed totals and subtotals against the rows they cover: the other side of every roll-up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.finding import Finding
from schemas.form import Rule
from schemas.kinds import Amount, Count
from schemas.submission import NonDataRow
from schemas.validation.printed import PrintedSheet, printed

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATOR = " > "
_PLACE = ("_row_id", "_sheet", "_sheet_row", "_group_path")


@dataclass(frozen=True)
class _Row:
    row_id: int
    sheet: str
    sheet_row: int
    path: str


def total_findings(
    at: PrintedSheet, rows: pa.Table, non_data: Sequence[NonDataRow], skip: Collection[tuple[int | None, str]] = ()
) -> list[Finding]:
    """Printed totals and group lines whose number is not the sum of the rows they cover, at the printed cell.

    A group line covers the rows below it in its group; a total covers its group's rows, or, where several
    totals follow each other, those between it and the one before or after. `skip`: (row id, field) of cells that
    could not be read; totals over them are left alone.
    """
    rules = [rule for rule in at.rules.values() if rule.scope == "table"]
    lines = [row for row in non_data if row.kind in ("total", "group")]
    if not rules or not lines:
        return []
    data = [_Row(*values) for values in zip(*(rows.column(n).to_pylist() for n in _PLACE), strict=True)]
    findings = []
    for row in [line for line in lines if line.numbers]:
        covers = [cover for cover in _coverings(row, lines, data) if cover]
        for name in [n for n in row.numbers if covers and at.form.column_of(n).kind in (Count, Amount)]:
            if any((data[i].row_id, name) in skip for cover in covers for i in cover):
                continue
            values = rows.column(name)
            sums = [sum(v or 0 for v in values.take(cover).to_pylist()) for cover in covers]
            broken = [rule for rule in rules if _differs(row.numbers[name], sums, rule, at.scale_of(name))]
            findings += [_finding(at, rule, row, name, sums[0]) for rule in broken]
    return findings


def _coverings(row: NonDataRow, lines: Sequence[NonDataRow], data: list[_Row]) -> list[list[int]]:
    """The sets of rows a printed line may be the sum of, the most natural first."""
    same_sheet = [i for i, d in enumerate(data) if d.sheet == row.sheet]
    if row.kind == "group":
        end = _next_same_level(row, lines)
        path = row.group_path if _last(row.group_path) == row.label else _join(row.group_path, row.label)
        below = [i for i in same_sheet if row.sheet_row < data[i].sheet_row < end]
        return [[i for i in below if _is_under(data[i].path, path)] or below]
    group = [i for i in same_sheet if not row.group_path or _is_under(data[i].path, row.group_path)]
    others = [p.sheet_row for p in lines if p.kind == "total" and p.numbers and p.sheet == row.sheet and p is not row]
    before = max((n for n in others if n < row.sheet_row), default=0)
    after = min((n for n in others if n > row.sheet_row), default=1 << 31)
    if not others:
        return [group]
    above = [i for i in same_sheet if before < data[i].sheet_row < row.sheet_row]
    below = [i for i in same_sheet if row.sheet_row < data[i].sheet_row < after]
    return [group, above, below]


def _next_same_level(row: NonDataRow, lines: Sequence[NonDataRow]) -> int:
    """The row of the next group line that is no part of this one."""
    same = [p.sheet_row for p in lines if p.kind == "group" and p.sheet == row.sheet and _depth(p) <= _depth(row)]
    return min((n for n in same if n > row.sheet_row), default=1 << 31)


def _depth(row: NonDataRow) -> int:
    path = row.group_path.split(SEPARATOR) if row.group_path else []
    return len(path) - (1 if path and path[-1] == row.label else 0)


def _differs(value: float, sums: Sequence[float], rule: Rule, scale: float) -> bool:
    return all(abs(value - total) > rule.tolerance * scale + 1e-9 * max(abs(value), abs(total)) for total in sums)


def _finding(at: PrintedSheet, rule: Rule, row: NonDataRow, name: str, total: float) -> Finding:
    scale = at.scale_of(name)
    value = printed(row.numbers[name], scale)
    details = {"label": row.label, "left": value, "right": printed(total, scale)}
    cell, col = at.cell(name, row.sheet_row), at.form.column_of(name)
    return Finding(rule.id, rule.severity, at.file, row.sheet, cell, value, details, at.form.name, col.name)


def _join(path: str, label: str) -> str:
    return f"{path}{SEPARATOR}{label}" if path else label


def _last(path: str) -> str:
    return path.rsplit(SEPARATOR, 1)[-1]


def _is_under(path: str | None, group: str) -> bool:
    return path == group or (path or "").startswith(group + SEPARATOR)

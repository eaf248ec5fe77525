"""Form -> Pandera schema; typed rows -> findings. The only place that imports pandera."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
import pyarrow as pa

from schemas.finding import Finding
from schemas.form import Column, Form, Rule
from schemas.submission import NonDataRow
from schemas.validation.aggregates import column_sums, identities_of_totals
from schemas.validation.checked_rows import CheckedRows, lowest
from schemas.validation.evaluate import broken
from schemas.validation.printed import PrintedSheet
from schemas.validation.totals import total_findings
from schemas.values.periods import Period

# Where hypothesis is installed, Pandera imports it to make up data, which nobody asks of it here: a quarter of a
# second. It does so when it first validates; that happens now, while a reading child is at work.
sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]
import pandera.pandas as pandera  # noqa: E402

pandera.DataFrameSchema().validate(pd.DataFrame())
if sys.modules["hypothesis"] is None:
    del sys.modules["hypothesis"]

#: How the Arrow types of our kinds stand in a frame; every one of them knows null.
_DTYPES: dict[str, Any] = {
    "string": pd.StringDtype("pyarrow"),
    "int64": pd.Int64Dtype(),
    "double": pd.Float64Dtype(),
    "bool": pd.BooleanDtype(),
    "date32": pd.ArrowDtype(pa.date32()),
}
#: Pandera's own name for a null where none may be -> ours; every other check is named by us.
_CHECKS = {"not_nullable": "CELL-REQUIRED"}


def schema(
    form: type[Form], scale: float = 1.0, period: Period | None = None, *, is_typed: bool = False
) -> pandera.DataFrameSchema:
    """The Pandera schema of a form, for frames made by `to_frame`; validate with `lazy=True`.

    Its checks are named by the ids of our rules. Nothing is coerced: a value of the wrong type is an error.
    `is_typed`: the types are known to be right, and columns with nothing else to check are left out.
    """
    rules = tuple(form.rules_on(period.end if period else None))
    return _schema(form, rules, scale, period, is_typed)  # type: ignore[arg-type]  # see spreadsheets.understand.heading


@lru_cache(maxsize=64)  # that of a form many bodies send in one month is made once
def _schema(
    form: type[Form], rules: tuple[Rule, ...], scale: float, period: Period | None, is_typed: bool
) -> pandera.DataFrameSchema:
    columns = {
        name: pandera.Column(
            None if is_typed else _DTYPES[part.arrow],
            checks=_checks(form.column_of(name)),
            nullable=_may_be_null(form, name),
            coerce=False,
        )
        for name, part in form.fields().items()
        if not is_typed or _checks(form.column_of(name)) or not _may_be_null(form, name)
    }
    at = PrintedSheet(form, scale=scale)
    row_rules = [r for r in rules if r.scope == "row"]
    checks = [pandera.Check(_holds(r, at.rule_scale(r), period), error=r.id, ignore_na=False) for r in row_rules]
    if form.grain:
        checks.append(pandera.Check(_unrepeated(form.grain), error="ROW-DUPLICATE", ignore_na=False))
    return pandera.DataFrameSchema(columns, checks=checks, coerce=False, name=form.name)


def to_frame(form: type[Form], rows: pa.Table) -> pd.DataFrame:
    """The form's fields of parsed rows as a pandas frame indexed by `_row_id`, every column nullable."""
    frame = rows.select(list(form.fields())).to_pandas(types_mapper=_dtype)
    indexed: pd.DataFrame = frame.set_index(pd.Index(rows.column("_row_id").to_numpy(), name="_row_id"))
    return indexed


def validate(
    form: type[Form],
    rows: pa.Table,
    *,
    columns: Mapping[str, str],
    file: str = "",
    non_data: Sequence[NonDataRow] = (),
    scale: float = 1.0,
    known: Sequence[Finding] = (),
    period: Period | None = None,
) -> list[Finding]:
    """Check typed rows against their form: every broken rule at its cell.

    `rows`: the form's fields and submission.ROW_FIELDS, stored units. `columns`: stored field or column name ->
    letter. `non_data`: totals and group lines of the same table; identities are checked in them too, as warnings,
    and printed totals against the rows they cover. `scale`: stored units in one printed unit of an Amount.
    `known`: what parsing found already; a cell it reported as wrong is not reported a second time.
    `period`: the submission's, for rules that name it.
    """
    at = PrintedSheet(form, file, columns, scale, period.end if period else None)
    sheets, sheet_rows = rows.column("_sheet").to_pylist(), rows.column("_sheet_row").to_pylist()
    table = CheckedRows(at, to_frame(form, rows), sheets, sheet_rows, period)
    emptied = {(f.row_id, name) for f in known if f.severity == "error" for name in _fields_of(form, f.column)}
    failures = [
        failure for failure in _failures(form, table.frame, scale, period) if not _follows_from(form, *failure, emptied)
    ]
    findings = table.findings(failures)
    unread = {(f.sheet, f.cell) for f in known if f.severity == "error" or f.row_id is None}
    findings += column_sums(table, emptied)
    findings += identities_of_totals(at, non_data, unread)
    findings += total_findings(at, rows, non_data, skip=emptied)
    return sorted(findings, key=lambda f: (f.sheet, _row_of(f.cell), f.rule))


def _follows_from(form: type[Form], check: str, row_id: int, name: str, emptied: set[tuple[int | None, str]]) -> bool:
    """Whether a failure only repeats that a cell could not be read: it is missing, or a rule was decided without it."""
    names = next((rule.names for rule in form.rules.values() if rule.id == check), (name,))
    return any((row_id, n) in emptied for n in names)


def _failures(form: type[Form], frame: pd.DataFrame, scale: float, period: Period | None) -> list[tuple[str, int, str]]:
    """(id of the rule, row id, field) of every failed check, each once."""
    try:
        schema(form, scale, period, is_typed=True).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return []
    known = {*_CHECKS.values(), "CELL-RANGE", "CELL-PATTERN", "ROW-DUPLICATE"} | {r.id for r in form.rules.values()}
    found: dict[tuple[str, int, str], None] = {}
    for case in cases.itertuples():
        check = _CHECKS.get(str(case.check), str(case.check))
        if check not in known:  # a wrong dtype, or the TypeError(...) pseudo-failures it brings along
            raise TypeError(f"{form.name}: {case.column} does not hold what the form says: {case.check}")
        name = str(case.column) if case.schema_context == "Column" else ""
        found[check, int(case.index), name] = None
    return list(found)


def _checks(col: Column) -> list[pandera.Check]:
    checks = []
    low, high = lowest(col), col.maximum
    if low is not None or high is not None:
        checks.append(
            pandera.Check(
                lambda s: s.between(-math.inf if low is None else low, math.inf if high is None else high),
                error="CELL-RANGE",
            )
        )
    if col.pattern:
        checks.append(pandera.Check(lambda s: s.str.fullmatch(col.pattern), error="CELL-PATTERN"))
    return checks


def _holds(rule: Rule, scale: float, period: Period | None) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: ~broken(rule, frame, scale, period)


def _unrepeated(grain: tuple[str, ...]) -> Callable[[pd.DataFrame], pd.Series]:
    keys = list(grain)
    return lambda frame: ~frame.duplicated(keys) | frame[keys].isna().any(axis=1)


def _dtype(arrow: pa.DataType) -> Any:
    return _DTYPES.get(str(arrow).partition("[")[0])


def _may_be_null(form: type[Form], name: str) -> bool:
    return form.column_of(name).nullable or not _is_first(form, name)


def _is_first(form: type[Form], name: str) -> bool:
    """Of a column that stores several fields only the first must be there: parsing reports an unknown name itself."""
    return name == next(iter(form.column_of(name).fields))


def _fields_of(form: type[Form], name: str) -> list[str]:
    col = form.columns.get(name)
    return list(col.fields) if col else [name]


def _row_of(cell: str) -> int:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits else 0

"""Rows into the audit tables, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import duckdb
import pyarrow as pa

from schemas.catalogue.messages import told
from schemas.finding import Finding
from schemas.quarantined import QuarantinedRows
from schemas.submission import Key, RefusedTable, Submission
from schemas.validation.maps import maps
from warehouse.tables import AUDIT

#: Values up to which rows are given as parameters.
_FEW = 400


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows into an audit table: a few as parameters, which takes a third of the time, many as an Arrow batch."""
    if not rows:
        return
    if len(rows) * len(rows[0]) <= _FEW and not any(isinstance(value, dict) for row in rows for value in row):
        slots = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
        con.execute(f"INSERT INTO {table} VALUES {slots}", [value for row in rows for value in row])
        return
    schema = _schema(table)
    columns = [_array(list(values), field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
    _insert_table(con, table, pa.Table.from_arrays(columns, schema=schema))


def _insert_table(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("audit_rows", rows)
    con.execute(f"INSERT INTO {table} SELECT * FROM audit_rows")
    con.unregister("audit_rows")


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_map(kind):
        return pa.array(values, kind)
    ends = list(accumulate(map(len, values), initial=0))  # a map from a dict each takes three times as long
    keys = pa.array([key for each in values for key in each], kind.key_type)
    items = pa.array([item for each in values for item in each.values()], kind.item_type)
    return pa.MapArray.from_arrays(pa.array(ends, pa.int32()), keys, items).cast(kind)


def insert_keys(con: duckdb.DuckDBPyConnection, keys: Iterable[Key]) -> None:
    """Insert the keys of submissions that nothing was known of before."""
    new = {key.id: key for key in keys}
    if not new:
        return
    asked = "SELECT submission_id FROM audit.submission_key WHERE list_contains(?, submission_id)"
    known = {submission_id for (submission_id,) in con.execute(asked, [[*new]]).fetchall()}
    rows = [(submission_id, *key.values()) for submission_id, key in new.items() if submission_id not in known]
    insert(con, "audit.submission_key", rows)


def insert_details(con: duckdb.DuckDBPyConnection, load_id: int, submission: Submission) -> None:
    """Insert what is known of a load beside its rows: columns, quarantine, rows that are no data, marks."""
    insert(
        con,
        "audit.column_map",
        [(load_id, u.sheet, u.letter, u.header, u.column, u.first_row, u.last_row) for u in submission.columns],
    )
    personal = {name for name in submission.form.fields() if submission.form.column_of(name).personal}
    if submission.quarantined:
        _insert_table(con, "audit.quarantine", _quarantined(load_id, submission.quarantined, personal))
    insert(
        con,
        "audit.non_data_row",
        [(load_id, n.sheet, n.sheet_row, n.kind, n.label, n.group_path, n.numbers) for n in submission.non_data],
    )
    for extra in submission.extra:
        loads = pa.array([load_id] * extra.num_rows, pa.int64())
        _insert_table(con, "audit.extra_cell", extra.add_column(0, "load_id", loads))
    insert(con, "audit.mark", [(load_id, m.row_id, m.field, m.mark, m.text) for m in submission.marks])


def insert_refusals(con: duckdb.DuckDBPyConnection, seq: int, refusals: Sequence[RefusedTable]) -> None:
    """Insert whose submissions the refused tables of an arrival would have been."""
    insert_keys(con, [refusal.key for refusal in refusals])
    rows = [(seq, number, r.key.id, r.sheet, r.is_empty) for number, r in enumerate(refusals, 1)]
    insert(con, "audit.refusal_record", rows)


def insert_findings(con: duckdb.DuckDBPyConnection, seq: int, load_id: int | None, findings: Sequence[Finding]) -> int:
    """Insert findings of an arrival, numbered after those it has. Returns the number of the first, 0 for none."""
    if not findings:
        return 0
    numbers = con.execute("SELECT coalesce(max(finding_no), 0) + 1 FROM audit.finding WHERE seq = ?", [seq])
    first = numbers.fetchall()[0][0]
    rows = [
        (
            seq, first + i, load_id, f.rule, f.severity, f.sheet, f.cell, f.form, f.column, f.row_id, f.found,
            *told(f),
        )
        for i, f in enumerate(findings)
    ]  # fmt: skip
    insert(con, "audit.finding", rows)
    return int(first)


@cache
def _schema(table: str) -> pa.Schema:
    """Columns of an audit table, as the statement that makes it has them."""
    with duckdb.connect() as empty:
        empty.execute("CREATE SCHEMA audit")
        empty.execute((AUDIT / f"{table.removeprefix('audit.')}.sql").read_text(encoding="utf-8"))
        return empty.execute(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema


def _quarantined(load_id: int, held: QuarantinedRows, personal: set[str]) -> pa.Table:
    """Held rows as audit.quarantine has them."""
    typed = {name: _texts(column) for name, column in zip(held.typed.column_names, held.typed.columns, strict=True)}
    columns = {
        "load_id": pa.array([load_id] * len(held), pa.int64()),
        **{name: held.rows.column(name) for name in ("row_id", "sheet", "sheet_row", "cells")},
        "typed": maps({name: texts for name, texts in typed.items() if name not in personal}, len(held)),
        "rules": held.rows.column("rules"),
    }
    return pa.table(columns)


def _texts(column: pa.ChunkedArray) -> pa.StringArray:
    """The values of a field in text; null where there is none."""
    values = column.combine_chunks().dictionary_encode()
    words = pa.array([None if v is None else _text(v) for v in values.dictionary.to_pylist()], pa.string())
    return words.take(values.indices)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)

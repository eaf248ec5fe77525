"""Rows into the audit tables, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from schemas.catalogue import expected, message, remedy
from schemas.finding import Finding
from schemas.submission import QuarantinedRow, Submission
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
    columns = [pa.array(list(values), type=t.type) for values, t in zip(zip(*rows, strict=True), schema, strict=True)]
    con.register("audit_rows", pa.Table.from_arrays(columns, schema=schema))
    con.execute(f"INSERT INTO {table} SELECT * FROM audit_rows")
    con.unregister("audit_rows")


def insert_details(con: duckdb.DuckDBPyConnection, load_id: int, submission: Submission) -> None:
    """Insert what is known of a load beside its rows: columns, quarantine, rows that are no data, marks."""
    insert(
        con,
        "audit.column_map",
        [(load_id, u.sheet, u.letter, u.header, u.column, u.first_row, u.last_row) for u in submission.columns],
    )
    personal = {name for name in submission.form.fields() if submission.form.column_of(name).personal}
    insert(
        con,
        "audit.quarantine",
        [
            (load_id, q.row_id, q.sheet, q.sheet_row, q.cells, _typed(q, personal), list(q.rules))
            for q in submission.quarantined
        ],
    )
    insert(
        con,
        "audit.non_data_row",
        [(load_id, n.sheet, n.sheet_row, n.kind, n.label, n.group_path, n.numbers) for n in submission.non_data],
    )
    insert(con, "audit.mark", [(load_id, m.row_id, m.field, m.mark, m.text) for m in submission.marks])


def insert_findings(con: duckdb.DuckDBPyConnection, seq: int, load_id: int | None, findings: Sequence[Finding]) -> int:
    """Insert findings of an arrival, numbered after those it has. Returns the number of the first, 0 for none."""
    if not findings:
        return 0
    numbers = con.execute("SELECT coalesce(max(finding_no), 0) + 1 FROM audit.finding WHERE seq = ?", [seq])
    first = numbers.fetchall()[0][0]
    rows = [
        (
            seq, first + i, load_id, f.rule, f.severity, f.sheet, f.cell, f.form, f.column, f.row_id, f.found,
            expected(f, "vi"), expected(f, "en"), remedy(f, "vi"), remedy(f, "en"), message(f, "vi"), message(f, "en"),
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


def _typed(row: QuarantinedRow, personal: set[str]) -> dict[str, str]:
    return {name: _text(v) for name, v in row.typed.items() if v is not None and name not in personal}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)

"""From a row and a column back to the file, sheet and cell they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from schemas.form import Form
from warehouse.tables import quoted


class NotFound(Exception):
    """No such row, or no column of the sheet behind the field asked for."""


@dataclass(frozen=True)
class Source:
    """The cell behind one value. `superseded_by` is the load that replaced it, None while it counts."""

    form: str
    field: str
    value: object
    sha256: str
    file: str
    received_at: datetime
    sheet: str
    cell: str
    header: str
    load_id: int
    contract_hash: str
    superseded_by: int | None


def source_of(con: duckdb.DuckDBPyConnection, form: type[Form], load_id: int, row_id: int, field: str) -> Source:
    """The cell behind `field` of one row. Raises NotFound when the row or the column is not there."""
    if field not in form.fields():
        raise NotFound(f"{form.name} has no column {field}; it has: {', '.join(form.fields())}")
    rows = con.execute(
        f"SELECT {quoted(field)}, _sheet, _sheet_row FROM history.{quoted(form.name)}"
        " WHERE _load_id = ? AND _row_id = ?",
        [load_id, row_id],
    ).fetchall()
    if not rows:
        raise NotFound(f"{form.name} has no row {load_id}:{row_id}")
    value, sheet, sheet_row = rows[0]
    columns = con.execute(
        "SELECT letter, header FROM audit.column_map WHERE load_id = ? AND sheet = ? AND column_name = ?"
        " AND ? BETWEEN first_row AND last_row",
        [load_id, sheet, form.column_of(field).name, sheet_row],
    ).fetchall()
    if not columns:
        raise NotFound(f"{form.name}.{field}: the sheet {sheet} has no such column")
    sha256, file, received_at, contract_hash, superseded_by = con.execute(
        "SELECT sha256, file_name, received_at, contract_hash, superseded_by FROM audit.load WHERE load_id = ?",
        [load_id],
    ).fetchall()[0]
    letter, header = columns[0]
    return Source(
        form.name, field, value, sha256, file, received_at, sheet, f"{letter}{sheet_row}", header,
        load_id, contract_hash, superseded_by,
    )  # fmt: skip

"""From a row and a column back to the file, sheet and cell they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import duckdb

from schemas.form import Form
from schemas.values.address import cell_of
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble
from warehouse.names import quoted

NO_LOAD = Both(
    'Không có lần nạp {load}. Số các lần nạp: khoso sql "FROM audit.load", khoso quarantine list.',
    'There is no load {load}. Their numbers: khoso sql "FROM audit.load", khoso quarantine list.',
)
_NO_COLUMN = Both(
    "Biểu {form} không có cột {field}; có: {fields}.",
    "The form {form} has no column {field}; it has: {fields}.",
)
_NO_ROW = Both(
    "Biểu {form} không có dòng {load}:{row} (cột _load_id và _row_id).",
    "The form {form} has no row {load}:{row} (columns _load_id and _row_id).",
)
_NO_COLUMN_ON_SHEET = Both(
    "Trang tính {sheet} không có cột nào cho {form}.{field}.",
    "The sheet {sheet} has no column for {form}.{field}.",
)


class NotFound(Trouble):
    """What was asked for is not there: a load, an arrival, a row, something to compare."""


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


@dataclass(frozen=True)
class CellRun:
    """A run of cells of one column that a figure was computed from: "G11" or "G11:G27"."""

    form: str
    field: str
    file: str
    sheet: str
    cells: str
    n_cells: int


def source_of(con: duckdb.DuckDBPyConnection, form: type[Form], load_id: int, row_id: int, field: str) -> Source:
    """The cell behind `field` of one row. Raises NotFound when the row or the column is not there."""
    if field not in form.fields():
        raise NotFound(_NO_COLUMN.filled(form=form.name, field=field, fields=", ".join(form.fields())))
    rows = con.execute(
        f"SELECT {quoted(field)}, _sheet, _sheet_row FROM history.{quoted(form.name)}"
        " WHERE _load_id = ? AND _row_id = ?",
        [load_id, row_id],
    ).fetchall()
    if not rows:
        raise NotFound(_NO_ROW.filled(form=form.name, load=load_id, row=row_id))
    value, sheet, sheet_row = rows[0]
    columns = con.execute(
        "SELECT letter, header FROM audit.column_map WHERE load_id = ? AND sheet = ? AND column_name = ?"
        " AND ? BETWEEN first_row AND last_row",
        [load_id, sheet, form.column_of(field).name, sheet_row],
    ).fetchall()
    if not columns:
        raise NotFound(_NO_COLUMN_ON_SHEET.filled(form=form.name, field=field, sheet=sheet))
    sha256, file, received_at, contract_hash, superseded_by = con.execute(
        "SELECT sha256, file_name, received_at, contract_hash, superseded_by FROM audit.load WHERE load_id = ?",
        [load_id],
    ).fetchall()[0]
    letter, header = columns[0]
    return Source(
        form.name, field, value, sha256, file, received_at, sheet, cell_of(letter, sheet_row), header,
        load_id, contract_hash, superseded_by,
    )  # fmt: skip


def cells_of(
    con: duckdb.DuckDBPyConnection, form: type[Form], rows: Sequence[tuple[int, int]], field: str
) -> list[CellRun]:
    """The cells behind `field` of many rows (load id, row id), neighbours joined, in the order of loads and rows."""
    found = con.execute(
        f"""
        WITH asked AS (SELECT unnest($loads) AS load_id, unnest($rows) AS row_id),
        placed AS (
            SELECT h._load_id AS load_id, h._sheet AS sheet, h._sheet_row AS sheet_row
            FROM history.{quoted(form.name)} AS h
            JOIN asked ON asked.load_id = h._load_id AND asked.row_id = h._row_id
        )
        SELECT DISTINCT l.load_id, l.file_name, p.sheet, m.letter, p.sheet_row
        FROM placed AS p
        JOIN audit.load AS l USING (load_id)
        JOIN audit.column_map AS m ON m.load_id = p.load_id AND m.sheet = p.sheet AND m.column_name = $column
        AND p.sheet_row BETWEEN m.first_row AND m.last_row
        ORDER BY ALL
        """,
        {
            "loads": [load_id for load_id, _ in rows],
            "rows": [row_id for _, row_id in rows],
            "column": form.column_of(field).name,
        },
    ).fetchall()
    runs = groupby(enumerate(found), key=lambda pair: (*pair[1][:4], pair[1][4] - pair[0]))
    joined = []
    for (_, file, sheet, letter, _), run in runs:
        numbers = [row[4] for _, row in run]
        first, last = cell_of(letter, numbers[0]), cell_of(letter, numbers[-1])
        cells = first if first == last else f"{first}:{last}"
        joined.append(CellRun(form.name, field, file, sheet, cells, len(numbers)))
    return joined

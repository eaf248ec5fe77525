"""Small submissions made by hand: what the warehouse is given when no workbook is needed."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from schemas.finding import Finding
from schemas.form import Form, Revision, column
from schemas.kinds import Amount, Code, Count, Ratio
from schemas.quarantined import QuarantinedRow, QuarantinedRows
from schemas.submission import ColumnUse, Key, Mark, NonDataRow, Reading, Submission
from schemas.values.periods import period
from warehouse.arrival import Arrival
from warehouse.connect import Connection
from warehouse.tables import prepare


class Figures(Form):
    """Figures of offices, one row per office."""

    office_code = column(Code, "Mã")
    head_count = column(Count, "Số người", unit="person", en="People")
    spent_vnd = column(Amount, "Kinh phí", required=False)
    covered = column(Ratio, "Tỷ số", required=False)
    grain = ("office_code",)
    period = "month"


class Register(Form):
    """A register of offices; a row stays until a newer one of the same office comes."""

    office_code = column(Code, "Mã")
    head_count = column(Count, "Số người")
    grain = ("office_code",)
    mode = "register"
    period = "month"


FORMS = (Figures, Register)


def key(month: int = 5, sender: str = "so-y-te", form: type[Form] = Figures, revision: Revision = "official") -> Key:
    return Key(form.name, sender, "26", period("month", "calendar", 2023, month), revision)


def submission(rows: dict[str, int], at: Key | None = None, form: type[Form] = Figures, held: int = 0) -> Submission:
    """`rows`: office code -> head count, from sheet row 10 on; `held` more rows stand in quarantine."""
    at = at or key(form=form)
    n = len(rows)
    columns = {
        "office_code": pa.array(list(rows), pa.string()),
        "head_count": pa.array(list(rows.values()), pa.int64()),
        "spent_vnd": pa.nulls(n, pa.float64()),
        "covered_numerator": pa.nulls(n, pa.int64()),
        "covered_denominator": pa.nulls(n, pa.int64()),
        "_row_id": pa.array(range(1, n + 1), pa.int64()),
        "_sheet": pa.array(["S"] * n, pa.string()),
        "_sheet_row": pa.array(range(10, 10 + n), pa.int32()),
        "_group_path": pa.array(["I"] * n, pa.string()),
    }
    wanted = [*form.fields(), "_row_id", "_sheet", "_sheet_row", "_group_path"]
    quarantined = [
        QuarantinedRow(n + i, "S", 10 + n + i, {"A": "x", "B": "-1"}, ("CELL-RANGE",)) for i in range(1, held + 1)
    ]
    return Submission(
        at,
        form,
        accepted=pa.table({name: columns[name] for name in wanted}),
        quarantined=QuarantinedRows.of(quarantined, form.fields()),
        non_data=[NonDataRow("S", 9, "total", "Tổng", "", {"head_count": float(sum(rows.values()))})],
        marks=[Mark(1, "head_count", "over", "trên 7")] if rows else [],
        columns=[ColumnUse("S", "A", "Mã", "office_code", 9, 99), ColumnUse("S", "B", "Số người", "head_count", 9, 99)],
        findings=[
            Finding("CELL-RANGE", "error", "f.xlsx", "S", f"B{q.sheet_row}", "-1", row_id=q.row_id) for q in quarantined
        ],
        rows_in_span=n + held + 1,
    )


def reading(*submissions: Submission) -> Reading:
    return Reading("f.xlsx", list(submissions))


def arrival(seq: int, sha256: str = "", **options: str) -> Arrival:
    return Arrival(seq, sha256 or f"{seq:064x}", "f.xlsx", datetime(2023, 5, seq, 8), "inbox", options)


def prepared(con: Connection) -> Connection:
    prepare(con, FORMS, {}, [])
    return con


def current(con: Connection, form: type[Form] = Figures) -> dict[str, int]:
    rows = con.execute(f"SELECT office_code, head_count FROM core.{form.name} ORDER BY 1").fetchall()
    return dict(rows)

"""Forms that are held against each other and against their past, and submissions of them made by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from schemas.finding import Finding
from schemas.form import Form, Revision, column, compared, dated, refers_to, rolls_up
from schemas.kinds import Code, Count, Text
from schemas.registry import reference_tables
from schemas.submission import ColumnUse, Key, Reading, Submission
from schemas.values.address import letter
from schemas.values.periods import period
from warehouse.arrival import Arrival
from warehouse.checks.judge import judge
from warehouse.connect import Connection, build
from warehouse.load import record
from warehouse.mart import marts
from warehouse.tables import prepare

FIRST_ROW = 10
#: Those the checks read.
MARTS = {"unit_in_time", "unit_size", "unit_territory", "unit_land", "agency_heir"}
_SAID = {"vi": "…", "en": "…", "source": "…"}


class Office(Form):
    """Dossiers of offices, one row per office."""

    office_code = column(Code, "Mã")
    received_count = column(Count, "Tiếp nhận")
    online_count = column(Count, "Trực tuyến")
    trained_count = column(Count, "Tập huấn lũy kế", basis="cumulative")
    volatile_count = column(Count, "Thất thường", compared=compared(change=20.0))
    grain = ("office_code",)
    period = "month"


class Parcel(Form):
    """Parcels of communes, one row per commune."""

    commune = column(Text, "Xã", codes="unit:commune")
    parcel_count = column(Count, "Số thửa")
    grain = ("commune_code",)
    period = "month"


class Desk(Form):
    """Dossiers of bodies, one row per body."""

    agency = column(Text, "Đơn vị", codes="agency")
    received_count = column(Count, "Tiếp nhận")
    grain = ("agency_code",)
    period = "month"


class District(Form):
    """Parcels of districts: the sum of their communes."""

    district = column(Text, "Huyện", codes="unit:district")
    parcel_count = column(Count, "Số thửa")
    grain = ("district_code",)
    period = "month"
    adds_up = rolls_up(
        "TEST-001",
        "parcel_count",
        "parcel",
        {"district_code": "commune_code"},
        adds="parcel_count",
        tolerance=0.01,
        **_SAID,
    )


class Province(Form):
    """Parcels of the province: the sum of its districts."""

    province = column(Text, "Tỉnh", codes="unit:province")
    parcel_count = column(Count, "Số thửa")
    grain = ("province_code",)
    period = "month"
    adds_up = rolls_up(
        "TEST-002", "parcel_count", "district", {"province_code": "district_code"}, adds="parcel_count", **_SAID
    )


class Procedure(Form):
    """The list of procedures."""

    procedure_code = column(Code, "Mã")
    is_open = column(Text, "Trạng thái")
    grain = ("procedure_code",)
    period = "month"


class Case(Form):
    """A register of cases, each of a procedure; on trial until 2023-06 whether the procedure is listed."""

    case_code = column(Code, "Mã hồ sơ")
    procedure_code = column(Code, "Mã thủ tục")
    channel = column(Text, "Kênh")
    grain = ("case_code",)
    mode = "register"
    period = "month"
    procedure_is_listed = refers_to(
        "TEST-003", {"procedure_code": "procedure_code"}, "procedure", where='is_open == "open"',
        severity=dated(draft="2023-01-01", warning="2023-03-01"), **_SAID,
    )  # fmt: skip


class Table(Form):
    """Cases counted, one row per procedure."""

    procedure_code = column(Code, "Mã thủ tục")
    online_count = column(Count, "Trực tuyến")
    grain = ("procedure_code",)
    period = "month"
    is_counted = rolls_up(
        "TEST-004", "online_count", "case", {"procedure_code": "procedure_code"}, where='channel == "online"', **_SAID
    )


FORMS = {form.name: form for form in (Office, Parcel, Desk, District, Province, Procedure, Case, Table)}


@contextmanager
def warehouse(path: Path) -> Iterator[Connection]:
    """A warehouse of these forms, whose rules have their words."""
    rules = {each.id: (each, form) for form in FORMS.values() for each in form.rules.values()}
    with pytest.MonkeyPatch.context() as patch, build(path) as con:
        patch.setattr("schemas.catalogue.messages.rules", lambda: rules)
        prepare(con, FORMS.values(), reference_tables(), [mart for mart in marts() if mart.name in MARTS])
        yield con


def send(
    con: Connection,
    form: type[Form],
    rows: Sequence[Mapping[str, Any]],
    month: int,
    *,
    year: int = 2023,
    calendar: str = "calendar",
    sender: str = "so-y-te",
    scope: str = "26",
    revision: Revision = "official",
) -> int:
    """Load rows, from sheet row 10 on with the columns from A; returns the number of the arrival."""
    seq = con.execute("SELECT coalesce(max(seq), 0) + 1 FROM audit.run").fetchall()[0][0]
    fields = {
        name: pa.array([row.get(name) for row in rows], pa.type_for_alias(part.arrow))
        for name, part in form.fields().items()
    }
    n = len(rows)
    places = {
        "_row_id": pa.array(range(1, n + 1), pa.int64()),
        "_sheet": pa.array(["S"] * n, pa.string()),
        "_sheet_row": pa.array(range(FIRST_ROW, FIRST_ROW + n), pa.int32()),
        "_group_path": pa.array([""] * n, pa.string()),
    }
    letters = [ColumnUse("S", letter(i), col.headers[0], name, 9, 999)
               for i, (name, col) in enumerate(form.columns.items(), 1)]  # fmt: skip
    key = Key(form.name, sender, scope, period("month", calendar, year, month), revision)
    file = f"{seq}.xlsx"
    submission = Submission(key, form, pa.table(fields | places), columns=letters, rows_in_span=n)
    record(con, Arrival(seq, f"{seq:064x}", file, datetime(2023, 5, 1), "inbox", {}), Reading(file, [submission]))
    return int(seq)


def told(con: Connection) -> dict[int, list[Finding]]:
    """What is said after judging, by arrival."""
    return judge(con, FORMS)


def standing(con: Connection) -> list[tuple[str, str, str]]:
    """File, cell and rule of every finding that holds now, of loads that count."""
    return con.execute(
        "SELECT load.file_name, cell, rule FROM audit.finding JOIN audit.load AS load USING (load_id)"
        " WHERE load.superseded_seq IS NULL ORDER BY ALL"
    ).fetchall()

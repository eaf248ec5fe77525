"""What changed between two submissions: rows matched on the grain, both cells of a figure, personal values never."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from khoso import SAMPLES, environment
from made import FORMS, arrival, key, reading, submission

from cli.command import main
from flows.ingest import ingest_files
from machine.settings import settings
from schemas.form import Form, column
from schemas.kinds import Amount, Count, Text
from schemas.quarantined import QuarantinedRow, QuarantinedRows
from schemas.submission import ColumnUse, Given, Submission
from warehouse.change import Pair, changes, last_pairs, pair_of_loads, pairs_of_arrivals
from warehouse.connect import Connection, build
from warehouse.load import record
from warehouse.tables import prepare
from warehouse.trace import NotFound


class Remarks(Form):
    """Remarks without a grain."""

    person = column(Text, "Họ tên", personal=True)
    amount = column(Amount, "Số tiền", unit="vnd")
    visits = column(Count, "Số lượt")
    period = "month"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with build(tmp_path / "w.duckdb") as opened:
        prepare(opened, [*FORMS, Remarks], {}, [])
        yield opened


def told(con: Connection, old: int, new: int, *columns: str) -> list[tuple[Any, ...]]:
    table = changes(con, pair_of_loads(con, old, new))
    return list(zip(*(table.column(name).to_pylist() for name in columns), strict=True))


def test_rows_added_gone_held_and_changed(con: Connection) -> None:
    record(con, arrival(1), reading(submission({"A": 1, "B": 2, "C": 3, "D": 4})))
    later = submission({"E": 5, "B": 20, "A": 1})
    later.quarantined = QuarantinedRows.of([QuarantinedRow(9, "S", 50, {}, ("CELL-RANGE",), {"office_code": "C"})])
    record(con, arrival(2), reading(later))
    assert told(con, 1, 2, "change", "row_label", "field", "before", "before_cell", "after", "after_cell") == [
        ("added", "E", None, None, None, None, "A10"),
        ("changed", "B", "head_count", "2", "B11", "20", "B11"),
        ("held", "C", None, None, "A12", None, None),
        ("gone", "D", None, None, "A13", None, None),
    ]
    when = [(datetime(2023, 5, 1, 8), datetime(2023, 5, 2, 8), "so-y-te", "inbox")]
    names = ("before_received_at", "after_received_at", "sender_code", "via")
    assert told(con, 1, 2, *names)[1:2] == when
    assert told(con, 1, 1, "change") == []
    assert told(con, 2, 1, "change", "row_label")[0] == ("gone", "E")


def remarks(rows: list[tuple[str | None, float | None, int]], *, is_turned: bool = False) -> Submission:
    names, amounts, visits = zip(*rows, strict=True)
    n, lines = len(rows), "34" if is_turned else "BC"
    return Submission(
        key(form=Remarks),
        Remarks,
        accepted=pa.table(
            {
                "person": pa.array(names, pa.string()),
                "amount": pa.array(amounts, pa.float64()),
                "visits": pa.array(visits, pa.int64()),
                "_row_id": pa.array(range(1, n + 1), pa.int64()),
                "_sheet": ["S"] * n,
                "_sheet_row": pa.array(range(27, 27 + n), pa.int32()),
                "_group_path": [""] * n,
            }
        ),
        columns=[
            ColumnUse("S", lines[0], "Số tiền", "amount", 20, 99),
            ColumnUse("S", lines[1], "Số lượt", "visits", 20, 99),
        ],
        rows_in_span=n,
    )


def test_without_a_grain_rows_are_known_by_their_place_and_persons_by_nothing(con: Connection) -> None:
    record(con, arrival(1), reading(remarks([("aa", 1.0, 1), ("bb", 2.5, 2)])))
    record(con, arrival(2), reading(remarks([("cc", 10.0, 1), ("bb", None, 2), ("dd", 1.0, 3)], is_turned=True)))
    assert told(con, 1, 2, "change", "row_label", "field", "before", "before_cell", "after", "after_cell") == [
        ("changed", "S!27", "person", None, None, None, None),
        ("changed", "S!27", "amount", "1", "B27", "10", "AA3"),
        ("changed", "S!28", "amount", "2.5", "B28", None, "AB3"),
        ("added", "S!29", None, None, None, None, None),
    ]


def test_pairs_are_found_by_load_arrival_or_submission(con: Connection) -> None:
    record(con, arrival(1), reading(submission({"A": 1}), submission({"A": 1}, at=key(4))))
    record(con, arrival(2), reading(submission({"A": 2}, at=key(4)), submission({"A": 2}, form=FORMS[1])))
    pair = Pair("figures", "so-y-te", "2023-04", 2, 3)
    assert pairs_of_arrivals(con, 1, 2) == [pair]
    assert last_pairs(con, "figures", "so-y-te", "2023-04") == [pair]
    assert last_pairs(con, "figures", "so-y-te", "2023-04", "26") == [pair]
    for missing, what in (((1, 9), "no load"), ((1, 4), "of one form")):
        with pytest.raises(NotFound, match=what):
            pair_of_loads(con, *missing)
    with pytest.raises(NotFound, match="no form of one sender"):
        pairs_of_arrivals(con, 2, 1 + 8)
    for asked in (("2023-05", ""), ("2023-04", "243")):
        with pytest.raises(NotFound, match="no two submissions"):
            last_pairs(con, "figures", "so-y-te", *asked)


def test_earlier_figures_that_a_held_row_takes_away_are_named(con: Connection) -> None:
    offices = [f"P{i:02}" for i in range(25)]
    record(con, arrival(1), reading(submission(dict.fromkeys([*offices, "KEPT"], 1))))
    later = submission({"KEPT": 1})
    named = [QuarantinedRow(10 + i, "S", 90 + i, {}, ("X",), {"office_code": o}) for i, o in enumerate(offices[:22])]
    unread = [QuarantinedRow(50, "S", 10 + 23, {}, ("X",), {"office_code": None})]  # stood there before
    unknown = [QuarantinedRow(51, "S", 300, {}, ("X",)), QuarantinedRow(52, "S", 99, {}, ("X",), {"office_code": "N"})]
    later.quarantined = QuarantinedRows.of([*named, *unread, *unknown])
    outcome = record(con, arrival(2), reading(later))
    (finding,) = (f for f in later.findings if f.rule == "SUB-HELD-SINCE")
    assert finding.details["count"] == "23"
    assert finding.found == "; ".join([*offices[:20], "…"])
    assert outcome.warnings == 1
    assert con.execute("SELECT count(*) FROM audit.finding WHERE rule = 'SUB-HELD-SINCE'").fetchall() == [(1,)]
    assert record(con, arrival(2), reading(later)) == outcome  # once more, for the receipt
    assert len(later.findings) == 1
    assert record(con, arrival(3), reading(submission({"KEPT": 2}))).warnings == 0
    personal = remarks([("aa", 1.0, 1)])
    held = QuarantinedRow(2, "S", 28, {}, ("X",), {"person": "secret", "visits": 2})
    personal.quarantined = QuarantinedRows.of([held])
    record(con, arrival(4), reading(remarks([("aa", 1.0, 1), ("bb", 2.0, 2)])))
    record(con, arrival(5), reading(personal))
    assert con.execute("SELECT found FROM audit.finding WHERE seq = 5").fetchall() == [("S!28",)]
    assert con.execute("SELECT typed FROM audit.quarantine WHERE load_id = 5").fetchall() == [({"visits": "2"},)]


@pytest.mark.slow
def test_the_command_says_what_was_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    first = SAMPLES / "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx"
    book = openpyxl.load_workbook(first)
    sheet = book.worksheets[0]
    row = next(r for r in range(1, 60) if sheet.cell(r, 2).value == "Sở Tư pháp")
    for column_, more in (("F", 100), ("G", -100)):
        sheet[f"{column_}{row}"] = sheet[f"{column_}{row}"].value + more
    book.save(tmp_path / "sửa.xlsx")
    ingest_files(settings(lang="en"), [first, tmp_path / "sửa.xlsx"], Given(), wait=True)

    def said(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["diff", *words]) == code
        return capsys.readouterr().out

    text = said("1", "2")
    assert "2 cells changed in 1 rows, 0 rows added, 0 gone, 0 held now" in text
    assert f"[Biểu 01!F{row} → Biểu 01!F{row}]" in text
    whose = ("--form", "dossier_progress", "--sender", "Văn phòng UBND tỉnh", "--period", "5/2023")
    assert said(*whose) == said("1", "2", "--arrivals") == text
    assert "2 ô thay đổi ở 1 dòng" in said("1", "2", "--lang", "vi")
    (found,) = json.loads(said("1", "2", "--json"))
    assert found["summary"] == {"cells": 2, "changed": 1, "added": 0, "gone": 0, "held": 0}
    assert [change["field"] for change in found["changes"]] == ["online_count", "in_person_count"]
    assert said("1", "2", "-o", str(tmp_path / "x.xlsx")) == ""
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0].max_row == 3
    for wrong in (("1",), ("1", "9"), ("--form", "dossier_progress"), ("1", "2", "-o", "x.txt")):
        said(*wrong, code=2)

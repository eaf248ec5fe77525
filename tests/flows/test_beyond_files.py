"""Checks beyond the row through workbooks and the whole program: what the sender, the analyst and a rebuild see."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from flows.ingest import Drained, drain
from flows.rebuild import rebuild
from machine.settings import Settings, settings
from schemas.registry import forms
from schemas.values.periods import period
from spreadsheets.write.drawing import draw
from spreadsheets.write.drawn import save
from warehouse.connect import snapshot

pytestmark = pytest.mark.slow

FORM = forms()["dossier_progress"]
#: A row that adds up, a hundredth of it.
ROW = {
    "received_count": 12, "carried_over_count": 2, "received_in_period_count": 10, "online_count": 6,
    "in_person_count": 3, "postal_count": 1, "resolved_count": 9, "resolved_early_count": 4,
    "resolved_on_time_count": 4, "resolved_late_count": 1, "in_process_count": 2, "in_process_on_time_count": 1,
    "in_process_overdue_count": 1, "suspended_count": 1, "suspended_on_time_count": 1, "suspended_overdue_count": 0,
}  # fmt: skip
SIZES = (100, 103, 98, 101, 99, 102, 104)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return settings({"KHOSO_HOME": str(tmp_path / "data"), "KHOSO_QUIET_SECONDS": "0"}, lang="en")


def put(home: Settings, month: int, name: str = "", sender: str = "so-noi-vu", **other: int) -> None:
    """A workbook with the month of Sở Nội vụ, but for some figures, into the inbox."""
    figures = {column: SIZES[month - 1] * n for column, n in ROW.items()} | other
    page = draw(
        FORM,
        [{"agency": "Sở Nội vụ"} | figures],
        sender=sender,
        unit="26",
        period=period("month", FORM.calendar, 2023, month),
    )
    home.home.inbox.mkdir(parents=True, exist_ok=True)
    save([page], home.home.inbox / (name or f"{month}.xlsx"))


def take(home: Settings) -> Drained:
    return drain(home, wait=True, clock=lambda: datetime(2023, 8, 1, 9))


def asked(home: Settings, query: str) -> list[tuple[object, ...]]:
    with snapshot(home.home.warehouse / "warehouse.duckdb") as con:
        return con.execute(query).fetchall()


def everything(home: Settings) -> dict[str, list[tuple[object, ...]]]:
    tables = asked(
        home, "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE table_name <> 'mart_proof'"
    )
    return {str(name): asked(home, f"FROM {name} ORDER BY ALL") for (name,) in tables}


@pytest.fixture
def jumped(home: Settings) -> Settings:
    """Six clean months, then one with 480 dossiers by post where a hundred are usual."""
    for month in range(1, 7):
        put(home, month)
    assert take(home).beyond == {}
    put(home, 7, postal_count=480, online_count=SIZES[6] * 7 - 480, in_person_count=SIZES[6] * 3)
    (found,) = take(home).beyond.values()
    assert {f.rule for f in found} == {"CELL-JUMP"}
    return home


def test_the_sender_is_told_in_his_receipt_and_in_his_workbook(jumped: Settings) -> None:
    (where,) = asked(jumped, "SELECT sheet, cell, other_sheet, other_cell, value, other_value FROM audit.comparison"
                             " WHERE field = 'postal_count'")  # fmt: skip
    sheet, cell, _, other_cell, value, usual = where
    assert (value, cell) == (480, other_cell)
    receipt = next((jumped.home.outbox / "receipts").glob("*7-7.xlsx.txt")).read_text(encoding="utf-8")
    said = f"7.xlsx, trang tính {sheet}, ô {cell}: ô ghi 480, theo các kỳ trước phải vào khoảng {usual:.0f}"
    assert said in receipt
    assert f"(kỳ gần nhất: 6.xlsx, trang tính {sheet}, ô {cell})" in receipt
    assert f"(the last of them: 6.xlsx, sheet {sheet}, cell {cell})" in receipt
    (marked,) = (jumped.home.outbox / "annotated").glob("*-7-kiem-tra.xlsx")
    comment = openpyxl.load_workbook(marked)[str(sheet)][str(cell)].comment
    assert comment and "480" in comment.text


def test_two_senders_of_one_line_are_shown_side_by_side(home: Settings) -> None:
    put(home, 5)
    put(home, 5, "vp.xlsx", "van-phong-ubnd-tinh", in_person_count=241, online_count=650)
    take(home)
    rows = asked(home, "SELECT field, file_name, value, other_file_name, other_value, cell = other_cell"
                       " FROM audit.disagreement ORDER BY field")  # fmt: skip
    assert rows == [
        ("in_person_count", "vp.xlsx", 241, "5.xlsx", 297, True),
        ("online_count", "vp.xlsx", 650, "5.xlsx", 594, True),
    ]


def test_a_rebuild_finds_what_was_found_of_a_file_that_was_corrected_since(jumped: Settings) -> None:
    put(jumped, 7, "7 sua.xlsx")
    assert take(jumped).beyond == {}
    live = everything(jumped)
    assert {row[0] for row in live["audit.comparison"]} == {7}
    assert rebuild(jumped, wait=True).arrivals == 8
    assert everything(jumped) == live

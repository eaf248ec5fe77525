"""Tables that lie on their side: read by column, traced to the cells as they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.registry import forms
from schemas.submission import Given, Reading
from schemas.values.address import address, cell_of, place
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.reading import read_submissions
from tests.book import BookSheet, write
from tests.hand import sheet
from tests.khoso import khoso
from warehouse.trace import cells_of, source_of

ROWS: list[list[Any]] = [
    ["SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["KẾT QUẢ HOẠT ĐỘNG DU LỊCH THÁNG 5/2023"],
    [None],
    ["STT", "Chỉ tiêu", "Vĩnh Yên", "Tam Đảo", "Tổng cộng"],
    ["I", "Lượt khách"],
    [1, "Tổng số", 10, 30, 40],
    [2, "Trong nước", 8, 20, 28],
    [3, "Quốc tế", 2, 10, 12],
    ["II", "Doanh thu (triệu đồng)", 5, 50, 55],
]


def _read(rows: list[list[Any]]) -> Reading:
    return read_submissions(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (sheet(rows, name="DL"),)), Given())


def test_a_column_of_the_sheet_is_a_row_of_the_form() -> None:
    reading = _read(ROWS)
    assert not reading.all_findings
    (submission,) = reading.submissions
    assert submission.key.form == "tourism_activity"
    assert submission.accepted.column("visitor_count").to_pylist() == [10, 30]
    assert submission.accepted.column("revenue_vnd").to_pylist() == [5e6, 50e6]
    assert [(row.kind, row.numbers["visitor_count"]) for row in submission.non_data] == [("total", 40)]
    lines = {use.column: use.letter for use in submission.columns if use.column}
    rows = submission.accepted.column("_sheet_row").to_pylist()
    assert [cell_of(lines["visitor_count"], row) for row in rows] == ["C6", "D6"]


def test_what_is_wrong_is_named_at_its_cell() -> None:
    rows = [list(row) for row in ROWS]
    rows[5][3], rows[8][2], rows[6][4] = 31, "năm", 29
    (submission,) = _read(rows).submissions
    wrong = {("TOUR-101", "D6"), ("CELL-AMOUNT", "C9"), ("TOUR-103", "E7")}
    assert {(f.rule, f.cell) for f in submission.findings} >= wrong
    assert (submission.rows_in_span, len(submission.quarantined), len(submission.non_data)) == (3, 2, 1)
    assert submission.quarantined[0].cells["9"] == "năm"


def test_a_heading_nobody_knows_refuses_and_a_list_upright_stays_upright() -> None:
    (finding,) = [f for f in _read([*ROWS, ["III", "Số buồng", 1, 2, 3]]).all_findings if f.rule == "HEAD-UNKNOWN"]
    assert finding.cell == "B10"
    other = [["DANH SÁCH"], [None], ["STT", "Tên", "Số"], [1, "Vĩnh Yên", 4], [2, "Tam Đảo", 5]]
    assert [f.rule for f in _read(other).all_findings] == ["SHEET-UNCLAIMED"]


def test_a_grid_turned_twice_is_itself() -> None:
    grid = sheet(ROWS)

    def filled(one: Grid) -> dict[tuple[int, int], Any]:
        cells = {(r, c): one.cell(r, c).value for r in range(1, 12) for c in range(1, 12)}
        return {at: value for at, value in cells.items() if value is not None}

    assert filled(grid.turned()) == {(c, r): value for (r, c), value in filled(grid).items()}
    assert filled(grid.turned().turned()) == filled(grid)


@pytest.mark.slow
def test_a_loaded_figure_is_traced_to_the_cell_it_stands_in(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    sheet = BookSheet("DL")
    for number, row in enumerate(ROWS, 1):
        sheet.put_row(number, row)
    write(inbox / "du lich.xlsx", [sheet])
    khoso(tmp_path, "ingest")
    with duckdb.connect(str(tmp_path / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        form = forms()["tourism_activity"]
        assert source_of(con, form, 1, 2, "visitor_count").cell == "D6"
        assert [c.cells for c in cells_of(con, form, [(1, 1), (1, 2)], "revenue_vnd")] == ["C9:D9"]


@pytest.mark.parametrize(
    ("line", "number", "cell"), [("F", 12, "F12"), ("6", 3, "C6"), ("AB", 1, "AB1"), ("12", 28, "AB12")]
)
def test_cells_of_both_kinds_of_table(line: str, number: int, cell: str) -> None:
    assert cell_of(line, number) == cell
    assert address(*place(cell)) == cell

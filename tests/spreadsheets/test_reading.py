"""A workbook becomes submissions: claimed, refused or set aside, with nothing lost on the way."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter

from schemas.finding import Finding
from schemas.form import Form, column
from schemas.kinds import Code, Count, Text
from schemas.submission import Given, Reading
from schemas.values.periods import period
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.checked import check
from spreadsheets.understand.reading import read_submissions
from tests.hand import sheet

NOTHING = Given()
MAY = period("month", "reporting", 2023, 5)
HEADER = [
    ["STT", "Đơn vị", "Tiếp nhận", None, None, None, None, None, "Đã xử lý", None, None, None, "Đang xử lý", None, None,
     "Tạm dừng xử lý", None, None],
    [None, None, "Tổng số", "Kỳ trước chuyển sang", "Trong kỳ", None, None, None, "Tổng số", "Trước hạn", "Trong hạn",
     "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"],
    [None, None, None, None, "Tổng số", "Trực tuyến", "Trực tiếp", "BCCI"],
]  # fmt: skip
TITLE = "THEO DÕI CHỈ TIÊU TIẾN ĐỘ GIẢI QUYẾT - THÁNG 5/2023"


def row(number: int, agency: str, online: Any = 6) -> list[Any]:
    """A row that adds up: 12 received, 2 of them carried over, 6 of the 10 of the period online."""
    return [number, agency, 12, 2, 10, online, 3, 1, 9, 4, 4, 1, 2, 1, 1, 1, 1, 0]


def page(rows: list[list[Any]], title: str = TITLE, office: str = "VĂN PHÒNG UBND TỈNH", name: str = "B1") -> Grid:
    head: list[list[Any]] = [["UBND TỈNH VĨNH PHÚC"], [office], [None], [title], [None], *HEADER]
    from spreadsheets.sheet.grid import Merge

    merges = (
        Merge(6, 1, 8, 1), Merge(6, 2, 8, 2), Merge(6, 3, 6, 8), Merge(6, 9, 6, 12), Merge(6, 13, 6, 15),
        Merge(6, 16, 6, 18), Merge(7, 5, 7, 8), *(Merge(7, c, 8, c) for c in (3, 4, *range(9, 19))),
        Merge(4, 1, 4, 18),
    )  # fmt: skip
    return sheet([*head, *rows], name=name, merges=merges)


def read(*grids: Grid, given: Given = NOTHING, folder: Given = NOTHING) -> Reading:
    return read_submissions(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", grids), given, folder)


def rules(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(f.rule, f.sheet, f.cell) for f in findings]


def test_one_table_one_submission() -> None:
    reading = read(page([row(1, "Sở Y tế"), row(2, "Sở Nội vụ")]))
    (submission,) = reading.submissions
    assert (submission.key.form, submission.key.sender, submission.key.unit) == (
        "dossier_progress",
        "van-phong-ubnd-tinh",
        "26",
    )
    assert submission.key.period == MAY
    assert submission.accepted.column("agency_code").to_pylist() == ["so-y-te", "so-noi-vu"]
    assert submission.accepted.column("online_count").to_pylist() == [6, 6]
    assert submission.accepted.column("_sheet_row").to_pylist() == [9, 10]
    assert (submission.rows_in_span, submission.findings, reading.findings, reading.unclaimed) == (2, [], [], [])
    assert len(submission.columns) == 18


def test_a_row_that_breaks_an_error_rule_is_set_aside_with_its_reasons() -> None:
    reading = read(
        page([row(1, "Sở Y tế", online=date(2023, 12, 5)), row(2, "Sở Nội vụ", online=7), row(3, "Sở Tư pháp")])
    )
    (submission,) = reading.submissions
    assert [(q.row_id, q.sheet_row, q.rules) for q in submission.quarantined] == [
        (1, 9, ("CELL-DATE-IN-NUMBER",)),
        (2, 10, ("PROC-002",)),
    ]
    assert submission.quarantined[0].cells["F"] == "05/12/2023"
    assert submission.quarantined[0].cells["A"] == "1"
    assert submission.accepted.column("agency_code").to_pylist() == ["so-tu-phap"]
    assert rules(submission.findings) == [("CELL-DATE-IN-NUMBER", "B1", "F9"), ("PROC-002", "B1", "E10")]
    assert submission.rows_in_span == submission.accepted.num_rows + len(submission.quarantined)


def test_tables_of_one_key_are_parts_of_one_submission() -> None:
    reading = read(page([row(1, "Sở Y tế")]), page([row(1, "Sở Nội vụ"), row(2, "SỞ Y TẾ")], name="B2"))
    (submission,) = reading.submissions
    assert submission.accepted.column("_row_id").to_pylist() == [1, 2]
    assert submission.accepted.column("_sheet").to_pylist() == ["B1", "B2"]
    (repeated,) = submission.findings
    assert (repeated.rule, repeated.sheet, repeated.cell) == ("ROW-DUPLICATE", "B2", "B10")
    assert (repeated.details["first"], repeated.details["first_sheet"]) == ("9", "B1")
    assert [(q.sheet, q.row_id) for q in submission.quarantined] == [("B2", 3)]
    assert submission.rows_in_span == 3


def test_tables_of_two_periods_are_two_submissions() -> None:
    reading = read(page([row(1, "Sở Y tế")]), page([row(1, "Sở Y tế")], title=TITLE.replace("5/", "4/"), name="B2"))
    assert [s.key.period.id for s in reading.submissions] == ["2023-05", "2023-04"]
    assert [s.accepted.column("_row_id").to_pylist() for s in reading.submissions] == [[1], [1]]


def test_a_refused_table_does_not_keep_its_neighbours_out() -> None:
    wrong = page([row(1, "Sở Y tế")], title="THEO DÕI CHỈ TIÊU TIẾN ĐỘ GIẢI QUYẾT", name="B2")
    reading = read(page([row(1, "Sở Nội vụ")]), wrong)
    assert len(reading.submissions) == 1
    assert [(f.rule, f.sheet) for f in reading.findings] == [("SUB-PERIOD", "B2")]
    assert reading.unclaimed == []


def test_nothing_that_could_be_loaded_says_so() -> None:
    (submission,) = read(page([row(1, "Sở Y tế", online=9)])).submissions
    assert submission.accepted.num_rows == 0
    assert rules(submission.findings) == [("PROC-002", "B1", "E9"), ("SUB-EMPTY", "B1", "A6")]


@pytest.mark.parametrize("numbers", [[], [[f"({n})" for n in range(1, 19)]]])
def test_a_form_left_blank_is_no_report_and_says_whose_it_would_have_been(numbers: list[list[Any]]) -> None:
    reading = read(page(numbers))
    assert [(f.rule, f.sheet, f.severity) for f in reading.findings] == [("SUB-EMPTY", "B1", "error")]
    (refusal,) = reading.refusals
    assert (refusal.is_empty, refusal.key.sender, refusal.key.period) == (True, "van-phong-ubnd-tinh", MAY)
    assert not reading.submissions
    assert not reading.unclaimed


OTHER = [["STT", "Họ tên", "Điểm"], [1, "An", 5], [2, "Bình", 6], [3, "Chi", 7]]


def test_sheets_no_form_claims_are_listed() -> None:
    reading = read(page([row(1, "Sở Y tế")]), sheet(OTHER, name="Điểm"))
    assert reading.unclaimed == ["Điểm"]
    assert [(f.rule, f.severity, f.sheet, f.cell) for f in reading.findings] == [
        ("SHEET-UNCLAIMED", "warning", "Điểm", "A1")
    ]


def test_a_file_nothing_is_claimed_of_is_an_error() -> None:
    reading = read(sheet(OTHER, name="Điểm"))
    assert [(f.rule, f.severity) for f in reading.findings] == [("SHEET-UNCLAIMED", "error")]


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    hidden = replace(sheet(OTHER, name="Ẩn"), hidden=True)
    empty = Grid("Trống", pa.table({}), 0, 0)
    reading = read(hidden, empty, page([row(1, "Sở Y tế")]))
    assert (reading.unclaimed, reading.findings) == ([], [])


def test_a_refused_file_is_a_reading_without_submissions() -> None:
    refused = Finding("FILE-ENCRYPTED", "error", "a.xlsx")
    reading = read_submissions(Workbook(Path("a.xlsx"), "a.xlsx", "", refused=refused))
    assert (reading.refused, reading.submissions, reading.all_findings) == (refused, [], [refused])


def test_what_the_caller_says_must_agree_with_the_sheet() -> None:
    grid = page([row(1, "Sở Y tế")])
    assert len(read(grid, given=Given(sender="van-phong-ubnd-tinh", period=MAY)).submissions) == 1
    june = Given(period=period("month", "reporting", 2023, 6))
    assert rules(read(grid, given=june).findings) == [("SUB-PERIOD-CONFLICT", "B1", "A4")]
    assert rules(read(grid, folder=Given(sender="so-y-te")).findings) == [("SUB-SENDER-CONFLICT", "B1", "A1")]


def test_check_reads_a_file_and_raises_for_none(tmp_path: Path) -> None:
    path = tmp_path / "điểm.csv"
    path.write_text("STT;Họ tên;Điểm\n1;An;5\n2;Bình;6\n", encoding="utf-8")
    assert "SHEET-UNCLAIMED" in {f.rule for f in check([path], log=tmp_path / "log")[0].all_findings}
    with pytest.raises(OSError, match="absent"):
        check([tmp_path / "absent.csv"], log=tmp_path / "log")


def test_a_workbook_without_a_cell_is_refused_as_empty(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Biểu 1")
    (reading,) = check([tmp_path / "a.xlsx"], log=tmp_path / "log")
    assert reading.refused is not None
    assert (reading.refused.rule, reading.refused.file) == ("FILE-EMPTY", "a.xlsx")


def test_parsing_needs_no_pandas() -> None:
    modules = "spreadsheets.understand.parse, spreadsheets.understand.origin, spreadsheets.write.draft"
    code = f"import sys, {modules}; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_personal_columns_do_not_set_rows_aside_for_want_of_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    class Patients(Form):
        """A form with a personal column that must be there."""

        titles = ("Danh sách khám bệnh",)
        grain = ("station",)
        period = "month"
        sender = "so-y-te"
        station = column(Text, "Cơ sở", nullable=False)
        citizen_number = column(Code, "Số CCCD", personal=True, pattern="[0-9]{12}", nullable=False)
        visit_count = column(Count, "Lượt khám")

    monkeypatch.setattr("spreadsheets.understand.reading.forms", lambda: {"patients": Patients})
    head = [["DANH SÁCH KHÁM BỆNH THÁNG 5/2023"], [None], ["STT", "Cơ sở", "Số CCCD", "Lượt khám"]]
    grid = sheet([*head, [1, "Trạm A", "026012345678", 1], [2, "Trạm B", "026", 2], [3, "Trạm C", None, 3]])
    workbook = Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (grid,))
    for key in (None, b"secret"):
        (submission,) = read_submissions(workbook, pseudonym_key=key).submissions
        assert submission.accepted.column("station").to_pylist() == ["Trạm A"]
        assert [(q.rules, "C" in q.cells) for q in submission.quarantined] == [
            (("CELL-PATTERN",), False),
            (("CELL-REQUIRED",), False),
        ]
        assert "026012345678" not in repr(submission)
    assert submission.accepted.column("citizen_number")[0].as_py() not in (None, "026012345678")

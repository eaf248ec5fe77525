"""The template's hidden mark: what it makes certain, whom it contradicts, and what is left without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filled import DAY, blank, every, expected, fill, period_of, rows_of, sent, stored, submitted
from reading import read

from schemas.form import Form
from schemas.registry import forms
from schemas.submission import Given
from schemas.values.periods import period
from spreadsheets.understand.mark import TemplateMark, marks_of
from spreadsheets.write.drawn import DrawnSheet, save
from spreadsheets.write.mark_sheet import mark_sheet
from spreadsheets.write.template import SHEET, template


def test_rows_left_as_they_were_printed_are_blank(tmp_path: Path) -> None:
    form = forms()["tourism_activity"]
    drawn = template(blank(form))[0]
    save(template(blank(form)), path := tmp_path / "a.xlsx")
    fill(path, drawn, form, [{}, rows_of(form)[1]])
    (found,) = (reading := submitted(path)).submissions
    assert reading.all_findings == []
    assert found.accepted.num_rows == 1
    assert {row.kind for row in found.non_data} == {"blank"}
    assert found.rows_in_span == len(drawn.rows) == 1 + len(found.non_data)


def test_rows_passed_over_in_an_open_table_are_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = forms()["tourism_site"]
    drawn = template(blank(form))[0]
    save(template(blank(form)), path := tmp_path / "a.xlsx")
    first, second, third = rows_of(form)
    fill(path, drawn, form, [first, {}, second, {}, {}, third])
    monkeypatch.setattr(form, "rules", {})
    (found,) = (reading := submitted(path)).submissions
    assert reading.all_findings == []
    assert stored(found) == [expected(form, row) for row in (first, second, third)]
    top = min(drawn.rows)
    assert [(row.sheet_row - top, row.kind) for row in found.non_data] == [(1, "blank"), (3, "blank"), (4, "blank")]


JUNE = period("month", "reporting", 2023, 6)


def test_what_others_say_must_agree_with_the_mark(tmp_path: Path) -> None:
    form = forms()["dossier_progress"]
    path = tmp_path / "a.xlsx"
    sent(form, path, sender="so-y-te", unit="26")
    conflicts = submitted(path, Given(period=JUNE), Given(sender="so-tai-chinh", unit="243")).all_findings
    assert [f.rule for f in conflicts] == ["SUB-PERIOD-CONFLICT", "SUB-SENDER-CONFLICT", "SUB-UNIT-CONFLICT"]
    assert "khoso template: tháng 5/2023" in conflicts[0].details["sources"]
    conflicts = submitted(path, folder=Given(sender="so-tai-chinh", unit="243")).all_findings
    assert [(f.rule, f.details["sources"]) for f in conflicts] == [
        ("SUB-SENDER-CONFLICT", "khoso template: Sở Y tế; A1: Sở Y tế; inbox/: Sở Tài chính"),
        ("SUB-UNIT-CONFLICT", "khoso template: Tỉnh Vĩnh Phúc; inbox/: Thành phố Vĩnh Yên"),
    ]
    book = openpyxl.load_workbook(path)
    book[SHEET].cell(2, 1).value = "SỞ NỘI VỤ"
    book.save(path)
    (conflict,) = submitted(path).all_findings
    assert (conflict.rule, conflict.details["sources"]) == (
        "SUB-SENDER-CONFLICT", "khoso template: Sở Y tế; A1: Sở Nội vụ",
    )  # fmt: skip


def test_a_mark_of_an_older_contract_is_read_by_its_headings(tmp_path: Path) -> None:
    form = forms()["dossier_progress"]
    path = tmp_path / "a.xlsx"
    drawn, values = sent(form, path)
    book = openpyxl.load_workbook(path)
    book["_khoso"]["B3"] = "000000000000"
    book.save(path)
    (found,) = (reading := submitted(path)).submissions
    assert (reading.all_findings, stored(found)) == ([], values)
    book[SHEET].cell(drawn.header[0], drawn.columns["agency"]).value = "Phòng ban"
    book.save(path)
    assert [(f.rule, f.severity) for f in submitted(path).all_findings] == [
        ("HEAD-UNKNOWN", "error"), ("HEAD-MISSING", "error"), ("SUB-TEMPLATE-OLD", "warning"),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "value"),
    [("A1", None), ("B2", "no_such_form"), ("B2", 5), ("B6", "no-such-agency"), ("B8", "month reporting 2023"),
     ("B8", "month lunar 2023-04-15 2023-05-14"), ("B8", "month reporting 2023-04-16 2023-05-14")],
)  # fmt: skip
def test_a_damaged_mark_leaves_recognition_to_the_content(tmp_path: Path, cell: str, value: Any) -> None:
    form = forms()["dossier_progress"]
    path = tmp_path / "a.xlsx"
    _, values = sent(form, path, sender="so-y-te", unit="26", rows=3)
    book = openpyxl.load_workbook(path)
    book["_khoso"][cell] = value
    del book["Hướng dẫn"]
    book.save(path)
    assert marks_of(read(path).sheets.values()) == []
    (found,) = submitted(path).submissions
    assert (found.key.form, found.key.sender, found.key.period) == ("dossier_progress", "so-y-te", period_of(form))
    assert stored(found)[0] == values[0]


def test_a_mark_comes_back_as_it_was_written(tmp_path: Path) -> None:
    for mark in (
        TemplateMark("dossier_progress", "abc", "Biểu", "Hướng dẫn", "so-y-te", "26", JUNE, ("agency", "online_count")),
        TemplateMark("health_facility", "", "T5"),
    ):
        save([DrawnSheet("x"), mark_sheet(mark)], tmp_path / "a.xlsx")
        assert marks_of(read(tmp_path / "a.xlsx").sheets.values()) == [mark]


@pytest.mark.slow
@pytest.mark.parametrize("form", every())
def test_without_letterhead_under_another_name_it_is_still_known(
    form: type[Form], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, values = sent(form, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book[SHEET]
    sheet.title = "T5 cuối cùng"
    book.create_sheet("Sheet1", 0)["C4"] = "Nháp"
    unit_row = drawn.header[0] - 1
    for row in range(1, unit_row):
        for cell in sheet[row]:
            if cell.value is not None:
                cell.value = None
    book.save(tmp_path / "a.xlsx")
    monkeypatch.setattr(form, "rules", {})
    reading = submitted(tmp_path / "a.xlsx")
    assert [(f.rule, f.sheet) for f in reading.all_findings] == [("SHEET-NO-TABLE", "Sheet1")]
    (found,) = reading.submissions
    wanted = blank(form)
    assert (found.key.sender, found.key.unit, found.key.period) == (wanted.sender, wanted.unit, wanted.period)
    assert stored(found) == values


def test_a_template_left_open_takes_its_origin_from_the_sheet(tmp_path: Path) -> None:
    form = forms()["dossier_progress"]
    path = tmp_path / "a.xlsx"
    drawn, _ = sent(form, path, sender="", unit="", period=None, due=None, on=DAY)
    assert {f.rule for f in submitted(path).all_findings} == {"SUB-PERIOD", "SUB-SENDER"}
    book = openpyxl.load_workbook(path)
    body, said = book[SHEET]["A2"], book[SHEET].cell(drawn.header[0] - 2, 1)
    assert (body.value, said.value) == ("(Tên cơ quan báo cáo)", "Tháng …… năm ………")
    assert (body.protection.locked, said.protection.locked) == (False, False)
    body.value, said.value = "SỞ Y TẾ", "Tháng 5 năm 2023"
    book.save(path)
    (found,) = (reading := submitted(path)).submissions
    assert (reading.all_findings, found.key.sender, found.key.period) == ([], "so-y-te", period_of(form))

"""Templates: filled in as people type and sent back, they load with no finding, under the key of their mark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filled import blank, every, fill, sent, stored, submitted
from khoso import khoso
from office import needs_office, saved_by_another_program
from reading import read

from schemas import kinds
from schemas.form import Column, Form
from schemas.registry import forms
from schemas.values.address import address
from schemas.values.periods import period
from spreadsheets.understand.mark import marks_of
from spreadsheets.write.drawn import DrawnSheet, save
from spreadsheets.write.entry import entry
from spreadsheets.write.template import SHEET, template


@pytest.mark.slow
@pytest.mark.parametrize("form", every())
def test_filled_and_sent_back_it_loads_with_no_finding(
    form: type[Form], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = blank(form)
    _, values = sent(form, tmp_path / "a.xlsx")
    monkeypatch.setattr(form, "rules", {})
    reading = submitted(tmp_path / "a.xlsx")
    assert (reading.all_findings, reading.unclaimed) == ([], [])
    (found,) = reading.submissions
    key = found.key
    assert (key.form, key.sender, key.unit, key.period) == (form.name, wanted.sender, wanted.unit, wanted.period)
    assert stored(found) == values


@pytest.mark.slow
@pytest.mark.parametrize("form", every())
def test_sent_back_blank_it_is_no_report(form: type[Form], tmp_path: Path) -> None:
    save(template(blank(form)), tmp_path / "a.xlsx")
    reading = submitted(tmp_path / "a.xlsx")
    assert [(f.rule, f.sheet) for f in reading.all_findings] == [("SUB-EMPTY", SHEET)]
    assert reading.unclaimed == []
    assert [s.accepted.num_rows for s in reading.submissions] in ([], [0])


@pytest.mark.slow
@needs_office
def test_every_one_survives_another_spreadsheet_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = {form: sent(form, tmp_path / f"{form.name}.xlsx")[1] for form in forms().values()}
    saved = saved_by_another_program([tmp_path / f"{form.name}.xlsx" for form in filled], tmp_path / "out")
    for (form, values), path in zip(filled.items(), saved, strict=True):
        monkeypatch.setattr(form, "rules", {})
        reading = submitted(path)
        assert reading.all_findings == [], form.name
        assert stored(reading.submissions[0]) == values, form.name


def dossier_sheet(tmp_path: Path, sender: str = "van-phong-ubnd-tinh", **changes: Any) -> tuple[Path, DrawnSheet]:
    sheets = template(blank(forms()["dossier_progress"], sender=sender, unit="26", **changes))
    save(sheets, tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx", sheets[0]


def test_the_form_looks_like_an_official_one(tmp_path: Path) -> None:
    path, drawn = dossier_sheet(tmp_path)
    sheet = openpyxl.load_workbook(path)[SHEET]
    top, bottom = drawn.header
    lines = [[c.value for c in row if c.value] for row in sheet.iter_rows(max_row=top - 1)]
    assert lines == [
        ["UBND TỈNH VĨNH PHÚC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["VĂN PHÒNG UBND TỈNH", "Độc lập - Tự do - Hạnh phúc"],
        ["Số:          /BC", "Vĩnh Phúc, ngày …… tháng …… năm ………"],
        [],
        ["THEO DÕI CHỈ TIÊU TIẾN ĐỘ GIẢI QUYẾT"],
        ["Tháng 5 năm 2023 (số liệu từ ngày 15/4/2023 đến ngày 14/5/2023)"],
        ["Đơn vị tính: hồ sơ"],
    ]
    assert (top, bottom) == (8, 10)
    merges = {str(merge) for merge in sheet.merged_cells.ranges}
    assert {"A8:A10", "B8:B10", "C8:H8", "I8:L8", "E9:H9", "C9:C10"} <= merges
    assert [c.value for c in sheet[11]] == [f"({n})" for n in range(1, 19)]
    assert sheet.freeze_panes == "C12"
    assert sheet.protection.sheet is True
    assert (sheet["C8"].protection.locked, sheet["C12"].protection.locked) == (True, False)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$8:$10")


def test_cells_take_what_the_contract_promises(tmp_path: Path) -> None:
    form = forms()["health_facility"]
    sheets = template(blank(form))
    save(sheets, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    drawn = sheets[0]
    rules = {next(iter(v.sqref.ranges)).min_col: v for v in book[SHEET].data_validations.dataValidation}
    made = {name: rules[number] for name, number in drawn.columns.items()}
    assert (made["tier"].type, made["tier"].formula1.replace("'", "")[:20]) == ("list", "_khoso_lists!$A$2:$A")
    assert (made["has_chip_id"].type, made["has_chip_id"].formula1) == ("list", '"Có,Không"')
    at = address(min(drawn.rows), drawn.columns["lookup_count"])
    assert made["lookup_count"].formula1 == f'IF(ISNUMBER({at}),AND({at}=INT({at}),{at}>=0),{at}="-")'
    assert made["lookup_count"].error == "Ô này cần số nguyên, từ 0. Để trống nếu không có số liệu."
    assert made["cashless_vnd"].formula1.startswith("IF(ISNUMBER(")
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        SHEET: "visible", "Hướng dẫn": "visible", "_khoso_lists": "veryHidden", "_khoso": "veryHidden",
    }  # fmt: skip


def test_the_instructions_say_what_each_column_wants() -> None:
    form = forms()["health_facility"]
    drawn = template(blank(form))[1]
    texts = [cell.value for cell in drawn.cells.values()]
    assert "- Gửi biểu này chậm nhất ngày 05/06/2023." in texts
    rows = {drawn.cells[row, 2].value: row for row, column in drawn.cells if column == 2 and (row, 6) in drawn.cells}
    assert set(rows) == {"Tên cột", *(col.headers[0] for col in form.columns.values())}
    row = rows["Thanh toán không dùng tiền mặt > Số tiền (đồng)"]
    assert [drawn.cells[row, column].value for column in range(3, 7)] == [
        "Một số, từ 0", "đồng", "", "Số phát sinh trong kỳ"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sender", "unit", "count"),
    [
        ("tourism_activity", "so-van-hoa-the-thao-va-du-lich", "26", 9),
        ("land_database", "so-tai-nguyen-va-moi-truong", "26", 136),
        ("justice_service", "ubnd-lap-thach", "246", 20),
        ("livestock_farm", "so-nong-nghiep-va-phat-trien-nong-thon", "26", 216),
        ("tourism_site", "so-van-hoa-the-thao-va-du-lich", "26", 30),
        ("trace_code", "so-nong-nghiep-va-phat-trien-nong-thon", "26", 200),
    ],
)
def test_rows_are_those_the_grain_needs(name: str, sender: str, unit: str, count: int) -> None:
    drawn = template(blank(forms()[name], sender=sender, unit=unit))[0]
    first = drawn.cells[min(drawn.rows), min(drawn.columns.values())].value
    assert (len(drawn.rows), bool(first)) == (count, count not in (30, 200))


@pytest.mark.slow
def test_the_verb_writes_what_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "bieu.xlsx"
    words = ("template", "justice_service", "--unit", "huyện Lập Thạch", "--period", "2023-05", "-o", str(path))
    told = json.loads(khoso(tmp_path, *words, "--json").stdout)
    assert told == {
        "path": str(path), "form": "justice_service", "contract": forms()["justice_service"].hash(),
        "sender": "ubnd-lap-thach", "unit": "246", "period": "2023-05", "due": "2023-05-16",
    }  # fmt: skip
    (mark,) = marks_of(read(path).sheets.values())
    assert (mark.sender, mark.unit, mark.period) == ("ubnd-lap-thach", "246", period("month", "reporting", 2023, 5))
    assert str(path) in khoso(tmp_path, *words).stdout
    every = ("template", "smart_city_service", "--all", "--period", "Quý II/2023", "-o", str(tmp_path / "all"))
    told = json.loads(khoso(tmp_path, *every, "--json").stdout)
    assert [(each["sender"], each["unit"]) for each in told] == [("ubnd-phuc-yen", "244"), ("ubnd-vinh-yen", "243")]
    assert [p.name for p in sorted((tmp_path / "all").iterdir())] == [
        "smart_city_service-ubnd-phuc-yen-2023-Q2.xlsx", "smart_city_service-ubnd-vinh-yen-2023-Q2.xlsx",
    ]  # fmt: skip
    assert khoso(tmp_path, *every, "--unit", "Huyện Lập Thạch", expect=2).stderr
    asked = ("template", "dossier_progress", "--sender", "Sở Y tế", "--json", "-o", str(path), "--period")
    assert json.loads(khoso(tmp_path, *asked, "2023-05").stdout)["sender"] == "so-y-te"
    assert json.loads(khoso(tmp_path, *asked, "2025-08").stdout)["sender"] == "pt-so-y-te"
    assert "no_form" in khoso(tmp_path, "template", "no_form", expect=2).stderr
    assert "Quý" in khoso(tmp_path, "template", "justice_service", "--period", "Quý I/2023", expect=2).stderr
    assert ".xlsx" in khoso(tmp_path, "template", "justice_service", "-o", "a.csv", expect=2).stderr


DOSSIERS = (120, 20, 100, 36, 60, 4, 90, 20, 65, 5, 25, 20, 5, 5, 4, 1)


def test_true_figures_break_no_rule(tmp_path: Path) -> None:
    form = forms()["dossier_progress"]
    path = tmp_path / "a.xlsx"
    sheets = template(blank(form, sender="so-y-te", unit="26"))
    save(sheets, path)
    names = [name for name in form.columns if name != "agency"]
    fill(path, sheets[0], form, [dict(zip(names, DOSSIERS, strict=True))])
    (found,) = (reading := submitted(path)).submissions
    assert reading.all_findings == []
    assert stored(found) == [
        {"agency_name": "Sở Y tế", "agency_code": "so-y-te"} | dict(zip(names, DOSSIERS, strict=True))
    ]


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (Column(kinds.Code, ("Mã",), pattern="26[0-9]{3}"),
         ("length", 5, 5, "Mã, giữ nguyên số 0 ở đầu: 26 rồi 3 chữ số.")),
        (Column(kinds.Code, ("Mã",), pattern="[0-9]{10}|[0-9]{13}"), ("any", None, None, "Mã, giữ nguyên số 0 ở đầu.")),
        (Column(kinds.Percent, ("Tỷ lệ",), minimum=0, maximum=100),
         ("custom", None, None, "Tỷ lệ phần trăm, ví dụ 36,18, từ 0 đến 100.")),
        (Column(kinds.Amount, ("Kinh phí",), maximum=5e9), ("custom", None, None, "Một số, không quá 5.000.")),
        (Column(kinds.Ratio, ("Tỷ số",)), ("custom", None, None, "Tỷ số, ví dụ 155/155.")),
        (Column(kinds.Period, ("Kỳ",)), ("any", None, None, "Kỳ báo cáo, ví dụ 5/2023.")),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_takes(column: Column, wanted: tuple[Any, ...]) -> None:
    made = entry(column, "Nhóm > Cột", "C12", scale=1e6 if column.kind is kinds.Amount else 1.0)
    assert (made["validate"], made.get("minimum"), made.get("maximum"), made["input_message"]) == wanted
    assert made["input_title"] == "Cột"

"""Columns a form has not: told of, counted by what they hold, kept only where no person can be in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schemas.catalogue.messages import message
from schemas.form import Form, column
from schemas.kinds import Code, Count, Text
from schemas.persons.labels import speaks_of_person
from spreadsheets.read.reader import Reader
from spreadsheets.understand.extra import ExtraColumn, extra_columns
from spreadsheets.understand.match import match
from spreadsheets.understand.parse import parse
from spreadsheets.understand.reading import read_submissions
from tests.hand import sheet, table


class Halls(Form):
    """Books by hall."""

    hall = column(Text, "Tên nhà văn hóa")
    book_count = column(Count, "Số sách")
    place_code = column(Code, "Mã nơi đặt", pattern="N[0-9]{3}", required=False)


class Closed(Halls):
    """The same, with nothing beside it."""

    hall = Halls.columns["hall"]
    book_count = Halls.columns["book_count"]
    takes_extra = False


def extras(heading: str, cells: list[Any]) -> ExtraColumn:
    """What becomes of one column more, beside all that the form has."""
    headings = ["Tên nhà văn hóa", "Số sách", "Mã nơi đặt", heading]
    rows = [
        [f"Nhà {letter}", 5, f"N10{i}", cell] for i, (letter, cell) in enumerate(zip("ABCDEF", cells, strict=False))
    ]
    grid, made = sheet([headings, *rows]), table(headings, ["data"] * len(rows))
    found = match(Halls, grid, made, file="a.xlsx")
    assert found.findings == []
    (extra,) = extra_columns(grid, made, found, parse(grid, made, found).rows, "a.xlsx")
    return extra


@pytest.mark.parametrize(
    ("cells", "kinds", "kept"),
    [
        ([1.5, "16,25", None], {"number": 2, "text": 0}, ["1.5", "16.25"]),
        ([date(2023, 5, 2), "03/05/2023", "hôm qua"], {"day": 2, "text": 1}, ["2023-05-02", "2023-05-03"]),
        (["x", True, "Không"], {"flag": 3, "text": 0}, ["true", "true", "false"]),
        (["Vĩnh Yên", "Tam Đảo", "nơi khác"], {"code": 2, "text": 1}, ["Vĩnh Yên", "Tam Đảo"]),
        (["sách cũ", "sách mới", "Vĩnh Yên"], {"text": 3}, []),
        ([None, None, None], {"text": 0}, []),
    ],
)  # fmt: skip
def test_numbers_days_flags_and_known_codes_are_kept(cells: list[Any], kinds: dict[str, int], kept: list[str]) -> None:
    extra = extras("Bổ sung", cells)
    assert (extra.kinds, extra.kept.column("value").to_pylist()) == (kinds, kept)


def test_it_is_told_with_its_heading_its_address_and_its_cells() -> None:
    extra = extras("Bổ sung", [1, "hai ba", None])
    told = extra.told
    assert (told.rule, told.severity, told.cell, told.found) == ("HEAD-EXTRA", "warning", "D1", "Bổ sung")
    assert "“Bổ sung” (D), 2 ô có nội dung; số: 1; chữ: 1" in message(told, "vi")
    assert "“Bổ sung” (D), 2 filled cells; numbers: 1; text: 1" in message(told, "en")
    row = extra.kept.to_pylist()
    assert row == [{"row_id": 1, "sheet": "Sheet1", "cell": "D2", "header": "Bổ sung", "kind": "number", "value": "1"}]


@pytest.mark.parametrize("heading", ["Số điện thoại", "SĐT", "Thông tin > Giám đốc HTX", "CCCD chủ hộ", "ho ten"])
def test_nothing_is_kept_below_a_heading_that_names_a_person_or_reaches_one(heading: str) -> None:
    assert extras(heading, [1, 2, 3]).kept.num_rows == 0


@pytest.mark.parametrize(
    ("heading", "is_personal"),
    [
        ("Số giáo viên", False), ("Giáo viên", True), ("Tỷ lệ người dân dùng", False), ("Số CCCD", True),
        ("Dân số", False), ("Đại lý", False), ("Cán bộ phụ trách CNTT", True), ("Email của trạm", True),
    ],
)  # fmt: skip
def test_a_heading_that_counts_persons_names_none(heading: str, is_personal: bool) -> None:
    assert speaks_of_person(heading) is is_personal


def found_in(form: type[Form], headings: list[str], cells: list[Any]) -> list[str]:
    grid, made = sheet([headings, cells]), table(headings, ["data"])
    return [f.rule for f in match(form, grid, made).findings]


def test_what_may_be_an_optional_column_under_another_name_is_not_extra() -> None:
    assert found_in(Halls, ["Tên nhà văn hóa", "Số sách", "Ký hiệu"], ["Nhà A", 5, "N101"]) == ["HEAD-UNKNOWN"]
    assert found_in(Halls, ["Tên nhà văn hóa", "Số sách", "Ký hiệu"], ["Nhà A", 5, None]) == ["HEAD-UNKNOWN"]
    assert found_in(Halls, ["Tên nhà văn hóa", "Số sách", "Tiền"], ["Nhà A", 5, 70_000]) == []


def test_a_form_may_say_that_nothing_extra_is_allowed() -> None:
    headings, cells = ["Tên nhà văn hóa", "Số sách", "Tỷ lệ (%)"], ["Nhà A", 5, 70.5]
    assert found_in(Halls, headings, cells) == []
    assert found_in(Closed, headings, cells) == ["HEAD-UNKNOWN"]
    assert Halls.hash() != type("Halls", (Halls,), dict(Halls.columns) | {"takes_extra": False}).hash()


def test_what_holds_a_table_names_the_nearest_heading() -> None:
    headings = ["Tên nhà văn hóa", "Số đầu sách", "Mã nơi đặt"]
    grid, made = sheet([headings, ["Nhà A", 5, "N101"]]), table(headings, ["data"])
    unknown, missing = match(Halls, grid, made).findings
    assert (unknown.rule, unknown.details["nearest"]) == ("HEAD-UNKNOWN", "B: “Số sách”")
    assert (missing.rule, missing.details["nearest"]) == ("HEAD-MISSING", "“Số đầu sách” (B)")


def test_cells_that_are_wrong_are_told_beside_the_heading_that_holds_them(tmp_path: Path, reader: Reader) -> None:
    class Offices(Form):
        """People by office."""

        titles = ("Số người theo phòng",)
        grain = ("office",)
        sender, period = "so-y-te", "month"
        office = column(Text, "Tên phòng")
        head_count = column(Count, "Số người")
        laptop_count = column(Count, "Số máy tính")

    book = openpyxl.Workbook()
    for row in (["Số người theo phòng"], ["Tháng 5 năm 2023"], ["Tên phòng", "Số người", "Máy móc", "Đánh giá"],
                ["Phòng A", "nhiều", 4, "rất được"], ["Phòng B", 7, 5, "khá ổn"]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spreadsheets.understand.reading.forms", lambda: {"offices": Offices})
        reading = read_submissions(reader.read(tmp_path / "a.xlsx"))
    assert reading.submissions == []
    assert [(f.rule, f.cell, f.row_id) for f in reading.all_findings] == [
        ("HEAD-UNKNOWN", "C3", None), ("HEAD-MISSING", "A3", None), ("HEAD-EXTRA", "D3", None),
        ("CELL-COUNT", "B4", None),
    ]  # fmt: skip

"""Which form a table is, and what becomes of each of its columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.form import Form, column, under
from schemas.kinds import Amount, Code, Count, Text
from spreadsheets.understand.heading import key_of
from spreadsheets.understand.match import ambiguity, claim, match
from tests.hand import sheet, table


class Libraries(Form):
    """Books by library."""

    titles = ("Tình hình thư viện",)
    library = column(Text, "Tên thư viện", "Thư viện")
    total_count = column(Count, "Số sách > Tổng số")
    digital_count = column(Count, *under(("Số sách",), "Trong đó > Sách điện tử"))
    reader_count = column(Count, "Số bạn đọc")
    cost_vnd = column(Amount, "Kinh phí năm 2018", required=False)


class Museums(Form):
    """Things by museum."""

    titles = ("Tình hình bảo tàng",)
    museum = column(Text, "Tên bảo tàng")
    total_count = column(Count, "Hiện vật > Tổng số")
    visitor_count = column(Count, "Lượt khách")


HEADINGS = ["STT", "Tên thư viện", "Số sách > Tổng số", "Số sách > Trong đó > Sách điện tử", "Số bạn đọc"]
TITLE = "BÁO CÁO TÌNH HÌNH THƯ VIỆN THÁNG 5/2023"


def matched(headings: list[str], form: type[Form] = Libraries, values: int = 1, on: date | None = None):  # type: ignore[no-untyped-def]
    made = table(headings, ["data"], title=TITLE)
    return match(form, sheet([headings, [values] * len(headings)]), made, on=on, file="a.xlsx")


def columns(headings: list[str]) -> dict[str, str]:
    found = matched(headings)
    assert found.findings == []
    return found.lines


@pytest.mark.parametrize(
    ("level", "key"),
    [
        ("Tiếp nhận(6)", "tiếp nhận"), ("(3)=(1)+(2)", ""), ("Tổng số (3)=(1)+(2)", "tổng số"),
        ("TRONG ĐÓ:", "trong đó"), ("Kinh phí (triệu đồng)", "kinh phí"), ("Kinh phí ( tỷ đồng )", "kinh phí"),
        ("Số HS tốt nghiệp*", "số hs tốt nghiệp"),
        ("So sánh (%)", "so sánh (%)"), ("Đã xử lý (Đã trả + Rút)", "đã xử lý (đã trả + rút)"), ("Tổng\nsố", "tổng số"),
    ],
)  # fmt: skip
def test_headings_meet_without_their_dress(level: str, key: str) -> None:
    assert key_of([level]) == key_of([key])


def test_every_column_is_used_or_ignored() -> None:
    found = matched(HEADINGS)
    assert found.findings == []
    assert [(u.letter, u.header, u.column) for u in found.uses] == [
        ("A", "STT", ""),
        ("B", "Tên thư viện", "library"),
        ("C", "Số sách > Tổng số", "total_count"),
        ("D", "Số sách > Trong đó > Sách điện tử", "digital_count"),
        ("E", "Số bạn đọc", "reader_count"),
    ]
    assert {(u.first_row, u.last_row) for u in found.uses} == {(2, 2)}


def test_columns_are_found_in_any_order_and_spelling() -> None:
    assert columns(["SỐ BẠN ĐỌC:", "Số sách > Sách điện tử", "thư viện", "Số sách(3) > Tổng số", "Ghi chú"]) == {
        "library": "C",
        "total_count": "D",
        "digital_count": "B",
        "reader_count": "A",
    }


def test_a_year_in_a_heading_does_not_part_the_forms_of_two_years() -> None:
    assert columns([*HEADINGS, "Kinh phí năm 2019"])["cost_vnd"] == "F"


def test_more_levels_than_the_contract_has_are_fine_where_the_last_says_it_all() -> None:
    assert columns([*HEADINGS[:4], "Phục vụ > Số bạn đọc"])["reader_count"] == "E"


def test_a_column_below_an_unknown_group_is_not_guessed() -> None:
    found = matched([HEADINGS[1], "Số báo > Tổng số", *HEADINGS[2:]])
    assert [(f.rule, f.cell) for f in found.findings] == [("HEAD-UNKNOWN", "B1")]
    found = matched([HEADINGS[1], "Số sách > Mua mới > Tổng số", *HEADINGS[3:]])
    assert [f.rule for f in found.findings] == ["HEAD-UNKNOWN", "HEAD-MISSING"]
    found = matched([HEADINGS[1], "Kho chính > Số sách > Tổng số", *HEADINGS[3:]])
    assert [f.rule for f in found.findings] == ["HEAD-UNKNOWN", "HEAD-MISSING"]
    found = matched([*HEADINGS[1:4], "Số bạn đọc > Mới > Nữ"])
    assert [f.rule for f in found.findings] == ["HEAD-UNKNOWN", "HEAD-MISSING"]


def test_renamed_missing_and_repeated_columns_are_told_together() -> None:
    found = matched(["STT", "Tên thư viện", "Số sách > Tổng cộng", "Số bạn đọc", "Số bạn đọc"])
    by_rule = {f.rule: f for f in found.findings}
    assert list(by_rule) == ["HEAD-UNKNOWN", "HEAD-MISSING", "HEAD-REPEATED"]
    assert by_rule["HEAD-UNKNOWN"].cell == "C1"
    assert by_rule["HEAD-UNKNOWN"].details["headers"] == "“Số sách > Tổng cộng” (C)"
    assert by_rule["HEAD-MISSING"].details["headers"] == "“Số sách > Tổng số”; “Số sách > Trong đó > Sách điện tử”"
    assert by_rule["HEAD-REPEATED"].cell == "E1"
    assert by_rule["HEAD-REPEATED"].details["headers"] == "“Số bạn đọc” (D); “Số bạn đọc” (E)"
    assert {(f.severity, f.file, f.sheet) for f in found.findings} == {("error", "a.xlsx", "Sheet1")}


def test_a_column_without_a_heading_may_only_be_empty() -> None:
    headings = [*HEADINGS, ""]
    made = table(headings, ["data"])
    assert match(Libraries, sheet([headings, [1] * 5]), made).findings == []
    found = match(Libraries, sheet([headings, [1] * 6]), made).findings
    assert [(f.rule, f.cell, f.details["headers"]) for f in found] == [("HEAD-UNKNOWN", "F1", "(F)")]


def test_cells_beside_the_table_belong_to_it_or_to_a_neighbour() -> None:
    grid = sheet([[*HEADINGS, None, "Khác"], [1, 1, 1, 1, 1, None, 5]])
    made = table(HEADINGS, ["data"])
    assert [(f.rule, f.details["headers"]) for f in match(Libraries, grid, made).findings] == [("HEAD-UNKNOWN", "(G)")]
    beside = table(["", "", "", "", "", "", "Khác"], ["data"])
    beside = replace(beside, columns={7: ("Khác",)})
    assert match(Libraries, grid, made, neighbours=[made, beside]).findings == []


class Dated(Form):
    """A form whose columns came and went."""

    library = column(Text, "Thư viện")
    old_count = column(Count, "Thẻ giấy", until=date(2023, 1, 1))
    new_count = column(Count, "Thẻ điện tử", since=date(2023, 1, 1))


def test_columns_are_those_of_the_period() -> None:
    old, new = ["Thư viện", "Thẻ giấy"], ["Thư viện", "Thẻ điện tử"]
    assert matched(old, Dated, on=date(2022, 12, 31)).findings == []
    assert matched(new, Dated, on=date(2023, 1, 1)).findings == []
    late = matched(old, Dated, on=date(2023, 1, 1)).findings
    assert [f.rule for f in late] == ["HEAD-UNKNOWN", "HEAD-MISSING"]
    assert matched(old, Dated).findings == []


def claimed(headings: list[str], title: str | None, *forms: type[Form]) -> type[Form] | None:
    return claim(table(headings, ["data"], title=title), forms or (Libraries, Museums)).form


def test_a_form_is_recognised_by_its_headings_whatever_the_title() -> None:
    assert claimed(HEADINGS, TITLE) is Libraries
    assert claimed(HEADINGS, None) is Libraries
    assert claimed(HEADINGS, "Biểu 5") is Libraries
    assert claimed(["Tên bảo tàng", "Hiện vật > Tổng số", "Lượt khách"], None) is Museums


def test_a_title_helps_where_headings_were_changed() -> None:
    damaged = ["STT", "Tên thư viện", "Số sách > Tổng cộng", "Sách số", "Số bạn đọc"]
    assert claimed(damaged, TITLE) is Libraries
    assert claimed(damaged, None) is None
    assert claimed(["Họ tên", "Ngày sinh"], TITLE) is None


def test_the_title_of_another_form_asks_for_nearly_all_columns() -> None:
    missing_one = [h for h in HEADINGS if h != "Số bạn đọc"]
    assert claimed(missing_one, None) is Libraries
    assert claimed(missing_one, "Tình hình kho lưu trữ") is None


def test_a_few_columns_in_common_are_no_claim() -> None:
    assert claimed([*HEADINGS, *(f"Khác {i}" for i in range(9))], "Tình hình kho lưu trữ") is None


def test_forms_that_fit_equally_well_are_rivals() -> None:
    twin = type("Twin", (Form,), {"titles": ("Báo cáo tình hình",), "library": column(Code, "Tên thư viện")})
    other = type("Other", (Form,), {"titles": ("Báo cáo tình hình",), "name_code": column(Code, "Tên thư viện")})
    made = table(["Tên thư viện"], ["data"], title="Báo cáo tình hình")
    found = claim(made, [twin, other])
    assert (found.form, found.rivals) == (None, (twin, other))
    finding = ambiguity(made, found.rivals, "a.xlsx")
    assert (finding.rule, finding.severity, finding.cell) == ("HEAD-AMBIGUOUS", "error", "A1")

"""Tables without a column of running numbers: their headings are told by scored evidence over all rows."""

from __future__ import annotations

import pytest

from spreadsheets.find.heads.bare_heading import Candidate, best_of
from spreadsheets.find.heads.heading import TableHeading
from spreadsheets.find.table import Table
from spreadsheets.find.tables import locate
from tests.laid import Value, laid

N = None


def _told(rows: list[list[Value]], merges: str = "") -> list[tuple[str | None, list[int], list[str], list[str]]]:
    def headers(table: Table) -> list[str]:
        return [table.header(c) for c in table.columns]

    tables = locate(laid(rows, merges))
    return [(t.title, t.header_rows, headers(t), list(t.rows.values())) for t in tables]


@pytest.mark.parametrize("years", [[2020.0, 2021.0, 2022.0], ["2020", "2021", "Sơ bộ 2022"]])
def test_years_head_columns_of_figures(years: list[Value]) -> None:
    rows: list[list[Value]] = [
        ["Dân số trung bình"],
        [],
        ["Đơn vị", *years],
        ["Thành phố A", 100, 110, 120],
        ["Huyện B", 200, 210, 220],
        ["Huyện C", 1999, 2001, 2002],
    ]
    ((title, header_rows, headers, kinds),) = _told(rows)
    last = "2022" if isinstance(years[2], float) else "Sơ bộ 2022"
    assert (title, header_rows, headers) == ("Dân số trung bình", [3], ["Đơn vị", "2020", "2021", last])
    assert kinds == ["data"] * 3


def test_rows_with_a_year_of_birth_are_no_headings() -> None:
    rows: list[list[Value]] = [
        ["Họ tên", "Năm sinh", "Đơn vị"],
        *([f"Người {n}", 1980.0 + n, "Sở Y tế"] for n in range(5)),
    ]
    assert [told[1] for told in _told(rows)] == [[1]]


def test_a_letterhead_heads_nothing_whatever_stands_below_it() -> None:
    rows: list[list[Value]] = [
        ["UBND TỈNH ALPHA", N, "Mẫu số 13/CK"],
        [],
        ["QUYẾT TOÁN CHI NGÂN SÁCH NĂM 2013"],
        [],
        [N, N, "Đơn vị: Triệu đồng"],
        ["Nội dung", "Dự toán", "Quyết toán"],
        ["Chi một", 100, 110],
        ["Chi hai", 200, 220],
    ]
    assert _told(rows) == [
        ("QUYẾT TOÁN CHI NGÂN SÁCH NĂM 2013", [6], ["Nội dung", "Dự toán", "Quyết toán"], ["data", "data"]),
    ]


def test_names_without_a_heading_are_a_column() -> None:
    rows: list[list[Value]] = [[N, "1995 - 1996", "2000 - 2001"], ["Số lớp", 66.9, 87.1], ["Số học sinh", 1.9, 2.2]]
    assert _told(rows) == [(None, [1], ["", "1995 - 1996", "2000 - 2001"], ["data", "data"])]


def test_tables_of_one_heading_have_titles_of_their_own() -> None:
    heading: list[Value] = ["Loại đất", "Khu vực", "Giá"]
    rows: list[list[Value]] = [
        ["Đất nông nghiệp"], heading, ["Lúa", "I", 85], ["Lúa", "II", 78], [],
        ["Đất phi nông nghiệp"], heading, ["Ở", "I", 404], ["Ở", "II", 343], ["Ở", "III", 300],
    ]  # fmt: skip
    assert _told(rows) == [
        ("Đất nông nghiệp", [2], heading, ["data"] * 2),
        ("Đất phi nông nghiệp", [7], heading, ["data"] * 3),
    ]


def test_a_name_in_vietnamese_above_its_english_with_the_figures_is_one_row() -> None:
    rows: list[list[Value]] = [
        [N, 2000.0, 2001.0, "Sơ bộ - Prel."],
        [N, N, N, 2002.0],
        ["Diện tích rừng bị cháy - Nghìn ha"],
        ["Area of fired forest - Thousand ha", 22.9, 136.4, 800.0],
        ["Diện tích rừng bị phá"],
        ["Area of destroyed forest", 67.3, 80.0, 146.4],
    ]
    assert _told(rows) == [(None, [1, 2], ["", "2000", "2001", "Sơ bộ 2002"], ["note", "data", "note", "data"])]


def _candidate(top: int, score: float) -> Candidate:
    return Candidate(TableHeading(top, top, top, None, None, {}, is_in_pieces=False), score, top + 1)


def test_of_headings_that_overlap_those_are_taken_that_come_to_the_most() -> None:
    three = [_candidate(1, 4.0), _candidate(2, 7.0), _candidate(3, 4.0)]
    assert [c.heading.top for c in best_of(three)] == [1, 3]
    assert [c.heading.top for c in best_of([_candidate(1, 4.0), _candidate(2, 9.0), _candidate(3, 4.0)])] == [2]
    assert best_of([]) == []


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Đơn vị tính: Triêu đồng", "Triêu đồng"), ("Đon vị: Triệu đồng", "Triệu đồng"),
        ("Don vi: Trieu dong", "Trieu dong"),
        ("Don vi: So Y te", None), ("SỐ LAO ĐỘNG NĂM 2024 (ĐVT: Người)", "Người"),
    ],
)  # fmt: skip
def test_a_unit_is_told_though_it_is_misspelt_or_stands_in_the_title(line: str, unit: str | None) -> None:
    (table,) = locate(laid([[line], ["Nội dung", "Dự toán", "Quyết toán"], ["Chi một", 1, 2], ["Chi hai", 3, 4]]))
    assert table.unit == unit


@pytest.mark.parametrize("title", ["Báo cáo kết quả chuyển đổi số", "DỰ TOÁN CHI"])
def test_a_title_is_told_from_a_letterhead_that_is_longer(title: str) -> None:
    rows: list[list[Value]] = [
        ["ỦY BAN NHÂN DÂN TỈNH VĨNH PHÚC VÀ CÁC CƠ QUAN TRỰC THUỘC"], ["SỞ THÔNG TIN VÀ TRUYỀN THÔNG"], [title],
        ["Nội dung", "Dự toán", "Quyết toán"], ["Chi một", 1, 2], ["Chi hai", 3, 4],
    ]  # fmt: skip
    (table,) = locate(laid(rows))
    assert table.title is not None and table.title.endswith(title)


def test_headers_of_groups_saved_as_text_stand_over_the_columns_that_only_lower_rows_name() -> None:
    rows: list[list[Value]] = [
        ["STT", "Tên cơ quan", "Hồ sơ tiếp nhận", N, N, N, "Đã giải quyết", N],
        [N, N, "Tổng số", "Trong kỳ", N, N, "Tổng số", "Quá hạn"],
        [N, N, N, "Tổng số", "Trực tiếp", "Trực tuyến", N, N],
        [1, "Sở A", 10, 8, 3, 5, 9, 1],
        [2, "Sở B", 20, 16, 6, 10, 18, 2],
    ]
    ((_, header_rows, headers, kinds),) = _told(rows)
    assert (header_rows, kinds) == ([1, 2, 3], ["data"] * 2)
    assert headers == [
        "STT", "Tên cơ quan", "Hồ sơ tiếp nhận > Tổng số", "Hồ sơ tiếp nhận > Trong kỳ > Tổng số",
        "Hồ sơ tiếp nhận > Trong kỳ > Trực tiếp", "Hồ sơ tiếp nhận > Trong kỳ > Trực tuyến",
        "Đã giải quyết > Tổng số", "Đã giải quyết > Quá hạn",
    ]  # fmt: skip
    years: list[list[Value]] = [
        ["Trẻ em"], [N, "Năm 2020", N, "Năm 2021", N], ["Xã", "Nam", "Nữ", "Nam", "Nữ"],
        ["A", 1, 2, 3, 4], ["B", 5, 6, 7, 9],
    ]  # fmt: skip
    ((_, _, headers, _),) = _told(years)
    assert headers == ["Xã", "Năm 2020 > Nam", "Năm 2020 > Nữ", "Năm 2021 > Nam", "Năm 2021 > Nữ"]


def test_questions_with_their_answers_and_placeholders_head_nothing() -> None:
    asked: list[list[Value]] = [
        ["PHIẾU NHẬP"], ["Địa bàn:", "Xã Kim Xá"], ["Kỳ báo cáo:", "Tháng 5/2023"], [],
        ["Chỉ tiêu", "Đơn vị tính", "Số lượng"], ["Số hộ", "hộ", 120], ["Số thôn", "thôn", 5],
    ]  # fmt: skip
    assert [told[1] for told in _told(asked)] == [[5]]
    numbered: list[list[Value]] = [["Column1", "Column2"], ["Tên xã", "Số hộ"], ["Kim Xá", 12], ["Bồ Sao", 14]]
    assert [told[1] for told in _told(numbered)] == [[2]]


def test_numbers_from_one_on_head_columns_as_months_do() -> None:
    rows: list[list[Value]] = [
        ["Lượng mưa"], ["Trạm", "1", "2", "3", "4"], ["Vĩnh Yên", 12.1, 33.2, 44, 55], ["Tam Đảo", 22, 33, 44, 51],
    ]  # fmt: skip
    assert [(told[1], told[2]) for told in _told(rows)] == [([2], ["Trạm", "1", "2", "3", "4"])]


def test_numbers_typed_before_names_are_numbers() -> None:
    rows: list[list[Value]] = [
        ["Nội dung", "Dự toán", "Quyết toán"], ["TỔNG CHI", 1000, 1100], ["A. CHI CÂN ĐỐI", 900, 990],
        ["I/ Chi đầu tư", 400, 440], ["1. Xây dựng", 300, 330], ["2. Khác", 100, 110],
        ["II. Chi thường xuyên", 500, 550], ["B. CHI KHÁC", 100, 110],
    ]  # fmt: skip
    assert [told[3] for told in _told(rows)] == [["total", "group", "group", "data", "data", "data", "data"]]
    wards: list[list[Value]] = [
        ["Đơn vị", "Số hộ", "Số người"],
        ["P. Tích Sơn", 5, 6],
        ["X. Kim Xá", 7, 8],
        ["P. A", 1, 2],
    ]
    assert [told[3] for told in _told(wards)] == [["data"] * 3]

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.values.address import letter
from spreadsheets.decode.legacy import decode, legible
from spreadsheets.find.heads.heading_in_pieces import laid as laid_over
from spreadsheets.find.look.canvas import NOTHING, NUMBER, WORD, Canvas
from spreadsheets.find.table import Table
from spreadsheets.find.tables import locate
from spreadsheets.find.texts.unit_of_measure import unit_of
from spreadsheets.read.reader import Reader
from tests.laid import Value, laid, large
from tests.work import calls

N = None
DOSSIERS: list[list[Value]] = [
    ["UBND TỈNH VĨNH PHÚC", *[N] * 10, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["VĂN PHÒNG", *[N] * 10, "Độc lập - Tự do - Hạnh phúc"],
    ["THEO DÕI CHỈ TIÊU TIẾN ĐỘ GIẢI QUYẾT CÁC ĐƠN VỊ"],
    ["(Thống kê tháng 5/2023)"],
    [*[N] * 8, "Đơn vị tính: hồ sơ"],
    ["STT", "Đơn vị", "Tiếp nhận", N, N, N, N, N, "Đã xử lý"],
    [N, N, "Tổng số", "Kỳ trước chuyển sang", "Trong kỳ", N, N, N, "Tổng số", "Quá hạn"],
    [N, N, N, N, "Tổng số", "Trực tuyến", "Trực tiếp", "BCCI"],
    ["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)=(6)+(7)+(8)", "(6)", "(7)", "(8)", "(9)", "(10)"],
    ["I", "Sở, ban, ngành"],
    [1, "Sở Y tế", 120, 20, 100, 40, 50, 10, 90, 30],
    [2, "Sở Tư pháp", 12, 2, 10, 4, 5, 1, 9, "-"],
    ["II", "UBND huyện, thành phố"],
    [1, "Vĩnh Yên", 12, 2, 10, 4, 5, 1, 9, 3],
    [N, "Tổng cộng", 144, 24, 120, 48, 60, 12, 108, 36],
    [],
    ["Ghi chú: số liệu ước thực hiện"],
    ["NGƯỜI LẬP BIỂU", *[N] * 8, "GIÁM ĐỐC"],
    [],
    ["Nguyễn Thị A", *[N] * 8, "Nguyễn Văn B"],
]
DOSSIER_MERGES = "A3:J3 A6:A8 B6:B8 C6:H6 C7:C8 D7:D8 E7:H7 I6:J6 I7:I8 J7:J8 B10:J10 B13:J13"


def _one(rows: list[list[Value]], merges: str = "", bold: tuple[int, ...] = ()) -> Table:
    (table,) = locate(laid(rows, merges, bold))
    return table


def test_a_total_is_named_left_of_the_names_where_no_row_is_numbered() -> None:
    rows: list[list[Value]] = [
        ["Mã", "Tên cơ sở", "Lượt khám", "Không tiền mặt"],
        ["26001", "Trạm y tế xã Kim Xá", 120, 40],
        ["26002", "Trạm y tế xã Yên Bình", 80, 30],
        [],
        ["Tổng số", N, 200, 70],
    ]
    assert _one(rows).rows == {2: "data", 3: "data", 4: "blank", 5: "total"}


def test_a_heading_merged_across_alone_and_without_running_numbers() -> None:
    rows: list[list[Value]] = [
        ["UBND TỈNH VĨNH PHÚC", N, N, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ CÔNG THƯƠNG", N, N, "Độc lập - Tự do - Hạnh phúc"],
        ["TẬP HUẤN THƯƠNG MẠI ĐIỆN TỬ"],
        ["Lớp", "Ngày", "Học viên", N, N, "Số hộ"],
        [N, N, "Tổng số", "Nữ", "Nam"],
        ["Bán hàng trực tuyến", "15/4/2023", 44, 14, 30, 5],
        ["Thanh toán điện tử", "16/4/2023", 67, 22, 45, 7],
    ]
    table = _one(rows, "A1:C1 D1:F1 A2:C2 D2:F2 A3:F3 C4:E4")
    assert (table.header_rows, table.rows) == ([4, 5], {6: "data", 7: "data"})
    assert [table.header(c) for c in table.columns] == [
        "Lớp", "Ngày", "Học viên > Tổng số", "Học viên > Nữ", "Học viên > Nam", "Số hộ",
    ]  # fmt: skip


def test_a_form_with_letterhead_three_heading_rows_groups_and_signatures() -> None:
    table = _one(DOSSIERS, DOSSIER_MERGES, bold=(3, 6, 7, 8, 10, 13, 15))
    assert table.title == "THEO DÕI CHỈ TIÊU TIẾN ĐỘ GIẢI QUYẾT CÁC ĐƠN VỊ"
    assert (table.unit, table.header_rows, table.numbering_row, table.label_column) == ("hồ sơ", [6, 7, 8], 9, 2)
    assert [table.header(c) for c in table.columns] == [
        "STT",
        "Đơn vị",
        "Tiếp nhận > Tổng số",
        "Tiếp nhận > Kỳ trước chuyển sang",
        "Tiếp nhận > Trong kỳ > Tổng số",
        "Tiếp nhận > Trong kỳ > Trực tuyến",
        "Tiếp nhận > Trong kỳ > Trực tiếp",
        "Tiếp nhận > Trong kỳ > BCCI",
        "Đã xử lý > Tổng số",
        "Đã xử lý > Quá hạn",
    ]
    assert table.rows == {10: "group", 11: "data", 12: "data", 13: "group", 14: "data", 15: "total"}
    assert table.group_paths == {11: ("Sở, ban, ngành",), 12: ("Sở, ban, ngành",), 14: ("UBND huyện, thành phố",)}
    assert table.preamble[0] == (1, 1, "UBND TỈNH VĨNH PHÚC")
    assert table.footer[0] == (17, 1, "Ghi chú: số liệu ước thực hiện")


def test_nothing_depends_on_where_the_table_stands() -> None:
    moved: list[list[Value]] = [[], [], *([N, N, *row] for row in DOSSIERS)]
    merges = "C5:L5 C8:C10 D8:D10 E8:J8 E9:E10 F9:F10 G9:J9 K8:L8 K9:K10 L9:L10"
    table = _one(moved, merges, bold=(5, 8, 9, 10, 12, 15, 17))
    assert list(table.rows.values()) == ["group", "data", "data", "group", "data", "total"]
    assert table.header(8) == "Tiếp nhận > Trong kỳ > Trực tuyến"


def test_groups_and_totals_written_across_all_columns_and_numbers_as_text() -> None:
    rows: list[list[Value]] = [
        ["BÁO CÁO SỐ LIỆU TRƯỜNG HỌC THÁNG 5/2023"],
        ["TT", "Trường", "Số lớp", "Số học sinh", "Tỷ lệ"],
        ["Khối mầm non"],
        ["1", "Trường MN A", "10", "1.200", "36,18%"],
        ["2", "Trường MN B", "-", "1.300", "40,00%"],
        ["Khối tiểu học"],
        ["1", "Trường TH A", "20", "2.200", "50,5%"],
        ["Tổng cộng", N, "30", "4.700"],
        ["Người lập", N, N, "Hiệu trưởng"],
    ]
    table = _one(rows, "A3:E3 A6:E6 A8:B8", bold=(2, 3, 6, 8))
    assert table.rows == {3: "group", 4: "data", 5: "data", 6: "group", 7: "data", 8: "total"}
    assert table.group_paths[7] == ("Khối tiểu học",)


def test_a_list_without_running_numbers() -> None:
    rows: list[list[Value]] = [
        ["SỞ Y TẾ VĨNH PHÚC", N, N, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [],
        ["DANH SÁCH CƠ SỞ KHÁM CHỮA BỆNH"],
        [],
        ["Mã CSKCB", "Tên cơ sở", "Huyện", "Lượt KCB"],
        ["26001", "Bệnh viện đa khoa tỉnh", "Vĩnh Yên", 16300],
        ["26002", "TTYT Tam Đảo", "Tam Đảo", 1200],
        ["26003", "TTYT Yên Lạc", "Yên Lạc"],
        [],
        ["Người lập biểu", N, N, "Giám đốc"],
    ]
    table = _one(rows, "A3:D3")
    assert table.title == "DANH SÁCH CƠ SỞ KHÁM CHỮA BỆNH"
    assert table.rows == {6: "data", 7: "data", 8: "data"}


def test_two_tables_and_a_heading_repeated_on_the_next_page() -> None:
    head: list[Value] = ["STT", "Đơn vị", "Năm 2022", "Năm 2023"]
    rows: list[list[Value]] = [
        ["Biểu 1. Dân số"],
        head,
        ["A", "B", 1, 2],
        [1, "Huyện A", 10, 20],
        [2, "Huyện B", 10, 20],
        head,
        [3, "Huyện C", 10, 20],
        [N, "Cộng", 30, 60],
        [],
        [],
        ["Biểu 2. Hộ nghèo"],
        [N, N, N, "ĐVT: hộ"],
        ["STT", "Đơn vị", 2022, 2023],
        [1, "Huyện A", 1, 2],
        [2, "Huyện B", 1, 2],
        ["Nguồn: Sở LĐTBXH"],
    ]
    first, second = locate(laid(rows))
    assert first.rows == {4: "data", 5: "data", 6: "note", 7: "data", 8: "total"}
    assert (second.title, second.unit, second.rows) == ("Biểu 2. Hộ nghèo", "hộ", {14: "data", 15: "data"})
    assert [second.header(c) for c in second.columns] == ["STT", "Đơn vị", "2022", "2023"]
    assert second.footer == [(16, 1, "Nguồn: Sở LĐTBXH")]


def test_tables_side_by_side_under_one_title() -> None:
    rows: list[list[Value]] = [
        ["TÌNH HÌNH HỘ SỐ THÁNG 5/2023"],
        [N, N, N, N, N, "Đơn vị tính: hộ"],
        ["STT", "Xã", "Số hộ", "STT", "Xã", "Số hộ"],
        [1, "Xã An", 10, 3, "Xã Dương", 30],
        [2, "Xã Bình", 20, 4, "Xã Đông", 40],
    ]
    left, right = locate(laid(rows, "A1:F1"))
    assert [list(t.columns) for t in (left, right)] == [[1, 2, 3], [4, 5, 6]]
    assert [t.header(max(t.columns)) for t in (left, right)] == ["Số hộ", "Số hộ"]
    assert {t.title for t in (left, right)} == {"TÌNH HÌNH HỘ SỐ THÁNG 5/2023"}
    assert {t.unit for t in (left, right)} == {"hộ"}
    assert left.rows == right.rows == {4: "data", 5: "data"}


def test_tables_side_by_side_that_are_not_the_same() -> None:
    rows: list[list[Value]] = [
        ["BIỂU 1. TRƯỜNG HỌC", N, N, N, "BIỂU 2. TRẠM Y TẾ"],
        ["TT", "Trường", "Số lớp", N, "TT", "Trạm", "Số giường", "Ghi chú"],
        [1, "Trường A", 10, N, 1, "Trạm A", 5, "mới"],
        [2, "Trường B", 12, N, 2, "Trạm B", 6],
        [3, "Trường C", 14],
        [N, "Tổng cộng", 36, N, N, "Tổng cộng", 11],
    ]
    left, right = locate(laid(rows))
    assert (left.title, right.title) == ("BIỂU 1. TRƯỜNG HỌC", "BIỂU 2. TRẠM Y TẾ")
    assert left.rows == {3: "data", 4: "data", 5: "data", 6: "total"}
    assert {row: kind for row, kind in right.rows.items() if kind != "blank"} == {3: "data", 4: "data", 6: "total"}
    assert [right.header(c) for c in right.columns] == ["TT", "Trạm", "Số giường", "Ghi chú"]


def test_the_same_headings_over_again_without_running_numbers() -> None:
    rows: list[list[Value]] = [
        ["Tên xã", "Số máy", "Tên xã", "Số máy"],
        ["Xã An", 1, "Xã Bình", 2],
        ["Xã Cao", 3, "Xã Dương", 4],
    ]
    assert [list(table.columns) for table in locate(laid(rows))] == [[1, 2], [3, 4]]
    years: list[list[Value]] = [["Năm", "Tổng", "Năm", "Tổng"], [2022, 1, 2023, 2], [2021, 3, 2020, 4]]
    assert len(locate(laid(years))) == 1


def test_a_heading_in_pieces_is_laid_over_the_figures_and_over_them_again_further_down() -> None:
    head: list[list[Value]] = [
        [N, N, N, N, "Chi đầu tư", N, N, N, "Chi thường xuyên"],
        [N, N, N, N, N, "Trong đó", N, N, N, "Trong đó"],
        ["STT", "Cơ quan", "Tổng chi", "Chi", N, "Khoa học", N, N, "Chi SN"],
        [N, N, N, "đầu tư", N, "GD, ĐT &", "Tổng số", N, "Chi SN", N, "Chi"],
        [N, N, N, "XDCB", "dạy nghề", "công", N, "giáo dục &", "y tế", N, "hành"],
        [N, N, N, N, N, "nghệ", N, N, "đào tạo", N, "chính"],
    ]
    rows: list[list[Value]] = [
        ["DỰ TOÁN CHI NĂM 2015"],
        *head,
        [1, "Sở Khoa học công nghệ", 28, 8, 3, 5, 20, 4, 6, 10],
        [2, "Sở Giáo dục - Đào tạo", 28, 8, 3, 5, 20, 4, 6, 10],
        *[[*row[:1], N, *row[1:]] for row in head],
        [3, N, "Sở Y tế", 28, 8, N, 5, 20, 4, N, 10],
        [4, N, "Sở Nội vụ", 28, 8, N, 5, 20, 4, N, 10],
    ]
    first, second = locate(laid(rows))
    names = [
        "STT", "Cơ quan", "Tổng chi", "Chi đầu tư > Chi đầu tư XDCB", "Chi đầu tư > Trong đó > GD, ĐT & dạy nghề",
        "Chi đầu tư > Trong đó > Khoa học công nghệ", "Chi thường xuyên > Tổng số",
        "Chi thường xuyên > Trong đó > Chi SN giáo dục & đào tạo", "Chi thường xuyên > Trong đó > Chi SN y tế",
        "Chi thường xuyên > Trong đó > Chi hành chính",
    ]  # fmt: skip
    assert {letter(c): first.header(c) for c in first.columns} == dict(zip("ABCDEFGHIJ", names, strict=True))
    assert {letter(c): second.header(c) for c in second.columns} == dict(zip("ACDEFGHIJK", names, strict=True))


@pytest.mark.parametrize(
    ("headed", "filled", "columns"),
    [
        ([1, 2, 3], [1, 2, 3], [1, 2, 3]),
        ([1, 2, 4], [1, 2, 3], [1, 2, 3]),
        ([1, 2, 4, 5], [1, 2, 3, 4], [1, 2, 3, 4]),
        ([1, 3], [1, 2, 3], [1, 3]),
        ([2, 3], [], [2, 3]),
        ([], [1], []),
    ],
)
def test_headings_are_laid_over_filled_columns_in_order(
    headed: list[int], filled: list[int], columns: list[int]
) -> None:
    assert laid_over(headed, filled) == columns


@pytest.mark.parametrize(
    ("numbers", "kinds"),
    [
        ("A I 1 1 II B", "group group data data data data"),
        ("I 1 a b 2 II", "group group data data data data"),
        ("A A.1 I I.1 (1) 1 (2) 1", "group group group group group data group data"),
        ("1 1.1 1.2 2 2.1", "group data data group data"),
        ("I 1 - - 2 II", "group group data data data data"),
        ("A B C D Đ E", "data data data data data data"),
        ("H I K", "data data data"),
    ],
)
def test_rows_stand_under_one_another_by_their_numbering(numbers: str, kinds: str) -> None:
    body: list[list[Value]] = [[mark, f"Khoản mục {i}", 5] for i, mark in enumerate(numbers.split())]
    table = _one([["STT", "Nội dung", "Số tiền"], *body])
    assert list(table.rows.values()) == kinds.split()


@pytest.mark.parametrize(
    ("numbers", "bold", "kinds"),
    [
        ("1.2 II B 3 A 1", (1, 5), "data group group data group data"),
        ("B 1 A A A - a", (1,), "group group data data group group data"),
        ("A 1.2 II a", (4,), "group data data data"),
        ("b 1 1.2 1.2", (1, 2), "group group data data"),
    ],
)
def test_a_letter_or_roman_numeral_ends_what_stands_above_unless_a_bolder_one_holds_it(
    numbers: str, bold: tuple[int, ...], kinds: str
) -> None:
    body: list[list[Value]] = [[mark, f"Khoản mục {i}", 5] for i, mark in enumerate(numbers.split())]
    table = _one([["STT", "Nội dung", "Số tiền"], *body], bold=tuple(1 + row for row in bold))
    assert list(table.rows.values()) == kinds.split()


def test_unnumbered_parts_are_told_by_what_adds_up() -> None:
    rows: list[list[Value]] = [
        ["STT", "Nội dung", "Dự toán"],
        ["1.1", "Thuế giá trị gia tăng", 900],
        [N, "Khu vực một", 400],
        [N, "Khu vực hai", 500],
        ["1.2", "Thuế thu nhập doanh nghiệp", 600],
        [N, "Thuế tài nguyên", 100],
        ["1.3", "Thuế môn bài", 30],
    ]
    assert list(_one(rows).rows.values()) == ["group", "data", "data", "data", "data", "data"]


def test_groups_of_a_list_that_looks_all_alike_are_told_by_sums() -> None:
    rows: list[list[Value]] = [["Đơn vị", "Trường", "Lớp", "Học sinh"]]
    rows += [["Vùng A", 30, 300, 9000], ["A1", 10, 100, 4000], ["A2", 20, 200, 5000]]
    rows += [["Vùng B", 7, 70, 700], ["B1", 3, 30, 300], ["B2", 4, 40, 400]]
    assert list(_one(rows).rows.values()) == ["group", "data", "data"] * 2


def test_second_lines_and_translations_of_names_are_notes() -> None:
    rows: list[list[Value]] = [
        ["STT\nNo", "Chỉ tiêu - Items", "Dự toán\nPlan"],
        [1, "Thu từ doanh nghiệp", 10],
        [N, "REVENUE FROM ENTERPRISES"],
        [2, "Các khoản thu phân chia theo tỷ lệ phần", 20],
        [N, "trăm (%)"],
        [3, "Thu khác", 5],
    ]
    table = _one(rows)
    assert [table.header(c) for c in table.columns] == ["STT", "Chỉ tiêu", "Dự toán"]
    assert list(table.rows.values()) == ["data", "note", "data", "note", "data"]


def test_headings_cut_over_rows_and_standing_beside_their_figures() -> None:
    rows: list[list[Value]] = [
        [N, N, N, "Tổng thu", "Bổ sung từ ngân sách tỉnh"],
        [N, N, N, "trên địa bàn"],
        ["STT", N, "Đơn vị", N, "Tổng số", N, "Bổ sung"],
        [N, N, N, N, N, N, "mục tiêu"],
        ["1", "Huyện A", N, "598.690", "215.635", "635"],
        ["2", "Huyện B", N, "362.205", "151.277", "277"],
    ]
    table = _one(rows)
    assert {c: table.header(c) for c in table.columns} == {
        1: "STT",
        2: "Đơn vị",
        4: "Tổng thu trên địa bàn",
        5: "Bổ sung từ ngân sách tỉnh > Tổng số",
        6: "Bổ sung từ ngân sách tỉnh > Bổ sung mục tiêu",
    }


def test_heading_rows_without_merged_cells_or_running_numbers() -> None:
    rows: list[list[Value]] = [
        ["Đơn vị", "Năm 2022", N, "Năm 2023"],
        [N, "Cố định", "Di động", "Cố định", "Di động"],
        ["Toàn tỉnh", 10, 20, 30, 40],
        ["Vĩnh Yên", 4, 8, 10, 20],
        ["Phúc Yên", 6, 12, 20, 20],
    ]
    table = _one(rows)
    assert [table.header(c) for c in table.columns] == [
        "Đơn vị",
        "Năm 2022 > Cố định",
        "Năm 2022 > Di động",
        "Năm 2023 > Cố định",
        "Năm 2023 > Di động",
    ]
    assert list(table.rows.values()) == ["total", "data", "data"]


def test_subtotals_below_their_rows_are_groups_and_the_last_total_is_the_total() -> None:
    rows: list[list[Value]] = [
        ["STT", "Đơn vị", "Số"],
        ["I", "Khối huyện"],
        [1, "Huyện A", 1],
        [2, "Huyện B", 2],
        [N, "Cộng", 3],
        ["II", "Khối tỉnh"],
        [1, "Sở A", 4],
        [N, "Cộng", 4],
        [N, "Tổng cộng", 7],
    ]
    kinds = "group data data group group data group total"
    assert list(_one(rows).rows.values()) == kinds.split()


def test_an_empty_form_has_its_rows() -> None:
    rows: list[list[Value]] = [["STT", "Đơn vị", "Số hồ sơ"], [1, "Huyện A"], [2, "Huyện B"], [N, "Tổng cộng"]]
    assert list(_one(rows).rows.values()) == ["data", "data", "total"]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Đơn vị tính: Triệu đồng", "Triệu đồng"),
        ("Đơm vị: triệu đồng", "triệu đồng"),
        ("ĐVT: %", "%"),
        ("Đơn vị tính %", "%"),
        ("(Đơn vị tính: hồ sơ)", "hồ sơ"),
        ("Triệu đồng - Millions of dong", "Triệu đồng"),
        ("Đơn vị tính - Units: %", "%"),
        ("Đơn vị: Sở Y tế", None),
        ("Đơn vị", None),
        ("Tháng 5/2023", None),
        ("Năm 2022", None),
        ("Trường Tiểu học A", None),
    ],
)
def test_the_unit_of_measure_is_told_from_other_lines(line: str, unit: str | None) -> None:
    assert unit_of(line) == unit


@pytest.mark.parametrize("rows", [[], [["một ô"]], [["STT", "Tên"]], [[1, 2], [3, 4]], [["STT", "x"], [], []]])
def test_sheets_without_a_table(rows: list[list[Value]]) -> None:
    assert locate(laid(rows)) == []


def test_old_fonts_are_read_as_they_show_and_only_once() -> None:
    assert decode("Thu ng©n s¸ch ®Þa ph\xad¬ng", ".VnTime") == "Thu ngân sách địa phương"
    assert decode("QuyÕt to¸n", ".VnTimeH") == "QUYẾT TOÁN"
    assert decode("Phöôøng Khaùnh Haäu, Ñöùc Taân, Vónh", "VNI-Times") == "Phường Khánh Hậu, Đức Tân, Vĩnh"
    assert decode("Chương trình việc làm", ".VnTime") == "Chương trình việc làm"
    grid = legible(laid([["Thu kh¸c"]], font=".VnTime"))
    assert (grid.cell(1, 1).value, legible(grid)) == ("Thu khác", grid)


def test_a_list_twice_as_long_is_located_with_twice_the_work_at_most() -> None:
    few, many = large(10_000), large(20_000)
    (table,) = locate(many)
    assert set(table.rows.values()) == {"data"} and len(table.rows) == 20_000
    assert calls(lambda: locate(many)) < 2.1 * calls(lambda: locate(few))


REAL = {
    "DT-2018-N-B53-TT343-26.xlsx",
    "Vinh Phuc 2018.xls",
    "Vinh Phuc QT2016.xls",
    "QT-2018-N-B67-TT343-26.xls",
    "TinhHinhNopTatCaDuLieu-2021-10-01-1633079815511.xlsx",
    "data.xls",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REAL))
def test_real_forms_are_located_as_a_careful_person_reads_them(shared: Path, name: str) -> None:
    truth = json.loads((shared / "real" / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    with Reader(1) as reader:
        book = reader.read(shared / "real" / "files" / name)
    found = {(t.sheet, t.title): t for grid in book.sheets for t in locate(legible(grid))}
    for expected in truth["tables"]:
        table = found[expected["sheet"], expected["title"]]
        allowed = {int(r): {kind, *expected.get("rows_also", {}).get(r, ())} for r, kind in expected["rows"].items()}
        assert {r: table.rows[r] for r, kinds in allowed.items() if table.rows[r] not in kinds} == {}
        assert table.unit == expected["unit"]


@pytest.mark.parametrize(("top", "bottom"), [(1, 2), (3, 4), (5, 9), (7, 6), (9, 8), (1, 0), (4, 3)])
def test_kinds_are_as_many_as_rows_are_asked_for(top: int, bottom: int) -> None:
    """Beyond the sheet too, where a heading ends below its last row; found by the soak."""
    canvas = Canvas(laid([[None], [None], ["a"], [5]]))
    assert (canvas.first, canvas.last) == (3, 4)
    assert len(canvas.kinds(1, top, bottom)) == max(bottom - top + 1, 0)
    assert canvas.kinds(1, 2, 5) == bytes([NOTHING, WORD, NUMBER, NOTHING])


def test_a_million_rows_are_numbered_as_nine_hundred_thousand() -> None:
    """Numbers as text, as a csv has them: the millionth has a seventh digit and begins no group."""
    head = ["STT", "Mã hồ sơ", "Cơ quan", "Phí (đồng)", "Trạng thái"]
    rows = [head, *([str(n), f"H62-{n}", "UBND", "0", "Đã trả"] for n in range(999_900, 1_000_001))]
    (table,) = locate(laid(rows))
    assert set(table.rows.values()) == {"data"}

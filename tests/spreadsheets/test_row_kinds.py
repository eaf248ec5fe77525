"""Which rows are what: numbering of columns, sums as a layer, names that only look like totals, lines of one item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spreadsheets.find.sums import digits, sum_groups
from spreadsheets.find.tables import locate
from tests.laid import Value, laid

N = None
D, G, T = "data", "group", "total"
HEAD: list[Value] = ["STT", "Nội dung", "Dự toán", "Quyết toán"]
ITEMS: list[list[Value]] = [[1, "Sở Y tế", 11, 7], [2, "Sở Tài chính", 23, 15]]


def _kinds(rows: list[list[Value]], merges: str = "", bold: tuple[int, ...] = ()) -> list[str]:
    (table,) = locate(laid(rows, merges, bold))
    return list(table.rows.values())


@pytest.mark.parametrize(
    "numbers",
    [["A", "B", "C", "D"], ["A", "B", 4, 5], ["A", "B", 1, 1], ["A", "B", 1, 4], ["(1)", "(2)", "(3)", "(4)=(3)/2"]],
)
def test_a_row_that_numbers_the_columns_is_none_of_the_rows(numbers: list[Value]) -> None:
    (table,) = locate(laid([HEAD, [*numbers, N, 19749.9], *ITEMS]))
    assert (table.numbering_row, table.rows) == (2, {3: D, 4: D})


@pytest.mark.parametrize("names", ["ABC", "abc"])
def test_rows_named_by_letters_are_not_taken_for_a_numbering(names: str) -> None:
    rows: list[list[Value]] = [["Khối", "Số lớp", "Số học sinh"], *([n, i, 10 * i] for i, n in enumerate(names, 1))]
    assert _kinds(rows) == [D, D, D]


def test_lines_of_specification_belong_to_the_item_above() -> None:
    rows: list[list[Value]] = [
        ["STT", "Tên tài sản", "Đặc điểm", "Số lượng", "Thành tiền"],
        [1, "Bộ thu FM", "GN.50W", 35, 208_250_000], [N, N, "Dải tần 88-108"], [N, N, "Bước nhảy 100 kHz"],
        [2, "Hộp bảo vệ", "GN.H201", 35, 12_250_000],
    ]  # fmt: skip
    assert _kinds(rows) == [D, "note", "note", D]


def test_a_row_that_is_the_sum_of_those_after_it_is_a_group_though_all_are_numbered() -> None:
    figures = [(1414, 1500), (4864, 5000), (3438, 3500), (1426, 1500), (1023, 1100)]
    rows = [HEAD, *([n, f"Chi {n}", *pair] for n, pair in enumerate(figures, 1))]
    assert _kinds(rows) == [D, G, D, D, D]


def test_a_sum_that_may_be_chance_is_none() -> None:
    small = [[21, 6, 9, 3, 5, 2], *([300 + n, 0, 0, 0, 0, 0] for n in range(16)), [50, 6, 8, 3, 4, 2]]
    assert sum_groups(small) == {}
    assert sum_groups([[47, 53], [47, 53], [None, None], [1, 2]]) == {}
    assert sum_groups([[4864, 5000], [3438, 3500], [1426, 1500]]) == {0: range(1, 3)}


@pytest.mark.parametrize(("figure", "said"), [(9, 1.0), (99, 2.0), (900, 2.0), (0.999, 3.0), (0, 0.0)])
def test_noughts_at_the_end_of_a_figure_say_half_as_much(figure: float, said: float) -> None:
    assert digits(figure) == pytest.approx(said, abs=1e-6)


@pytest.mark.parametrize("name", ["Tổng Công ty Bưu điện", "Cộng đồng dân cư", "Tổng kết năm", "Tổng cục Thuế"])
def test_names_that_begin_as_a_total_does_are_names(name: str) -> None:
    assert _kinds([HEAD, *ITEMS, [N, name, 5, 6], [3, "Sở Tư pháp", 1, 2]]) == [D, D, D, D]


@pytest.mark.parametrize("total", [["*", "TỔNG THU (A+B)", 34, 22], [N, "Tổng cộng", 34, 22], ["Tổng cộng", N, 34, 22]])
def test_a_total_is_told_by_what_it_says_wherever_it_says_it(total: list[Value]) -> None:
    assert _kinds([HEAD, *ITEMS, total, [N, "Làm tròn", 30, 20]]) == [D, D, T, T]


def test_rows_of_noughts_without_a_name_are_blank_and_leave_the_row_above_alone() -> None:
    assert _kinds([HEAD, ITEMS[0], [N, N, 0, 0], ITEMS[1]]) == [D, "blank", D]


def test_a_line_between_numbers_that_go_on_heads_what_follows_it() -> None:
    rows: list[list[Value]] = [HEAD, *ITEMS, [N, "Khối huyện"], [3, "Vĩnh Yên", 5, 6]]
    (table,) = locate(laid(rows))
    assert list(table.rows.values()) == [D, D, G, D]
    assert table.group_paths == {5: ("Khối huyện",)}


def test_rows_go_on_where_numbers_stop_or_are_merged_down() -> None:
    words: list[list[Value]] = [
        ["STT", "Mã", "Tên hàng", "ĐVT"],
        [1, "01.01", "Gạo", "kg"],
        [2, "02.01", "Lúa A", "kg"],
    ]
    more: list[list[Value]] = [[N, "02.02", "Lúa B", "kg"], [N, "02.03", "Lúa C", "kg"]]
    assert _kinds([*words, *more]) == [D] * 4
    assert _kinds([*words, *more, [3, "03.01", "Phân", "kg"]], "A3:A5") == [D] * 5


def test_a_bullet_in_bold_is_one_among_bullets_where_nothing_adds_up_to_it() -> None:
    rows: list[list[Value]] = [
        HEAD[:3], [1, "Quốc phòng", 4600], ["-", "Nhà", 3100], ["-", "Bể bơi", 1100], ["-", "Rào", 400],
    ]  # fmt: skip
    assert _kinds(rows, bold=(2, 4)) == [G, D, D, D]


def test_a_forgotten_bullet_is_told_by_the_sum_it_is_a_part_of() -> None:
    rows: list[list[Value]] = [
        HEAD[:3], ["I", "Chi đầu tư", 100], [1, "Chi dự án", 100], [N, "Trong đó: chia theo nguồn vốn"],
        [N, "Vốn tập trung", 40], ["-", "Tiền sử dụng đất", 33], ["-", "Xổ số", 27],
    ]  # fmt: skip
    assert _kinds(rows, bold=(2,)) == [G, G, G, D, D, D]


def test_hidden_rows_that_the_total_shown_leaves_out_are_left_over() -> None:
    rows: list[list[Value]] = [
        HEAD[:3], [N, "Tổng số cũ", 999], ["I", "Thành phố", 555], [N, "TỔNG SỐ", 300], [1, "Xuân", 100],
        [2, "Hạ", 200],
    ]  # fmt: skip
    (table,) = locate(replace(laid(rows), hidden_rows=frozenset({2, 3})))
    assert list(table.rows.values()) == ["note", "note", T, D, D]
    (table,) = locate(replace(laid([HEAD[:3], *rows[3:]]), hidden_rows=frozenset({3})))
    assert list(table.rows.values()) == [T, D, D]


def test_remarks_after_a_blank_row_and_the_next_letterhead_end_a_table() -> None:
    figures: list[list[Value]] = [["STT", "Tỉnh", "Điểm"], *([n, f"Tỉnh {n}", 9.5 - n] for n in range(1, 4))]
    assert _kinds([*figures, [], [N, "Tỉnh 2", 7.5], [N, "Xếp hạng", 2]]) == [D] * 3
    below: list[list[Value]] = [
        [], ["UBND TỈNH ALPHA"], ["TỶ LỆ PHÂN CHIA NĂM 2015"], [N, N, "Đơn vị: %"], [N, "Khoản thu", "Xuân", "Hạ"],
        [N, "Thuế môn bài", 100, 100], [N, "Lệ phí trước bạ", 30, 30],
    ]  # fmt: skip
    first, second = locate(laid([*figures, *below]))
    assert (list(first.rows), second.header_rows, second.title) == ([2, 3, 4], [9], "TỶ LỆ PHÂN CHIA NĂM 2015")


def test_dates_and_years_among_the_words_of_a_heading_are_of_it() -> None:
    rows: list[list[Value]] = [
        ["STT", "Dự án", "Lũy kế", "Kế hoạch"], [N, N, "từ năm", "năm"], [N, N, "2009", "2010"],
        [1, "Cầu một", 30, 10], [2, "Cầu hai", 40, 20],
    ]  # fmt: skip
    (table,) = locate(laid(rows))
    assert (table.header_rows, list(table.rows.values())) == ([1, 2, 3], [D, D])


def test_a_second_line_of_headers_from_the_first_column_on_stands_over_figures() -> None:
    rows: list[list[Value]] = [
        ["Thứ tự", "Chỉ số A", "Chỉ số B"], [N, "Có trọng số", "Không trọng số"], [1, 7.5, 6.5], [2, 7.1, 6.1],
    ]  # fmt: skip
    (table,) = locate(laid(rows))
    assert (table.header_rows, list(table.rows.values())) == ([1, 2], [D, D])

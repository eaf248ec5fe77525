"""Headings whose levels are told by lines and by texts centred across cells, nothing being merged."""

from __future__ import annotations

from spreadsheets.find.look.canvas import Canvas
from spreadsheets.find.tables import locate
from spreadsheets.sheet.grid import Merge
from tests.laid import Value, boxed

N = None


def _headers(rows: list[list[Value]], boxes: str, across: str = "") -> list[str]:
    (table,) = locate(boxed(rows, boxes, across))
    return [table.header(c) for c in table.columns]


def test_a_box_of_lines_is_the_extent_of_its_header_wherever_in_it_the_words_stand() -> None:
    rows: list[list[Value]] = [
        ["TT", "Đơn vị", "Tổng số", N, "Năm 2012", N],
        [N, N, N, "Lương", "Chi khác", "Mua sắm"],
        [1, "Sở Xuân", 60, 10, 20, 30],
        [2, "Sở Hạ", 90, 20, 30, 40],
    ]
    boxes = "A1:A2 B1:B2 C1:C2 D1:F1 D2:D2 E2:E2 F2:F2"
    assert _headers(rows, boxes) == [
        "TT", "Đơn vị", "Tổng số", "Năm 2012 > Lương", "Năm 2012 > Chi khác", "Năm 2012 > Mua sắm",
    ]  # fmt: skip
    assert Canvas(boxed(rows, boxes)).frame_at(1, 6) == Merge(1, 4, 1, 6)


def test_a_phrase_spelt_over_the_rows_of_one_box_is_one_text_and_a_line_between_makes_two_levels() -> None:
    rows: list[list[Value]] = [
        ["STT", "Đơn vị", "Chi SN", "Chỉ số A"],
        [N, N, "giáo dục", "Có trọng số"],
        [1, "Sở Xuân", 60, 7],
        [2, "Sở Hạ", 90, 8],
    ]
    boxes = "A1:A2 B1:B2 C1:C2 D1:D1 D2:D2"
    assert _headers(rows, boxes) == ["STT", "Đơn vị", "Chi SN giáo dục", "Chỉ số A > Có trọng số"]


def test_a_line_drawn_through_a_phrase_does_not_part_it() -> None:
    rows: list[list[Value]] = [
        ["STT", "Đơn vị", "Chi sự nghiệp", "Số"],
        [N, N, "giáo dục", "Lượng"],
        [1, "Sở Xuân", 60, 7],
        [2, "Sở Hạ", 90, 8],
    ]
    boxes = "A1:A2 B1:B2 C1:C1 C2:C2 D1:D2"
    assert _headers(rows, boxes) == ["STT", "Đơn vị", "Chi sự nghiệp giáo dục", "Số Lượng"]


def test_a_text_centred_across_cells_stands_over_all_of_them() -> None:
    rows: list[list[Value]] = [
        ["STT", "Đơn vị", "Trong đó", N, N],
        [N, N, "Giáo dục", "Y tế", "Văn hóa"],
        [1, "Sở Xuân", 10, 20, 30],
        [2, "Sở Hạ", 20, 30, 40],
    ]
    assert _headers(rows, "A1:A2 B1:B2", "C1:E1")[2:] == [
        "Trong đó > Giáo dục", "Trong đó > Y tế", "Trong đó > Văn hóa",
    ]  # fmt: skip


def test_cells_that_a_line_does_not_close_or_that_hold_two_texts_are_no_box() -> None:
    rows: list[list[Value]] = [["a", "b", "c"], [1, 2, 3]]
    canvas = Canvas(boxed(rows, "A1:B1 C2:C2"))
    assert [canvas.frame_at(1, c) for c in (1, 2, 3)] == [None, None, None]

"""Why a sheet was read as it was: the clues of each stage, in the words of both languages."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from schemas.values.bilingual import Both
from spreadsheets.find.look.canvas import Canvas
from spreadsheets.find.look.evidence import Sign
from spreadsheets.find.tables import Located, located
from spreadsheets.inspect.reasons import WORDS, lines, reasons
from spreadsheets.sheet.grid import Grid
from tests.laid import Value, laid, large

N = None
BUDGET: list[list[Value]] = [
    ["DỰ TOÁN CHI NĂM 2018"],
    [N, N, "Đơn vị: Triệu đồng"],
    ["STT", "Nội dung", "Dự toán", N],
    [N, N, "Năm nay", "Năm trước"],
    ["A", "B", 1, 2],
    ["I", "Chi thường xuyên", 30, 20],
    [1, "Giáo dục", 10, 5],
    [2, "Y tế", 20, 15],
    [N, "Tổng cộng", 30, 20],
    [],
    ["Ghi chú: số liệu ước"],
]
MERGES = "A3:A4 B3:B4 C3:D3"


def _told(grid: Grid, lang: str = "en") -> list[dict[str, Any]]:
    return [reasons(Canvas(grid), found, lang) for found in located(grid)]


def _signs(clues: list[dict[str, str]]) -> list[str]:
    return [clue["sign"] for clue in clues]


def _rows(why: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(told["rows"], told["kind"], " ".join(_signs(told["why"]))) for told in why["rows"]]


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_has_words_in_both_languages_that_name_the_same_places(sign: Sign) -> None:
    filled = WORDS[sign].filled(row=7, cell="C7", text="Sở", rows="8-9", columns="B")
    assert isinstance(filled, Both) and filled.vi != filled.en
    said = [{place for place in ("C7", "Sở", "8-9") if place in text} for text in filled]
    assert said[0] == said[1]


def test_place_heading_columns_and_rows_of_a_table_are_argued_with_addresses() -> None:
    (why,) = _told(laid(BUDGET, MERGES))
    texts = {stage: [clue["text"] for clue in why[stage]] for stage in ("place", "heading", "columns")}
    assert texts == {
        "place": ["row 9 is the last with figures of the table", "row 11 is a remark below the table"],
        "heading": [
            "A3 “STT” heads a column of running numbers, with words beside it",
            "the heading goes on in row 4: merged cells reach there, or words stand over the columns of figures",
            "row 5 numbers the columns",
        ],
        "columns": [
            "column B holds the names: most words before the first column of figures",
            "column C, D holds figures",
        ],
    }
    assert _rows(why) == [
        ("6", "group", "numbered stands-over"),
        ("7-8", "data", "numbered stands-under"),
        ("9", "total", "says-total"),
    ]
    assert why["rows"][1]["why"][1]["text"] == "stands under row 6 “Chi thường xuyên”"


def test_reasons_are_lines_of_text_in_vietnamese() -> None:
    (why,) = _told(laid(BUDGET, MERGES), "vi")
    assert lines(why, "vi")[-4:] == [
        "  Hàng",
        "            6  nhóm: có số thứ tự; hàng 7 ở dưới thuộc hàng này",
        "          7-8  dữ liệu: có số thứ tự; thuộc hàng 6 “Chi thường xuyên”",
        "            9  tổng: tên nói là tổng cộng",
    ]


def test_rows_that_do_not_count_say_why() -> None:
    rows: list[list[Value]] = [
        ["STT", "Tên đơn vị", "Số"],
        [1, "Sở Y tế", 5],
        [N, "và các đơn vị trực thuộc"],
        [2, "Sở Tư pháp", 6],
        [],
        ["STT", "Tên đơn vị", "Số"],
        [3, "Sở Nội vụ", 7],
    ]
    (why,) = _told(laid(rows))
    assert _signs(why["heading"]) == ["ordinal-word", "headed-again"]
    assert [told for told in _rows(why) if told[1] != "data"] == [
        ("3", "note", "second-line"),
        ("5", "blank", "empty"),
        ("6", "note", "says-heading"),
    ]


def test_a_sum_among_rows_alike_names_its_parts() -> None:
    rows: list[list[Value]] = [
        ["Tên", "Năm 1", "Năm 2", "Năm 3"],
        ["Miền xuôi", 3, 30, 300],
        ["Xã Một", 1, 10, 100],
        ["Xã Hai", 2, 20, 200],
    ]
    (why,) = _told(laid(rows))
    assert _rows(why) == [("2", "group", "named sum-of-rows"), ("3-4", "data", "named part-of-sum")]
    assert why["rows"][0]["why"][1]["text"] == "is the sum of rows 3-4"


def test_tables_side_by_side_say_what_begins_anew() -> None:
    rows: list[list[Value]] = [["STT", "Tên", "Số", N, "STT", "Tên", "Số"], [1, "Sở Y tế", 5, N, 2, "Sở Tư pháp", 6]]
    first, second = _told(laid(rows))
    assert first["place"][0]["text"] == "the heading in row 1 begins anew at A1: tables stand side by side"
    assert second["place"][0]["text"] == "the heading in row 1 begins anew at E1: tables stand side by side"


def test_a_long_stretch_of_rows_is_told_as_one() -> None:
    (why,) = _told(large(10_000))
    assert _rows(why) == [("2-10001", "data", "numbered")]


def test_no_stage_can_be_changed() -> None:
    found: Located = located(laid(BUDGET, MERGES))[0]
    stages = found.stages
    for value, field in (
        (found, "table"), (found.table, "rows"), (stages, "region"), (stages.heading, "bottom"),
        (stages.region, "bottom"), (stages.columns, "label"), (stages.kinds, "kinds"),
    ):  # fmt: skip
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, None)

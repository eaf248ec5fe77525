"""What unknown headings are proposed to be: weighed all at once, never certain, never taken in."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schemas.form import Form, column, rule
from schemas.kinds import Amount, Code, Count, Flag, Text
from spreadsheets.mapping.assignment import assigned
from spreadsheets.mapping.proposal import Proposal, propose
from spreadsheets.mapping.tables import mapped
from spreadsheets.read.reader import Reader
from spreadsheets.understand.heading import key_of
from spreadsheets.understand.likeness import likeness
from spreadsheets.understand.match import match
from tests.hand import sheet, table


class Files(Form):
    """Cases by office."""

    titles = ("Tình hình giải quyết hồ sơ",)
    office = column(Text, "Tên đơn vị", codes="agency")
    received_total = column(Count, "Tiếp nhận > Tổng số")
    received_online = column(Count, "Tiếp nhận > Trực tuyến")
    done_total = column(Count, "Đã giải quyết > Tổng số")
    done_late = column(Count, "Đã giải quyết > Quá hạn")
    is_public = column(Flag, "Công khai", required=False)
    fee_vnd = column(Amount, "Lệ phí", unit="vnd", required=False)
    place_code = column(Code, "Mã nơi nhận", pattern="N[0-9]{3}", required=False)


KNOWN = [col.headers[0] for col in Files.columns.values()]
CELLS = ["Sở Y tế", 120, 80, 100, 7, "Có", 250_000, "N101"]


def proposals(headings: list[str], cells: list[Any]) -> list[Proposal]:
    grid, made = sheet([headings, cells]), table(headings, ["data"])
    return propose(Files, grid, made, match(Files, grid, made), None)


def outcomes(headings: list[str], cells: list[Any]) -> list[tuple[str, str]]:
    return [(each.column, each.state) for each in proposals(headings, cells)]


def test_the_assignment_is_the_best_there_is() -> None:
    dice = random.Random(19)
    for n, m in [(1, 1), (2, 3), (4, 4), (4, 6)] * 10:
        scores = [[dice.uniform(-1, 1) for _ in range(m)] for _ in range(n)]
        got = assigned(scores)
        best = max(sum(scores[i][j] for i, j in enumerate(order)) for order in permutations(range(m), n))
        assert len(set(got)) == n
        assert sum(scores[i][j] for i, j in enumerate(got)) == pytest.approx(best)
    assert assigned([]) == []


@pytest.mark.parametrize(
    ("nearer", "one", "other"),
    [
        ("Số GV > Tổng cộng", "Số giáo viên > Tổng số", "Số học sinh > Tổng số"),
        ("Kết quả xử lý > Trễ hẹn", "Đã giải quyết > Quá hạn", "Đã giải quyết > Trước hạn"),
        ("Nộp qua mạng", "Trực tuyến", "Trực tiếp"),
        ("DN nhỏ và vừa", "DNNVV", "Doanh nghiệp"),
        ("Số HS đã nhận", "Hồ sơ tiếp nhận", "Lượt tiếp công dân"),
    ],
)
def test_words_meet_as_the_field_uses_them(nearer: str, one: str, other: str) -> None:
    key = key_of(nearer.split(" > "))
    near, far = (likeness(key, key_of(each.split(" > "))) for each in (one, other))
    assert near > far
    assert likeness(key, key) == 1.0


def test_known_headings_are_certain_and_reworded_ones_are_proposed() -> None:
    assert outcomes(KNOWN, CELLS) == [(name, "certain") for name in Files.columns]
    reworded = ["Cơ quan", "Hồ sơ nhận > Cộng", "Hồ sơ nhận > Qua mạng", "Đã xử lý > Cộng", "Đã xử lý > Trễ hẹn",
                "Có công khai không", "Tiền phí, lệ phí", "Nơi tiếp nhận"]  # fmt: skip
    assert outcomes(reworded, CELLS) == [(name, "proposed") for name in Files.columns]
    found = proposals(reworded, CELLS)
    assert all(0.2 < each.score < 1 and each.why for each in found)


def test_what_stands_around_a_column_tells_two_totals_apart() -> None:
    headings = [*KNOWN[:1], "Nhận > Số", "Nhận > Trực tuyến", "Xong > Số", "Xong > Quá hạn", *KNOWN[5:]]
    found = {each.number: each.column for each in proposals(headings, CELLS)}
    assert (found[2], found[4]) == ("received_total", "done_total")


def test_a_reworded_optional_column_is_proposed_and_what_the_form_has_not_is_extra() -> None:
    headings = [*KNOWN[:7], "Ký hiệu nơi tiếp nhận", "Tỷ lệ (%)", "Đánh giá"]
    found = outcomes(headings, [*CELLS, 87.5, "tốt lên"])
    assert found[7:] == [("place_code", "proposed"), ("", "extra"), ("", "extra")]
    assert outcomes([*KNOWN, "Đánh giá"], [*CELLS, "tốt lên"])[8] == ("", "extra")


class Sums(Form):
    """Visits by place."""

    place = column(Text, "Địa phương")
    visit_count = column(Count, "Tổng lượt")
    inland_count = column(Count, "Trong nước")
    abroad_count = column(Count, "Quốc tế")
    adds_up = rule("T-001", "visit_count == inland_count + abroad_count", severity="error", vi="t", en="t", source="t")


@pytest.mark.parametrize("order", [(30, 20, 10), (20, 30, 10), (10, 20, 30)])
def test_a_sum_the_form_promises_tells_columns_apart_whose_words_do_not(order: tuple[int, ...]) -> None:
    headings = ["Địa phương", "Khách (1)", "Khách (2)", "Khách (3)"]
    rows = [[f"Xã {name}", *(n * times for n in order)] for name, times in (("A", 1), ("B", 2), ("C", 5))]
    grid, made = sheet([headings, *rows]), table(headings, ["data"] * 3)
    found = propose(Sums, grid, made, match(Sums, grid, made), None)
    assert found[1 + order.index(30)].column == "visit_count"
    assert {each.state for each in found[1:]} == {"proposed"}


def test_what_cannot_be_told_is_unknown() -> None:
    headings = [*KNOWN[:6], "Lệ phí thu", "Lệ phí nộp", KNOWN[7]]
    cells = [*CELLS[:6], 250_000, 250_000, "N101"]
    states = [each.state for each in proposals(headings, cells)]
    assert sorted(states[6:8]) == ["proposed", "unknown"]


def test_a_form_that_takes_nothing_extra_leaves_it_unknown() -> None:
    closed = type("Closed", (Form,), {**Files.columns, "takes_extra": False})
    headings = [*KNOWN, "Tỷ lệ (%)"]
    grid, made = sheet([headings, [*CELLS, 87.5]]), table(headings, ["data"])
    assert propose(closed, grid, made, match(closed, grid, made), None)[8].state == "unknown"


def test_a_file_is_mapped_without_its_form_being_named(tmp_path: Path, reader: Reader) -> None:
    book = openpyxl.Workbook()
    for row in (["Tình hình giải quyết hồ sơ"], ["Tháng 5 năm 2023"],
                ["Tên đơn vị", "Số nhận", "Số nhận qua mạng", "Số đã xử lý", "Số trễ hẹn"],
                ["Sở Y tế", 120, 80, 100, 7], ["Sở Y tees", 12, 8, 10, 1]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    workbook = reader.read(tmp_path / "a.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spreadsheets.mapping.tables.forms", lambda: {"files": Files})
        (found,) = mapped(workbook)
    assert [(each.column, each.state) for each in found.columns] == [
        ("office", "certain"), ("received_total", "proposed"), ("received_online", "proposed"),
        ("done_total", "proposed"), ("done_late", "proposed"),
    ]  # fmt: skip
    assert (found.period, found.cells[2]) == ("2023-05", ("120", "12"))
    assert [(s.text, s.code, s.state) for s in found.spellings] == [("Sở Y tees", "so-y-te", "proposed")]
    assert [col.name for col in found.lacking] == ["is_public", "fee_vnd", "place_code"]
    unfit = replace(workbook, sheets=(sheet([["Tên", "Màu"], ["bàn", "đỏ"], ["ghế", "nâu"]]),))
    assert list(mapped(unfit)) == []

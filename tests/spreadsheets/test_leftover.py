"""Every cell of a sheet is in a table, above or below one, or told to be left over."""

from __future__ import annotations

from spreadsheets.find.look.canvas import Canvas
from spreadsheets.find.tables import locate
from spreadsheets.inspect.leftover import leftovers
from tests.laid import Value, laid

N = None
ROWS: list[list[Value]] = [
    ["UBND TỈNH ALPHA"],
    ["DANH SÁCH TRƯỜNG"],
    ["STT", "Tên", "Số lớp"],
    [1, "Trường A", 5, N, N, "nháp", 78],
    *([n, f"Trường {n}", 6] for n in range(2, 6)),
    ["Ghi chú: ước"],
]


def test_what_stands_beside_a_table_is_left_over_and_told_by_its_range() -> None:
    grid = laid(ROWS)
    tables = locate(grid)
    assert leftovers(Canvas(grid), tables) == [{"sheet": "Biểu 1", "range": "F4:G4", "kind": "beside"}]
    told = {place[:2] for table in tables for place in (*table.preamble, *table.footer)}
    assert told == {(1, 1), (2, 1), (9, 1)}


def test_a_sheet_without_a_table_is_left_over_by_what_its_cells_say() -> None:
    grid = laid([["UBND TỈNH ALPHA"], ["lời nói đầu"], [5], ["GIÁM ĐỐC"], ["Ghi chú: x"]])
    assert [(each["range"], each["kind"]) for each in leftovers(Canvas(grid), [])] == [
        ("A1", "letterhead"), ("A2", "text"), ("A3", "figures"), ("A4", "signature"), ("A5", "note"),
    ]  # fmt: skip

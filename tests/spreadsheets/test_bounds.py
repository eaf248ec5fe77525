"""What a text that is too long, or stands in very many cells, costs: no more than it says once."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.finding import Finding
from schemas.form import Form, column
from schemas.kinds import Code, Count, Text
from schemas.values.address import letter
from spreadsheets.annotate.notes import at_cells
from spreadsheets.find.look.canvas import Canvas
from spreadsheets.formats.ooxml.shapes import _proved
from spreadsheets.formats.parts import bounds
from spreadsheets.formats.parts.bounds import within_bounds
from spreadsheets.formats.parts.cells import Cells
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.formats.parts.texts import Texts, cut
from spreadsheets.read.reader import Reader
from spreadsheets.sheet.flat import strings
from spreadsheets.sheet.grid import CellType, Merge
from spreadsheets.sheet.limits import LONGEST_TEXT
from spreadsheets.understand.cells.column_cells import all_shown
from spreadsheets.understand.match import match
from spreadsheets.understand.parse import parse
from tests.book import BookSheet, write
from tests.hand import parsed, sheet, table
from tests.reading import read

LONG = "á" * (LONGEST_TEXT + 1)


class Offices(Form):
    """An office and a count."""

    office = column(Text, "Đơn vị")
    book_count = column(Count, "Số sách")


def test_a_text_is_cut_to_one_character_more_than_a_cell_holds_and_known_by_it() -> None:
    texts = Texts(strings(["a", "á" * LONGEST_TEXT, LONG * 9]))
    texts.add_all(strings(["b", LONG]))
    assert texts.add(LONG * 2) == texts.add(LONG * 3) == 5
    assert texts.long().tolist() == [2, 4, 5]
    assert [len(texts[i]) for i in range(6)] == [1, 32_767, 32_768, 1, 32_768, 32_768]


def test_texts_that_are_not_too_long_are_not_copied() -> None:
    texts = strings(["a", "á" * LONGEST_TEXT])
    assert cut(texts) is texts


@pytest.mark.slow
def test_the_parent_holds_a_text_once_however_many_cells_say_it() -> None:
    grid = sheet([[LONG * 30, LONG * 30] for _ in range(3_000)])
    assert grid.table.nbytes < 500_000
    texts = [text for number in (1, 2) for text in grid.texts(number)]
    assert len(texts) == 6_000
    assert len({id(text) for text in texts}) == 2
    said = all_shown(grid, 1, range(1, 3_001))
    assert said.nbytes < 3_000 * 420
    assert said[7].as_py() == "á" * 200 + "…"
    assert len(Canvas(grid).text(1, 1)) == 2_000


@pytest.mark.parametrize("kind", [Text, Code, Count])
def test_a_cell_too_long_is_a_finding_and_holds_its_row(kind: type) -> None:
    form = type("Sample", (Form,), {"value": column(kind, "Giá trị")})
    result = parsed(form, [["12"], ["1" * 40_000], ["13"]])
    assert [(f.rule, f.severity, f.cell, f.row_id) for f in result.findings] == [("CELL-LONG", "error", "A3", 2)]
    assert [value is None for value in result.rows.column("value").to_pylist()] == [False, True, False]


def test_a_cell_too_long_holds_its_row_in_a_column_of_no_field_too() -> None:
    grid = sheet([["Đơn vị", "Số sách", "Ý kiến"], ["Sở A", 1, "x"], ["Sở B", 2, LONG], ["Tổng", 3, LONG]])
    made = table(["Đơn vị", "Số sách", "Ý kiến"], ["data", "data", "total"])
    result = parse(grid, made, match(Offices, grid, made))
    assert [(f.rule, f.cell, f.row_id) for f in result.findings] == [("CELL-LONG", "C3", 2)]


def test_the_reader_names_every_cell_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Đơn vị,Ý kiến\nA,{'x' * LONGEST_TEXT}\nB,{LONG}\n{LONG},y\n", encoding="utf-8")
    got = read(path)
    assert got.warnings == [("CELL-LONG", "csv", "B3")]
    assert len(got.sheets["csv"].texts(2)[1] or "") == LONGEST_TEXT


@pytest.mark.parametrize(
    ("limit", "most", "named"),
    [
        ("MOST_ROWS", 2, "2 rows"),
        ("MOST_COLUMNS", 1, "1 columns"),
        ("MOST_MERGES", 0, "0 merged ranges"),
        ("MOST_TEXT_BYTES", 11, "11 bytes of text in the cells of a workbook"),
        ("MOST_BYTES", 20, "20 bytes of cells in a workbook"),
    ],
)
def test_a_workbook_beyond_a_limit_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, named: str
) -> None:
    grid = sheet([["ab", "cd"], ["ab", "ef"], ["ab", "gh"]], merges=(Merge(1, 1, 1, 2),))
    within_bounds([grid])
    monkeypatch.setattr(bounds, limit, most)
    with pytest.raises(Refusal) as refusal:
        within_bounds([grid])
    assert (refusal.value.code, refusal.value.details) == ("FILE-TOO-LARGE", {"sheet": "Sheet1", "limit": named})


def test_texts_count_in_every_cell_they_stand_in_but_those_that_were_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_TEXT_BYTES", 12)
    within_bounds([sheet([["abc"], ["abc"], [LONG]]), sheet([["abc"], ["def"]])])
    with pytest.raises(Refusal):
        within_bounds([sheet([["abc"], ["abc"], [LONG]]), sheet([["abc"], ["def"], ["g"]])])


def test_a_reply_larger_than_a_workbook_may_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.xlsx", [BookSheet("S", {"A1": "x"})])
    monkeypatch.setattr("spreadsheets.read.child.MOST_BYTES", 100)
    with Reader(size=1) as reader:
        refused = reader.read(path).refused
    assert refused is not None
    assert (refused.rule, refused.details) == ("FILE-TOO-LARGE", {"limit": "100 bytes"})


@pytest.mark.slow
def test_a_row_eight_times_as_wide_costs_some_eight_times_as_much_and_not_sixty() -> None:
    def seconds(width: int) -> float:
        cells = "".join(f'<c r="{letter(i)}7"><v>{i}.5</v></c>' for i in range(1, width + 1))
        row, start = f'<row r="7">{cells}'.encode(), time.process_time()
        assert len(_proved(row).columns) == width
        return time.process_time() - start

    assert min(seconds(16_000) for _ in range(2)) < 24 * min(seconds(2_000) for _ in range(3))


def test_a_text_of_more_lines_than_a_sheet_may_have_is_refused_before_any_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    monkeypatch.setattr("spreadsheets.formats.text.delimited.MOST_ROWS", 2)
    monkeypatch.setattr("spreadsheets.formats.text.delimited._delimiter", None)
    with pytest.raises(Refusal) as refusal:
        read(path)
    assert (refusal.value.code, refusal.value.details) == ("FILE-TOO-LARGE", {"sheet": "csv", "limit": "2 rows"})


def test_a_workbook_of_too_many_sheets_is_refused_at_the_first_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spreadsheets.formats.parts.content.MOST_SHEETS", 2)
    content = Content("", 100)
    content.sheet("A")
    content.sheet("B")
    with pytest.raises(Refusal) as refusal:
        content.sheet("C")
    assert (refusal.value.code, refusal.value.details) == ("FILE-TOO-LARGE", {"sheet": "C", "limit": "2 sheets"})


def test_merged_ranges_are_kept_once_and_as_far_down_as_cells_say_something() -> None:
    cells = Cells("S", 100)
    for row, text in ((1, "a"), (3, "b")):
        cells.add(row, 1, CellType.TEXT, 0.0, text)
    whole, beyond = Merge(1, 1, 1_048_576, 16_384), Merge(4, 1, 5, 1)
    cells.merges += [whole, whole, Merge(1, 1, 1_000, 16_384), Merge(3, 2, 9, 2), Merge(2, 2, 2, 3), beyond]
    assert cells.grid().merges == (Merge(1, 1, 3, 16_384), Merge(2, 2, 2, 3))


def test_the_cell_that_is_seen_is_told_whatever_merged_ranges_cover() -> None:
    wide = Merge(1, 1, 1_048_576, 16_384)
    grid = replace(sheet([["a", "b"], ["c", "d"], ["e", "f"]]), merges=(wide,))
    found = [Finding("CELL-COUNT", "error", sheet="Sheet1", cell=cell) for cell in ("B3", "A1", "A2")]
    assert {where: len(each) for where, each in at_cells(found, [grid])["Sheet1"].items()} == {(1, 1): 3}
    two = replace(grid, merges=(Merge(2, 1, 3, 1), Merge(1, 2, 1, 3)))
    assert list(at_cells(found, [two])["Sheet1"]) == [(1, 1), (2, 1), (3, 2)]

"""Sheets of corrections: what was written is read back, what was changed is laid over the file, nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from book import BookSheet, write
from hand import Styled, sheet
from reading import read

from spreadsheets.read.reader import Reader
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import CellType, Grid, Style
from spreadsheets.write.corrections import (
    Corrected,
    Correction,
    HeldRow,
    NotCorrections,
    corrected,
    read_corrections,
    write_corrections,
)

HEADINGS = {"A": "Mã", "B": "Số người", "AA": "Ghi chú"}
ROWS = [
    HeldRow(3, "a.xlsx", "Biểu 1", "10", "B10 x", {"A": "001", "B": "-5"}, frozenset("B")),
    HeldRow(4, "b.xlsx", "=Biểu 1", "11", "B11 x", {"A": "=1+1", "B": "50%", "AA": "'x"}),
]


def book(path: Path, *grids: Grid) -> Workbook:
    return Workbook(path, path.name, "xlsx", grids or tuple(read(path).sheets.values()))


def told(corrections: list[Correction]) -> list[tuple[int, str, str]]:
    return [(each.arrival, each.address, each.text) for each in corrections]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_written_is_read_back(tmp_path: Path, ending: str, lang: str) -> None:
    path = tmp_path / f"c.{ending}"
    write_corrections(path, HEADINGS, ROWS, lang)
    assert told(read_corrections(book(path))) == [
        (3, "A10", "001"), (3, "B10", "-5"), (4, "A11", "=1+1"), (4, "B11", "50%"), (4, "AA11", "'x"),
    ]  # fmt: skip
    assert [each.sheet for each in read_corrections(book(path))] == ["Biểu 1"] * 2 + ["=Biểu 1"] * 3
    with pytest.raises(ValueError, match="txt"):
        write_corrections(tmp_path / "c.txt", HEADINGS, ROWS, lang)


def test_a_csv_gives_back_a_text_that_began_with_a_quote(tmp_path: Path) -> None:
    texts = ["'=x", "''+1", "' -1", "\t@x", "=1", "'plain"]
    rows = [HeldRow(3, "a.xlsx", "S", str(i), "", {"A": text}) for i, text in enumerate(texts, 1)]
    write_corrections(tmp_path / "c.csv", {"A": "Mã"}, rows, "vi")
    read_back = [each.text for each in read_corrections(book(tmp_path / "c.csv"))]
    assert read_back == [text.replace("\t", " ") for text in texts]


def test_cells_that_are_wrong_are_coloured_and_every_cell_takes_text(tmp_path: Path) -> None:
    write_corrections(tmp_path / "c.xlsx", HEADINGS, ROWS, "vi")
    page = openpyxl.load_workbook(tmp_path / "c.xlsx")["corrections"]
    assert [cell.value for cell in page[1]][:6] == [
        "lần nhận",
        "tệp",
        "trang tính",
        "dòng",
        "lý do bị giữ lại",
        "A: Mã",
    ]
    assert {cell.number_format for cell in page[2]} == {"@"}
    assert [c.column_letter for c in page[2] if c.fill.start_color.rgb == "FFFFE08A"] == ["G"]


def laid_over(grid: Grid, *cells: tuple[str, object]) -> Grid:
    """A sheet with corrections typed for arrival 3, each in a row of its own."""
    lines = list(dict.fromkeys(address.rstrip("0123456789") for address, _ in cells))
    table = [["arrival", "sheet", "row", *lines]]
    for address, value in cells:
        line = address.rstrip("0123456789")
        table.append([3, grid.name, address[len(line) :], *[value if line == each else None for each in lines]])
    (found,) = corrected(book(Path("a.xlsx"), grid), [book(Path("c.xlsx"), sheet(table))], 3).sheets
    return found


def test_what_differs_is_laid_over_and_what_does_not_is_left_as_it_was() -> None:
    grid = sheet([["Mã", "n"], ["x", 16.0], ["y", Styled(0.5, "0%")], [date(2023, 5, 1), None]])
    same = (("B2", "16"), ("B3", "50%"), ("A4", "01/05/2023"))
    found = laid_over(grid, *same, ("A2", "z"), ("B4", 7.5), ("A3", "(trống)"), ("C2", "1.000"))
    cells = {a: found.cell(row, c) for a, (row, c) in {"A2": (2, 1), "A3": (3, 1), "B4": (4, 2), "C2": (2, 3)}.items()}
    assert {a: (cell.type, cell.value) for a, cell in cells.items()} == {
        "A2": (CellType.TEXT, "z"),
        "A3": (CellType.EMPTY, None),
        "B4": (CellType.NUMBER, 7.5),
        "C2": (CellType.TEXT, "1.000"),
    }
    for place in ((2, 2), (3, 2), (4, 1), (1, 1)):
        assert found.cell(*place) == grid.cell(*place)
    assert (found.n_columns, found.styles[1]) == (3, Style("0%"))
    assert laid_over(grid, *same).table is grid.table


def test_a_percentage_typed_as_one_stays_one_and_other_arrivals_and_sheets_are_left_alone() -> None:
    grid = sheet([["n"], [Styled(0.5, "0%")]])
    found = laid_over(grid, ("A2", Styled(0.6, "0.0%")))
    assert (found.cell(2, 1).value, found.cell(2, 1).style.is_percent) == (0.6, True)
    sheets = [book(Path("c.xlsx"), sheet([["arrival", "sheet", "row", "A"], [3, "Sheet1", 2, "x"]]))]
    for other in (
        corrected(book(Path("a.xlsx"), grid), sheets, 4),
        corrected(book(Path("a.xlsx"), replace(grid, name="S")), sheets, 3),
    ):
        assert other.sheets[0].table is grid.table


def test_text_in_an_old_font_is_compared_as_it_reads() -> None:
    grid = sheet([["n"], ["Së Y tÕ"]])  # TCVN3
    old = replace(
        grid, styles=(Style(font=".VnTime"),), table=grid.table.append_column("y1", pa.array([None, 0], pa.int32()))
    )
    assert laid_over(old, ("A2", "Sở Y tế")).table is old.table
    assert laid_over(old, ("A2", "Sở Nội vụ")).cell(2, 1).value == "Sở Nội vụ"


def test_a_table_on_its_side_is_addressed_by_its_columns() -> None:
    table = sheet([["arrival", "sheet", "row", "12: Số người"], [3, "S", "G", "5"]])
    assert told(read_corrections(book(Path("c.xlsx"), table))) == [(3, "G12", "5")]


@pytest.mark.parametrize(
    "table",
    [[["a", "b"]], [["arrival", "sheet", "A"], [1, "S", "x"]], [["arrival", "sheet", "row", "A"], ["x", "S", 2, "x"]],
     [["arrival", "sheet", "row", "A"], [1, "S", "G", "x"]], [["arrival", "sheet", "row", "A"], [1, "S", "2.5", "x"]],
     [["arrival", "sheet", "row", "A", "A: Mã"], [1, "S", 2, "x"]]],
)  # fmt: skip
def test_what_is_no_sheet_of_corrections_is_refused(table: list[list[object]]) -> None:
    with pytest.raises(NotCorrections):
        read_corrections(book(Path("c.xlsx"), sheet(table)))


def test_a_sheet_that_can_be_read_no_more_refuses_the_file_it_was_for(tmp_path: Path, reader: Reader) -> None:
    write(tmp_path / "a.xlsx", [BookSheet("S", {"A1": "x"})])
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    pending = Corrected(reader.submit(tmp_path / "a.xlsx"), [reader.submit(tmp_path / "c.xlsx")], 3)
    found = pending.result()
    assert found.refused
    assert (found.refused.file, found.sheets) == ("c.xlsx", ())
    with pytest.raises(NotCorrections):
        read_corrections(reader.read(tmp_path / "c.xlsx"))

"""xls (BIFF): the same cells, through xlrd."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt
from reading import read

from spreadsheets.sheet.grid import Cell, CellType, Merge


@pytest.fixture
def report(tmp_path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Biểu 66")
    bold = xlwt.easyxf("font: bold on, name .VnTime; align: indent 3", num_format_str="0.00%")
    sheet.write_merge(0, 0, 0, 3, "QUYẾT TOÁN")
    sheet.write(2, 1, "16.300")
    sheet.write(3, 1, 16.3)
    sheet.write(4, 1, 16.125)
    sheet.write(5, 1, 0.3618, bold)
    sheet.write(2, 2, date(2023, 5, 15), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(3, 2, datetime(2023, 5, 15, 13, 30), xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm"))
    sheet.write(4, 2, True)
    sheet.write(5, 2, " cách ")
    sheet.write(6, 2, xlwt.Formula("B4*2"))
    sheet.row(4).hidden = True
    sheet.col(3).hidden = True
    sheet.write(7, 3, "ẩn")
    hidden = book.add_sheet("Ẩn")
    hidden.visibility = 1
    path = tmp_path / "bao-cao.xls"
    book.save(path)
    return path


def test_every_kind_of_cell(report: Path) -> None:
    got = read(report)
    grid = got.sheets["Biểu 66"]
    assert got.format == "xls"
    assert grid.cell(1, 1).value == "QUYẾT TOÁN"
    assert (grid.cell(3, 2).type, grid.cell(3, 2).value) == (CellType.TEXT, "16.300")
    assert (grid.cell(4, 2).type, grid.cell(4, 2).value) == (CellType.NUMBER, 16.3)
    assert (grid.cell(5, 2).type, grid.cell(5, 2).value) == (CellType.NUMBER, 16.125)
    percent = grid.cell(6, 2)
    assert (percent.value, percent.style.is_percent, percent.style.bold) == (0.3618, True, True)
    assert (percent.style.font, percent.style.indent) == (".VnTime", 3)
    assert (grid.cell(3, 3).type, grid.cell(3, 3).value) == (CellType.DATE, "2023-05-15")
    assert grid.cell(4, 3).value == "2023-05-15T13:30:00"
    assert grid.cell(5, 3).value is True
    assert grid.cell(6, 3).value == " cách "
    assert grid.cell(20, 20) == Cell(CellType.EMPTY, None)


def test_merges_and_what_is_hidden(report: Path) -> None:
    got = read(report)
    grid = got.sheets["Biểu 66"]
    assert grid.merges == (Merge(1, 1, 1, 4),)
    assert grid.hidden_rows == {5}
    assert grid.hidden_columns == {4}
    assert got.sheets["Ẩn"].hidden
    assert got.warnings == [
        ("SHEET-HIDDEN-ROWS", "Biểu 66", ""),
        ("SHEET-HIDDEN-COLUMNS", "Biểu 66", ""),
        ("SHEET-HIDDEN", "Ẩn", ""),
    ]


def test_a_real_file_whose_links_xlrd_cannot_read(shared: Path) -> None:
    got = read(shared / "real/files/QT-2018-N-B67-TT343-26.xls")
    assert got.warnings == [("FILE-LINKS", "", "")]
    assert got.sheets["Bao cao"].n_cells == 178


def test_old_real_files_tell_their_fonts(shared: Path) -> None:
    grid = read(shared / "real/files/Vinh Phuc QT2016.xls").sheets["Bieu 66"]
    assert (grid.n_rows, grid.n_columns, grid.n_cells) == (43, 21, 371)


def test_a_container_whose_streams_overlap_is_read_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    book = xlwt.Workbook()
    book.add_sheet("Biểu").write(0, 0, "Sở Y tế")
    book.save(str(path))
    data = bytearray(path.read_bytes())
    root = data.index("Root Entry".encode("utf-16-le"))
    stream = data.index("Workbook".encode("utf-16-le"))
    data[root + 116 : root + 120] = data[stream + 116 : stream + 120]  # both begin at one sector
    data[root + 120 : root + 124] = (64).to_bytes(4, "little")
    path.write_bytes(data)
    got = read(path)
    assert got.sheets["Biểu"].cell(1, 1).value == "Sở Y tế"
    assert [code for code, *_ in got.warnings] == ["FILE-REPAIRED"]

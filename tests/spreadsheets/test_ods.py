"""ods: values as stored, repeats, spans, styles."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from odf.number import Number, NumberStyle, PercentageStyle, Text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style as OdfStyle
from odf.style import TableProperties, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from reading import read

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Cell, CellType, Merge, Style

_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="S">'
)
_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def _raw(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _HEAD + rows + _TAIL)
    return path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    document = OpenDocumentSpreadsheet()
    percentage = PercentageStyle(name="N10")
    percentage.addElement(Number(decimalplaces="2", minintegerdigits="1"))
    percentage.addElement(Text(text="%"))
    document.automaticstyles.addElement(percentage)
    thousands = NumberStyle(name="N11")
    thousands.addElement(Number(decimalplaces="0", grouping="true"))
    document.automaticstyles.addElement(thousands)
    bold = OdfStyle(name="ce1", family="table-cell", datastylename="N10")
    bold.addElement(TextProperties(fontweight="bold", fontname=".VnTime"))
    document.automaticstyles.addElement(bold)
    document.automaticstyles.addElement(OdfStyle(name="ce2", family="table-cell", datastylename="N11"))
    hidden = OdfStyle(name="ta2", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)

    table = Table(name="Biểu 1")
    table.addElement(TableColumn(numbercolumnsrepeated="2"))
    table.addElement(TableColumn(visibility="collapse"))
    title = TableRow()
    cell = TableCell(numbercolumnsspanned="3", numberrowsspanned="1", valuetype="string")
    cell.addElement(P(text="TIÊU ĐỀ"))
    cell.addElement(P(text="dòng hai"))
    title.addElement(cell)
    title.addElement(CoveredTableCell(numbercolumnsrepeated="2"))
    table.addElement(title)
    table.addElement(TableRow(numberrowsrepeated="3"))
    row = TableRow(visibility="collapse")
    text = TableCell(valuetype="string")
    text.addElement(P(text="16.300"))
    row.addElement(text)
    row.addElement(TableCell(valuetype="float", value="16.3", stylename="ce2"))
    row.addElement(TableCell(valuetype="percentage", value="0.3618", stylename="ce1"))
    row.addElement(TableCell(valuetype="date", datevalue="2023-05-15"))
    row.addElement(TableCell(valuetype="boolean", booleanvalue="true"))
    row.addElement(TableCell(valuetype="time", timevalue="PT07H45M00S"))
    row.addElement(TableCell(valuetype="float", value="7", numbercolumnsrepeated="2"))
    row.addElement(TableCell(numbercolumnsrepeated="16000"))
    table.addElement(row)
    table.addElement(TableRow(numberrowsrepeated="1048000"))
    document.spreadsheet.addElement(table)
    document.spreadsheet.addElement(Table(name="Ẩn", stylename="ta2"))
    path = tmp_path / "bao-cao.ods"
    document.save(path)
    return path


def test_every_kind_of_cell(report: Path) -> None:
    got = read(report)
    grid = got.sheets["Biểu 1"]
    assert got.format == "ods"
    assert (grid.n_rows, grid.n_columns, grid.n_cells) == (5, 8, 9)
    assert grid.cell(1, 1) == Cell(CellType.TEXT, "TIÊU ĐỀ\ndòng hai")
    assert grid.cell(5, 1) == Cell(CellType.TEXT, "16.300")
    assert grid.cell(5, 2) == Cell(CellType.NUMBER, 16.3, Style("#,##0"))
    assert grid.cell(5, 3) == Cell(CellType.NUMBER, 0.3618, Style("0.00%", True, ".VnTime"))
    assert grid.cell(5, 4) == Cell(CellType.DATE, "2023-05-15")
    assert grid.cell(5, 5) == Cell(CellType.BOOL, True)
    assert grid.cell(5, 6) == Cell(CellType.DATE, "07:45:00")
    assert grid.cell(5, 7) == grid.cell(5, 8) == Cell(CellType.NUMBER, 7.0)
    assert grid.merges == (Merge(1, 1, 1, 3),)
    assert grid.hidden_rows == {5}
    assert grid.hidden_columns == {3}
    assert got.warnings == [
        ("SHEET-HIDDEN-ROWS", "Biểu 1", ""),
        ("SHEET-HIDDEN-COLUMNS", "Biểu 1", ""),
        ("SHEET-HIDDEN", "Ẩn", ""),
    ]


def test_text_is_kept_as_written(tmp_path: Path) -> None:
    cells = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>ghi chú</text:p></office:annotation>\n'
        '<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    got = read(_raw(tmp_path / "a.ods", f"<table:table-row>{cells}</table:table-row>"))
    grid = got.sheets["S"]
    assert grid.cell(1, 1).value == "a   b\tc\nd"
    assert grid.cell(1, 2) == Cell(CellType.ERROR, "#DIV/0!")
    assert grid.cell(1, 3) == Cell(CellType.TEXT, "#DIV/0!")
    assert got.warnings == [("CELL-ERROR", "S", "B1")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (
            '<table:table-row table:number-rows-repeated="60000"><table:table-cell office:value-type="float" '
            'office:value="1" table:number-columns-repeated="1000"/></table:table-row>',
            "FILE-TOO-LARGE",
        ),
        (
            '<table:table-row><table:table-cell office:value-type="float" office:value="1" '
            'table:number-columns-repeated="999999999"/></table:table-row>',
            "FILE-TOO-LARGE",
        ),
        ("<table:table-row>", "FILE-DAMAGED"),
        ('<table:table-row><table:table-cell office:value-type="float"/></table:table-row>', "FILE-DAMAGED"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, rows: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(_raw(tmp_path / "a.ods", rows))
    assert refusal.value.code == code


def test_encryption_is_told(tmp_path: Path) -> None:
    path = _raw(tmp_path / "a.ods", "")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>")
    with pytest.raises(Refusal, match="FILE-ENCRYPTED"):
        read(path)

"""XML Spreadsheet 2003 under the name .xls: places, types, styles, what is hidden, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import Read, read

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import CellType, Grid, Merge, Style

HEAD = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">"""
STYLES = """<Styles><Style ss:ID="Default"><NumberFormat/></Style>
 <Style ss:ID="dam" ss:Name="Đậm"><Font ss:Bold="1" ss:FontName=".VnTime"/><Alignment ss:Indent="2"/></Style>
 <Style ss:ID="pt" ss:Parent="dam"><NumberFormat ss:Format="Percent"/></Style>
 <Style ss:ID="ngay"><NumberFormat ss:Format="Short Date"/></Style></Styles>"""


def _book(tmp_path: Path, body: str, styles: str = "") -> Read:
    return _read(tmp_path, f"{HEAD}{styles}{body}</Workbook>".encode())


def _read(tmp_path: Path, data: bytes) -> Read:
    path = tmp_path / "bao-cao.xml"
    path.write_bytes(data)
    return read(path)


def _sheet(rows: str, options: str = "", name: str = "Biểu 1") -> str:
    return f'<Worksheet ss:Name="{name}"><Table ss:ExpandedRowCount="9">{rows}</Table>{options}</Worksheet>'


def _filled(grid: Grid) -> dict[tuple[int, int], object]:
    places = [(r, c) for r in range(1, grid.n_rows + 1) for c in range(1, grid.n_columns + 1)]
    return {place: grid.cell(*place).value for place in places if grid.cell(*place).type}


def _data(kind: str, text: str, more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_places_go_on_from_the_one_before_unless_said(tmp_path: Path) -> None:
    rows = (
        "<Row>" + _data("String", "a", 'ss:MergeAcross="1"') + _data("String", "b")
        + _data("String", "c", 'ss:Index="6"')
        + '</Row><Row ss:Span="2"/><Row>' + _data("String", "d", 'ss:MergeDown="1"') + "<Cell/>" + _data("String", "e")
        + '</Row><Row ss:Index="9">' + _data("String", "f") + "</Row>"
    )  # fmt: skip
    grid = _book(tmp_path, _sheet(rows)).sheets["Biểu 1"]
    assert _filled(grid) == {(1, 1): "a", (1, 3): "b", (1, 6): "c", (5, 1): "d", (5, 3): "e", (9, 1): "f"}
    assert grid.merges == (Merge(1, 1, 1, 2), Merge(5, 1, 6, 1))


def test_every_type_of_cell(tmp_path: Path) -> None:
    rows = "<Row>" + "".join((
        _data("Number", "16.3"), _data("String", "16.300"), _data("Boolean", "1"), _data("Error", "#REF!"),
        _data("DateTime", "2023-05-15T00:00:00.000"), _data("DateTime", "1899-12-31T08:30:00.000"),
        _data("Number", "0.3618", 'ss:StyleID="pt"'), _data("Number", "45061", 'ss:StyleID="ngay"'),
        _data("DateTime", "hôm qua"), _data("Number", ""),
        '<Cell><ss:Data ss:Type="String"><html:B>hai</html:B>&#10;dòng &amp; &lt;b&gt;</ss:Data>'
        '<Comment><ss:Data>ghi chú</ss:Data></Comment></Cell>',
    )) + "</Row>"  # fmt: skip
    got = _book(tmp_path, _sheet(rows), STYLES)
    grid = got.sheets["Biểu 1"]
    assert list(_filled(grid).values()) == [
        16.3, "16.300", True, "#REF!", "2023-05-15", "08:30:00", 0.3618, "2023-05-15", "hôm qua", "hai\ndòng & <b>",
    ]  # fmt: skip
    assert [grid.cell(1, c).type for c in (1, 2, 5, 8, 9)] == [
        CellType.NUMBER, CellType.TEXT, CellType.DATE, CellType.DATE, CellType.TEXT,
    ]  # fmt: skip
    assert grid.cell(1, 7).style == Style("0.00%", True, ".VnTime", 2)
    assert got.warnings == [("CELL-ERROR", "Biểu 1", "D1")]


def test_what_is_hidden(tmp_path: Path) -> None:
    rows = (
        '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Row>' + _data("String", "a") + _data("String", "b")
        + '</Row><Row ss:Hidden="1">' + _data("String", "c") + "</Row>"
    )  # fmt: skip
    options = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    got = _book(tmp_path, _sheet(rows) + _sheet("<Row>" + _data("String", "d") + "</Row>", options, "Ẩn"))
    grid = got.sheets["Biểu 1"]
    assert (grid.hidden_rows, grid.hidden_columns, grid.hidden, got.sheets["Ẩn"].hidden) == ({2}, {2}, False, True)
    assert got.warnings == [
        ("SHEET-HIDDEN-ROWS", "Biểu 1", ""),
        ("SHEET-HIDDEN-COLUMNS", "Biểu 1", ""),
        ("SHEET-HIDDEN", "Ẩn", ""),
    ]


def test_dates_count_from_1904_where_the_book_says_so(tmp_path: Path) -> None:
    rows = "<Row>" + _data("Number", "43599", 'ss:StyleID="ngay"') + "</Row>"
    excel = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    assert _filled(_book(tmp_path, _sheet(rows), excel + STYLES).sheets["Biểu 1"]) == {(1, 1): "2023-05-15"}


def test_links_and_formulas_without_a_value_are_warned_of(tmp_path: Path) -> None:
    excel = "<x:ExcelWorkbook><x:SupBook><x:Path>cmd</x:Path></x:SupBook></x:ExcelWorkbook>"
    got = _book(tmp_path, _sheet('<Row><Cell ss:Formula="=A2*2"/></Row>'), excel)
    assert got.warnings == [("FILE-LINKS", "", ""), ("CELL-NO-VALUE", "Biểu 1", "A1")]


def test_other_encodings_and_a_line_before_the_beginning(tmp_path: Path) -> None:
    body = HEAD.replace('version="1.0"', 'version="1.0" encoding="utf-16"')
    data = (body + _sheet("<Row>" + _data("String", "Đạt") + "</Row>") + "</Workbook>").encode("utf-16")
    assert _filled(_read(tmp_path, data).sheets["Biểu 1"]) == {(1, 1): "Đạt"}
    late = f"\r\n{HEAD}{_sheet('<Row>' + _data('String', 'Đạt') + '</Row>')}</Workbook>".encode()
    assert _filled(_read(tmp_path, late).sheets["Biểu 1"]) == {(1, 1): "Đạt"}


WHOLE = f"{HEAD}{_sheet('<Row>' + _data('Number', '1') + '</Row>')}</Workbook>"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (WHOLE[: WHOLE.index("</Row>")], "FILE-TRUNCATED"),
        (WHOLE.replace("</Row>", "</Raw>"), "FILE-DAMAGED"),
        (WHOLE.replace(">1<", ">một<"), "FILE-DAMAGED"),
        (WHOLE.replace(">1<", ">inf<"), "FILE-DAMAGED"),
        (WHOLE.replace("<Row>", "").replace("</Row>", ""), "FILE-DAMAGED"),
        (f"{HEAD}</Workbook>", "FILE-DAMAGED"),
        (WHOLE.replace("<Row>", '<Row ss:Index="1048577">'), "FILE-TOO-LARGE"),
        (WHOLE.replace("<Cell ", '<Cell ss:Index="16385" '), "FILE-TOO-LARGE"),
        (WHOLE.replace("<Workbook", '<!DOCTYPE Workbook [<!ENTITY a "b">]><Workbook'), "FILE-ENTITIES"),
        (WHOLE.replace("<?mso", " " * 70_000 + '<!DOCTYPE Workbook [<!ENTITY a "b">]><?mso'), "FILE-NOT-SPREADSHEET"),
    ],
    ids=["cut", "bad end", "word", "infinite", "no row", "no sheet", "long", "wide", "entity", "late entity"],
)
def test_what_cannot_be_trusted_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        _read(tmp_path, text.encode())
    assert refusal.value.code == code


def test_a_document_type_beyond_what_is_sniffed_is_refused(tmp_path: Path) -> None:
    head, body = WHOLE.split("<?mso", 1)
    late = f"{head}<!-- {HEAD.split('<Workbook')[1]} <Workbook {' ' * 70_000}--><!DOCTYPE w><?mso{body}"
    with pytest.raises(Refusal) as refusal:
        _read(tmp_path, late.encode())
    assert refusal.value.code == "FILE-ENTITIES"


def test_the_workbooks_of_the_shared_folder(shared: Path) -> None:
    folder = shared / "adversarial"
    got = read(folder / "wrong_ext/xml2003_autofilter.xls")
    assert got.warnings[0] == ("FILE-NAME-DIFFERS", "", "")
    assert {name: grid.n_cells for name, grid in got.sheets.items()} == dict.fromkeys(got.sheets, 88)
    assert len(got.sheets) == 11 and "SHEET-HIDDEN-ROWS" in {rule for rule, _, _ in got.warnings}
    latin = read(folder / "wrong_ext/xml2003_latin1.xlsx").sheets["Sheet1"]
    assert _filled(latin) == {(1, 1): "Voilà", (2, 1): "PhpSpreadsheet"}
    dde = read(folder / "active/dde-in-excel2003.xls")
    assert {"FILE-LINKS", "CELL-ERROR"} <= {rule for rule, _, _ in dde.warnings}

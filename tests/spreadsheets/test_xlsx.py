"""xlsx: values, types, styles and everything calamine loses."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from reading import read

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Align, Cell, CellType, Merge, Style

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(**targets: str) -> str:
    found = (f'<Relationship Id="{k}" Type="{_REL}/{k}" Target="{target}"/>' for k, target in targets.items())
    return f"<Relationships>{''.join(found)}</Relationships>"


def _package(path: Path, sheet: str, strings: str = "", **parts: str) -> Path:
    """A workbook of one sheet from raw XML."""
    files = {
        "_rels/.rels": _relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_REL}"><sheets>'
        '<sheet name="Biểu" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml"),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings or f"<sst {_NS}/>",
    } | parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def _sheet(rows: str, after: str = "") -> str:
    return f"<worksheet {_NS}><sheetData>{rows}</sheetData>{after}</worksheet>"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Báo cáo")
    percent = book.add_format({"num_format": "0.00%", "bold": True, "font_name": ".VnTime", "indent": 2})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    clock = book.add_format({"num_format": "hh:mm"})
    duration = book.add_format({"num_format": "[h]:mm"})
    sheet.merge_range("A1:D1", "  TIÊU ĐỀ\n hai dòng ")
    sheet.write_string("B3", "16.300")
    sheet.write_number("B4", 16.3)
    sheet.write_number("B5", 16.125)
    sheet.write_number("B6", 0.3618, percent)
    sheet.write_datetime("C3", datetime(2023, 5, 15), day)
    sheet.write_datetime("C4", datetime(2023, 5, 15, 13, 30), day)
    sheet.write_datetime("C5", time(7, 45), clock)
    sheet.write_number("C6", 1.5, duration)
    sheet.write_boolean("D3", True)
    sheet.write_formula("D4", "=1/0", value="#DIV/0!")
    sheet.write_string("D5", "#DIV/0!")
    sheet.write_formula("D6", "=B4*2", value=32.6)
    sheet.write_formula("D7", '="a"&"b"', value="ab")
    sheet.write_string("E3", "a<b & \"c\" 'd' _x000D_ é")
    sheet.write_rich_string("E4", "đậm ", book.add_format({"bold": True}), "nét")
    sheet.write_string("E5", "00123")
    sheet.write_number("E6", 123456789012345700000)
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column("D:D", None, None, {"hidden": True})
    book.add_worksheet("Ẩn").hide()
    book.worksheets()[1].write(0, 0, "x")
    book.add_worksheet("Trống")
    book.close()
    return path


def test_every_kind_of_cell(report: Path) -> None:
    grid = read(report).sheets["Báo cáo"]
    percent = Style("0.00%", True, ".VnTime", 2, align=Align.LEFT, size=11)
    plain = Style("General", False, "Calibri", 0, size=11)
    expected = {
        (1, 1): (CellType.TEXT, "  TIÊU ĐỀ\n hai dòng "),
        (3, 2): (CellType.TEXT, "16.300"),
        (4, 2): (CellType.NUMBER, 16.3),
        (5, 2): (CellType.NUMBER, 16.125),
        (3, 3): (CellType.DATE, "2023-05-15"),
        (4, 3): (CellType.DATE, "2023-05-15T13:30:00"),
        (5, 3): (CellType.DATE, "07:45:00"),
        (6, 3): (CellType.NUMBER, 1.5),
        (3, 4): (CellType.BOOL, True),
        (4, 4): (CellType.ERROR, "#DIV/0!"),
        (5, 4): (CellType.TEXT, "#DIV/0!"),
        (6, 4): (CellType.NUMBER, 32.6),
        (7, 4): (CellType.TEXT, "ab"),
        (3, 5): (CellType.TEXT, "a<b & \"c\" 'd' _x000D_ é"),
        (4, 5): (CellType.TEXT, "đậm nét"),
        (5, 5): (CellType.TEXT, "00123"),
        (6, 5): (CellType.NUMBER, 123456789012345700000.0),
    }
    for place, (kind, value) in expected.items():
        assert (grid.cell(*place).type, grid.cell(*place).value) == (kind, value), place
    assert grid.cell(6, 2) == Cell(CellType.NUMBER, 0.3618, percent)
    assert grid.cell(4, 2).style == plain
    assert grid.n_cells == len(expected) + 1
    assert grid.numbers(3)[3 - grid.first_row] == 45061.0


def test_merges_and_what_is_hidden(report: Path) -> None:
    got = read(report)
    grid = got.sheets["Báo cáo"]
    assert grid.merges == (Merge(1, 1, 1, 4),)
    assert grid.hidden_rows == {5}
    assert grid.hidden_columns == {4}
    assert [g.hidden for g in got.sheets.values()] == [False, True, False]
    assert ("SHEET-HIDDEN", "Ẩn", "") in got.warnings
    assert ("CELL-ERROR", "Báo cáo", "D4") in got.warnings
    assert ("CELL-PRECISION", "Báo cáo", "E6") in got.warnings
    assert (got.sheets["Trống"].n_rows, got.sheets["Trống"].n_cells) == (0, 0)


def test_both_scans_see_the_same(report: Path, tmp_path: Path) -> None:
    """A comment in the sheet sends it to the slow scan."""
    slow = tmp_path / "slow.xlsx"
    with zipfile.ZipFile(report) as source, zipfile.ZipFile(slow, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(("sheet1.xml", "sharedStrings.xml")):
                data = data.replace(b"</row>", b"<!-- --></row>").replace(b"</si>", b"<!-- --></si>")
            target.writestr(name, data)
    fast_grid, slow_grid = read(report).sheets["Báo cáo"], read(slow).sheets["Báo cáo"]
    assert slow_grid.to_arrow().equals(fast_grid.to_arrow(), check_metadata=True)


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, date(2023, 5, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    grid = read(path).sheets["Sheet1"]
    assert grid.cell(1, 1).value == "2023-05-15"
    assert grid.numbers(1) == [45061.0]


@pytest.mark.parametrize("comment", ["", "<!-- -->"])
def test_unusual_cells(tmp_path: Path, comment: str) -> None:
    rows = (
        f'<row r="2" hidden="1">{comment}<c r="A2" t="inlineStr"><is><t xml:space="preserve"> nội </t></is></c>'
        '<c r="B2" t="str"><f>A1</f><v></v></c><c r="C2"><f>A1+1</f></c><c r="D2" t="str"><f>A1</f></c></row>'
        '<row r="4"><c r="A4" t="d"><v>2023-05-15</v></c><c r="B4" t="s"><v>0</v></c><c r="C4" t="n"><v>-1.5E3</v></c>'
        '<c r="D4" t="e"><v>#N/A</v></c><c r="E4" t="s"><v>1</v></c><c r="F4"><v></v></c>'
        '<c r="G4" t="b"><v>0</v></c></row>'
    )
    strings = (
        f"<sst {_NS}><si><r><t>một </t></r><r><t>hai</t></r><rPh sb='0' eb='1'><t>phiên âm</t></rPh></si>"
        "<si><t/></si></sst>"
    )
    got = read(_package(tmp_path / "a.xlsx", _sheet(rows), strings))
    grid = got.sheets["Biểu"]
    assert grid.cell(2, 1) == Cell(CellType.TEXT, " nội ")
    assert grid.cell(4, 1) == Cell(CellType.DATE, "2023-05-15")
    assert grid.cell(4, 2) == Cell(CellType.TEXT, "một hai")
    assert grid.cell(4, 3) == Cell(CellType.NUMBER, -1500.0)
    assert grid.cell(4, 4) == Cell(CellType.ERROR, "#N/A")
    assert grid.cell(4, 7) == Cell(CellType.BOOL, False)
    assert grid.n_cells == 6
    assert grid.hidden_rows == {2}
    assert ("CELL-NO-VALUE", "Biểu", "C2") in got.warnings


def test_prefixed_elements_and_missing_addresses(tmp_path: Path) -> None:
    sheet = (
        f"<x:worksheet {_NS.replace('xmlns=', 'xmlns:x=')}><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>"
        '<x:c><x:v>2</x:v></x:c></x:row><x:row r="5"><x:c r="C5"><x:v>3</x:v></x:c><x:c><x:v>4</x:v></x:c></x:row>'
        "</x:sheetData><x:mergeCells><x:mergeCell ref='A1:B2'/></x:mergeCells></x:worksheet>"
    )
    grid = read(_package(tmp_path / "a.xlsx", sheet)).sheets["Biểu"]
    cells = {(r, c): grid.cell(r, c).value for r in range(1, 6) for c in range(1, 5) if grid.cell(r, c).value}
    assert cells == {(1, 1): 1.0, (1, 2): 2.0, (5, 3): 3.0, (5, 4): 4.0}
    assert grid.merges == (Merge(1, 1, 2, 2),)


def test_a_row_longer_than_the_pieces_it_is_read_in(tmp_path: Path) -> None:
    cells = "".join(f'<c r="A{r}" t="inlineStr"><is><t>{"x" * 1000}{r}</t></is></c>' for r in range(1, 9001))
    rows = "".join(f'<row r="{i}">{c}</row>' for i, c in enumerate(cells.replace("</c>", "</c>\n").splitlines(), 1))
    grid = read(_package(tmp_path / "a.xlsx", _sheet(rows))).sheets["Biểu"]
    assert grid.n_cells == 9000
    assert grid.cell(9000, 1).value == "x" * 1000 + "9000"


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (_sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "FILE-DAMAGED"),
        (_sheet('<row r="1"><c r="A1"><v>abc</v></c></row>'), "FILE-DAMAGED"),
        (_sheet('<row r="1"><c r="A1"><v>NaN</v></c></row>'), "FILE-DAMAGED"),
        (_sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), "FILE-DAMAGED"),
        (_sheet('<row r="1"><c r="A1"><v>1</v></c></row>')[:-20], "FILE-DAMAGED"),
        (_sheet('<row r="1"><c r="A1"><v>1</v></c>'), "FILE-DAMAGED"),
        (f'<!DOCTYPE x [<!ENTITY a "b">]>{_sheet("")}', "FILE-ENTITIES"),
    ],
)
def test_damage_is_refused(tmp_path: Path, sheet: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(_package(tmp_path / "a.xlsx", sheet))
    assert refusal.value.code == code


def test_entities_in_shared_strings_are_refused(tmp_path: Path) -> None:
    strings = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><sst {_NS}><si><t>&a;</t></si></sst>'
    with pytest.raises(Refusal, match="FILE-ENTITIES"):
        read(_package(tmp_path / "a.xlsx", _sheet(""), strings))


def test_a_bomb_is_refused_by_its_declared_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spreadsheets.formats.parts.package._BOMB_SIZE", 2 << 20)
    path = _package(tmp_path / "a.xlsx", _sheet(""), **{"xl/media/image1.bin": " " * (3 << 20)})
    with pytest.raises(Refusal, match="FILE-BOMB"):
        read(path)


def test_macros_links_and_stray_parts_are_warned_of(tmp_path: Path) -> None:
    parts = {"xl/vbaProject.bin": "", "xl/externalLinks/externalLink1.xml": "<x/>", "../evil.txt": "x"}
    got = read(_package(tmp_path / "a.xlsx", _sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), **parts))
    assert got.format == "xlsm"
    assert {rule for rule, _, _ in got.warnings} == {"FILE-MACRO", "FILE-LINKS", "FILE-REPAIRED", "FILE-NAME-DIFFERS"}


@pytest.mark.parametrize("rows", [1, 2000])
def test_a_value_where_an_inline_text_is_announced_is_no_text(tmp_path: Path, rows: int) -> None:
    cells = "".join(
        f'<row r="{r}"><c r="A{r}" t="inlineStr"><v>7</v></c><c r="B{r}"><v>1</v></c></row>' for r in range(1, rows + 1)
    )
    got = read(_package(tmp_path / "a.xlsx", _sheet(cells)))
    assert got.sheets["Biểu"].n_cells == rows


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "value"), [("sheet1.xml", 2.0), ("SHEET1.xml", 1.0)])
def test_of_a_part_that_is_there_twice_one_is_read_with_a_warning(tmp_path: Path, name: str, value: float) -> None:
    path = _package(tmp_path / "a.xlsx", _sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/" + name, _sheet('<row r="1"><c r="A1"><v>2</v></c></row>'))
    got = read(path)
    assert got.sheets["Biểu"].cell(1, 1).value == value
    assert [rule for rule, _, _ in got.warnings] == ["FILE-REPAIRED"]


def test_a_stray_cell_at_the_end_is_warned_of(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    got = read(_package(tmp_path / "a.xlsx", _sheet(rows)))
    assert got.sheets["Biểu"].cell(1_048_576, 16_384).value == 2.0
    assert ("SHEET-EXTENT", "Biểu", "") in got.warnings

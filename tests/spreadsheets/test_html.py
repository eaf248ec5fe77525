"""HTML tables under the name of a spreadsheet: spans, several and nested tables, charsets, what is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import Read, read

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import CellType, Grid, Merge


def _read(tmp_path: Path, page: str | bytes) -> Read:
    path = tmp_path / "bao-cao.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read(path)


def _grid(tmp_path: Path, page: str) -> Grid:
    (grid,) = _read(tmp_path, page).sheets.values()
    return grid


def _rows(grid: Grid) -> list[list[object]]:
    return [[grid.cell(r, c).value for c in range(1, grid.n_columns + 1)] for r in range(1, grid.n_rows + 1)]


def test_what_stands_on_the_page_stands_on_the_sheet_in_order(tmp_path: Path) -> None:
    page = """<html><head><title>Xuất</title><style>td {color: red}</style></head><body>
      <h2>BÁO CÁO<br>Tháng 5/2023</h2> <div>&nbsp;</div>
      <table><caption>Bảng 1</caption>
        <thead><tr><th>STT</th><th>Đơn vị</th></tr></thead>
        <tbody><tr><td>1</td><td> Sở   Y
          tế &amp; <b>khác</b> </td></tr></tbody></table>
      <p>Người lập</p><table><tr><td>A<td>B<tr><td>C</table></body></html>"""
    assert _rows(_grid(tmp_path, page)) == [
        ["BÁO CÁO", None],
        ["Tháng 5/2023", None],
        ["Bảng 1", None],
        ["STT", "Đơn vị"],
        ["1", "Sở Y tế & khác"],
        [None, None],
        ["Người lập", None],
        ["A", "B"],
        ["C", None],
    ]


def test_spans_are_merges_and_push_what_comes_after(tmp_path: Path) -> None:
    page = """<table>
      <tr><td rowspan=2>a</td><td colspan="2">b</td><td rowspan=0>c</td></tr>
      <tr><td>d</td><td>e</td></tr>
      <tr><td colspan=3 rowspan=9>f</td></tr></table><table><tr><td>g</td></tr></table>"""
    grid = _grid(tmp_path, page)
    assert _rows(grid) == [
        ["a", "b", None, "c"],
        [None, "d", "e", None],
        ["f", None, None, None],
        [None, None, None, None],
        ["g", None, None, None],
    ]
    assert set(grid.merges) == {Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 3, 4), Merge(3, 1, 3, 3)}


def test_a_table_that_only_lays_the_page_out_is_taken_apart(tmp_path: Path) -> None:
    page = """<table><tr><td>SỞ Y TẾ</td><td>CỘNG HÒA</td></tr>
      <tr><td colspan=2><table><tr><th>Mã</th><th>Số</th></tr><tr><td>A</td><td>1.234</td></tr></table></td></tr>
      <tr><td>Người lập</td><td>Giám đốc</td></tr></table>"""
    assert _rows(_grid(tmp_path, page)) == [
        ["SỞ Y TẾ", "CỘNG HÒA"],
        [None, None],
        ["Mã", "Số"],
        ["A", "1.234"],
        [None, None],
        ["Người lập", "Giám đốc"],
    ]


def test_a_table_around_one_value_is_that_value(tmp_path: Path) -> None:
    page = "<table><tr><td>1</td><td><table><tr><td>Sở Y tế</td><td></td></tr></table></td><td>2</td></tr></table>"
    assert _rows(_grid(tmp_path, page)) == [["1", "Sở Y tế", "2"]]


def test_figures_stay_text_unless_the_page_says_their_value(tmp_path: Path) -> None:
    page = """<style><!-- .so {mso-number-format:"0\\.00%";} .ngay {mso-number-format:"dd\\/mm\\/yyyy"} --></style>
      <table><tr><td>1.234.567,89</td><td class=so x:num="0.3618">36,18%</td><td class="ngay" x:num="45061">15/5/23</td>
      <td sdval="1234.5" sdnum="1066;0;#.##0,0">1.234,5</td><td x:num="nan">5</td><td>#N/A</td></tr></table>"""
    grid = _grid(tmp_path, page)
    assert _rows(grid) == [["1.234.567,89", 0.3618, "2023-05-15", 1234.5, "5", "#N/A"]]
    assert [grid.cell(1, c).type.name for c in range(1, 7)] == ["TEXT", "NUMBER", "DATE", "NUMBER", "TEXT", "ERROR"]
    assert grid.cell(1, 2).style.is_percent


def test_what_is_bold_and_in_which_font(tmp_path: Path) -> None:
    page = """<style>.dam{font-weight:700; font-family:".VnTime", serif}</style>
      <table><tr class=x style="font-weight:bold"><td>a</td></tr>
      <tr><th>b</th><td><b>c</b></td><td><b>d</b> e</td><td class=dam>f</td>
      <td><font face=".VnArial">g</font></td><td style="font-weight:400">h</td></tr></table>"""
    grid = _grid(tmp_path, page)
    assert grid.cell(1, 1).style.bold
    assert [grid.cell(2, c).style.bold for c in range(1, 7)] == [True, True, False, True, False, False]
    assert [grid.cell(2, c).style.font for c in (4, 5)] == [".VnTime", ".VnArial"]


def test_what_is_hidden_is_read_and_told_of(tmp_path: Path) -> None:
    page = """<style>.an {display:none}</style><table><col><col style="display: none"><tr><td>a</td><td>b</td></tr>
      <tr style="display:none"><td>c</td><td>d</td></tr><tr class="an"><td>e</td></tr></table>"""
    got = _read(tmp_path, page)
    grid = got.sheets["html"]
    assert (grid.hidden_rows, grid.hidden_columns, grid.n_cells) == ({2, 3}, {2}, 5)
    assert got.warnings == [("SHEET-HIDDEN-ROWS", "html", ""), ("SHEET-HIDDEN-COLUMNS", "html", "")]


def test_the_sheet_has_the_name_excel_gave_it(tmp_path: Path) -> None:
    page = """<html><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>
      <x:Name>Biểu 1</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head>
      <body><![if !excel]>&nbsp;<![endif]><![lạ]><table><tr><td>1</td></tr></table></body></html>"""
    (name,) = _read(tmp_path, page).sheets
    assert name == "Biểu 1"


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        ("<table><tr><td>Tấn Đạt</td></tr></table>".encode("utf-16"), []),
        ("<meta charset=utf-16><table><tr><td>Tấn Đạt</td></tr></table>".encode(), []),
        ("<meta charset='windows-1258'><table><tr><td>Tâ\u0301n Đa\u0323t</td></tr></table>".encode("cp1258"), []),
        ("<meta charset='windows-1258'><table><tr><td>Tấn Đạt</td></tr></table>".encode(), []),
        ("<table><tr><td>Tâ\u0301n Đa\u0323t</td></tr></table>".encode("cp1258"), [("FILE-ENCODING", "", "")]),
        (b"<table><tr><td>T&#7845;n &#x110;&#7841;t</td></tr></table>", []),
    ],
    ids=["utf-16", "a wrong utf-16", "windows-1258", "declared 1258, is utf-8", "undeclared 1258", "entities"],
)
def test_letters_come_through(tmp_path: Path, data: bytes, warnings: list[tuple[str, str, str]]) -> None:
    import unicodedata

    got = _read(tmp_path, data)
    assert unicodedata.normalize("NFC", str(got.sheets["html"].cell(1, 1).value)) == "Tấn Đạt"
    assert got.warnings == warnings


def test_a_page_that_stops_inside_a_table_says_so(tmp_path: Path) -> None:
    got = _read(tmp_path, "<html><table><tr><td>1</td><td>2")
    assert _rows(got.sheets["html"]) == [["1", "2"]]
    assert got.warnings == [("FILE-REPAIRED", "", "")]


def test_scripts_lists_and_stray_tags_are_no_content(tmp_path: Path) -> None:
    page = """<script>if (a < b) document.write("<table><tr><td>x</td></tr></table>")</script></table></td>
      <table><tr><td>1<select><option>Tất cả<option>Khác</select></td></tr></b></table>"""
    assert _rows(_grid(tmp_path, page)) == [["1"]]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><body><form>Đăng nhập</form></body></html>", "FILE-HTML"),
        ("<table><tr><td> </td></tr></table>", "FILE-HTML"),
        ("<table><tr><td>" * 60 + "x", "FILE-DAMAGED"),
        ("<table><tr>" + "<td colspan=1000>x" * 17, "FILE-TOO-LARGE"),
    ],
    ids=["no table", "an empty one", "too deep", "too wide"],
)
def test_what_holds_no_table_is_refused(tmp_path: Path, page: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        _read(tmp_path, page)
    assert refusal.value.code == code


def test_the_pages_of_the_shared_folder(shared: Path) -> None:
    folder = shared / "adversarial" / "wrong_ext"
    grid = read(folder / "html_utf16.xls").sheets["html"]
    assert _rows(grid) == [["À1", "B1", "ç1", "D1"], ["Ã2", "B2", "C2", "Ð2"]]
    got = read(folder / "html_page.xls")
    page = got.sheets["html"]
    assert got.warnings == [("FILE-NAME-DIFFERS", "", "")]
    assert [page.cell(7, c).value for c in range(1, 6)] == ["HDI Rank", "Country", "1990", None, "2010"]
    assert page.cell(1, 1).type == CellType.TEXT
    assert page.n_cells == 818

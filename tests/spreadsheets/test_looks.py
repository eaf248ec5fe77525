"""Lines, alignment, fill and type come out of every format that has them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
import xlwt

from spreadsheets.sheet.grid import Align, Grid, Lines, Style
from tests.reading import read

ALL = Lines.LEFT | Lines.TOP | Lines.RIGHT | Lines.BOTTOM


def _told(style: Style) -> tuple[Lines, Align, bool, bool, bool, bool, bool, float]:
    return (
        style.lines, style.align, style.wrapped, style.turned, style.filled, style.italic, style.underlined, style.size,
    )  # fmt: skip


def _both(path: Path) -> Grid:
    (grid,) = read(path).sheets.values()
    return Grid.from_arrow(grid.to_arrow())


def test_an_xlsx_tells_how_its_cells_look(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        full = {"border": 1, "align": "center_across", "text_wrap": True, "rotation": 90, "bg_color": "#DDEEFF",
                "italic": True, "underline": 1, "font_size": 13}  # fmt: skip
        sheet.write(0, 0, "a", book.add_format(full))
        sheet.write_blank(0, 1, None, book.add_format({"left": 1, "bottom": 2, "align": "right"}))
        sheet.write(0, 2, "c")
    grid = _both(path)
    assert _told(grid.cell(1, 1).style) == (ALL, Align.ACROSS, True, True, True, True, True, 13.0)
    assert _told(grid.cell(1, 3).style) == (Lines.NONE, Align.GENERAL, False, False, False, False, False, 11.0)


def test_an_xls_tells_how_its_cells_look(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    full = xlwt.easyxf(
        "font: italic on, underline single, height 260; borders: left thin, top thin, right thin, bottom thin;"
        "align: horiz center_across_selection, wrap on, rotation 90; pattern: pattern solid, fore_colour yellow"
    )
    sheet.write(0, 0, "a", full)
    sheet.write(0, 1, "b", xlwt.easyxf("borders: left thin, bottom double; align: horiz right"))
    book.save(str(path))
    grid = _both(path)
    assert _told(grid.cell(1, 1).style) == (ALL, Align.ACROSS, True, True, True, True, True, 13.0)
    assert _told(grid.cell(1, 2).style)[:2] == (Lines.LEFT | Lines.BOTTOM, Align.RIGHT)


def test_a_page_tells_lines_and_alignment(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        "<html><style>.k{border:.5pt solid windowtext;text-align:center} .m{border:.5pt solid;border-top:none}</style>"
        "<table><tr><td class=k>a</td><td class=m align=right>b</td><td style='border:0'>c</td></tr>"
        "<tr><td>1</td><td>2</td><td>3</td></tr></table></html>",
        encoding="utf-8",
    )
    grid = _both(path)
    assert _told(grid.cell(1, 1).style)[:2] == (ALL, Align.CENTRE)
    assert _told(grid.cell(1, 2).style)[:2] == (Lines.LEFT | Lines.RIGHT | Lines.BOTTOM, Align.RIGHT)
    assert _told(grid.cell(1, 3).style)[:2] == (Lines.NONE, Align.GENERAL)

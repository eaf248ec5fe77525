"""A sheet to be written: cells, merges and what a spreadsheet program may do with them; saved as .xlsx or .csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from schemas.values.address import address

#: Workbooks carry this moment as their own, so that the same sheets give the same bytes.
_CREATED = datetime(2023, 5, 16, 8, 0)
#: Widths of columns that together fill a standing page.
_PORTRAIT = 95.0


@dataclass(frozen=True)
class CellStyle:
    """How a cell looks. `number_format` is a spreadsheet's own; `locked` counts where the sheet is protected."""

    number_format: str = "General"
    bold: bool = False
    italic: bool = False
    border: bool = False
    align: str = ""
    wrap: bool = False
    size: int = 11
    font: str = "Times New Roman"
    fill: str = ""
    locked: bool = True


@cache
def styled(base: CellStyle, **changes: Any) -> CellStyle:
    """A look with some of it changed; a table has few looks and many cells, so each is made once."""
    return replace(base, **changes)


@dataclass(frozen=True)
class DrawnCell:
    """A value (text, number, bool, date or None) in a look. A text that begins with "=" is written as a text."""

    value: Any = None
    style: CellStyle = CellStyle()


@dataclass(frozen=True)
class Choice:
    """What may be typed into a block of cells: xlsxwriter's own options of a data validation."""

    top: int
    left: int
    bottom: int
    right: int
    options: dict[str, Any]


@dataclass
class DrawnSheet:
    """One sheet. Rows and columns count from 1.

    `columns`: column name of the form -> sheet column. `rows`: sheet row -> index of the data row written there.
    `header`: first and last header row; on paper they stand on every page, which is as wide as the sheet.
    """

    name: str
    cells: dict[tuple[int, int], DrawnCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    visibility: Literal["visible", "hidden", "very_hidden"] = "visible"
    is_protected: bool = False
    frozen_row: int = 0
    frozen_column: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    header: tuple[int, int] = (0, 0)

    def put(self, row: int, column: int, value: Any, style: CellStyle | None = None) -> None:
        """Write one cell."""
        self.cells[row, column] = DrawnCell(value, style or CellStyle())

    def merge(self, top: int, left: int, bottom: int, right: int, value: Any, style: CellStyle | None = None) -> None:
        """Write one cell that covers a block; a block of one cell is a plain cell."""
        self.put(top, left, value, style)
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))


def save(sheets: Sequence[DrawnSheet], path: Path) -> None:
    """Write sheets as one workbook; a .csv takes the first. The same sheets give the same bytes.

    OSError where the path cannot be written.
    """
    if path.suffix == ".csv":
        save_text(sheets[0], path)
        return
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": _CREATED, "author": "Kho số"})
        styles: dict[CellStyle, Any] = {}
        for sheet in sheets:
            _write(book, sheet, styles)


def _write(book: xlsxwriter.Workbook, sheet: DrawnSheet, styles: dict[CellStyle, Any]) -> None:
    worksheet = book.add_worksheet(sheet.name)
    look = {cell.style: _format(book, styles, cell.style) for cell in sheet.cells.values()}
    covered = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    for (top, left), (bottom, right) in covered.items():
        worksheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", look[sheet.cells[top, left].style])
    for (row, column), cell in sheet.cells.items():
        _write_cell(worksheet, row - 1, column - 1, cell.value, look[cell.style])
    for each in sheet.choices:
        worksheet.data_validation(each.top - 1, each.left - 1, each.bottom - 1, each.right - 1, each.options)
    _lay_out(worksheet, sheet)
    if sheet.frozen_row or sheet.frozen_column:
        worksheet.freeze_panes(sheet.frozen_row, sheet.frozen_column)
    if sheet.is_protected:
        worksheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True})
    if sheet.visibility == "hidden":
        worksheet.hide()
    elif sheet.visibility == "very_hidden":
        worksheet.very_hidden()


def _lay_out(worksheet: Any, sheet: DrawnSheet) -> None:
    """Rows and columns, and the paper: A4, as wide as a page, lying where there are many columns."""
    for column, width in sheet.widths.items():
        worksheet.set_column(column - 1, column - 1, width)
    for row, height in sheet.heights.items():
        worksheet.set_row(row - 1, height)
    for row in sheet.hidden_rows:
        worksheet.set_row(row - 1, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        worksheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    if sum(sheet.widths.values()) > _PORTRAIT:
        worksheet.set_landscape()
    first, last = sheet.header
    if first:
        worksheet.repeat_rows(first - 1, last - 1)


def _write_cell(worksheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if value is None:
        worksheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, look)
    elif isinstance(value, int | float):
        worksheet.write_number(row, column, value, look)
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, value, look)
    else:
        worksheet.write_string(row, column, str(value), look)


def _format(book: xlsxwriter.Workbook, styles: dict[CellStyle, Any], style: CellStyle) -> Any:
    if style not in styles:
        wanted = {
            "num_format": style.number_format, "bold": style.bold, "italic": style.italic, "font_name": style.font,
            "font_size": style.size, "border": int(style.border), "text_wrap": style.wrap, "valign": "vcenter",
            "locked": style.locked,
        }  # fmt: skip
        if style.align:
            wanted["align"] = style.align
        if style.fill:
            wanted["bg_color"] = style.fill
        styles[style] = book.add_format(wanted)
    return styles[style]


def save_text(sheet: DrawnSheet, path: Path, separator: str = ",", encoding: str = "utf-8-sig") -> None:
    """Write a sheet as delimited text, as a spreadsheet program saves it; merged cells keep their first cell only."""
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        for row in range(1, last_row + 1):
            writer.writerow([_plain(sheet.cells.get((row, column))) for column in range(1, last_column + 1)])


def _plain(cell: DrawnCell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return f"{cell.value:%d/%m/%Y}"
    if cell.style.number_format.endswith("%") and isinstance(cell.value, int | float):
        return f"{round(cell.value * 100, 6):g}%"
    is_whole = isinstance(cell.value, float) and cell.value.is_integer()
    return str(int(cell.value) if is_whole else cell.value)


def cell_of(sheet: DrawnSheet, row: int, column_name: str) -> str:
    """Address of a data cell: the row of the sheet and the column of the form."""
    return address(row, sheet.columns[column_name])

"""Workbooks of the tests: sheets of cells at addresses, written as .xlsx or .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter
import xlwt

from schemas.values.address import address, column_number

Value = str | float | date | None


@dataclass
class BookSheet:
    """A sheet to be written: address -> value, merged ranges such as "A6:A8", bold rows, hidden columns."""

    name: str
    cells: dict[str, Value] = field(default_factory=dict)
    merges: tuple[str, ...] = ()
    bold: frozenset[int] = frozenset()
    hidden_columns: tuple[str, ...] = ()
    hidden: bool = False

    def put_row(self, row: int, values: list[Value], first: str = "A") -> None:
        """Write values side by side; None leaves a cell empty."""
        left = column_number(first)
        self.cells |= {address(row, left + i): value for i, value in enumerate(values) if value is not None}


def place(cell: str) -> tuple[int, int]:
    """ "C12" -> (11, 2), as the writing libraries count."""
    letters, digits = re.fullmatch(r"([A-Z]+)([0-9]+)", cell).groups()
    return int(digits) - 1, column_number(letters) - 1


def write(path: Path, sheets: list[BookSheet]) -> Path:
    """Write the sheets in the format the path's suffix names; returns the path."""
    (_write_xls if path.suffix == ".xls" else _write_xlsx)(path, sheets)
    return path


def _write_xlsx(path: Path, sheets: list[BookSheet]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        plain, bold = book.add_format({}), book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in sheets:
            worksheet = book.add_worksheet(sheet.name)
            for merge in sheet.merges:
                worksheet.merge_range(merge, "", plain)
            for cell, value in sheet.cells.items():
                row, column = place(cell)
                style = day if isinstance(value, date) else bold if row + 1 in sheet.bold else plain
                if isinstance(value, str):
                    worksheet.write_string(row, column, value, style)
                else:
                    worksheet.write(row, column, value, style)
            for letters in sheet.hidden_columns:
                worksheet.set_column(f"{letters}:{letters}", None, None, {"hidden": True})
            if sheet.hidden:
                worksheet.hide()


def _write_xls(path: Path, sheets: list[BookSheet]) -> None:
    book = xlwt.Workbook()
    plain, bold, day = xlwt.easyxf(""), xlwt.easyxf("font: bold on"), xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for sheet in sheets:
        worksheet = book.add_sheet(sheet.name)
        corners = {merge.partition(":")[0]: merge.partition(":")[2] for merge in sheet.merges}
        for cell in {**dict.fromkeys(corners), **sheet.cells}:
            value = sheet.cells.get(cell)
            row, column = place(cell)
            style = day if isinstance(value, date) else bold if row + 1 in sheet.bold else plain
            if cell in corners:
                bottom, right = place(corners[cell])
                worksheet.write_merge(row, bottom, column, right, value, style)
            else:
                worksheet.write(row, column, value, style)
        for letters in sheet.hidden_columns:
            worksheet.col(column_number(letters) - 1).hidden = True
        worksheet.visibility = int(sheet.hidden)
    book.save(str(path))

"""Workbooks of the tests: pages of cells at addresses, written as .xlsx or .xls."""

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
class Page:
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


def write(path: Path, pages: list[Page]) -> Path:
    """Write the pages in the format the path's suffix names; returns the path."""
    (_write_xls if path.suffix == ".xls" else _write_xlsx)(path, pages)
    return path


def _write_xlsx(path: Path, pages: list[Page]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        plain, bold = book.add_format({}), book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for merge in page.merges:
                sheet.merge_range(merge, "", plain)
            for cell, value in page.cells.items():
                row, column = place(cell)
                style = day if isinstance(value, date) else bold if row + 1 in page.bold else plain
                if isinstance(value, str):
                    sheet.write_string(row, column, value, style)
                else:
                    sheet.write(row, column, value, style)
            for letters in page.hidden_columns:
                sheet.set_column(f"{letters}:{letters}", None, None, {"hidden": True})
            if page.hidden:
                sheet.hide()


def _write_xls(path: Path, pages: list[Page]) -> None:
    book = xlwt.Workbook()
    plain, bold, day = xlwt.easyxf(""), xlwt.easyxf("font: bold on"), xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for page in pages:
        sheet = book.add_sheet(page.name)
        corners = {merge.partition(":")[0]: merge.partition(":")[2] for merge in page.merges}
        for cell in {**dict.fromkeys(corners), **page.cells}:
            value = page.cells.get(cell)
            row, column = place(cell)
            style = day if isinstance(value, date) else bold if row + 1 in page.bold else plain
            if cell in corners:
                bottom, right = place(corners[cell])
                sheet.write_merge(row, bottom, column, right, value, style)
            else:
                sheet.write(row, column, value, style)
        for letters in page.hidden_columns:
            sheet.col(column_number(letters) - 1).hidden = True
        sheet.visibility = int(page.hidden)
    book.save(str(path))

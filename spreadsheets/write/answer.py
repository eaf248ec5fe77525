"""The answer of a query as a workbook or a CSV that a spreadsheet program opens without running anything."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

#: A text beginning so would be taken for a formula by a program that opens the CSV.
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

#: Measuring every text of a longer answer takes longer than writing it.
_FITTED_ROWS = 5_000
#: pixels
_WIDEST = 420


def write_xlsx(path: Path, names: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write one sheet; texts are texts, whatever they begin with. Where `rows` raises, no file is written."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("data")
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    row = column = 0
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values):
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value.replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, bool | int | float) and math.isfinite(value):
                sheet.write(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), max(column, 0))
    if row <= _FITTED_ROWS:
        sheet.autofit(_WIDEST)
    book.close()


def write_csv(path: Path, names: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write UTF-8 with the byte order mark Excel needs; a text that looks like a formula gets a quote before it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(list(names))
        for values in rows:
            writer.writerow([_harmless(value) for value in values])


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA_START):
        return "'" + value
    return value


def unquoted(text: str) -> str:
    """A text of a CSV without the quote `write_csv` may have put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_START) else text

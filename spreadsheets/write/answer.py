"""The answer of a query as a workbook or a CSV that a spreadsheet program opens without running anything."""

from __future__ import annotations

import csv
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Context, Decimal
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import cell_autofit_width

from schemas.values.as_text import AsText, FarDay, WhyText, plain
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Trouble
from spreadsheets.write.exact import Exact

#: A text that begins so would be taken for a formula by a program that opens the CSV; blanks before it do not count.
#: One that begins like a text made harmless is made so too: it is read back as it was.
_FORMULA = re.compile(r"'*(?:[\s\x00-\x1f\u200b-\u200f\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])")

_MOST_ROWS, _MOST_COLUMNS, _LONGEST = 1_048_576, 16_384, 32_767
#: Rows that say how wide columns are.
_FITTED_ROWS = 1_000
#: pixels
_WIDEST, _NARROWEST = 420, 64
#: Spreadsheet programs keep so many digits of a number, and count days before this one differently.
_KEPT, _SURE, _FIRST_DAY = Context(prec=15), 10**15, date(1900, 3, 1)

_DOES_NOT_FIT = Both(
    "Câu trả lời không vừa một trang Excel: {what}. Dùng -o x.csv hoặc x.parquet",
    "The answer does not fit on an Excel sheet: {what}. Use -o x.csv or x.parquet",
)
_ROWS = Both("hơn {most} dòng", "more than {most} rows")
_COLUMNS = Both("hơn {most} cột", "more than {most} columns")
_TEXT = Both(
    "dòng {row}, cột {column} có {n} ký tự, một ô giữ được {most}",
    "row {row}, column {column} has {n} characters, of which a cell holds {most}",
)


class DoesNotFit(Trouble):
    """An answer has more rows or columns than a sheet, or a text longer than a cell."""

    def __init__(self, what: Both) -> None:
        super().__init__(_DOES_NOT_FIT.filled(what=what))


def write_xlsx(path: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> AsText:
    """Write one sheet, row by row: none is kept. Texts are texts, whatever they begin with.

    The values that had to become text are answered. Raises DoesNotFit; where `rows` raises, no file is written.
    """
    if len(names) > _MOST_COLUMNS:
        raise DoesNotFit(_COLUMNS.filled(most=number(_MOST_COLUMNS)))
    as_text = AsText()
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".unfinished-") as parts:
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": parts})
        sheet = book.add_worksheet("data")
        head = book.add_format({"bold": True, "bottom": 1})
        for column, name in enumerate(names):
            sheet.write_string(0, column, _fitting(name, 1, name), head)
        write = partial(_write_cell, sheet, names, _Looks(book), as_text)
        coming = iter(rows)
        measured = list(islice(coming, _FITTED_ROWS))
        for column, width in enumerate(_widths(names, measured)):
            sheet.set_column_pixels(column, column, width)
        row = 0
        for row, values in enumerate(chain(measured, coming), 1):
            if row == _MOST_ROWS:
                raise DoesNotFit(_ROWS.filled(most=number(_MOST_ROWS - 1)))
            for column, value in enumerate(values):
                write(row, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(row, 1), max(len(names) - 1, 0))
        book.close()
    return as_text


class _Looks:
    """How days and moments are shown."""

    def __init__(self, book: Any) -> None:
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})


def _write_cell(
    sheet: Any, names: Sequence[str], looks: _Looks, as_text: AsText, row: int, column: int, value: Any
) -> None:
    if value is None:
        return
    reason = _why_text(value)
    if reason:
        as_text.add(names[column], reason)
    if reason or not isinstance(value, int | float | Decimal | date):
        sheet.write_string(row, column, _fitting(plain(value), row + 1, names[column]))
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, looks.moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, looks.day)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    else:
        sheet.write_number(row, column, Exact(value))


def _why_text(value: Any) -> WhyText | None:
    """Why a number or a day cannot stand in a cell as such."""
    if isinstance(value, FarDay):
        return WhyText.DAY
    if isinstance(value, datetime) and value.tzinfo:
        return WhyText.ZONE
    if isinstance(value, date):
        return WhyText.DAY if (value.year, value.month, value.day) < _FIRST_DAY.timetuple()[:3] else None
    if isinstance(value, float):
        return None if math.isfinite(value) else WhyText.NOT_FINITE
    if isinstance(value, int) and abs(value) < _SURE:
        return None
    if isinstance(value, int | Decimal):
        return None if _KEPT.create_decimal(value) == value else WhyText.DIGITS
    return None


def _fitting(text: str, row: int, column: str) -> str:
    """The text of a cell, as long as one may be: in the units Excel counts, of which a rare character takes two."""
    units = len(text) if len(text) <= _LONGEST // 2 else len(text.encode("utf-16-le", errors="surrogatepass")) // 2
    if units > _LONGEST:
        raise DoesNotFit(_TEXT.filled(row=row, column=column[:100], n=number(units), most=number(_LONGEST)))
    return text


def _widths(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    """Pixels of each column, as wide as its heading and the values that were measured."""
    for column, name in enumerate(names):
        texts = {name[:_WIDEST], *(plain(row[column])[:_WIDEST] for row in rows if row[column] is not None)}
        yield min(max(_NARROWEST, *map(cell_autofit_width, texts)), _WIDEST)


def write_csv(path: Path, names: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write UTF-8 with the byte order mark Excel needs; a text that looks like a formula gets a quote before it.

    Headings too; numbers and days are as they are.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)  # ends lines in \r\n: with \n it would leave a \r in a text unquoted
        writer.writerow([_harmless(name) for name in names])
        for values in rows:
            writer.writerow([_harmless(value) for value in values])


def _harmless(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    text = plain(value)
    return "'" + text if not isinstance(value, Decimal) and _FORMULA.match(text) else text


def unquoted(text: str) -> str:
    """A text of a CSV without the quote `write_csv` may have put before it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text

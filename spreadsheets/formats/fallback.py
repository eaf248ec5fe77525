"""calamine: the second opinion for files our own readers cannot finish. It tells no styles and loses error cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from spreadsheets.formats.cells import BOOL, DATE, NUMBER, TEXT, Cells
from spreadsheets.formats.content import Content
from spreadsheets.formats.numberformat import serial_of
from spreadsheets.formats.sniff import Refusal
from spreadsheets.grid import Merge


def read_fallback(path: Path, content: Content) -> None:
    """Read every worksheet into `content`. The file's suffix must tell its format. Refusal where calamine fails."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                cells = content.sheet(meta.name)
                cells.hidden = meta.visible != SheetVisibleEnum.Visible
                _take(book.get_sheet_by_name(meta.name), cells)
    except PasswordError as error:
        raise Refusal("FILE-ENCRYPTED") from error
    except OSError as error:
        raise Refusal("FILE-DAMAGED", reason=error.strerror or "") from error
    except CalamineError as error:
        raise Refusal("FILE-DAMAGED", reason=str(error)) from error
    if not content.sheets:
        raise Refusal("FILE-DAMAGED", reason="no worksheet")


def _take(sheet: Any, cells: Cells) -> None:
    if sheet.total_height * sheet.total_width > cells.max_cells:
        raise Refusal("FILE-TOO-LARGE", sheet=cells.name, limit=f"{cells.max_cells} cells")
    for r, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        for c, value in enumerate(row, 1):
            if value != "":
                _put(cells, r, c, value)
    ranges = sheet.merged_cell_ranges or []
    cells.merges = [Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]


def _put(cells: Cells, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        cells.add(row, column, TEXT, text=value)
    elif isinstance(value, bool):
        cells.add(row, column, BOOL, float(value))
    elif isinstance(value, int | float):
        cells.add(row, column, NUMBER, float(value))
    elif isinstance(value, timedelta):
        cells.add(row, column, NUMBER, value / timedelta(days=1))
    elif isinstance(value, datetime | date | time):
        text = value.isoformat().removesuffix("T00:00:00")
        cells.add(row, column, DATE, serial_of(text) or 0.0, text)

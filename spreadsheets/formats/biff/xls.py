"""xls (BIFF 5 and 8) through xlrd, which tells formats, fonts, merges and what is hidden."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import xlrd
import xlrd.book
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.compdoc import CompDocError

from spreadsheets.formats.biff.strings import shared_strings
from spreadsheets.formats.parts.cells import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, Cells
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.numberformat import EPOCH_1904, is_date_format, iso_text
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import PLAIN, Align, Lines, Merge, Style

_MACRO_SHEET = 1
_CONTINUE = 0x3C
#: Horizontal alignment of a cell format ([MS-XLS] 2.5.112, HorizAlign).
_ALIGNED = {1: Align.LEFT, 2: Align.CENTRE, 3: Align.RIGHT, 4: Align.FILL, 6: Align.ACROSS, 7: Align.CENTRE}
_OLE, _LITTLE_ENDIAN, _BIG_ENDIAN = b"\xd0\xcf\x11\xe0", b"\xfe\xff", b"\xff\xfe"


class _Book(xlrd.book.Book):  # type: ignore[misc]  # xlrd has no types
    """Skips what only formulas need: long names of linked sheets and odd defined names fail whole files in xlrd."""

    has_links = False
    has_macro_sheet = False

    def handle_supbook(self, data: bytes) -> None:
        is_own = data[2:4] == b"\x01\x04" or data[:4] == b"\x01\x00\x01\x3a"
        self.has_links = self.has_links or not is_own

    def handle_boundsheet(self, data: bytes) -> None:
        self.has_macro_sheet = self.has_macro_sheet or (self.biff_version >= 50 and data[5] == _MACRO_SHEET)
        super().handle_boundsheet(data)

    def handle_sst(self, data: bytes) -> None:
        parts = [data]
        while (record := self.get_record_parts_conditional(_CONTINUE))[0] is not None:
            parts.append(record[2])
        self._sharedstrings = shared_strings(parts)

    def handle_name(self, data: bytes) -> None:
        pass

    def handle_externname(self, data: bytes) -> None:
        pass

    def handle_externsheet(self, data: bytes) -> None:
        pass

    def names_epilogue(self) -> None:
        pass


xlrd.book.Book = _Book  # xlrd cannot be told which class to use


def read_xls(path: Path, content: Content) -> None:
    """Read every worksheet into `content`.

    Refusal FILE-ENCRYPTED or FILE-UNSUPPORTED; on damage whatever xlrd raises.
    """
    data = path.read_bytes()
    if data[:4] == _OLE and data[28:30] == _BIG_ENDIAN:  # no such file is written: the mark alone is wrong
        content.warn("FILE-REPAIRED", reason="the byte order mark is wrong")
        data = data[:28] + _LITTLE_ENDIAN + data[30:]
    book = _opened(data, content)
    if book.biff_version < 50:
        raise Refusal("FILE-UNSUPPORTED", kind=f"Excel {book.biff_version // 10} (BIFF{book.biff_version // 10})")
    if book.has_macro_sheet or "_VBA_PROJECT_CUR".encode("utf-16-le") in data:
        content.warn("FILE-MACRO")
    if book.has_links:
        content.warn("FILE-LINKS")
    if book.biff_version < 80:
        content.warn("FILE-OLD", kind="Excel 5/95")
    if any(xf.font_index >= len(book.font_list) for xf in book.xf_list):
        content.warn("FILE-REPAIRED", reason="cell formats name fonts that are missing")
    styles = [_style(book, xf) for xf in book.xf_list] or [PLAIN]
    dates = frozenset(i for i, style in enumerate(styles) if is_date_format(style.format))
    for sheet in book.sheets():
        cells = content.sheet(sheet.name)
        cells.styles, cells.hidden = [PLAIN, *styles], sheet.visibility != 0
        _take(sheet, cells, dates, EPOCH_1904 if book.datemode else 0)


def _opened(data: bytes, content: Content) -> Any:
    """The workbook. One whose container says that two streams share sectors, as some libraries write it, is whole."""
    asked: dict[str, Any] = {"file_contents": data, "formatting_info": True, "ragged_rows": True}
    with Path(os.devnull).open("w") as nowhere:
        try:
            return xlrd.open_workbook(**asked, logfile=nowhere)
        except CompDocError:
            content.warn("FILE-REPAIRED", reason="streams of the container overlap")
            return xlrd.open_workbook(**asked, logfile=nowhere, ignore_workbook_corruption=True)
        except XLRDError as error:
            if "encrypted" in str(error).lower():
                raise Refusal("FILE-ENCRYPTED") from error
            raise


def _style(book: Any, xf: Any) -> Style:
    format_ = book.format_map.get(xf.format_key)
    font = book.font_list[xf.font_index] if xf.font_index < len(book.font_list) else None
    sides = (
        (xf.border.left_line_style, Lines.LEFT), (xf.border.top_line_style, Lines.TOP),
        (xf.border.right_line_style, Lines.RIGHT), (xf.border.bottom_line_style, Lines.BOTTOM),
    )  # fmt: skip
    return Style(
        format_.format_str if format_ else "General",
        bool(font and (font.weight >= 600 or font.bold)),
        font.name if font else "",
        xf.alignment.indent_level,
        lines=Lines(sum(side for style, side in sides if style)),
        align=_ALIGNED.get(xf.alignment.hor_align, Align.GENERAL),
        wrapped=bool(xf.alignment.text_wrapped),
        turned=xf.alignment.rotation != 0,
        filled=xf.background.fill_pattern != 0,
        italic=bool(font and font.italic),
        underlined=bool(font and font.underline_type),
        size=font.height / 20 if font else 0.0,
    )


def _take(sheet: Any, cells: Cells, dates: frozenset[int], shift: int) -> None:
    for r in range(sheet.nrows):
        kinds, values, styles = sheet.row_types(r), sheet.row_values(r), sheet._cell_xf_indexes[r]
        for c, (kind, value, style) in enumerate(zip(kinds, values, styles, strict=True)):
            if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                text = iso_text(value + shift) if style in dates else None
                number = value + shift if text else value
                cells.add(r + 1, c + 1, DATE if text else NUMBER, number, text, style + 1)
            elif kind == xlrd.XL_CELL_TEXT and value:
                cells.add(r + 1, c + 1, TEXT, text=value, style=style + 1)
            elif kind == xlrd.XL_CELL_BOOLEAN:
                cells.add(r + 1, c + 1, BOOL, float(value), style=style + 1)
            elif kind == xlrd.XL_CELL_ERROR:
                cells.add(r + 1, c + 1, ERROR, text=error_text_from_code.get(value, "#ERR!"), style=style + 1)
            elif kind in (xlrd.XL_CELL_BLANK, xlrd.XL_CELL_TEXT):
                cells.add(r + 1, c + 1, EMPTY, style=style + 1)
    cells.merges = [Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    cells.hidden_rows = {r + 1 for r, info in sheet.rowinfo_map.items() if info.hidden}
    cells.hidden_columns = {c + 1 for c, info in sheet.colinfo_map.items() if info.hidden}

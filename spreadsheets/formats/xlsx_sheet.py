"""The cells of one OOXML worksheet.

Two scans give the same cells: a pattern over whole pieces of the part, four times as fast, for the plain way in
which office programs write a cell; and XML events, for everything else. A piece whose cells the pattern does not
account for one by one is read by events.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from xml.parsers import expat

from schemas.address import column_number
from spreadsheets.formats.cells import DATE, NUMBER, TEXT, Cells, Column
from spreadsheets.formats.content import Content
from spreadsheets.formats.numberformat import iso_text
from spreadsheets.formats.package import Package, refuse_doctype
from spreadsheets.formats.strings import decode
from spreadsheets.formats.xlsx_cells import Book, Sheet
from spreadsheets.formats.xlsx_events import Events

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]+)")?\s*'
    rb"(?:/>|>(?:(<f)(?:[^<>]*/>|[^>]*>[^<]*</f>))?"
    rb'(?:<(v)(?: xml:space="preserve")?>([^<]*)</v>|<v ?/>'
    rb'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<is><t ?/></is>)?</c>)'
)
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*>')
_ROW_NUMBER = re.compile(rb'\br="([0-9]+)"')
_BATCHED = (b"", b"n", b"s")
_CHUNK = 4 << 20


def read_sheet(package: Package, part: str, book: Book, cells: Cells, content: Content) -> None:
    """Read one worksheet part into `cells`; Refusal or ExpatError where it is damaged."""
    cells.styles = list(book.styles)
    sheet = Sheet(book, cells)
    if not _by_pattern(package, part, sheet):
        cells.columns.clear()
        cells.merges.clear()
        sheet.without_value.clear()
        Events(sheet).read(package, part)
    content.warn_at("CELL-NO-VALUE", cells.name, sorted(sheet.without_value))
    if sheet.calls_web:
        content.warn("FILE-LINKS", sheet=cells.name)


def _by_pattern(package: Package, part: str, sheet: Sheet) -> bool:
    """Scan with the pattern; False as soon as a piece holds a cell it does not account for."""
    whole = expat.ParserCreate()
    outside = Events(sheet)
    rest, first = b"", True
    for piece in package.chunks(part, _CHUNK):
        whole.Parse(piece, False)
        data = rest + piece
        if first:
            refuse_doctype(data[:8192])
            head, found, data = data.partition(b"<sheetData>")
            if not found:
                return False
            outside.feed(head + found)
            first = False
        cut = data.rfind(b"</row>") + 6
        if cut < 6:
            rest = data
            continue
        if not _piece(data[:cut], sheet):
            return False
        rest = data[cut:]
    whole.Parse(b"", True)
    if first or b"<c" in rest.partition(b"</sheetData>")[0]:
        return False
    outside.feed(rest, last=True)
    return True


def _piece(data: bytes, sheet: Sheet) -> bool:
    found = _CELL.findall(data)
    if len(found) != data.count(b"<c") or b"<!" in data:
        return False
    by_column: dict[bytes, list[tuple[bytes, ...]]] = defaultdict(list)
    for cell in found:
        by_column[cell[0]].append(cell)
    for letters, members in by_column.items():
        number = column_number(letters.decode())
        _column(sheet, sheet.cells.column(number), number, members)
    if b" hidden=" in data:
        hidden = (_ROW_NUMBER.search(row) for row in _HIDDEN_ROW.findall(data))
        sheet.cells.hidden_rows.update(int(m.group(1)) for m in hidden if m)
    sheet.calls_web = sheet.calls_web or b"WEBSERVICE(" in data
    sheet.cells.count()
    return True


def _column(sheet: Sheet, column: Column, number: int, members: list[tuple[bytes, ...]]) -> None:
    """Cells of one column: all at once where they are of one kind, one by one otherwise."""
    _, rows, styles, kinds, _, _, values, _ = zip(*members, strict=True)
    if kinds[0] in _BATCHED and kinds.count(kinds[0]) == len(kinds) and all(values):
        read = _texts if kinds[0] == b"s" else _numbers
        if read(sheet, column, rows, styles, values):
            return
    for _, row, style_raw, kind, formula, valued, value, inline in members:
        raw = decode(value or inline) if kind in (b"str", b"inlineStr") else (value or inline).decode()
        style = int(style_raw) if style_raw else 0
        sheet.put(column, number, int(row), style, kind.decode(), raw, bool(formula) and not valued)


_Raw = tuple[bytes, ...]


def _texts(sheet: Sheet, column: Column, rows: _Raw, styles: _Raw, values: _Raw) -> bool:
    """Shared strings; False, and nothing done, where one is empty or not there."""
    try:
        texts = list(map(sheet.book.strings.__getitem__, map(int, values)))
    except (ValueError, IndexError):
        return False
    if not all(texts) or any(value.startswith(b"-") for value in set(values)):
        return False
    column.extend(map(int, rows), TEXT, array("d", bytes(8 * len(rows))), texts, _style_indexes(styles))
    return True


def _numbers(sheet: Sheet, column: Column, rows: _Raw, styles: _Raw, values: _Raw) -> bool:
    """Numbers, or dates; False, and nothing done, where both are there or one is neither."""
    indexes = _style_indexes(styles)
    try:
        numbers = array("d", map(float, values))
    except ValueError:
        return False
    if not all(map(math.isfinite, numbers)):
        return False
    texts: list[str | None] = [None] * len(numbers)
    kind = NUMBER
    if not sheet.book.date_styles.isdisjoint(indexes):
        numbers = array("d", map(sheet.book.serial, numbers))
        texts, kind = list(map(iso_text, numbers)), DATE
        if not sheet.book.date_styles.issuperset(indexes) or not all(texts):
            return False
    column.extend(map(int, rows), kind, numbers, texts, indexes)
    return True


def _style_indexes(raw: _Raw) -> list[int]:
    known = {style: int(style) if style else 0 for style in set(raw)}
    return list(map(known.__getitem__, raw))

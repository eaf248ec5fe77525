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

from spreadsheets.cells import NUMBER, TEXT, Cells, Column
from spreadsheets.content import Content
from spreadsheets.grid import column_number
from spreadsheets.package import Package, refuse_doctype
from spreadsheets.strings import decode
from spreadsheets.xlsx_cells import Book, Sheet
from spreadsheets.xlsx_events import Events

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]+)")?\s*'
    rb"(?:/>|>(?:(<f)(?:[^<>]*/>|[^>]*>[^<]*</f>))?"
    rb'(?:<(v)(?: xml:space="preserve")?>([^<]*)</v>|<v ?/>'
    rb'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<is><t ?/></is>)?</c>)'
)
_CELL_START = re.compile(rb"<c[\s/>]")
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
    if first or _CELL_START.search(rest.partition(b"</sheetData>")[0]):
        return False
    outside.feed(rest, last=True)
    return True


def _piece(data: bytes, sheet: Sheet) -> bool:
    found = _CELL.findall(data)
    if len(found) != len(_CELL_START.findall(data)) or b"<!" in data:
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
    _, _, _, kinds, _, _, values, _ = zip(*members, strict=True)
    kind = kinds[0]
    if kind in _BATCHED and kinds.count(kind) == len(kinds) and all(values) and _batch(sheet, column, members):
        return
    for _, row, style_raw, kind, formula, valued, value, inline in members:
        raw = decode(value or inline) if kind in (b"str", b"inlineStr") else (value or inline).decode()
        style = int(style_raw) if style_raw else 0
        sheet.put(column, number, int(row), style, kind.decode(), raw, bool(formula) and not valued)


def _batch(sheet: Sheet, column: Column, members: list[tuple[bytes, ...]]) -> bool:
    """Numbers, or shared strings; False where one is not what it should be, or a number is a date."""
    _, rows, raw_styles, kinds, _, _, values, _ = zip(*members, strict=True)
    styles = {raw: int(raw) if raw else 0 for raw in set(raw_styles)}
    count = len(rows)
    try:
        if kinds[0] == b"s":
            texts: list[str | None] = list(map(sheet.book.strings.__getitem__, map(int, values)))
            numbers = array("d", bytes(8 * count))
        elif sheet.book.date_styles.isdisjoint(styles.values()):
            texts, numbers = [None] * count, array("d", map(float, values))
        else:
            return False
    except (ValueError, IndexError):
        return False
    if (kinds[0] == b"s" and not all(texts)) or not all(map(math.isfinite, numbers)):
        return False
    column.rows.extend(map(int, rows))
    column.kinds.extend(bytes([TEXT if kinds[0] == b"s" else NUMBER]) * count)
    column.numbers.extend(numbers)
    column.texts.extend(texts)
    column.styles.extend(map(styles.__getitem__, raw_styles))
    return True

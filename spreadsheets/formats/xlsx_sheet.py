"""The cells of one OOXML worksheet.

Four scans give the same cells. Of large pieces only the digits are read where their rows are written alike
(xlsx_shapes); arithmetic on arrays (xlsx_bulk) reads others in the plain way of office programs; a pattern, cell by
cell, small pieces and those that are less plain; XML events everything else: a worksheet with a piece whose cells the
pattern does not account for one by one is read by events as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from xml.parsers import expat

import numpy as np

from schemas.address import column_number
from spreadsheets.formats.cells import EMPTY, Cells, Column
from spreadsheets.formats.content import Content
from spreadsheets.formats.package import Package, refuse_doctype
from spreadsheets.formats.strings import character_data
from spreadsheets.formats.xlsx_bulk import read_piece
from spreadsheets.formats.xlsx_cells import CELL, Book, NotPlain, Sheet
from spreadsheets.formats.xlsx_events import Events
from spreadsheets.formats.xlsx_shapes import Shape, read_rows

_HIDDEN_ROW = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*>')
_ROW_NUMBER = re.compile(rb'\br="([0-9]+)"')
_CHUNK = 1 << 20
#: Bytes from which on arithmetic is the faster scan.
_LEAST_BULK = 1 << 15


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
    """Scan piece by piece; False as soon as one holds a cell that is not accounted for."""
    whole = expat.ParserCreate()
    outside = Events(sheet)
    shapes: dict[bytes, Shape] = {}
    rest, first = b"", True
    for piece in package.chunks(part, _CHUNK):
        data = rest + piece
        if first:
            refuse_doctype(data[:8192])
            head, found, data = data.partition(b"<sheetData>")
            if not found:
                return False
            outside.feed(head + found)
            whole.Parse(head + found, False)
            first = False
        cut = data.rfind(b"</row>") + 6
        if cut < 6:
            rest = data
            continue
        if not _piece(data[:cut], sheet, whole, shapes):
            return False
        rest = data[cut:]
    whole.Parse(rest, True)
    if first or b"<c" in rest.partition(b"</sheetData>")[0]:
        return False
    outside.feed(rest, last=True)
    return True


def _piece(data: bytes, sheet: Sheet, whole: expat.XMLParserType, shapes: dict[bytes, Shape]) -> bool:
    """Take over the cells of whole rows; what is not proved to be XML by being plain is shown to `whole`."""
    said: Sequence[bytes] = (data,)
    is_long = len(data) >= _LEAST_BULK
    if is_long and (seen := _alike(data, sheet, shapes)):
        said = seen
    elif not (is_long and _bulk(data, sheet)):
        whole.Parse(data, False)
        if not _cells(data, sheet):
            return False
    if any(b" hidden=" in each for each in said):
        hidden = (_ROW_NUMBER.search(row) for row in _HIDDEN_ROW.findall(data))
        sheet.cells.hidden_rows.update(int(m.group(1)) for m in hidden if m)
    sheet.calls_web = sheet.calls_web or any(b"WEBSERVICE(" in each for each in said)
    sheet.cells.count()
    return True


def _alike(data: bytes, sheet: Sheet, shapes: dict[bytes, Shape]) -> Sequence[bytes]:
    """All cells by the shapes of their rows, which are returned; (), and nothing done, where rows are not alike."""
    try:
        found = read_rows(data, sheet, shapes)
    except NotPlain:
        return ()
    odd = [(number, CELL.match(data, start)) for number, start in found.odd]
    for number, arrays in found.by_column():
        sheet.cells.column(number).extend(*arrays)
    _put(odd, sheet)
    return found.shapes


def _bulk(data: bytes, sheet: Sheet) -> bool:
    """All cells by arithmetic; False, and nothing done, where the piece is not plain enough for that."""
    try:
        found = read_piece(data, sheet)
    except NotPlain:
        return False
    odd = [(int(found.columns[i]), CELL.fullmatch(data, start, end)) for i, start, end in found.odd]
    if not all(match for _, match in odd):
        return False
    is_kept = (found.kinds != EMPTY) | (found.styles > 0)
    is_kept[[i for i, _, _ in found.odd]] = False
    parts = (found.rows, found.kinds, found.numbers, found.texts, found.styles)
    for number, at in _by_column(found.columns, is_kept):
        sheet.cells.column(number).extend(*(part[at] for part in parts))
    _put(odd, sheet)
    return True


def _put(odd: list[tuple[int, re.Match[bytes] | None]], sheet: Sheet) -> None:
    for number, match in odd:
        assert match
        _one(sheet, sheet.cells.column(number), number, match.groups(b""))


def _by_column(columns: np.ndarray, is_kept: np.ndarray) -> Iterator[tuple[int, slice | np.ndarray]]:
    """Each column and where its cells are; at regular steps where every row fills the same columns."""
    width = int(np.argmax(columns[1:] <= columns[:-1])) + 1 if len(columns) > 1 else 1
    if is_kept.all() and not len(columns) % width and (columns.reshape(-1, width) == columns[:width]).all():
        yield from ((int(number), slice(i, None, width)) for i, number in enumerate(columns[:width]))
        return
    for number in np.flatnonzero(np.bincount(columns[is_kept])):
        yield int(number), np.flatnonzero((columns == number) & is_kept)


def _cells(data: bytes, sheet: Sheet) -> bool:
    """All cells by the pattern; False where it does not account for each."""
    found = CELL.findall(data)
    if len(found) != data.count(b"<c") or b"<!" in data:
        return False
    by_column: dict[bytes, list[tuple[bytes, ...]]] = defaultdict(list)
    for cell in found:
        by_column[cell[0]].append(cell)
    for letters, members in by_column.items():
        number = column_number(letters.decode())
        column = sheet.cells.column(number)
        for cell in members:
            _one(sheet, column, number, cell)
    return True


def _one(sheet: Sheet, column: Column, number: int, cell: tuple[bytes, ...]) -> None:
    """One cell as the pattern found it."""
    _, row, style, kind, formula, valued, value, inline = cell
    is_bare = bool(formula) and not valued
    raw = character_data(inline if kind == b"inlineStr" else value or inline)
    sheet.put(column, number, int(row), int(style) if style else 0, kind.decode(), raw, is_bare)

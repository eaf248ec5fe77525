"""The rows of a worksheet, piece by piece.

Three scans give the same cells. Of large pieces only the digits are read where their rows are written alike
(shapes); arithmetic on arrays (bulk) reads others in the plain way of office programs; a pattern, cell by
cell, small pieces and those that are less plain. What it does not account for, cell by cell, is for XML events.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from xml.parsers import expat

import numpy as np

from schemas.values.address import column_number
from spreadsheets.formats.ooxml.bulk import read_piece
from spreadsheets.formats.ooxml.cells import CELL, NotPlain, ScannedSheet
from spreadsheets.formats.ooxml.shapes import Shape, read_rows
from spreadsheets.formats.ooxml.strings import character_data
from spreadsheets.formats.parts.cells import EMPTY, FilledColumn
from spreadsheets.formats.parts.package import Package, refuse_doctype

_HIDDEN_ROW = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*>')
_ROW_NUMBER = re.compile(rb'\br="([0-9]+)"')
_CHUNK = 1 << 20
#: Bytes from which on arithmetic is the faster scan.
_LEAST_BULK = 1 << 15


class Scan:
    """One scan over a part: `head` is what stands before its first row, "" where there are none; `rest` what is left.

    Refusal where it declares a document type.
    """

    def __init__(self, package: Package, part: str, sheet: ScannedSheet) -> None:
        self.sheet = sheet
        self.head, self.rest = b"", b""
        self._chunks = package.chunks(part, _CHUNK)
        self._shapes: dict[bytes, Shape] = {}
        self._parser = expat.ParserCreate()
        for chunk in self._chunks:
            refuse_doctype(chunk[:8192])
            head, found, rest = chunk.partition(b"<sheetData>")
            self.head, self.rest = (head + found, rest) if found else (b"", chunk)
            break
        self._parser.Parse(self.head, False)

    def take(self, start: int = 0, stop: int | None = None) -> bool:
        """Take over the rows of pieces that begin at these bytes of the part; False where a cell is not accounted for.

        Pieces are cut at the same places whichever of them are taken.
        """
        for place, data in self._pieces():
            if stop is not None and place >= stop:
                return True
            if place >= start and not self._piece(data):
                return False
        return self._is_whole()

    def _pieces(self) -> Iterator[tuple[int, bytes]]:
        """Whole rows, and where they begin."""
        place = len(self.head)
        for chunk in itertools.chain((b"",), self._chunks if self.head else ()):
            data = self.rest + chunk
            cut = data.rfind(b"</row>") + 6
            if cut < 6:
                self.rest = data
                continue
            self.rest = data[cut:]
            yield place, data[:cut]
            place += cut

    def _is_whole(self) -> bool:
        if not self.head:
            return False
        self._parser.Parse(self.rest, True)
        return b"<c" not in self.rest.partition(b"</sheetData>")[0]

    def _piece(self, data: bytes) -> bool:
        """Take over the cells of whole rows; what is not proved to be XML by being plain is shown to the parser."""
        sheet = self.sheet
        said: Sequence[bytes] = (data,)
        is_long = len(data) >= _LEAST_BULK
        if is_long and (seen := _alike(data, sheet, self._shapes)):
            said = seen
        elif not (is_long and _bulk(data, sheet)):
            self._parser.Parse(data, False)
            if not _cells(data, sheet):
                return False
        if any(b" hidden=" in each for each in said):
            hidden = (_ROW_NUMBER.search(row) for row in _HIDDEN_ROW.findall(data))
            sheet.cells.hidden_rows.update(int(m.group(1)) for m in hidden if m)
        sheet.calls_web = sheet.calls_web or any(b"WEBSERVICE(" in each for each in said)
        sheet.cells.count()
        return True


def _alike(data: bytes, sheet: ScannedSheet, shapes: dict[bytes, Shape]) -> Sequence[bytes]:
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


def _bulk(data: bytes, sheet: ScannedSheet) -> bool:
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


def _put(odd: list[tuple[int, re.Match[bytes] | None]], sheet: ScannedSheet) -> None:
    for number, match in odd:
        assert match
        _one(sheet, sheet.cells.column(number), number, match.groups(b""))


def _by_column(columns: np.ndarray, is_kept: np.ndarray) -> Iterator[tuple[int, slice | np.ndarray]]:
    """Each column and where its cells are; at regular steps where every row fills the same columns."""
    width = int(np.argmax(columns[1:] <= columns[:-1])) + 1 if len(columns) > 1 else 1
    if is_kept.all() and not len(columns) % width and (columns.reshape(-1, width) == columns[:width]).all():
        yield from ((int(number), slice(i, None, width)) for i, number in enumerate(columns[:width]))
        return
    kept = np.flatnonzero(is_kept)
    kept = kept[np.argsort(columns[kept], kind="stable")]
    numbers, firsts = np.unique(columns[kept], return_index=True)
    yield from zip(numbers.tolist(), np.split(kept, firsts[1:]), strict=False)


def _cells(data: bytes, sheet: ScannedSheet) -> bool:
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


def _one(sheet: ScannedSheet, column: FilledColumn, number: int, cell: tuple[bytes, ...]) -> None:
    """One cell as the pattern found it."""
    _, row, style, kind, formula, valued, value, inline = cell
    is_bare = bool(formula) and not valued
    raw = character_data(inline if kind == b"inlineStr" else value or inline)
    sheet.put(column, number, int(row), int(style) if style else 0, kind.decode(), raw, is_bare)

"""The cells of one OOXML worksheet.

Two scans give the same cells: a pattern over whole pieces of the part, four times as fast, for the plain way in
which office programs write a cell; and XML events, for everything else. A piece whose cells the pattern does not
account for one by one is read by events.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.parsers import expat

from spreadsheets.cells import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, Cells, Column
from spreadsheets.content import Content
from spreadsheets.grid import Merge, Style, column_number
from spreadsheets.numberformat import EPOCH_1904, is_date_format, iso_text, serial_of
from spreadsheets.package import Package, local, refuse_doctype
from spreadsheets.sniff import Refusal
from spreadsheets.strings import decode, unescape

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]+)")?\s*'
    rb"(?:/>|>(?:(<f)(?:[^<>]*/>|[^>]*>[^<]*</f>))?"
    rb'(?:<(v)(?: xml:space="preserve")?>([^<]*)</v>|<v ?/>'
    rb'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<is><t ?/></is>)?</c>)'
)
_CELL_START = re.compile(rb"<c[\s/>]")
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"[^>]*>')
_ROW_NUMBER = re.compile(rb'\br="([0-9]+)"')
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_KINDS = {"": NUMBER, "n": NUMBER, "s": TEXT, "str": TEXT, "inlineStr": TEXT, "b": BOOL, "e": ERROR, "d": DATE}
_CHUNK = 4 << 20


@dataclass
class Book:
    """What the cells of every sheet point into."""

    strings: list[str]
    styles: list[Style]
    is_1904: bool

    @cached_property
    def date_styles(self) -> frozenset[int]:
        """Indexes of the styles that show a date."""
        return frozenset(i for i, style in enumerate(self.styles) if is_date_format(style.format))


@dataclass
class _Sheet:
    """One sheet while it is scanned."""

    book: Book
    cells: Cells
    without_value: list[tuple[int, int]] = field(default_factory=list)
    calls_web: bool = False

    def put(self, column: Column, number: int, row: int, style: int, kind: str, raw: str, is_bare: bool) -> None:
        """One cell as written: `kind` is the attribute t, `raw` its character data; bare is a formula without value."""
        if not raw:
            if is_bare:
                self.without_value.append((row, number))
            if style:
                column.add(row, EMPTY, 0.0, None, style)
            return
        try:
            column.add(row, *self._value(kind, raw, style), style)
        except (ValueError, IndexError, KeyError) as error:
            reason = f"row {row}, column {number}: {kind or 'n'} {raw[:40]!r}"
            raise Refusal("FILE-DAMAGED", reason=reason, sheet=self.cells.name) from error

    def _value(self, kind: str, raw: str, style: int) -> tuple[int, float, str | None]:
        match _KINDS[kind]:
            case 1 if kind == "s":
                text = self.book.strings[_index(raw)]
                return (TEXT, 0.0, text) if text else (EMPTY, 0.0, None)
            case 1:
                return TEXT, 0.0, unescape(raw)
            case 2:
                return self._number(float(raw), style)
            case 3:
                serial = serial_of(raw)
                return (TEXT, 0.0, raw) if serial is None else (DATE, serial, iso_text(serial) or raw)
            case 4:
                return BOOL, float(raw in ("1", "true")), None
        return ERROR, 0.0, raw

    def _number(self, number: float, style: int) -> tuple[int, float, str | None]:
        if style in self.book.date_styles:
            serial = number + EPOCH_1904 if self.book.is_1904 else number
            text = iso_text(serial)
            if text:
                return DATE, serial, text
        return NUMBER, number, None


def _index(raw: str) -> int:
    index = int(raw)
    if index < 0:
        raise IndexError(raw)
    return index


def read_sheet(package: Package, part: str, book: Book, cells: Cells, content: Content) -> None:
    """Read one worksheet part into `cells`; Refusal or ExpatError where it is damaged."""
    cells.styles = list(book.styles)
    sheet = _Sheet(book, cells)
    if not _by_pattern(package, part, sheet):
        cells.columns.clear()
        cells.merges.clear()
        sheet.without_value.clear()
        _Events(sheet).read(package, part)
    content.warn_at("CELL-NO-VALUE", cells.name, sorted(sheet.without_value))
    if sheet.calls_web:
        content.warn("FILE-LINKS", sheet=cells.name)


def _by_pattern(package: Package, part: str, sheet: _Sheet) -> bool:
    """Scan with the pattern; False as soon as a piece holds a cell it does not account for."""
    whole = expat.ParserCreate()
    outside = _Events(sheet)
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


def _piece(data: bytes, sheet: _Sheet) -> bool:
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


def _column(sheet: _Sheet, column: Column, number: int, members: list[tuple[bytes, ...]]) -> None:
    dates = sheet.book.date_styles
    for _, row, style_raw, kind, formula, valued, value, inline in members:
        style = int(style_raw) if style_raw else 0
        if not kind and value and style not in dates:
            column.add(int(row), NUMBER, float(value), None, style)
        else:
            raw = decode(value or inline) if kind in (b"str", b"inlineStr") else (value or inline).decode()
            sheet.put(column, number, int(row), style, kind.decode(), raw, bool(formula) and not valued)


class _Events:
    """A worksheet by XML events: all of it, or what stands outside its rows."""

    def __init__(self, sheet: _Sheet) -> None:
        self.sheet = sheet
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.row = 0
        self.column = 0
        self.attributes: dict[str, str] = {}
        self.inside: list[str] = []
        self.texts: list[str] = []
        self.is_bare = False
        self._starts: dict[str, Callable[[dict[str, str]], Any]] = {
            "row": self._row,
            "c": self._cell,
            "f": self._formula,
            "v": self._valued,
            "dimension": self._dimension,
            "mergeCell": self._merge,
            "col": self._col,
        }

    def read(self, package: Package, part: str) -> None:
        """Read the whole part."""
        for i, piece in enumerate(package.chunks(part)):
            if not i:
                refuse_doctype(piece[:8192])
            self.feed(piece)
            self.sheet.cells.count()
        self.feed(b"", last=True)

    def feed(self, data: bytes, last: bool = False) -> None:
        """The next piece of the part."""
        self.parser.Parse(data, last)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        self.inside.append(name)
        if name in self._starts:
            self._starts[name](attributes)

    def _end(self, _: str) -> None:
        if self.inside.pop() == "c":
            style = self.attributes.get("s", "")
            number = int(style) if style.isdigit() else 0
            kind, raw = self.attributes.get("t", ""), "".join(self.texts)
            raw = raw if kind in ("str", "inlineStr") else raw.strip()
            column = self.sheet.cells.column(self.column)
            self.sheet.put(column, self.column, self.row, number, kind, raw, self.is_bare)

    def _text(self, piece: str) -> None:
        if self.inside[-1] in ("v", "t") and "rPh" not in self.inside and "c" in self.inside:
            self.texts.append(piece)
        elif self.inside[-1] == "f" and "WEBSERVICE(" in piece:
            self.sheet.calls_web = True

    def _row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r") or self.row + 1)
        self.column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.cells.hidden_rows.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = _ADDRESS.fullmatch(attributes.get("r", ""))
        self.column = column_number(place.group(1)) if place else self.column + 1
        self.row = int(place.group(2)) if place else self.row
        self.attributes, self.texts, self.is_bare = attributes, [], False

    def _formula(self, _: dict[str, str]) -> None:
        self.is_bare = True

    def _valued(self, _: dict[str, str]) -> None:
        self.is_bare = False

    def _merge(self, attributes: dict[str, str]) -> None:
        corners = _ADDRESS.findall(attributes.get("ref", ""))
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            merge = Merge(int(top), column_number(left), int(bottom), column_number(right))
            self.sheet.cells.merges.append(merge)

    def _dimension(self, attributes: dict[str, str]) -> None:
        corners = _ADDRESS.findall(attributes.get("ref", ""))
        if corners:
            self.sheet.cells.declared_rows = int(corners[-1][1])

    def _col(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.cells.hide_columns(int(attributes["min"]), int(attributes["max"]))

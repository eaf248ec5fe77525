"""xlsb: the OOXML package of binary records ([MS-XLSB]). Read by ourselves: calamine panics on legal files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spreadsheets.formats.ooxml.styles import at
from spreadsheets.formats.ooxml.xlsx import warn_of_package
from spreadsheets.formats.parts.cells import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, Cells
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.numberformat import BUILT_IN, EPOCH_1904, is_date_format, iso_text
from spreadsheets.formats.parts.package import Package
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import PLAIN, Align, Lines, Merge, Style

_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = range(8)
_F_STRING, _F_NUMBER, _F_BOOL, _F_ERROR, _RICH = 8, 9, 10, 11, 62
_STRING_ITEM, _FONT, _FORMAT, _FILL, _BORDER, _XF, _COLUMN, _WORKBOOK, _SHEET, _MERGE = (
    19, 43, 44, 45, 46, 47, 60, 153, 156, 176,
)  # fmt: skip
_CELL_STYLES, _CELL_STYLES_END = 617, 618
#: Where a border says the kind of line of each side, and how a cell format says its alignment.
_SIDES = {1: Lines.TOP, 11: Lines.BOTTOM, 21: Lines.LEFT, 31: Lines.RIGHT}
_ALIGNED = {1: Align.LEFT, 2: Align.CENTRE, 3: Align.RIGHT, 4: Align.FILL, 6: Align.ACROSS, 7: Align.CENTRE}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass
class _Book:
    """What the cells of every sheet point into."""

    strings: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    dates: frozenset[int] = frozenset()
    shift: int = 0


def read_xlsb(package: Package, content: Content) -> None:
    """Read every worksheet into `content`; Refusal FILE-DAMAGED where a record does not hold what it must."""
    warn_of_package(package, content)
    workbook = next((t for k, t in package.relations("").values() if k == "officeDocument"), "xl/workbook.bin")
    relations = package.relations(workbook)
    parts = dict(relations.values())
    book = _Book(_strings(package, parts.get("sharedStrings", "")), _styles(package, parts.get("styles", "")))
    book.dates = frozenset(i for i, style in enumerate(book.styles) if is_date_format(style.format))
    try:
        for kind, data in _records(package.read(workbook)):
            if kind == _WORKBOOK and data[0] & 1:
                book.shift = EPOCH_1904
            elif kind == _SHEET:
                relation, at = _text(data, 8)
                if relation not in relations:  # Excel 2007 before its release wrote four bytes more
                    relation, at = _text(data, 12)
                target, part = relations.get(relation, ("", ""))
                if target == "worksheet":
                    sheet = content.sheet(_text(data, at)[0])
                    sheet.hidden = data[0] != 0
                    _read_sheet(package.read(part), book, sheet)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Refusal("FILE-DAMAGED", reason=f"{type(error).__name__}: {error}") from error
    if not content.sheets:
        raise Refusal("FILE-DAMAGED", reason="no worksheet")


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and content of each record of a part; both type and length are written in groups of seven bits."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        length = shift = 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if at + length > end:
            raise Refusal("FILE-DAMAGED", reason=f"record {kind} is cut short")
        yield kind, data[at : at + length]
        at += length


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A counted UTF-16 string and the place after it; a count of all ones is no string."""
    (count,) = struct.unpack_from("<I", data, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(data):
        raise IndexError("string is cut short")
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _strings(package: Package, part: str) -> list[str]:
    if part not in package:
        return []
    return [_text(data, 1)[0] for kind, data in _records(package.read(part)) if kind == _STRING_ITEM]


def _styles(package: Package, part: str) -> list[Style]:
    formats: dict[int, str] = dict(BUILT_IN)
    fonts: list[Style] = []
    fills: list[bool] = []
    lines: list[Lines] = []
    styles: list[Style] = []
    inside = False
    for kind, data in _records(package.read(part)) if part in package else ():
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif kind == _FONT:
            fonts.append(_font(data))
        elif kind == _FILL:
            fills.append(struct.unpack_from("<I", data)[0] != 0)
        elif kind == _BORDER:
            lines.append(Lines(sum(side for at, side in _SIDES.items() if data[at])))
        elif kind in (_CELL_STYLES, _CELL_STYLES_END):
            inside = kind == _CELL_STYLES
        elif kind == _XF and inside:
            number, font, fill, border = struct.unpack_from("<HHHH", data, 2)
            style = replace(
                at(fonts, font, PLAIN),
                format=formats.get(number, "General"),
                indent=data[11],
                lines=at(lines, border, Lines.NONE),
                align=_ALIGNED.get(data[12] & 7, Align.GENERAL),
                wrapped=bool(data[12] & 0x40),
                turned=data[10] != 0,
                filled=at(fills, fill, False),
            )
            styles.append(style)
    return styles or [PLAIN]


def _font(data: bytes) -> Style:
    height, flags, weight = struct.unpack_from("<HHH", data)
    return Style(
        bold=weight >= 600,
        font=_text(data, 21)[0],
        italic=bool(flags & 2),
        underlined=data[8] != 0,
        size=height / 20,
    )


def _read_sheet(data: bytes, book: _Book, cells: Cells) -> None:
    cells.styles = [PLAIN, *book.styles]
    row = 0
    for kind, record in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0] + 1
            if record[11] & 0x10:
                cells.hidden_rows.add(row)
        elif kind <= _F_ERROR or kind == _RICH:
            column, style = struct.unpack_from("<II", record)
            style &= 0xFFFFFF
            number, text, value = _value(kind, record, book)
            if value == NUMBER and style in book.dates and iso_text(number + book.shift):
                number, value = number + book.shift, DATE
                text = iso_text(number)
            cells.add(row, column + 1, value, number, text, style + 1)
        elif kind == _COLUMN:
            first, last = struct.unpack_from("<II", record)
            if record[16] & 1:
                cells.hide_columns(first + 1, last + 1)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            cells.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))


def _value(kind: int, record: bytes, book: _Book) -> tuple[float, str | None, int]:
    """Number, text and type of a cell."""
    if kind == _RK:
        return _rk(struct.unpack_from("<I", record, 8)[0]), None, NUMBER
    if kind in (_REAL, _F_NUMBER):
        return struct.unpack_from("<d", record, 8)[0], None, NUMBER
    if kind in (_BOOL, _F_BOOL):
        return float(record[8] != 0), None, BOOL
    if kind in (_ERROR, _F_ERROR):
        return 0.0, _ERRORS.get(record[8], "#ERR!"), ERROR
    if kind == _BLANK:
        return 0.0, None, EMPTY
    if kind == _SHARED:
        text = book.strings[struct.unpack_from("<I", record, 8)[0]]
    else:
        text = _text(record, 9 if kind == _RICH else 8)[0]
    return (0.0, text, TEXT) if text else (0.0, None, EMPTY)


def _rk(raw: int) -> float:
    """A number in 30 bits: a whole one or the head of a double, and perhaps to be divided by 100."""
    if raw & 2:
        number = float((raw >> 2) - (1 << 30 if raw & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, raw & 0xFFFFFFFC))[0]
    return number / 100 if raw & 1 else number

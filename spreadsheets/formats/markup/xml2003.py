"""XML Spreadsheet 2003 (SpreadsheetML): what Excel 2003 and many portals write, mostly under the name .xls."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from spreadsheets.formats.markup.xml2003_styles import XmlStyles
from spreadsheets.formats.parts.cells import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, Cells
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.numberformat import EPOCH_1904, is_date_format, iso_text, serial_of
from spreadsheets.formats.parts.package import local
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Merge

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CHUNK = 1 << 20
_SHEET, _EXCEL = "urn:schemas-microsoft-com:office:spreadsheet}", "urn:schemas-microsoft-com:office:excel}"
#: Elements whose insides are no content of the sheet, though some hold Data of their own.
_ASIDE = frozenset({f"{_SHEET}Comment", f"{_SHEET}PhoneticText", f"{_EXCEL}PhoneticText"})
_ENDS_EARLY = frozenset({
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
})  # fmt: skip

Attributes = dict[str, str]


def read_xml2003(path: Path, content: Content) -> None:
    """Read every worksheet into `content`.

    Refusal FILE-ENTITIES for a document type, FILE-TRUNCATED where the end is missing, FILE-DAMAGED otherwise.
    """
    events = _Events(content)
    with path.open("rb") as file:
        try:
            events.parser.Parse(file.read(_CHUNK).lstrip(b" \t\r\n"), False)  # some portals begin with an empty line
            while piece := file.read(_CHUNK):
                events.parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise Refusal("FILE-DAMAGED", reason=str(error)) from error
    try:
        events.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal("FILE-TRUNCATED" if error.code in _ENDS_EARLY else "FILE-DAMAGED", reason=str(error)) from error
    if not content.sheets:
        raise Refusal("FILE-DAMAGED", reason="no worksheet")


class _Events:
    """The document while it is read."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.styles = XmlStyles()
        self.sheet: Cells | None = None
        self.row = self.column = self.row_span = 0
        self.cell: Attributes = {}
        self.kind: str | None = None
        self.pieces: list[str] | None = None
        self.aside = 0
        self.is_1904 = False
        self.without_value: list[tuple[int, int]] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._starts: dict[str, Callable[[Attributes], None]] = {
            f"{_SHEET}Worksheet": self._start_sheet,
            f"{_SHEET}Table": self._start_table,
            f"{_SHEET}Column": self._start_column,
            f"{_SHEET}Row": self._start_row,
            f"{_SHEET}Cell": self._start_cell,
            f"{_SHEET}Data": self._start_data,
            f"{_EXCEL}Visible": lambda _: self._collect(),
            f"{_EXCEL}SupBook": lambda _: self.content.warn("FILE-LINKS"),
            f"{_EXCEL}Date1904": lambda _: self._count_from_1904(),
        }
        self._ends: dict[str, Callable[[], None]] = {
            f"{_SHEET}Worksheet": self._end_sheet,
            f"{_SHEET}Row": self._end_row,
            f"{_SHEET}Cell": self._end_cell,
            f"{_EXCEL}Visible": self._end_visible,
        }

    def _start(self, tag: str, attributes: Attributes) -> None:
        self.aside += tag in _ASIDE
        if self.aside:
            return
        plain = {local(k): v for k, v in attributes.items()}
        if self.sheet is None:
            self.styles.start(local(tag), plain)
        if tag in self._starts:
            self._starts[tag](plain)

    def _end(self, tag: str) -> None:
        if tag in _ASIDE:
            self.aside -= 1
        elif not self.aside and tag in self._ends:
            self._ends[tag]()

    def _text(self, piece: str) -> None:
        if self.pieces is not None and not self.aside:
            self.pieces.append(piece)

    def _collect(self) -> None:
        self.pieces = []

    def _collected(self) -> str:
        text = "".join(self.pieces or [])
        self.pieces = None
        return text

    def _count_from_1904(self) -> None:
        self.is_1904 = True

    def _start_sheet(self, attributes: Attributes) -> None:
        self.sheet = self.content.sheet(attributes.get("Name", ""))
        self.sheet.styles = self.styles.used
        self.row = self.column = 0

    def _end_sheet(self) -> None:
        assert self.sheet is not None
        self.content.warn_at("CELL-NO-VALUE", self.sheet.name, self.without_value)
        self.without_value = []
        self.sheet = None

    def _start_table(self, attributes: Attributes) -> None:
        self.row, self.column = max(_whole(attributes, "TopCell", 1) - 1, 0), 0
        if self.sheet:
            self.sheet.declared_rows = _whole(attributes, "ExpandedRowCount", 0)

    def _start_column(self, attributes: Attributes) -> None:
        first = max(_whole(attributes, "Index", self.column + 1), 1)
        self.column = first + _whole(attributes, "Span", 0)
        if self.sheet and attributes.get("Hidden") == "1":
            self.sheet.hide_columns(first, self.column)

    def _start_row(self, attributes: Attributes) -> None:
        self.row = max(_whole(attributes, "Index", self.row + 1), 1)
        self.row_span = min(_whole(attributes, "Span", 0), _LAST_ROW)
        self.column = 0
        if self.sheet and attributes.get("Hidden") == "1":
            last = min(self.row + self.row_span, _LAST_ROW)
            self.sheet.hidden_rows.update(range(self.row, last + 1))

    def _end_row(self) -> None:
        self.row += self.row_span
        if self.sheet and not self.row % 1000:
            self.sheet.count()

    def _start_cell(self, attributes: Attributes) -> None:
        self.column = max(_whole(attributes, "Index", self.column + 1), 1)
        self.cell, self.kind = attributes, None

    def _start_data(self, attributes: Attributes) -> None:
        self.kind = attributes.get("Type", "String")
        self._collect()

    def _end_cell(self) -> None:
        if self.sheet is None:
            return
        across, down = (min(_whole(self.cell, f"Merge{way}", 0), _LAST_ROW) for way in ("Across", "Down"))
        if not self.row:
            raise Refusal("FILE-DAMAGED", sheet=self.sheet.name, reason="a cell outside a row")
        if self.row > _LAST_ROW or self.column + across > _LAST_COLUMN:
            raise Refusal("FILE-TOO-LARGE", sheet=self.sheet.name, limit=f"{_LAST_ROW} × {_LAST_COLUMN}")
        style = self.styles.index(self.cell.get("StyleID", "Default"))
        kind, number, text = self._value(self._collected(), style)
        if kind or style:
            self.sheet.add(self.row, self.column, kind, number, text, style)
        if not kind and "Formula" in self.cell:
            self.without_value.append((self.row, self.column))
        if across or down:
            bottom = min(self.row + down, _LAST_ROW)
            self.sheet.merges.append(Merge(self.row, self.column, bottom, self.column + across))
        self.column += across

    def _value(self, text: str, style: int) -> tuple[int, float, str | None]:
        """Type, number and text of a cell."""
        if self.kind == "Error":
            return ERROR, 0.0, text or "#ERR!"
        if self.kind == "Number" and text.strip():
            return self._number(self._finite(text), style)
        if self.kind == "Boolean" and text.strip():
            return BOOL, float(text.strip() in ("1", "true")), None
        if self.kind == "DateTime":
            serial = serial_of(text)
            iso = iso_text(serial) if serial is not None else None
            return (DATE, serial or 0.0, iso) if iso else (TEXT, 0.0, text)
        return (TEXT, 0.0, text) if text else (EMPTY, 0.0, None)

    def _number(self, number: float, style: int) -> tuple[int, float, str | None]:
        serial = number + EPOCH_1904 if self.is_1904 else number
        iso = iso_text(serial) if is_date_format(self.styles.used[style].format) else None
        return (DATE, serial, iso) if iso else (NUMBER, number, None)

    def _finite(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        name = self.sheet.name if self.sheet else ""
        reason = f"row {self.row}, column {self.column}: Number {text[:40]!r}"
        raise Refusal("FILE-DAMAGED", reason=reason, sheet=name)

    def _end_visible(self) -> None:
        if self._collected().strip() in ("SheetHidden", "SheetVeryHidden") and self.sheet:
            self.sheet.hidden = True


def _refuse_doctype(*_: object) -> NoReturn:
    raise Refusal("FILE-ENTITIES")


def _whole(attributes: Attributes, name: str, default: int) -> int:
    """A whole number of an attribute; the default where it is none, or out of any sheet's reach."""
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default

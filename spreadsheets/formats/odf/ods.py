"""ods: the cells of content.xml by XML events, so that a cell repeated a thousand million times costs nothing empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from spreadsheets.formats.odf.styles import OdfStyles
from spreadsheets.formats.parts.cells import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, Cells
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.numberformat import iso_text, serial_of
from spreadsheets.formats.parts.package import Package, local, refuse_doctype
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Merge

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_DURATION = re.compile(r"P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.]+)S)?")
_ERROR_TEXT = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]+")
_ASIDE = frozenset({"annotation", "tracked-changes", "shapes", "frame", "g", "custom-shape", "forms"})


def read_ods(package: Package, content: Content) -> None:
    """Read every table of the document into `content`; Refusal where it is encrypted or damaged."""
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refusal("FILE-ENCRYPTED")
    _warn_of_package(package, content)
    styles = OdfStyles()
    if "styles.xml" in package:
        styles.add(package.xml("styles.xml"))
    events = _Events(content, styles)
    try:
        for i, piece in enumerate(package.chunks("content.xml")):
            if not i:
                refuse_doctype(piece[:8192])
            events.parser.Parse(piece, False)
        events.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal("FILE-DAMAGED", reason=f"content.xml: {error}") from error
    if not content.sheets:
        raise Refusal("FILE-DAMAGED", reason="no table")
    if events.links:
        content.warn("FILE-LINKS")


def _warn_of_package(package: Package, content: Content) -> None:
    if any(name.startswith(("basic/", "scripts/")) for name in package.names()):
        content.warn("FILE-MACRO")
    for oddity in package.oddities[:3]:
        content.warn("FILE-REPAIRED", reason=oddity)
    try:
        if "meta.xml" in package:
            package.xml("meta.xml")
    except Refusal as refusal:
        content.warn("FILE-REPAIRED", reason=refusal.details.get("reason", "meta.xml"))


class _Events:
    """content.xml while it is read."""

    def __init__(self, content: Content, styles: OdfStyles) -> None:
        self.content = content
        self.styles = styles
        self.links = False
        self.sheet: Cells | None = None
        self.row = self.column = self.row_repeat = 0
        self.row_cells: list[tuple[int, int, tuple[int, float, str | None, int]]] = []
        self.cell: dict[str, str] = {}
        self.paragraphs: list[list[str]] = []
        self.aside = 0
        self.in_paragraph = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._starts: dict[str, Callable[[dict[str, str]], Any]] = {
            "table": self._start_table,
            "table-column": self._start_column,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
            "p": self._start_paragraph,
            "s": lambda a: self._text(" " * min(_count(a, "c"), 1000)),
            "tab": lambda _: self._text("\t"),
            "line-break": lambda _: self._text("\n"),
            "table-source": self._link,
            "dde-source": self._link,
        }
        self._ends: dict[str, Callable[[], Any]] = {
            "table": self._end_table,
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
            "p": self._end_paragraph,
        }

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name in _ASIDE:
            self.aside += 1
        if self.aside:
            return
        if self.sheet is None and name not in ("table",):
            self.styles.start(name, {local(k): v for k, v in attributes.items()})
        elif name in self._starts:
            self._starts[name]({local(k): v for k, v in attributes.items()})

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name in _ASIDE:
            self.aside -= 1
        elif not self.aside:
            if self.sheet is None:
                self.styles.end(name)
            elif name in self._ends:
                self._ends[name]()

    def _text(self, piece: str) -> None:
        if self.in_paragraph and not self.aside:
            self.paragraphs[-1].append(piece)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.sheet = self.content.sheet(attributes.get("name", ""))
        self.sheet.styles = self.styles.used
        self.sheet.hidden = self.styles.is_hidden_table(attributes.get("style-name", ""))
        self.row = self.column = 0

    def _end_table(self) -> None:
        self.sheet = None

    def _link(self, _: dict[str, str]) -> None:
        self.links = True

    def _start_column(self, attributes: dict[str, str]) -> None:
        repeat = _count(attributes, "number-columns-repeated")
        if self.sheet and attributes.get("visibility", "visible") != "visible":
            self.sheet.hide_columns(self.column + 1, self.column + repeat)
        self.column += repeat

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row_repeat = _count(attributes, "number-rows-repeated")
        self.column = 0
        self.row_cells = []
        if self.sheet and attributes.get("visibility", "visible") != "visible" and self.row < _LAST_ROW:
            self.sheet.hidden_rows.update(range(self.row + 1, min(self.row + self.row_repeat, _LAST_ROW) + 1))

    def _end_row(self) -> None:
        assert self.sheet is not None
        filled = sum(repeat for _, repeat, value in self.row_cells if value[0] != EMPTY)
        if filled:
            if filled * self.row_repeat > self.sheet.max_cells or self.row + self.row_repeat > _LAST_ROW:
                raise Refusal("FILE-TOO-LARGE", sheet=self.sheet.name, limit=f"{self.sheet.max_cells} cells")
            for row in range(self.row + 1, self.row + self.row_repeat + 1):
                for column, repeat, value in self.row_cells:
                    for i in range(column, column + repeat):
                        self.sheet.column(i).add(row, *value)
            self.sheet.count()
        self.row += self.row_repeat

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes
        self.paragraphs = []

    def _start_paragraph(self, _: dict[str, str]) -> None:
        self.in_paragraph += 1
        self.paragraphs.append([])

    def _end_paragraph(self) -> None:
        self.in_paragraph = max(self.in_paragraph - 1, 0)

    def _end_cell(self) -> None:
        assert self.sheet is not None
        repeat = _count(self.cell, "number-columns-repeated")
        kind, number, text = _value(self.cell, "\n".join("".join(p) for p in self.paragraphs))
        if kind and self.column + repeat > _LAST_COLUMN:
            raise Refusal("FILE-TOO-LARGE", sheet=self.sheet.name, limit=f"{_LAST_COLUMN} columns")
        if kind:
            is_percent = self.cell.get("value-type") == "percentage"
            style = self.styles.index(self.cell.get("style-name", ""), is_percent)
            self.row_cells.append((self.column + 1, repeat, (kind, number, text, style)))
            self._merge()
        elif "number-columns-spanned" in self.cell or "number-rows-spanned" in self.cell:
            self._merge()
        self.column += repeat

    def _merge(self) -> None:
        columns, rows = _count(self.cell, "number-columns-spanned"), _count(self.cell, "number-rows-spanned")
        if self.sheet and (columns > 1 or rows > 1):
            top, left = self.row + 1, self.column + 1
            self.sheet.merges.append(Merge(top, left, top + rows - 1, left + columns - 1))


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() else 1


def _value(cell: dict[str, str], text: str) -> tuple[int, float, str | None]:
    """Type, number and text of a cell; office:value counts, not what is shown."""
    kind = cell.get("value-type", "")
    if kind == "error" or ("formula" in cell and _ERROR_TEXT.fullmatch(text)):
        return ERROR, 0.0, text or "#ERR!"
    try:
        if kind in ("float", "percentage", "currency"):
            return NUMBER, float(cell["value"]), None
        if kind == "boolean":
            return BOOL, float(cell["boolean-value"] == "true"), None
        if kind == "date":
            return _moment(serial_of(cell["date-value"]), cell["date-value"])
        if kind == "time":
            return _moment(_days(cell["time-value"]), text)
    except (KeyError, ValueError) as error:
        raise Refusal("FILE-DAMAGED", reason=f"{kind} cell: {error}") from error
    text = text or cell.get("string-value", "")
    return (TEXT, 0.0, text) if text else (EMPTY, 0.0, None)


def _moment(serial: float | None, shown: str) -> tuple[int, float, str | None]:
    iso = iso_text(serial) if serial is not None else None
    if serial is None or (iso is None and not shown):
        return TEXT, 0.0, shown
    return (DATE, serial, iso) if iso else (NUMBER, serial, None)


def _days(duration: str) -> float | None:
    match = _DURATION.fullmatch(duration)
    if not match:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return days + (hours + minutes / 60 + seconds / 3600) / 24

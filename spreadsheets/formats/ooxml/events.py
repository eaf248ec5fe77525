"""A worksheet by XML events: all of it, or what stands outside its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from schemas.values.address import column_number
from spreadsheets.formats.ooxml.cells import ScannedSheet
from spreadsheets.formats.parts.package import Package, local, refuse_doctype
from spreadsheets.sheet.grid import Merge

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Events:
    """The handlers of one parser."""

    def __init__(self, sheet: ScannedSheet) -> None:
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
        if self.inside[-1] in self._holders() and "rPh" not in self.inside and "c" in self.inside:
            self.texts.append(piece)
        elif self.inside[-1] == "f" and "WEBSERVICE(" in piece:
            self.sheet.calls_web = True

    def _holders(self) -> tuple[str, ...]:
        """Elements whose text is the cell's: a value beside the text of an inlineStr is nobody's."""
        return ("t",) if self.attributes.get("t") == "inlineStr" else ("v", "t")

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
            first = int(attributes.get("min") or attributes.get("max") or 0)
            if first:
                self.sheet.cells.hide_columns(first, int(attributes.get("max") or first))

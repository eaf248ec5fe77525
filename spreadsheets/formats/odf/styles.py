"""Styles of an OpenDocument spreadsheet: number format, bold, font and hidden tables, by name."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from spreadsheets.formats.parts.package import local
from spreadsheets.sheet.grid import PLAIN, Align, Lines, Style

_NUMBER_STYLES = frozenset(
    {"number-style", "percentage-style", "currency-style", "date-style", "time-style", "text-style", "boolean-style"}
)
_DATE_PARTS = {
    "day": "d",
    "month": "m",
    "year": "yyyy",
    "hours": "h",
    "minutes": "mm",
    "seconds": "ss",
    "am-pm": "AM/PM",
    "day-of-week": "ddd",
}
_PROPERTIES = ("text-properties", "paragraph-properties", "table-cell-properties")
_SIDES = {"left": Lines.LEFT, "top": Lines.TOP, "right": Lines.RIGHT, "bottom": Lines.BOTTOM}
_ALIGNED = {
    "start": Align.LEFT, "left": Align.LEFT, "center": Align.CENTRE, "end": Align.RIGHT, "right": Align.RIGHT,
}  # fmt: skip


class OdfStyles:
    """Fed with elements; `used` are the styles cells point to by `index`."""

    def __init__(self) -> None:
        self.used: list[Style] = [PLAIN]
        self._formats: dict[str, str] = {}
        self._cells: dict[str, dict[str, str]] = {}
        self._hidden_tables: set[str] = set()
        self._indexes: dict[tuple[str, bool], int] = {}
        self._name = ""
        self._family = ""
        self._format: list[str] | None = None

    def add(self, tree: ElementTree.Element) -> None:
        """Every style below an element (styles.xml)."""
        for child in tree:
            self.start(local(child.tag), {local(k): v for k, v in child.attrib.items()}, child.text or "")
            self.add(child)
            self.end(local(child.tag))

    def start(self, name: str, attributes: dict[str, str], text: str = "") -> None:
        """An element begins."""
        if name in _NUMBER_STYLES:
            self._name, self._format = attributes.get("name", ""), ["%"] if name == "percentage-style" else []
        elif self._format is not None:
            self._number_part(name, attributes)
        elif name == "style":
            self._name, self._family = attributes.get("name", ""), attributes.get("family", "")
            if self._family == "table-cell":
                self._cells[self._name] = dict(attributes)
        elif name in _PROPERTIES and self._family == "table-cell":
            self._cells[self._name] |= attributes
        elif name == "table-properties" and self._family == "table" and attributes.get("display") == "false":
            self._hidden_tables.add(self._name)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _NUMBER_STYLES and self._format is not None:
            percent = "%" in self._format[:1]
            self._formats[self._name] = "".join(self._format[percent:]) + ("%" if percent else "") or "General"
            self._format = None
        elif name == "style":
            self._family = ""

    def _number_part(self, name: str, attributes: dict[str, str]) -> None:
        assert self._format is not None
        if name in ("number", "scientific-number"):
            places = attributes.get("decimal-places", "0")
            decimals = "." + "0" * min(int(places), 30) if places.isdigit() and int(places) else ""
            whole = "#,##0" if attributes.get("grouping") == "true" else "0"
            self._format.append(whole + decimals + ("E+00" if name == "scientific-number" else ""))
        elif name in _DATE_PARTS:
            self._format.append(("-" if self._format else "") + _DATE_PARTS[name])
        elif name == "text-content":
            self._format.append("@")

    def is_hidden_table(self, name: str) -> bool:
        """Whether a table of that style is not shown."""
        return name in self._hidden_tables

    def index(self, name: str, is_percent: bool) -> int:
        """Index of a cell style in `used`; a percentage whose style does not say so is given the format 0%."""
        key = (name, is_percent)
        if key not in self._indexes:
            style = self._style(name)
            if is_percent and not style.is_percent:
                style = replace(style, format="0%")
            if style not in self.used:
                self.used.append(style)
            self._indexes[key] = self.used.index(style)
        return self._indexes[key]

    def _style(self, name: str) -> Style:
        merged: dict[str, str] = {}
        for _ in range(20):  # a chain of parents may loop
            if name not in self._cells:
                break
            merged = self._cells[name] | merged
            name = self._cells[name].get("parent-style-name", "")
        bold = merged.get("font-weight", "normal") in ("bold", "600", "700", "800", "900")
        font = merged.get("font-name", "") or merged.get("font-family", "").strip("'\"")
        size = merged.get("font-size", "").removesuffix("pt")
        return Style(
            self._formats.get(merged.get("data-style-name", ""), "General"),
            bold,
            font,
            lines=_lines(merged),
            align=_ALIGNED.get(merged.get("text-align", ""), Align.GENERAL),
            wrapped=merged.get("wrap-option") == "wrap",
            turned=merged.get("rotation-angle", "0") not in ("0", "0deg"),
            filled=merged.get("background-color", "transparent") != "transparent",
            italic=merged.get("font-style") == "italic",
            underlined=merged.get("text-underline-style", "none") != "none",
            size=float(size) if size.isascii() and size.isdigit() else 0.0,
        )


def _lines(said: dict[str, str]) -> Lines:
    """The lines around a cell: of all sides at once, or of each."""
    every = said.get("border", "none")
    return Lines(sum(side for name, side in _SIDES.items() if said.get(f"border-{name}", every) not in ("none", "")))

"""Styles of an XML Spreadsheet 2003: number format, bold, font and indent, by name."""

from __future__ import annotations

from spreadsheets.sheet.grid import PLAIN, Align, Lines, Style

#: Formats written by name (Microsoft, XML Spreadsheet Reference, NumberFormat).
_NAMED = {
    "General Date": "dd/mm/yyyy hh:mm",
    "Long Date": "dd mmmm yyyy",
    "Medium Date": "dd-mmm-yy",
    "Short Date": "dd/mm/yyyy",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm AM/PM",
    "Short Time": "h:mm",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}
_PARTS = {
    "Font": ("Bold", "FontName", "Italic", "Underline", "Size"),
    "NumberFormat": ("Format",),
    "Alignment": ("Indent", "Horizontal", "WrapText", "Rotate"),
    "Interior": ("Pattern",),
}
_SIDES = {"Left": Lines.LEFT, "Top": Lines.TOP, "Right": Lines.RIGHT, "Bottom": Lines.BOTTOM}
_ALIGNED = {"Left": Align.LEFT, "Center": Align.CENTRE, "Right": Align.RIGHT, "CenterAcrossSelection": Align.ACROSS}


class XmlStyles:
    """Fed with the elements before the first sheet; `used` are the styles cells point to by `index`."""

    def __init__(self) -> None:
        self.used: list[Style] = [PLAIN]
        self._named: dict[str, dict[str, str]] = {}
        self._current: dict[str, str] = {}
        self._indexes: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "Style":
            parent = self._named.get(attributes.get("Parent", "Default"), {})
            self._current = dict(parent)
            self._named[attributes.get("ID", "")] = self._current
        if name == "Border":
            side, is_drawn = attributes.get("Position", ""), attributes.get("LineStyle", "None") != "None"
            self._current[f"line {side}"] = "1" if is_drawn else ""
        for part in _PARTS.get(name, ()):
            if part in attributes:
                self._current[part] = attributes[part]

    def index(self, name: str) -> int:
        """Index of a style in `used`; an unknown one is plain."""
        if name not in self._indexes:
            said = self._named.get(name, {})
            format_ = said.get("Format", "General")
            indent = said.get("Indent", "0")
            style = Style(
                _NAMED.get(format_, format_),
                said.get("Bold") == "1",
                said.get("FontName", ""),
                int(indent) if indent.isascii() and indent.isdigit() and len(indent) < 4 else 0,
                lines=Lines(sum(line for side, line in _SIDES.items() if said.get(f"line {side}"))),
                align=_ALIGNED.get(said.get("Horizontal", ""), Align.GENERAL),
                wrapped=said.get("WrapText") == "1",
                turned=said.get("Rotate", "0") != "0",
                filled=said.get("Pattern", "None") != "None",
                italic=said.get("Italic") == "1",
                underlined=said.get("Underline", "None") != "None",
                size=float(size) if (size := said.get("Size", "")).isascii() and size.isdigit() else 0.0,
            )
            if style not in self.used:
                self.used.append(style)
            self._indexes[name] = self.used.index(style)
        return self._indexes[name]

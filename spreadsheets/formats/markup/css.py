"""What of a page's styles matters to a sheet: bold, font, number format, hidden. Rules of classes, and style=""."""

from __future__ import annotations

import re

from spreadsheets.sheet.grid import Align, Lines

_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_DECLARATION = re.compile(r"""([\w-]+)\s*:\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\\.|[^;\\"'])+)""")
_HEAVY = frozenset(("bold", "bolder", "600", "700", "800", "900"))
#: Formats Excel writes by name (mso-number-format).
_NAMED = {"percent": "0.00%", "short date": "dd/mm/yyyy", "fixed": "0.00", "standard": "#,##0.00"}

_SIDES = {"left": Lines.LEFT, "top": Lines.TOP, "right": Lines.RIGHT, "bottom": Lines.BOTTOM}
_ALIGNED = {"left": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT}
_NO_LINE = re.compile(r"\b(?:none|hidden|0(?:px|pt)?)\b")

Declarations = dict[str, str]


class Css:
    """The rules seen so far, by class."""

    def __init__(self) -> None:
        self._classes: dict[str, Declarations] = {}
        self._known: dict[tuple[str, str], Declarations] = {}

    def add(self, sheet: str) -> None:
        """The text of a style element."""
        self._known.clear()
        for name, body in _RULE.findall(sheet):
            self._classes[name] = self._classes.get(name, {}) | _declarations(body)

    def of(self, attributes: dict[str, str]) -> Declarations:
        """What an element's classes and its own style say."""
        key = attributes.get("class", ""), attributes.get("style", "")
        if key not in self._known:
            said: Declarations = {}
            for name in key[0].split():
                said |= self._classes.get(name, {})
            self._known[key] = said | _declarations(key[1])
        return self._known[key]

    def hides(self, attributes: dict[str, str]) -> bool:
        """Whether the element is not shown."""
        return "hidden" in attributes or self.of(attributes).get("display", "").startswith("none")

    @staticmethod
    def is_bold(said: Declarations) -> bool:
        """Whether the text is bold."""
        return said.get("font-weight", "") in _HEAVY

    @staticmethod
    def lines(said: Declarations) -> Lines:
        """The lines around a cell: of all sides at once, or of each."""
        every = said.get("border", "")
        return Lines(sum(side for name, side in _SIDES.items() if _is_line(said.get(f"border-{name}", every))))

    @staticmethod
    def align(attributes: dict[str, str], said: Declarations) -> Align:
        """Where a text stands in its cell."""
        return _ALIGNED.get((said.get("text-align") or attributes.get("align", "")).lower(), Align.GENERAL)

    @staticmethod
    def font(said: Declarations) -> str:
        """The first font of a list of them."""
        return said.get("font-family", "").partition(",")[0].strip("\"' ")

    @staticmethod
    def number_format(attributes: dict[str, str], said: Declarations) -> str:
        """The number format as Excel (a style) or LibreOffice (an attribute) writes it."""
        of_libreoffice = attributes.get("sdnum", "").partition(";")[2].partition(";")[2]
        format_ = said.get("mso-number-format", "").replace("\\", "") or of_libreoffice
        return _NAMED.get(format_.lower(), format_) or "General"


def _declarations(body: str) -> Declarations:
    return {name.lower(): value.strip().strip("\"'") for name, value in _DECLARATION.findall(body)}


def _is_line(said: str) -> bool:
    return bool(said) and not _NO_LINE.search(said)

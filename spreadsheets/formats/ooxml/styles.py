"""The styles of an OOXML workbook: number format, font, alignment, lines and fill of each, by its index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from xml.etree import ElementTree

from spreadsheets.formats.parts.numberformat import BUILT_IN
from spreadsheets.formats.parts.package import Package, local
from spreadsheets.sheet.grid import PLAIN, Align, Lines, Style

_SIDES = {"left": Lines.LEFT, "start": Lines.LEFT, "top": Lines.TOP, "right": Lines.RIGHT, "end": Lines.RIGHT,
          "bottom": Lines.BOTTOM}  # fmt: skip
_ALIGNED = {"left": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT, "centerContinuous": Align.ACROSS,
            "fill": Align.FILL, "distributed": Align.CENTRE}  # fmt: skip
_NO = ("0", "false", "none")
_T = TypeVar("_T")


def styles_of(package: Package, part: str) -> list[Style]:
    """Styles of cells in the order their index counts."""
    if not part or part not in package:
        return [PLAIN]
    formats: dict[int, str] = dict(BUILT_IN)
    found: dict[str, list[ElementTree.Element]] = {}
    for section in package.xml(part):
        name = local(section.tag)
        if name == "numFmts":
            formats |= {_int(e.get("numFmtId")): e.get("formatCode", "") for e in section}
        else:
            found[name] = list(section)
    fonts = [_font(e) for e in found.get("fonts", ())]
    lines = [_lines(e) for e in found.get("borders", ())]
    fills = [_is_fill(e) for e in found.get("fills", ())]
    return [_style(e, formats, fonts, lines, fills) for e in found.get("cellXfs", ())] or [PLAIN]


def _font(element: ElementTree.Element) -> Style:
    marks = {local(e.tag): e for e in element}

    def has(mark: str) -> bool:
        return mark in marks and marks[mark].get("val", "1") not in _NO

    def value(mark: str) -> str:
        return marks[mark].get("val", "") if mark in marks else ""

    return Style(
        bold=has("b"), font=value("name"), italic=has("i"), underlined=has("u"), size=_float(value("sz")),
    )  # fmt: skip


def _lines(element: ElementTree.Element) -> Lines:
    drawn = (local(e.tag) for e in element if e.get("style", "none") != "none")
    return Lines(sum({_SIDES[name] for name in drawn if name in _SIDES}))


def _is_fill(element: ElementTree.Element) -> bool:
    return any(e.get("patternType", "none") != "none" for e in element if local(e.tag) == "patternFill")


def _style(
    xf: ElementTree.Element,
    formats: dict[int, str],
    fonts: Sequence[Style],
    lines: Sequence[Lines],
    fills: Sequence[bool],
) -> Style:
    aligned = next((e for e in xf if local(e.tag) == "alignment"), ElementTree.Element("alignment"))
    return replace(
        at(fonts, _int(xf.get("fontId")), PLAIN),
        format=formats.get(_int(xf.get("numFmtId")), "General"),
        indent=_int(aligned.get("indent")),
        lines=at(lines, _int(xf.get("borderId")), Lines.NONE),
        align=_ALIGNED.get(aligned.get("horizontal", ""), Align.GENERAL),
        wrapped=aligned.get("wrapText", "0") not in _NO,
        turned=aligned.get("textRotation", "0") != "0",
        filled=at(fills, _int(xf.get("fillId")), False),
    )


def at(values: Sequence[_T], index: int, missing: _T) -> _T:
    """What a damaged file may number beyond its end."""
    return values[index] if 0 <= index < len(values) else missing


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _float(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdigit() and text.isascii() else 0.0

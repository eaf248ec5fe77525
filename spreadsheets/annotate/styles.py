"""The styles of a package with a few more: a cell's own look, shaded by severity, and the looks of the list.

A shade says what it lies upon: the colour of the cell's own fill stands as the background colour of a solid pattern,
which no program shows. So it can be taken off again, wherever the cell has gone meanwhile.
"""

from __future__ import annotations

import re

from schemas.severity import Severity
from spreadsheets.annotate.markup import PackagePart, ascii_of, attribute, elements, opening, with_attribute

#: Colours nobody else uses: by them a shade is known as ours.
SHADES: dict[Severity, str] = {"error": "FFFFC7CF", "warning": "FFFFEB9D"}
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_NO_COLOUR = 'indexed="64"'
_PLAIN = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
#: Attributes a shade changes.
_CHANGED = re.compile(rb"\s(?:fillId|applyFill)\s*=\s*[\"'][^\"']*[\"']")
#: The least a styles part holds, for a package that has none.
EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{main}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{_PLAIN}</cellStyleXfs><cellXfs count="1">{_PLAIN}</cellXfs></styleSheet>'
)


class _Items:
    """One list of the part: what is in it, and what comes to its end."""

    def __init__(self, part: PackagePart, name: str) -> None:
        self.name, self.element = name, part.root.child(name)
        self.all = [part.whole(each) for each in self.element.children] if self.element else []
        self.n_old = len(self.all)
        self._places = {item: i for i, item in reversed(list(enumerate(self.all)))}

    def index(self, item: bytes) -> int:
        """The place of an item, which is put at the end where it is not there."""
        if item not in self._places:
            self._places[item] = len(self.all)
            self.all.append(item)
        return self._places[item]


class StylesPart:
    """The styles part being changed. A style is its place in the list cellXfs, as the sheets write it."""

    def __init__(self, data: bytes) -> None:
        self._part = PackagePart(data)
        self._lists = {name: _Items(self._part, name) for name in _ORDER}
        self._fills, self._xfs = self._lists["fills"], self._lists["cellXfs"]
        if not self._fills.all:
            self._fills.index(self._own('<fill><patternFill patternType="none"/></fill>'))
        if not self._xfs.all:
            self._xfs.index(self._own(_PLAIN))
        self._shaded: dict[tuple[int, Severity], int] = {}
        self.bare = self._bare()

    def shaded(self, style: int, severity: Severity) -> int:
        """The style that differs from another by the shade of a severity alone."""
        style = self.bare.get(style, style)
        if (style, severity) not in self._shaded:
            xf = self._xfs.all[style if 0 <= style < len(self._xfs.all) else 0]
            fill = self._solid(SHADES[severity], self._colour(_number(xf, "fillId")) or _NO_COLOUR)
            self._shaded[style, severity] = self._xfs.index(_filled(xf, fill))
        return self._shaded[style, severity]

    def look(self, font: str, fill: str = "", *, is_wrapped: bool = False) -> int:
        """A style of the list. `font`: what a font element holds; `fill`: a colour such as FFDDEBF7, "" for none."""
        number = self._lists["fonts"].index(self._own(f"<font>{font}</font>"))
        ground = self._solid(fill, _NO_COLOUR) if fill else 0
        wrap = ' wrapText="1"' if is_wrapped else ""
        xf = (
            f'<xf numFmtId="0" fontId="{number}" fillId="{ground}" borderId="0" xfId="0" applyFont="1" applyFill="1"'
            f' applyAlignment="1"><alignment vertical="top"{wrap}/></xf>'
        )
        return self._xfs.index(self._own(xf))

    def result(self) -> bytes:
        """The part with what was added to it."""
        part = self._part
        for place, items in enumerate(self._lists.values()):
            new, count = b"".join(items.all[items.n_old :]).decode("utf-8", "replace"), str(len(items.all))
            if new and items.element:
                part.append(items.element, new, count=count)
            elif new:
                name = part.prefix + items.name
                before = [e.end for e in part.root.children if e.name in _ORDER[:place]]
                at = before[-1] if before else part.root.inside
                part.replace(at, at, f'<{name} count="{count}">{new}</{name}>')
        return part.result()

    def _bare(self) -> dict[int, int]:
        """Every style with a shade of ours -> the same without it: one that is there already, where there is one."""
        beneath = {i: colour for i, fill in enumerate(self._fills.all) if (colour := _beneath(fill)) is not None}
        if not beneath:
            return {}
        others: dict[tuple[bytes, str | None], int] = {}
        for i, xf in enumerate(self._xfs.all):
            if _number(xf, "fillId") not in beneath:
                others.setdefault((_but_for_fill(xf), self._colour(_number(xf, "fillId"))), i)
        found = {}
        for i, xf in enumerate(list(self._xfs.all)):
            if _number(xf, "fillId") in beneath:
                colour = beneath[_number(xf, "fillId")]
                known = others.get((_but_for_fill(xf), colour))
                fill = self._solid_of(colour) if colour else 0
                found[i] = self._xfs.index(_filled(xf, fill)) if known is None else known
        return found

    def _colour(self, fill: int) -> str | None:
        """The attributes of the colour of a solid fill, "" for no fill, None for one no single colour tells."""
        return _painted(self._fills.all[fill]) if 0 <= fill < len(self._fills.all) else ""

    def _solid(self, colour: str, background: str) -> int:
        return self._solid_of(f'rgb="{colour}"', background)

    def _solid_of(self, colour: str, background: str = _NO_COLOUR) -> int:
        inner = f'<patternFill patternType="solid"><fgColor {colour}/><bgColor {background}/></patternFill>'
        return self._fills.index(self._own(f"<fill>{inner}</fill>"))

    def _own(self, xml: str) -> bytes:
        """An element of ours with the prefix of the part."""
        return ascii_of(re.sub(r"<(/?)(?=[A-Za-z])", rf"<\1{self._part.prefix}", xml))


def _filled(xf: bytes, fill: int) -> bytes:
    tag = opening(xf)
    return with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1") + xf[len(tag) :]


def _number(xf: bytes, name: str) -> int:
    text = attribute(opening(xf), name) or ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _but_for_fill(xf: bytes) -> bytes:
    return _CHANGED.sub(b"", xf).replace(b" ", b"")


def _painted(fill: bytes) -> str | None:
    pattern = elements(fill)[0].child("patternFill")
    if pattern is None:
        return None
    kind = attribute(fill[pattern.start : pattern.inside], "patternType") or "none"
    if kind in ("none", "gray125"):
        return ""
    return _attributes(fill, "fgColor") if kind == "solid" else None


def _beneath(fill: bytes) -> str | None:
    """What a shade of ours lies upon, as `_painted` says it; None for any other fill."""
    if not any(f'rgb="{shade}"'.encode() in fill for shade in SHADES.values()):
        return None
    background = _attributes(fill, "bgColor")
    return "" if background == _NO_COLOUR else background


def _attributes(fill: bytes, name: str) -> str:
    """The attributes of a colour, as they are written."""
    found = next(elements(fill)[0].all(name), None)
    return fill[found.start : found.inside].decode().partition(name)[2].strip("/> \r\n\t") if found else ""

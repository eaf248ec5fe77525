"""The drawing of a sheet's comments (VML): a box for each, hidden until a cell is pointed at.

Written as text and never read as XML: what programs leave in such a part often is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from spreadsheets.annotate.comments import Place
from spreadsheets.annotate.markup import ascii_of

_SHAPE = re.compile(rb"<v:shape\b(?!type)(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_CELL = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>.*?<x:Column>\s*(\d+)\s*</x:Column>", re.DOTALL)
_NUMBERS = re.compile(rb"_x0000_s(\d+)")
_BLOCKS = re.compile(rb"(<o:idmap\b[^>]*?\bdata\s*=\s*[\"'])([0-9, ]*)")
#: Numbers of boxes come in blocks of this many; each drawing of a workbook has blocks of its own.
_BLOCK = 1024
_LAST_COLUMN, _LAST_ROW = 16_383, 1_048_575
_CHARACTERS, _MOST_LINES = 46, 16
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
EMPTY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/>'
    "</o:shapelayout></xml>"
)


def last_block(data: bytes) -> int:
    """The last block of numbers a drawing has taken; 0 for none."""
    listed = [int(n) for found in _BLOCKS.finditer(data) for n in re.findall(rb"\d+", found[2])]
    return max([*listed, *(int(n) // _BLOCK for n in _NUMBERS.findall(data) if len(n) < 10)], default=0)


def boxed(data: bytes, texts: Mapping[Place, str], removed: Iterable[Place], block: int) -> tuple[bytes, int]:
    """The drawing with a box for each of `texts` and without those of `removed`; and the first block still free.

    `block`: the first free one. ValueError where the part does not end as a drawing does.
    """
    gone = {(row - 1, column - 1) for row, column in removed}
    if gone:
        data = _SHAPE.sub(lambda m: b"" if _is_of(m[0], gone) else m[0], data)
    at = data.rfind(b"</xml")
    if at < 0:
        raise ValueError("a drawing that does not end")
    if not texts:
        return data, block
    new = [] if b'id="_x0000_t202"' in data else [_TYPE]
    new += [_box(block * _BLOCK + 1 + i, *where, text) for i, (where, text) in enumerate(texts.items())]
    following = block + (len(texts) + _BLOCK) // _BLOCK
    taken = ",".join(map(str, range(block, following))).encode()
    head = _BLOCKS.sub(lambda m: m[1] + b",".join(filter(None, [m[2].strip(b", "), taken])), data[:at], count=1)
    return head + ascii_of("".join(new)) + data[at:], following


def _is_of(shape: bytes, cells: set[Place]) -> bool:
    found = _CELL.search(shape) if b'"Note"' in shape else None
    return bool(found and (int(found[1]), int(found[2])) in cells)


def _box(number: int, row: int, column: int, text: str) -> str:
    """A box beside a cell, as high as its text."""
    lines = min(sum(1 + len(line) // _CHARACTERS for line in text.split("\n")) + 1, _MOST_LINES)
    left, top = min(column, _LAST_COLUMN - 5), min(max(row - 2, 0), _LAST_ROW - lines)
    anchor = f"{left}, 15, {top}, 10, {left + 4}, 40, {top + lines}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
        f'width:230pt;height:{lines * 13}pt;z-index:{number % _BLOCK + 1};visibility:hidden" fillcolor="#ffffe1"'
        ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )

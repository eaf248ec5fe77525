"""One worksheet part given back: rows shaded, no longer the selected tab, and with a drawing for comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from schemas.severity import Severity
from spreadsheets.annotate.markup import attribute, elements, relation
from spreadsheets.annotate.rows import Bad, MarkedRows

#: What may stand after legacyDrawing in a worksheet, which is a sequence (ECMA-376 part 1, CT_Worksheet).
_LATER = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "AlternateContent",
}  # fmt: skip
_DATA = re.compile(rb"<(?P<prefix>[^\s/>!?:]+:)?sheetData\s*(?P<empty>/?)>")
_SELECTED = re.compile(rb"(<(?:[^\s/>!?:]+:)?sheetView\s[^>]*?\btabSelected\s*=\s*[\"'])(?:1|true)(?=[\"'])")


@dataclass
class SheetChange:
    """What is to become of a worksheet. `drawing`: the relation that leads to the drawing of its comments, "" for none.

    `relations`: the namespace of relations in this package.
    """

    bad: Bad
    shaded: Callable[[int, Severity], int]
    bare: Mapping[int, int] = field(default_factory=dict)
    drawing: str = ""
    relations: str = ""


def is_selected(head: bytes) -> bool:
    """Whether the beginning of a sheet says that its tab is selected."""
    return bool(_SELECTED.search(head))


def changed(chunks: Iterable[bytes], change: SheetChange) -> Iterator[bytes]:
    """The part in pieces; ValueError where it has no rows' element."""
    source = iter(chunks)
    head, found = b"", None
    for chunk in source:
        head += chunk
        found = _DATA.search(head)
        if found:
            break
    if found is None:
        raise ValueError("a worksheet without sheetData")
    before, after, prefix = head[: found.start()], head[found.end() :], found["prefix"] or b""
    yield unselected(before)
    rows = MarkedRows(prefix, change.bad, change.shaded, change.bare, _column_styles(before))
    end = b"</" + prefix + b"sheetData>"
    yield b"<" + prefix + b"sheetData>"
    rest: list[bytes] = [after] if found["empty"] else []
    yield from rows.pieces([] if found["empty"] else _until(end, [after], source, rest))
    yield end
    rest += source
    yield _with_drawing(b"".join(rest), before, prefix, change)


def unselected(head: bytes) -> bytes:
    """The beginning of a sheet whose tab is not selected: two selected tabs would be edited together."""
    return _SELECTED.sub(rb"\g<1>0", head)


def _until(end: bytes, first: list[bytes], source: Iterator[bytes], rest: list[bytes]) -> Iterator[bytes]:
    """What comes before a tag; what follows it in the piece it stands in goes to `rest`."""
    held = b""
    for chunk in _both(first, source):
        held += chunk
        at = held.find(end)
        if at >= 0:
            yield held[:at]
            rest.append(held[at + len(end) :])
            return
        keep = len(held) - len(end)
        if keep > 0:
            yield held[:keep]
            held = held[keep:]
    raise ValueError("the rows of a worksheet do not end")


def _both(first: Iterable[bytes], then: Iterable[bytes]) -> Iterator[bytes]:
    yield from first
    yield from then


def _column_styles(head: bytes) -> Callable[[int], int]:
    """Column -> the style of its empty cells, from what stands before the rows."""
    spans = []
    for tag in re.finditer(rb"<(?:[^\s/>!?:]+:)?col\s[^>]*>", head):
        first, last, style = (int(attribute(tag[0], name) or 0) for name in ("min", "max", "style"))
        spans.append((first, last, style))
    return lambda column: next((style for first, last, style in spans if first <= column <= last), 0)


def _with_drawing(tail: bytes, head: bytes, prefix: bytes, change: SheetChange) -> bytes:
    """What stands after the rows, with the element that leads to the drawing of comments."""
    if not change.drawing:
        return tail
    found = elements(tail)
    at = next((e.start for e in found if e.name in _LATER), None)
    if at is None:
        at = found[-1].end if found else tail.index(b"</")
    new = b"<" + prefix + b"legacyDrawing " + relation(head, change.relations, change.drawing) + b"/>"
    return tail[:at] + new + tail[at:]

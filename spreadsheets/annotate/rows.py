"""The rows of a worksheet with some cells in another style; every other byte of them passes as it is.

Read by pattern and in pieces: a register has hundreds of thousands of rows, and few of them are touched. Where
comments and CDATA are masked, no `<` stands for anything but a tag: what is looked for by its name is found, and
nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from schemas.severity import Severity
from schemas.values.address import address, place
from spreadsheets.annotate.markup import ATTRIBUTES, attribute, masked, unmasked, with_attribute

#: Row -> column -> severity: which cells are to be shaded, both 1-based.
Bad = Mapping[int, Mapping[int, Severity]]


class MarkedRows:
    """The rows of one sheet on their way.

    `shaded`: style, severity -> style. `bare`: styles of an earlier annotation -> the style beneath. `column_style`:
    the style of an empty cell, by its column.
    """

    def __init__(
        self,
        prefix: bytes,
        bad: Bad,
        shaded: Callable[[int, Severity], int],
        bare: Mapping[int, int],
        column_style: Callable[[int], int],
    ) -> None:
        self._prefix, self._bad, self._shaded, self._column_style = prefix, bad, shaded, column_style
        self._wanted = sorted(bad, reverse=True)
        self._row = 0
        self._bare = {str(old).encode(): str(new).encode() for old, new in bare.items()}
        self._row_tag = re.compile(rb"<" + prefix + rb"row(?=[\s/>])" + ATTRIBUTES + rb"\s*/?>")
        self._cell_tag = re.compile(rb"<" + prefix + rb"c(?=[\s/>])" + ATTRIBUTES + rb"\s*/?>")
        self._row_start = re.compile(rb"<" + prefix + rb"row(?=[\s/>])")
        self._end = b"</" + prefix + b"row>"
        old = b"|".join(self._bare) or b"(?!)"
        self._old_style = re.compile(rb"(<" + prefix + rb"c\s(?:[^>]*?\s)?s\s*=\s*[\"'])(" + old + rb")(?=[\"'])")

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """What stands between the tags of sheetData, in pieces: as it comes in, and as it goes out."""
        held = b""
        for chunk in chunks:
            held = masked(held + chunk)
            starts = held.rfind(b"<" + self._prefix + b"row")
            cut = starts if starts > 0 and self._row_start.match(held, starts) else 0
            if cut:
                yield self._rewritten(held[:cut])
                held = held[cut:]
        yield self._rewritten(held)
        yield b"".join(self._new_row(row) for row in reversed(self._wanted))

    def _rewritten(self, data: bytes) -> bytes:
        """Whole rows, with what is to be shaded in them."""
        if self._bare:
            data = self._old_style.sub(lambda m: m[1] + self._bare[m[2]], data)
        out, at = [], 0
        for tag in self._row_tag.finditer(data):
            self._row = _whole(attribute(tag[0], "r")) or self._row + 1
            while self._wanted and self._wanted[-1] < self._row:
                out += [data[at : tag.start()], self._new_row(self._wanted.pop())]
                at = tag.start()
            if self._wanted and self._wanted[-1] == self._row:
                end = tag.end() if tag[0].endswith(b"/>") else data.find(self._end, tag.end())
                out += [data[at : tag.start()], self._row_with(self._wanted.pop(), tag[0], data[tag.end() : end])]
                at = end if tag[0].endswith(b"/>") else end + len(self._end)
        return unmasked(b"".join([*out, data[at:]]))

    def _new_row(self, row: int) -> bytes:
        return self._row_with(row, b"<" + self._prefix + b'row r="%d">' % row, b"")

    def _row_with(self, row: int, tag: bytes, cells: bytes) -> bytes:
        """A row from its opening to its closing tag."""
        own = attribute(tag, "s") if attribute(tag, "customFormat") in ("1", "true") else None
        wanted = sorted(self._bad[row].items(), reverse=True)
        out, at, column = [], 0, 0
        for cell in self._cell_tag.finditer(cells):
            name = attribute(cell[0], "r")
            column = place(name)[1] if name else column + 1
            while wanted and wanted[-1][0] < column:
                out += [cells[at : cell.start()], self._new_cell(row, *wanted.pop(), own)]
                at = cell.start()
            if wanted and wanted[-1][0] == column:
                style = self._shaded(_whole(attribute(cell[0], "s")), wanted.pop()[1])
                out += [cells[at : cell.start()], with_attribute(cell[0], "s", str(style))]
                at = cell.end()
        out.append(cells[at:])
        out += [self._new_cell(row, *each, own) for each in reversed(wanted)]
        opened = tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag
        return b"".join([_spanning(opened, self._bad[row]), *out, self._end])

    def _new_cell(self, row: int, column: int, severity: Severity, own: str | None) -> bytes:
        """An empty cell, in the style of its row or column beneath the shade."""
        style = self._shaded(self._column_style(column) if own is None else _whole(own), severity)
        return b"<" + self._prefix + b'c r="%s" s="%d"/>' % (address(row, column).encode(), style)


def _spanning(tag: bytes, columns: Iterable[int]) -> bytes:
    """The tag of a row whose hint of the columns it spans takes in these."""
    first, _, last = (attribute(tag, "spans") or "").partition(":")
    if not _whole(first) or not _whole(last):
        return tag
    return with_attribute(tag, "spans", f"{min(int(first), *columns)}:{max(int(last), *columns)}")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0

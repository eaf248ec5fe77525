"""The shared string table of an xls: a record and its continuations, which may cut a string ([MS-XLS] 2.4.265)."""

from __future__ import annotations

import struct

_WIDE, _PHONETIC, _RICH = 1, 4, 8


def shared_strings(parts: list[bytes]) -> list[str]:
    """The strings, as many as are there: how many there should be is often written wrongly.

    `parts`: the data of the SST record and of each CONTINUE record. IndexError or struct.error where a string is cut
    short by the end of the table.
    """
    table = _Table(parts)
    strings = []
    while table.has_more():
        strings.append(table.string())
    return strings


class _Table:
    """A place in the parts of a table."""

    def __init__(self, parts: list[bytes]) -> None:
        self.parts = parts
        self.part = 0
        self.at = 8

    def has_more(self) -> bool:
        """Whether another string begins; an empty part, or the end of one, leads to the next."""
        while self.part < len(self.parts) and self.at >= len(self.parts[self.part]):
            self.at -= len(self.parts[self.part])
            self.part += 1
        return self.part < len(self.parts)

    def string(self) -> str:
        """The next string, without its fonts and phonetic guide."""
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        phonetic = struct.unpack("<I", self._take(4))[0] if flags & _PHONETIC else 0
        text = self._text(length, flags & _WIDE)
        self.at += 4 * runs + phonetic
        return text

    def _text(self, length: int, wide: int) -> str:
        pieces = []
        while True:
            room = (len(self.parts[self.part]) - self.at) >> wide
            count = min(room, length)
            raw = self._take(count << wide)
            pieces.append(raw.decode("utf-16-le" if wide else "latin-1", errors="replace"))
            length -= count
            if not length:
                return "".join(pieces)
            self.part, self.at = self.part + 1, 1
            wide = self.parts[self.part][0] & _WIDE  # each part says anew how its characters are written

    def _take(self, size: int) -> bytes:
        taken = self.parts[self.part][self.at : self.at + size]
        self.at += size
        return taken

"""The texts of a workbook's cells, each held once. One longer than a cell may hold costs what the longest may cost."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from spreadsheets.sheet.flat import arrow, flat, strings
from spreadsheets.sheet.limits import LONGEST_TEXT

#: The number of a cell's text where it has none.
NO_TEXT = -1


class Texts:
    """The texts of a workbook's cells by number. Cells hold the number, so that a text is stored and read once.

    A text of more than LONGEST_TEXT characters is cut to one more than that: by it whoever comes later knows it.
    """

    def __init__(self, shared: pa.StringArray | None = None) -> None:
        self._parts: list[pa.StringArray] = [] if shared is None else [cut(shared)]
        self._count = 0 if shared is None else len(shared)
        self._added: dict[str, int] = {}

    def __len__(self) -> int:
        return self._count + len(self._added)

    def __getitem__(self, number: int) -> str:
        return str(self._array()[number].as_py())

    def add(self, text: str) -> int:
        """The number of a text, that of an equal one where it was added just before."""
        return self._added.setdefault(text[: LONGEST_TEXT + 1], self._count + len(self._added))

    def add_all(self, texts: pa.StringArray) -> int:
        """The number of the first of several more texts."""
        first = len(self)
        self._parts = [*self._all(), cut(texts)]
        self._count, self._added = first + len(texts), {}
        return first

    def added_after(self, count: int) -> pa.StringArray:
        """The texts from number `count` on."""
        return self._array().slice(count)

    def long(self) -> np.ndarray:
        """The numbers of those that were cut."""
        return np.flatnonzero(is_long(self._array()))

    def taken(self, numbers: np.ndarray) -> pa.DictionaryArray:
        """The texts of those numbers, each stored once; null where the number is NO_TEXT."""
        used = np.zeros(len(self) + 1, bool)
        used[numbers] = True
        used[NO_TEXT] = False
        places = np.cumsum(used, dtype=np.int32) - np.int32(1)
        wanted = np.flatnonzero(used)
        words = self._array().take(arrow(wanted)).dictionary_encode()  # written in the cell, a text has many numbers
        places = np.append(flat(words.indices), np.int32(0))[places]
        return pa.DictionaryArray.from_arrays(arrow(places[numbers], numbers == NO_TEXT), words.dictionary)

    def _array(self) -> pa.StringArray:
        if self._added or len(self._parts) != 1:
            self._parts, self._count, self._added = [pa.concat_arrays(self._all())], len(self), {}
        return self._parts[0]

    def _all(self) -> list[pa.StringArray]:
        return [*self._parts, strings(self._added)]


def cut(texts: pa.StringArray) -> pa.StringArray:
    """Texts, those longer than a cell may hold to one character more than that; the same array where none is."""
    return pc.utf8_slice_codeunits(texts, 0, LONGEST_TEXT + 1) if is_long(texts).any() else texts


def is_long(texts: pa.StringArray) -> np.ndarray:
    """Mask of the texts that are longer than a cell may hold."""
    if not len(texts) or int(flat(pc.binary_length(texts)).max()) <= LONGEST_TEXT:  # a look at bytes costs nothing
        return np.zeros(len(texts), bool)
    return flat(pc.utf8_length(texts)) > LONGEST_TEXT

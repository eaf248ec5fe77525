"""The distinct texts of a sheet, asked all at once: a column of a hundred thousand cells says a dozen things."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from spreadsheets.sheet.flat import arrow, flat
from spreadsheets.sheet.grid import Grid


class DistinctTexts:
    """The distinct texts of each column, one column after the other in one array, so that all are asked at once.

    `places`: column -> for each row the place of its text, that of the last one, which is none, where it has no text.
    """

    def __init__(self, grid: Grid, columns: Iterable[int]) -> None:
        parts: list[pa.StringArray] = []
        self.places: dict[int, np.ndarray] = {}
        self._spans: dict[int, tuple[int, int]] = {}
        start = 0
        for column in columns:
            stored = grid.stored("s", column)
            if stored is None:
                continue
            encoded = stored.combine_chunks().dictionary_encode()
            indexes = np.frombuffer(encoded.indices.buffers()[1], np.int32)[
                encoded.offset : encoded.offset + len(encoded)
            ]
            self.places[column] = np.where(flat(encoded.is_valid()), indexes + np.int32(start), np.int32(-1))
            parts.append(encoded.dictionary)
            self._spans[column] = (start, start + len(encoded.dictionary))
            start += len(encoded.dictionary)
        self._words = pa.concat_arrays(parts) if parts else pa.lib.StringBuilder().finish()

    def told(self, of_words: Callable[[pa.StringArray], np.ndarray]) -> np.ndarray:
        """What a function of arrays says of each text, by place; 0 of none."""
        return _with_none(of_words(self._words))

    def among(self, pattern: str) -> list[str]:
        """The texts in which a regular expression (RE2) is found."""
        found: list[str] = self._words.take(arrow(np.flatnonzero(matches(self._words, pattern)))).to_pylist()
        return found

    def told_of(self, column: int, of_words: Callable[[pa.StringArray], np.ndarray]) -> np.ndarray | None:
        """The same for the rows of one column; None where it has no text."""
        if column not in self.places:
            return None
        first, last = self._spans[column]
        places = self.places[column]
        said = _with_none(of_words(self._words.slice(first, last - first)))
        return said[np.where(places < 0, -1, places - first)]


def _with_none(said: np.ndarray) -> np.ndarray:
    return np.append(said, said.dtype.type(0))


def composed(words: pa.StringArray) -> pa.StringArray:
    """Words in NFC."""
    if pc.all(pc.string_is_ascii(words)).as_py():
        return words
    return pc.utf8_normalize(words, "NFC")


def matches(words: pa.StringArray, pattern: str) -> np.ndarray:
    """Mask of the words, none of them null, in which a regular expression (RE2) is found."""
    return flat(pc.match_substring_regex(words, pattern))

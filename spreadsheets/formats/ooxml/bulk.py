"""Whole pieces of a worksheet at once: what its bytes say by arithmetic on arrays, no Python object for a cell.

It reads the plain way in which programs write cells and proves that a piece holds nothing else: every tag is one it
knows, follows one it may follow, and text stands only where a value may. A piece of which that is not so is left,
untouched, to the slower scans. Source of the grammar: ECMA-376 part 1, 18.3.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from spreadsheets.formats.ooxml import tags
from spreadsheets.formats.ooxml.cells import NotPlain, ScannedSheet, dates, need
from spreadsheets.formats.ooxml.strings import packed
from spreadsheets.formats.parts.cells import DATE, EMPTY, NUMBER, TEXT
from spreadsheets.formats.parts.digits import floats, run_of_digits, whole, words
from spreadsheets.formats.parts.texts import NO_TEXT


@dataclass
class Found:
    """The cells of a piece, in its order: int32 columns and rows, and what FilledColumn.extend takes.

    `odd`: places of the cells whose value is to be read one by one, with where each begins and ends in the piece.
    """

    columns: np.ndarray
    rows: np.ndarray
    kinds: np.ndarray
    numbers: np.ndarray
    texts: np.ndarray
    styles: np.ndarray
    odd: list[tuple[int, int, int]]


def read_piece(data: bytes, sheet: ScannedSheet) -> Found:
    """The cells of a piece that begins with a row and ends with one; NotPlain, and nothing done, where it is not plain.

    Texts that stand in the cells themselves are added to the sheet's.
    """
    try:
        return _Piece(tags.proved(data)).found(sheet)
    except IndexError:  # an attribute or a number that runs into the end of the piece
        raise NotPlain from None


class _Piece:
    """A proved piece on its way to cells."""

    def __init__(self, proved: tags.ProvedPiece) -> None:
        self.data, self.bytes = proved.data, proved.bytes
        self.open, self.close, self.tags = proved.open, proved.close, proved.tags
        #: The eight bytes that begin at a place, the first lowest.
        self.words = words(proved.data)

    def found(self, sheet: ScannedSheet) -> Found:
        is_cell = tags.IS_CELL[self.tags]
        cells = np.flatnonzero(is_cell)
        number = np.cumsum(is_cell, dtype=np.int32)  # of the cell a tag stands in, from 1
        columns, rows, styles, kinds = self._attributes(cells)
        count = len(cells)
        result = Found(
            columns, rows, np.zeros(count, np.uint8), np.zeros(count), np.full(count, NO_TEXT, np.int32), styles, []
        )
        tag_of_value = np.flatnonzero(tags.IS_VALUE[self.tags])
        valued = number[tag_of_value] - 1
        start = self.close[tag_of_value] + 1
        length = self.open[tag_of_value + 1] - start
        has_value = np.zeros(count, bool)
        has_value[valued[length > 0]] = True
        is_odd = (kinds == _OTHER) & has_value
        if tags.IS_FORMULA[self.tags].any():
            is_formula = np.zeros(count, bool)
            is_formula[number[np.flatnonzero(tags.IS_FORMULA[self.tags])] - 1] = True
            is_odd |= is_formula & ~has_value
        kinds_of_values = np.where(length > 0, kinds[valued], _OTHER)
        need((self.tags[tag_of_value[kinds[valued] == _WITHIN]] == tags.TEXT).all())  # a value would be nobody's
        for kind, read in _READERS:
            taken = np.flatnonzero(kinds_of_values == kind)
            if len(taken):
                read(self, sheet, result, valued[taken], start[taken], length[taken])
        result.odd = [
            (int(i), int(self.open[cells[i]]), int(self._end_of(int(cells[i])))) for i in np.flatnonzero(is_odd)
        ]
        return result

    def _end_of(self, tag: int) -> int:
        while self.tags[tag] not in (tags.CELL_END, tags.BARE_CELL):
            tag += 1
        return int(self.close[tag]) + 1

    def _attributes(self, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Columns, rows, styles and kinds of cells: `<c r="B7" s="3" t="s">`, in this order, the last two if any."""
        at = self.open[cells]
        end = self.close[cells] - (self.tags[cells] == tags.BARE_CELL)
        need((self.words[at] & _MASK[6] == _REFERENCE).all())
        columns, at = self._letters(at + 6)
        digits = run_of_digits(self.words[at])
        need((digits > 0).all() and (digits < 8).all())
        rows = whole(self.words[at], digits).astype(np.int32)
        at = at + digits
        need((self.bytes[at] == ord('"')).all())
        at += 1
        styles, at = self._style(at, end)
        return columns, rows, styles, self._kind(at, end)

    def _letters(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        first, second, third = (self.bytes[at + i].astype(np.int32) - 64 for i in range(3))
        need(((first > 0) & (first < 27)).all())
        has_second = (second > 0) & (second < 27)
        has_third = has_second & (third > 0) & (third < 27)
        columns = np.where(has_second, first * 26 + second, first)
        columns = np.where(has_third, columns * 26 + third, columns)
        return columns, at + 1 + has_second + has_third

    def _style(self, at: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        has_style = np.flatnonzero(self.words[at] & _MASK[4] == _STYLE)
        styles = np.zeros(len(at), np.int32)
        place = at[has_style] + 4
        digits = run_of_digits(self.words[place])
        need((digits > 0).all() and (digits < 7).all())
        styles[has_style] = whole(self.words[place], digits)
        need((self.bytes[place + digits] == ord('"')).all())
        at = at.copy()
        at[has_style] = place + digits + 1
        return styles, at

    def _kind(self, at: np.ndarray, end: np.ndarray) -> np.ndarray:
        """What the attribute t says: a number where there is none."""
        left = end - at
        kinds = np.full(len(at), _NUMBER, np.uint8)
        has_kind = np.flatnonzero(left)
        if not len(has_kind):
            return kinds
        place, left = at[has_kind], left[has_kind]
        need((left >= 6).all() and (self.words[place] & _MASK[4] == _TYPE).all())
        need((self.bytes[place + left - 1] == ord('"')).all())
        letter = self.bytes[place + 4]
        kind = np.full(len(place), _OTHER, np.uint8)
        kind[(left == 6) & (letter == ord("s"))] = _SHARED
        kind[(left == 6) & (letter == ord("n"))] = _NUMBER
        word = self.words[place + 4]
        kind[(left == 8) & (word & _MASK[3] == _STR)] = _WRITTEN
        kind[(left == 14) & (word == _INLINE_STR)] = _WITHIN
        need((kind != _OTHER).all() or np.isin(letter[kind == _OTHER], [ord("b"), ord("e"), ord("d")]).all())
        need((left[kind == _OTHER] == 6).all())
        kinds[has_kind] = kind
        return kinds

    def _shared(
        self, sheet: ScannedSheet, result: Found, where: np.ndarray, start: np.ndarray, length: np.ndarray
    ) -> None:
        first = self.words[start]
        need((length < 9).all() and (np.minimum(run_of_digits(first), 8) == length).all())
        index = whole(first, length)
        need((index < len(sheet.book.strings)).all())
        index = index.astype(np.int32)
        is_filled = ~sheet.book.is_empty[index]
        result.kinds[where] = np.where(is_filled, TEXT, EMPTY)
        result.texts[where] = np.where(is_filled, index, NO_TEXT)

    def _numbers(
        self, sheet: ScannedSheet, result: Found, where: np.ndarray, start: np.ndarray, length: np.ndarray
    ) -> None:
        numbers = self._values(start, length)
        result.kinds[where] = NUMBER
        result.numbers[where] = numbers
        styles = result.styles[where]
        need((styles < len(sheet.book.styles)).all())
        dated = np.flatnonzero(sheet.book.shows_date[styles])
        if len(dated):
            serials = numbers[dated] + sheet.book.offset
            texts = dates(serials, sheet)
            is_date, places = texts != NO_TEXT, where[dated]
            result.kinds[places[is_date]] = DATE
            result.texts[places] = texts
            result.numbers[places[is_date]] = serials[is_date]

    def _values(self, start: np.ndarray, length: np.ndarray) -> np.ndarray:
        """Numbers as written: digits by arithmetic, everything else as a float is parsed."""
        numbers = np.zeros(len(start))
        is_short = length < 9
        first = self.words[start]
        is_whole = is_short & (run_of_digits(first) >= length)
        numbers[is_whole] = whole(first[is_whole], length[is_whole])
        others = np.flatnonzero(~is_whole)
        if len(others):
            try:
                parsed = floats(self.data, start[others], (start + length)[others])
            except pa.ArrowInvalid:
                raise NotPlain from None
            need(np.isfinite(parsed).all())
            numbers[others] = parsed
        return numbers

    def _written(
        self, sheet: ScannedSheet, result: Found, where: np.ndarray, start: np.ndarray, length: np.ndarray
    ) -> None:
        raw = [self.data[a:b] for a, b in zip(start, start + length, strict=True)]
        first = sheet.cells.texts.add_all(packed(raw))
        result.kinds[where] = TEXT
        result.texts[where] = np.arange(first, first + len(raw), dtype=np.int32)


#: What the attribute t says of a value.
_NUMBER, _SHARED, _WRITTEN, _WITHIN, _OTHER = range(5)
_READERS = (
    (_SHARED, _Piece._shared), (_NUMBER, _Piece._numbers), (_WRITTEN, _Piece._written), (_WITHIN, _Piece._written),
)  # fmt: skip

_MASK = np.array([(1 << 8 * i) - 1 for i in range(8)] + [(1 << 64) - 1], np.uint64)


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


_REFERENCE, _STYLE, _TYPE, _STR, _INLINE_STR = map(_word, (b'<c r="', b' s="', b' t="', b"str", b"inlineSt"))

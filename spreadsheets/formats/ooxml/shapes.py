"""Rows of a worksheet that are written alike but for their digits: one of them is proved, and the others with it.

Without its digits a row is its shape, and a register of a million rows has a dozen of them. The first row of each is
read by the pattern of a cell; what that says of its runs of digits (a row's number, a style, a value) holds for
every row that is the same text with its digits at the same places. So only digits are read, by arithmetic on arrays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from schemas.values.address import column_number
from spreadsheets.formats.ooxml.cells import CELL, NotPlain, ScannedSheet, dates, need
from spreadsheets.formats.parts.cells import BOOL, DATE, EMPTY, NUMBER, TEXT
from spreadsheets.formats.parts.digits import floats, whole, words
from spreadsheets.formats.parts.texts import NO_TEXT

_DIGITS, _ROW_END = b"0123456789", b"</row>"
_ROW = re.compile(rb"(?:<row(?: [^<>]*)?/>)*<row(?: [^<>]*)?(?<!/)>")
_RUN = re.compile(rb"[0-9]+")
#: More shapes than this in one piece, or more cells of them to be read one by one, and other scans are faster.
_MOST_SHAPES, _MOST_ODD = 64, 0.25
#: What a value is: no value, an index of a text, digits, another number, a truth value, or what is read by itself.
_NONE, _SHARED, _WHOLE, _NUMBER, _TRUTH, _ODD = range(6)
_LONGEST = 8  # digits that arithmetic takes


@dataclass
class Shape:
    """What rows of one shape say, told by their runs of digits, counted in the row.

    `places`: where each run stands in the row without digits. For each cell its column, the runs of its row number
    and style (-1: none), what its value is and the run that begins it. `numbers`: of each cell whose value is another
    number, its place among the cells, characters before its first run, its last run, characters after that.
    """

    places: np.ndarray
    columns: np.ndarray
    refs: np.ndarray
    styles: np.ndarray
    values: np.ndarray
    kinds: np.ndarray
    numbers: list[tuple[int, int, int, int]]


@dataclass
class ShapedRows:
    """The cells of a piece by column: `columns[i]` has row i of the arrays, one slot a row of the piece.

    `is_kept` says where there is a cell to keep; `odd`: columns and places of those to be read by the pattern.
    `shapes`: the rows without digits, each once.
    """

    columns: np.ndarray
    is_kept: np.ndarray
    rows: np.ndarray
    kinds: np.ndarray
    numbers: np.ndarray
    texts: np.ndarray
    styles: np.ndarray
    odd: list[tuple[int, int]] = field(default_factory=list)
    shapes: Sequence[bytes] = ()

    def by_column(self) -> Iterator[tuple[int, list[np.ndarray]]]:
        """Each column and what FilledColumn.extend takes."""
        for i, number in enumerate(self.columns):
            is_kept = self.is_kept[i]
            kept = slice(None) if is_kept.all() else is_kept
            arrays = (self.rows, self.kinds, self.numbers, self.texts, self.styles)
            yield int(number), [each[i][kept] for each in arrays]


def read_rows(data: bytes, sheet: ScannedSheet, known: dict[bytes, Shape]) -> ShapedRows:
    """The cells of a piece that begins with a row and ends with one; NotPlain where its rows are not alike enough.

    `known`: the shapes met in this sheet, by the row without its digits; new ones are added.
    """
    rows = data.translate(None, _DIGITS).split(_ROW_END)
    need(not rows.pop())
    distinct = dict.fromkeys(rows)
    need(len(distinct) <= _MOST_SHAPES)
    if any(row not in known for row in distinct):
        written = data.split(_ROW_END)
        known |= {row: _proved(written[rows.index(row)]) for row in distinct if row not in known}
    piece = _Piece(data, rows, {row: known[row] for row in distinct})
    result = piece.read(sheet)
    result.shapes = list(distinct)
    return result


def _proved(row: bytes) -> Shape:
    """The shape of a row that lacks nothing but its end tag."""
    head = _ROW.match(row)
    need(bool(head) and b"&#" not in row)
    assert head
    try:
        expat.ParserCreate().Parse(b"<sheetData>" + row + _ROW_END + b"</sheetData>", True)
    except expat.ExpatError:
        raise NotPlain from None
    cells = list(CELL.finditer(row, head.end()))
    ends = [head.end(), *(cell.end() for cell in cells)]
    need([*(cell.start() for cell in cells), len(row)] == ends)
    spans = [match.span() for match in _RUN.finditer(row)]
    digits = np.array([end - start for start, end in spans], np.int64)
    places = np.array([start for start, _ in spans], np.int64) - (np.cumsum(digits) - digits)
    run_at = {start: i for i, (start, _) in enumerate(spans)}
    found = [_cell(cell, run_at, spans) for cell in cells]
    columns, refs, styles, values, kinds = np.array([f[:5] for f in found], np.int64).reshape(-1, 5).T
    need(len(np.unique(columns)) == len(columns) and np.count_nonzero(kinds == _ODD) <= _MOST_ODD * len(kinds))
    numbers = [(i, *f[5]) for i, f in enumerate(found) if f[4] == _NUMBER]
    return Shape(places, columns, refs, styles, values, kinds.astype(np.uint8), numbers)


def _cell(
    cell: re.Match[bytes], run_at: dict[int, int], spans: list[tuple[int, int]]
) -> tuple[int, int, int, int, int, tuple[int, int, int]]:
    """Column, runs of row, style and value, what the value is, and where it begins and ends beside its runs."""
    letters, _, style, kind, formula, valued, value, _ = cell.groups(b"")
    column, ref = column_number(letters.decode()), run_at[cell.start(2)]
    styled = run_at[cell.start(3)] if style else -1
    start, end = cell.span(7)
    runs = range(bisect_left(spans, (start,)), bisect_left(spans, (end,)))  # both -1 where there is no value
    is_digits = len(runs) == 1 and spans[runs[0]] == (start, end)
    what = _ODD
    if not value and kind != b"inlineStr":
        what = _ODD if formula and not valued else _NONE
    elif kind == b"s":
        need(is_digits)
        what = _SHARED
    elif kind == b"b" and is_digits:
        what = _TRUTH
    elif kind in (b"", b"n") and runs:
        what = _WHOLE if is_digits else _NUMBER
    if not runs:
        return column, ref, styled, -1, what, (0, 0, 0)
    return column, ref, styled, runs[0], what, (spans[runs[0]][0] - start, runs[-1], end - spans[runs[-1]][1])


class _Piece:
    """The runs of digits of a piece: where they start, how many digits they have, what number the first eight write.

    `places`: where they stand in the piece without digits.
    """

    def __init__(self, data: bytes, rows: list[bytes], shapes: dict[bytes, Shape]) -> None:
        self.data, self.shapes, self.n_rows = data, list(shapes.values()), len(rows)
        is_digit = (np.frombuffer(data, np.uint8) - np.uint8(ord("0"))) < 10
        edges = np.flatnonzero(is_digit[1:] != is_digit[:-1]) + 1  # it begins and ends with a tag: no run is cut
        starts, lengths = edges[::2], edges[1::2] - edges[::2]
        self.places = starts - (np.cumsum(lengths) - lengths)
        # what is not written is run -1: one digit, a nought
        self.starts, self.lengths = np.append(starts, 0), np.append(lengths, 1)
        self.whole = np.append(whole(words(data)[starts], np.minimum(lengths, _LONGEST)), 0)
        numbers = {row: i for i, row in enumerate(shapes)}
        self.shape_of = np.fromiter(map(numbers.__getitem__, rows), np.int64, len(rows))
        runs = np.array([len(shape.places) for shape in self.shapes])[self.shape_of]
        self.first_runs = np.cumsum(runs) - runs
        need(int(runs.sum()) == len(starts))
        lengths = np.fromiter(map(len, rows), np.int64, len(rows)) + len(_ROW_END)
        self.first_places = np.cumsum(lengths) - lengths

    def read(self, sheet: ScannedSheet) -> ShapedRows:
        columns = np.unique(np.concatenate([shape.columns for shape in self.shapes]))
        self._lay_out(columns)
        is_cell = self.refs >= 0
        need((self.lengths[self.refs] <= 7).all() and (self.lengths[self.styles] <= 6).all())
        styles = self.whole[self.styles].astype(np.int32)
        need((styles < len(sheet.book.styles)).all())
        shape = self.refs.shape
        result = ShapedRows(
            columns, is_cell & (self.kinds != _ODD), self.whole[self.refs].astype(np.int32),
            np.zeros(shape, np.uint8), np.zeros(shape), np.full(shape, NO_TEXT, np.int32), styles,
        )  # fmt: skip
        self._read_texts(result, sheet)
        self._read_numbers(result, sheet)
        result.is_kept &= (result.kinds != EMPTY) | (styles > 0)
        result.odd = list(self._odd(columns))
        return result

    def _lay_out(self, columns: np.ndarray) -> None:
        """Where each cell's row number, style and value are written, after proof that the rows are of their shapes."""
        shape = (len(columns), self.n_rows)
        self.refs, self.styles, self.values = (np.full(shape, -1, np.int64) for _ in range(3))
        self.kinds = np.zeros(shape, np.uint8)
        self.written: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        for number, each in enumerate(self.shapes):
            rows = np.flatnonzero(self.shape_of == number)
            runs = self.first_runs[rows] + np.arange(len(each.places))[:, None]
            need((self.places[runs] - self.first_places[rows] == each.places[:, None]).all())
            at = np.ix_(np.searchsorted(columns, each.columns), rows)
            self.kinds[at] = each.kinds[:, None]
            for target, wanted in ((self.refs, each.refs), (self.styles, each.styles), (self.values, each.values)):
                target[at] = np.where(wanted[:, None] < 0, -1, runs[wanted])
            for cell, before, last, after in each.numbers:
                begins = self.starts[runs[each.values[cell]]] - before
                ends = self.starts[runs[last]] + self.lengths[runs[last]] + after
                self.written.append((at[0][cell] * self.n_rows + rows, begins, ends))

    def _read_texts(self, result: ShapedRows, sheet: ScannedSheet) -> None:
        is_shared = self.kinds == _SHARED
        runs = self.values[is_shared]
        index = self.whole[runs]
        need((self.lengths[runs] <= _LONGEST).all() and (index < len(sheet.book.strings)).all())
        is_filled = ~sheet.book.is_empty[index]
        result.kinds[is_shared] = np.where(is_filled, TEXT, EMPTY)
        result.texts[is_shared] = np.where(is_filled, index, NO_TEXT)

    def _read_numbers(self, result: ShapedRows, sheet: ScannedSheet) -> None:
        is_truth, is_whole = self.kinds == _TRUTH, self.kinds == _WHOLE
        runs = np.where(is_whole | is_truth, self.values, -1)
        numbers, kinds = result.numbers.reshape(-1), result.kinds.reshape(-1)
        np.copyto(result.numbers, self.whole[runs], where=is_whole)
        is_one = (self.whole[runs] == 1) & (self.lengths[runs] == 1)
        np.copyto(result.numbers, is_one, where=is_truth)
        result.kinds[is_truth] = BOOL
        result.kinds[is_whole | (self.kinds == _NUMBER)] = NUMBER
        is_long = np.flatnonzero(is_whole & (self.lengths[runs] > _LONGEST))
        starts, lengths = (each[self.values.reshape(-1)[is_long]] for each in (self.starts, self.lengths))
        for places, begins, ends in [(is_long, starts, starts + lengths), *self.written]:
            try:
                numbers[places] = floats(self.data, begins, ends)
            except pa.ArrowInvalid:
                raise NotPlain from None
        need(np.isfinite(numbers).all())
        styles, texts = result.styles.reshape(-1), result.texts.reshape(-1)
        dated = np.flatnonzero((kinds == NUMBER) & sheet.book.shows_date[styles])
        serials = numbers[dated] + sheet.book.offset
        texts[dated] = dates(serials, sheet)
        is_date = texts[dated] != NO_TEXT
        kinds[dated[is_date]] = DATE
        numbers[dated[is_date]] = serials[is_date]

    def _odd(self, columns: np.ndarray) -> Iterator[tuple[int, int]]:
        for i, row in np.argwhere(self.kinds == _ODD):
            number = int(columns[i])
            yield number, self.data.rindex(b"<c ", 0, self.starts[self.refs[i, row]])

"""A sheet as finding looks at it: what every cell is made of, by whole columns, and where merges lie.

Numbers typed as text and marks such as "-" and "..." are told from words here, once, for all rules that follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.values.text import clean
from spreadsheets.find.look.distinct_texts import DistinctTexts, composed, matches
from spreadsheets.find.look.frames import Frames
from spreadsheets.find.texts.numerals import Style, decide, likely, number
from spreadsheets.sheet.flat import arrow, flat
from spreadsheets.sheet.grid import CellType, Grid, Merge

NOTHING, WORD, NUMBER, DATE, BOOL, ERROR, NUMERAL, MARK = range(8)

#: Which kinds of cell hold a figure.
FIGURES = frozenset((NUMBER, NUMERAL))
#: Which hold a value, be it that there is none.
VALUES = FIGURES | {DATE, BOOL, ERROR, MARK}
_FILLED, _WORDS = frozenset(range(1, 256)), frozenset((WORD,))

_BLANKS = r"[\s\x{00A0}\x{2007}\x{2009}\x{202F}\x{200B}\x{FEFF}]*"
_IS_BLANK = f"^{_BLANKS}$"
_IS_MARK = rf"^{_BLANKS}(?:[-–—]+|\.{{2,}}|…|[xX]|KCDL|KCSL|[nN]/[aA]){_BLANKS}$"
_IS_NUMERAL = rf"^{_BLANKS}\(?[-+−–]?{_BLANKS}[0-9](?:[0-9., ]|\x{{00A0}}|\x{{202F}})*\)?{_BLANKS}%?{_BLANKS}$"
_IS_SPECIAL = f"{_IS_BLANK}|{_IS_MARK}|{_IS_NUMERAL}"
#: Characters of a cell's words that are looked at: no heading, label or title is longer.
_MOST_READ = 2_000


class Canvas:
    """One sheet, or some columns of it. Rows and columns are the sheet's own, 1-based; everything else is nothing."""

    def __init__(self, grid: Grid, columns: range | None = None) -> None:
        self.grid = grid
        self.first = grid.first_row
        self.last = grid.first_row + grid.table.num_rows - 1
        within = columns or range(1, grid.n_columns + 1)
        self.columns = [c for c in within if grid.stored("t", c) is not None]
        self._bolds: dict[int, bytes] = {}
        self._found: dict[str, list[tuple[int, int]]] = {}
        self._texts = DistinctTexts(grid, self.columns)
        self._kinds = self._all_kinds()

    def kind(self, row: int, column: int) -> int:
        """What the cell is made of."""
        kinds = self._kinds.get(column)
        i = row - self.first
        return kinds[i] if kinds and 0 <= i < len(kinds) else NOTHING

    def kinds(self, column: int, top: int, bottom: int) -> bytes:
        """What the cells of a column are made of, from row `top` to row `bottom`."""
        kinds = self._kinds.get(column)
        if not kinds:
            return bytes(max(bottom - top + 1, 0))
        before, after = max(min(self.first, bottom + 1) - top, 0), max(bottom - max(self.last, top - 1), 0)
        return bytes(before) + kinds[max(top - self.first, 0) : bottom - self.first + 1] + bytes(after)

    def any_of(self, columns: Iterable[int], which: frozenset[int], rows: range) -> bytes:
        """For each of some rows 1 where a cell of some columns is of one of some kinds, else 0."""
        table, total = _flags(which), 0
        for column in columns:
            total |= int.from_bytes(self.kinds(column, rows.start, rows.stop - 1).translate(table), "big")
        return total.to_bytes(len(rows), "big")

    def text(self, row: int, column: int) -> str:
        """The cell's words, NFC with single blanks; "" where it holds none. A whole number reads as its digits.

        Of a very long text the beginning.
        """
        kind = self.kind(row, column)
        if kind in (WORD, NUMERAL, MARK, DATE):
            return clean((self.grid.texts(column)[row - self.first] or "")[:_MOST_READ])
        if kind == NUMBER:
            return f"{self.grid.numbers(column)[row - self.first]:g}"
        return ""

    def raw(self, row: int, column: int) -> str:
        """The cell's text as stored; "" where it holds none."""
        if self.kind(row, column) not in (WORD, NUMERAL, MARK):
            return ""
        return self.grid.texts(column)[row - self.first] or ""

    def figure(self, row: int, column: int) -> float | None:
        """The cell's number; one typed as text is read as the sheet's numbers are likely written, if it can be."""
        kind = self.kind(row, column)
        if kind == NUMBER:
            return self.grid.numbers(column)[row - self.first]
        if kind == NUMERAL:
            text = self.raw(row, column)
            value = number(text, self.numeral_style)
            return number(text) if value is None else value
        return None

    @cached_property
    def numeral_style(self) -> Style:
        """Which way the sheet writes numbers typed as text, as far as it tells; the Vietnamese way by default."""
        texts = self._texts.among(_IS_NUMERAL)
        style = decide(texts)
        return style if style in ("vi", "en") else likely(texts) or "vi"

    def bold(self, row: int, column: int) -> bool:
        """Whether the cell is in bold type."""
        flags = self.bolds(column)
        return bool(flags) and self.first <= row <= self.last and bool(flags[row - self.first])

    def bolds(self, column: int) -> bytes:
        """For each row from `first` on whether the column's cell is in bold type; b"" where none is."""
        if column not in self._bolds:
            styles = self.grid.stored("y", column) if self._bold_styles else None
            bold = arrow(np.array(self._bold_styles, np.int32))
            is_bold = b"" if styles is None else flat(pc.is_in(styles.combine_chunks(), value_set=bold)).tobytes()
            self._bolds[column] = is_bold
        return self._bolds[column]

    @cached_property
    def _bold_styles(self) -> list[int]:
        return [i for i, style in enumerate(self.grid.styles) if style.bold]

    def filled(self, row: int, columns: Iterable[int] | None = None) -> list[int]:
        """Columns of a row that hold something."""
        return [c for c in (self.columns if columns is None else columns) if self.kind(row, c)]

    @cached_property
    def counts(self) -> bytes:
        """How many cells of each row are filled, from row `first` on; 255 stands for that many or more."""
        return self._count(_FILLED)

    @cached_property
    def word_counts(self) -> bytes:
        """The same for cells that hold words."""
        return self._count(_WORDS)

    @cached_property
    def figure_counts(self) -> bytes:
        """The same for cells that hold a figure."""
        return self._count(FIGURES)

    def count(self, row: int) -> int:
        """How many cells of the row are filled."""
        return self.counts[row - self.first] if self.first <= row <= self.last else 0

    def words(self, row: int) -> int:
        """How many cells of the row hold words."""
        return self.word_counts[row - self.first] if self.first <= row <= self.last else 0

    def figures(self, row: int) -> int:
        """How many cells of the row hold a figure."""
        return self.figure_counts[row - self.first] if self.first <= row <= self.last else 0

    def _count(self, which: frozenset[int]) -> bytes:
        table = _flags(which)
        # a sum of long integers adds all rows at once: a byte a row, and 255 columns cannot overflow it
        total = sum(int.from_bytes(self._kinds[c].translate(table), "big") for c in self.columns[:255])
        return total.to_bytes(self.last - self.first + 1, "big")

    @cached_property
    def _merges_by_row(self) -> dict[int, list[Merge]]:
        merges = defaultdict(list)
        for merge in self.grid.merges:
            for row in range(merge.top, min(merge.bottom, merge.top + 200) + 1):
                merges[row].append(merge)
        return merges

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range the cell lies in."""
        for merge in self._merges_by_row.get(row, ()):
            if merge.left <= column <= merge.right:
                return merge
        return None

    def merges_on(self, row: int) -> list[Merge]:
        """The merged ranges that touch a row."""
        return self._merges_by_row.get(row, [])

    @cached_property
    def frames(self) -> Frames:
        """The boxes and centred runs of the sheet."""
        return Frames(self.grid, self.kind)

    def frames_on(self, row: int) -> list[Merge]:
        """What stands over several cells of a row: merged ranges, boxes of lines, centred runs."""
        return [*self.merges_on(row), *self.frames.on(row)]

    def frame_at(self, row: int, column: int) -> Merge | None:
        """What stands over several cells and the one asked for."""
        merge = self.merge_at(row, column)
        return merge or next((m for m in self.frames.on(row) if m.left <= column <= m.right), None)

    def find(self, pattern: str) -> list[tuple[int, int]]:
        """(row, column) of every cell whose words match a regular expression (RE2), column by column."""
        if pattern not in self._found:
            is_found = self._texts.told(lambda words: matches(composed(words), pattern))
            places = self._texts.places
            rows = {column: np.flatnonzero(is_found[at]).tolist() for column, at in places.items()}
            self._found[pattern] = [(i + self.first, column) for column, each in rows.items() for i in each]
        return self._found[pattern]

    def told(self, column: int, of_words: Callable[[pa.StringArray], np.ndarray]) -> np.ndarray | None:
        """What a function of arrays says of the text in each row of a column, 0 for none; None where it has no text."""
        return self._texts.told_of(column, of_words)

    def _all_kinds(self) -> dict[int, bytes]:
        of_texts = self._texts.told(_kinds_of)
        found = {column: self.grid.types(column) for column in self.columns}
        for column, places in self._texts.places.items():
            types = np.frombuffer(found[column], np.uint8)
            found[column] = np.where(types == int(CellType.TEXT), of_texts[places], types).tobytes()
        return found


@cache
def _flags(which: frozenset[int]) -> bytes:
    """The table that turns kinds of cell into 1 where they are among some, else 0."""
    return bytes(kind in which for kind in range(256))


def _kinds_of(words: pa.StringArray) -> np.ndarray:
    """What each of some texts is made of."""
    kinds = np.full(len(words), WORD, np.uint8)
    special = np.flatnonzero(matches(words, _IS_SPECIAL))
    if len(special):
        for pattern, kind in ((_IS_BLANK, NOTHING), (_IS_NUMERAL, NUMERAL), (_IS_MARK, MARK)):
            kinds[special[matches(words.take(arrow(special)), pattern)]] = kind
    return kinds

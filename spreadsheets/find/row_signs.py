"""What one row of a table shows by itself: its number, its name, its figures, what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadsheets.find.columns import Columns
from spreadsheets.find.look.canvas import FIGURES, NOTHING, NUMBER, WORD, Canvas
from spreadsheets.find.look.evidence import Sign
from spreadsheets.find.texts import translation
from spreadsheets.find.texts.numbering import numbering
from spreadsheets.find.texts.preamble_words import is_letterhead
from spreadsheets.find.texts.row_words import DASHES, is_remark, says_total

#: A name of fewer words may be the second line of the one above it.
_SHORT_NAME = 3


@dataclass(frozen=True, eq=False)
class RowSigns:
    """The rows of a sheet as a table with some columns sees them. Rows are numbers of the sheet."""

    canvas: Canvas
    columns: Columns

    def number(self, row: int) -> str:
        """The row's running number as text; "" where it has none."""
        ordinal = self.columns.ordinal
        return self.canvas.text(row, ordinal) if ordinal else ""

    def own_name(self, row: int) -> str:
        """What stands in the column of names."""
        label = self.columns.label
        return self.canvas.text(row, label) if label else ""

    def name(self, row: int) -> str:
        """The row's name; where its cell is empty, the words before it or beside it, before the first figures."""
        text = self.own_name(row)
        if text:
            return text
        label, every = self.columns.label or 0, self.columns.every
        left, right = self.columns.ordinal or 0, max(min(self.columns.measures, default=every[-1] + 1), label)
        between = [c for c in every if left < c < right and self.canvas.kind(row, c) == WORD]
        return self.canvas.text(row, between[0]) if between else ""

    def figures(self, row: int) -> Sequence[float | None]:
        """The row's figures in the order of the columns of figures."""
        return [self.canvas.figure(row, c) for c in self.columns.measures]

    def filled(self, row: int) -> list[int]:
        """The columns of the table in which the row holds something."""
        return self.canvas.filled(row, self.columns.every)

    def is_numbered(self, row: int) -> bool:
        """Whether there is a number in the column of running numbers."""
        ordinal = self.columns.ordinal
        if not ordinal:
            return False
        kind = self.canvas.kind(row, ordinal)
        return kind == NUMBER or (kind != NOTHING and numbering(self.canvas.text(row, ordinal)) is not None)

    def says_total(self, name: str, *, is_bold: bool = False) -> bool:
        """Whether a name is that of a total: it need say no more where rows are numbered, as a total is not."""
        return says_total(name, is_marked=is_bold or name.isupper() or bool(self.columns.ordinal))

    def is_remark(self, row: int) -> bool:
        """Whether a row begins with a remark rather than a number or a name."""
        first = next((c for c in self.columns.every if self.canvas.kind(row, c)), None)
        return first is not None and not self.is_numbered(row) and is_remark(self.canvas.text(row, first))

    def has_only_noughts(self, row: int) -> bool:
        """Whether all that a row says is nought, as formulas copied into an empty row do."""
        figures = [f for f in self.figures(row) if f is not None]
        return bool(figures) and not any(figures) and set(self.filled(row)) <= set(self.columns.measures)

    def is_letterhead(self, row: int) -> bool:
        """Whether a row begins with a letterhead or the number of a form, as the next table has above it."""
        first = next(iter(self.canvas.filled(row)), None)
        return first is not None and not self.is_numbered(row) and is_letterhead(self.canvas.text(row, first))

    def stands_alone(self, row: int) -> bool:
        """Whether a row without figures is one: numbered and named, or of several cells where no row is numbered."""
        if not self.columns.ordinal:
            return len(self.filled(row)) > 1
        name = self.own_name(row)
        return self.says_total(name or self.number(row)) or (self.is_numbered(row) and bool(name))

    def is_covered(self, row: int) -> bool:
        """Whether merged cells of the row above reach into this one, which has no figures of its own."""
        key = [self.columns.ordinal, self.columns.label, *self.columns.measures]
        return any(m.top < row and any(c and m.left <= c <= m.right for c in key) for m in self.canvas.merges_on(row))

    def part_of_name(self, row: int) -> Sign | None:
        """Whether a row is one line of a name of two: the second, or the first of one said in two languages."""
        if self.is_second_line(row):
            return Sign.SECOND_LINE
        return Sign.FIRST_LINE if self._is_first_line(row) else None

    def _is_first_line(self, row: int) -> bool:
        """Whether a row holds nothing but a name that the next row, which has the figures, says again in English."""
        label = self.columns.label
        if not label or self.filled(row) != [label]:
            return False
        below = row + 1
        while self.filled(below) == [label] and translation.is_english(self.canvas.text(below, label)):
            below += 1
        text, again = self.canvas.text(row, label), self.canvas.text(below, label)
        is_again = translation.is_english(again) and not translation.is_english(text)
        return is_again and any(self.canvas.kind(below, c) in FIGURES for c in self.columns.measures)

    def is_second_line(self, row: int) -> bool:
        """Whether a row holds nothing but the rest of the name above it: in English, or going on in small letters."""
        label = self.columns.label
        if not label or self.filled(row) != [label]:
            return False
        text, above = self.canvas.text(row, label), self.canvas.text(row - 1, label)
        if not above or text[:1] in DASHES:
            return False
        if text[:1].islower() or (translation.is_english(text) and translation.has_marks(above)):
            return True
        is_alone = self.filled(row - 1) == [label]
        is_one_type = self.canvas.bold(row, label) == self.canvas.bold(row - 1, label)
        return bool(is_alone and is_one_type and self.columns.ordinal and len(text.split()) < _SHORT_NAME)

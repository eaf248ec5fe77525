"""Rows of HTML tables -> cells of one sheet: spans, tables inside cells, lines of text between tables."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from spreadsheets.formats.parts.cells import DATE, ERROR, NUMBER, TEXT, Cells
from spreadsheets.formats.parts.numberformat import is_date_format, iso_text
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import PLAIN, Align, Lines, Merge, Style

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_BLANKS = re.compile(r" {2,}")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")


@dataclass(slots=True)
class HtmlCell:
    """A td or th. `number`: its value where the program that wrote it says one beside the text."""

    across: int = 1
    down: int = 1
    is_bold: bool = False
    font: str = ""
    format: str = "General"
    number: str = ""
    hidden: bool = False
    has_plain: bool = False
    lines: Lines = Lines.NONE
    align: Align = Align.GENERAL
    pieces: list[str] = field(default_factory=list)
    inside: list[list[HtmlRow]] = field(default_factory=list)

    def text(self) -> str:
        """What the cell shows; a line break where the page breaks the line."""
        return "\n".join(plain_lines("".join(self.pieces)))

    def take_in(self, rows: list[HtmlRow]) -> None:
        """A table inside the cell: one with a single filled cell is only a frame around that cell's text."""
        filled = [cell for row in rows for cell in row.cells if cell.inside or cell.text()]
        if len(filled) > 1 or any(cell.inside for cell in filled):
            self.inside.append(rows)
        for cell in filled if len(filled) == 1 and not filled[0].inside else ():
            self.pieces += ["\n", *cell.pieces, "\n"]
            self.has_plain = self.has_plain or (cell.has_plain and not cell.is_bold)


@dataclass(slots=True)
class HtmlRow:
    """A tr."""

    hidden: bool = False
    is_bold: bool = False
    cells: list[HtmlCell] = field(default_factory=list)


class HtmlSheet:
    """The sheet while it grows. `tables`: how many tables had a filled cell."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.tables = 0
        self._last = 0
        self._covered: dict[int, int] = {}
        self._first_merge = 0
        self._is_filled = False
        self._styles = {PLAIN: 0}

    def line(self, text: str) -> None:
        """A line outside the tables."""
        self._next_row()
        self.cells.add(self._last, 1, TEXT, text=text)

    def row(self, row: HtmlRow) -> None:
        """A row of a table, then the tables inside its cells, each from column A on."""
        inside = [table for cell in row.cells for table in cell.inside]
        if not inside or any(cell.text() for cell in row.cells):
            self._put(row)
        for table in inside:
            self.end_table()
            for nested in table:
                self.row(nested)
        if inside:
            self.end_table()

    def end_table(self) -> None:
        """Nothing spans beyond the end of its table; an empty row follows it."""
        for i, merge in enumerate(self.cells.merges[self._first_merge :], self._first_merge):
            self.cells.merges[i] = Merge(merge.top, merge.left, min(merge.bottom, self._last), merge.right)
        self._first_merge = len(self.cells.merges)
        self._covered.clear()
        if self._is_filled:
            self.tables += 1
            self._last += 1
        self._is_filled = False

    def _next_row(self) -> None:
        self._last += 1
        if self._last > _LAST_ROW:
            raise Refusal("FILE-TOO-LARGE", sheet=self.cells.name, limit=f"{_LAST_ROW} rows")
        if not self._last % 1000:
            self.cells.count()

    def _put(self, row: HtmlRow) -> None:
        self._next_row()
        if row.hidden:
            self.cells.hidden_rows.add(self._last)
        column = 1
        for cell in row.cells:
            while self._covered.get(column, 0) >= self._last:
                column += 1
            right = column + cell.across - 1
            if right > _LAST_COLUMN:
                raise Refusal("FILE-TOO-LARGE", sheet=self.cells.name, limit=f"{_LAST_COLUMN} columns")
            self._put_cell(cell, column)
            if cell.down > 1:
                self._covered |= dict.fromkeys(range(column, right + 1), self._last + cell.down - 1)
            if cell.down > 1 or cell.across > 1:
                self.cells.merges.append(Merge(self._last, column, self._last + cell.down - 1, right))
            column = right + 1

    def _put_cell(self, cell: HtmlCell, column: int) -> None:
        text = cell.text()
        if not text:
            return
        self._is_filled = True
        if cell.hidden:
            self.cells.hide_columns(column, column)
        is_bold = cell.is_bold or not cell.has_plain
        style = self._style(Style(cell.format, is_bold, cell.font, lines=cell.lines, align=cell.align))
        kind, number, shown = _value(cell, text)
        self.cells.add(self._last, column, kind, number, shown, style)

    def _style(self, style: Style) -> int:
        if style not in self._styles:
            self._styles[style] = len(self.cells.styles)
            self.cells.styles.append(style)
        return self._styles[style]


def plain_lines(text: str) -> list[str]:
    """Text of a page as the lines it shows: blanks collapsed, empty lines left out."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _value(cell: HtmlCell, text: str) -> tuple[int, float, str | None]:
    """Type, number and text; figures stay text, whose separators the parser knows, unless the page says their value."""
    if _ERROR.fullmatch(text):
        return ERROR, 0.0, text
    try:
        number = float(cell.number or "nan")
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        return TEXT, 0.0, text
    iso = iso_text(number) if is_date_format(cell.format) else None
    return (DATE, number, iso) if iso else (NUMBER, number, None)

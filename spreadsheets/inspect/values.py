"""The value of every cell of a table as plain data, numbers typed as text being numbers where their column says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from schemas.values.address import address
from schemas.values.text import clean
from spreadsheets.find.look.canvas import FIGURES, MARK, NUMERAL, WORD, Canvas
from spreadsheets.find.table import Table
from spreadsheets.find.texts.numerals import Style, decide, likely, number
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.sheet.limits import LONGEST_TEXT

Value = str | float | bool | None
_VALUED = ("data", "group", "total")
#: Digits too many for a count in a column where all are as long: numbers of accounts, of cards, of phones.
_IDENTIFIER = re.compile(r"[0-9]{9,}")
_CODE = re.compile(r"\b(?:mã|tài khoản|số thẻ|số hiệu|ký hiệu|điện thoại|số định danh|cccd|cmnd|mst|code|id)\b")
_ORDINAL = re.compile(r"s\.?t\.?t\.?|tt|số tt|số thứ tự|thứ tự|no\.?")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MOSTLY = 0.8


def values(grid: Grid, table: Table) -> dict[str, Value]:
    """Address -> value of every filled cell of the data, group and total rows.

    Numbers typed as text become numbers where their column says so, dates ISO text, marks for nothing null.
    """
    canvas = Canvas(grid)
    rows = [row for row, kind in table.rows.items() if kind in _VALUED]
    fallback = _style_of_table(canvas, table, rows)
    found: dict[int, dict[str, Value]] = {row: {} for row in rows}
    for column in table.columns:
        value = _reading(canvas, table, column, rows, fallback)
        for row in rows:
            if canvas.kind(row, column):
                found[row][address(row, column)] = value(row)
    return {place: v for cells in found.values() for place, v in cells.items()}


def _reading(canvas: Canvas, table: Table, column: int, rows: list[int], fallback: Style) -> Callable[[int], Value]:
    """How the cells of one column are read."""
    is_ordinal = bool(_ORDINAL.fullmatch(table.header(column).casefold()))
    style = None if is_ordinal else _style_of_column(canvas, table, column, rows, fallback)
    is_ticked = not any(canvas.kind(row, column) in FIGURES for row in rows)  # among figures a cross is no value

    def value(row: int) -> Value:
        cell = canvas.grid.cell(row, column)
        if cell.type != CellType.TEXT:
            return None if cell.type == CellType.ERROR else cell.value
        text = canvas.raw(row, column)
        if len(text) > LONGEST_TEXT:  # the reader has cut it
            return None
        plain = clean(text)
        if is_ordinal and (canvas.kind(row, column) != MARK or plain.isalpha()):
            return int(plain) if plain.isdigit() and not plain.startswith("0") else plain
        if canvas.kind(row, column) == MARK:
            return plain if is_ticked and plain in ("x", "X") else None
        if style and canvas.kind(row, column) == NUMERAL:
            read = number(plain, style)
            return read if read is not None else number(plain) if number(plain) is not None else plain
        return _day(plain) or plain_text(text)

    return value


def plain_text(text: str) -> str:
    """The text NFC and trimmed; line breaks and blanks inside stay."""
    import unicodedata

    return unicodedata.normalize("NFC", text).strip()


def _day(text: str) -> str | None:
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat() if match else None
    except ValueError:
        return None


def _style_of_column(canvas: Canvas, table: Table, column: int, rows: list[int], fallback: Style) -> Style | None:
    """How a column writes numbers as text; None where its digits are codes or it is made of words."""
    kinds = [canvas.kind(row, column) for row in rows]
    numerals = [canvas.text(row, column) for row, kind in zip(rows, kinds, strict=True) if kind == NUMERAL]
    if (
        not numerals
        or _CODE.search(table.header(column).casefold())
        or any(number(t, fallback) is None and number(t) is None for t in numerals if t.startswith("0"))
    ):
        return None
    if kinds.count(WORD) > (1 - _MOSTLY) * sum(map(bool, kinds)):
        return None
    if all(_IDENTIFIER.fullmatch(text) for text in numerals):
        return None
    style = decide(numerals)
    return style if style in ("vi", "en") else likely(numerals) or fallback


def _style_of_table(canvas: Canvas, table: Table, rows: list[int]) -> Style:
    """How the table as a whole writes numbers as text, for columns that do not say; the Vietnamese way by default."""
    numerals = [
        canvas.text(row, column)
        for column in table.columns
        for row in rows[:2000]
        if canvas.kind(row, column) == NUMERAL
    ]
    style = decide(numerals)
    return style if style in ("vi", "en") else likely(numerals) or canvas.numeral_style

"""Rows that number the columns of a table: A, B, 1, 2, "3=2/1", (4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from spreadsheets.find.look.canvas import ERROR, Canvas

_MARK = re.compile(r"[(\[]?\s*([0-9]{1,3}|[A-Za-zĐđ])\s*[)\]]?\s*(=.*)?", re.DOTALL)
_BLANK_ROWS = 3
#: Columns no form has more of.
_MOST = 300
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def numbering_below(canvas: Canvas, bottom: int, columns: Collection[int]) -> int | None:
    """The row right below a heading that numbers its columns; None where there is none."""
    for row in range(bottom + 1, bottom + 2 + _BLANK_ROWS):
        if canvas.count(row):
            return row if is_numbering(canvas, row, columns) else None
    return None


def is_numbering(canvas: Canvas, row: int, columns: Collection[int]) -> bool:
    """Whether a row numbers the columns of a table; what stands beside them does not count.

    Letters that go on in the next row (A, B, C below one another) are names of rows.
    """
    filled = [c for c in canvas.filled(row) if c in columns and canvas.kind(row, c) != ERROR]
    if len(filled) < 2:
        return False
    marks = [_MARK.fullmatch(canvas.text(row, c)) for c in filled]
    if not all(marks) or _goes_on_below(canvas, row, filled[0]):
        return False
    said = [mark[1] for mark in marks if mark]
    letters = list(takewhile(str.isalpha, said))
    rest = said[len(letters) :]
    if [letter.upper() for letter in letters] != list(_LETTERS[: len(letters)]) or not all(map(str.isdigit, rest)):
        return False
    return _is_run(list(map(int, rest)), is_lettered=len(letters) > 1)


def _is_run(numbers: Sequence[int], *, is_lettered: bool) -> bool:
    """Whether numbers count columns: one by one, or anyhow where two letters or more stand before them."""
    if not numbers:
        return is_lettered
    steps = [b - a for a, b in pairwise(numbers)]
    if is_lettered and max(numbers) < _MOST:
        return True
    return numbers[0] <= 3 and 3 * steps.count(1) >= 2 * len(steps)


def _goes_on_below(canvas: Canvas, row: int, column: int) -> bool:
    below = next((r for r in range(row + 1, row + 2 + _BLANK_ROWS) if canvas.count(r)), 0)
    own, other = canvas.text(row, column).strip(), canvas.text(below, column).strip() if below else ""
    is_letter = len(own) == 1 and len(other) == 1 and own.isalpha() and other.isalpha()
    return is_letter and ord(other) == ord(own) + 1

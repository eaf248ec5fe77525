"""Addresses of cells, as spreadsheet programs write them."""

from __future__ import annotations


def letter(column: int) -> str:
    """Column number (1-based) -> its letters: 1 -> A, 28 -> AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Letters of a column -> its number (1-based): AB -> 28."""
    number = 0
    for char in letters.upper():
        number = number * 26 + ord(char) - 64
    return number


def address(row: int, column: int) -> str:
    """Row and column, 1-based -> "C12"."""
    return f"{letter(column)}{row}"


def place(cell: str) -> tuple[int, int]:
    """ "C12" -> row 12, column 3."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_number(letters)


def cell_of(line: str, number: int) -> str:
    """The cell of a field in one row of a table.

    `line`: where the field stands: the letters of its column, or, in a table lying on its side, the digits of its row.
    `number`: of the table's row: a row of the sheet, or a column of it where the table lies on its side.
    """
    return f"{letter(number)}{line}" if line.isdigit() else f"{line}{number}"

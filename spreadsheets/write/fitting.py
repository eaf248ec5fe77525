"""Rows as high as the text that is wrapped in them; a spreadsheet program does not do it for merged cells."""

from __future__ import annotations

from spreadsheets.write.drawn import DrawnSheet

_LINE = 15.0


def fit(sheet: DrawnSheet) -> None:
    """Make the rows of wrapped headings and titles as high as their text; the rows of figures fit themselves."""
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    wrapped = [(at, cell) for at, cell in sheet.cells.items() if cell.style.wrap and at[0] not in sheet.rows]
    wrapped.sort(key=lambda pair: spans.get(pair[0], pair[0])[0] - pair[0][0])
    for (top, left), cell in wrapped:
        bottom, right = spans.get((top, left), (top, left))
        width = sum(sheet.widths.get(column, 9.0) for column in range(left, right + 1))
        lines = lines_of(str(cell.value), width * 11 / cell.style.size * (0.9 if cell.style.bold else 1.0))
        room = sum(sheet.heights.get(row, _LINE) for row in range(top, bottom + 1))
        lacking = lines * _LINE * cell.style.size / 11 - room
        if lacking > 0:
            sheet.heights[bottom] = sheet.heights.get(bottom, _LINE) + lacking


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a width, broken between words."""
    lines, used = 1, 0.0
    for word in text.split():
        length = len(word) * (1.25 if word.isupper() else 1.0)
        if used and used + 1 + length > width:
            lines, used = lines + 1, length
        else:
            used += length + (1 if used else 0)
    return lines

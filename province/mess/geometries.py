"""Tolerances of geometry that lines, alignment and sums tell: nothing merged, numbering of all kinds, leftovers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from province.mess.sheet import MessySheet, Tolerance
from spreadsheets.write.drawn import CellStyle, DrawnCell

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _headings(sheet: MessySheet) -> list[tuple[int, int, int, int]]:
    """The merged ranges of the heading."""
    first, last = sheet.drawn.header
    return [m for m in sheet.drawn.merges if first <= m[0] and m[2] <= last]


def _centred_across(sheet: MessySheet) -> bool:
    """Headings over several columns are centred across them instead of merged."""
    wide = [m for m in _headings(sheet) if m[0] == m[2] and m[3] > m[1]]
    for top, left, _, right in wide:
        style = replace(sheet.drawn.cells[top, left].style, align="center_across")
        for column in range(left, right + 1):
            value = sheet.drawn.cells[top, left].value if column == left else None
            sheet.drawn.cells[top, column] = DrawnCell(value, style)
    sheet.drawn.merges = [m for m in sheet.drawn.merges if m not in wide]
    return bool(wide)


def _heading_as_text(sheet: MessySheet) -> bool:
    """The heading as it is after saving as text: nothing merged, no lines, each header in its first cell."""
    merged = _headings(sheet)
    first, last = sheet.drawn.header
    for place, cell in list(sheet.drawn.cells.items()):
        if first <= place[0] <= last:
            sheet.drawn.cells[place] = replace(cell, style=replace(cell.style, border=False))
    sheet.drawn.merges = [m for m in sheet.drawn.merges if m not in merged]
    return any(m[3] > m[1] for m in merged)


def _numbering_row(sheet: MessySheet) -> list[tuple[int, int]]:
    """The cells of the row that numbers the columns; none where there is no such row."""
    row = sheet.drawn.header[1] + 1
    return [] if row in sheet.drawn.rows else sorted(place for place in sheet.drawn.cells if place[0] == row)


def _numbered_by_letters(sheet: MessySheet) -> bool:
    """The columns are numbered A, B, C."""
    places = _numbering_row(sheet)
    if not 2 < len(places) <= len(_LETTERS):
        return False
    for place, letter in zip(places, _LETTERS, strict=False):
        sheet.drawn.cells[place] = replace(sheet.drawn.cells[place], value=letter)
    return True


def _stray_beside(sheet: MessySheet) -> bool:
    """A figure that was forgotten right of the row that numbers the columns."""
    places = _numbering_row(sheet)
    if not places:
        return False
    sheet.drawn.put(places[0][0], max(sheet.drawn.columns.values()) + 2, 19749.9)
    return True


def _row_of_noughts(sheet: MessySheet) -> bool:
    """Formulas copied into an empty row show nought, and nothing else."""
    rows = sorted(sheet.drawn.rows)
    counted = sheet.columns(*(c.kind for c in sheet.form.columns.values() if c.kind.name in ("count", "amount")))
    if len(rows) < 3 or len(counted) < 2:
        return False
    at = sheet.rng.choice(rows[1:-1])
    sheet.insert_row(at)
    for name in counted:
        sheet.drawn.put(at, sheet.drawn.columns[name], 0, CellStyle(border=True))
    return True


def geometries() -> Iterator[Tolerance]:
    """Every one of them."""
    changes = {
        "centred-across": (_centred_across, "tiêu đề nhóm căn giữa qua nhiều cột, không gộp ô"),
        "heading-as-text": (_heading_as_text, "tiêu đề không gộp ô, không kẻ khung"),
        "numbered-by-letters": (_numbered_by_letters, "cột đánh số A, B, C"),
        "stray-beside": (_stray_beside, "một số còn sót bên phải dòng đánh số cột"),
        "row-of-noughts": (_row_of_noughts, "dòng trống chỉ có số 0"),
    }  # fmt: skip
    for name, (apply, about) in changes.items():
        yield Tolerance(name, about, "geometry", apply=apply)

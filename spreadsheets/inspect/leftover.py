"""What of a sheet is in no table, nor in what stands above or below one: every other cell is told, in ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from schemas.values.address import address
from spreadsheets.find.look.canvas import DATE, FIGURES, Canvas
from spreadsheets.find.table import Table
from spreadsheets.find.texts.preamble_words import is_letterhead, is_signed
from spreadsheets.find.texts.row_words import is_remark

#: First row, last row, first column, last column.
_Area = tuple[int, int, int, int]
#: More rows of a sheet are not asked: its table has been found, or it has none.
_MOST_ROWS = 200_000


def leftovers(canvas: Canvas, tables: Sequence[Table]) -> list[dict[str, str]]:
    """Ranges of filled cells in no table, preamble or footer: {"sheet", "range", "kind"}.

    `kind`: "beside" (in the rows of a table, outside its columns), "figures", "signature", "letterhead", "note",
    "text".
    """
    told = {place[:2] for table in tables for place in (*table.preamble, *table.footer)}
    areas = [_area(table) for table in tables if not table.is_turned]
    found: list[dict[str, str]] = []
    for row in range(canvas.first, min(canvas.last, canvas.first + _MOST_ROWS) + 1):
        within = [area for area in areas if area[0] <= row <= area[1]]
        if not canvas.count(row) or _holds_all(canvas, row, within):
            continue
        cells = [c for c in canvas.filled(row) if (row, c) not in told and not _is_in(c, within)]
        for kind, columns in groupby(cells, lambda c: _kind(canvas, row, c, is_beside=bool(within))):  # noqa: B023
            found.append({"sheet": canvas.grid.name, "range": _range(row, list(columns)), "kind": kind})
    return found


def _area(table: Table) -> _Area:
    first = min([*table.header_rows, table.first_row])
    return first, table.last_row, min(table.columns), max(table.columns)


def _holds_all(canvas: Canvas, row: int, within: Iterable[_Area]) -> bool:
    return any(area[2] <= canvas.columns[0] and area[3] >= canvas.columns[-1] for area in within)


def _is_in(column: int, within: Iterable[_Area]) -> bool:
    return any(left <= column <= right for _, _, left, right in within)


def _kind(canvas: Canvas, row: int, column: int, *, is_beside: bool) -> str:
    if is_beside:
        return "beside"
    if canvas.kind(row, column) in FIGURES | {DATE}:
        return "figures"
    text = canvas.text(row, column)
    for kind, says in (("letterhead", is_letterhead), ("signature", is_signed), ("note", is_remark)):
        if says(text):
            return kind
    return "text"


def _range(row: int, columns: Sequence[int]) -> str:
    first, last = address(row, columns[0]), address(row, columns[-1])
    return first if first == last else f"{first}:{last}"

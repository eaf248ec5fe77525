"""Sheets for tests of layout, written as rows of values."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from schemas.values.address import column_number
from spreadsheets.formats.parts.cells import EMPTY, NUMBER, TEXT, Cells
from spreadsheets.sheet.grid import Align, Grid, Lines, Merge, Style

Value = str | float | None
_CORNERS = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


def laid(
    rows: Sequence[Sequence[Value]], merges: str = "", bold: Sequence[int] = (), font: str = "", name: str = "Biểu 1"
) -> Grid:
    """A grid of `rows` from A1 on; `merges` as "A1:C1 D2:D3", `bold` the rows in bold type."""
    cells = Cells(name, 1_000_000, styles=[Style(font=font), Style(bold=True, font=font)])
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if isinstance(value, str):
                cells.add(r, c, TEXT, text=value, style=int(r in bold))
            elif value is not None:
                cells.add(r, c, NUMBER, float(value), style=int(r in bold))
    for left, top, right, bottom in _CORNERS.findall(merges):
        cells.merges.append(Merge(int(top), column_number(left), int(bottom), column_number(right)))
    return cells.grid()


def boxed(rows: Sequence[Sequence[Value]], boxes: str, across: str = "") -> Grid:
    """A grid of `rows` from A1 on, nothing merged: a line around each of `boxes` ("A1:C1 D2:D2"), texts centred
    across each of `across`."""
    cells, lines = Cells("Biểu 1", 1_000_000), dict[tuple[int, int], Lines]()
    for left, top, right, bottom in _CORNERS.findall(boxes):
        for r in range(int(top), int(bottom) + 1):
            for c in range(column_number(left), column_number(right) + 1):
                at = r == int(top), r == int(bottom), c == column_number(left), c == column_number(right)
                sides = (Lines.TOP, Lines.BOTTOM, Lines.LEFT, Lines.RIGHT)
                lines[r, c] = Lines(sum(side for side, is_edge in zip(sides, at, strict=True) if is_edge))
    centred = {
        (int(top), c)
        for left, top, right, _ in _CORNERS.findall(across)
        for c in range(column_number(left), column_number(right) + 1)
    }
    for r, c in sorted({(r, c) for r, row in enumerate(rows, 1) for c in range(1, len(row) + 1)} | {*lines, *centred}):
        value = rows[r - 1][c - 1] if r <= len(rows) and c <= len(rows[r - 1]) else None
        align = Align.ACROSS if (r, c) in centred else Align.GENERAL
        cells.styles.append(Style(lines=lines.get((r, c), Lines.NONE), align=align))
        style = len(cells.styles) - 1
        if isinstance(value, str):
            cells.add(r, c, TEXT, text=value, style=style)
        elif value is not None:
            cells.add(r, c, NUMBER, float(value), style=style)
        else:
            cells.add(r, c, EMPTY, style=style)
    return cells.grid()


def large(rows: int) -> Grid:
    """A plain list of many rows: running number, name, ten figures."""
    table = {"t1": pa.array([1] + [2] * rows, pa.uint8()), "t2": pa.array([1] * (rows + 1), pa.uint8())}
    table["n1"] = pa.array([None, *map(float, range(1, rows + 1))], pa.float64())
    table["s1"] = pa.array(["STT"] + [None] * rows, pa.string())
    table["s2"] = pa.array(["Tên trường", *(f"Trường số {i}" for i in range(rows))], pa.string())
    for c in range(3, 13):
        table[f"t{c}"] = table["t1"]
        table[f"n{c}"] = table["n1"]
        table[f"s{c}"] = pa.array([f"Chỉ tiêu {c}"] + [None] * rows, pa.string())
    return Grid("Danh sách", pa.table(table), rows + 1, 12)

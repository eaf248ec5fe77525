"""Defects that move cells or take them away: columns exchanged or missing, a wrong line of sums on top."""

from __future__ import annotations

from collections.abc import Iterator

from province.mess.layouts import total_first
from province.mess.sheet import Defect, Flaw, Flaws, MessySheet, is_number, named
from schemas.kinds import Count
from spreadsheets.understand.heading import SEPARATOR


def _total_off(sheet: MessySheet) -> Flaws:
    first = min(sheet.drawn.rows)
    if not total_first(sheet):
        return ()
    names = [n for n in sheet.columns(Count) if is_number(sheet.value((first, sheet.drawn.columns[n])))]
    if not names:
        return ()
    place = (first, sheet.drawn.columns[sheet.rng.choice(names)])
    sheet.put(place, sheet.value(place) + 11)
    return (sheet.flaw("total-off", place, "", sheet.value(place)),)


def _column_missing(sheet: MessySheet) -> Flaws:
    owed = [name for name in sheet.owed() if len(sheet.form.columns[name].headers[0].split(SEPARATOR)) == 1]
    if not owed:
        return ()
    name = sheet.rng.choice(owed)
    column = sheet.drawn.columns.pop(name)
    sheet.drawn.merges = [m for m in sheet.drawn.merges if not (m[1] == m[3] == column)]
    for row in range(sheet.drawn.header[0], max(sheet.drawn.rows) + 1):
        sheet.drawn.cells.pop((row, column), None)
    return (Flaw("column-missing", "", sheet.drawn.header[0], name, ""),)


def _columns_exchanged(sheet: MessySheet) -> Flaws:
    names = sheet.columns(Count)
    if len(names) < 2:
        return ()
    one, other = sheet.rng.sample(names, 2)
    for left, right in zip(sheet.places(one), sheet.places(other), strict=True):
        cells = sheet.drawn.cells
        cells[left], cells[right] = cells[right], cells[left]
    return (sheet.flaw("columns-exchanged", sheet.places(one)[0], one, other),)


def moved_cells() -> Iterator[Defect]:
    """Every defect that moves cells."""
    yield from named({
        "columns-exchanged": (_columns_exchanged, "số liệu hai cột đổi chỗ", "magnitude"),
        "total-off": (_total_off, "dòng tổng cộng sai", "identities"),
        "column-missing": (_column_missing, "thiếu cột", "headings"),
    })  # fmt: skip

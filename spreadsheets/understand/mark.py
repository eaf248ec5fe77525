"""The template's hidden mark: which form a sheet is, of which contract, from whom, on what, for which period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schemas.codes import code_list
from schemas.form import Form
from schemas.registry import forms
from schemas.values.periods import Period, spanning
from schemas.values.text import clean, fold
from spreadsheets.find.table import RowKind, Table
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.understand.heading import SEPARATOR
from spreadsheets.understand.match import Match, match

#: Sheets of this beginning are the program's own: the mark and the lists to choose from.
OWN = "_khoso"
SIGN = "khoso template"
#: What the first cell of the list of findings begins with, which the program puts into the workbooks it gives back.
FINDINGS_SIGN = "Kho số: kết quả kiểm tra"
_SEARCHED = 60


@dataclass(frozen=True)
class TemplateMark:
    """What a template says of itself; "" and None where it was left open.

    `sheet` and `guide` are the names the form's sheet and its instructions had when written. `prefilled`: columns
    that were filled in before the template was sent out.
    """

    form: str
    contract: str
    sheet: str
    guide: str = ""
    sender: str = ""
    unit: str = ""
    period: Period | None = None
    prefilled: tuple[str, ...] = ()


def is_own(grid: Grid) -> bool:
    """Whether a sheet is the program's own: one of those a template hides, or a list of findings."""
    return grid.name.startswith(OWN) or is_list_of_findings(grid)


def is_list_of_findings(grid: Grid) -> bool:
    """Whether a sheet is the list of findings of an annotated workbook, whatever it is called by now."""
    return _text(grid, 1, 1).startswith(FINDINGS_SIGN)


def marks_of(grids: Iterable[Grid]) -> list[TemplateMark]:
    """The marks of a workbook. One that is damaged, or names a form that is not there, is none."""
    found = [_mark(grid) for grid in grids if grid.name.startswith(OWN)]
    return [mark for mark in found if mark]


def _mark(grid: Grid) -> TemplateMark | None:
    if _text(grid, 1, 1) != SIGN:
        return None
    said = {_text(grid, row, 1): _text(grid, row, 2) for row in range(2, grid.n_rows + 1)}
    period = _period(said.get("period", ""))
    is_known = said.get("form") in forms() and all(
        code == "" or any(entry.code == code for entry in code_list(name).entries)
        for name, code in (("agency", said.get("sender", "")), ("unit", said.get("unit", "")))
    )
    if not is_known or (said.get("period") and period is None):
        return None
    prefilled = tuple(filter(None, said.get("prefilled", "").split(";")))
    words = {name: said.get(name, "") for name in ("form", "contract", "sheet", "guide", "sender", "unit")}
    return TemplateMark(**words, period=period, prefilled=prefilled)


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.cell(row, column)
    return clean(str(cell.value)) if cell.type is CellType.TEXT else ""


def _period(text: str) -> Period | None:
    try:
        kind, calendar, start, end = text.split()
        found = spanning(date.fromisoformat(start), date.fromisoformat(end), kind, calendar)  # type: ignore[arg-type]
    except (ValueError, KeyError):
        return None
    return found if found and found.calendar == calendar else None


def marked_sheets(grids: Sequence[Grid]) -> dict[str, TemplateMark]:
    """Sheet name -> the mark that speaks for it; a sheet that was renamed is told from others by its headings."""
    found: dict[str, TemplateMark] = {}
    marks = marks_of(grids)
    guides = {mark.guide for mark in marks}
    seen = {g.name: g for g in grids if not g.hidden and not is_own(g) and g.name not in guides and g.n_cells}
    others = [grid for name, grid in seen.items() if name not in {mark.sheet for mark in marks}]
    for mark in marks:
        if mark.sheet in seen:
            found[mark.sheet] = mark
        elif others:
            found[max(others, key=lambda grid: _headings_on(grid, forms()[mark.form])).name] = mark
    return found


def _headings_on(grid: Grid, form: type[Form]) -> int:
    """How many headings of a form stand somewhere in the first rows of a sheet."""
    columns = range(1, grid.n_columns + 1)
    texts = {fold(text) for n in columns for text in grid.texts(n)[:_SEARCHED] if text}
    return sum(fold(col.headers[0].split(SEPARATOR)[-1]) in texts for col in form.columns.values())


def marked_table(form: type[Form], grid: Grid, tables: Sequence[Table]) -> Table | None:
    """The table of a marked sheet: the one with the most columns of the form."""
    return max(tables, key=lambda table: len(match(form, grid, table).columns), default=None)


def without_unfilled(table: Table, matched: Match, grid: Grid, mark: TemplateMark) -> Table:
    """The table with the rows nobody filled in told as blank: nothing in them but what was printed there."""
    filled = [number for name, number in matched.columns.items() if name not in mark.prefilled]
    rows: dict[int, RowKind] = {
        row: "blank" if kind == "data" and not any(_says_something(grid, row, n) for n in filled) else kind
        for row, kind in table.rows.items()
    }
    return replace(table, rows=rows)


def _says_something(grid: Grid, row: int, column: int) -> bool:
    cell = grid.cell(row, column)
    return cell.type is not CellType.EMPTY and bool(clean(str(cell.value)))

"""Grids and tables made by hand, without a file, for the parts that come after reading."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from schemas.form import Form
from spreadsheets.find.table import RowKind, Table
from spreadsheets.formats.parts.cells import BOOL, DATE, ERROR, NUMBER, TEXT, Cells
from spreadsheets.sheet.grid import Grid, Merge, Style
from spreadsheets.understand.match import Match, match
from spreadsheets.understand.parse import Context, Parsed, parse


class Styled(NamedTuple):
    """A value with its number format."""

    value: float
    format: str


class Error(str):
    """A spreadsheet error such as #REF!."""


def sheet(rows: list[list[Any]], *, first_row: int = 1, name: str = "Sheet1", merges: tuple[Merge, ...] = ()) -> Grid:
    """A grid of Python values: str, float, date, bool, None, Styled, Error."""
    cells = Cells(name, 1_000_000, merges=list(merges))
    for r, row in enumerate(rows, first_row):
        for c, value in enumerate(row, 1):
            _put(cells, r, c, value)
    return cells.grid()


def _put(cells: Cells, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, Styled):
        style = Style(format=value.format)
        if style not in cells.styles:
            cells.styles.append(style)
        cells.add(row, column, NUMBER, float(value.value), style=cells.styles.index(style))
    elif isinstance(value, bool):
        cells.add(row, column, BOOL, float(value))
    elif isinstance(value, Error):
        cells.add(row, column, ERROR, text=str(value))
    elif isinstance(value, str):
        cells.add(row, column, TEXT, text=value)
    elif isinstance(value, date):
        cells.add(row, column, DATE, float((value - date(1899, 12, 30)) // timedelta(days=1)), value.isoformat())
    else:
        cells.add(row, column, NUMBER, float(value))


def table(
    headings: list[str],
    kinds: list[RowKind],
    *,
    title: str | None = None,
    unit: str | None = None,
    header_row: int = 1,
    preamble: list[tuple[int, int, str]] | None = None,
    sheet: str = "Sheet1",
    groups: dict[int, tuple[str, ...]] | None = None,
) -> Table:
    """A table whose headings stand in one row from column A on and whose rows follow at once."""
    return Table(
        sheet=sheet,
        title=title,
        unit=unit,
        header_rows=[header_row],
        numbering_row=None,
        columns={c: tuple(heading.split(" > ")) if heading else () for c, heading in enumerate(headings, 1)},
        rows=dict(enumerate(kinds, header_row + 1)),
        group_paths=groups or {},
        label_column=1,
        preamble=preamble or [],
    )


def parsed(
    form: type[Form],
    rows: list[list[Any]],
    *,
    kinds: list[RowKind] | None = None,
    unit: str | None = None,
    **options: Any,
) -> Parsed:
    """Parse rows below the official headings of a form; `options` are those of Context."""
    headings = [col.headers[0] for col in form.columns.values()]
    made = table(headings, kinds or ["data"] * len(rows), unit=unit)
    grid = sheet([list(headings), *rows])
    return parse(grid, made, matched(form, grid, made), Context(**options))


def matched(form: type[Form], grid: Grid, made: Table) -> Match:
    """The match of a table that must have nothing to complain of."""
    found = match(form, grid, made)
    assert found.findings == []
    return found

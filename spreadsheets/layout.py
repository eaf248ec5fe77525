"""A grid becomes tables: where each heading stands, what its columns are called, what kind each row is."""

from __future__ import annotations

from itertools import zip_longest

from spreadsheets import preamble
from spreadsheets.body import Body
from spreadsheets.canvas import Canvas
from spreadsheets.grid import Grid
from spreadsheets.header import Header, headers
from spreadsheets.legacy import legible
from spreadsheets.located import Table


def locate(grid: Grid) -> list[Table]:
    """The tables of a sheet, from the top; none where nothing on it is one.

    Nothing is known by position or by form: headings are told by their words, merges and place above rows of one
    make, rows by their numbering, type and sums. Text in old fonts is read as it shows.
    """
    grid = legible(grid)
    if not grid.table.num_rows:
        return []
    canvas = Canvas(grid)
    found = headers(canvas)
    tables: list[Table] = []
    above = canvas.first
    for header, after in zip_longest(found, found[1:]):
        body = Body(canvas, header, (after.top if after else canvas.last + 1) - 1)
        if not any(kind in ("data", "group", "total") for kind in body.rows.values()):
            continue
        table = _table(canvas, header, body, preamble.lines(canvas, above, header.top - 1))
        if not table.title and not table.preamble and tables:
            table.title, table.unit = tables[-1].title, tables[-1].unit
        tables.append(table)
        above = body.bottom + 1
    for table, below in zip_longest(tables, tables[1:]):
        last = (below.header_rows[0] if below else canvas.last + 1) - 1
        table.footer = preamble.lines(canvas, table.last_row + 1, last)
    return tables


def _table(canvas: Canvas, header: Header, body: Body, lines: list[preamble.Line]) -> Table:
    columns = {c: header.levels.get(c, ()) for c in body.columns if _is_column(canvas, header, body, c)}
    return Table(
        sheet=canvas.grid.name,
        title=preamble.title(canvas, lines, range(body.columns[0], body.columns[-1] + 1)),
        unit=preamble.unit(lines),
        header_rows=[r for r in range(header.top, header.bottom + 1) if canvas.count(r)],
        numbering_row=header.numbering,
        columns=columns,
        rows=dict(sorted(body.rows.items())),
        group_paths=body.paths,
        label_column=body.label,
        preamble=lines,
    )


def _is_column(canvas: Canvas, header: Header, body: Body, column: int) -> bool:
    """Whether a column is one of its own: filled somewhere, or headed by a cell that it alone or first stands under."""
    if any(canvas.kinds(column, body.top, body.bottom)):
        return True
    levels = header.levels.get(column, ())
    return bool(levels) and levels != header.levels.get(column - 1)

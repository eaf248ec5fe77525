"""A grid becomes tables: where each heading stands, what its columns are called, what kind each row is."""

from __future__ import annotations

from spreadsheets.find import preamble
from spreadsheets.find.body import Body
from spreadsheets.find.canvas import Canvas
from spreadsheets.find.heading import headers, without_ordinals
from spreadsheets.find.side_by_side import bands
from spreadsheets.find.table import Table
from spreadsheets.sheet.grid import Grid


def locate(grid: Grid) -> list[Table]:
    """The tables of a sheet, from the top, those side by side from the left; none where nothing on it is one.

    Nothing is known by position or by form: headings are told by their words, merges and place above rows of one
    make, rows by their numbering, type and sums. The grid is legible (`legacy`).
    """
    if not grid.table.num_rows:
        return []
    canvas = Canvas(grid)
    columns = bands(canvas)
    if len(columns) == 1:
        return _stacked(canvas)
    found = [table for band in columns for table in _stacked(Canvas(grid, band))]
    if not all(table.title for table in found):
        for table in found:
            _share(canvas, table)
    return found


def _share(canvas: Canvas, table: Table) -> None:
    """Give a table what stands above it and the tables beside it."""
    table.preamble = preamble.lines(canvas, canvas.first, table.header_rows[0] - 1)
    table.title = table.title or preamble.title(canvas, table.preamble, range(1, canvas.grid.n_columns + 1))
    table.unit = table.unit or preamble.unit(table.preamble)


def _stacked(canvas: Canvas) -> list[Table]:
    """The tables of a sheet, or of some of its columns, from the top."""
    bodies = _bodies(canvas)
    tables: list[Table] = []
    above = canvas.first
    for body, below in zip(bodies, [*bodies[1:], None], strict=False):
        end = below.header.top if below else canvas.last + 1
        cut = _widest_gap(canvas, body.bottom + 1, end) if below else end
        table = _table(canvas, body, preamble.lines(canvas, above, body.header.top - 1))
        table.footer = preamble.lines(canvas, body.bottom + 1, cut - 1)
        if not table.title and not table.preamble and tables:
            table.title, table.unit = tables[-1].title, tables[-1].unit
        tables.append(table)
        above = cut
    return tables


def blank_forms(grid: Grid) -> list[Table]:
    """What stands on a sheet without a table: headings with a column of running numbers, over no rows."""
    canvas = Canvas(grid)
    found = [Body(canvas, header, canvas.last) for header in headers(canvas) if header.ordinal]
    return [_table(canvas, body, preamble.lines(canvas, canvas.first, body.header.top - 1)) for body in found]


def _bodies(canvas: Canvas) -> list[Body]:
    """The tables of a sheet as headings and rows."""
    found = headers(canvas)
    limits = [*(h.top - 1 for h in found[1:]), canvas.last]
    bodies: list[Body] = []
    for header, limit in zip(found, limits, strict=False):
        body = Body(canvas, header, limit, bodies[-1] if bodies else None)
        bodies += [body] if body.has_rows else []
    while bodies:
        more = next(without_ordinals(canvas, bodies[-1].bottom + 2), None)
        if not more:
            break
        body = Body(canvas, more, canvas.last, bodies[-1])
        if not body.has_rows:
            break
        bodies.append(body)
    return bodies


def _widest_gap(canvas: Canvas, top: int, bottom: int) -> int:
    """The first row after the most blank rows in a row, between two tables: what stands before belongs to the first."""
    cut, widest, gap = top, 0, 0
    for row in range(top, bottom + 1):
        if row < bottom and not canvas.count(row):
            gap += 1
        elif gap > widest:
            cut, widest, gap = row, gap, 0
        else:
            gap = 0
    return cut


def _table(canvas: Canvas, body: Body, lines: list[preamble.Line]) -> Table:
    header = body.header
    columns = {c: header.levels.get(c, ()) for c in body.columns if _is_column(canvas, body, c)}
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


def _is_column(canvas: Canvas, body: Body, column: int) -> bool:
    """Whether a column is one of its own: filled somewhere, or headed by a cell that it alone or first stands under."""
    if any(canvas.kinds(column, body.top, body.bottom)):
        return True
    levels = body.header.levels
    return bool(levels.get(column)) and levels[column] != levels.get(column - 1)

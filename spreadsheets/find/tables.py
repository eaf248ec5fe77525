"""The tables of a sheet: found stage by stage, each of which is a value that can say why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spreadsheets.find.columns import Columns, columns_over
from spreadsheets.find.heads.bare_heading import bare_headings
from spreadsheets.find.heads.heading import TableHeading, headings
from spreadsheets.find.look.canvas import Canvas
from spreadsheets.find.look.evidence import Clue
from spreadsheets.find.outline import outline_of
from spreadsheets.find.preamble import Preamble, lines, preamble
from spreadsheets.find.region import Region, region_below
from spreadsheets.find.row_kinds import JudgedRows, RowKinds, row_kinds
from spreadsheets.find.rows import rows_of
from spreadsheets.find.side_by_side import bands
from spreadsheets.find.table import Table
from spreadsheets.sheet.grid import Grid


@dataclass(frozen=True, eq=False)
class Stages:
    """What was decided on the way to a table, in this order; each value takes those before as they are."""

    heading: TableHeading
    region: Region
    columns: Columns
    kinds: RowKinds


@dataclass(frozen=True, eq=False)
class Located:
    """A table, and how it was found. `beside`: what tells it from the tables beside it."""

    table: Table
    stages: Stages
    beside: tuple[Clue, ...] = ()

    @property
    def why(self) -> dict[str, tuple[Clue, ...]]:
        """Stage -> what spoke for what was decided there."""
        stages = self.stages
        return {
            "place": (*self.beside, *stages.region.why),
            "heading": stages.heading.why,
            "columns": stages.columns.why,
        }

    @property
    def rows(self) -> list[JudgedRows]:
        """The rows of the table, from the top, and what tells their kind."""
        return self.stages.kinds.judged


def locate(grid: Grid) -> list[Table]:
    """The tables of a sheet, from the top, those side by side from the left; none where nothing on it is one.

    Nothing is known by position or by form: headings are told by their words, merges and place above rows of one
    make, rows by their numbering, type and sums. The grid is legible (`legacy`).
    """
    return [found.table for found in located(grid)]


def located(grid: Grid) -> list[Located]:
    """The tables of a sheet as `locate` finds them, each with how it was found."""
    if not grid.table.num_rows:
        return []
    canvas = Canvas(grid)
    found = bands(canvas)
    if len(found) == 1:
        return _stacked(canvas)
    beside = [replace(table, beside=band.why) for band in found for table in _stacked(Canvas(grid, band.columns))]
    if all(found.table.title for found in beside):
        return beside
    return [replace(found, table=_sharing(canvas, found)) for found in beside]


def blank_forms(grid: Grid) -> list[Table]:
    """What stands on a sheet without a table: headings with a column of running numbers, over no rows."""
    canvas = Canvas(grid)
    found = [_stages(canvas, heading, canvas.last) for heading in headings(canvas) if heading.ordinal]
    return [_table(canvas, stages, _above(canvas, stages, canvas.first)) for stages in found]


def _sharing(canvas: Canvas, found: Located) -> Table:
    """A table with what stands above it and the tables beside it."""
    rows, every = range(canvas.first, found.table.header_rows[0]), range(1, canvas.grid.n_columns + 1)
    shared = preamble(canvas, rows, every)
    return replace(
        found.table,
        preamble=shared.lines,
        title=found.table.title or shared.title,
        unit=found.table.unit or shared.unit,
    )


def _stacked(canvas: Canvas) -> list[Located]:
    """The tables of a sheet, or of some of its columns, from the top."""
    stages = _all_stages(canvas)
    found: list[Located] = []
    first = canvas.first
    for own, below in zip(stages, [*stages[1:], None], strict=False):
        end = below.heading.top if below else canvas.last + 1
        cut = _widest_gap(canvas, own.region.bottom + 1, end) if below else end
        above = _above(canvas, own, first)
        if not above.title and not above.lines and found:
            above = replace(above, title=found[-1].table.title, unit=found[-1].table.unit)
        footer = lines(canvas, range(own.region.bottom + 1, cut))
        found.append(Located(_table(canvas, own, above, footer), own))
        first = cut
    return found


def _all_stages(canvas: Canvas) -> list[Stages]:
    """The tables of a sheet as headings and rows."""
    known = headings(canvas)
    first = known[0].top if known else canvas.last + 1
    known = [*bare_headings(canvas, canvas.first, first, is_first=True), *known]
    found: list[Stages] = []
    for heading, limit in _with_limits(known, canvas.last):
        found += _filled(canvas, heading, limit, found[-1] if found else None)
        if not (heading.ordinal and found):
            continue
        between = bare_headings(canvas, found[-1].region.bottom + 1, limit + 1, is_first=False)
        for more, next_limit in _with_limits(between, limit):
            found += _filled(canvas, more, next_limit, found[-1])
    return found


def _with_limits(known: Sequence[TableHeading], last: int) -> Iterator[tuple[TableHeading, int]]:
    """Each heading and the last row that its table may reach."""
    return zip(known, [*(heading.top - 1 for heading in known[1:]), last][: len(known)], strict=True)


def _filled(canvas: Canvas, heading: TableHeading, limit: int, above: Stages | None) -> list[Stages]:
    """The table below a heading where it has a row."""
    stages = _stages(canvas, heading, limit, above)
    return [stages] if stages.kinds.has_rows else []


def _stages(canvas: Canvas, heading: TableHeading, limit: int, above: Stages | None = None) -> Stages:
    """A table below a heading, as far as row `limit`. `above`: the table above it."""
    region = region_below(canvas, heading, limit)
    columns = columns_over(canvas, heading, region.rows, above.columns if above else None)
    rows = rows_of(canvas, heading, region, columns)
    return Stages(heading, region, columns, row_kinds(region, rows, outline_of(rows)))


def _above(canvas: Canvas, stages: Stages, first: int) -> Preamble:
    """What stands above a table, from row `first` on."""
    every = stages.columns.every
    return preamble(canvas, range(first, stages.heading.top), range(every[0], every[-1] + 1))


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


def _table(canvas: Canvas, stages: Stages, above: Preamble, footer: list[tuple[int, int, str]] | None = None) -> Table:
    heading, columns, kinds = stages.heading, stages.columns, stages.kinds
    return Table(
        sheet=canvas.grid.name,
        title=above.title,
        unit=above.unit,
        header_rows=[r for r in range(heading.top, heading.bottom + 1) if canvas.count(r)],
        numbering_row=heading.numbering,
        columns={c: columns.headers.get(c, ()) for c in columns.every if _is_column(canvas, stages, c)},
        rows=kinds.kinds,
        group_paths=kinds.paths,
        label_column=columns.label,
        preamble=above.lines,
        footer=footer or [],
    )


def _is_column(canvas: Canvas, stages: Stages, column: int) -> bool:
    """Whether a column is one of its own: filled somewhere, or headed by a cell that it alone or first stands under."""
    if any(canvas.kinds(column, stages.region.top, stages.region.bottom)):
        return True
    headers = stages.columns.headers
    return bool(headers.get(column)) and headers[column] != headers.get(column - 1)

"""Tables that lie on their side: a line for each column of the form, a column for each of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from schemas.form import Form
from schemas.values.text import fold
from spreadsheets.find.table import RowKind, Table
from spreadsheets.find.texts.header_words import is_total
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.cells.column_cells import shown
from spreadsheets.understand.match import claim, is_blank

#: What heads the column of names where it is not what they name: "chỉ tiêu".
_CORNERS = frozenset(map(fold, ("chỉ tiêu", "nội dung", "tên chỉ tiêu", "danh mục", "tiêu chí", "")))
_ASIDE = frozenset(map(fold, ("stt", "tt", "số tt", "đơn vị tính", "đvt", "đơn vị", "ghi chú", "mã số")))
_MOST_ROWS, _MOST_COLUMNS = 200, 400


@dataclass(frozen=True)
class UprightTable:
    """A table set upright, and the form it is of. Its rows are columns of the sheet, as `table.address` knows.

    `around`: the lines of the sheet above and below it, which are none of its columns.
    """

    form: type[Form]
    grid: Grid
    table: Table
    around: Table


def on_its_side(grid: Grid, table: Table, forms: Iterable[type[Form]]) -> UprightTable | None:
    """The table set upright where one form, and no more than one, reads it so; None else, or where it is large."""
    is_small = len(table.rows) <= _MOST_ROWS and grid.n_columns <= _MOST_COLUMNS
    if not is_small or not table.label_column or not table.header_rows:
        return None
    upright = {form: _upright(grid, table, form) for form in forms}
    claimed = [form for form, made in upright.items() if made.rows and claim(made, [form]).form]
    if len(claimed) != 1:
        return None
    turned, made = grid.turned(), upright[claimed[0]]
    bare = {row for row, kind in table.rows.items() if kind == "group" and is_blank(turned, made, row)}
    made = replace(made, columns={line: levels for line, levels in made.columns.items() if line not in bare})
    lines = [line for line in range(1, turned.n_columns + 1) if not made.columns.keys() & {line}]
    return UprightTable(claimed[0], turned, made, replace(made, columns=dict.fromkeys(lines, ())))


def _upright(grid: Grid, table: Table, form: type[Form]) -> Table:
    """The table with its lines as columns; what heads its columns becomes the form's first name."""
    label, header = table.label_column or 0, table.header_rows[-1]
    corner = (table.columns.get(label) or ("",))[-1]  # a column may have no heading at all
    named = form.column_of(form.grain[0]).headers[0] if form.grain and fold(corner) in _CORNERS else corner
    lines = {  # a line that is a total by its name names no level over its parts
        row: (
            *(n for n in table.group_paths.get(row, ()) if not is_total(fold(n))),
            shown(grid, row, label).lstrip("-–+* "),
        )
        for row, kind in table.rows.items()
        if kind in ("data", "group", "total")
    }
    return replace(
        table,
        columns={header: (named,), **lines},
        header_rows=[label],
        numbering_row=None,
        rows=_rows(table),
        group_paths={},
        label_column=header,
        is_turned=True,
    )


def _rows(table: Table) -> dict[int, RowKind]:
    """Column of the sheet -> what kind of row it is set upright: data, or a total over the others."""
    beside = {n: levels[-1] for n, levels in table.columns.items() if levels and n > (table.label_column or 0)}
    kinds = {n: "total" if is_total(fold(s)) else "data" for n, s in beside.items() if fold(s) not in _ASIDE}
    return dict(sorted(kinds.items()))  # type: ignore[arg-type]

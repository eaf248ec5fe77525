"""A table of a sheet, told without any contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from schemas.values.address import address, letter
from schemas.values.periods import Period

RowKind = Literal["data", "group", "total", "numbering", "note", "blank"]


@dataclass(frozen=True)
class Table:
    """One table of a sheet. Rows and columns are 1-based numbers of the sheet.

    `columns`: column -> levels of its header, outermost first, NFC with single blanks.
    `rows`: every row from the first under the heading to the last of the table, in their order -> its kind.
    `group_paths`: row -> labels of the groups it stands under, outermost first.
    `preamble`: (row, column, text) of the lines above the heading: letterhead, title, period, unit.
    `footer`: the same for what stands below the table.
    `is_turned`: the table lies on its side: rows here are columns of the sheet, columns its rows.
    `period`: of the figures, where the headings of its own columns say it.
    """

    sheet: str
    title: str | None
    unit: str | None
    header_rows: list[int]
    numbering_row: int | None
    columns: dict[int, tuple[str, ...]]
    rows: dict[int, RowKind]
    group_paths: dict[int, tuple[str, ...]] = field(default_factory=dict)
    label_column: int | None = None
    preamble: list[tuple[int, int, str]] = field(default_factory=list)
    footer: list[tuple[int, int, str]] = field(default_factory=list)
    period: Period | None = None
    is_turned: bool = False

    @property
    def first_row(self) -> int:
        """First row below the heading."""
        return next(iter(self.rows))

    @property
    def last_row(self) -> int:
        """Last row of the table."""
        return next(reversed(self.rows))

    @property
    def first_cell(self) -> str:
        """The address of the first cell of the heading, or of the rows where it has none."""
        return self.address(min(self.header_rows, default=self.first_row), min(self.columns))

    def address(self, row: int, column: int) -> str:
        """The address of a cell on the sheet."""
        return address(column, row) if self.is_turned else address(row, column)

    def line(self, column: int) -> str:
        """Where a column stands on the sheet: its letters, or the digits of its row where the table is turned."""
        return str(column) if self.is_turned else letter(column)

    def header(self, column: int) -> str:
        """The header of a column, levels joined with " > "."""
        return " > ".join(self.columns[column])

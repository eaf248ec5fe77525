"""A located and matched table becomes typed rows, and everything that did not fit becomes a finding at its cell.

Whole columns at a time; a bad cell is a finding and a null, never an exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args

import numpy as np
import pyarrow as pa

from schemas.catalogue.unit_name import unit_name
from schemas.finding import Finding
from schemas.form import Column
from schemas.kinds import Amount, Count, Percent, Ratio
from schemas.submission import ROW_FIELDS, Mark, NonDataRow
from schemas.validation.maps import maps
from spreadsheets.find.table import RowKind, Table
from spreadsheets.sheet.grid import CellType, Grid
from spreadsheets.understand.cells.column_cells import CellMeaning, ColumnCells, Typed, all_shown, shown
from spreadsheets.understand.cells.column_reader import read_column
from spreadsheets.understand.cells.money import is_money, scale_in, scale_of
from spreadsheets.understand.heading import SEPARATOR
from spreadsheets.understand.match import Match

_MEASURES = (Count, Amount, Percent, Ratio)
#: Kinds of row that state a figure of their own; only there is an unreadable figure worth a word.
_PRINTED = ("total", "group")
#: Kinds of row as numbers.
_KINDS = {kind: i for i, kind in enumerate(get_args(RowKind))}
_MOST_SHOWN = 200
_ARROW = {
    "string": pa.string(), "int64": pa.int64(), "int32": pa.int32(), "double": pa.float64(),
    "bool": pa.bool_(), "date32": pa.date32(),
}  # fmt: skip


@dataclass
class Parsed:
    """The typed rows of one table. `rows`: the form's fields and ROW_FIELDS, data rows only, personal values as read.

    `non_data`: every other row of its span. `scale`: đồng in one printed unit of its amounts. `findings` carry
    the row id of the row they are about.
    """

    rows: pa.Table
    non_data: list[NonDataRow] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    scale: float = 1.0


@dataclass(frozen=True)
class Context:
    """What parsing takes from outside the sheet.

    `on`: the day whose names and codes hold. `first_id`: id of the first data row.
    """

    file: str = ""
    on: date | None = None
    first_id: int = 1


def parse(grid: Grid, table: Table, match: Match, context: Context | None = None) -> Parsed:
    """Read every matched column of a table over every row of its span."""
    return _Parsing(grid, table, match, context or Context()).parsed()


def row_texts(grid: Grid, table: Table, match: Match, rows: Sequence[int]) -> pa.MapArray:
    """For each of the rows: line of the sheet (a letter) -> what it says there; personal columns are left out."""
    personal = {n for name, n in match.columns.items() if match.form.columns[name].personal}
    said = {table.line(n): all_shown(grid, n, rows) for n in sorted(table.columns) if n not in personal}
    return maps(said, len(rows))


def unit_findings(table: Table, match: Match, file: str = "") -> list[Finding]:
    """HEAD-UNIT where the sheet does not say what one unit of its amounts is: above the table or in their headings."""
    silent = [
        n for name, n in match.columns.items()
        if _is_money(match.form.columns[name]) and scale_in(table.header(n)) is None
    ]  # fmt: skip
    if not silent or scale_of(table.unit) is not None:
        return []
    cell = table.address(table.header_rows[0] if table.header_rows else table.first_row, min(silent))
    return [Finding("HEAD-UNIT", "error", file, table.sheet, cell, table.unit or "", form=match.form.name)]


class _Parsing:
    """One table on its way; keeps what all columns need."""

    def __init__(self, grid: Grid, table: Table, match: Match, context: Context) -> None:
        self.grid, self.table, self.form, self.context = grid, table, match.form, context
        self.columns = match.columns
        self.rows = list(table.rows)
        self.kinds = np.fromiter(map(_KINDS.__getitem__, table.rows.values()), np.uint8, len(self.rows))
        self.data = np.flatnonzero(self.kinds == _KINDS["data"])
        self.ids = np.zeros(len(self.rows), np.int64)
        self.ids[self.data] = np.arange(context.first_id, context.first_id + len(self.data))
        self.evidence = pa.array(np.isin(self.kinds, [_KINDS[kind] for kind in ("data", *_PRINTED)]))
        self.scale = scale_of(table.unit) or 1.0
        self.marks: list[Mark] = []
        self.findings: list[Finding] = []
        #: slot of a row that is no data -> field -> number printed there
        self.numbers: dict[int, dict[str, float]] = {
            slot: {} for slot in self._not_data() if self.kinds[slot] != _KINDS["numbering"]
        }

    def parsed(self) -> Parsed:
        arrays: dict[str, pa.Array] = {}
        for col in self.form.columns.values():
            number = self.columns.get(col.name)
            if number is None:
                arrays |= {name: pa.nulls(len(self.data), _ARROW[part.arrow]) for name, part in col.fields.items()}
                continue
            cells = ColumnCells(self.grid, number, self.rows, spread=col.kind not in _MEASURES)
            typed = self._read(cells, col)
            self._note(cells, col, typed)
            if col.kind in _MEASURES and col.kind is not Ratio:
                self._keep_numbers(cells, col, typed)
            arrays |= {name: self._of_data(part) for name, part in zip(col.fields, typed.parts, strict=True)}
        self._hold_long()
        rows = pa.table(arrays | self._row_fields())
        self.findings.sort(key=lambda f: (f.row_id is None, f.row_id or 0))
        return Parsed(rows, list(self._non_data()), self.marks, self.findings, self.scale)

    def _of_data(self, part: pa.Array) -> pa.Array:
        """The slots of data rows; where they follow each other nothing is copied."""
        if len(self.data) and self.data[-1] - self.data[0] + 1 == len(self.data):
            return part.slice(self.data[0], len(self.data))
        return part.take(pa.array(self.data, pa.int64()))

    def _not_data(self) -> list[int]:
        return np.flatnonzero(self.kinds != _KINDS["data"]).tolist()

    def _row_id(self, slot: int) -> int | None:
        return int(self.ids[slot]) or None

    def _read(self, cells: ColumnCells, col: Column) -> Typed:
        scale = (scale_in(self.table.header(cells.column)) or self.scale) if _is_money(col) else 1.0
        calendar, on = self.form.calendar, self.context.on
        return read_column(
            cells, col, calendar=calendar, on=on, evidence=self.evidence, scale=scale, unit=unit_name(col.unit)
        )

    def _note(self, cells: ColumnCells, col: Column, typed: Typed) -> None:
        """Turn what cells say beside their value into marks and findings."""
        names, notes = list(col.fields), sorted(typed.notes.items())
        texts = cells.shown([slot for slot, _ in notes]) if notes and not col.personal else [""] * len(notes)
        for (slot, outcome), text in zip(notes, texts, strict=True):
            row_id = self._row_id(slot)
            if row_id is None and self.table.rows[self.rows[slot]] not in _PRINTED:
                continue
            if outcome.rule:
                finding = self._finding(cells.column, col, slot, outcome, text)
                if finding.row_id is not None or col.kind in _MEASURES:
                    self.findings.append(finding)
            elif row_id is not None and not col.personal:
                self.marks.append(Mark(row_id, names[0], outcome.mark, text))

    def _hold_long(self) -> None:
        """Hold the data rows in which a column of no field has a text that no cell holds: rows may be hidden in it."""
        for number in sorted(set(self.table.columns) - set(self.columns.values())):
            long = ColumnCells(self.grid, number, self.rows).is_long
            for slot in np.flatnonzero(long & (self.ids > 0)).tolist():
                cell = self.table.address(self.rows[slot], number)
                told = Finding("CELL-LONG", "error", self.context.file, self.table.sheet, cell, form=self.form.name)
                self.findings.append(replace(told, row_id=self._row_id(slot)))

    def _finding(self, number: int, col: Column, slot: int, outcome: CellMeaning, text: str) -> Finding:
        row_id = self._row_id(slot)
        details = {"header": col.headers[0]} | ({} if col.personal else dict(outcome.details))
        if _is_money(col) and self.table.unit:
            details["unit"] = self.table.unit
        return Finding(
            outcome.rule,
            outcome.severity if row_id is not None else "warning",
            self.context.file,
            self.table.sheet,
            self.table.address(self.rows[slot], number),
            text[:_MOST_SHOWN],
            details,
            self.form.name,
            col.name,
            row_id,
        )

    def _keep_numbers(self, cells: ColumnCells, col: Column, typed: Typed) -> None:
        """Numbers printed in rows that are no data; a dash there is no number."""
        slots = list(self.numbers)
        values = typed.parts[0].take(pa.array(slots, pa.int64())).to_pylist()
        for slot, value in zip(slots, values, strict=True):
            is_printed = self.table.rows[self.rows[slot]] in _PRINTED
            if value is not None and (is_printed or slot not in typed.notes):
                self.numbers[slot][next(iter(col.fields))] = float(value)

    def _non_data(self) -> Iterator[NonDataRow]:
        for slot in self._not_data():
            row = self.rows[slot]
            kind = self.table.rows[row]
            numbers = self.numbers.get(slot, {})
            if numbers and kind in ("note", "blank"):
                self._complain_of_number(row, next(iter(numbers)))
            path = SEPARATOR.join(self.table.group_paths.get(row, ()))
            yield NonDataRow(self.table.sheet, row, kind, self._label(row), path, numbers)

    def _complain_of_number(self, row: int, name: str) -> None:
        col = self.form.column_of(name)
        number = self.columns[col.name]
        found = "" if col.personal else shown(self.grid, row, number)
        cell = self.table.address(row, number)
        self.findings.append(
            Finding(
                "ROW-NOTE-WITH-NUMBER",
                "warning",
                self.context.file,
                self.table.sheet,
                cell,
                found,
                form=self.form.name,
                column=col.name,
            )
        )

    def _label(self, row: int) -> str:
        """What a row that is no data is called: the text of the label column, or its first text."""
        own = [self.table.label_column] if self.table.label_column else []
        for number in (*own, *sorted(self.table.columns)):
            if self.grid.cell(row, number).type is CellType.TEXT:
                return shown(self.grid, row, number)[:_MOST_SHOWN]
        return ""

    def _row_fields(self) -> dict[str, pa.Array]:
        count, paths = len(self.data), self.table.group_paths
        path_of = pa.repeat("", count)
        if paths:
            path_of = pa.array(
                [SEPARATOR.join(paths.get(self.rows[slot], ())) for slot in self.data.tolist()], pa.string()
            )
        values = {
            "_row_id": pa.array(self.ids[self.data]),
            "_sheet": pa.repeat(self.table.sheet, count),
            "_sheet_row": pa.array(np.array(self.rows)[self.data]),
            "_group_path": path_of,
        }
        return {name: values[name].cast(_ARROW[kind]) for name, kind in ROW_FIELDS.items()}


def _is_money(col: Column) -> bool:
    return col.kind is Amount and is_money(col.unit)

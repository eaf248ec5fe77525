"""Cells shown in their surroundings, from what the warehouse kept of the sheet; personal columns are in none of it.

A table may lie on its side: its lines are rows then and a row of the form is a column of the sheet. A line is called
by what the sheet calls it, a letter or a number, and so is a row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pages.parts.words import word
from pages.quality.read_facts import rows
from schemas.form import Form
from schemas.values.address import letter, place
from schemas.values.bilingual import Both, figure
from warehouse.connect import Connection
from warehouse.names import quoted

_ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]+")
_AROUND = 1
_LABELS = 2


@dataclass(frozen=True)
class Line:
    """A line of a table: what the sheet calls it, its heading, the column it became."""

    name: str
    heading: str
    column: str


@dataclass(frozen=True)
class ExcerptCell:
    """A cell: its text, how bad what was found at it is ("" where nothing was), whether it is personal and left out."""

    text: Both
    severity: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Excerpt:
    """A piece of a sheet around cells in question: `lines` across (None where some are left out), rows below.

    `is_turned`: the table lies on its side, so that lines are rows of the sheet.
    """

    sheet: str
    cells: str
    lines: list[Line | None]
    rows: list[tuple[str, list[ExcerptCell | None]]]
    is_turned: bool


@dataclass
class Sheets:
    """What the warehouse kept of the rows around the findings of one load: (sheet, row) -> line -> text."""

    form: type[Form]
    columns: list[dict[str, Any]]
    texts: dict[tuple[str, int], dict[str, Both]] = field(default_factory=dict)

    @property
    def is_turned(self) -> bool:
        """Whether the load's tables lie on their side."""
        return any(column["letter"].isdigit() for column in self.columns)

    def place_of(self, cell: str) -> tuple[str, int] | None:
        """The line and the row of an address such as G11; None where it names no cell."""
        if not _ADDRESS.fullmatch(cell):
            return None
        row, column = place(cell)
        return (str(row), column) if self.is_turned else (letter(column), row)

    def lines(self, sheet: str, row: int) -> list[Line]:
        """The lines of the table a row stands in that were loaded, in their order."""
        return [
            Line(c["letter"], c["header"], c["column_name"])
            for c in self.columns
            if c["sheet"] == sheet and c["first_row"] <= row <= c["last_row"] and c["column_name"]
        ]

    def is_personal(self, line: Line) -> bool:
        """Whether a line holds what must not be shown."""
        known = self.form.columns.get(line.column)
        return known is None or known.personal


def read_sheets(con: Connection, form: type[Form], load_id: int, cells: Iterable[tuple[str, str]]) -> Sheets:
    """What the warehouse kept around some cells, each a sheet and an address, of one load."""
    sheets = Sheets(form, rows(con, "matched_column", {"load_id": load_id}))
    places = [found for _, cell in cells if (found := sheets.place_of(cell))]
    near = sorted({row + step for _, row in places for step in range(-_AROUND, _AROUND + 1)})
    if not near:
        return sheets
    asked = {"load_id": load_id, "numbers": near}
    for row in _history(con, form, asked):
        sheets.texts[row["_sheet"], row["_sheet_row"]] = _loaded(sheets, row)
    for row in rows(con, "total_row", asked):
        sheets.texts[row["sheet"], row["sheet_row"]] = _total(sheets, row)
    for row in rows(con, "held_row", asked):
        texts = {line: Both.same(text) for line, text in row["cells"].items()}
        sheets.texts[row["sheet"], row["sheet_row"]] = texts
    return sheets


def excerpt(sheets: Sheets, sheet: str, cells: Mapping[str, str]) -> Excerpt | None:
    """The surroundings of cells of one row, each with a severity; None where nothing around them was kept."""
    places = [(found, severity) for cell, severity in cells.items() if (found := sheets.place_of(cell))]
    if not places:
        return None
    row = places[0][0][1]
    bad = {line: severity for (line, _), severity in places}
    shown = _shown(sheets, sheets.lines(sheet, row), bad)
    numbers = [n for n in range(row - _AROUND, row + _AROUND + 1) if n == row or (sheet, n) in sheets.texts]
    if not shown or (sheet, row) not in sheets.texts:
        return None
    lines = [
        (
            _row_name(sheets, n),
            [
                _cell(sheets, sheet, n, line, bad.get(line.name, "") if n == row else "") if line else None
                for line in shown
            ],
        )
        for n in numbers
    ]
    return Excerpt(sheet, ", ".join(cells), shown, lines, sheets.is_turned)


def _shown(sheets: Sheets, lines: list[Line], bad: Collection[str]) -> list[Line | None]:
    """The lines in question with those beside them, after those that say what the row is about; gaps as None."""
    grain = {sheets.form.column_of(name).name for name in sheets.form.grain}
    labels = [i for i, line in enumerate(lines) if line.column in grain][:_LABELS]
    around = {j for i, line in enumerate(lines) if line.name in bad for j in range(i - _AROUND, i + _AROUND + 1)}
    if not around:
        return []
    wanted = sorted({i for i in around if 0 <= i < len(lines)} | set(labels))
    found: list[Line | None] = []
    for before, i in zip([wanted[0] - 1, *wanted], wanted, strict=False):
        found += [None, lines[i]] if i > before + 1 else [lines[i]]
    return found


def _cell(sheets: Sheets, sheet: str, row: int, line: Line, severity: str) -> ExcerptCell:
    if sheets.is_personal(line):
        return ExcerptCell(word("hidden"), severity, is_hidden=True)
    return ExcerptCell(sheets.texts.get((sheet, row), {}).get(line.name, Both.same("")), severity)


def _history(con: Connection, form: type[Form], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Loaded rows on some rows of the sheets, without their personal columns."""
    open_fields = [name for name in form.fields() if not form.column_of(name).personal]
    names = ", ".join(quoted(name) for name in open_fields)
    answer = con.execute(
        f"SELECT _sheet, _sheet_row, {names} FROM history.{quoted(form.name)}"
        " WHERE _load_id = $load_id AND list_contains($numbers::INTEGER[], _sheet_row)",
        asked,
    )
    header = [column[0] for column in answer.description or ()]
    return [dict(zip(header, values, strict=True)) for values in answer.fetchall()]


def _loaded(sheets: Sheets, row: dict[str, Any]) -> dict[str, Both]:
    """Line -> what was read of a loaded row, as a person writes it."""
    texts = {}
    for line in sheets.lines(row["_sheet"], row["_sheet_row"]):
        known = sheets.form.columns.get(line.column)
        if known and not known.personal:
            labels = [name for name in known.fields if sheets.form.label_field(name) == name]
            values = [_text(row[name]) for name in labels if row[name] is not None]
            texts[line.name] = Both(*("/".join(v[i] for v in values) for i in (0, 1)))
    return texts


def _total(sheets: Sheets, row: dict[str, Any]) -> dict[str, Both]:
    """Line -> what a printed total says: its figures, its label on the first line."""
    lines = sheets.lines(row["sheet"], row["sheet_row"])
    texts = {lines[0].name: Both.same(row["label"])} if lines else {}
    for line in lines:
        known = sheets.form.columns.get(line.column)
        figures = [row["numbers"][name] for name in known.fields if name in row["numbers"]] if known else []
        if figures:
            texts[line.name] = _text(figures[0])
    return texts


def _text(value: Any) -> Both:
    if isinstance(value, bool):
        return Both("Có", "Yes") if value else Both("Không", "No")
    if isinstance(value, date):
        return Both.same(f"{value:%d/%m/%Y}")
    if isinstance(value, int | float):
        return figure(value)
    return Both.same(str(value))


def _row_name(sheets: Sheets, row: int) -> str:
    return letter(row) if sheets.is_turned else str(row)

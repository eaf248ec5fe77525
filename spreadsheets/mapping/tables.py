"""A file's tables beside the forms they are of: what every column is, and spellings that no code list has."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from schemas.codes import code_list
from schemas.form import Column, Form
from schemas.registry import forms
from schemas.submission import Given
from schemas.values.bilingual import Both
from spreadsheets.decode.legacy import deciphered
from spreadsheets.find.table import Table
from spreadsheets.find.tables import locate
from spreadsheets.mapping.proposal import Proposal, State, propose
from spreadsheets.persons.covered import Covered
from spreadsheets.persons.titles import outside
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.cells.column_cells import ColumnCells
from spreadsheets.understand.heading import SEPARATOR, key_of
from spreadsheets.understand.likeness import likeness
from spreadsheets.understand.mark import TemplateMark, is_own, marked_sheets, marked_table
from spreadsheets.understand.match import claim, is_titled, match
from spreadsheets.understand.origin import origin

_NOTHING = Given()
#: Mean likeness of a table's headings to a form's from which on the form is the one that is meant, without a title.
_NEAR = 0.6
#: Cells that are shown of a column.
_MOST_SHOWN = 3
_CLOSE = Both("gần với “{name}”", "close to “{name}”")
_NOT_IN_LIST = Both("danh mục không có tên nào gần giống", "the list has no name like it")


@dataclass(frozen=True)
class Spelling:
    """A text that the code list of its column does not have. `code`: of the name that is like it, "" where none is."""

    letter: str
    column: str
    text: str
    code: str
    state: State
    score: float
    why: Both


@dataclass(frozen=True)
class MappedTable:
    """A table of a form. `sender` and `period` are "" where the sheet does not say them.

    `cells`: the first filled cells of each column, by its number; `lacking`: columns of the form that no column of the
    sheet is, nor is proposed to be.
    """

    sheet: str
    form: type[Form]
    table: Table
    sender: str
    period: str
    columns: tuple[Proposal, ...]
    spellings: tuple[Spelling, ...]
    cells: dict[int, tuple[str, ...]]
    lacking: tuple[Column, ...]


def mapped(workbook: Workbook) -> Iterator[MappedTable]:
    """Every table of a workbook's shown sheets that a form claims or comes near to. Nothing is taken in."""
    workbook = outside(workbook)
    marks = marked_sheets(workbook.sheets)
    guides = {mark.guide for mark in marks.values()}
    for grid in workbook.sheets:
        if not grid.hidden and not is_own(grid) and grid.name not in guides:
            legible, _ = deciphered(grid, workbook.name)
            yield from _of_sheet(Covered(legible).grid, marks.get(grid.name), workbook.name)


def _of_sheet(grid: Grid, mark: TemplateMark | None, file: str) -> Iterator[MappedTable]:
    tables = locate(grid)
    marked = marked_table(forms()[mark.form], grid, tables) if mark and tables else None
    for table in tables:
        of_mark = mark if mark and table is marked else None
        form = forms()[of_mark.form] if of_mark else form_of(table)
        if form:
            yield _mapped(form, grid, table, of_mark, file)


def form_of(table: Table) -> type[Form] | None:
    """The form a table is of by its headings, else by its title, else the one its headings come nearest to."""
    claimed = claim(table, forms().values()).form
    if claimed:
        return claimed
    titled = [form for form in forms().values() if is_titled(table, form)]
    near = {form: _nearness(table, form) for form in titled or forms().values()}
    best = max(near, key=lambda form: near[form], default=None)
    return best if best and (titled or near[best] >= _NEAR) else None


def _nearness(table: Table, form: type[Form]) -> float:
    """The mean likeness of a table's headings to the nearest official ones of a form."""
    keys = [key for levels in table.columns.values() if (key := key_of(levels))]
    official = [key_of(col.headers[0].split(SEPARATOR)) for col in form.columns.values()]
    return sum(max(likeness(key, each) for each in official) for key in keys) / len(keys) if keys else 0.0


def _mapped(form: type[Form], grid: Grid, table: Table, mark: TemplateMark | None, file: str) -> MappedTable:
    source = origin(form, grid, table, _NOTHING, _NOTHING, file, mark)
    on = source.period.end if source.period else None
    columns = tuple(propose(form, grid, table, match(form, grid, table, on=on, file=file), on))
    named = {each.column for each in columns}
    return MappedTable(
        grid.name,
        form,
        table,
        source.key.sender if source.key else "",
        source.period.id if source.period else "",
        columns,
        tuple(spelling for each in columns if each.column for spelling in _spellings(form, grid, table, each, on)),
        {each.number: _shown(form, grid, table, each) for each in columns},
        tuple(col for name, col in form.columns.items() if name not in named and (on is None or col.valid_on(on))),
    )


def _cells(grid: Grid, table: Table, number: int) -> ColumnCells | None:
    rows = [row for row, kind in table.rows.items() if kind == "data"]
    return ColumnCells(grid, number, rows) if rows else None


def _shown(form: type[Form], grid: Grid, table: Table, each: Proposal) -> tuple[str, ...]:
    """The first filled cells of a column; none of one that is a person's."""
    cells = _cells(grid, table, each.number)
    if cells is None or (each.column and form.columns[each.column].personal):
        return ()
    said = cells.shown(range(len(cells.rows)))
    return tuple(islice(filter(None, said), _MOST_SHOWN))


def _spellings(form: type[Form], grid: Grid, table: Table, each: Proposal, on: date | None) -> Iterator[Spelling]:
    """What a column says that its code list does not have, each once."""
    col, cells = form.columns[each.column], _cells(grid, table, each.number)
    if not col.codes or col.personal or cells is None:
        return
    codes = code_list(col.codes)
    for text in cells.texts.unique().to_pylist():
        if text and text.strip() and codes.resolve(text, on) is None:
            name = next(iter(codes.close_to(text, on, 1)), "")
            code = codes.resolve(name, on) if name else None
            score = round(difflib.SequenceMatcher(None, text.casefold(), name.casefold()).ratio(), 3) if code else 0.0
            why = _CLOSE.filled(name=name) if code else _NOT_IN_LIST
            state: State = "proposed" if code else "unknown"
            yield Spelling(table.line(each.number), each.column, text, code or "", state, score, why)

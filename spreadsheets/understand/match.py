"""Which form a table is, by its headings and title, and which of its columns is which. Nothing goes by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from schemas.finding import Finding
from schemas.form import Column, Form
from schemas.submission import ColumnUse
from schemas.values.text import fold
from spreadsheets.find.table import Table
from spreadsheets.find.texts.header_words import is_total
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.complaints import Complaints
from spreadsheets.understand.fit import CLEAR, is_plausible, words_alike
from spreadsheets.understand.heading import (
    Key,
    aliases,
    answering,
    ending,
    ignored,
    key_of,
)

#: Share of a form's required columns a table must have: with the form's title, without any title, against another.
_TITLED, _UNTITLED, _MISTITLED = 0.4, 0.6, 0.85
#: Share of a table's own columns the form must know where its title does not speak for it, or speaks against it.
_COVERED, _MISTITLED_COVERED = 0.5, 0.8
_TITLE_BONUS = 0.5


@dataclass(frozen=True)
class Claim:
    """The form a table is of; `rivals` are the forms that fit equally well, where no single one does."""

    form: type[Form] | None = None
    rivals: tuple[type[Form], ...] = ()


@dataclass
class Match:
    """What became of every column of a table.

    `columns`: column name of the form -> column of the table. `lines`: where that stands on the sheet: letters, or
    the digits of a row where the table lies on its side. `strange`: columns of the table with a heading nobody knows;
    `extra`: those of them that the form has not.
    """

    form: type[Form]
    columns: dict[str, int]
    lines: dict[str, str]
    uses: list[ColumnUse]
    strange: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def claim(table: Table, forms: Iterable[type[Form]]) -> Claim:
    """The form a table is of: the one with the best share of its required columns and of the table's own.

    A title counts for a form, and for another form's title more of the columns must agree.
    """
    scores = {form: score for form in forms if (score := _score(table, form))}
    if not scores:
        return Claim()
    best = max(scores.values())
    winners = tuple(form for form, score in scores.items() if score == best)
    return Claim(winners[0]) if len(winners) == 1 else Claim(None, winners)


def ambiguity(table: Table, rivals: Sequence[type[Form]], file: str = "") -> Finding:
    """Why a table that several forms fit equally well is refused."""
    names = ", ".join(form.title() for form in rivals)
    return Finding("HEAD-AMBIGUOUS", "error", file, table.sheet, table.first_cell, table.title or "", {"forms": names})


def match(
    form: type[Form],
    grid: Grid,
    table: Table,
    *,
    neighbours: Sequence[Table] = (),
    on: date | None = None,
    file: str = "",
) -> Match:
    """Account for every column of a table of this form: matched, declared ignorable, extra, or in one of the findings.

    `on`: a day of the period, for columns that come and go; None where it is not known. `neighbours`: the other
    tables of the sheet. Findings HEAD-UNKNOWN, HEAD-MISSING and HEAD-REPEATED refuse the table. A column is extra only
    where none that the form still lacks, an optional one neither, could have cells such as its own.
    """
    found = _assign(form, table, on)
    names = {number: name for name, numbers in found.items() for number in numbers}
    known = {number for number, levels in table.columns.items() if _is_ignored(form, levels)}
    empty = {n for n in table.columns if not key_of(table.columns[n]) and is_blank(grid, table, n)}
    lacking = [form.columns[name] for name in aliases(form, on) if name not in found]  # type: ignore[arg-type]  # see _assign
    strange = [n for n in sorted(table.columns) if n not in names and n not in known | empty]
    extra = [n for n in strange if _is_extra(form, grid, table, n, lacking, on)]
    unknown = [n for n in strange if n not in extra] + _strays(grid, table, neighbours)
    columns = {name: numbers[0] for name, numbers in found.items()}
    lines = {name: table.line(number) for name, number in columns.items()}
    result = Match(form, columns, lines, _uses(table, names), [n for n in strange if key_of(table.columns[n])], extra)
    missing = [col for name, col in form.columns.items() if name not in found and _is_owed(col, on)]
    repeated = {name: numbers for name, numbers in found.items() if len(numbers) > 1}
    result.findings = list(Complaints(form, table, unknown, lacking, file).findings(missing, repeated, strange))
    return result


def _is_extra(
    form: type[Form], grid: Grid, table: Table, number: int, lacking: Sequence[Column], on: date | None
) -> bool:
    """Whether a column with a heading nobody knows is none of those the form still lacks."""
    if not form.takes_extra or not key_of(table.columns[number]):
        return False
    return not any(
        is_plausible(grid, table, number, col, form, on) or words_alike(table, number, col, form, on) >= CLEAR
        for col in lacking
    )


def is_titled(table: Table, form: type[Form]) -> bool:
    """Whether the title or a line above the table holds a phrase that marks the form."""
    lines = [fold(table.title or ""), *(fold(text) for _, _, text in table.preamble)]
    return any(fold(phrase) in line for phrase in form.titles for line in lines)


def _score(table: Table, form: type[Form]) -> tuple[float, float] | None:
    """How well a form fits, None where not at all."""
    found = _assign(form, table, None)
    required = [name for name, col in form.columns.items() if col.required]
    share = sum(name in found for name in required) / len(required) if required else float(bool(found))
    headed = [levels for levels in table.columns.values() if key_of(levels)]
    told = sum(len(numbers) for numbers in found.values()) + sum(_is_ignored(form, levels) for levels in headed)
    covered = told / len(headed) if headed else 0.0
    if is_titled(table, form):
        return (share + _TITLE_BONUS, covered) if share >= _TITLED else None
    is_other = bool(table.title and form.titles)
    least = (_MISTITLED, _MISTITLED_COVERED) if is_other else (_UNTITLED, _COVERED)
    return (share, covered) if share >= least[0] and covered >= least[1] else None


def _assign(form: type[Form], table: Table, on: date | None) -> dict[str, list[int]]:
    """Column name -> columns of the sheet that answer to it, the most literal reading of the headings first."""
    keys = {number: key for number, levels in table.columns.items() if (key := key_of(levels))}
    found: dict[str, list[int]] = {}
    open_keys = dict(keys)
    for reading, names in answering(form, on):  # type: ignore[arg-type]  # mypy: a class's own __hash__ is no metaclass's
        for number, key in list(open_keys.items()):
            answers = names.get(reading(key), ())
            if len(answers) == 1:
                found.setdefault(answers[0], []).append(number)
                del open_keys[number]
    accepted = aliases(form, on)  # type: ignore[arg-type]  # see above
    names_by_end = ending(form, on)  # type: ignore[arg-type]  # see above
    if any(key[-1] in names_by_end for key in open_keys.values()):
        _assign_by_last_level(keys, accepted, names_by_end, found)
    return {name: found[name] for name in accepted if name in found}


def _assign_by_last_level(
    keys: dict[int, Key],
    accepted: dict[str, tuple[Key, ...]],
    names_by_end: dict[str, tuple[str, ...]],
    found: dict[str, list[int]],
) -> None:
    """Match what has more levels above it on the sheet than in the contract, where the others say it all.

    Only when no other column of the sheet and no other column of the form ends alike, and never a mere total:
    "Chi TX" or "Tổng số" below an unknown group may be anything.
    """
    taken = {number for numbers in found.values() for number in numbers}
    ends = Counter(key[-1] for key in keys.values())
    for number, key in keys.items():
        names = names_by_end.get(key[-1], ())
        if number in taken or ends[key[-1]] > 1 or len(names) != 1 or names[0] in found or is_total(key[-1]):
            continue
        if any(key[-len(k) :] == k for k in accepted[names[0]]):
            found[names[0]] = [number]


def _is_ignored(form: type[Form], levels: tuple[str, ...]) -> bool:
    key = key_of(levels)
    known = ignored(form)  # type: ignore[arg-type]  # see _assign
    return bool(key) and (key in known or key[-1:] in known)


def _is_owed(col: Column, on: date | None) -> bool:
    """Whether a column must be there on a day; one that comes and goes only when the day is known."""
    if on is None:
        return col.required and col.since is None and col.until is None
    return col.required and col.valid_on(on)


def is_blank(grid: Grid, table: Table, column: int) -> bool:
    """Whether a column holds nothing in any row of a table."""
    types = grid.types(column)
    return not any(0 <= (i := row - grid.first_row) < len(types) and types[i] for row in table.rows)


def _strays(grid: Grid, table: Table, neighbours: Sequence[Table]) -> list[int]:
    """Columns without any heading that hold something beside the table's rows and belong to no other table."""
    beside = [t for t in neighbours if t.first_row <= table.last_row and table.first_row <= t.last_row]
    others = {n for t in beside for n in t.columns}
    outside = [n for n in range(1, grid.n_columns + 1) if n not in table.columns and n not in others]
    return [n for n in outside if not is_blank(grid, table, n)]


def _uses(table: Table, names: dict[int, str]) -> list[ColumnUse]:
    return [
        ColumnUse(table.sheet, table.line(n), table.header(n), names.get(n, ""), table.first_row, table.last_row)
        for n in sorted(table.columns)
    ]

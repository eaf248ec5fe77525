"""A workbook becomes submissions: locate, match, parse, find the origin, validate. No Prefect, no warehouse."""

from __future__ import annotations

import gc
import importlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.finding import Finding
from schemas.form import Form
from schemas.quarantined import QuarantinedRows
from schemas.reasons import in_force
from schemas.registry import forms
from schemas.submission import Given, Key, Reading, RefusedTable, Submission
from schemas.validation.held import broken_by, too_many
from schemas.values.address import cell_of
from spreadsheets.read.fault import fault

if TYPE_CHECKING:
    import pyarrow as pa

    from spreadsheets.find.table import Table
    from spreadsheets.read.workbook import Workbook
    from spreadsheets.sheet.grid import Grid
    from spreadsheets.understand.mark import TemplateMark
    from spreadsheets.understand.match import Claim, Match
    from spreadsheets.understand.parse import Parsed

_NOTHING = Given()


@dataclass
class _Part:
    """One table of a submission, parsed."""

    grid: Grid
    table: Table
    match: Match
    parsed: Parsed


@dataclass
class _Sheet:
    """What one sheet gave. `is_claimed`: a form claims one of its tables, well formed or not."""

    parts: list[tuple[Key, _Part]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    is_claimed: bool = False
    refusals: list[RefusedTable] = field(default_factory=list)


def check(paths: Sequence[Path], given: Given = _NOTHING, *, log: Path, readers: int = 1) -> list[Reading]:
    """Read files in children of their own and say everything that is wrong with them; nothing is loaded.

    `log`: where the traceback of a fault of ours goes. OSError where a path cannot be opened.
    """
    return [reading for _, reading in checked(paths, given, log=log, readers=readers)]


def checked(
    paths: Sequence[Path], given: Given = _NOTHING, *, log: Path, readers: int = 1
) -> Iterator[tuple[Workbook, Reading]]:
    """`check`, file by file, each with the workbook its cells are in."""
    from spreadsheets.read.workbook import Reader

    with Reader(min(readers, len(paths))) as reader:
        pendings = deque(reader.submit(path) for path in paths)
        warm_up()
        while pendings:
            workbook = pendings.popleft().result()
            yield workbook, _checked(workbook, given, log)


def warm_up() -> None:
    """Do what the first table would wait for, while a child is still reading it: imports, and what is derived once.

    Half a second. What was made stays, and is not looked through for garbage again.
    """
    gc.disable()
    for module in (
        "schemas.validation.validate",
        "spreadsheets.find.tables",
        "spreadsheets.understand.mark",
        "spreadsheets.understand.parse",
    ):
        importlib.import_module(module)
    import pyarrow as pa

    from schemas.codes import code_list
    from spreadsheets.decode.suspicion import suspicious
    from spreadsheets.understand.heading import answering

    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own takes twice the time for what is used once
    suspicious()
    code_list("agency").resolve("")
    for form in forms().values():
        answering(form, None)  # type: ignore[arg-type]  # mypy takes a class's own __hash__ for its metaclass's
    gc.freeze()
    gc.enable()


def _checked(workbook: Workbook, given: Given, log: Path) -> Reading:
    try:
        return read_submissions(workbook, given)
    except Exception as error:  # noqa: BLE001 - a fault of ours at one file is no reason to be silent on the others
        return Reading(workbook.name, refused=fault(error, workbook.name, log))


def read_submissions(
    workbook: Workbook, given: Given = _NOTHING, folder: Given = _NOTHING, pseudonym_key: bytes | None = None
) -> Reading:
    """Every submission of a workbook, validated, and what of it no form claims.

    `given`: what the caller says of the file; `folder`: what its folder in the inbox says. Without
    `pseudonym_key` personal columns are left empty. Hidden sheets are not read.
    """
    if workbook.refused:
        return Reading(workbook.name, findings=list(workbook.findings), refused=workbook.refused)
    if not any(grid.n_cells for grid in workbook.sheets):
        empty = Finding("FILE-EMPTY", "error", workbook.name)
        return Reading(workbook.name, findings=list(workbook.findings), refused=empty)
    from spreadsheets.understand.mark import is_own, marked_sheets

    own = {grid.name for grid in workbook.sheets if is_own(grid)}
    reading = Reading(workbook.name, findings=[f for f in workbook.findings if f.sheet not in own])
    marks = marked_sheets(workbook.sheets)
    guides = {mark.guide for mark in marks.values()}
    parts: list[tuple[Key, _Part]] = []
    refusals: list[Finding] = []
    for grid in workbook.sheets:
        if grid.hidden or grid.name in own or grid.name in guides:
            continue
        sheet = _read_sheet(grid, given, folder, workbook.name, parts, marks.get(grid.name))
        if not sheet.is_claimed and grid.n_cells:
            reading.unclaimed.append(grid.name)
        refusals += sheet.findings
        reading.refusals += sheet.refusals
        parts += sheet.parts
    reading.submissions = [_submission(key, same, workbook.name, pseudonym_key) for key, same in _by_key(parts)]
    if not reading.submissions and not any(f.severity == "error" for f in refusals):
        refusals = [replace(f, severity="error") if f.rule in _UNREADABLE else f for f in refusals]
    reading.findings = [f for f in reading.findings if not _is_said_better(f, reading)] + refusals
    return reading


#: Findings that refuse the file when it holds nothing else.
_UNREADABLE = ("SHEET-UNCLAIMED", "SHEET-NO-TABLE")


def _read_sheet(
    grid: Grid,
    given: Given,
    folder: Given,
    file: str,
    before: Sequence[tuple[Key, _Part]],
    mark: TemplateMark | None,
) -> _Sheet:
    """Locate the tables of a sheet and take in those a form claims, and the one a template's mark speaks for."""
    from spreadsheets.decode.legacy import deciphered
    from spreadsheets.find.tables import locate
    from spreadsheets.understand.mark import marked_table
    from spreadsheets.understand.match import Claim, ambiguity, claim
    from spreadsheets.understand.turned import on_its_side

    result = _Sheet(is_claimed=bool(mark))
    grid, result.findings = deciphered(grid, file)
    tables = locate(grid)
    if not tables and mark:
        result.findings.append(Finding("SUB-EMPTY", "error", file, grid.name, form=mark.form))
        result.refusals += _left_empty(mark, grid.name)
    elif not tables and grid.n_cells and not _take_blank(result, grid, given, folder, file):
        result.findings.append(Finding("SHEET-NO-TABLE", "warning", file, grid.name))
    marked = marked_table(forms()[mark.form], grid, tables) if mark else None
    claims = [Claim(forms()[mark.form]) if mark and table is marked else claim(table, forms().values())
              for table in tables]  # fmt: skip
    for table, claimed in zip(tables, claims, strict=True):
        own = mark if table is marked else None
        form, periods = _by_period(grid, table, claimed) if own is None else (claimed.form, [])
        result.is_claimed |= bool(form or claimed.rivals)
        side = None if form or claimed.rivals else on_its_side(grid, table, forms().values())
        if form:
            for part in periods or [table]:
                parts = [*before, *result.parts]
                _take_in(result, form, grid, part, tables, given, folder, file, parts, own)
        elif side:
            result.is_claimed = True
            parts = [*before, *result.parts]
            _take_in(result, side.form, side.grid, side.table, [side.around], given, folder, file, parts, None)
        elif claimed.rivals:
            result.findings.append(ambiguity(table, claimed.rivals, file))
        else:
            cell = _first_cell(table)
            found = table.title or ""
            result.findings.append(Finding("SHEET-UNCLAIMED", "warning", file, grid.name, cell, found))
    return result


def _take_blank(result: _Sheet, grid: Grid, given: Given, folder: Given, file: str) -> bool:
    """Say of a form with no rows that it is no report, and whose it would have been; whether the sheet is one."""
    from spreadsheets.find.tables import blank_forms
    from spreadsheets.understand.match import claim
    from spreadsheets.understand.origin import origin

    for table in blank_forms(grid):
        form = claim(table, forms().values()).form
        if form:
            source = origin(form, grid, table, given, folder, file, None)
            result.findings.append(Finding("SUB-EMPTY", "error", file, grid.name, form=form.name))
            result.refusals += [RefusedTable(source.key, grid.name, is_empty=True)] if source.key else []
            result.is_claimed = True
    return result.is_claimed


def _left_empty(mark: TemplateMark, sheet: str) -> list[RefusedTable]:
    """Whose submission a template was that came back with nothing in it, where it was made out for a body."""
    if not (mark.sender and mark.unit and mark.period):
        return []
    return [RefusedTable(Key(mark.form, mark.sender, mark.unit, mark.period), sheet, is_empty=True)]


def _by_period(grid: Grid, table: Table, claimed: Claim) -> tuple[type[Form] | None, list[Table]]:
    """The form a table is of, and its parts where it has several periods side by side that only this form reads."""
    from spreadsheets.understand.across import by_period
    from spreadsheets.understand.match import claim

    wide = {form: parts for form in forms().values() if (parts := by_period(grid, table, form))}
    best = claim(next(iter(wide.values()))[0], wide).form if wide else None
    return (best, wide[best]) if best and claimed.form in (None, best) else (claimed.form, [])


def _take_in(
    result: _Sheet,
    form: type[Form],
    grid: Grid,
    table: Table,
    tables: Sequence[Table],
    given: Given,
    folder: Given,
    file: str,
    before: Sequence[tuple[Key, _Part]],
    mark: TemplateMark | None,
) -> None:
    """Parse a claimed table, unless its headings or its origin refuse it."""
    from spreadsheets.understand.mark import without_unfilled
    from spreadsheets.understand.match import match
    from spreadsheets.understand.origin import origin
    from spreadsheets.understand.parse import Context, parse, unit_findings

    source = origin(form, grid, table, given, folder, file, mark)
    on = source.period.end if source.period else None
    matched = match(form, grid, table, neighbours=tables, on=on, file=file)
    refusals = [*source.findings, *matched.findings, *unit_findings(table, matched, file)]
    if refusals or source.key is None:
        result.findings += refusals
        result.refusals += [RefusedTable(source.key, grid.name)] if source.key else []
        if mark and mark.contract != form.hash() and matched.findings:
            result.findings.append(
                Finding("SUB-TEMPLATE-OLD", "warning", file, grid.name, details={"form": form.name}, form=form.name)
            )
        return
    if mark:
        table = without_unfilled(table, matched, grid, mark)
    first_id = 1 + sum(part.parsed.rows.num_rows for k, part in before if k == source.key)
    parsed = parse(grid, table, matched, Context(file, on, first_id))
    result.parts.append((source.key, _Part(grid, table, matched, parsed)))


def _by_key(parts: Sequence[tuple[Key, _Part]]) -> Iterator[tuple[Key, list[_Part]]]:
    """Tables of one key are parts of one submission, in the order of the file."""
    for key in dict.fromkeys(key for key, _ in parts):
        yield key, [part for k, part in parts if k == key]


def _submission(key: Key, parts: list[_Part], file: str, secret: bytes | None) -> Submission:
    """Validate the parts of a submission and set aside the rows that break an error rule."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from spreadsheets.understand.pseudonym import Pseudonyms

    form = parts[0].match.form
    rows = Pseudonyms(form, pa.concat_tables([part.parsed.rows for part in parts]), secret)
    findings = [f for part in parts for f in part.parsed.findings]
    findings += [f for part in parts for f in _validated(key, form, part, file)]
    findings += _repeated_across(form, parts, file) if len(parts) > 1 else []
    findings, drafts = in_force(findings, key.period.end)
    accepted = rows.named()
    rules = broken_by(findings)
    refusal = too_many(form, rules, accepted.num_rows)
    if refusal:
        rules = {id: rules.get(id, {refusal.rule: None}) for id in accepted.column("_row_id").to_pylist()}
    quarantined = QuarantinedRows.of()
    if rules:
        is_bad = pc.is_in(accepted.column("_row_id"), value_set=pa.array(list(rules), pa.int64()))
        quarantined = _quarantined(parts, accepted.filter(is_bad), rules)
        accepted = accepted.filter(pc.invert(is_bad))
    submission = Submission(
        key,
        form,
        accepted,
        quarantined=quarantined,
        non_data=[row for part in parts for row in part.parsed.non_data],
        marks=[mark for part in parts for mark in part.parsed.marks],
        columns=[use for part in parts for use in part.match.uses],
        findings=findings,
        drafts=drafts,
        rows_in_span=sum(len(part.table.rows) for part in parts),
    )
    if not submission.accepted.num_rows:
        why = refusal or Finding("SUB-EMPTY", "error", form=form.name)
        table = parts[0].table
        submission.findings.append(replace(why, file=file, sheet=table.sheet, cell=_first_cell(table)))
    return submission


def _validated(key: Key, form: type[Form], part: _Part, file: str) -> list[Finding]:
    from schemas.validation.validate import validate

    parsed = part.parsed
    return validate(
        form,
        parsed.rows,
        columns=part.match.lines,
        file=file,
        non_data=parsed.non_data,
        scale=parsed.scale,
        known=parsed.findings,
        period=key.period,
    )


def _repeated_across(form: type[Form], parts: list[_Part], file: str) -> Iterator[Finding]:
    """Rows whose grain stands in an earlier part already; within one part validation finds them."""
    if not form.grain:
        return
    seen: dict[tuple[object, ...], tuple[int, str, int]] = {}
    for number, part in enumerate(parts):
        rows = part.parsed.rows.select([*form.grain, "_row_id", "_sheet_row"]).to_pylist()
        column = form.column_of(form.grain[0])
        line = part.match.lines.get(column.name, "")
        for row in rows:
            grain = tuple(row[name] for name in form.grain)
            if None in grain:
                continue
            first, sheet, sheet_row = seen.setdefault(grain, (number, part.table.sheet, row["_sheet_row"]))
            if first < number:
                details = {"first": str(sheet_row), "first_sheet": sheet}
                cell = cell_of(line, row["_sheet_row"]) if line else ""
                named = (
                    value for name, value in zip(form.grain, grain, strict=True) if not form.column_of(name).personal
                )
                found = ", ".join(map(str, named))
                yield Finding(
                    "ROW-DUPLICATE", "error", file, part.table.sheet, cell, found, details,
                    form.name, column.name, row["_row_id"],
                )  # fmt: skip


def _quarantined(parts: Sequence[_Part], held: pa.Table, rules: Mapping[int, Iterable[str]]) -> QuarantinedRows:
    """Held rows of all parts, with their cells. `rules`: id of a row -> what it broke."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from spreadsheets.understand.parse import row_texts

    ids = held.column("_row_id")
    cells = []
    for part in parts:
        is_held = pc.is_in(part.parsed.rows.column("_row_id"), value_set=ids)
        sheet_rows = part.parsed.rows.column("_sheet_row").filter(is_held).to_pylist()
        cells.append(row_texts(part.grid, part.table, part.match, sheet_rows))
    broken = [list(rules[row_id]) for row_id in ids.to_pylist()]
    columns = {
        "row_id": ids,
        "sheet": held.column("_sheet"),
        "sheet_row": held.column("_sheet_row"),
        "cells": pa.chunked_array(cells),
        "rules": pa.array(broken, pa.list_(pa.string())),
    }
    return QuarantinedRows(pa.table(columns), held.select(list(parts[0].match.form.fields())))


def _first_cell(table: Table) -> str:
    """The first cell of a table's header."""
    return table.address(min(table.header_rows, default=table.first_row), min(table.columns))


def _is_said_better(finding: Finding, reading: Reading) -> bool:
    """Whether parsing reported a cell the reader already warned of: an error value at a loaded cell."""
    if finding.rule != "CELL-ERROR":
        return False
    return any(f.rule == "CELL-ERROR" and f.sheet == finding.sheet for s in reading.submissions for f in s.findings)

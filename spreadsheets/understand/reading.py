"""A workbook becomes a reading: its submissions, and what is said of the sheets that gave none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from schemas.finding import Finding
from schemas.registry import forms
from schemas.submission import Given, Reading, Submission

if TYPE_CHECKING:
    from spreadsheets.read.workbook import Workbook
    from spreadsheets.sheet.grid import Grid
    from spreadsheets.understand.sheet_reader import SheetReading

_NOTHING = Given()
#: Findings that refuse the file when it holds nothing else.
_UNREADABLE = ("SHEET-UNCLAIMED", "SHEET-NO-TABLE")


def read_submissions(
    workbook: Workbook, given: Given = _NOTHING, folder: Given = _NOTHING, pseudonym_key: bytes | None = None
) -> Reading:
    """Every submission of a workbook, validated, and what of it no form claims.

    `given`: what the caller says of the file; `folder`: what its folder in the inbox says. Without
    `pseudonym_key` personal columns are left empty. Hidden sheets are not read.
    """
    from spreadsheets.persons.titles import outside

    workbook = outside(workbook)
    if workbook.refused:
        return Reading(workbook.name, findings=list(workbook.findings), refused=workbook.refused)
    if not any(grid.n_cells for grid in workbook.sheets):
        empty = Finding("FILE-EMPTY", "error", workbook.name)
        return Reading(workbook.name, findings=list(workbook.findings), refused=empty)
    from spreadsheets.understand.mark import is_own
    from spreadsheets.understand.sheet_reader import joined
    from spreadsheets.understand.submissions import submissions, told_of_held

    sheets = list(_sheets(workbook, given, folder))
    found = joined(sheet for _, sheet in sheets)
    read = list(submissions(found.tables, workbook.name, pseudonym_key))
    own = {grid.name for grid in workbook.sheets if is_own(grid)}
    known = [f for f in workbook.findings if f.sheet not in own and not _is_said_better(f, read)]
    return Reading(
        workbook.name,
        read,
        findings=known + _weighed(found.findings, read) + list(told_of_held(found.held, workbook.name)),
        unclaimed=[grid.name for grid, sheet in sheets if not sheet.is_claimed and grid.n_cells],
        refusals=list(found.refusals),
    )


def _sheets(workbook: Workbook, given: Given, folder: Given) -> Iterator[tuple[Grid, SheetReading]]:
    """The sheets a sender means us to read, each with what it gave: not the hidden ones, not those we put there."""
    from spreadsheets.understand.mark import is_own, marked_sheets
    from spreadsheets.understand.sheet_reader import read_sheet

    marks = marked_sheets(workbook.sheets)
    guides = {mark.guide for mark in marks.values()}
    claimants = forms()
    for grid in workbook.sheets:
        if not grid.hidden and not is_own(grid) and grid.name not in guides:
            yield grid, read_sheet(grid, workbook.name, claimants, given, folder, marks.get(grid.name))


def _weighed(findings: tuple[Finding, ...], read: list[Submission]) -> list[Finding]:
    """What was found on the sheets; what could not be read is an error where the file gave nothing else."""
    if read or any(f.severity == "error" for f in findings):
        return list(findings)
    return [replace(f, severity="error") if f.rule in _UNREADABLE else f for f in findings]


def _is_said_better(finding: Finding, read: list[Submission]) -> bool:
    """Whether parsing reported a cell the reader already warned of: an error value or too long a text in a table."""
    if finding.rule not in ("CELL-ERROR", "CELL-LONG"):
        return False
    return any(f.rule == finding.rule and f.sheet == finding.sheet for s in read for f in s.findings)

"""Names of files and sheets: a person's in one of them is covered in all that leaves the workbook."""

from __future__ import annotations

from dataclasses import replace

from schemas.finding import Finding
from schemas.persons.mask import is_masked, masked_title, masked_titles
from spreadsheets.read.workbook import Workbook


def outside(workbook: Workbook) -> Workbook:
    """The workbook under the names that may be told, with FILE-PERSON and SHEET-PERSON where they are not its own."""
    name, sheets = masked_title(workbook.name), masked_titles(grid.name for grid in workbook.sheets)
    covered = [shown for own, shown in sheets.items() if own != shown]
    if name == workbook.name and not is_masked(name) and not covered:
        return workbook
    findings = [Finding("FILE-PERSON", "warning", name)] if is_masked(name) else []
    findings += [Finding("SHEET-PERSON", "warning", name, shown) for shown in covered]
    told = [replace(f, file=name, sheet=sheets.get(f.sheet, masked_title(f.sheet))) for f in workbook.findings]
    return replace(
        workbook,
        name=name,
        sheets=tuple(replace(grid, name=sheets[grid.name]) for grid in workbook.sheets),
        findings=(*told, *findings),
        refused=workbook.refused and replace(workbook.refused, file=name),
    )

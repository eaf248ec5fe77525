"""What a file is, told without any contract: its sheets, tables and values, as plain data for JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schemas.catalogue.messages import message
from schemas.finding import Finding
from schemas.values.address import letter
from spreadsheets.decode.legacy import deciphered
from spreadsheets.find.look.canvas import Canvas
from spreadsheets.find.tables import Located, located
from spreadsheets.inspect.leftover import leftovers
from spreadsheets.inspect.reasons import reasons
from spreadsheets.inspect.values import values
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Grid


def inspection(workbook: Workbook, hidden: bool = False, lang: str = "en", *, why: bool = False) -> dict[str, Any]:
    """The whole file as JSON-ready data; a refused file is told with its reason alone.

    `hidden`: tables of hidden sheets too. `lang` is the language of messages. `why`: with the reasons of each table.
    """
    if workbook.refused:
        refused = {"code": workbook.refused.rule, "message": message(workbook.refused, lang)}
        return {"file": workbook.name, "refused": refused, "sheets": [], "tables": []}
    tables: list[dict[str, Any]] = []
    leftover: list[dict[str, str]] = []
    findings = list(workbook.findings)
    for grid in workbook.sheets:
        if grid.hidden and not hidden:
            continue
        shown, read = deciphered(grid, workbook.name)
        findings += read
        tables_here = located(shown)
        tables += [_table(shown, found) | (_why(shown, found, lang) if why else {}) for found in tables_here]
        leftover += leftovers(Canvas(shown), [found.table for found in tables_here])
        if not tables_here and grid.n_cells:
            findings.append(Finding("SHEET-NO-TABLE", "warning", file=workbook.name, sheet=grid.name))
    return {
        "file": workbook.name,
        "tables": tables,
        "leftover": leftover,
        "sheets": [_sheet(grid) for grid in workbook.sheets],
        "warnings": [_warning(finding, lang) for finding in findings],
    }


def _sheet(grid: Grid) -> dict[str, Any]:
    return {
        "name": grid.name,
        "hidden": grid.hidden,
        "rows": grid.n_rows,
        "columns": grid.n_columns,
        "cells": grid.n_cells,
    }


def _warning(finding: Finding, lang: str) -> dict[str, str]:
    return {
        "code": finding.rule,
        "message": message(replace(finding), lang),
        "sheet": finding.sheet,
        "cell": finding.cell,
    }


def _why(grid: Grid, found: Located, lang: str) -> dict[str, Any]:
    return {"why": reasons(Canvas(grid), found, lang)}


def _table(grid: Grid, found: Located) -> dict[str, Any]:
    table = found.table
    return {
        "sheet": table.sheet,
        "title": table.title,
        "unit": table.unit,
        "header_rows": table.header_rows,
        "numbering_row": table.numbering_row,
        "columns": {letter(c): table.header(c) for c in table.columns},
        "rows": {str(row): kind for row, kind in table.rows.items()},
        "values": values(grid, table),
    }

"""What a format's reader hands back: the sheets of one file and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from schemas.finding import Finding
from schemas.values.address import address, letter
from spreadsheets.formats.parts.cells import DATE, ERROR, NUMBER, Cells
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.limits import MOST_SHEETS

_LISTED = 20
_LONG = 100_000
_EXACT = 1e15


@dataclass
class Content:
    """Sheets in the order of the file, and warnings. `max_cells` bounds each sheet."""

    format: str
    max_cells: int
    sheets: list[Cells] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def sheet(self, name: str) -> Cells:
        """A new sheet at the end; Refusal FILE-TOO-LARGE for one too many."""
        if len(self.sheets) == MOST_SHEETS:
            raise Refusal("FILE-TOO-LARGE", sheet=name, limit=f"{MOST_SHEETS:,} sheets")
        cells = Cells(name, self.max_cells)
        self.sheets.append(cells)
        return cells

    def warn(self, rule: str, sheet: str = "", cell: str = "", found: str = "", **details: str) -> None:
        """One warning; each is said once."""
        finding = Finding(rule, "warning", sheet=sheet, cell=cell, found=found, details=details)
        if finding not in self.findings:
            self.findings.append(finding)

    def warn_at(self, rule: str, sheet: str, places: Sequence[tuple[int, int]], found: str = "") -> None:
        """One warning for many cells of a sheet: its cell is the first, `details` name all where there are more."""
        details = {}
        if len(places) > 1:
            listed = [address(*place) for place in places[:_LISTED]] + ["…"] * (len(places) > _LISTED)
            details = {"count": str(len(places)), "cells": ", ".join(listed)}
        if places:
            self.warn(rule, sheet, address(*places[0]), found, **details)

    def review(self) -> None:
        """Warn of what any format can hold: what is hidden, error values, texts too long, the 29 February 1900."""
        for sheet in self.sheets:
            if sheet.hidden:
                self.warn("SHEET-HIDDEN", sheet.name)
            else:
                self._review_hidden(sheet)
            errors = sheet.addresses(ERROR)
            if errors:
                first = sheet.columns[errors[0][1]]
                self.warn_at("CELL-ERROR", sheet.name, errors, first.text(first.rows.index(errors[0][0])))
            self.warn_at(
                "CELL-DATE-1900", sheet.name, _where(sheet, DATE, lambda serials: (serials >= 1) & (serials < 61))
            )
            self.warn_at("CELL-LONG", sheet.name, sheet.long_texts())
            self.warn_at("CELL-PRECISION", sheet.name, _where(sheet, NUMBER, _is_beyond_precision))
            self._review_extent(sheet)

    def _review_hidden(self, sheet: Cells) -> None:
        """Warn of hidden rows and columns that hold values: nobody who looks at the sheet sees them, we read them."""
        if sheet.hidden_rows:
            rows = sorted(sheet.hidden_rows.intersection(map(int, sheet.filled_rows())))
            if rows:
                self.warn("SHEET-HIDDEN-ROWS", sheet.name, rows=_spans(rows, str), count=str(len(rows)))
        columns = sorted(n for n in sheet.hidden_columns if n in sheet.columns and any(sheet.columns[n].kinds))
        if columns:
            self.warn("SHEET-HIDDEN-COLUMNS", sheet.name, columns=_spans(columns, letter))

    def _review_extent(self, sheet: Cells) -> None:
        """Warn of a sheet that says it is far longer than what is in it: rows left over, or one stray cell."""
        rows = sheet.filled_rows()
        last = max(sheet.declared_rows, int(rows[-1]) if len(rows) else 0)
        if last > _LONG and len(rows) < last / 100:
            self.warn("SHEET-EXTENT", sheet.name, declared=str(last), filled=str(len(rows)))


def _spans(numbers: Sequence[int], shown: Callable[[int], str]) -> str:
    """Sorted numbers as people list them: 5, 7–9, 12."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    listed = [shown(a) if a == b else f"{shown(a)}–{shown(b)}" for a, b in spans[:_LISTED]]
    return ", ".join([*listed, *["…"] * (len(spans) > _LISTED)])


def _where(sheet: Cells, wanted: int, test: Callable[[np.ndarray], np.ndarray]) -> list[tuple[int, int]]:
    found = []
    for number, column in sheet.columns.items():
        if wanted in column.kinds:
            rows, kinds, numbers = column.where()
            found += [(int(row), number) for row in rows[(kinds == wanted) & test(numbers)]]
    return sorted(found)


def _is_beyond_precision(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers of more than 15 digits are identifiers whose last digits the file has already lost."""
    is_whole: np.ndarray = (np.abs(numbers) >= _EXACT) & (np.trunc(numbers) == numbers) & (np.abs(numbers) < 1e22)
    return is_whole

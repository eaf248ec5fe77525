"""What is to be said at which cell: findings by sheet and cell, in the words of a comment."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from schemas.catalogue.messages import expected, found, remedy
from schemas.finding import Finding
from schemas.severity import Severity
from schemas.values.address import place
from spreadsheets.annotate.comments import SIGN, Place
from spreadsheets.sheet.grid import Grid

#: Cells of a sheet that get a comment; thousands of boxes make a workbook slow to open. All bad cells are coloured.
MOST_COMMENTS = 1_000
_MOST_SAID = 6
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_SEVERITY: dict[Severity, str] = {"error": "LỖI", "warning": "CẢNH BÁO"}

AtCells = dict[Place, list[Finding]]


def at_cells(findings: Iterable[Finding], grids: Sequence[Grid]) -> dict[str, AtCells]:
    """Sheet -> row and column -> what was found there, in the order of the sheet.

    A cell under a merged one is told at the corner that is seen. Findings without a cell are left out.
    """
    named: dict[str, AtCells] = {grid.name: {} for grid in reversed(grids)}
    for finding in findings:
        for where in _places(finding) if finding.sheet in named else ():
            named[finding.sheet].setdefault(where, []).append(finding)
    by_name = {grid.name: grid for grid in reversed(grids)}
    return {sheet: _at_corners(by_name[sheet], cells) for sheet, cells in named.items() if cells}


def _at_corners(grid: Grid, cells: AtCells) -> AtCells:
    """The findings at the cells that are seen, in the order of the sheet."""
    corners = _corners(grid, cells)
    seen: AtCells = {}
    for where, findings in cells.items():
        seen.setdefault(corners.get(where, where), []).extend(findings)
    return dict(sorted(seen.items()))


def _places(finding: Finding) -> Iterator[Place]:
    """The cells a finding names: its own, and others of the same trouble where it speaks for many."""
    listed = [finding.cell, *finding.details.get("cells", "").split(", ")]
    for cell in dict.fromkeys(listed):
        if _CELL.fullmatch(cell):
            yield place(cell)


def _corners(grid: Grid, cells: Iterable[Place]) -> dict[Place, Place]:
    """Those of some cells a merged range covers -> its first cell."""
    listed = sorted(cells)
    return {
        (row, column): (merge.top, merge.left)
        for merge in grid.merges
        for row, column in listed[bisect_left(listed, (merge.top, 0)) : bisect_left(listed, (merge.bottom + 1, 0))]
        if merge.left <= column <= merge.right
    }


def worst(findings: Sequence[Finding]) -> Severity:
    """The severity a cell is coloured by."""
    return "error" if any(f.severity == "error" for f in findings) else "warning"


def comment(findings: Sequence[Finding]) -> str:
    """The comment of a cell, in Vietnamese: each finding once, the worst first."""
    ordered = sorted(findings, key=lambda f: f.severity != "error")
    said = list(dict.fromkeys(map(_said, ordered)))
    more = [f"… và {len(said) - _MOST_SAID} điều nữa, xem trang đầu."] if len(said) > _MOST_SAID else []
    return f"{SIGN} " + "\n".join([*said[:_MOST_SAID], *more])


def _said(finding: Finding) -> str:
    texts = f"{found(finding, 'vi')}.\n{expected(finding, 'vi')}.\nCách sửa: {remedy(finding, 'vi')}."
    return f"{_SEVERITY[finding.severity]}: {texts} ({finding.rule})"

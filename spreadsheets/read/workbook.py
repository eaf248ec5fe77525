"""One file as it was read: its sheets, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.finding import Finding

if TYPE_CHECKING:  # pyarrow takes 0.2 s to import: time in which the child is already reading
    from spreadsheets.sheet.grid import Grid


@dataclass
class Workbook:
    """One file as read. `refused` says why there are no sheets; `findings` are warnings about what was read."""

    path: Path
    name: str
    format: str
    sheets: tuple[Grid, ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: Finding | None = None

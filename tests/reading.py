"""Read a file in the test's own process: as the child does, without the child."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from spreadsheets.formats.opening import open_content
from spreadsheets.formats.parts.content import Content
from spreadsheets.sheet.grid import Grid


@dataclass
class Read:
    """What was read: sheets by name, warnings as (rule, sheet, cell)."""

    format: str
    sheets: dict[str, Grid]
    warnings: list[tuple[str, str, str]]


def read(path: Path, name: str = "", max_cells: int = 1_000_000) -> Read:
    """Open a file, sent as `name`; Refusal as it comes."""
    content = Content("", max_cells)
    with tempfile.TemporaryDirectory() as spool:
        open_content(path, name or path.name, Path(spool), content)
    content.review()
    grids = {cells.name: cells.grid() for cells in content.sheets}
    return Read(content.format, grids, [(f.rule, f.sheet, f.cell) for f in content.findings])

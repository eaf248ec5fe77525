"""The sets of workbooks beside the project, and the third of each that is left out of all tuning, by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"
#: Sets with truth files; of those that are not `real` every third by name is held out.
TRUTHS = ("real", "real2")


def files(name: str) -> list[Path]:
    """The workbooks of a set; none where it is not here."""
    folder = SHARED / name / "files"
    folder = folder if folder.is_dir() else SHARED / name
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.is_file() and path.name not in ("INDEX.csv", "README.md"))


def parted(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Workbooks that may be looked at while the reader is tuned, and the third that may not."""
    ordered = sorted(paths, key=lambda path: path.name)
    held = set(ordered[2::3])
    return [path for path in ordered if path not in held], [path for path in ordered if path in held]

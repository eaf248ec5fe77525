"""Another spreadsheet program, LibreOffice without a screen: what it makes of our workbooks."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here: `make programs` installs it")


def saved_by_another_program(paths: Iterable[Path], folder: Path) -> list[Path]:
    """Open workbooks and save them again as .xlsx into a folder, under their names; the saved ones in their order."""
    paths, own = list(paths), folder / "profile"  # two that share a profile wait for each other, or give up
    options = [f"-env:UserInstallation={own.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([str(OFFICE), *options, *map(str, paths)], check=True, capture_output=True, timeout=300)
    shutil.rmtree(own)
    return [folder / f"{path.stem}.xlsx" for path in paths]

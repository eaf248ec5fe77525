"""Children that do as they should, for the tests of how they are asked."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from machine.processes.lines import serve


def main() -> None:
    """Serve sums."""
    serve(answer)


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """A sum, under the name it was asked for."""
    return {"sum": sum(question["add"]), "name": question["name"], "is_last": False}


def surroundings(word: str) -> None:
    """Write what this process was given and where it is."""
    told = [word, "KHOSO_HOME" in os.environ, "/somewhere" in sys.path, Path.cwd(), tempfile.gettempdir()]
    sys.stdout.write("\n".join(map(str, told)))

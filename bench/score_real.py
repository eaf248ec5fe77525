"""Score the reader against the real workbooks: `python bench/score_real.py [--details N]`.

Every file of ../shared/real/files is inspected, the answers go to a temporary folder, and ../shared/real/score.py
compares them with what a careful person reads off each sheet.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from spreadsheets.inspect.inspection import inspection
from spreadsheets.read.reader import Reader

_REAL = Path(__file__).parents[2] / "shared" / "real"


def main() -> int:
    """Print the table of scores; exit code of the scoring script, 0 where the real files are not here."""
    if not _REAL.is_dir():
        print("../shared/real is not here: nothing to score", file=sys.stderr)  # noqa: T201
        return 0
    with tempfile.TemporaryDirectory() as out, Reader() as reader:
        for workbook in reader.read_all(sorted((_REAL / "files").iterdir())):
            answer = json.dumps(inspection(workbook, hidden=True), ensure_ascii=False)
            (Path(out) / f"{workbook.name}.json").write_text(answer, encoding="utf-8")
        command = [sys.executable, str(_REAL / "score.py"), out, *sys.argv[1:]]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

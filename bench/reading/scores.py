"""Score the reader on workbooks with truth: `python -m bench.reading.scores [--held] [--details N]`.

Each workbook is inspected, the answers go to a temporary folder, and ../shared/real/score.py compares them with what
a careful person reads off each sheet. The third of real2 that is left out of tuning is scored only with --held, apart.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.reading.rivals import RIVALS, Answer
from bench.reading.sets import SHARED, files, parted
from spreadsheets.inspect.inspection import inspection
from spreadsheets.read.reader import Reader


def main(options: list[str]) -> int:
    """Print the scores of each set, those of other readers below; exit code of the scoring script."""
    if not SHARED.is_dir():
        print("../shared is not here: nothing to score", file=sys.stderr)  # noqa: T201
        return 0
    known, held = parted(files("real2"))
    sets = {"real": files("real"), "real2, two thirds": known}
    if "--held" in options:
        sets["real2, left out"] = held
    rest = [option for option in options if option != "--held"]
    return max(_score(title, paths, rest) for title, paths in sets.items())


def _score(title: str, paths: list[Path], options: list[str]) -> int:
    print(f"\n{title}")  # noqa: T201
    code = _compare(ours(paths), paths, options)
    for name, rival in RIVALS.items():
        print(f"{title}, {name}")  # noqa: T201
        _compare(((path, rival(path)) for path in paths), paths, ["--last"])
    return code


def ours(paths: Iterable[Path]) -> Iterator[tuple[Path, Answer]]:
    """What the reader says of each workbook."""
    with Reader() as reader:
        for workbook in reader.read_all(list(paths)):
            yield Path(workbook.path), inspection(workbook, hidden=True)


def _compare(answers: Iterable[tuple[Path, Answer]], paths: list[Path], options: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        out, truth = Path(folder) / "out", Path(folder) / "truth"
        out.mkdir()
        truth.mkdir()
        for path in paths:
            shutil.copy(path.parents[1] / "truth" / f"{path.name}.json", truth)
        for path, answer in answers:
            told = json.dumps(answer, ensure_ascii=False, default=str)
            (out / f"{path.name}.json").write_text(told, encoding="utf-8")
        command = [sys.executable, str(SHARED / "real" / "score.py"), str(out), "--truth", str(truth)]
        is_short = "--last" in options
        more = [option for option in options if option != "--last"]
        done = subprocess.run([*command, *more], check=False, capture_output=True, text=True)
        print("\n".join(done.stdout.splitlines()[-1:]) if is_short else done.stdout + done.stderr)  # noqa: T201
        return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

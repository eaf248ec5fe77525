"""Loads of small workbooks: very many at once, and one into a warehouse that has grown: `python -m bench.small_loads`.

The warehouse is made large by repeating the rows of a loaded register, as that many months of it would. What a load
takes is told apart from publishing, which copies the warehouse and grows with it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench.made import SENDER, register, small_workbooks
from bench.process import cost
from bench.registers import FOLDER

_ROOT = Path(__file__).parents[1]
_KHOSO = [sys.executable, "-m", "cli"]
#: Seconds all small workbooks together may take; how many times longer a load into the larger warehouse may.
_MOST_SECONDS, _MOST_RATIO = 60, 1.2
_SMALL, _LARGE, _ROWS, _LOADS = 1, 50, 1_000_000, 5


def main() -> int:
    """Print both tables; 1 where a goal is missed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return int(_many() | _grown())


def _many() -> bool:
    with tempfile.TemporaryDirectory(dir=FOLDER) as home:
        files = small_workbooks(Path(home, "data", "inbox"))
        taken = cost([*_KHOSO, "ingest"], _environment(home), Path(home))
    each = 1000 * taken.wall / len(files)
    sys.stdout.write(f"\n{len(files):,} small workbooks dropped at once\n")
    sys.stdout.write(
        f"{taken.wall:.1f} s, {taken.cpu:.1f} s of CPU, {taken.memory / 1e6:.0f} MB, {each:.0f} ms a workbook\n"
    )
    return _missed(taken.wall > _MOST_SECONDS or not taken.is_done, f"more than {_MOST_SECONDS} s")


def _grown() -> bool:
    """Load small workbooks into a warehouse of a million rows, then, fifty times as large, again."""
    sys.stdout.write(f"\na small workbook into a warehouse, median of {_LOADS}\n")
    sys.stdout.write(f"{'rows':>12} {'load s':>8} {'publish s':>10} {'MB':>8}\n")
    with tempfile.TemporaryDirectory(dir=FOLDER) as home:
        environment = _environment(home)
        large = register(FOLDER / f"dossier-{_ROWS}.csv", _ROWS)
        ingest = [*_KHOSO, "ingest", "--sender", SENDER, "--period", "2023-05", str(large)]
        subprocess.run(ingest, env=environment, capture_output=True, check=True)
        files = small_workbooks(Path(home, "small"), "dossier_progress", 1)
        first = _loads(home, files[:_LOADS])
        _grow(Path(home, "data", "warehouse", "build", "warehouse.duckdb"))
        second = _loads(home, files[_LOADS : 2 * _LOADS])
    return _missed(second > _MOST_RATIO * first, f"more than {_MOST_RATIO} x")


def _grow(path: Path) -> None:
    """Repeat every row of the register under loads of its own."""
    with duckdb.connect(str(path)) as con:
        for number in range(_SMALL, _LARGE):
            load = 1_000_000 + number
            con.execute(
                "INSERT INTO audit.submission_key SELECT * REPLACE (submission_id || ? AS submission_id,"
                " period_start - to_months(?) AS period_start)"
                " FROM audit.submission_key WHERE form = 'dossier' AND submission_id NOT LIKE '%+%'",
                [f"+{number}", number],
            )
            con.execute(
                "INSERT INTO audit.load_record"
                " SELECT * REPLACE (? AS load_id, submission_id || ? AS submission_id) FROM audit.load_record"
                " WHERE load_id < 1000000 AND submission_id LIKE 'dossier:%'",
                [load, f"+{number}"],
            )
            con.execute(
                "INSERT INTO history.dossier SELECT * REPLACE (? AS _load_id) FROM history.dossier"
                " WHERE _load_id < 1000000",
                [load],
            )


def _loads(home: str, files: list[Path]) -> float:
    """Load the files one after the other; the median seconds of a load."""
    told = [_load(home, file) for file in files]
    load, publish = (statistics.median(each[name] for each in told) for name in ("load", "publish"))
    path = Path(home, "data", "warehouse", "build", "warehouse.duckdb")
    with duckdb.connect(str(path)) as con:
        rows = con.execute("SELECT count(*) FROM history.dossier").fetchall()[0][0]
    sys.stdout.write(f"{rows:12,} {load:8.2f} {publish:10.2f} {path.stat().st_size / 1e6:8.0f}\n")
    return load


def _load(home: str, file: Path) -> dict[str, float]:
    words = [sys.executable, "-m", "bench.small_loads", str(file)]
    done = subprocess.run(words, env=_environment(home), cwd=_ROOT, capture_output=True, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _timed(file: Path) -> None:
    """In a process of its own: load one file; seconds of it all but publishing, and of publishing."""
    start = time.perf_counter()
    from flows import ingest
    from machine.settings import settings
    from schemas.submission import Given

    publish, published = ingest.publish, [0.0]

    def timed(*args, **options):  # type: ignore[no-untyped-def]
        begun = time.perf_counter()
        path = publish(*args, **options)
        published[0] += time.perf_counter() - begun
        return path

    ingest.publish = timed
    result = ingest.ingest_files(settings(), [file], Given(), wait=False)
    assert [outcome.state for outcome in result.outcomes] == ["loaded"], result.outcomes
    seconds = time.perf_counter() - start - published[0]
    sys.stdout.write(json.dumps({"load": seconds, "publish": published[0]}) + "\n")


def _environment(home: str) -> dict[str, str]:
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | {"KHOSO_HOME": f"{home}/data", "KHOSO_QUIET_SECONDS": "0", "PYTHONPATH": path}


def _missed(is_so: bool, what: str) -> bool:
    if is_so:
        sys.stdout.write(f"MISSED: {what}\n")
    return is_so


if __name__ == "__main__":
    sys.exit(_timed(Path(sys.argv[1])) if len(sys.argv) > 1 else main())

"""What loading the sample province takes: `python bench/sample_load.py [MONTHS …]`, one and twelve months else.

Each load is one `khoso ingest` of everything owed for so many months up to May 2023, dropped at once: from files to a
published snapshot. Rows are those stored.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import duckdb

from bench.process import Cost, cost

_ROOT = Path(__file__).parents[1]
_KHOSO = [sys.executable, "-m", "cli"]
_HEAD = "sample of    workbooks      rows written s   load s   rows/s  ms/file     MB\n"


def main(*months: int) -> int:
    """Print a line for each number of months; 1 when anything was refused or quarantined."""
    sys.stdout.write(_HEAD)
    return max(_loaded(count) for count in months or (1, 12))


def _loaded(months: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = os.environ | {"KHOSO_HOME": folder, "KHOSO_QUIET_SECONDS": "0", "PYTHONPATH": str(_ROOT)}
        sample = ["sample", str(home / "inbox"), "--period", "2023-05", "--periods", str(months)]
        written = _run(sample, environment, home)
        files = sum(1 for path in (home / "inbox").rglob("*.xlsx"))
        loaded = _run(["ingest"], environment, home)
        with duckdb.connect(str(home / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
            rows, wrong = con.execute("SELECT sum(accepted), sum(quarantined + errors) FROM audit.run").fetchall()[0]
    name = f"{months} month{'s' if months > 1 else ''}"
    sys.stdout.write(
        f"{name:12} {files:9,} {rows:9,} {written.wall:9.1f} {loaded.wall:8.1f} {rows / loaded.wall:8,.0f}"
        f" {1000 * loaded.wall / files:8.0f} {loaded.memory / 1e6:6.0f}\n"
    )
    sys.stdout.flush()
    return int(wrong > 0)


def _run(words: list[str], environment: dict[str, str], home: Path) -> Cost:
    taken = cost([*_KHOSO, *words], environment, home)
    if not taken.is_done:
        raise SystemExit(f"khoso {words[0]} failed: {(home / 'output').read_text(errors='replace')[-2000:]}")
    return taken


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

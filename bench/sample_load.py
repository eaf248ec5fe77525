"""What loading the sample province takes: `python bench/sample_load.py [MONTHS …]`, one and twelve months else.

Each load is one `khoso ingest` of everything owed for so many months up to May 2023, dropped at once: from files to a
published snapshot. Rows are those stored. Peak memory is the largest sum of the proportional set sizes of the command
and its readers, looked at ten times a second.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import duckdb

_ROOT = Path(__file__).parents[1]
_KHOSO = [sys.executable, "-m", "flows"]
_HEAD = "sample of    workbooks      rows written s   load s   rows/s  ms/file     MB\n"


def main(*months: int) -> int:
    """Print a line for each number of months; 1 when anything was refused or quarantined."""
    sys.stdout.write(_HEAD)
    return max(_loaded(count) for count in months or (1, 12))


def _loaded(months: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = os.environ | {"KHOSO_HOME": folder, "KHOSO_QUIET_SECONDS": "0", "PYTHONSAFEPATH": "1"}
        start = time.perf_counter()
        _run(["sample", str(home / "inbox"), "--period", "2023-05", "--periods", str(months)], environment)
        written = time.perf_counter() - start
        files = sum(1 for path in (home / "inbox").rglob("*.xlsx"))
        start = time.perf_counter()
        peak = _run(["ingest"], environment)
        seconds = time.perf_counter() - start
        with duckdb.connect(str(home / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
            rows, wrong = con.execute("SELECT sum(accepted), sum(quarantined + errors) FROM audit.run").fetchall()[0]
    name = f"{months} month{'s' if months > 1 else ''}"
    sys.stdout.write(
        f"{name:12} {files:9,} {rows:9,} {written:9.1f} {seconds:8.1f} {rows / seconds:8,.0f}"
        f" {1000 * seconds / files:8.0f} {peak / 1e6:6.0f}\n"
    )
    sys.stdout.flush()
    return int(wrong > 0)


def _run(words: list[str], environment: dict[str, str]) -> int:
    """Run the command to its end; its peak memory in bytes, of all its processes together."""
    child = subprocess.Popen([*_KHOSO, *words], cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL)
    peaks = [0]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.1):
            peaks.append(sum(_bytes(pid) for pid in _family(child.pid)))

    watcher = threading.Thread(target=look)
    watcher.start()
    code = child.wait()
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"khoso {words[0]} ended with {code}")
    return max(peaks)


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [each for child in task.read_text().split() for each in _family(int(child))]
        except OSError:
            continue
    return found


def _bytes(pid: int) -> int:
    """The proportional set size of a process: what it shares is counted once among those who share it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

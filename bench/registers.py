"""Large registers from file to published snapshot, against scripts: `python -m bench.registers [ROWS …] [--way WAY …]`.

Ours keeps the file, finds and matches the table, parses, validates by every rule, loads with lineage and quarantine
and publishes, into a warehouse that is there, as at every load but the first; that one is shown apart. Once it is
published the sender's workbook is marked where something is wrong in it: "read s" is the time until the snapshot
is there, "wall s" until everything is done. All are run one after the other on the same files, each as a process of
its own; ratios are of "read s" to fastexcel parsing the same xlsx to Arrow (for a csv, the xlsx of the same rows).
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.made import SENDER, register
from bench.process import Cost, cost

_ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("KHOSO_BENCH", _ROOT / ".cache" / "bench"))
_OURS = [sys.executable, "-m", "cli", "ingest"]
#: What a way needs beside our own packages.
_NEEDS = {"bare": "fastexcel", "duckdb": "duckdb_extensions", "fastexcel": "fastexcel", "openpyxl": "openpyxl"}
ALIKE = {
    "bare": "fastexcel to Arrow, nothing more", "duckdb": "DuckDB read_xlsx, no checks",
    "fastexcel": "fastexcel + pandera + duckdb", "calamine": "pandas/calamine + pandera + duckdb",
    "openpyxl": "pandas/openpyxl + pandera + duckdb", "csv": "pandas.read_csv + pandera + duckdb",
}  # fmt: skip
#: Rows -> times the bare parse that ours may take, and bytes.
GOALS = {300_000: (2.0, 1 << 30), 1_000_000: (1.5, 3 << 30)}
_MESSY = 1.3
_FIRST = "ours, xlsx, making the warehouse"


def main(sizes: list[int], ways: list[str], rounds: int) -> int:
    """Print a table for each size; 1 where a goal is missed."""
    missed = False
    for rows in sizes:
        missed |= _table(rows, ways, rounds)
    return int(missed)


def _table(rows: int, ways: list[str], rounds: int) -> bool:
    found = {name: _median([_run(name, command) for _ in range(rounds)]) for name, command in _commands(rows, ways)}
    bare = found.get(ALIKE["bare"])
    sys.stdout.write(f"\nregister of {rows:,} rows, median of {rounds}\n")
    sys.stdout.write(f"{'':40} {'read s':>8} {'wall s':>8} {'CPU s':>8} {'MB':>7} {'x bare':>7}\n")
    for name, each in found.items():
        ratio = f"{each.until_read / bare.wall:7.2f}" if bare else ""
        failed = "" if each.is_done else "   FAILED"
        times = f"{each.until_read:8.2f} {each.wall:8.2f} {each.cpu:8.2f}"
        sys.stdout.write(f"{name:40} {times} {each.memory / 1e6:7.0f} {ratio}{failed}\n")
    for way in _NEEDS:
        if way in ways and not _is_there(way):
            sys.stdout.write(f"{ALIKE[way]:40} not measured: {_NEEDS[way]} is not installed\n")
    return _judge(rows, found, bare)


def _judge(rows: int, found: dict[str, Cost], bare: Cost | None) -> bool:
    most, memory = GOALS.get(rows, (float("inf"), 1 << 62))
    ours, messy = found.get("ours, xlsx"), found.get("ours, xlsx, 1 % of six columns wrong")
    missed = [name for name, each in found.items() if not each.is_done]
    if ours and bare and ours.until_read > most * bare.wall:
        missed.append(f"more than {most} x the bare parse")
    if ours and ours.memory > memory:
        missed.append(f"more than {memory / 1e6:.0f} MB")
    if ours and messy and messy.until_read > _MESSY * ours.until_read:
        missed.append(f"a messy register takes more than {_MESSY} x a clean one")
    sys.stdout.writelines(f"MISSED: {what}\n" for what in missed)
    return bool(missed)


def _commands(rows: int, ways: list[str]) -> Iterator[tuple[str, list[str]]]:
    xlsx, text = (register(FOLDER / f"dossier-{rows}.{kind}", rows) for kind in ("xlsx", "csv"))
    ours = [*_OURS, "--sender", SENDER, "--period", "2023-05"]
    if "ours" in ways:
        yield "ours, xlsx", [*ours, str(xlsx)]
        yield _FIRST, [*ours, str(xlsx)]
        yield "ours, csv", [*ours, str(text)]
    if "messy" in ways:
        messy = register(FOLDER / f"dossier-{rows}-messy.xlsx", rows, spoilt=100)
        yield "ours, xlsx, 1 % of six columns wrong", [*ours, str(messy)]
    for way, name in ALIKE.items():
        if way in ways and _is_there(way):
            yield name, [sys.executable, "-m", "bench.rivals", way, str(text if way == "csv" else xlsx)]


def _is_there(way: str) -> bool:
    return way not in _NEEDS or importlib.util.find_spec(_NEEDS[way]) is not None


def _run(name: str, command: list[str]) -> Cost:
    """Run in a fresh folder, which is the home of ours and the working folder of the others."""
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with tempfile.TemporaryDirectory(dir=FOLDER) as home:
        environment = os.environ | {"KHOSO_HOME": f"{home}/data", "PYTHONPATH": path}
        given = [home] if "bench.rivals" in command else []
        if name.startswith("ours") and name != _FIRST:
            subprocess.run(_OURS, env=environment, check=True, capture_output=True)
        start = time.time()
        taken = cost([*command, *given], environment, Path(home))
        snapshot = Path(home, "data", "warehouse", "warehouse.duckdb")
        is_ours = name.startswith("ours") and snapshot.exists()
        return replace(taken, published=snapshot.lstat().st_mtime - start) if is_ours else taken


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(c.wall for c in costs),
        statistics.median(c.cpu for c in costs),
        max(c.memory for c in costs),
        all(c.is_done for c in costs),
        statistics.median(c.until_read for c in costs),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="*", default=list(GOALS))
    parser.add_argument("--way", nargs="*", default=["ours", "messy", *ALIKE])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    sys.exit(main(asked.rows, asked.way, asked.rounds))

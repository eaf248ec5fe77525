"""What it takes to say who owes what: `python -m bench.who_owes`, three years of twelve monthly forms of a province.

The late list is asked of a warehouse of its own, with made submissions and no rows: `mart.late` reads the audit alone.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.sendings import AFTER, sendings, twelve_forms, write
from schemas.registry import reference_tables
from warehouse.connect import build, snapshot
from warehouse.mart import marts
from warehouse.tables import prepare

#: Seconds the late list may take.
_MOST_SECONDS = 1.0
_TIMES = 5
_ON = date(*AFTER, 20)
_ASKED = ("late", "submission_register", "timeliness")
#: Those and what they are made from.
NAMES = {*_ASKED, "agency", "agency_heir", "unit_in_time", "submission_attempt"}


def main() -> int:
    """Print what each question takes, median of five; 1 where the late list takes more than a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "w.duckdb")
        forms = twelve_forms()
        made = sendings(forms)
        with build(path) as con:
            prepare(con, forms, reference_tables(), [mart for mart in marts() if mart.name in NAMES])
            write(con, made)
        taken = {name: _asked(path, name) for name in _ASKED}
    sys.stdout.write(f"\nwho owes what, {len(made):,} submissions, {taken['submission_register'][1]:,} reports owed\n")
    sys.stdout.write(f"{'mart':20} {'rows':>8} {'s':>6}\n")
    for name, (seconds, rows) in taken.items():
        sys.stdout.write(f"{name:20} {rows:8,} {seconds:6.2f}\n")
    sys.stdout.flush()
    return int(taken["late"][0] > _MOST_SECONDS)


def _asked(path: Path, name: str) -> tuple[float, int]:
    """Median seconds for every row of a mart, the first question of a new connection each time; its rows."""
    seconds, rows = [], 0
    for _ in range(_TIMES):
        with snapshot(path) as con:
            start = time.perf_counter()
            rows = con.execute(f"FROM mart.{name}(?)", [_ON]).to_arrow_table().num_rows
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), rows


if __name__ == "__main__":
    sys.exit(main())

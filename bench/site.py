"""What the quality pages of a sample year take: `python -m bench.site`.

A year as it would have come in is loaded; its site is built, built again with nothing new, and once more after one
correction came.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from bench.sample_year import load_year
from flows.ingest import ingest_files
from flows.quality_pages import build_pages
from machine.settings import settings
from schemas.submission import Given

_CORRECTION = Path(__file__).parents[1] / "samples" / "So Y te - TTHC T5.xlsx"
_HEAD = "site               seconds     files   written   largest page\n"


def main() -> int:
    """Print a line for each build; 1 when a page is larger than a megabyte."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        chosen = settings({"KHOSO_HOME": folder, "KHOSO_QUIET_SECONDS": "0"})
        day = load_year(home) + timedelta(days=1)
        sys.stdout.write(_HEAD)
        largest = []
        for what in ("new", "nothing new", "one correction"):
            if what == "one correction":
                moment = datetime(day.year, day.month, day.day, 9)
                ingest_files(chosen, [_CORRECTION], Given(), wait=True, clock=lambda moment=moment: moment)  # type: ignore[misc]
            start = time.perf_counter()
            built = build_pages(chosen, home / "pages", on=day)
            seconds = time.perf_counter() - start
            sys.stdout.write(
                f"{what:16} {seconds:9.1f} {built.files:9,} {len(built.written):9,}"
                f"   {built.largest_bytes / 1e6:.2f} MB {built.largest}\n"
            )
            largest.append(built.largest_bytes)
    return int(max(largest) > 1 << 20)


if __name__ == "__main__":
    sys.exit(main())

"""Ask queries that would take for ever, as a program: how each ended, after how long, and the most memory held.

`devoured.py SNAPSHOT SECONDS MEMORY`, the queries as JSON on stdin.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from warehouse.ask import Limits, QueryError, ask


def peak(process: int | str = "self") -> int:
    """Tell the most memory a running process has held, in bytes; ru_maxrss would count what its parent held too."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    held = next((line for line in lines if line.startswith("VmHWM:")), "VmHWM: 0 kB")  # a process that has ended
    return int(held.split()[1]) << 10


def _main(path: Path, limits: Limits) -> None:
    before = peak()
    ended = []
    for sql in json.load(sys.stdin):
        began = time.monotonic()
        try:
            ask(path, sql, limits=limits)
            how = "answered"
        except QueryError as error:
            how = type(error).__name__
        ended.append((sql, how, time.monotonic() - began))
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    sys.stdout.write(json.dumps({"ended": ended, "memory": peak() - before + child}))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Limits(seconds=float(sys.argv[2]), memory=int(sys.argv[3])))

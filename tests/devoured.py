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


def _main(path: Path, limits: Limits) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ended = []
    for sql in json.load(sys.stdin):
        began = time.monotonic()
        try:
            ask(path, sql, limits=limits)
            how = "answered"
        except QueryError as error:
            how = type(error).__name__
        ended.append((sql, how, time.monotonic() - began))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    sys.stdout.write(json.dumps({"ended": ended, "memory": (grown + child) << 10}))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Limits(seconds=float(sys.argv[2]), memory=int(sys.argv[3])))

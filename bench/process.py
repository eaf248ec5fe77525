"""What a command costs: wall time, CPU and memory of the whole process with everything it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.05


@dataclass(frozen=True)
class Cost:
    """Seconds of clock and of CPU; bytes that all processes together held at most; whether it ended well.

    `published`: seconds until what readers see was swapped, where that comes before the end.
    """

    wall: float
    cpu: float
    memory: int
    is_done: bool
    published: float | None = None

    @property
    def until_read(self) -> float:
        """Seconds until readers see it."""
        return self.wall if self.published is None else self.published


def cost(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Cost:
    """Run a command in a folder and measure it. Memory is what all its processes hold, looked at 20 times a second."""
    start = time.perf_counter()
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, env=dict(environment), cwd=folder, stdout=output, stderr=output)
        seen, stop = [0], threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, seen, stop))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)  # with the children it has waited for
        wall = time.perf_counter() - start
        stop.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, used.ru_utime + used.ru_stime, seen[0], process.returncode in (0, 1))


def _watch(pid: int, seen: list[int], stop: threading.Event) -> None:
    while not stop.wait(_PAUSE):
        seen[0] = max(seen[0], sum(map(_held, family(pid))))


def family(pid: int) -> list[int]:
    """A process and all that it has started and what those have started."""
    found = [pid]
    for each in found:
        try:
            tasks = list(Path(f"/proc/{each}/task").iterdir())
            for task in tasks:
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue  # it has just ended
    return found


def _held(pid: int) -> int:
    """The proportional set size: what processes share is counted once among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)

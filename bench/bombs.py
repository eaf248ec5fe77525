"""Bombs: what the largest process of a command takes to inspect each hostile file of a folder, or to refuse it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.process import family

_PAUSE = 0.02
_TICKS = os.sysconf("SC_CLK_TCK")
MOST_BYTES, MOST_SECONDS = 1_500_000_000, 20.0


@dataclass(frozen=True)
class Toll:
    """What one process took: bytes it held at its peak, seconds of CPU."""

    memory: int
    cpu: float


def tolls(*words: str) -> list[Toll]:
    """What each process took that a command of khoso started, the first among them."""
    seen: dict[int, Toll] = {}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([sys.executable, "-m", "cli", *words], stdout=output, stderr=output)
        while process.poll() is None:
            seen |= {pid: toll for pid in family(process.pid) if (toll := _toll(pid)) and toll.memory}
            time.sleep(_PAUSE)
    return list(seen.values())


def _toll(pid: int) -> Toll | None:
    folder = Path(f"/proc/{pid}")
    try:
        status, stat = (folder / "status").read_text(), (folder / "stat").read_text()
    except OSError:  # it has just ended
        return None
    peak = next(
        (line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0"
    )  # an ended one has none
    user, system = stat.rsplit(")", 1)[1].split()[11:13]
    return Toll(int(peak.split()[1]) * 1024, (int(user) + int(system)) / _TICKS)


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def main(paths: Sequence[str]) -> int:
    """Print memory and CPU of the processes of each file; how many files went beyond the limits."""
    n_beyond = 0
    for file in _files(paths):
        each = tolls("inspect", str(file))
        is_beyond = any(toll.memory > MOST_BYTES or toll.cpu > MOST_SECONDS for toll in each)
        told = ", ".join(f"{toll.memory / 1e6:,.0f} MB {toll.cpu:.1f} s" for toll in each)
        sys.stdout.write(f"{'!' if is_beyond else ' '} {file.parent.name}/{file.name}: {told}\n")
        sys.stdout.flush()
        n_beyond += is_beyond
    return n_beyond


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))

"""How long people wait for a first answer: `python bench/cold_start.py [ROUNDS]`.

Medians of `khoso --help`, `khoso inspect` and `khoso check` of a small workbook and, in the same run, of a bare
`import pandera.pandas`, which `check` cannot do without. The commands take turns, so that a busy moment of the
machine touches all of them. Where the environment forbids Python to keep compiled modules, every start compiles
them again, and most of what is measured is that: so both ways are measured.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_SAMPLE = _ROOT / "samples" / "So Y te - TTHC T5.xlsx"
_KHOSO = [sys.executable, "-m", "cli"]
_PANDERA = "import pandera.pandas"
_NOT_KEPT = "PYTHONDONTWRITEBYTECODE"

#: What is started -> its command.
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    f'python -c "{_PANDERA}"': [sys.executable, "-c", _PANDERA],
    "khoso --help": [*_KHOSO, "--help"],
    "khoso inspect": [*_KHOSO, "inspect", str(_SAMPLE)],
    "khoso check": [*_KHOSO, "check", str(_SAMPLE)],
}
#: What must not be exceeded: seconds, or times the import of pandera.
SECONDS = {"khoso --help": 0.3, "khoso inspect": 0.7}
RATIOS = {"khoso check": 1.15}


def medians(rounds: int, environment: Mapping[str, str]) -> dict[str, float]:
    """Median seconds of each command over `rounds` turns, after one that fills the caches."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(rounds + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, check=True)
            if turn:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main(rounds: int = 7) -> int:
    """Print a table with compiled modules kept, and one for the environment as it is; 1 when the first is too slow."""
    with tempfile.TemporaryDirectory() as home:
        here = os.environ | {"KHOSO_HOME": home, "PYTHONSAFEPATH": "1"}
        kept = {k: v for k, v in here.items() if k != _NOT_KEPT} | {"PYTHONPYCACHEPREFIX": f"{home}/compiled"}
        slow = _table(f"cold start, median of {rounds}", medians(rounds, kept))
        if os.environ.get(_NOT_KEPT):
            _table("the same where compiled modules are not kept, as here", medians(rounds, here))
    return int(slow)


def _table(title: str, found: Mapping[str, float]) -> bool:
    pandera = found[f'python -c "{_PANDERA}"']
    sys.stdout.write(f"{title:40} {'s':>6} {'x pandera':>10}   limit\n")
    slow = False
    for name, seconds in found.items():
        ratio = seconds / pandera
        over = seconds > SECONDS.get(name, seconds) or ratio > RATIOS.get(name, ratio)
        limit = f"<= {SECONDS[name]} s" if name in SECONDS else f"<= {RATIOS[name]} x" if name in RATIOS else ""
        sys.stdout.write(f"{name:40} {seconds:6.2f} {ratio:10.2f}   {limit}{'   EXCEEDED' if over else ''}\n")
        slow |= over
    return slow


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

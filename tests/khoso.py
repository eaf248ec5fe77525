"""The command as people run it: a process of its own, with a data root of its own."""

from __future__ import annotations

import grp
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
COMMAND = [sys.executable, "-m", "cli"]
#: A group this process may give files to and is not of by default; its own where it is no other's member.
GROUP = next(
    (
        each.gr_gid
        for each in grp.getgrall()
        if each.gr_gid != os.getegid() and (os.geteuid() == 0 or each.gr_gid in os.getgroups())
    ),
    os.getegid(),
)


def environment(home: Path, **more: str) -> dict[str, str]:
    """The tests' own environment: this data root, no quiet time, English, no Prefect server of anybody."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KHOSO_", "PREFECT_"))}
    return (
        kept | {"KHOSO_HOME": str(home), "KHOSO_QUIET_SECONDS": "0", "KHOSO_LANG": "en", "PYTHONSAFEPATH": "1"} | more
    )


def khoso(home: Path, *words: str, expect: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command; `expect` is its exit code (any when None). A traceback is never an answer."""
    done = subprocess.run(
        [*COMMAND, *words], env=environment(home, **more), cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert "Traceback" not in done.stderr, done.stderr
    if expect is not None:
        assert done.returncode == expect, (done.returncode, done.stdout, done.stderr)
    return done

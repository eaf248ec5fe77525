"""The command as a person sees it: on a terminal of its own."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

from tests.khoso import COMMAND, ROOT, environment


def on_terminal(home: Path, *words: str, expect: int | None = 0, **more: str) -> str:
    """Run the command on a terminal that knows no colours: all it shows, standard error too."""
    ours, its = pty.openpty()
    env = environment(home, TERM="dumb", COLUMNS="200", **more)
    process = subprocess.Popen([*COMMAND, *words], env=env, cwd=ROOT, stdin=its, stdout=its, stderr=its)
    os.close(its)
    seen = bytearray()
    while piece := _piece(ours):
        seen += piece
    os.close(ours)
    code = process.wait(60)
    assert expect is None or code == expect, (code, bytes(seen))
    return seen.decode(errors="surrogateescape").replace("\r\n", "\n")


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how a terminal ends that nobody holds any more
        return b""

"""`khoso serve`, its server and its run killed, alone and together: nothing is lost, doubled or stuck."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from served import Served, served

from bench.made import small_workbooks
from warehouse.connect import snapshot

_SECONDS = 20  # between two drains
_WITHIN = 600  # seconds after which it is stuck; how long it took is printed
_PARTS = ("serve", "server", "run", "serve server", "serve run", "server run", "serve server run")
_SERVED = {"KHOSO_DRAIN_SECONDS": str(_SECONDS)}


def processes(home: Path, part: str) -> list[int]:
    """The processes of one part that serve a data root: serve, server or run."""
    says = {"serve": b"cli\0serve\0", "server": b"serving.control_process\0", "run": b"prefect.engine\0"}[part]
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_ours = f"KHOSO_HOME={home}\0".encode() in (folder / "environ").read_bytes() + b"\0"
            if is_ours and says in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def wait_until(what: object, seconds: float = _WITHIN) -> None:
    deadline = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def kill(home: Path, parts: str, dice: random.Random) -> None:
    """Kill the parts at one moment: of a run, where one of them is the run, else whenever it is."""
    if "run" in parts.split():
        wait_until(lambda: processes(home, "run"))
    time.sleep(dice.uniform(0, 4))
    for part in parts.split():
        for pid in processes(home, part):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


class Serving:
    """A server of a data root that is started again when it was killed."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._stack = contextlib.ExitStack()
        self._server: Served | None = None

    def alive(self) -> None:
        if self._server is None or self._server.process.poll() is not None:
            self._server = self._stack.enter_context(served(self._home, self._home, **_SERVED))
            wait_until(lambda: processes(self._home, "run"))  # its schedules are made

    def close(self) -> None:
        self._stack.close()


def kills(tmp_path: Path, seeds: range) -> None:
    """A file for each kill: put into the inbox, killed at a moment, loaded by the next scheduled run."""
    home = tmp_path / "data"
    (home / "inbox").mkdir(parents=True)
    files = small_workbooks(tmp_path / "made", months=2)[: len(seeds)]
    serving = Serving(home)
    try:
        for seed, file in zip(seeds, files, strict=True):
            dice = random.Random(seed)
            serving.alive()
            shutil.copy(file, home / "inbox" / f"{seed:03} {file.name}")
            kill(home, _PARTS[seed % len(_PARTS)], dice)
            began = time.monotonic()
            wait_until(lambda: serving.alive() or not list((home / "inbox").iterdir()))
            print(f"{seed}: {_PARTS[seed % len(_PARTS)]}: loaded after {time.monotonic() - began:.0f} s")
    finally:
        serving.close()
    with snapshot(home / "warehouse" / "warehouse.duckdb") as con:
        loads = con.execute("SELECT count(*), count(DISTINCT sha256) FROM audit.load").fetchall()
        states = con.execute("SELECT DISTINCT state FROM audit.run").fetchall()
    assert (loads, states) == ([(len(files), len(files))], [("loaded",)])
    assert len((home / "kept" / "journal.jsonl").read_bytes().splitlines()) == len(files)


@pytest.mark.soak
def test_sixty_kills(tmp_path: Path) -> None:
    kills(tmp_path, range(60))

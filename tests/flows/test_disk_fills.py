"""A disk that fills while files are taken in and is freed afterwards: the next run ends as an undisturbed one."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from khoso import COMMAND, ROOT, SAMPLES, environment, khoso
from whole import figures

from machine.settings import Settings, settings

pytestmark = pytest.mark.slow

_SIZE = 64 << 20
_LONGEST = 5.0


def root(folder: Path) -> Settings:
    """A data root whose inbox holds every sample."""
    chosen = settings(environment(folder / "data"))
    chosen.home.inbox.mkdir(parents=True)
    for path in SAMPLES.glob("*.xlsx"):
        shutil.copy(path, chosen.home.inbox)
    return chosen


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """What an undisturbed run comes to."""
    chosen = root(tmp_path_factory.mktemp("undisturbed"))
    khoso(chosen.home.root, "ingest", expect=1)
    return figures(chosen)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk, and not everywhere")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Take all that is free on a disk but some bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1 << 16))
    os.truncate(ballast, max(0, ballast.stat().st_size - leave))
    return ballast


def filled_while_it_runs(disk: Path, seed: int) -> None:
    """Run once on a disk that fills at some moment, and is freed when the run has ended."""
    dice = random.Random(seed)
    run = subprocess.Popen(
        [*COMMAND, "ingest"], env=environment(disk / "data"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    time.sleep(dice.uniform(0.1, _LONGEST))
    ballast = fill(disk, dice.choice([0, 0, 4096, 300_000, 2_000_000]))
    said = run.communicate(timeout=120)[0].decode()
    assert run.returncode in (0, 1, 3) and "Traceback" not in said, said
    ballast.unlink()


def freed(disk: Path, undisturbed: dict[str, int], seed: int) -> None:
    chosen = root(disk)
    filled_while_it_runs(disk, seed)
    khoso(chosen.home.root, "ingest", expect=None)
    assert figures(chosen) == undisturbed
    assert list(chosen.home.inbox.iterdir()) == []
    assert list(disk.rglob(".unfinished-*")) == []
    told = khoso(chosen.home.root, "verify", expect=None)
    assert told.returncode in (0, 1), told.stdout


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_disk_that_fills_at_three_moments(disk: Path, undisturbed: dict[str, int], seed: int) -> None:
    freed(disk, undisturbed, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3, 30))
def test_a_disk_that_fills_at_thirty_moments(disk: Path, undisturbed: dict[str, int], seed: int) -> None:
    freed(disk, undisturbed, seed)

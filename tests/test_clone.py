"""A fresh clone in an empty folder: `make demo` and a smoke subset of the tests, nothing left outside."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from khoso import ROOT

SMOKE = (
    "tests/test_architecture.py",
    "tests/province/test_samples.py",
    "tests/warehouse/test_kept.py",
    "tests/warehouse/test_load.py",
)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("clone") / "khoso"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    yield folder
    shutil.rmtree(folder / ".venv", ignore_errors=True)  # 700 MB


def run(clone: Path, *words: str) -> str:
    """Run a command in the clone with an empty home and temporary folder of its own."""
    home, temporary = clone.parent / "home", clone.parent / "tmp"
    home.mkdir(exist_ok=True)
    temporary.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KHOSO_", "PREFECT_", "VIRTUAL_ENV", "PYTEST"))}
    env = kept | {"HOME": str(home), "TMPDIR": str(temporary), "LANG": "C.UTF-8"}
    done = subprocess.run(words, cwd=clone, env=env, capture_output=True, text=True, timeout=560)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_a_fresh_clone_sets_up_runs_the_demo_and_its_tests(clone: Path) -> None:
    said = run(clone, "make", "demo")
    for figure in ("36.18 %", "4,523 / 12,500", "98.76 %", "20,745 / 21,006", "155/155", "over 16,300", "about 10 %"):
        assert figure in said
    assert "cell G11" in said
    assert "cell E12" in said
    said = run(clone, ".venv/bin/python", "-m", "pytest", *SMOKE)
    assert " passed" in said
    assert " failed" not in said
    caches = {".cache", ".rustup"}  # the package manager's, and of the rustc it asks for its version
    assert {p.name for p in (clone.parent / "home").iterdir()} <= caches
    assert list((clone.parent / "tmp").iterdir()) == []
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert status.stdout == ""

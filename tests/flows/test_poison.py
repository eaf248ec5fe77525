"""Poison among good files, in any order: the good are loaded, the poison is answered, there is one publication."""

from __future__ import annotations

import os
import random
import shutil
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from damage import encrypted, nothing, picture, truncated, web_page
from khoso import SAMPLES, environment

from bench.made import small_workbooks
from flows.ingest import drain
from machine.settings import settings
from warehouse.connect import snapshot

_SEED_NAME = "GTVT_766_052023.xlsx"


def noise(path: Path) -> Path:
    path.write_bytes(b"PK\x03\x04" + random.Random(path.name).randbytes(3000))
    return path


def wide_open(path: Path) -> Path:
    """Two cells in the far corners of a sheet: legal, 5 KB, and more than any machine can hold as a table."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2  # type: ignore[index]
    book.save(path)
    return path


def swelling(path: Path) -> Path:
    """A megabyte that unpacks to a gigabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        with zipfile.ZipFile(SAMPLES / _SEED_NAME) as good:
            for name in good.namelist():
                if "sheet1" not in name:
                    package.writestr(name, good.read(name))
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(b"<c/>" * 250_000)
    return path


def named_with_blank_lines(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["không", "phải", "biểu mẫu"])  # type: ignore[union-attr]
    book.active._WorkbookChild__title = "x\n\n\ny"
    book.save(path)
    return path


def long_named(path: Path) -> Path:
    return noise(path.with_name(f"{path.stem}{'ă' * 100}.xlsx"))


def control_characters(path: Path) -> Path:
    return noise(path.with_name(f"{path.stem}\x1b[2J\x07\u202e.xlsx"))


def not_text(path: Path) -> Path:
    path = path.with_suffix(".csv")
    path.write_bytes(bytes(range(256)) * 40)
    return path


POISONS: list[Callable[[Path], Path]] = [
    noise, wide_open, swelling, named_with_blank_lines, long_named, control_characters, not_text, encrypted, nothing,
    picture, truncated, web_page,
]  # fmt: skip


def shuffled(folder: Path, good: list[Path], n_poison: int, dice: random.Random) -> None:
    """Good files and poison in one folder, in the order of a number before their names."""
    numbers = dice.sample(range(1000), len(good) + n_poison)
    for number, path in zip(numbers, good, strict=False):
        shutil.copy(path, folder / f"{number:03} {path.name}")
    for i, number in enumerate(numbers[len(good) :]):
        path = POISONS[i % len(POISONS)](folder / f"{number:03} p{i}.xlsx")
        os.utime(path, (time.time() - 7200,) * 2)  # nobody is still copying it


def swallowed(home: Path, good: list[Path], n_poison: int, seed: int) -> None:
    chosen = settings(environment(home))
    chosen.home.inbox.mkdir(parents=True)
    shuffled(chosen.home.inbox, good, n_poison, random.Random(seed))
    done = drain(chosen, wait=True)
    assert Counter(each.state for each in done.outcomes) == {"loaded": len(good), "refused": n_poison}
    assert (done.waiting, done.unwritten, list(chosen.home.inbox.iterdir())) == ([], [], [])
    assert len(list((chosen.home.outbox / "receipts").iterdir())) == len(good) + n_poison
    assert len(list((chosen.home.warehouse / "versions").glob("*.duckdb"))) == 1
    with snapshot(chosen.home.snapshot) as con:
        assert con.execute("SELECT count(*), count(DISTINCT sha256) FROM audit.load").fetchall() == [(len(good),) * 2]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return small_workbooks(tmp_path_factory.mktemp("good"), months=12)[:400]


@pytest.mark.slow
def test_a_tenth(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    good = small_workbooks(tmp_path_factory.mktemp("good"), months=2)[:40]
    swallowed(tmp_path / "data", good, len(POISONS), seed=0)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 11))
def test_forty_among_four_hundred(good: list[Path], tmp_path: Path, seed: int) -> None:
    swallowed(tmp_path / "data", good, 40, seed)

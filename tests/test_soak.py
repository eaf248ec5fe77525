"""A small seeded part of `make soak`, and that the soak sees what it looks for."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import tests.soak
from schemas.finding import Finding
from tests.mutation import mutate
from tests.soak import Tally, _unclear, mutant, run, sources


def test_damaged_files_end_in_an_answer(tmp_path: Path) -> None:
    tally = run(range(1_000_001, 1_000_201), tmp_path)
    assert tally.troubles == []
    assert tally.answers.total() == 200
    assert tally.kills == 4
    assert 20 < tally.answers["read"] < 180


def test_a_seed_is_a_file() -> None:
    assert mutant(7) == mutant(7)
    assert len({mutant(seed) for seed in range(40)}) > 35


@pytest.mark.parametrize("name", ["bao-cao.xlsx", "bao-cao.xls", "bao-cao.csv", "bao-cao.html", "bao-cao.xml"])
def test_damage_changes_a_file_of_any_format(name: str) -> None:
    data = dict(sources())[name]
    changed = [mutate(data, [b"PK", data], random.Random(seed)) for seed in range(60)]
    assert sum(c != data for c in changed) > 50


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError("planted")


def test_an_exception_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tests.soak, "read_submissions", _fails)
    tally = run(range(1, 4), tmp_path)
    assert len(tally.crashes) == 3 and "planted" in tally.crashes[0]
    assert str(tally).endswith("3 crashes, 0 hangs, 0 unclear messages")


def test_a_dead_child_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spreadsheets.read.child._MAIN", "tests.broken:segfault")
    assert len(run(range(1, 3), tmp_path).crashes) == 2


def test_an_endless_parent_is_a_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object, **__: object) -> None:
        while True:
            pass

    monkeypatch.setattr(tests.soak, "read_submissions", endless)
    monkeypatch.setattr(tests.soak, "_PARENT_SECONDS", 1)
    assert len(run(range(1, 2), tmp_path).hangs) == 1


def test_a_traceback_in_a_message_is_unclear() -> None:
    said = Finding("FILE-DAMAGED", "error", "a.xls", details={"reason": "<Sheet object at 0x7f>"})
    assert len(list(_unclear(said))) == 2
    assert list(_unclear(Finding("FILE-DAMAGED", "error", "a.xls", details={"reason": "cut"}))) == []


def test_two_runs_add_up() -> None:
    tally = Tally(kills=1, crashes=["a"])
    tally.add(Tally(kills=2, hangs=["b"]))
    assert (tally.kills, tally.troubles) == (3, ["a", "b"])

"""Many small workbooks at once: understood by a process beside the one that loads, to the same end."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from khoso import environment

import flows.ahead
from bench.made import small_workbooks
from flows.beside import Beside
from flows.ingest import drain
from machine.settings import Settings, settings
from warehouse.connect import snapshot

_FILES = 9


class Prepared(Beside):
    """A process that is ready before it is asked anything. `n_asked`: how often it was, in all."""

    n_asked = 0
    #: the question before which it dies; never where 0
    dies_before = 0

    def __init__(self, chosen: Settings) -> None:
        super().__init__(chosen)
        while not self.is_ready and not self.is_gone:
            time.sleep(0.01)

    def submit(self, arrival: flows.ahead.Arrival) -> int:
        Prepared.n_asked += 1
        if Prepared.n_asked == Prepared.dies_before:
            self._child.kill()
        return super().submit(arrival)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return small_workbooks(tmp_path_factory.mktemp("small"), months=1)[:_FILES]


def loaded(
    files: list[Path], home: Path, patch: pytest.MonkeyPatch, *, many: int, dies_before: int = 0
) -> list[object]:
    """What the warehouse and the outcomes say after a drain; another process from the arrival numbered `many` on."""
    patch.setattr(flows.ahead, "_MANY", many)
    patch.setattr(flows.ahead, "Beside", Prepared)
    patch.setattr(flows.ahead, "_processors", lambda: 2)
    patch.setattr(Prepared, "n_asked", 0)
    patch.setattr(Prepared, "dies_before", dies_before)
    inbox = home / "data" / "inbox"
    inbox.mkdir(parents=True)
    for number, path in enumerate([*files, files[1], files[4]]):
        shutil.copy(path, inbox / f"{number:02} {path.name}")
    chosen = settings(environment(home / "data"))
    outcomes = drain(chosen, wait=True).outcomes
    with snapshot(chosen.home.snapshot) as con:
        rows = con.execute("SELECT * FROM core.broadcast_station ORDER BY ALL").fetchall()
        findings = con.execute("SELECT * FROM audit.finding ORDER BY ALL").fetchall()
    return [rows, findings, [(o.seq, o.file, o.state, o.accepted, o.errors, o.warnings) for o in outcomes]]


@pytest.mark.slow
def test_another_process_reads_them_as_this_one_does(
    small: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = loaded(small, tmp_path / "alone", monkeypatch, many=100)
    assert Prepared.n_asked == 0
    beside = loaded(small, tmp_path / "beside", monkeypatch, many=3)
    assert Prepared.n_asked == _FILES
    assert beside == alone
    assert [state for _, _, state, *_ in alone[2]] == ["loaded"] * _FILES + ["noop"] * 2  # type: ignore[attr-defined]


@pytest.mark.slow
def test_what_a_process_leaves_when_it_dies_is_read_here(
    small: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = loaded(small, tmp_path / "alone", monkeypatch, many=100)
    beside = loaded(small, tmp_path / "beside", monkeypatch, many=1, dies_before=7)
    assert Prepared.n_asked == 7
    assert beside == alone


@pytest.mark.slow
def test_a_process_that_is_closed_before_it_is_ready_has_nothing_to_say(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Beside(settings(environment(tmp_path))).close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_kept_files_that_are_gone_are_refused_each_for_itself_and_large_files_are_read_here(
    small: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flows.ahead, "_SMALL", 10)
    loaded(small, tmp_path / "large", monkeypatch, many=1)
    assert Prepared.n_asked == 0
    monkeypatch.setattr(flows.ahead, "_SMALL", 1 << 20)
    monkeypatch.setattr(Prepared, "submit", lambda self, arrival: _unlinked(self, arrival, tmp_path / "gone"))
    *_, outcomes = loaded(small, tmp_path / "gone", monkeypatch, many=1)
    assert {state for _, _, state, *_ in outcomes} == {"refused"}  # type: ignore[attr-defined]


def _unlinked(process: Beside, arrival: flows.ahead.Arrival, home: Path) -> int:
    (home / "data" / "kept" / arrival.sha256[:2] / arrival.sha256).unlink(missing_ok=True)
    return Beside.submit(process, arrival)

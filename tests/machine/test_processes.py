"""Children: how they start, what they inherit, how they end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from machine.processes.child import CannotStart, Child, ChildDied, Death, answered
from machine.processes.fork import forked
from machine.processes.in_process import AskedHere
from machine.processes.lines import Asked, AskedChild

ROOT = Path(__file__).parents[2]


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where children have their folders."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("where", ["child", "here"])
def test_questions_are_answered_in_their_order(spool: Path, where: str) -> None:
    asked: Asked = AskedChild("tests.asked_children:main", memory=1 << 30) if where == "child" else _here()
    try:
        for number in range(3):
            asked.ask({"add": [number, 1], "name": "Xã"})
            assert asked.answer(60) == {"sum": number + 1, "name": "Xã", "is_last": False}
        assert asked.is_alive
        assert asked.folder.parent == spool
    finally:
        asked.stop()
    assert list(spool.iterdir()) == []


def _here() -> AskedHere:
    return AskedHere("tests.asked_children:answer")


def test_a_child_starts_clean(spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHOSO_HOME", "/somewhere")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    said = answered("tests.asked_children:surroundings", b"", "a word").decode().split("\n")
    assert said[:3] == ["a word", "False", "False"]
    assert Path(said[3]).parent == spool  # its working folder, where its temporary files go
    assert said[4] == said[3]
    assert list(spool.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("main", "seconds", "cause", "was_ready"),
    [
        ("segfault", 60, "failed", True),
        ("struck", 60, "killed", True),
        ("out_of_memory", 60, "memory", True),
        ("chatty", 60, "memory", True),
        ("hanging", 5, "late", True),
        ("never_ready", 1, "late", False),
        ("exits", 60, "failed", False),
    ],
)
def test_a_death_is_told_by_its_cause(spool: Path, main: str, seconds: float, cause: str, was_ready: bool) -> None:
    asked = AskedChild(f"tests.broken:{main}", memory=1 << 30)
    asked.ask({})
    died = asked.answer(seconds)
    asked.stop()
    assert isinstance(died, Death)
    assert (died.cause, died.was_ready) == (cause, was_ready)
    assert list(spool.iterdir()) == []


def test_a_child_that_cannot_start_leaves_nothing(spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(CannotStart, match="No such file"):
        Child("tests.broken:exits")
    assert list(spool.iterdir()) == []


def test_one_that_owes_an_answer_and_dies_says_so(spool: Path) -> None:
    with pytest.raises(ChildDied, match="code=3"):
        answered("tests.broken:exits", b"")


@pytest.mark.slow
@pytest.mark.parametrize("state", ["idle", "busy", "starting"])
@pytest.mark.parametrize("has_folder", [True, False])
def test_a_child_ends_with_its_parent_and_leaves_nothing(tmp_path: Path, state: str, has_folder: bool) -> None:
    main = "tests.broken:never_ready" if state == "starting" else "tests.broken:hanging"
    script = (
        f"import os, signal, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from machine.processes.child import Child\n"
        f"child = Child({main!r}, has_folder={has_folder})\n"
        "print(child.process.pid, flush=True)\n"
        + ("child.told.readline()\n" if state != "starting" else "")
        + ("child.tell(b'{}\\n'); import time; time.sleep(0.2)\n" if state == "busy" else "")
        + "os.kill(os.getpid(), signal.SIGKILL)"
    )
    env = os.environ | {"TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=env, check=False)
    for _ in range(400):
        if _is_gone(int(done.stdout)) and not list(tmp_path.iterdir()):
            return
        time.sleep(0.05)
    pytest.fail(f"{_is_gone(int(done.stdout))} {list(tmp_path.iterdir())}")


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_fork_writes_what_it_found_and_is_gone_afterwards() -> None:
    with forked(lambda file: bool(file.write(b"found"))) as fork:
        written = fork.written()
        assert written and written.read() == b"found"
    with forked(lambda file: False) as fork:
        assert fork.written() is None
    with forked(lambda file: 1 // 0 == 0) as fork:
        assert fork.written() is None
    with forked(lambda file: time.sleep(600) is None) as fork:
        pid = fork.pid
    assert _is_gone(pid)

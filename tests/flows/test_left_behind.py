"""What lies in the inbox and is never taken, or cannot be, is told by its name; everything else is loaded."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from khoso import COMMAND, ROOT, SAMPLES, environment, khoso

from flows.inbox import Waiting, found
from flows.ingest import drain
from machine.settings import Settings, settings

GOOD, OTHER = "GTVT_766_052023.xlsx", "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx"


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """A data root with an empty inbox."""
    made = settings(environment(tmp_path / "data"))
    made.home.inbox.mkdir(parents=True)
    return made


def without_rights_over_others(home: Path, *words: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """Run the command as one whom file modes bind; its exit code and answer."""
    binding = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if binding and not shutil.which("setpriv"):
        pytest.skip("root is bound by no file mode, and setpriv is not here")
    done = subprocess.run([*binding, *COMMAND, *words], env=environment(home), cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.slow
def test_what_is_no_file_or_has_a_hidden_name_is_told_and_holds_up_no_other(chosen: Settings) -> None:
    inbox = chosen.home.inbox
    for name in ("..xlsx", ".a.xlsx", ".xlsx", ".b/c.csv", ".b/d.bin", "in.xlsx/a.xlsx", "~$a.xlsx", ".gitkeep"):
        (inbox / name).parent.mkdir(exist_ok=True)
        shutil.copy(SAMPLES / GOOD, inbox / name)
    (inbox / "link.xlsx").symlink_to(SAMPLES / GOOD)
    (inbox / "broken").symlink_to(inbox / "nowhere")
    (inbox / "turns").symlink_to(inbox)
    os.mkfifo(inbox / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"/proc/self/fd/{os.open(inbox, os.O_RDONLY)}/s.xlsx")  # its path may be 107 bytes long
        shutil.copy(SAMPLES / OTHER, inbox / "z.xlsx")
        done = drain(chosen, wait=True)
    assert sorted((str(each.path.relative_to(inbox)), each.reason) for each in done.waiting) == [
        ("..xlsx", "hidden"), (".a.xlsx", "hidden"), (".b/c.csv", "hidden"), (".xlsx", "hidden"), ("broken", "link"),
        ("in.xlsx", "folder"), ("link.xlsx", "link"), ("pipe.xlsx", "special"), ("s.xlsx", "special"),
        ("turns", "link"),
    ]  # fmt: skip
    assert [(each.file, each.state) for each in done.outcomes] == [("a.xlsx", "loaded"), ("z.xlsx", "loaded")]
    told = khoso(chosen.home.root, "ingest", expect=1).stdout
    assert "..xlsx: a name that begins with a dot is never taken" in told
    assert "pipe.xlsx: is no regular file" in told and "link.xlsx: is a link" in told


def test_folders_deeper_than_functions_may_call_each_other_are_read(tmp_path: Path) -> None:
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("a", dir_fd=deep)
        inner = os.open("a", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    (tmp_path / "b.xlsx").touch()
    assert list(found(tmp_path)) == [tmp_path / "b.xlsx"]
    os.close(deep)
    subprocess.run(["rm", "-rf", tmp_path / "a"], check=True)  # shutil calls itself for each


@pytest.mark.slow
def test_folders_and_files_that_may_not_be_read_are_told_and_the_rest_is_loaded(chosen: Settings) -> None:
    inbox = chosen.home.inbox
    (inbox / "locked").mkdir()
    for name in ("locked/a.xlsx", "b.xlsx"):
        shutil.copy(SAMPLES / GOOD, inbox / name)
    shutil.copy(SAMPLES / OTHER, inbox / "c.xlsx")
    (inbox / "b.xlsx").chmod(0)
    (inbox / "locked").chmod(0)
    code, told = without_rights_over_others(chosen.home.root, "ingest", "--json")
    (inbox / "locked").chmod(0o700)
    (inbox / "b.xlsx").chmod(0o600)
    assert told["waiting"] == [{"file": "b.xlsx", "reason": "unreadable"}, {"file": "locked", "reason": "unreadable"}]
    assert ([(each["file"], each["state"]) for each in told["arrivals"]], code) == ([("c.xlsx", "loaded")], 3)
    assert {each.state for each in drain(chosen, wait=True).outcomes} == {"loaded", "noop"}  # once they may be read


@pytest.mark.slow
def test_a_file_that_cannot_be_removed_is_loaded_once_and_told(chosen: Settings) -> None:
    for name in (GOOD, OTHER):
        shutil.copy(SAMPLES / name, chosen.home.inbox / name)
    chosen.home.inbox.chmod(0o500)
    for _ in range(2):
        code, told = without_rights_over_others(chosen.home.root, "ingest", "--json")
        assert (code, {each["reason"] for each in told["waiting"]}) == (3, {"not-removed"})
        assert {each["state"] for each in told["arrivals"]} == {"loaded"}
    chosen.home.inbox.chmod(0o700)
    assert len(drain(chosen, wait=True).outcomes) == 2
    assert len((chosen.home.kept / "journal.jsonl").read_bytes().splitlines()) == 2
    assert list(chosen.home.inbox.iterdir()) == []


@pytest.mark.slow
def test_of_named_files_one_that_cannot_be_kept_holds_up_no_other(chosen: Settings, tmp_path: Path) -> None:
    code, told = without_rights_over_others(
        chosen.home.root, "ingest", "--json", str(unreadable(tmp_path)), str(SAMPLES / GOOD)
    )
    assert (code, told["waiting"]) == (3, [{"file": "unreadable.csv", "reason": "unreadable"}])
    assert [each["state"] for each in told["arrivals"]] == ["loaded"]


def unreadable(folder: Path) -> Path:
    path = folder / "unreadable.csv"
    path.write_text("a;b\n")
    path.chmod(0)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["ingest", "check", "inspect"])
def test_a_pipe_named_as_a_file_is_refused_and_not_waited_for(chosen: Settings, tmp_path: Path, verb: str) -> None:
    pipe = tmp_path / "a.xlsx"
    os.mkfifo(pipe)
    done = khoso(chosen.home.root, verb, str(pipe), expect=None)
    assert done.returncode in (2, 3) and "no regular file" in done.stderr
    assert "is a folder" in khoso(chosen.home.root, verb, str(tmp_path), expect=None).stderr


@pytest.mark.slow
def test_an_answer_that_cannot_be_written_costs_no_load_and_is_written_later(chosen: Settings) -> None:
    for name in (GOOD, OTHER):
        shutil.copy(SAMPLES / name, chosen.home.inbox / name)
    receipts = chosen.home.outbox / "receipts"
    receipts.parent.mkdir()
    receipts.touch()
    done = drain(chosen, wait=True)
    assert ([each.state for each in done.outcomes], done.published is None) == (["loaded"] * 2, False)
    assert len(done.unwritten) == 2 and f"{receipts}" in done.unwritten[0].en
    assert "cannot be written" in khoso(chosen.home.root, "ingest", expect=3).stdout
    receipts.unlink()
    again = drain(chosen, wait=True)
    assert (again.unwritten, again.published, len(list(receipts.iterdir()))) == ([], None, 2)
    assert list(chosen.home.inbox.iterdir()) == []


@pytest.mark.slow
def test_what_others_wrote_into_the_outbox_stops_nothing(chosen: Settings) -> None:
    shutil.copy(SAMPLES / GOOD, chosen.home.inbox / GOOD)
    notes = chosen.home.outbox / ".unmarked"
    notes.mkdir(parents=True)
    (notes / "000001.json").write_text("{")
    (notes / "notes.json").write_text("{}")
    assert [each.state for each in drain(chosen, wait=True).outcomes] == ["loaded"]
    assert not isinstance(next(iter([*found(chosen.home.inbox), None])), Waiting)

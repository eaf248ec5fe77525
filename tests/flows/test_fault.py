"""A fault of the program at one file: refused with a code and both messages, nothing lost, the others go on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from khoso import SAMPLES, environment, khoso

import flows.ingest
import flows.reading
import spreadsheets.understand.checked
import warehouse.load
from machine.settings import Settings, settings
from spreadsheets.understand.checked import check
from warehouse.connect import snapshot

BAD, GOOD = "GTVT_766_052023.xlsx", "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx"


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """A data root whose inbox holds two good files."""
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir(parents=True)
    for name in (BAD, GOOD):
        shutil.copy(SAMPLES / name, inbox / name)
    return settings(environment(tmp_path / "data"))


def failing_for(name: str, real: Any) -> Any:
    """`real`, which fails at the file of that name as no code of ours should."""

    def fails(*args: Any, **named: Any) -> Any:
        if any(getattr(arg, "name", "") == name for arg in args):
            raise AttributeError("no such thing in B7")
        return real(*args, **named)

    return fails


def states(chosen: Settings) -> dict[str, str]:
    return {o.file: o.state for o in flows.ingest.drain(chosen, wait=True).outcomes}


@pytest.mark.slow
def test_a_fault_at_one_file_refuses_it_and_the_others_go_on(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.reading, "read_submissions", failing_for(BAD, flows.reading.read_submissions))
    assert states(chosen) == {BAD: "refused", GOOD: "loaded"}
    assert list(chosen.home.inbox.iterdir()) == []
    kept = {p.read_bytes() for p in chosen.home.kept.rglob("*") if p.is_file()}
    assert (SAMPLES / BAD).read_bytes() in kept
    receipt = next((chosen.home.outbox / "receipts").glob(f"*{BAD}*")).read_text(encoding="utf-8")
    assert "chương trình gặp lỗi của chính nó khi đọc tệp (AttributeError)" in receipt
    assert "tell the keeper of the warehouse, with the log log/faults.log" in receipt
    assert "Traceback" not in receipt and "B7" not in receipt
    log = chosen.home.log.read_text(encoding="utf-8")
    assert BAD in log and "AttributeError: no such thing in B7" in log
    assert chosen.home.log.stat().st_mode & 0o077 == 0
    assert states(chosen) == {}


@pytest.mark.slow
def test_once_mended_the_file_is_sent_again_or_rebuilt(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.reading, "read_submissions", failing_for(BAD, flows.reading.read_submissions))
    states(chosen)
    monkeypatch.undo()
    shutil.copy(SAMPLES / BAD, chosen.home.inbox / BAD)
    assert states(chosen) == {BAD: "loaded"}
    khoso(chosen.home.root, "rebuild")
    with snapshot(chosen.home.snapshot) as con:
        runs = con.execute("SELECT file_name, state FROM audit.run ORDER BY seq").fetchall()
    assert sorted(runs) == [(GOOD, "loaded"), (BAD, "loaded"), (BAD, "noop")]


@pytest.mark.slow
def test_a_fault_while_recording_leaves_nothing_half_done(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = warehouse.load._insert_run, []

    def fails_once(con: Any, arrival: Any, *rest: Any, **named: Any) -> None:
        if arrival.name == BAD and not calls:
            calls.append(arrival)
            raise OverflowError("int too big to convert")
        real(con, arrival, *rest, **named)

    monkeypatch.setattr(warehouse.load, "_insert_run", fails_once)
    assert states(chosen) == {BAD: "refused", GOOD: "loaded"}
    with snapshot(chosen.home.snapshot) as con:
        account = con.execute("SELECT count(*), max(abs(difference)) FROM audit.row_account").fetchall()
        rules = con.execute("SELECT DISTINCT rule FROM audit.finding WHERE severity = 'error'").fetchall()
        loads = con.execute("SELECT DISTINCT file_name FROM audit.load").fetchall()
    assert (account, rules, loads) == ([(2, 0)], [("FILE-INTERNAL",)], [(GOOD,)])


def test_check_goes_on_to_the_next_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        spreadsheets.understand.checked,
        "read_submissions",
        failing_for(BAD, spreadsheets.understand.checked.read_submissions),
    )
    first, second = check([SAMPLES / BAD, SAMPLES / GOOD], log=tmp_path / "log" / "faults.log")
    assert first.refused is not None and first.refused.rule == "FILE-INTERNAL"
    assert second.refused is None and second.submissions


def test_inspect_tells_of_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from cli.command import main

    monkeypatch.setenv("KHOSO_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("spreadsheets.inspect.inspection.located", lambda _: [][1])
    assert main(["inspect", str(SAMPLES / GOOD), "--lang", "en"]) == 1
    assert "FILE-INTERNAL" in capsys.readouterr().out
    assert "IndexError" in (tmp_path / "data" / "log" / "faults.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_submissions_recorded_before_a_fault_stay_and_are_told(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of two submissions fails: the first was committed, the file is loaded in part."""
    real_read, real_load = flows.reading.read_submissions, warehouse.load._load

    def with_two(workbook: Any, *rest: Any) -> Any:
        reading = real_read(workbook, *rest)
        if workbook.name == BAD:
            (submission,) = reading.submissions
            other = replace(submission.key, unit="26" if submission.key.unit != "26" else "")
            reading.submissions.append(replace(submission, key=other))
        return reading

    def fails_at_the_second(con: Any, arrival: Any, submission: Any) -> int:
        loaded = con.execute("SELECT count(*) FROM audit.load WHERE seq = ?", [arrival.seq]).fetchall()[0][0]
        if arrival.name == BAD and loaded and "second" not in failed:
            failed.append("second")
            raise KeyError("FILE-NOWHERE")
        return real_load(con, arrival, submission)

    failed: list[str] = []
    monkeypatch.setattr(flows.reading, "read_submissions", with_two)
    monkeypatch.setattr(warehouse.load, "_load", fails_at_the_second)
    assert states(chosen) == {BAD: "partly", GOOD: "loaded"}
    with snapshot(chosen.home.snapshot) as con:
        account = con.execute("SELECT count(*), max(abs(difference)) FROM audit.row_account").fetchall()
        loads = con.execute("SELECT count(*) FROM audit.load WHERE file_name = ?", [BAD]).fetchall()
    assert (account, loads) == ([(2, 0)], [(1,)])

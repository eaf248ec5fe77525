"""One bad file, name or sheet stops nothing else: it is answered, and everything after it is loaded in the same run."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from collections import namedtuple
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from khoso import SAMPLES, environment

from flows.inbox import waiting
from flows.ingest import drain, ingest_files
from machine.settings import Settings, settings
from schemas.submission import Given
from spreadsheets.read.reader import Reader
from warehouse.journal import Journal

GOOD = "GTVT_766_052023.xlsx"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """A data root with an empty inbox."""
    made = settings(environment(tmp_path / "data"))
    made.home.inbox.mkdir(parents=True)
    return made


@pytest.mark.slow
def test_a_sheet_name_with_blank_lines_and_a_name_of_254_bytes_hold_up_no_other(chosen: Settings) -> None:
    book = openpyxl.load_workbook(SAMPLES / GOOD)
    book.create_sheet("a").append(["1", "2"])
    book["a"].title = "trang"
    book["trang"]._WorkbookChild__title = "x\n\n\ny"  # as a program writes it that does not ask Excel
    book.save(chosen.home.inbox / "a.xlsx")
    shutil.copy(SAMPLES / GOOD, chosen.home.inbox / f"{'b' * 249}.xlsx")
    shutil.copy(SAMPLES / "BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx", chosen.home.inbox / "c.xlsx")
    done = drain(chosen, wait=True)
    assert [o.state for o in done.outcomes if o.file == "c.xlsx"] == ["loaded"]
    assert (len(done.outcomes), list(chosen.home.inbox.iterdir())) == (3, [])
    for receipt in (chosen.home.outbox / "receipts").iterdir():
        assert receipt.read_text(encoding="utf-8").rstrip("\n").count("\n\n") == 1
    assert done.published is not None


@pytest.mark.slow
def test_a_file_there_is_no_room_for_waits_and_leaves_nothing_behind(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (chosen.home.inbox / "a.csv").write_bytes(b"x" * 300_000)
    shutil.copy(SAMPLES / GOOD, chosen.home.inbox / "b.xlsx")
    real, full = shutil.disk_usage, Usage(0, 0, (1 << 20) + 250_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full if path == chosen.home.kept else real(path))
    done = drain(chosen, wait=True)
    assert [(w.path.name, w.reason) for w in done.waiting] == [("a.csv", "no-room")]
    assert [(o.file, o.state) for o in done.outcomes] == [("b.xlsx", "loaded")]
    assert list(chosen.home.kept.glob(".unfinished-*")) == []
    named = ingest_files(chosen, [chosen.home.inbox / "a.csv", SAMPLES / GOOD], Given(), wait=True)
    assert [(w.path.name, w.reason) for w in named.waiting] == [("a.csv", "no-room")]
    assert [(o.file, o.state) for o in named.outcomes] == [(GOOD, "noop")]
    monkeypatch.undo()
    assert [o.file for o in drain(chosen, wait=True).outcomes] == ["a.csv"]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["copyfileobj", "append", "fsync"])
def test_a_disk_that_fills_while_a_file_is_kept_leaves_it_where_it_is(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    drain(chosen, wait=True)
    for name in ("a.xlsx", "b.xlsx"):
        shutil.copy(SAMPLES / GOOD, chosen.home.inbox / name)
    owner, called = {"copyfileobj": shutil, "append": Journal, "fsync": os}[where], []
    real = getattr(owner, where)

    def full_at_first(*args: Any) -> Any:
        called.append(args)
        if len(called) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args)

    monkeypatch.setattr(owner, where, staticmethod(full_at_first) if owner is Journal else full_at_first)
    done = drain(chosen, wait=True)
    assert [(w.path.name, w.reason) for w in done.waiting] == [("a.xlsx", "no-room")]
    assert [(o.file, o.state) for o in done.outcomes] == [("b.xlsx", "loaded")]
    monkeypatch.undo()
    assert [(o.file, o.state) for o in drain(chosen, wait=True).outcomes] == [("a.xlsx", "noop")]
    assert list(chosen.home.inbox.iterdir()) == []


def test_no_thread_for_a_reader_is_its_file_s_refusal(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    with Reader() as reader:
        refused = reader.read(SAMPLES / GOOD).refused
    assert refused and (refused.rule, refused.file) == ("FILE-NOT-READ", GOOD)


def test_a_time_still_to_come_does_not_skip_the_quiet_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"1")
    os.utime(path, (time.time() + 86_400,) * 2)
    found = waiting(path, quiet_seconds=60)
    assert found and found.reason == "quiet"
    assert waiting(path, quiet_seconds=60, now=path.stat().st_ctime + 61) is None

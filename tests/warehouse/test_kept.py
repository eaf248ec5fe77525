"""Keeping: the received bytes unchanged, the journal whole, names harmless."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from warehouse.arrival import Arrival
from warehouse.kept import Kept, display_name

NOW = datetime(2023, 5, 16, 8)


def test_a_file_is_kept_unchanged_under_its_hash(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"bytes")
    kept = Kept(tmp_path / "kept")
    got = kept.keep(source, via="inbox", now=NOW, options={"sender": "so-y-te"})
    sha = "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9"
    assert got == Arrival(1, sha, "a.xlsx", NOW, "inbox", {"sender": "so-y-te"})
    assert kept.path(sha).read_bytes() == b"bytes"
    assert source.exists()
    assert list(kept.arrivals()) == [got]
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    again = kept.keep(source, via="command", now=NOW, options={})
    assert (again.seq, again.sha256) == (2, sha)
    assert len([p for p in kept.folder.rglob("*") if p.is_file()]) == 2  # the journal and one copy


def test_a_line_cut_by_a_crash_is_no_arrival_and_the_next_takes_its_number(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"1")
    kept = Kept(tmp_path / "kept")
    kept.keep(source, via="inbox", now=NOW, options={})
    with kept.journal.open("ab") as journal:
        journal.write(b'{"seq": 2, "sha2')
    assert [a.seq for a in kept.arrivals()] == [1]
    assert kept.keep(source, via="inbox", now=NOW, options={}).seq == 2
    assert [a.seq for a in kept.arrivals()] == [1, 2]


def test_arrivals_at_once_get_numbers_of_their_own(tmp_path: Path) -> None:
    paths = []
    for i in range(20):
        paths.append(tmp_path / f"{i}.xlsx")
        paths[-1].write_bytes(str(i).encode())
    kept = Kept(tmp_path / "kept")
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda p: kept.keep(p, via="inbox", now=NOW, options={}), paths))
    assert sorted(a.seq for a in got) == list(range(1, 21))
    assert [a.seq for a in kept.arrivals()] == list(range(1, 21))


def test_names_are_made_harmless() -> None:
    assert display_name("bao\u202ecao\n.xlsx") == "baocao.xlsx"
    assert display_name("Ca\u0302y.xlsx") == "Cây.xlsx"
    assert len(display_name("x" * 500 + ".xlsx")) == 200


def test_a_file_sent_again_never_has_the_mark_of_the_first_and_a_killed_copy_goes(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"1")
    kept = Kept(tmp_path / "kept")
    first = kept.keep(source, via="inbox", now=NOW, options={})
    assert first.mark == Kept.mark(source) == next(kept.arrivals()).mark
    os.utime(source, (0, 0))  # as `cp -p` would
    assert Kept.mark(source) != first.mark
    (kept.folder / ".unfinished-killed").write_bytes(b"half")
    kept.keep(source, via="inbox", now=NOW, options={})
    assert not (kept.folder / ".unfinished-killed").exists()


def test_a_journal_of_any_length_gives_the_next_number(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"1")
    kept = Kept(tmp_path / "kept")
    for seq in range(1, 4):
        note = "y" * (70_000 if seq == 2 else 1)  # longer than what is read of a journal's end at first
        assert kept.keep(source, via="inbox", now=NOW, options={"note": note}).seq == seq
    with kept.journal.open("ab") as journal:
        journal.write(b'{"seq": 4' + b"x" * 70_000)
    assert kept.keep(source, via="inbox", now=NOW, options={}).seq == 4
    assert [a.seq for a in kept.arrivals()] == [1, 2, 3, 4]

"""The journal's seals: a line changed, moved, doubled, taken out or put in is seen, old journals are taken over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from warehouse.journal import JournalDamaged
from warehouse.kept import Kept

NOW = datetime(2023, 5, 16, 8)
Lines = list[bytes]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Four arrivals."""
    return filled(Kept(tmp_path / "kept"), tmp_path, 4)


def filled(kept: Kept, folder: Path, n: int) -> Kept:
    for i in range(n):
        source = folder / f"{i}.xlsx"
        source.write_bytes(b"%d" % i)
        kept.keep(source, via="inbox", now=NOW, options={})
    return kept


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"1.xlsx", b"9.xlsx"), *lines[2:]], 2),
        (lambda lines: [*lines[:3], lines[3].replace(b"3.xlsx", b"9.xlsx")], 4),
        (lambda lines: [lines[0], *lines[2:]], 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], 3),
        (lambda lines: [*lines[:2], b"\xff\x00\n", *lines[2:]], 3),
        (lambda lines: [*lines[:2], b"[]\n", *lines[2:]], 3),
        (lambda lines: [*lines[:3], re.sub(rb', "seal": "[0-9a-f]+"', b"", lines[3])], 4),
        (lambda lines: [lines[0][:-4] + b'g"}\n', *lines[1:]], 1),
    ],
    ids=[
        "changed",
        "last-changed",
        "missing",
        "first-missing",
        "swapped",
        "doubled",
        "bytes",
        "no-entry",
        "no-seal",
        "seal",
    ],
)
def test_a_line_that_is_not_as_it_was_written_is_named(kept: Kept, harm: Callable[[Lines], Lines], line: int) -> None:
    kept.journal.write_bytes(b"".join(harm(kept.journal.read_bytes().splitlines(keepends=True))))
    with pytest.raises(JournalDamaged) as damage:
        list(kept.arrivals())
    assert (damage.value.file, damage.value.line) == (kept.journal, line)


def test_a_journal_without_seals_is_taken_over_and_sealed_by_the_next_line(kept: Kept, tmp_path: Path) -> None:
    old = [json.loads(line) for line in kept.journal.read_bytes().splitlines()]
    for entry in old:
        del entry["seal"]
    kept.journal.write_text("".join(json.dumps(entry) + "\n" for entry in old), encoding="utf-8")
    assert [a.seq for a in kept.arrivals()] == [1, 2, 3, 4]
    filled(kept, tmp_path, 2)
    assert [a.seq for a in kept.arrivals()] == [1, 2, 3, 4, 5, 6]
    text = kept.journal.read_bytes()
    kept.journal.write_bytes(text.replace(b"1.xlsx", b"9.xlsx", 1))
    with pytest.raises(JournalDamaged) as damage:
        list(kept.arrivals())
    assert damage.value.line == 5  # what stands before it is not what it sealed


def test_nothing_is_kept_after_a_last_line_that_says_nothing(kept: Kept, tmp_path: Path) -> None:
    with kept.journal.open("ab") as journal:
        journal.write(b"{}\n")
    before = sorted(kept.folder.rglob("*"))
    (tmp_path / "new.xlsx").write_bytes(b"new")
    with pytest.raises(JournalDamaged) as damage:
        kept.keep(tmp_path / "new.xlsx", via="inbox", now=NOW, options={})
    assert damage.value.line == 5
    assert sorted(kept.folder.rglob("*")) == before


@pytest.mark.parametrize("text", ["1\nx\n", "1\n\n3\n", "3\n2\n", "1\n-2\n"])
def test_a_damaged_list_of_what_was_judged_is_named(kept: Kept, text: str) -> None:
    kept.judgements.write_text(text, encoding="ascii")
    with pytest.raises(JournalDamaged) as damage:
        kept.judged()
    assert (damage.value.file, damage.value.line) == (kept.judgements, 2)

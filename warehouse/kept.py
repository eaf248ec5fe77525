"""The received files, stored unchanged under their SHA-256, and the journal of their arrival.

Everything else in the warehouse can be rebuilt from here.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from machine.files import drop_unfinished, sync, unfinished

_NAME_LIMIT = 200


@dataclass(frozen=True)
class Replay:
    """What an arrival that is a replay does again.

    `of`: the arrival whose place it takes, never itself a replay. `corrections`: SHA-256 of the sheets of corrections
    laid over its file, in their order. `contracts`: form -> contract hash of what was loaded before and of this time.
    """

    of: int
    corrections: tuple[str, ...] = ()
    contracts: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrival:
    """One arrival of one file. `seq` orders arrivals, not the clock; `options` is what the caller said of it.

    `mark`: of the very file it was taken from, see `Kept.mark`; "" in journals written before there was one.
    `replay`: None for a file that was sent.
    """

    seq: int
    sha256: str
    name: str
    received_at: datetime
    via: str
    options: dict[str, str] = field(default_factory=dict)
    mark: str = field(default="", compare=False)
    replay: Replay | None = None

    @property
    def place(self) -> int:
        """Where it stands among the arrivals: its own number, or that of the arrival it replays."""
        return self.replay.of if self.replay else self.seq

    @property
    def corrections(self) -> tuple[str, ...]:
        """SHA-256 of the sheets of corrections laid over its file."""
        return self.replay.corrections if self.replay else ()


class Kept:
    """The folder of received files: `<ab>/<sha256>` beside `journal.jsonl`, and `judged.txt`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / "journal.jsonl"
        self.judgements = folder / "judged.txt"

    def keep(self, path: Path, *, via: str, now: datetime, name: str = "", options: dict[str, str]) -> Arrival:
        """Store the file at `path` and write its arrival to the journal; both are on disk on return.

        Raises OSError when the file cannot be read or the disk is full; nothing is journalled then.
        """
        with self._locked() as journal:
            mark, sha256 = self.mark(path), self._store(path)
            arrival = Arrival(_next(journal), sha256, display_name(name or path.name), now, via, options, mark)
            _append(journal, arrival)
        return arrival

    def keep_replay(
        self,
        before: Arrival,
        corrections: Path | None,
        *,
        contracts: dict[str, tuple[str, str]],
        now: datetime,
    ) -> Arrival:
        """Write to the journal that a kept file is taken in again, with what was said of it and corrected in it before.

        `corrections`: a further sheet of corrections, kept as a file is; the last one again changes nothing.
        `contracts`: see `Replay`. Raises OSError as `keep` does.
        """
        with self._locked() as journal:
            added = [self._store(corrections)] if corrections else []
            laid_over = (*before.corrections, *(sha256 for sha256 in added if added != [*before.corrections[-1:]]))
            replay = Replay(before.place, laid_over, contracts)
            arrival = replace(before, seq=_next(journal), received_at=now, via="replay", mark="", replay=replay)
            _append(journal, arrival)
        return arrival

    def arrivals(self) -> Iterator[Arrival]:
        """Every arrival in its order. A last line cut short by a crash never was an arrival."""
        if not self.journal.exists():
            return
        with self.journal.open("rb") as journal:
            for line in journal:
                if line.endswith(b"\n"):
                    yield _arrival(json.loads(line))

    def keep_judged(self, seq: int) -> None:
        """Note that after an arrival everything was held against each other; once, however often it is said.

        What was found then of a load that is superseded since can be found again at this point only.
        """
        if seq in (0, *self.judged()[-1:]):
            return
        with self._locked(), self.judgements.open("a", encoding="ascii") as notes:
            notes.write(f"{seq}\n")
            notes.flush()
            os.fsync(notes.fileno())

    def judged(self) -> list[int]:
        """The arrivals after which everything was held against each other. A last line cut short is none."""
        if not self.judgements.exists():
            return []
        *whole, _ = self.judgements.read_text(encoding="ascii").split("\n")
        return [int(line) for line in whole if line]

    def path(self, sha256: str) -> Path:
        """Where the bytes of a received file are."""
        return self.folder / sha256[:2] / sha256

    @staticmethod
    def fingerprint(path: Path) -> str:
        """The SHA-256 a file would be kept under."""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @staticmethod
    def mark(path: Path) -> str:
        """What tells a file from every later one of its name and bytes: inode, time of change, size.

        The time of change cannot be set, so a copy sent again never has the mark of the first. Raises
        FileNotFoundError.
        """
        stat = path.stat()
        return f"{stat.st_ino}-{stat.st_ctime_ns}-{stat.st_size}"

    def _store(self, path: Path) -> str:
        with unfinished(self.folder, mode=0o400) as copy:
            with path.open("rb") as source, copy.path.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            sha256 = self.fingerprint(copy.path)
            place = self.path(sha256)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            if place.exists():
                sync(place.parent)  # whoever put it there may have been killed before he had done so
            else:
                copy.becomes(place)
        sync(self.folder)
        return sha256

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        fresh = not self.journal.exists()
        with self.journal.open("a+b") as journal:
            fcntl.flock(journal, fcntl.LOCK_EX)
            _drop_torn_line(journal)
            drop_unfinished(self.folder)  # the lock is ours
            yield journal
        if fresh:
            sync(self.folder)


def display_name(name: str) -> str:
    """A sender's file name made harmless: NFC, no control or direction characters, at most 200 characters."""
    kept = [c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C"]
    return "".join(kept)[-_NAME_LIMIT:]


def _arrival(entry: dict[str, Any]) -> Arrival:
    replay = entry.get("replay")
    if replay:
        contracts = {form: (before, after) for form, (before, after) in replay["contracts"].items()}
        replay = Replay(replay["of"], tuple(replay["corrections"]), contracts)
    return Arrival(**entry | {"received_at": datetime.fromisoformat(entry["received_at"]), "replay": replay})


def _append(journal: BinaryIO, arrival: Arrival) -> None:
    """Write an arrival at the journal's end; it is on disk on return."""
    line = json.dumps(asdict(arrival) | {"received_at": arrival.received_at.isoformat()}, ensure_ascii=False)
    journal.seek(0, os.SEEK_END)
    journal.write(line.encode() + b"\n")
    journal.flush()
    os.fsync(journal.fileno())


def _next(journal: BinaryIO) -> int:
    lines = _tail(journal).splitlines()
    return json.loads(lines[-1])["seq"] + 1 if lines else 1


def _drop_torn_line(journal: BinaryIO) -> None:
    tail = _tail(journal)
    torn = len(tail) - (tail.rfind(b"\n") + 1)
    if torn:
        journal.truncate(journal.seek(0, os.SEEK_END) - torn)


def _tail(journal: BinaryIO) -> bytes:
    """The end of the journal from a line's beginning on: one line at least, not the whole of a long journal."""
    end = journal.seek(0, os.SEEK_END)
    for span in (1 << 16, end):
        journal.seek(max(0, end - span))
        tail = journal.read()
        if span >= end:
            return tail
        _, newline, lines = tail.partition(b"\n")
        if newline and b"\n" in lines:
            return lines
    return tail

"""The received files, stored unchanged under their SHA-256, and the journal of their arrival.

Everything else in the warehouse can be rebuilt from here.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, ClassVar

from machine.files import drop_unfinished, sync, unfinished, write_whole
from schemas.persons.mask import masked_title
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Exit, Trouble
from warehouse.arrival import Arrival, Replay
from warehouse.journal import Journal, JournalDamaged
from warehouse.version import TO_OLDER_PROGRAMS

_NAME_LIMIT = 200
#: What is to be left free beside a kept file: for its line in the journal, and what is loaded of it.
_RESERVE = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM = Both(
    "{path}: không đủ chỗ trống để lưu tệp: cần {needed} byte, còn {free}. Giải phóng chỗ trống rồi chạy lại.",
    "{path}: no room to keep it: {needed} bytes needed, {free} free. Make room and run again.",
)
_KEPT = Both(
    "{path}: {what}. Khôi phục tệp này từ bản sao lưu, hoặc đề nghị nơi gửi gửi lại; rồi chạy: khoso rebuild",
    "{path}: {what}. Restore it from a backup, or have its sender send it again; then run: khoso rebuild",
)


class KeptDamaged(Trouble):
    """A kept file is not what was received: its bytes are others, or it cannot be read at all."""

    exit_code = Exit.ENVIRONMENT
    what: ClassVar[Both] = Both("tệp đã lưu không còn đúng như lúc nhận", "the kept file is not what was received")

    def __init__(self, path: Path) -> None:
        super().__init__(_KEPT.filled(path=path, what=self.what))
        self.path = path


class KeptMissing(KeptDamaged):
    """A kept file is not there."""

    what = Both("không thấy tệp đã lưu", "the kept file is not there")


class NoRoom(Trouble):
    """A file cannot be kept: the disk has not the room for it."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, path: Path, needed: int, free: int) -> None:
        super().__init__(_NO_ROOM.filled(path=path, needed=number(needed), free=number(free)))


class Kept:
    """The folder of received files: `<ab>/<sha256>` beside `journal.jsonl`, and `judged.txt`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / "journal.jsonl"
        self._records = Journal(self.journal)
        self.judgements = folder / "judged.txt"

    def keep(self, path: Path, *, via: str, now: datetime, name: str = "", options: dict[str, str]) -> Arrival:
        """Store the file at `path` and write its arrival to the journal; both are on disk on return.

        Raises NoRoom, JournalDamaged, OSError where the file cannot be read; nothing is journalled then.
        """
        with self._room_for(path), self._locked() as journal:
            seq = self._records.next_seq(journal)
            mark, sha256 = self.mark(path), self._store(path)
            arrival = Arrival(seq, sha256, display_name(name or path.name), now, via, options, mark)
            self._records.append(journal, arrival)
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
            seq = self._records.next_seq(journal)
            added = [self._store(corrections)] if corrections else []
            laid_over = (*before.corrections, *(sha256 for sha256 in added if added != [*before.corrections[-1:]]))
            replay = Replay(before.place, laid_over, contracts)
            arrival = replace(before, seq=seq, received_at=now, via="replay", mark="", replay=replay)
            self._records.append(journal, arrival)
        return arrival

    def arrivals(self) -> Iterator[Arrival]:
        """Every arrival in its order, as the journal proves it: see `Journal.arrivals`."""
        return self._records.arrivals()

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

    def forget_judged(self, after: int) -> None:
        """Drop what is noted of arrivals later than `after`, which a journal older than the list does not have."""
        late = {f"{seq}\n" for seq in self.judged() if seq > after}
        if late:
            lines = self.judgements.read_text(encoding="ascii").splitlines(keepends=True)
            write_whole(self.judgements, "".join(line for line in lines if line not in late))

    def judged(self) -> list[int]:
        """The arrivals after which everything was held against each other. A last line cut short is none.

        Raises JournalDamaged where a line is no number, or not above the one before it.
        """
        if not self.judgements.exists():
            return []
        *whole, _ = self.judgements.read_bytes().split(b"\n")
        seqs: list[int] = []
        for place, line in enumerate(whole, 1):
            if place == 1 and line.startswith(TO_OLDER_PROGRAMS.encode()):
                continue
            if not line.isdigit() or int(line) <= max(seqs[-1:], default=0):
                raise JournalDamaged(self.judgements, place)
            seqs.append(int(line))
        return seqs

    def path(self, sha256: str) -> Path:
        """Where the bytes of a received file are."""
        return self.folder / sha256[:2] / sha256

    def proved(self, sha256: str) -> Path:
        """Where the bytes of a received file are, which are those that were received: they are read to know it.

        Raises KeptMissing, KeptDamaged.
        """
        path = self.path(sha256)
        try:
            found = self.fingerprint(path)
        except FileNotFoundError:
            raise KeptMissing(path) from None
        except OSError:  # a disk that gives its bytes no more, a folder in its place, no right to read
            raise KeptDamaged(path) from None
        if found != sha256:
            raise KeptDamaged(path)
        return path

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
        needed, free = self._needed_and_free(path)
        if free < needed:
            raise NoRoom(path, needed, free)
        with unfinished(self.folder, mode=0o400) as copy:
            with path.open("rb") as source, copy.path.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            sha256 = self.fingerprint(copy.path)
            place = self.path(sha256)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            if self._is_proved(sha256):
                sync(place.parent)  # whoever put it there may have been killed before he had done so
            else:
                copy.becomes(place)  # sent again, a damaged file is whole again
        sync(self.folder)
        return sha256

    @contextmanager
    def _room_for(self, path: Path) -> Iterator[None]:
        """Tell by name which file the disk became full with, whatever was being written then."""
        try:
            yield
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise NoRoom(path, *self._needed_and_free(path)) from error

    def _needed_and_free(self, path: Path) -> tuple[int, int]:
        return path.stat().st_size + _RESERVE, shutil.disk_usage(self.folder).free

    def _is_proved(self, sha256: str) -> bool:
        try:
            self.proved(sha256)
        except KeptDamaged:
            return False
        return True

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        fresh = not self.journal.exists()
        with self.journal.open("a+b") as journal:
            fcntl.flock(journal, fcntl.LOCK_EX)
            self._records.drop_torn_line(journal)
            drop_unfinished(self.folder)  # the lock is ours
            yield journal
        if fresh:
            sync(self.folder)


def display_name(name: str) -> str:
    """A sender's file name made harmless: NFC, no control or direction signs, no person, at most 200 characters."""
    kept = [c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C"]
    return masked_title("".join(kept))[-_NAME_LIMIT:]

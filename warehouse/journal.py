"""The journal of arrivals: a line each, sealed, so that a line changed, moved or taken out is seen.

The seal of a line is the SHA-256 of the seal before it and of the line. Lines written before there were seals have
none: the first that has one seals them all.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from schemas.values.bilingual import Both
from schemas.values.trouble import Exit, Trouble
from warehouse.arrival import Arrival, Replay

_SEAL = b', "seal": "%s"}'
_DAMAGED = Both(
    "{file}, dòng {line}: không đúng như khi được ghi (bị sửa, đổi chỗ hoặc thiếu dòng). Chưa có gì được lấy vào hay"
    " thay đổi. Khôi phục tệp này từ bản sao lưu rồi chạy lại.",
    "{file}, line {line}: not as it was written (changed, moved, or a line is missing). Nothing was taken in or"
    " changed. Restore this file from a backup and run again.",
)
_SEALED = len(_SEAL % (b"0" * 64))


class JournalDamaged(Trouble):
    """A record beside the kept files is not what was written: the journal, or the list of what was judged.

    `file`: which of them; `line`: the first line that is not as it was.
    """

    exit_code = Exit.ENVIRONMENT

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(_DAMAGED.filled(file=file, line=line))
        self.file, self.line = file, line


class Journal:
    """The file of arrivals. Whoever adds to it holds the lock on it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def arrivals(self) -> Iterator[Arrival]:
        """Every arrival in its order. A last line cut short by a crash never was an arrival.

        Raises JournalDamaged, also where lines without a seal follow one that has it.
        """
        if not self.path.exists():
            return
        seal, unsealed = b"", hashlib.sha256()
        with self.path.open("rb") as journal:
            for number, line in enumerate(journal, 1):
                if not line.endswith(b"\n"):
                    return
                body, its_seal = _parted(line)
                if its_seal:
                    seal = _seal(seal or unsealed.hexdigest().encode(), body)
                unsealed.update(line)
                arrival = _arrival(body)
                if its_seal != seal or not arrival or arrival.seq != number:
                    raise JournalDamaged(self.path, number)
                yield arrival

    def next_seq(self, journal: BinaryIO) -> int:
        """The number of the arrival that comes next; `journal` is the open file. Raises JournalDamaged."""
        lines = _tail(journal).splitlines(keepends=True)
        if not lines:
            return 1
        last = _arrival(_parted(lines[-1])[0])
        if not last:
            raise JournalDamaged(self.path, sum(1 for _ in self.path.open("rb")))
        return last.seq + 1

    @staticmethod
    def append(journal: BinaryIO, arrival: Arrival) -> None:
        """Write an arrival at the end of the open file; it is on disk on return."""
        fields = asdict(arrival) | {"received_at": arrival.received_at.isoformat()}
        body = json.dumps(fields, ensure_ascii=False).encode()
        seal = _seal(_seal_before(journal), body)
        journal.seek(0, os.SEEK_END)
        journal.write(body.removesuffix(b"}") + _SEAL % seal + b"\n")
        journal.flush()
        os.fsync(journal.fileno())

    @staticmethod
    def drop_torn_line(journal: BinaryIO) -> None:
        """Take away what a crash left of a line at the end of the open file."""
        tail = _tail(journal)
        torn = len(tail) - (tail.rfind(b"\n") + 1)
        if torn:
            journal.truncate(journal.seek(0, os.SEEK_END) - torn)


def _parted(line: bytes) -> tuple[bytes, bytes]:
    """A line without its seal, and the seal; b"" where it has none."""
    text = line.rstrip(b"\n")
    seal = text[-66:-2]
    if text[-_SEALED:] != _SEAL % seal:
        return text, b""
    return text[:-_SEALED] + b"}", seal


def _seal(before: bytes, body: bytes) -> bytes:
    return hashlib.sha256(before + body).hexdigest().encode()


def _seal_before(journal: BinaryIO) -> bytes:
    """The last seal; the hash of all there is while there is none."""
    lines = _tail(journal).splitlines()
    seal = _parted(lines[-1])[1] if lines else b""
    if seal:
        return seal
    journal.seek(0)
    return hashlib.sha256(journal.read()).hexdigest().encode()


def _arrival(body: bytes) -> Arrival | None:
    """What a line says; None where it says nothing that was written so."""
    try:
        entry: dict[str, Any] = json.loads(body)
        replay = entry.get("replay")
        if replay:
            contracts = {form: (before, after) for form, (before, after) in replay["contracts"].items()}
            replay = Replay(replay["of"], tuple(replay["corrections"]), contracts)
        return Arrival(**entry | {"received_at": datetime.fromisoformat(entry["received_at"]), "replay": replay})
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


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

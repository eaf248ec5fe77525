"""What an arrival is answered with: its receipt, and the note its marked workbook is made from.

An answer that cannot be written costs the answer alone: what was loaded is loaded, and it is told.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from flows.unmarked import Unmarked
from pages.documents.receipt import add_to_receipt, receipt_path, write_receipt
from schemas.finding import Finding
from schemas.submission import Reading
from schemas.values.bilingual import Both
from warehouse.load import Outcome

_UNWRITTEN = Both(
    "{path}: không ghi được ({reason}); số liệu vẫn được nạp. Giải phóng chỗ trống hoặc cấp quyền ghi rồi chạy lại.",
    "{path}: cannot be written ({reason}); the figures are loaded all the same. Make room or give the right to write"
    " there, and run again.",
)


class Answers:
    """The answers of one run. `unwritten`: what could not be written, and why."""

    def __init__(self, outbox: Path) -> None:
        self.outbox = outbox
        self.unwritten: list[Both] = []
        self._unmarked = Unmarked(outbox)

    def give(self, outcome: Outcome, reading: Reading | None) -> bool:
        """Answer an arrival; whether that could be done."""
        before = len(self.unwritten)
        with self.set_aside(receipt_path(self.outbox, outcome)):
            write_receipt(self.outbox, outcome, reading)
            if reading and not reading.refused:
                self._unmarked.note(outcome, reading.all_findings)
        return len(self.unwritten) == before

    def add(self, outcome: Outcome, findings: list[Finding]) -> None:
        """Add to the answer of an arrival what was found when it was held against others."""
        with self.set_aside(receipt_path(self.outbox, outcome)):
            add_to_receipt(self.outbox, outcome, findings)
            self._unmarked.add(outcome, findings)

    @contextlib.contextmanager
    def set_aside(self, path: Path) -> Iterator[None]:
        """Go on after a block that could not write `path`, or what belongs to it."""
        try:
            yield
        except OSError as error:
            told = f"{error.filename}: {error.strerror}" if error.filename else error
            self.unwritten.append(_UNWRITTEN.filled(path=path, reason=told))

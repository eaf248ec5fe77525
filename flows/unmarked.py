"""What senders are still to be told in their own workbooks: a note per arrival, until its workbook is marked.

A run marks workbooks once all is loaded and published. The notes are on disk from before that on, so that one killed in
between leaves them to the next.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from machine.files import write_whole
from schemas.finding import Finding
from warehouse.load import Outcome


class Unmarked:
    """The notes in one outbox."""

    def __init__(self, outbox: Path) -> None:
        self.folder = outbox / ".unmarked"

    def seqs(self) -> list[int]:
        """The arrivals that have a note, in their order."""
        return sorted(int(path.stem) for path in self.folder.glob("*.json") if path.stem.isdecimal())

    def note(self, outcome: Outcome, findings: Sequence[Finding]) -> None:
        """Note what became of an arrival and everything that was found; nothing where nothing was."""
        if findings:
            self._write(outcome, [_plain(finding) for finding in findings])

    def add(self, outcome: Outcome, findings: Sequence[Finding]) -> None:
        """Add to the note of an arrival what was found when it was held against others."""
        before = [_plain(finding) for finding in (self.noted(outcome.seq) or (outcome, []))[1]]
        new = [plain for plain in map(_plain, findings) if plain not in before]
        if before or new:
            self._write(outcome, [*before, *new])

    def noted(self, seq: int) -> tuple[Outcome, list[Finding]] | None:
        """What a note says; None where another run has marked the workbook meanwhile, or it says nothing any more."""
        try:
            told = json.loads(self._path(seq).read_bytes())
            return Outcome(**told["outcome"]), [Finding(**each) for each in told["findings"]]
        except (FileNotFoundError, ValueError, TypeError, LookupError):
            return None

    def cross_off(self, seq: int) -> None:
        """The workbook is marked, or cannot be."""
        self._path(seq).unlink(missing_ok=True)

    def _path(self, seq: int) -> Path:
        return self.folder / f"{seq:06d}.json"

    def _write(self, outcome: Outcome, findings: Sequence[dict[str, Any]]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(outcome.seq), json.dumps({"outcome": asdict(outcome), "findings": findings}))


def _plain(finding: Finding) -> dict[str, Any]:
    return vars(finding) | {"details": dict(finding.details)}

"""An arrival: one file received once, or taken in again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


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

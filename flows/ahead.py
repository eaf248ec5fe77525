"""Arrivals become readings: a few ahead of the one that is loaded, and beside it where many small ones wait."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flows.beside import Beside, Gone
from flows.reading import read_arrival, start_reading
from machine.processes.child import CannotStart
from machine.settings import Settings
from schemas.submission import Reading
from spreadsheets.read.reader import Reader
from spreadsheets.understand.checked import warm_up
from warehouse.arrival import Arrival
from warehouse.kept import Kept

_READ_AHEAD = 4
#: So many files wait before another process is worth its start, a second of work; larger ones it is not given, since
#: what they say would take long to hand over.
_MANY, _SMALL = 16, 1 << 20


@dataclass(frozen=True)
class Taken:
    """An arrival still to be loaded, and the inbox file to remove once it is."""

    arrival: Arrival
    source: Path | None = None


def _processors() -> int:
    return len(os.sched_getaffinity(0))


class Underway(Protocol):
    """An arrival that is being read."""

    def reading(self) -> Reading:
        """What it says; where damage to what was kept or a fault of ours stopped it, that it is refused for that."""


class _Here:
    """An arrival whose workbook a child is reading, to be understood in this process."""

    def __init__(self, ahead: Ahead, arrival: Arrival) -> None:
        self._settings, self._arrival = ahead.settings, arrival
        self._pending = start_reading(ahead.kept, ahead.reader, arrival)

    def reading(self) -> Reading:
        return read_arrival(self._settings, self._arrival, self._pending)


class _There:
    """An arrival another process reads and understands; it is done here when that process is gone."""

    def __init__(self, ahead: Ahead, arrival: Arrival, beside: Beside) -> None:
        self._ahead, self._arrival, self._beside = ahead, arrival, beside
        self._number = beside.submit(arrival)

    def reading(self) -> Reading:
        try:
            return self._beside.reading(self._number)
        except Gone:
            return _Here(self._ahead, self._arrival).reading()


class Ahead:
    """Arrivals to be loaded, each with its reading under way, a few ahead of the one that is due.

    Iterated over once.
    """

    def __init__(self, settings: Settings, reader: Reader, taken: Iterable[Taken]) -> None:
        self.settings, self.reader, self.kept = settings, reader, Kept(settings.home.kept)
        self._taken = iter(taken)
        self._under_way: deque[tuple[Taken, Underway]] = deque()
        self._n_taken = 0
        self._beside: Beside | None = None

    def __contains__(self, arrival: Arrival) -> bool:
        return any(item.arrival.seq == arrival.seq for item, _ in self._under_way)

    def fill(self) -> None:
        """Start reading as many files as are read ahead."""
        for item in self._taken:
            self._n_taken += 1
            self._under_way.append((item, self._begin(item.arrival)))
            if len(self._under_way) > _READ_AHEAD:
                break

    def _begin(self, arrival: Arrival) -> Underway:
        if self._n_taken == _MANY and _processors() > 1:
            with contextlib.suppress(CannotStart):  # all is done here then
                self._beside = Beside(self.settings)
        path = self.kept.path(arrival.sha256)
        is_small = path.exists() and path.stat().st_size <= _SMALL
        if self._beside and is_small and self._beside.is_ready:
            return _There(self, arrival, self._beside)
        return _Here(self, arrival)

    def __iter__(self) -> Iterator[tuple[Taken, Underway]]:
        try:
            self.fill()
            if self._under_way:
                warm_up()
            while self._under_way:
                yield self._under_way.popleft()
                self.fill()
        finally:
            if self._beside:
                self._beside.close()

"""A process beside the one that loads, which reads and understands arrivals while that one records them.

Understanding a small workbook takes longer than recording it, and both keep one processor busy: in two processes a
month of small workbooks takes half the time. Asked and answered by pickles over pipes, in the order of asking; a
process that dies is `Gone`, and its arrivals are read by the caller.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import select
import signal
import sys
import threading
from typing import IO

from flows.reading import read_arrival, start_reading
from machine.processes.child import Child
from machine.settings import Settings
from schemas.submission import Reading
from spreadsheets.read.reader import Pending, Reader
from spreadsheets.understand.checked import warm_up
from spreadsheets.write.corrections import Corrected
from warehouse.arrival import Arrival
from warehouse.kept import Kept

_UnderWay = queue.SimpleQueue[tuple[Arrival, Pending | Corrected] | None]

_READY = b"ready\n"
#: What understanding one small workbook may take, many times over: the caller waits without a limit of its own.
_SECONDS = 300


class Gone(Exception):
    """The process has died or does not answer."""


class Beside:
    """The other process, as its caller sees it. Raises CannotStart."""

    def __init__(self, settings: Settings) -> None:
        self.is_gone = False
        self._is_ready = False
        self._n_asked = self._n_answered = 0
        self._child = Child("flows.beside:main")
        self._tell(settings)

    @property
    def is_ready(self) -> bool:
        """Whether it has made its preparations and lives."""
        if not self._is_ready and not self.is_gone and select.select([self._child.told], [], [], 0)[0]:
            self._is_ready = self._child.told.readline() == _READY
            self.is_gone = not self._is_ready
        return self._is_ready and not self.is_gone and self._child.is_alive  # what a dead one is told is lost

    def submit(self, arrival: Arrival) -> int:
        """Ask for the reading of an arrival; the number of the question."""
        self._tell(arrival)
        self._n_asked += 1
        return self._n_asked

    def reading(self, number: int) -> Reading:
        """The reading a question asked for; those of earlier questions are let go.

        Raises Gone, and OSError where what was kept is gone.
        """
        answer: Reading | OSError | None = None
        try:
            while self._n_answered < number:
                answer = pickle.load(self._child.told)  # noqa: S301 - written by our own process
                self._n_answered += 1
        except (EOFError, pickle.UnpicklingError):
            self.is_gone = True
        if answer is None:
            raise Gone
        if isinstance(answer, OSError):
            raise answer
        return answer

    def close(self) -> None:
        """End it, with the readers it has."""
        self._child.close()

    def _tell(self, thing: object) -> None:
        self._child.tell(pickle.dumps(thing))


def main() -> None:
    """Answer what standard input asks on standard output, until there is no more."""
    # closing writes what is left, so that too may find nobody there
    with contextlib.suppress(BrokenPipeError), os.fdopen(os.dup(1), "wb") as told:
        os.dup2(2, 1)  # what a library prints is no answer
        asked = sys.stdin.buffer
        settings: Settings = pickle.load(asked)  # noqa: S301 - written by our own process
        with Reader(settings.readers) as reader:
            under_way: _UnderWay = queue.SimpleQueue()
            threading.Thread(target=_take, args=(asked, settings, reader, under_way), daemon=True).start()
            warm_up()
            told.write(_READY)
            told.flush()
            for arrival, pending in iter(under_way.get, None):
                signal.alarm(_SECONDS)  # it ends this process, and the arrival is read by the caller
                pickle.dump(_answer(settings, arrival, pending), told)
                signal.alarm(0)
                told.flush()


def _take(asked: IO[bytes], settings: Settings, reader: Reader, under_way: _UnderWay) -> None:
    """Have the readers begin with what is asked for, while the main thread is at what was asked before."""
    kept = Kept(settings.home.kept)
    with contextlib.suppress(EOFError, OSError, RuntimeError):
        while True:
            arrival: Arrival = pickle.load(asked)  # noqa: S301 - written by our own process
            under_way.put((arrival, start_reading(kept, reader, arrival)))
    under_way.put(None)


def _answer(settings: Settings, arrival: Arrival, pending: Pending | Corrected) -> Reading | OSError:
    try:
        return read_arrival(settings, arrival, pending)
    except OSError as error:
        return error

"""A second process that goes on from where this one is, with all it holds: for half of a long piece of work."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO


class Fork:
    """The other process; `pid` is 0 once it has ended."""

    def __init__(self, pid: int, file: IO[bytes]) -> None:
        self.pid = pid
        self._file = file

    def written(self) -> IO[bytes] | None:
        """Wait for its end: what it has written, None where it could not do its work."""
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        self._file.seek(0)
        return None if status else self._file


@contextmanager
def forked(work: Callable[[IO[bytes]], bool]) -> Iterator[Fork]:
    """Have `work` write its part to a file in a process forked off, which is gone on leaving.

    Whatever it raises there is told here by what it has not written alone. The place in an open file is shared by both:
    it opens what it reads anew.
    """
    with tempfile.TemporaryFile() as file:
        pid = os.fork()
        if not pid:
            os._exit(_exit_code(work, file))
        fork = Fork(pid, file)
        try:
            yield fork
        finally:
            if fork.pid:
                os.kill(fork.pid, signal.SIGKILL)
                os.waitpid(fork.pid, 0)


def _exit_code(work: Callable[[IO[bytes]], bool], file: IO[bytes]) -> int:
    try:
        is_done = work(file)
        file.flush()
    except BaseException:  # noqa: BLE001 - whatever it is, the first process meets it as well, and tells
        return 1
    return 0 if is_done else 1

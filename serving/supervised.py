"""A server that is started again whenever it dies: its port stays taken, so whoever asks meanwhile waits."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterator

#: Seconds between two starts, so that one that cannot live is not started without end at once.
_PAUSE = 2.0
_LEAVE_TAKING = 30.0


class _Supervisor:
    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._is_over = threading.Event()
        self.server = start()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def watch(self) -> None:
        self._thread.start()

    def _watch(self) -> None:
        while True:
            self.server.wait()
            if self._is_over.wait(_PAUSE):
                return
            with contextlib.suppress(OSError):  # no room for a process now; tried again after the pause
                self.server = self._start()

    def end(self) -> None:
        self._is_over.set()
        self.server.terminate()
        try:
            self.server.wait(_LEAVE_TAKING)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        if self.server.stdin:
            self.server.stdin.close()


@contextlib.contextmanager
def supervised(
    start: Callable[[], subprocess.Popen[bytes]], is_up: Callable[[subprocess.Popen[bytes]], None]
) -> Iterator[None]:
    """A process of `start` for as long as the block runs, started again when it dies once `is_up` has returned.

    What `is_up` raises, where the first does not come up, ends it.
    """
    supervisor = _Supervisor(start)
    try:
        is_up(supervisor.server)
        supervisor.watch()
        yield
    finally:
        supervisor.end()

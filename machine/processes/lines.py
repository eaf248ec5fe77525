"""The protocol of children that are asked: a line of JSON in, a line of JSON out, in this order, one at a time.

The first line a child says is that it is ready. It serves until its input ends or an answer says that it is its last.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from machine.processes.child import Child, Death

_READY = b"ready\n"
_AT_ONCE = 1 << 16  # bytes
#: Bytes of an answer. What is longer is left as a file in the child's folder, not told.
_MOST_TOLD = 1 << 26
#: In an answer: the child ends after it, memory may be short, native code broken.
LAST = "is_last"


class Asked(Protocol):
    """Who answers, wherever that is. `folder`: where its answers may leave files."""

    folder: Path

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""

    def ask(self, question: dict[str, Any]) -> None:
        """Give it a question; its answer is then taken before the next."""

    def answer(self, seconds: float) -> dict[str, Any] | Death:
        """Its answer within so many seconds, or how it ended instead."""

    def kill(self) -> None:
        """End it, whatever it is doing."""

    def stop(self) -> None:
        """End it and remove its folder."""


class AskedChild:
    """A child whose `main` serves by this protocol. Raises CannotStart."""

    def __init__(self, main: str, *, memory: int) -> None:
        self._child = Child(main, memory=memory)
        assert self._child.folder
        self.folder = self._child.folder
        self.kill, self.stop = self._child.kill, self._child.stop
        self._is_ready = False
        self._heard = bytearray()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._child.process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return self._child.is_alive

    def ask(self, question: dict[str, Any]) -> None:
        """Give it a question; one that is gone says so in place of an answer."""
        self._child.tell(json.dumps(question).encode() + b"\n")

    def answer(self, seconds: float) -> dict[str, Any] | Death:
        """Its answer within so many seconds, its start among them; or how it ended."""
        deadline = time.monotonic() + seconds
        if not self._is_ready:
            line = self._line(deadline)
            if isinstance(line, Death):
                return line
            self._is_ready = line == _READY
        line = self._line(deadline)
        return line if isinstance(line, Death) else json.loads(line)

    def _line(self, deadline: float) -> bytes | Death:
        pipe = self._child.told.fileno()
        while b"\n" not in self._heard:
            ready, _, _ = select.select([pipe], [], [], max(deadline - time.monotonic(), 0))
            piece = os.read(pipe, _AT_ONCE) if ready else b""
            if not piece:
                return self._child.death(is_late=not ready, was_ready=self._is_ready)
            self._heard += piece
            if len(self._heard) > _MOST_TOLD:
                self._child.kill()
                return Death(1, f"MemoryError: an answer of more than {_MOST_TOLD:,} bytes")
        line, end, self._heard = self._heard.partition(b"\n")
        return bytes(line + end)


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The child's side: answer what standard input asks on standard output."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with contextlib.suppress(BrokenPipeError):  # the parent died meanwhile
        told.write(_READY)
        told.flush()
        for line in sys.stdin.buffer:
            reply = answer(json.loads(line))
            told.write(json.dumps(reply).encode() + b"\n")
            told.flush()
            if reply[LAST]:
                os._exit(0)  # past its own leave-taking: the folder holds what the parent is about to take

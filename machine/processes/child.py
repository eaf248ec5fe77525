"""A child process, as the one that started it sees it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Self

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from machine.processes.begin import begin; begin(*sys.argv[2:])"
#: numpy's linear algebra, which nobody asks for here, would reserve address space for each core.
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "RUST_BACKTRACE": "0", "OPENBLAS_NUM_THREADS": "1"}
#: Arrow's own allocator reserves 1 GiB of address space at once, half of what a reading child is allowed.
_BOUNDED = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
_LAST_WORDS = 5.0  # seconds a child that closed its pipe has to leave
_REMEMBERED = 2_000  # bytes of what it said last
_OUT_OF_MEMORY = ("memory allocation", "MemoryError")

Cause = Literal["late", "processor", "memory", "killed", "failed"]


class CannotStart(OSError):
    """The machine has no room for another process, or may not start one."""


class ChildDied(Exception):
    """A child ended that owed an answer; the text says how."""


@dataclass(frozen=True)
class Death:
    """How a child ended that owed an answer: exit code or negative signal, and its last words.

    `is_late`: it was ended for the time it took. `was_ready`: it had begun to serve what it was started for.
    """

    code: int
    said: str
    is_late: bool = False
    was_ready: bool = True

    @property
    def cause(self) -> Cause:
        """What ended it; "killed" is a SIGKILL from elsewhere, mostly of a machine short of memory."""
        if self.is_late:
            return "late"
        if self.code == -signal.SIGXCPU:
            return "processor"
        if any(words in self.said for words in _OUT_OF_MEMORY):
            return "memory"
        return "killed" if self.code == -signal.SIGKILL else "failed"


class Child:
    """A process that runs the function `main` ("module:function") with `words`, reached by its pipes.

    `memory`: bytes of address space it may use, 0 for any. `folder`: its own, where it works and has its temporary
    files, gone when it is; None for one that shall have no place to write to. Raises CannotStart, and leaves nothing.
    """

    def __init__(
        self,
        main: str,
        *words: str,
        memory: int = 0,
        environment: Mapping[str, str] | None = None,
        has_folder: bool = True,
    ) -> None:
        self.folder: Path | None = None
        self._said: IO[bytes] | None = None
        own = _ENVIRONMENT | (_BOUNDED if memory else {}) | dict(environment or {})
        try:
            if has_folder:
                self.folder = Path(tempfile.mkdtemp(prefix="khoso-"))
                self._said = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 - `stop` closes it
                own["TMPDIR"] = str(self.folder)
            start = [str(_ROOT), str(os.getpid()), str(self.folder or ""), str(memory), main, *words]
            self.process = subprocess.Popen(
                # -I: neither the working folder nor PYTHONPATH can put another package in place of ours
                [sys.executable, "-I", "-c", _START, *start],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said or subprocess.PIPE,
                cwd=self.folder or "/",
                env=own,
                start_new_session=True,  # an interrupt of the terminal is for the caller alone
            )
        except OSError as error:
            self._clear()
            raise CannotStart(error.errno, error.strerror, error.filename) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def asked(self) -> IO[bytes]:
        """Its standard input."""
        assert self.process.stdin
        return self.process.stdin

    @property
    def told(self) -> IO[bytes]:
        """Its standard output."""
        assert self.process.stdout
        return self.process.stdout

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.poll() is None

    def tell(self, question: bytes) -> None:
        """Write to its standard input; what one that is gone is told is lost."""
        with contextlib.suppress(BrokenPipeError):
            self.asked.write(question)
            self.asked.flush()

    def death(self, *, is_late: bool = False, was_ready: bool = True, last_words: float = _LAST_WORDS) -> Death:
        """How it ended: of its own cause, for which it is given some seconds, or killed here, where it is late."""
        try:
            self.process.wait(0 if is_late else last_words)
        except subprocess.TimeoutExpired:
            is_late = True
        self.kill()
        return Death(self.process.returncode, self._last_words(), is_late, was_ready)

    def kill(self) -> None:
        """End the process and whatever it may have started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self, seconds: float = _LAST_WORDS) -> None:
        """Have it end by itself, as it does when nobody asks it any more, or end it; remove its folder."""
        for pipe in (self.asked, self.told):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.stop()

    def stop(self) -> None:
        """End the process, close its pipes and remove its folder."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        self._clear()

    def _last_words(self) -> str:
        if self._said:
            self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - _REMEMBERED))
        said = self._said or self.process.stderr
        return said.read().decode(errors="replace") if said else ""

    def _clear(self) -> None:
        if self._said:
            self._said.close()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def answered(main: str, question: bytes, *words: str) -> bytes:
    """What a child writes that is given one question and then no more; CannotStart, ChildDied where it does not."""
    with Child(main, *words) as child:
        answer, _ = child.process.communicate(question)
        if child.process.returncode:
            raise ChildDied(child.death())
        return answer

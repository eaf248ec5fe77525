"""Files in, workbooks out: a pool of isolated children reads them under limits, so that no file can hurt the caller."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.finding import Finding

if TYPE_CHECKING:  # pyarrow takes 0.2 s to import: time in which the child is already reading
    from spreadsheets.sheet.grid import Grid

_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from spreadsheets.formats.child import main; main(int(sys.argv[2]))"
)
#: Arrow's own allocator reserves 1 GiB of address space at once, half of what a child is allowed; numpy's linear
#: algebra, which nobody asks for here, reserves some for each core.
_ENVIRONMENT = {
    "PATH": os.defpath, "LANG": "C.UTF-8", "RUST_BACKTRACE": "0", "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
_JOBS_PER_CHILD = 200
_LAST_WORDS = 5.0  # seconds a child that closed its pipe has to leave


@dataclass(frozen=True)
class ReadingLimits:
    """What one file may cost: bytes of address space, seconds of CPU and of clock, filled cells of one sheet."""

    memory: int = 2 << 30
    cpu_seconds: int = 30
    wall_seconds: int = 60
    max_cells: int = 20_000_000


@dataclass
class Workbook:
    """One file as read. `refused` says why there are no sheets; `findings` are warnings about what was read."""

    path: Path
    name: str
    format: str
    sheets: tuple[Grid, ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: Finding | None = None


class Pending:
    """A file that is being read."""

    def __init__(self, future: Future[Workbook]) -> None:
        self._future = future

    def result(self) -> Workbook:
        """The workbook, as soon as it is read; OSError where the path cannot be opened at all."""
        return self._future.result()


class Reader:
    """A pool of reading children, used as a context manager.

    A child starts when first needed and reads one file at a time; it is replaced after a file that upset it, its death
    or 200 files. Its death is the file's refusal, never an exception here.
    """

    def __init__(self, size: int = 2, limits: ReadingLimits | None = None) -> None:
        self.limits = limits or ReadingLimits()
        self._size = size
        self._is_left = False
        self._alive: set[_Child] = set()
        self._idle: queue.SimpleQueue[_Child | None] = queue.SimpleQueue()
        for _ in range(size):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="reader")

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind:  # nobody will ask for what is being read
            self._is_left = True
            for child in list(self._alive):
                child.kill()
        self._threads.shutdown(cancel_futures=True)
        while not self._idle.empty():
            idle = self._idle.get()
            if idle:
                idle.stop()

    def submit(self, path: Path, name: str | None = None) -> Pending:
        """Start reading; `name` is the name the file was sent under, where the path is not that."""
        return Pending(self._threads.submit(self._read, Path(path), name or Path(path).name))

    def read(self, path: Path, name: str | None = None) -> Workbook:
        """Read one file and wait for it."""
        return self.submit(path, name).result()

    def read_all(self, paths: Iterable[Path]) -> Iterator[Workbook]:
        """Read many files, in their order, a few ahead of the one that is asked for."""
        ahead: deque[Pending] = deque()
        for path in paths:
            ahead.append(self.submit(path))
            if len(ahead) > self._size:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()

    def _read(self, path: Path, name: str) -> Workbook:
        with path.open("rb"):
            pass  # a path that cannot be opened is the caller's error, not the file's
        reply, grids = self._ask(path, name)
        if (
            reply.get("was_killed") and not self._is_left
        ):  # whoever killed it, a file is refused for that only when it happens again
            reply, grids = self._ask(path, name)
        refused = Finding(**reply["refused"]) if reply["refused"] else None
        findings = tuple(replace(Finding(**f), file=name) for f in reply["findings"])
        return Workbook(path, name, reply["format"], grids, findings, refused and replace(refused, file=name))

    def _ask(self, path: Path, name: str) -> tuple[dict[str, Any], tuple[Grid, ...]]:
        """Have a child read the file: its reply and the sheets."""
        child = self._idle.get()
        if child and child.process.poll() is not None:  # it died while idle
            self._end(child)
            child = None
        child = child or _Child(self.limits.memory)
        self._alive.add(child)
        try:
            reply = child.ask(path, name, self.limits)
            return reply, child.grids(reply["sheets"])
        finally:
            if not child.is_good:
                self._end(child)
            self._idle.put(child if child.is_good else None)

    def _end(self, child: _Child) -> None:
        self._alive.discard(child)
        child.stop()


class _Child:
    """One reading process with its private folder."""

    def __init__(self, memory: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="khoso-"))
        self.jobs = 0
        self.is_good = True
        self.is_late = False
        self.errors = (self.folder / "errors").open("wb")
        self.process = subprocess.Popen(
            # -I: neither the working folder nor PYTHONPATH can put another package in place of ours
            [sys.executable, "-I", "-c", _START, str(_ROOT), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            cwd=self.folder,
            env=_ENVIRONMENT,
            start_new_session=True,
        )

    def ask(self, path: Path, name: str, limits: ReadingLimits) -> dict[str, Any]:
        """Have one file read; the reply, or the refusal that tells of the child's death."""
        self.jobs += 1
        job = {
            "path": str(path.resolve()),
            "name": name,
            "out": str(self.folder),
            "cpu_seconds": limits.cpu_seconds,
            "max_cells": limits.max_cells,
        }
        line = self._exchange(json.dumps(job).encode() + b"\n", limits.wall_seconds)
        if line is None:
            self.is_good = False
            was_killed = not self.is_late and self.process.returncode == -signal.SIGKILL
            return {
                "format": "",
                "sheets": [],
                "findings": [],
                "refused": self._death(limits),
                "was_killed": was_killed,
            }
        reply: dict[str, Any] = json.loads(line)
        self.is_good = not reply["is_upset"] and self.jobs < _JOBS_PER_CHILD
        return reply

    def _exchange(self, job: bytes, seconds: float) -> bytes | None:
        """Send a line and wait for one; None where the child died or had to be killed."""
        assert self.process.stdin and self.process.stdout
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(job)
            self.process.stdin.flush()
        deadline, line = time.monotonic() + seconds, b""
        importlib.import_module("spreadsheets.sheet.grid")  # what `grids` needs, while the child is reading
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(deadline - time.monotonic(), 0))
            piece = os.read(self.process.stdout.fileno(), 1 << 16) if ready else b""
            if not piece:
                self.is_late = not ready
                self._end()
                return None
            line += piece
        return line

    def _end(self) -> None:
        """Let a dying process die of its own cause, and end a late one."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0 if self.is_late else _LAST_WORDS)
        self.kill()

    def _death(self, limits: ReadingLimits) -> dict[str, Any]:
        """Why there is no answer, as the fields of a finding."""
        code = self.process.returncode
        said = (self.folder / "errors").read_text(errors="replace")[-2000:]
        if self.is_late:
            return _refusal("FILE-TIMEOUT", seconds=str(limits.wall_seconds))
        if code == -signal.SIGXCPU:
            return _refusal("FILE-TIMEOUT", seconds=str(limits.cpu_seconds))
        if code == -signal.SIGKILL or "memory allocation" in said or "MemoryError" in said:
            return _refusal("FILE-TOO-LARGE", limit="memory")
        return _refusal("FILE-DAMAGED", reason=f"the reader ended with {code}")

    def grids(self, files: list[str]) -> tuple[Grid, ...]:
        """The sheets the child has written, taken over."""
        import pyarrow as pa

        from spreadsheets.sheet.grid import Grid

        grids = []
        for file in files:
            with pa.memory_map(str(self.folder / file)) as source:  # it lives on when the file is unlinked
                grids.append(Grid.from_arrow(pa.ipc.open_file(source).read_all()))
        for left in self.folder.iterdir():
            if left.name != "errors":
                left.unlink()
        return tuple(grids)

    def kill(self) -> None:
        """End the process and whatever it may have started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End the process, close its pipes and remove its folder."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.errors):
            with contextlib.suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _refusal(code: str, **details: str) -> dict[str, Any]:
    return {"rule": code, "severity": "error", "details": details}

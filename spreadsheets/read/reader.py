"""Files in, workbooks out: a pool of isolated children reads them under limits, so that no file can hurt the caller."""

from __future__ import annotations

import errno
import queue
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from machine.processes.child import CannotStart
from spreadsheets.read.child import ReadFile, ReadingChild, ReadingLimits, not_read
from spreadsheets.read.workbook import Workbook


class Pending:
    """A file that is being read."""

    def __init__(self, future: Future[Workbook]) -> None:
        self._future = future

    @classmethod
    def known(cls, workbook: Workbook) -> Pending:
        """One that need not be read."""
        future: Future[Workbook] = Future()
        future.set_result(workbook)
        return cls(future)

    def result(self) -> Workbook:
        """The workbook, as soon as it is read; OSError where the path cannot be opened at all."""
        return self._future.result()


class Reader:
    """A pool of reading children, used as a context manager.

    A child starts when first needed and reads one file at a time; it is replaced after a file that upset it, its death
    or 200 files. Its death, and that it cannot be started, is the file's refusal, never an exception here.
    `in_process`: this process reads in its place, with no limits: for tests.
    """

    def __init__(self, size: int = 2, limits: ReadingLimits | None = None, *, in_process: bool = False) -> None:
        self.limits = limits or ReadingLimits()
        self._in_process = in_process
        self._size = size
        self._is_left = False
        self._alive: set[ReadingChild] = set()
        self._idle: queue.SimpleQueue[ReadingChild | None] = queue.SimpleQueue()
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
        try:
            return Pending(self._threads.submit(self._read, Path(path), name or Path(path).name))
        except RuntimeError as error:  # no more threads may be started
            refused = replace(not_read(str(error)), file=name or Path(path).name)
            return Pending.known(Workbook(Path(path), name or Path(path).name, format="", refused=refused))

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
        if path.exists() and not path.is_file() and not path.is_dir():  # to open it could take for ever
            raise OSError(errno.ENXIO, "no regular file", str(path))
        with path.open("rb"):
            pass  # a path that cannot be opened is the caller's error, not the file's
        answer = self._ask(path, name)
        if answer.was_killed and not self._is_left:
            answer = self._ask(path, name)  # whoever killed it, a file is refused for that only when it happens again
        findings = tuple(replace(finding, file=name) for finding in answer.findings)
        refused = answer.refused and replace(answer.refused, file=name)
        return Workbook(path, name, answer.format, answer.grids, findings, refused)

    def _ask(self, path: Path, name: str) -> ReadFile:
        """Have a child read the file; the place it takes among the children is given back whatever happens."""
        child = self._idle.get()
        try:
            if child is None or not child.is_alive:  # it may have died while idle
                child = self._replaced(child)
            return child.read(path, name)
        except CannotStart as error:
            child = None
            return ReadFile(refused=not_read(str(error.strerror)))
        finally:
            if child and not child.is_good:
                self._end(child)
            self._idle.put(child if child and child.is_good else None)

    def _replaced(self, child: ReadingChild | None) -> ReadingChild:
        if child:
            self._end(child)
        fresh = ReadingChild(self.limits, in_process=self._in_process)
        self._alive.add(fresh)
        return fresh

    def _end(self, child: ReadingChild) -> None:
        self._alive.discard(child)
        child.stop()

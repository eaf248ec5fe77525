"""One reading child: what it is asked, what its answer or its death says of the file."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from machine.processes.child import Death
from machine.processes.lines import LAST, Asked, AskedChild
from schemas.finding import Finding
from spreadsheets.sheet.limits import MOST_BYTES

if TYPE_CHECKING:  # pyarrow takes 0.2 s to import: time in which the child is already reading
    from spreadsheets.sheet.grid import Grid

#: By name: what it imports is the child's to pay.
_MAIN, _ANSWER = "spreadsheets.formats.child:main", "spreadsheets.formats.child:read"
_JOBS_PER_CHILD = 200


@dataclass(frozen=True)
class ReadingLimits:
    """What one file may cost: bytes of address space, seconds of CPU and of clock, filled cells of one sheet."""

    memory: int = 2 << 30
    cpu_seconds: int = 30
    wall_seconds: int = 60
    max_cells: int = 20_000_000


@dataclass(frozen=True)
class ReadFile:
    """What became of one file in a child. `was_killed`: from elsewhere, which need not be the file's doing."""

    format: str = ""
    grids: tuple[Grid, ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: Finding | None = None
    was_killed: bool = False


class ReadingChild:
    """One child that reads, or this process in its place. Raises CannotStart."""

    def __init__(self, limits: ReadingLimits, *, in_process: bool = False) -> None:
        self.is_good = True
        self._limits = limits
        self._n_jobs = 0
        self._asked = _here() if in_process else AskedChild(_MAIN, memory=limits.memory)
        self.kill, self.stop = self._asked.kill, self._asked.stop

    @property
    def is_alive(self) -> bool:
        """Whether it can read another file: one may die while nobody asks it anything."""
        return self._asked.is_alive

    def read(self, path: Path, name: str) -> ReadFile:
        """Have one file read. `is_good` says afterwards whether the child is fit for another."""
        self._n_jobs += 1
        limits = self._limits
        job = {"path": str(path.resolve()), "name": name, "out": str(self._asked.folder)}
        self._asked.ask(job | {"cpu_seconds": limits.cpu_seconds, "max_cells": limits.max_cells})
        importlib.import_module("spreadsheets.sheet.grid")  # what the sheets need, while the child is reading
        told = self._asked.answer(limits.wall_seconds)
        if isinstance(told, Death):
            self.is_good = False
            return ReadFile(refused=self._blamed(told), was_killed=told.cause == "killed")
        self.is_good = not told[LAST] and self._n_jobs < _JOBS_PER_CHILD
        findings = tuple(Finding(**each) for each in told["findings"])
        refused = Finding(**told["refused"]) if told["refused"] else None
        if sum((self._asked.folder / file).stat().st_size for file in told["sheets"]) > MOST_BYTES:
            self.is_good = False  # it was to refuse that itself
            return ReadFile(refused=_refusal("FILE-TOO-LARGE", limit=f"{MOST_BYTES:,} bytes"))
        return ReadFile(told["format"], self._taken(told["sheets"]), findings, refused)

    def _blamed(self, death: Death) -> Finding:
        """What the file is refused for, whose child is dead."""
        if death.cause == "late":
            return _refusal("FILE-TIMEOUT", seconds=str(self._limits.wall_seconds))
        if death.cause == "processor":
            return _refusal("FILE-TIMEOUT", seconds=str(self._limits.cpu_seconds))
        if death.cause in ("killed", "memory"):
            return _refusal("FILE-TOO-LARGE", limit="memory")
        if not death.was_ready:
            return not_read(f"the reader ended with {death.code}")
        return _refusal("FILE-DAMAGED", reason=f"the reader ended with {death.code}")

    def _taken(self, files: list[str]) -> tuple[Grid, ...]:
        """The sheets the child has written, taken over; nothing it has left stays."""
        import pyarrow as pa

        from spreadsheets.sheet.grid import Grid

        grids = []
        for file in files:
            with pa.memory_map(str(self._asked.folder / file)) as source:  # it lives on when the file is unlinked
                grids.append(Grid.from_arrow(pa.ipc.open_file(source).read_all()))
        for left in self._asked.folder.iterdir():
            left.unlink()
        return tuple(grids)


def not_read(reason: str) -> Finding:
    """The refusal of a file no child could be had for, which says nothing against the file."""
    return _refusal("FILE-NOT-READ", reason=reason)


def _here() -> Asked:
    from machine.processes.in_process import AskedHere

    return AskedHere(_ANSWER)


def _refusal(code: str, **details: Any) -> Finding:
    return Finding(code, "error", details=details)

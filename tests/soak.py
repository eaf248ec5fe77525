"""`python -m tests.soak [COUNT] [SEED]`: damaged files through the whole of reading, and readers killed at their work.

A crash: a reading child that died, or an exception that became no finding. A hang: a file that took longer than a
child or its parent may. An unclear message: a finding without its words in either language, or with a traceback.
"""

from __future__ import annotations

import json
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from machine.processes.child import Child, Death
from schemas.catalogue.messages import entry, message
from schemas.finding import Finding
from schemas.reasons import TEXTS
from spreadsheets.inspect.inspection import inspection
from spreadsheets.read.reader import Reader
from spreadsheets.read.workbook import Workbook
from spreadsheets.understand.reading import read_submissions
from tests import damage
from tests.mutation import mutate

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
_LARGEST = 300_000  # bytes: of larger files fewer mutations would be read in the same time
_CHUNK, _PROCESSES = 100, 2
_KILL_EVERY = 50
_PARENT_SECONDS = 60
_INNER = ("Traceback (most recent", " object at 0x", "site-packages")


@dataclass
class Tally:
    """What became of a run of damaged files; a trouble is "seed file: what"."""

    answers: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another run found."""
        self.answers += other.answers
        self.kills += other.kills
        self.crashes += other.crashes
        self.hangs += other.hangs
        self.unclear += other.unclear

    @property
    def troubles(self) -> list[str]:
        """Everything that must not be."""
        return self.crashes + self.hangs + self.unclear

    def __str__(self) -> str:
        files, read = self.answers.total(), self.answers["read"]
        return (
            f"{files} damaged files ({read} read, {files - read} refused), {self.kills} readers killed: "
            f"{len(self.crashes)} crashes, {len(self.hangs)} hangs, {len(self.unclear)} unclear messages"
        )


class _Hang(BaseException):
    """The parent took too long."""


@cache
def sources() -> tuple[tuple[str, bytes], ...]:
    """Files to damage: one page in every format, the samples and, where they are, the real and adversarial files."""
    found = [*_made(), *((path.name, path.read_bytes()) for path in sorted((ROOT / "samples").glob("*.xlsx")))]
    for folder in ("real/files", "adversarial"):
        for path in sorted((SHARED / folder).rglob("*")):
            if path.is_file() and path.suffix not in (".py", ".md") and path.name != "INDEX.csv":
                found.append((path.name, path.read_bytes()))
    return tuple((name, data) for name, data in found if 0 < len(data) <= _LARGEST)


def _made() -> Iterator[tuple[str, bytes]]:
    page = damage.page()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("bao-cao.xlsx", "bao-cao.xls"):
            yield name, damage.write(Path(folder, name), [page]).read_bytes()
    cells = [page.cells.get(damage.address(row, column)) for row in range(1, 15) for column in range(1, 19)]
    rows = [["" if v is None else str(v) for v in cells[i : i + 18]] for i in range(0, len(cells), 18)]
    yield "bao-cao.csv", "".join(";".join(row) + "\r\n" for row in rows).encode()
    lines = "".join("<tr>" + "".join(f"<td>{escape(v)}</td>" for v in row) + "</tr>" for row in rows)
    yield "bao-cao.html", f"<html><meta charset=utf-8><table>{lines}</table></html>".encode()
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    data = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{escape(v)}</Data></Cell>' for v in row) + "</Row>"
        for row in rows
    )
    head = f'<?xml version="1.0"?><Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
    yield "bao-cao.xml", f'{head}<Worksheet ss:Name="a"><Table>{data}</Table></Worksheet></Workbook>'.encode()


def mutant(seed: int) -> tuple[str, bytes]:
    """Name and bytes of the damaged file of a seed."""
    dice = random.Random(seed)
    known = sources()
    name, data = dice.choices(known, [1 / (1 + len(d) / 20_000) for _, d in known])[0]
    return name, mutate(data, [d for _, d in known], dice)


def run(seeds: range, folder: Path) -> Tally:
    """Read the damaged files of some seeds, one after the other, in this process and one child."""
    tally = Tally()
    deaths: list[str] = []
    real_death = Child.death

    def death(self: Child, **how: Any) -> Death:
        died = real_death(self, **how)
        deaths.append(str(died.code))
        return died

    Child.death = death  # type: ignore[method-assign]
    try:
        with Reader(size=1) as reader:
            for seed in seeds:
                name, data = mutant(seed)
                path = folder / f"{seed}{Path(name).suffix}"
                path.write_bytes(data)
                _one(f"{seed} {name}", path, reader, tally, deaths)
                if seed % _KILL_EVERY == 0:
                    _killed(f"{seed} {name}", path, reader, tally, seed)
                    deaths.clear()
                path.unlink()
    finally:
        Child.death = real_death  # type: ignore[method-assign]
    return tally


def _one(label: str, path: Path, reader: Reader, tally: Tally, deaths: list[str]) -> None:
    signal.signal(signal.SIGALRM, _raise_hang)
    signal.alarm(0)
    try:
        workbook = reader.read(path)
        tally.answers[workbook.refused.rule if workbook.refused else "read"] += 1
        if workbook.refused and workbook.refused.rule == "FILE-TIMEOUT":
            tally.hangs.append(f"{label}: the child")
        elif deaths:
            tally.crashes.append(f"{label}: the child died: {deaths}")
        signal.alarm(_PARENT_SECONDS)
        tally.unclear += [f"{label}: {what}" for what in _understood(workbook)]
    except _Hang:
        tally.hangs.append(f"{label}: {traceback.format_exc(limit=-3)}")
    except Exception:  # noqa: BLE001 - this is what is looked for
        tally.crashes.append(f"{label}: {traceback.format_exc(limit=-4)}")
    finally:
        signal.alarm(0)
        deaths.clear()


def _raise_hang(*_: object) -> None:
    raise _Hang


def _understood(workbook: Workbook) -> Iterator[str]:
    """Inspect and read the workbook as `khoso inspect` and `khoso ingest` do; what of their findings is unclear."""
    reading = read_submissions(workbook, pseudonym_key=b"k" * 32)
    for submission in reading.submissions:
        rows = submission.accepted.num_rows + len(submission.quarantined) + len(submission.non_data)
        assert rows == submission.rows_in_span, f"{rows} of {submission.rows_in_span} rows accounted for"
    for finding in {*map(_key, (*workbook.findings, *reading.all_findings))}:
        yield from _unclear(Finding(*finding[:5], details=dict(finding[5])))
    json.dumps(inspection(workbook, hidden=True), ensure_ascii=False, allow_nan=False).encode()


def _key(finding: Finding):  # type: ignore[no-untyped-def]
    kept = finding.rule, finding.severity, finding.file, finding.sheet, finding.cell
    return (*kept, tuple(sorted(finding.details.items())))


def _unclear(finding: Finding) -> Iterator[str]:
    for lang in ("vi", "en"):
        said = message(finding, lang)
        said.encode()
        if not all(entry(finding.rule).texts[name].said(lang) for name in TEXTS):
            yield f"{finding.rule} says nothing in {lang}"
        if any(word in said for word in _INNER):
            yield f"{finding.rule}: {said}"


def _killed(label: str, path: Path, reader: Reader, tally: Tally, seed: int) -> None:
    """Kill the reader at a random moment of reading: a refusal or the answer, and the next file is read as ever."""
    whole = reader.read(path)
    delay = random.Random(seed).uniform(0, 0.05)
    killer = threading.Timer(delay, lambda: [child.kill() for child in list(reader._alive)])
    killer.start()
    struck = reader.read(path)
    killer.join()
    tally.kills += 1
    again = reader.read(path)
    if struck.refused is None and _answer(struck) != _answer(whole):
        tally.crashes.append(f"{label}: half of it was read by a reader that was killed")
    if _answer(again) != _answer(whole):
        tally.crashes.append(f"{label}: read otherwise after its reader was killed: {again.refused}")


def _answer(workbook: Workbook) -> tuple[str, list[int]]:
    return workbook.refused.rule if workbook.refused else "", [grid.n_cells for grid in workbook.sheets]


def _in_a_folder(seeds: range) -> Tally:
    with tempfile.TemporaryDirectory() as folder:
        return run(seeds, Path(folder))


def main(count: int, seed: int) -> int:
    """Run `count` damaged files from `seed` on; 1 when anything was wrong."""
    chunks = [range(at, min(at + _CHUNK, seed + count)) for at in range(seed, seed + count, _CHUNK)]
    tally, start = Tally(), time.monotonic()
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        for part in pool.map(_in_a_folder, chunks):
            for trouble in part.troubles:
                print(trouble, flush=True)
            tally.add(part)
    codes = ", ".join(f"{code} {n}" for code, n in tally.answers.most_common())
    print(f"{codes}; {time.monotonic() - start:.0f} s; {len(sources())} files to damage")
    print(tally)
    return int(bool(tally.troubles))


if __name__ == "__main__":
    sys.exit(main(*map(int, (sys.argv[1:] + ["20000", "0"][len(sys.argv) - 1 :])[:2])))

"""Personal data where none is asked for: `python -m bench.persons [VALUES] [--quick]`.

Made-up values are planted in sample workbooks (bench.planted) and everything is run over them: what share of them is
found, how many cells are taken for one that are none, and whether one of them is in clear in anything that leaves the
kept files. The files of ../shared/corpus, where they are here, are read too, and every alarm in them is printed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from bench.planted import KINDS, Value, plant
from schemas.finding import Finding
from schemas.submission import Reading
from schemas.values.address import address, place
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions

_ROOT = Path(__file__).parents[1]
_CORPUS = _ROOT.parent / "shared" / "corpus" / "files"
_KHOSO = [sys.executable, "-m", "cli"]
#: Folders that hold what was sent, for nobody but the operator and the sender.
_AS_SENT = ("inbox", "kept", "outbox/annotated")
_LEAST = {"person_name": 0.95}
_LEAST_OF_NUMBERS = 0.99
_MOST_ALARMS = 0.001
_KEY = b"a key for the benchmark, nothing else"
_PERSONAL = ("CELL-PERSON", "SHEET-PERSON", "FILE-PERSON")


def main(values: int = 2_000) -> int:
    """Print what was found, missed, wrongly taken and left in clear; 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        planted = dict(plant(home / "inbox", values))
        hits, missed, alarms = found_and_missed(planted)
        _print_recall(hits, missed)
        _print("alarms at cells where nothing was planted", alarms)
        leaks = sorted(run_and_search(home, [v for each in planted.values() for v in each]))
        _print("values in clear", leaks)
    far = [kind for kind in KINDS if hits[kind] < _LEAST.get(kind, _LEAST_OF_NUMBERS) * (hits[kind] + missed[kind])]
    return int(bool(far or alarms or leaks) | _corpus())


def found_and_missed(planted: dict[Path, list[Value]]) -> tuple[Counter[str], Counter[str], list[str]]:
    """Values found and missed by kind, and the cells that were taken for one and are none."""
    hits, missed, alarms = Counter[str](), Counter[str](), []
    with Reader() as reader:
        for workbook, values in zip(reader.read_all(planted), planted.values(), strict=True):
            reading = read_submissions(workbook, pseudonym_key=_KEY)
            told, places = set(_told(reading.all_findings)), {v.cell for v in values}
            said = said_by(reading)
            for value in values:
                rule = {"file name": "FILE-PERSON", "sheet name": "SHEET-PERSON"}.get(value.place, "CELL-PERSON")
                is_found = (rule, value.cell) in told and not in_clear(said, value)
                (hits if is_found else missed)[value.kind] += 1
                if not is_found:
                    sys.stdout.write(f"missed: {workbook.name} {value}\n")
            alarms += [f"{workbook.name} {c}" for rule, c in sorted(told) if rule == "CELL-PERSON" and c not in places]
    return hits, missed, alarms


def said_by(reading: Reading) -> str:
    """Everything a reading says, as one text."""
    parts = [repr(vars(f)) for f in reading.all_findings] + [repr(reading.file), repr(reading.unclaimed)]
    for each in reading.submissions:
        tables = (each.accepted, each.quarantined.rows, each.quarantined.typed)
        parts += [repr(table.to_pylist()) for table in tables]
        parts += [repr((each.non_data, each.marks, each.columns, each.drafts))]
    return "\n".join(parts)


def in_clear(text: str, value: Value) -> bool:
    """Whether a text holds a value, written in any way."""
    if value.kind in ("email", "person_name"):
        return value.clear.casefold() in text.casefold()
    return re.search("[ .-]?".join(value.clear), text) is not None


def run_and_search(home: Path, values: Sequence[Value]) -> Iterator[str]:
    """Run everything over the inbox of a data root; where a value is in clear afterwards."""
    environment = os.environ | {"KHOSO_HOME": str(home), "KHOSO_QUIET_SECONDS": "0", "KHOSO_SITE": "1"}
    flow = "from flows.scheduled import drain_inbox, remind_debtors; drain_inbox(); remind_debtors()"
    for command in (
        [sys.executable, "-c", flow],
        [*_KHOSO, "quarantine", "-o", str(home / "held.xlsx")],
        [*_KHOSO, "status", "--json"],
        [*_KHOSO, "check", *map(str, sorted((home / "kept").rglob("[0-9a-f]" * 64)))],
    ):
        done = subprocess.run(command, env=environment, cwd=_ROOT, capture_output=True, check=False)
        name = f"printed {' '.join(command[1:4])[:40]}"
        yield from _clear_in(name, (done.stdout + done.stderr).decode(errors="replace"), values)
    for path in sorted(p for p in home.rglob("*") if p.is_file() and not p.is_symlink()):
        name = path.relative_to(home).as_posix()
        if not name.startswith(_AS_SENT):
            yield from _clear_in(name, f"{name}\n{_text_of(path)}", values)


def _text_of(path: Path) -> str:
    """What a file says, a database and a workbook unpacked."""
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as con:
            tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
            return "\n".join(str(con.execute(f'FROM "{s}"."{t}"').fetchall()) for s, t in tables)
    if path.suffix == ".xlsx":
        import zipfile

        with zipfile.ZipFile(path) as package:
            return "\n".join(package.read(name).decode(errors="replace") for name in package.namelist())
    return path.read_bytes().decode(errors="replace")


def _clear_in(name: str, text: str, values: Sequence[Value]) -> Iterator[str]:
    digits = re.sub("[ .\\-]", "", text)
    small = text.casefold()
    for value in values:
        is_text = value.kind in ("email", "person_name")
        if (value.clear.casefold() in small if is_text else value.clear in digits) and in_clear(text, value):
            yield f"{name}: {value.place} {value.kind} {value.clear}"


def _told(findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Rule and cell of everything told to be personal, ranges cell by cell."""
    for finding in (f for f in findings if f.rule in _PERSONAL):
        first, _, last = finding.details.get("cells", "").partition(":")
        if last:
            (top, column), (bottom, _) = place(first), place(last)
            yield from ((finding.rule, address(row, column)) for row in range(top, bottom + 1))
        else:
            yield finding.rule, finding.cell


def _print_recall(hits: Counter[str], missed: Counter[str]) -> None:
    for kind in KINDS:
        count = hits[kind] + missed[kind]
        sys.stdout.write(f"{kind:16} {count:6} planted {hits[kind] / max(count, 1):8.2%} found and covered\n")


def _print(what: str, lines: Sequence[str]) -> None:
    sys.stdout.write(f"{what}: {len(lines)}\n" + "".join(f"  {line}\n" for line in lines[:50]))


def _corpus() -> bool:
    """Print every alarm in real files; whether they are too many."""
    if not _CORPUS.is_dir():
        return False
    cells, alarms = 0, []
    with Reader() as reader:
        for workbook in reader.read_all(sorted(_CORPUS.iterdir())):
            cells += sum(grid.n_cells for grid in workbook.sheets)
            told = (f for f in read_submissions(workbook).all_findings if f.rule in _PERSONAL)
            alarms += [f"{f.file} {f.sheet} {f.cell} {f.details.get('kind', f.rule)}" for f in told]
    _print(f"alarms in {cells:,} cells of ../shared/corpus", alarms)
    return len(alarms) > _MOST_ALARMS * cells


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

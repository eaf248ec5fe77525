"""Personal data where none is asked for: `python -m bench.persons [VALUES]`.

Made-up values are planted in sample workbooks (bench.planted) and everything is run over them: what share of them is
found, how many cells are taken for one that are none, and whether one of them is in clear in anything that leaves the
kept files. The files of ../shared/corpus, where they are here, are read too, and every alarm in them is printed.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.planted import KINDS, Value, plant
from bench.said import everything_said, in_clear
from schemas.finding import Finding
from schemas.submission import Reading
from schemas.values.address import address, place
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions

_ROOT = Path(__file__).parents[1]
_CORPUS = _ROOT.parent / "shared" / "corpus" / "files"
_LEAST = {"person_name": 0.95}
_LEAST_OF_NUMBERS = 0.99
_MOST_ALARMS = 0.001
_KEY = b"a key for the benchmark, nothing else"
_PERSONAL = ("CELL-PERSON", "SHEET-PERSON", "FILE-PERSON")


def main(values: int = 2_000) -> int:
    """Print what was found, missed, wrongly taken and left in clear; 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as away:
        home = Path(folder)
        planted = dict(plant(home / "inbox", values))
        hits, missed, alarms = found_and_missed(planted)
        _print_recall(hits, missed)
        _print("alarms at cells where nothing was planted", alarms)
        leaks = search(planted, home, Path(away))
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
                is_found = (rule, value.cell) in told and not any(in_clear(said, [value]))
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


def search(planted: Mapping[Path, Sequence[Value]], home: Path, away: Path) -> list[str]:
    """Where a planted value is in clear once everything was run over the files; see `everything_said`."""
    values = [value for each in planted.values() for value in each]
    return [
        f"{name}: {value.place} {value.kind} {value.clear}"
        for name, text in everything_said(home, away)
        for value in in_clear(text, values)
    ]


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

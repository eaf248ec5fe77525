"""How much mess the reader sees through, and how many defects the rules find at their cell: `python -m bench.mess`.

Every kind is tried by itself on every form it fits, on rows of the sample province. What each kind of defect should
be called is known here and nowhere in the generator.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from flows.line import read_submissions
from schemas.finding import Finding
from schemas.form import Form
from schemas.owed import Debtor, debtors
from schemas.periods import Period
from schemas.submission import ROW_FIELDS, Given, Reading
from schemas.text import fold
from spreadsheets.mess.make import Messy, flawed, make_messy, tolerances
from spreadsheets.sample.course import month_index
from spreadsheets.sample.row import Row
from spreadsheets.sample.world import World
from spreadsheets.sample.write import owed
from spreadsheets.workbook import Reader

MONTH = month_index(2023, 5)
_MOST_ROWS = 18  # as many as the criteria of an index, which have a sum
#: Kind of defect -> the findings that name it; "*" is any rule of the form. None: no rule of the row can tell it.
NAMED: dict[str, frozenset[str] | None] = {
    "words-in-count": frozenset({"CELL-COUNT"}), "words-in-amount": frozenset({"CELL-AMOUNT"}),
    "negative-count": frozenset({"CELL-RANGE"}), "fraction-in-count": frozenset({"CELL-COUNT"}),
    "date-in-number": frozenset({"CELL-DATE-IN-NUMBER"}), "error-value": frozenset({"CELL-ERROR"}),
    "share-in-count": frozenset({"CELL-COUNT"}), "odd-flag": frozenset({"CELL-FLAG"}),
    "impossible-date": frozenset({"CELL-DAY"}), "words-in-date": frozenset({"CELL-DAY"}),
    "above-maximum": frozenset({"CELL-RANGE"}), "required-empty": frozenset({"CELL-REQUIRED"}),
    "unknown-name": frozenset({"CELL-CODE"}), "unit-of-another-level": frozenset({"CELL-CODE"}),
    "scientific-code": frozenset({"CELL-SCIENTIFIC"}), "code-cut-short": frozenset({"CELL-PATTERN"}),
    "tax-code-check-digit": frozenset({"*"}), "gtin-check-digit": frozenset({"*"}),
    "part-beyond-whole": frozenset({"*"}), "sum-off": frozenset({"*"}), "share-off": frozenset({"*"}),
    "total-off": frozenset({"*"}), "dates-out-of-order": frozenset({"*"}),
    "duplicate-row": frozenset({"ROW-DUPLICATE"}),
    "heading-unknown": frozenset({"HEAD-UNKNOWN"}), "column-missing": frozenset({"HEAD-MISSING"}),
    "heading-repeated": frozenset({"HEAD-REPEATED"}), "another-period": frozenset({"SUB-PERIOD-CONFLICT"}),
    "no-period": frozenset({"SUB-PERIOD"}), "unknown-sender": frozenset({"SUB-SENDER", "SUB-SENDER-CONFLICT"}),
    # told by the past, which a workbook alone does not have: bench.beyond_row
    "thousandfold": None, "cumulative-falls": None, "columns-exchanged": None,
}  # fmt: skip
#: Kinds that are about the whole sheet: their finding stands at a heading, a title or no cell.
_OF_THE_SHEET = {
    "heading-unknown",
    "column-missing",
    "heading-repeated",
    "another-period",
    "no-period",
    "unknown-sender",
}


@dataclass(frozen=True)
class Case:
    """A form with rows some body owes for a period."""

    form: type[Form]
    rows: tuple[Row, ...]
    debtor: Debtor
    period: Period


@dataclass
class Verdict:
    """What became of one kind: tried, seen through or found, what was said without cause."""

    tried: int = 0
    right: int = 0
    false_alarms: int = 0
    wrong: list[str] = field(default_factory=list)


def cases(world: World | None = None) -> Iterator[Case]:
    """One debtor of every form that somebody owes in the sample month, with its first rows."""
    world = world or World()
    done: set[str] = set()
    for what in owed([MONTH]):
        if what.form.name in done:
            continue
        rows = world.rows(what.form.name, what.debtor, what.period)[:_MOST_ROWS]
        if len(rows) > 1 or len(debtors(what.form, what.period.end)) == len(rows):
            done.add(what.form.name)
            yield Case(what.form, tuple(rows), what.debtor, what.period)


def read(messy: Messy, reader: Reader, folder: Path, given: Given = Given()) -> Reading:  # noqa: B008
    """A messy workbook, read as an inbox file would be."""
    path = folder / f"workbook{messy.suffix}"
    messy.save(path)
    return read_submissions(reader.read(path), folder=given)


def values(reading: Reading) -> Counter[tuple[object, ...]]:
    """The accepted rows of a reading without their places; where a code is stored, the spelling of its name is not."""
    found: Counter[tuple[object, ...]] = Counter()
    for submission in reading.submissions:
        spelt = [f"{name}_name" for name, col in submission.form.columns.items() if f"{name}_name" in col.fields]
        rows = submission.accepted.drop_columns([*ROW_FIELDS, *spelt]).to_pylist()
        found.update(tuple(map(_value, row.values())) for row in rows)
    return found


def _value(value: object) -> object:
    """A value as it is compared: free of binary noise, and of the placing of tones in words."""
    if isinstance(value, float):
        return round(value, 6)
    return fold(value) if isinstance(value, str) and not value.isdigit() else value


def judge_tolerance(name: str, case: Case, reader: Reader, folder: Path, seed: int = 0) -> str | None:
    """What went wrong when a clean sheet got one habit: "" when nothing, None when the habit does not fit the form."""
    clean = make_messy(case.form, case.rows, case.debtor, case.period, Random(seed), habits=())
    messy = make_messy(case.form, case.rows, case.debtor, case.period, Random(seed), habits=(name,))
    if not messy.tolerances:
        return None
    expected, found = values(read(clean, reader, folder)), read(messy, reader, folder)
    errors = [f"{f.rule} {f.cell} {f.found[:30]!r}" for f in found.all_findings if f.severity == "error"]
    if errors:
        return "; ".join(errors[:3])
    return "" if values(found) == expected else "values differ"


def judge_defect(
    name: str, case: Case, reader: Reader, folder: Path, seed: int = 0
) -> tuple[bool, list[Finding]] | None:
    """Whether a defect was named at its cell, and findings it does not explain; None where it does not fit."""
    messy = make_messy(case.form, case.rows, case.debtor, case.period, Random(seed), habits=(), faults=(name,))
    if not messy.flaws:
        return None
    given = Given(period=case.period) if name == "another-period" else Given()
    findings = read(messy, reader, folder, given).all_findings
    wanted = NAMED[name] or frozenset()
    own = {rule.id for rule in case.form.rules.values()}
    (flaw,) = messy.flaws
    named = [f for f in findings if f.rule in wanted or ("*" in wanted and f.rule in own)]
    here = [
        f for f in named if name in _OF_THE_SHEET or flaw.cell == f.cell or flaw.cell in f.details.get("values", "")
    ]
    # one wrong number may break several rules of its row, and what refuses a sheet leaves it empty
    explained = [f for f in findings if f.rule == "SUB-EMPTY" or _row(f.cell) == flaw.row or name in _OF_THE_SHEET]
    strange = [f for f in findings if f not in explained and f not in here]
    return bool(here), strange


def _row(cell: str) -> int:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdigit() else 0


def judge(reader: Reader, seeds: int = 1) -> tuple[dict[str, Verdict], dict[str, Verdict]]:
    """Every tolerance and every kind of defect on every form it fits."""
    habits = {name: Verdict() for name in tolerances()}
    faults = {name: Verdict() for name in flawed()}
    with tempfile.TemporaryDirectory() as folder:
        for case in cases():
            for seed in range(seeds):
                for name, verdict in habits.items():
                    wrong = judge_tolerance(name, case, reader, Path(folder), seed)
                    if wrong is not None:
                        verdict.tried += 1
                        verdict.right += not wrong
                        verdict.wrong += [f"{case.form.name}: {wrong}"] if wrong else []
                for name, verdict in faults.items():
                    told = judge_defect(name, case, reader, Path(folder), seed)
                    if told is not None:
                        verdict.tried += 1
                        verdict.right += told[0]
                        verdict.false_alarms += len(told[1])
                        verdict.wrong += [] if told[0] else [case.form.name]
                        verdict.wrong += [f"{case.form.name} false: {f.rule} {f.cell}" for f in told[1]]
    return habits, faults


def main() -> int:
    """Print both tables."""
    with Reader(1) as reader:
        habits, faults = judge(reader)
    right, tried = (sum(getattr(v, what) for v in habits.values()) for what in ("right", "tried"))
    lines = ["", f"Mess: {len(habits)} habits on every form they fit: {right} of {tried} sheets read as the clean ones"]
    for name, verdict in habits.items():
        lines.append(f"  {name:<24} {verdict.right:>3} / {verdict.tried:<3} {'; '.join(verdict.wrong[:2])}")
    known = {name: v for name, v in faults.items() if NAMED[name]}
    right, tried = (sum(getattr(v, what) for v in known.values()) for what in ("right", "tried"))
    alarms = sum(v.false_alarms for v in known.values())
    recall, precision = 100 * right / tried, 100 * right / (right + alarms)
    lines += ["", f"Mess: {len(known)} kinds of defect: recall {recall:.1f} %, precision {precision:.1f} %"]
    for name, verdict in faults.items():
        told = (
            f"{verdict.right:>3} / {verdict.tried:<3}" if NAMED[name] else f"see beyond the row, tried {verdict.tried}"
        )
        lines.append(f"  {name:<24} {told} false {verdict.false_alarms} {'; '.join(verdict.wrong[:3])}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

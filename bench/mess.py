"""How much mess the reader sees through, and how many defects the rules find: `python -m bench.mess [SEED]`.

Every kind is tried by itself on every form it fits, on rows of the sample province; then workbooks as they come, with
several habits and defects at once. What each kind of defect should be called is known here and nowhere in the
generator.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from province.ground.course import month_index
from province.ground.row import Row
from province.mess.make import LEVELS, Messy, at_random, flawed, make_messy, tolerances
from province.mess.sheet import Flaw
from province.sample.world import World
from province.write import owed
from schemas.finding import Finding
from schemas.form import Form
from schemas.owed import Debtor, debtors
from schemas.submission import ROW_FIELDS, Given, Reading
from schemas.values.periods import Period
from schemas.values.text import fold
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions

MONTH = month_index(2023, 5)
#: Workbooks with several habits and defects at once; percent that recall and precision are to reach.
_MIXTURE, _GOAL = 600, 99.0
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
#: Kinds that break the rules of rows other than the one they stand for.
_OF_EVERY_ROW = {"columns-exchanged"}
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
    findings = read(messy, reader, folder, _told(case, messy)).all_findings
    (flaw,) = messy.flaws
    here = [f for f in findings if names(f, flaw, case.form)]
    return bool(here), [f for f in findings if f not in here and not explains(flaw, f)]


def names(finding: Finding, flaw: Flaw, form: type[Form]) -> bool:
    """Whether a finding is the one a defect should have, at its cell."""
    wanted = NAMED[flaw.kind] or frozenset()
    own = {rule.id for rule in form.rules.values()} if "*" in wanted else frozenset()
    at_its_cell = flaw.kind in _OF_THE_SHEET or flaw.cell == finding.cell
    return finding.rule in wanted | own and (at_its_cell or flaw.cell in finding.details.get("values", ""))


def explains(flaw: Flaw, finding: Finding) -> bool:
    """Whether a finding follows from a defect: one wrong number may break several rules of its row, and what refuses
    a sheet leaves it empty."""
    is_anywhere = flaw.kind in _OF_THE_SHEET | _OF_EVERY_ROW
    return finding.rule == "SUB-EMPTY" or _row(finding.cell) == flaw.row or is_anywhere


def _told(case: Case, messy: Messy) -> Given:
    """What the caller says of a workbook: the true period where the sheet names another."""
    is_other = any(flaw.kind == "another-period" for flaw in messy.flaws)
    return Given(period=case.period) if is_other else Given()


def _letters(cell: str) -> str:
    return cell.rstrip("0123456789")


def _row(cell: str) -> int:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdigit() else 0


def judge(reader: Reader, seed: int = 0) -> tuple[dict[str, Verdict], dict[str, Verdict]]:
    """Every tolerance and every kind of defect on every form it fits."""
    habits = {name: Verdict() for name in tolerances()}
    faults = {name: Verdict() for name in flawed()}
    with tempfile.TemporaryDirectory() as folder:
        for case in cases():
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


@dataclass
class Mixture:
    """Workbooks with several habits at once, half of them with defects too.

    `clean`: those without a defect, `seen_through`: of them read as the clean sheet; `flaws`, `named`: defects that
    can be told, and those told at their cell; `hidden`: those that another covers up; `errors`, `caused`: error
    findings, and those a defect explains.
    """

    clean: int = 0
    seen_through: int = 0
    flaws: int = 0
    named: int = 0
    hidden: int = 0
    errors: int = 0
    caused: int = 0
    wrong: list[str] = field(default_factory=list)


def judge_mixture(reader: Reader, workbooks: int, seed: int) -> Mixture:
    """So many workbooks of all forms in turn, at the heaviest level of mess."""
    found, every = Mixture(), list(cases())
    with tempfile.TemporaryDirectory() as folder:
        for number in range(workbooks):
            case, lot = every[number % len(every)], f"{seed}/{number}"
            habits, faults = at_random(Random(lot), "heavy")
            clean, messy = (
                make_messy(case.form, case.rows, case.debtor, case.period, Random(lot), habits=done, faults=wrong)
                for done, wrong in (((), ()), (habits, faults))
            )
            reading = read(messy, reader, Path(folder), _told(case, messy))
            if messy.flaws:
                _judge_flaws(found, case, messy, reading, lot)
            else:
                found.clean += 1
                is_read = values(reading) == values(read(clean, reader, Path(folder)))
                is_read &= not any(f.severity == "error" for f in reading.all_findings)
                found.seen_through += is_read
                found.wrong += [] if is_read else [f"{lot} {case.form.name}: {', '.join(messy.tolerances)}"]
    return found


def _judge_flaws(found: Mixture, case: Case, messy: Messy, reading: Reading, lot: str) -> None:
    """Count the defects of one workbook, and the errors they do not explain."""
    for flaw in messy.flaws:
        if NAMED[flaw.kind] and _is_hidden(flaw, messy.flaws, case.form):
            found.hidden += 1
        elif NAMED[flaw.kind]:
            is_named = any(names(f, flaw, case.form) for f in reading.all_findings)
            found.flaws += 1
            found.named += is_named
            found.wrong += [] if is_named else [f"{lot} {case.form.name}: {flaw.kind} {flaw.cell} not told"]
    errors = [f for f in reading.all_findings if f.severity == "error"]
    strange = [f for f in errors if not any(names(f, w, case.form) or explains(w, f) for w in messy.flaws)]
    found.errors += len(errors)
    found.caused += len(errors) - len(strange)
    found.wrong += [f"{lot} {case.form.name}: false {f.rule} {f.cell}" for f in strange]


def _is_hidden(flaw: Flaw, flaws: Iterable[Flaw], form: type[Form]) -> bool:
    """Whether nobody could tell a defect beside the others: its sheet is refused and read no further, another writes
    over the same heading or line, its column cannot be added up, or rows have lost what makes them the same."""
    others = [other for other in flaws if other is not flaw]
    if flaw.kind in _OF_THE_SHEET:
        return any(other.kind in _OF_THE_SHEET and other.row == flaw.row for other in others)
    spoilt = {other.column for other in others}
    grain = {form.column_of(name).name for name in form.grain}
    return (
        any(other.kind in _OF_THE_SHEET for other in others)
        or (flaw.kind == "total-off" and any(_letters(other.cell) == _letters(flaw.cell) for other in others))
        or (flaw.kind == "duplicate-row" and bool(spoilt & grain))
    )


def main(seed: int = 0) -> int:
    """Print all tables; 1 when a goal is missed."""
    with Reader(1) as reader:
        habits, faults = judge(reader, seed)
        mixture = judge_mixture(reader, _MIXTURE, seed)
    known = {name: v for name, v in faults.items() if NAMED[name]}
    right, tried = _total(habits, "right"), _total(habits, "tried")
    recall = _share(_total(known, "right"), _total(known, "tried"))
    precision = _share(_total(known, "right"), _total(known, "right") + _total(known, "false_alarms"))
    lines = ["", f"Mess: {len(habits)} habits on every form they fit: {right} of {tried} sheets read as the clean ones"]
    lines += [f"  {name:<24} {v.right:>3} / {v.tried:<3} {'; '.join(v.wrong[:2])}" for name, v in habits.items()]
    lines += ["", f"Mess: {len(known)} kinds of defect: recall {recall:.1f} %, precision {precision:.1f} %"]
    lines += [_fault_line(name, verdict) for name, verdict in faults.items()]
    mixed_recall, mixed_precision = _share(mixture.named, mixture.flaws), _share(mixture.caused, mixture.errors)
    lines += [
        "",
        f"Mess: {_MIXTURE} workbooks with up to {LEVELS['heavy'][0]} habits and {LEVELS['heavy'][2]} defects at once:"
        f" {mixture.seen_through} of {mixture.clean} without a defect read as the clean ones;"
        f" {mixture.flaws} defects and {mixture.hidden} behind others,"
        f" recall {mixed_recall:.1f} %, precision {mixed_precision:.1f} %",
        *(f"  {wrong}" for wrong in mixture.wrong),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    is_seen_through = right == tried and mixture.seen_through == mixture.clean
    return int(not is_seen_through or min(recall, precision, mixed_recall, mixed_precision) < _GOAL)


def _fault_line(name: str, verdict: Verdict) -> str:
    told = f"{verdict.right:>3} / {verdict.tried:<3}" if NAMED[name] else f"see beyond the row, tried {verdict.tried}"
    return f"  {name:<24} {told} false {verdict.false_alarms} {'; '.join(verdict.wrong[:3])}"


def _total(verdicts: dict[str, Verdict], what: str) -> int:
    return sum(getattr(verdict, what) for verdict in verdicts.values())


def _share(part: int, whole: int) -> float:
    return 100 * part / whole


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""What checks beyond the row find, and say without cause: `python -m bench.beyond_row [MONTHS]`, 15 months else.

The sample province is loaded whole; what is said of it is a false alarm. Then submissions of the last months are sent
again, each wrong in one way, and the province is held against them. Beside it stands a plain z-score: a figure more
than three standard deviations from the mean of all its earlier ones.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import numpy as np

from flows.ingest import drain
from flows.line import read_submissions
from flows.secret import pseudonym_key
from flows.settings import Home, Settings, settings
from schemas.form import Form
from schemas.owed import Debtor
from schemas.past import expected, has_past, measures
from schemas.registry import forms
from schemas.submission import Reading
from spreadsheets.drawing import Look, draw
from spreadsheets.mess.submissions import SUBMISSIONS, Wrong
from spreadsheets.page import save
from spreadsheets.sample.course import month_index
from spreadsheets.sample.world import World
from spreadsheets.sample.write import Owed, owed, write
from spreadsheets.workbook import Reader
from warehouse.checks.judge import judge
from warehouse.checks.series import series
from warehouse.connect import Connection, build
from warehouse.kept import Arrival
from warehouse.load import record

LAST = month_index(2024, 3)
#: Kind of wrong submission -> the rules that name it; "" where it is the rule of a form.
NAMED = {
    "jump": {"CELL-JUMP", "CELL-FALLS"}, "scale": {"CELL-SCALE"}, "falls": {"CELL-FALLS"}, "frozen": {"SUB-FROZEN"},
    "running-total": {"CELL-RUNNING-TOTAL"}, "exchanged": {"HEAD-EXCHANGED"}, "contradiction": {"CELL-OTHER-SOURCE"},
    "copy": {"SUB-COPY", "ROW-SENT-TWICE"}, "unlisted": {"PROC-108"},
    "rows-missing": {"PROC-008", "PROC-009", "PROC-204"},
}  # fmt: skip
#: Rules that say a figure is not what its past leads to expect: any of them at its column leads to the mistake.
ODD = {"CELL-JUMP", "CELL-SCALE", "CELL-FALLS", "CELL-RUNNING-TOTAL", "HEAD-EXCHANGED"}
#: Kinds a z-score can be asked about: those of single figures.
FIGURES = ("jump", "scale", "falls", "running-total")
_EACH = 40
_GOAL_RECALL, _GOAL_ALARMS = 95.0, 2.0


@dataclass
class Score:
    """One kind: submissions sent, those told of at all, by the right name, and by a z-score where it can be asked."""

    tried: int = 0
    told: int = 0
    named: int = 0
    by_z: int = 0
    by_a_rule_of_the_row: int = 0
    missed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clean:
    """What is said of the province as it is: alarms and figures judged, by us and by a z-score; seconds of checks."""

    alarms: int
    z_alarms: int
    figures: int
    seconds: float
    loads: int


def main(months: int = 15) -> int:
    """Print a line a kind; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as folder, Reader(1) as reader:
        chosen = settings({"KHOSO_HOME": folder, "KHOSO_QUIET_SECONDS": "0"}, lang="en")
        _load(chosen, months)
        clean = _clean(chosen.home)
        scores = {kind: _score(chosen.home, kind, reader) for kind in SUBMISSIONS}
    share, z_share = (100 * n / clean.figures for n in (clean.alarms, clean.z_alarms))
    lines = [
        "",
        f"Beyond the row: {months} months, {clean.loads:,} loads checked in {clean.seconds:.1f} s"
        f" ({1000 * clean.seconds / clean.loads:.1f} ms each)",
        f"  false alarms {share:.2f} % of {clean.figures:,} figures, z-score {z_share:.2f} %",
    ]
    lines += [_line(kind, score) for kind, score in scores.items()]
    told, tried = sum(s.told for s in scores.values()), sum(s.tried for s in scores.values())
    lines.append(f"  {'all':<16} recall {100 * told / tried:5.1f} %")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(100 * told / tried < _GOAL_RECALL or share > _GOAL_ALARMS)


def _line(kind: str, score: Score) -> str:
    z = f", z-score {score.by_z:>3}" if kind in FIGURES else ""
    row = f", held back by a rule of the row {score.by_a_rule_of_the_row}" if score.by_a_rule_of_the_row else ""
    missed = f"  missed: {'; '.join(score.missed[:3])}" if score.missed else ""
    return f"  {kind:<16} {score.told:>3} of {score.tried:<3}, by name {score.named:>3}{z}{row}{missed}"


def _load(chosen: Settings, months: int) -> None:
    for _ in write(chosen.home.inbox, World(), range(LAST - months + 1, LAST + 1)):
        pass
    drain(chosen, wait=True, clock=lambda: datetime(2024, 4, 20, 9))


def _clean(home: Home) -> Clean:
    """Everything judged again, as after a change of tolerances, and what stands then."""
    with build(home.build_file) as con:
        con.execute("DELETE FROM audit.state WHERE name = 'judged'")
        begun = time.perf_counter()
        judge(con, forms())
        seconds = time.perf_counter() - begun
        alarms, loads = (
            con.execute(query).fetchall()[0][0]
            for query in (
                "SELECT count(*) FROM audit.comparison WHERE until_seq IS NULL",
                "SELECT count(*) FROM audit.load WHERE superseded_seq IS NULL",
            )
        )
        counts = [_z_scores(con, form) for form in forms().values() if has_past(form)]
    return Clean(alarms, sum(z for z, _ in counts), sum(n for _, n in counts), seconds, loads)


def _z_scores(con: Connection, form: type[Form]) -> tuple[int, int]:
    """Figures of a form a z-score finds odd, and figures that can be judged."""
    loads = [row[0] for row in con.execute("SELECT load_id FROM audit.load WHERE form = ?", [form.name]).fetchall()]
    alarms = figures = 0
    for known in series(con, form, loads):
        for name in measures(form):
            figures += int(np.isfinite(expected(known.values[name], known.year_back, 4).log).sum())
            alarms += int((_z(known.values[name]) > 3).sum())
    return alarms, figures


def _z(values: np.ndarray) -> np.ndarray:
    """Standard deviations of each figure from the mean of those before it, from the fifth on."""
    found = np.zeros(values.shape)
    for t in range(4, values.shape[1]):
        past = values[:, :t]
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of nothing there is no mean, as it should be
            found[:, t] = np.abs(values[:, t] - np.nanmean(past, axis=1)) / np.nanstd(past, axis=1)
    return np.nan_to_num(found, posinf=9e9)


def _score(home: Home, kind: str, reader: Reader) -> Score:
    """Send what is wrong in one way, each to a warehouse of its own month, and see what is said."""
    score, missed = Score(), []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "warehouse.duckdb"
        shutil.copy(home.build_file, copy)
        with build(copy) as con:
            sent = list(_sent(con, kind, reader, Path(folder), pseudonym_key(home.secret)))
            judge(con, forms())
            for wrong, reading, loads in sent:
                if not _is_loaded(reading, wrong):
                    score.by_a_rule_of_the_row += 1
                    continue
                score.tried += 1
                rules = _told(con, wrong, loads)
                score.named += bool(rules & NAMED[kind])
                is_told = bool(rules & (NAMED[kind] | ODD if kind in (*FIGURES, "exchanged") else NAMED[kind]))
                score.told += is_told
                score.by_z += kind in FIGURES and _is_told_by_z(con, wrong, loads)
                if not is_told:
                    missed.append(f"{wrong.what.path.stem} {wrong.what.period.id} {wrong.column} {sorted(rules)}")
    score.missed = tuple(missed)
    return score


def _sent(
    con: Connection, kind: str, reader: Reader, folder: Path, key: bytes
) -> Iterator[tuple[Wrong, Reading, list[int]]]:
    """One wrong submission of each of many, loaded as a newer arrival; no two have to do with one body's form."""
    rng, world = Random(kind), World()
    before: set[tuple[str, Debtor]] = set()
    first = con.execute("SELECT max(seq) FROM audit.run").fetchall()[0][0] + 1
    done = 0
    for what in _chosen(rng):
        wrong = SUBMISSIONS[kind](world, what, rng)
        bodies = {(what.form.name, each.debtor) for each in (what, wrong.what)} if wrong else set()
        if wrong is None or bodies & before:
            continue
        before |= bodies
        path = folder / f"{done}.xlsx"
        to, look = wrong.what, Look(on=wrong.what.period.end)
        rows = list(wrong.rows)
        page = draw(to.form, rows, sender=to.debtor.sender, unit=to.debtor.unit, period=to.period, look=look)
        save([page], path)
        reading = read_submissions(reader.read(path), pseudonym_key=key)
        arrival = Arrival(first + done, f"{kind}{done}", path.name, datetime(2024, 5, 1), "inbox", {})
        yield wrong, reading, record(con, arrival, reading).load_ids
        done += 1
        if done == _EACH:
            return


def _chosen(rng: Random) -> Sequence[Owed]:
    """What is owed in the last two months, forms in turn: 136 communes owe what one department owes once."""
    by_form: dict[str, list[Owed]] = {}
    for what in owed([LAST - 1, LAST]):
        by_form.setdefault(what.form.name, []).append(what)
    for several in by_form.values():
        rng.shuffle(several)
    most = max(map(len, by_form.values()))
    return [several[turn] for turn in range(most) for several in by_form.values() if turn < len(several)]


def _is_loaded(reading: Reading, wrong: Wrong) -> bool:
    """Whether the row that is wrong came as far as the checks: a rule of the row may have held it back."""
    return any(
        submission.accepted.num_rows == len(wrong.rows) and not submission.quarantined
        for submission in reading.submissions
    )


def _told(con: Connection, wrong: Wrong, loads: Sequence[int]) -> set[str]:
    """Rules of the findings of a submission, odd figures of the wrong column only; of a register also those of the
    tables counted from it."""
    rows = con.execute(
        "SELECT DISTINCT rule, field FROM audit.comparison"
        " WHERE until_seq IS NULL AND seq = (SELECT max(seq) FROM audit.run)"
        " AND (load_id IN (SELECT unnest($loads))"
        " OR (check_name = 'roll_up' AND other_load_id IN (SELECT unnest($loads))))",
        {"loads": list(loads)},
    ).fetchall()
    return {rule for rule, field in rows if rule not in ODD or field in (wrong.column, wrong.other_column)}


def _is_told_by_z(con: Connection, wrong: Wrong, loads: Sequence[int]) -> bool:
    for known in series(con, wrong.what.form, loads):
        here = np.isin(known.load_ids, loads)
        if (_z(known.values[wrong.column])[here] > 3).any():
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

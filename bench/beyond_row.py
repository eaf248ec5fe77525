"""What checks beyond the row find, and say without cause: `python -m bench.beyond_row [MONTHS LAST SEED…]`.

The sample province is loaded whole, 15 months to 2024-03 where nothing else is said; what is said of it is a false
alarm. Then submissions of the last two months are sent again, each wrong in one way, and the province is held against
them. Beside it stands a plain z-score: a figure more than three standard deviations from the mean of all its earlier
ones, asked of the same figures. A seed makes another province, and other mistakes in it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from random import Random

import numpy as np

from flows.ingest import drain
from machine.secret import pseudonym_key
from machine.settings import Home, Settings, settings
from province.ground.course import month, month_index
from province.messy_submissions import SUBMISSIONS, Wrong
from province.sample.world import FIRST_SEED, World
from province.write import Owed, owed, write
from schemas.comparison import Compared
from schemas.form import Form
from schemas.owed import Debtor
from schemas.registry import forms
from schemas.submission import Reading
from schemas.validation.past import expected, has_past, measures
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from spreadsheets.write.drawing import Look, draw
from spreadsheets.write.drawn import save
from warehouse.arrival import Arrival
from warehouse.checks.judge import judge
from warehouse.checks.series import series
from warehouse.connect import Connection, build
from warehouse.load import record

#: Kind of wrong submission -> the rules that name it; "" where it is the rule of a form.
NAMED = {
    "jump": {"CELL-JUMP", "CELL-FALLS"}, "scale": {"CELL-SCALE"}, "falls": {"CELL-FALLS"}, "frozen": {"SUB-FROZEN"},
    "running-total": {"CELL-RUNNING-TOTAL"}, "exchanged": {"HEAD-EXCHANGED"}, "contradiction": {"CELL-OTHER-SOURCE"},
    "copy": {"SUB-COPY", "ROW-SENT-TWICE"}, "unlisted": {"PROC-108"},
    "rows-missing": {"PROC-008", "PROC-009", "PROC-204"},
}  # fmt: skip
#: Rules that say a figure is not what its past leads to expect: any of them at its column leads to the mistake.
ODD = {"CELL-JUMP", "CELL-SCALE", "CELL-FALLS", "CELL-RUNNING-TOTAL", "HEAD-EXCHANGED"}
#: Kinds of wrong figures, told of at their column; kinds told of at their row.
_FIGURES = {"jump", "scale", "falls", "running-total", "exchanged"}
_AT_A_ROW = {"jump", "scale", "falls", "running-total", "contradiction", "unlisted"}
_EACH, _WORST = 40, 5
#: Periods that must be known before either says anything.
_LEAST = Compared().periods
_GOAL_RECALL, _GOAL_ALARMS = 95.0, 2.0


@dataclass(frozen=True)
class Try:
    """A province: months of it, the last one, its seed."""

    months: int = 15
    last: str = "2024-03"
    seed: int = FIRST_SEED

    @property
    def last_index(self) -> int:
        """The index of its last month."""
        return month_index(int(self.last[:4]), int(self.last[5:]))

    @property
    def day(self) -> datetime:
        """When everything was sent."""
        return datetime.combine(month(self.last_index).end, time_of_day(9)) + timedelta(days=36)


@dataclass
class Score:
    """One kind: submissions sent, those told of at all, by the right name, and by a z-score of any wrong figure.

    Not among those sent: what a rule of the row held back, and figures too new to have a past, of whom both are silent.
    """

    tried: int = 0
    told: int = 0
    named: int = 0
    by_z: int = 0
    by_a_rule_of_the_row: int = 0
    without_past: int = 0
    missed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clean:
    """What is said of the province as it is.

    `alarms`: (form, check) -> how many. `z_alarms`, `figures`: form -> alarms of a z-score, and figures judged by both.
    """

    alarms: Mapping[tuple[str, str], int]
    z_alarms: Mapping[str, int]
    figures: Mapping[str, int]
    seconds: float
    loads: int


def main(months: int = 15, last: str = "2024-03", *seeds: int) -> int:
    """Print a line a kind, for each seed; 1 when a goal is missed."""
    return max(_tried(Try(months, last, seed)) for seed in seeds or (FIRST_SEED,))


def _tried(what: Try) -> int:
    with tempfile.TemporaryDirectory() as folder, Reader(1) as reader:
        chosen = settings({"KHOSO_HOME": folder, "KHOSO_QUIET_SECONDS": "0"}, lang="en")
        _load(chosen, what)
        return measured(chosen.home, what, reader)


def measured(home: Home, what: Try, reader: Reader) -> int:
    """Print what is said of a loaded province, and of what is wrong in it; 1 when a goal is missed."""
    clean = _clean(home)
    scores = {kind: _score(home, kind, what, reader) for kind in SUBMISSIONS}
    share, z_share = (_percent(sum(n.values()), sum(clean.figures.values())) for n in (clean.alarms, clean.z_alarms))
    told, by_z, tried = (sum(getattr(s, name) for s in scores.values()) for name in ("told", "by_z", "tried"))
    lines = [
        "",
        f"Beyond the row: {what.months} months to {what.last}, seed {what.seed},"
        f" {clean.loads:,} loads checked in {clean.seconds:.1f} s ({1000 * clean.seconds / clean.loads:.1f} ms each)",
        f"  false alarms {share:.2f} % of {sum(clean.figures.values()):,} figures, z-score {z_share:.2f} %",
        *_worst(clean),
        *(_line(kind, score) for kind, score in scores.items()),
        f"  {'all':<16} recall {_percent(told, tried):5.1f} %, z-score {_percent(by_z, tried):5.1f} %",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(_percent(told, tried) < _GOAL_RECALL or share > _GOAL_ALARMS)


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def _worst(clean: Clean) -> Iterator[str]:
    """The forms with the most false alarms, by check, and what a z-score says of them."""
    by_form: Counter[str] = Counter()
    for (form, _), count in clean.alarms.items():
        by_form[form] += count
    for form, count in by_form.most_common(_WORST):
        figures = clean.figures.get(form, 0)
        checks = ", ".join(f"{check} {n}" for (of, check), n in sorted(clean.alarms.items()) if of == form)
        shares = (
            f"{_percent(count, figures):5.2f} % of {figures:,}, z-score {_percent(clean.z_alarms[form], figures):.2f} %"
        )
        yield f"    {form:<24} {shares if figures else 'no figures'}: {checks}"


def _line(kind: str, score: Score) -> str:
    row = f", held back by a rule of the row {score.by_a_rule_of_the_row}" if score.by_a_rule_of_the_row else ""
    row += f", without a past {score.without_past}" if score.without_past else ""
    missed = f"  missed: {'; '.join(score.missed[:3])}" if score.missed else ""
    told = f"{score.told:>3} of {score.tried:<3}, by name {score.named:>3}, z-score {score.by_z:>3}"
    return f"  {kind:<16} {told}{row}{missed}"


def _load(chosen: Settings, what: Try) -> None:
    for _ in write(chosen.home.inbox, World(what.seed), range(what.last_index - what.months + 1, what.last_index + 1)):
        pass
    drain(chosen, wait=True, clock=lambda: what.day)


def _clean(home: Home) -> Clean:
    """Everything judged again, as after a change of tolerances, and what stands then."""
    with build(home.build_file) as con:
        con.execute("DELETE FROM audit.state WHERE name = 'judged'")
        begun = time.perf_counter()
        judge(con, forms())
        seconds = time.perf_counter() - begun
        told = con.execute(
            "SELECT form, check_name || ' ' || rule, count(*) FROM audit.comparison"
            " WHERE until_seq IS NULL GROUP BY ALL"
        ).fetchall()
        loads = con.execute("SELECT count(*) FROM audit.load WHERE superseded_seq IS NULL").fetchall()[0][0]
        counts = {name: _z_scores(con, form) for name, form in forms().items() if has_past(form)}
    return Clean(
        {(form, check): count for form, check, count in told},
        Counter({name: z for name, (z, _) in counts.items()}),
        {name: n for name, (_, n) in counts.items()},
        seconds,
        loads,
    )


def _z_scores(con: Connection, form: type[Form]) -> tuple[int, int]:
    """Figures of a form a z-score finds odd, and how many there are of which our own check expects something."""
    loads = [row[0] for row in con.execute("SELECT load_id FROM audit.load WHERE form = ?", [form.name]).fetchall()]
    alarms = figures = 0
    for known in series(con, form, loads):
        for name in measures(form):
            values = known.values[name]
            is_asked = known.is_judged & np.isfinite(values + expected(values, known.alike, _LEAST).log)
            figures += int(is_asked.sum())
            alarms += int((is_asked & (_z(values) > 3)).sum())
    return alarms, figures


def _z(values: np.ndarray) -> np.ndarray:
    """Standard deviations of each figure from the mean of those before it, from the fifth on."""
    found = np.zeros(values.shape)
    for t in range(_LEAST, values.shape[1]):
        past = values[:, :t]
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of nothing there is no mean, as it should be
            found[:, t] = np.abs(values[:, t] - np.nanmean(past, axis=1)) / np.nanstd(past, axis=1)
    return np.nan_to_num(found, posinf=9e9)


def _score(home: Home, kind: str, what: Try, reader: Reader) -> Score:
    """Send what is wrong in one way, each to a warehouse of its own month, and see what is said."""
    score, missed = Score(), []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "warehouse.duckdb"
        shutil.copy(home.build_file, copy)
        with build(copy) as con:
            sent = list(_sent(con, kind, what, reader, Path(folder), pseudonym_key(home.secret)))
            judge(con, forms())
            for wrong, reading, loads in sent:
                if not _is_loaded(reading, wrong):
                    score.by_a_rule_of_the_row += 1
                    continue
                if kind in _FIGURES and not _has_known_past(con, wrong, _row_id(reading, wrong), loads):
                    score.without_past += 1
                    continue
                score.tried += 1
                rules = _told(con, wrong, _row_id(reading, wrong), loads)
                score.named += bool(rules & NAMED[kind])
                score.told += bool(rules)
                score.by_z += _is_told_by_z(con, wrong, _row_id(reading, wrong), loads)
                if not rules:
                    missed.append(f"{wrong.what.path.stem} {wrong.what.period.id} {wrong.column}")
    score.missed = tuple(missed)
    return score


def _sent(
    con: Connection, kind: str, at: Try, reader: Reader, folder: Path, key: bytes
) -> Iterator[tuple[Wrong, Reading, list[int]]]:
    """One wrong submission of each of many, loaded as a newer arrival; no two have to do with one body's form."""
    rng, world = Random(f"{kind} {at.seed}"), World(at.seed)
    before: set[tuple[str, Debtor]] = set()
    first = con.execute("SELECT max(seq) FROM audit.run").fetchall()[0][0] + 1
    done = 0
    for what in _chosen(at, rng):
        wrong = SUBMISSIONS[kind](world, what, rng)
        bodies = {(what.form.name, each.debtor) for each in (what, wrong.what)} if wrong else set()
        if wrong is None or bodies & before:
            continue
        before |= bodies
        path = folder / f"{done}.xlsx"
        to, look = wrong.what, Look(on=wrong.what.period.end)
        rows = list(wrong.rows)
        sheet = draw(to.form, rows, sender=to.debtor.sender, unit=to.debtor.unit, period=to.period, look=look)
        save([sheet], path)
        reading = read_submissions(reader.read(path), pseudonym_key=key)
        arrival = Arrival(first + done, f"{kind}{done}", path.name, at.day, "inbox", {})
        yield wrong, reading, record(con, arrival, reading).load_ids
        done += 1
        if done == _EACH:
            return


def _chosen(at: Try, rng: Random) -> Sequence[Owed]:
    """What is owed in the last two months, forms in turn: 136 communes owe what one department owes once."""
    by_form: dict[str, list[Owed]] = {}
    for what in owed([at.last_index - 1, at.last_index]):
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


def _row_id(reading: Reading, wrong: Wrong) -> int:
    """The row that is wrong, as it was loaded."""
    (submission,) = [each for each in reading.submissions if each.accepted.num_rows == len(wrong.rows)]
    return int(sorted(submission.accepted.column("_row_id").to_pylist())[wrong.row])


def _told(con: Connection, wrong: Wrong, row_id: int, loads: Sequence[int]) -> set[str]:
    """Rules of the findings that lead to what is wrong.

    What is wrong at one cell must be told of there, a column of a row in that row and columns as a whole in them. Of
    a register it is said at the tables counted from it.
    """
    rows = con.execute(
        "SELECT DISTINCT rule, field, row_id FROM audit.comparison"
        " WHERE until_seq IS NULL AND seq = (SELECT max(seq) FROM audit.run)"
        " AND (load_id IN (SELECT unnest($loads))"
        " OR (check_name = 'roll_up' AND other_load_id IN (SELECT unnest($loads))))",
        {"loads": list(loads)},
    ).fetchall()
    fits = NAMED[wrong.kind] | (ODD if wrong.kind in _FIGURES else set())
    found = {(rule, field, row) for rule, field, row in rows if rule in fits}
    if wrong.kind in _FIGURES:
        found = {each for each in found if each[1] in (wrong.column, wrong.other_column)}
    if wrong.kind in _AT_A_ROW:
        found = {each for each in found if each[2] == row_id}
    return {rule for rule, _, _ in found}


def _has_known_past(con: Connection, wrong: Wrong, row_id: int, loads: Sequence[int]) -> bool:
    """Whether enough periods are known of the wrong figure, or of most of a wrong column."""
    for known in series(con, wrong.what.form, loads):
        here = np.isin(known.load_ids, loads) & ((known.row_ids == row_id) | (wrong.kind not in _AT_A_ROW))
        values = known.values[wrong.column]
        if here.any() and np.isfinite(expected(values, known.alike, _LEAST).log)[here].mean() > 0.5:
            return True
    return False


def _is_told_by_z(con: Connection, wrong: Wrong, row_id: int, loads: Sequence[int]) -> bool:
    """Whether a z-score finds a wrong figure odd: the cell, or any of the columns or of the submission."""
    if not has_past(wrong.what.form):
        return False
    names = {wrong.column, wrong.other_column} if wrong.kind in _FIGURES else measures(wrong.what.form)
    for known in series(con, wrong.what.form, loads):
        here = np.isin(known.load_ids, loads)
        if wrong.kind in _AT_A_ROW:
            here &= known.row_ids == row_id
        if any((_z(known.values[name])[here] > 3).any() for name in names if name in known.values):
            return True
    return False


if __name__ == "__main__":
    _months, _last, *_seeds = [*sys.argv[1:], *("15", "2024-03")[len(sys.argv) - 1 :]]
    sys.exit(main(int(_months), _last, *map(int, _seeds)))

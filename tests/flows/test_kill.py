"""SIGKILL at any moment: the warehouse opens, every submission is whole or absent, running again completes it."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from khoso import COMMAND, ROOT, SAMPLES, environment, khoso

from warehouse.connect import build, snapshot

pytestmark = pytest.mark.slow

EXPECTED = [("district", 20_745, 21_006), ("province", 4_523, 12_500)]
PAUSED = str(Path(__file__).parents[1] / "paused.py")
WHOLE_OR_ABSENT = """
    SELECT load_id FROM audit.load
    WHERE accepted <> (SELECT count(*) FROM history.dossier_progress WHERE _load_id = load_id)
       OR quarantined <> (SELECT count(*) FROM audit.quarantine q WHERE q.load_id = load.load_id)
       OR NOT EXISTS (FROM audit.column_map c WHERE c.load_id = load.load_id)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An inbox of every sample, half of them loaded before."""
    root = tmp_path / "data"
    (root / "inbox").mkdir(parents=True)
    for path in sorted(SAMPLES.glob("*T4*")):
        shutil.copy(path, root / "inbox")
    khoso(root, "ingest")
    for path in SAMPLES.glob("*.xlsx"):
        shutil.copy(path, root / "inbox")
    return root


def check_and_complete(home: Path) -> None:
    """What must hold after any kill, and after the next run."""
    with snapshot(home / "warehouse" / "warehouse.duckdb") as con:  # readers see the old or the new one, whole
        assert con.execute(WHOLE_OR_ABSENT).fetchall() == []
    with build(home / "warehouse" / "build" / "warehouse.duckdb") as con:
        assert con.execute(WHOLE_OR_ABSENT).fetchall() == []
    khoso(home, "ingest", expect=None)
    with snapshot(home / "warehouse" / "warehouse.duckdb") as con:
        assert con.execute(WHOLE_OR_ABSENT).fetchall() == []
        rates = con.execute(
            "SELECT tier, numerator, denominator FROM mart.indicator_value"
            " WHERE indicator_code = 'online_dossier_rate_a' AND agency_code = '' AND unit_code = '26'"
            " AND tier <> '' AND period_id = '2023-05' ORDER BY 1"
        ).fetchall()
        assert rates == EXPECTED
        assert con.execute("SELECT count(*), count(DISTINCT (sha256)) FROM audit.load").fetchall() == [(9, 9)]
        assert con.execute("SELECT count(*) FROM audit.row_account WHERE difference <> 0").fetchall() == [(0,)]
    assert list((home / "inbox").iterdir()) == []
    assert list((home / "warehouse").rglob("*.wal")) == []
    assert list((home / "warehouse" / "versions").glob(".*")) == []


def kill_paused(home: Path, moment: str) -> None:
    marker = home / "paused"
    words = [sys.executable, PAUSED, moment, str(marker), "ingest"]
    child = subprocess.Popen(words, env=environment(home), cwd=ROOT, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not marker.exists():
        assert child.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    child.kill()
    child.wait()


def kill_at_random(home: Path, seed: int, longest: float) -> None:
    child = subprocess.Popen([*COMMAND, "ingest"], env=environment(home), cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(random.Random(seed).uniform(0.2, longest))
    child.kill()
    child.wait()


@pytest.mark.parametrize("moment", ["transaction", "copying", "swapping"])
def test_killed_inside(home: Path, moment: str) -> None:
    kill_paused(home, moment)
    check_and_complete(home)


@pytest.mark.parametrize("moment", ["copying", "swapping"])
def test_what_a_killed_run_had_loaded_is_marked_by_the_next(home: Path, moment: str) -> None:
    outbox = home / "outbox"
    kill_paused(home, moment)
    receipts = {path: path.read_text(encoding="utf-8") for path in outbox.glob("receipts/*.txt")}
    owed = {path: text for path, text in receipts.items() if "  ✗ " in text and "annotated/" not in text}
    assert len(owed) == 1
    khoso(home, "ingest", expect=None)
    for path, before in owed.items():
        vi, en = path.read_text(encoding="utf-8").split("\n\n")
        marked = re.findall(r"annotated/(.+\.xlsx)", vi + en)
        assert len(marked) == 2 and len(set(marked)) == 1
        listed = openpyxl.load_workbook(outbox / "annotated" / marked[0]).worksheets[0]
        n_told = len([line for line in before.split("\n\n")[0].splitlines() if line.startswith(("  ✗ ", "  ! "))])
        assert listed.max_row - 5 == n_told > 0
    assert list(outbox.glob(".unmarked/*")) == []


def killed_at_random(home: Path, seed: int) -> None:
    """Four kills one after the other, the next while it recovers from the one before."""
    for turn in range(4):
        kill_at_random(home, 10 * seed + turn, 4.0)
    check_and_complete(home)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_killed_at_a_random_moment(home: Path, seed: int) -> None:
    killed_at_random(home, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(6, 60))
def test_killed_at_240_random_moments(home: Path, seed: int) -> None:
    killed_at_random(home, seed)


@pytest.mark.soak
@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("moment", ["transaction", "copying", "swapping"])
def test_killed_inside_again_and_again(home: Path, moment: str, turn: int) -> None:
    for _ in range(turn % 2 + 1):  # also killed once more while it recovers
        kill_paused(home, moment)
        (home / "paused").unlink()
    check_and_complete(home)


def test_two_runs_at_once_do_not_meet(home: Path) -> None:
    words = [*COMMAND, "ingest", "--json"]
    runs = [
        subprocess.Popen(
            words, env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = [(run.communicate(timeout=120), run.returncode) for run in runs]
    assert sorted(code for _, code in answers) in ([1, 4], [0, 1])
    for (out, err), code in answers:
        assert "Traceback" not in err
        if code == 4:
            assert "pid" in err
        else:
            json.loads(out)
    check_and_complete(home)

"""A sector's own hour: its marts are made and proved, what is owed of its forms looked at."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from khoso import ROOT, SAMPLES, environment, khoso

from schemas.form import Due, Form, column
from schemas.kinds import Count
from schemas.owed import debtors, due_day, terms
from schemas.registry import form, forms, sectors
from schemas.values.periods import period
from warehouse.connect import build
from warehouse.mart import EVERY_SECTOR, GrainBroken, Mart, marts, prove

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with May 2023 loaded."""
    root = tmp_path_factory.mktemp("sector") / "data"
    (root / "inbox").mkdir(parents=True)
    for path in SAMPLES.glob("*5*.xlsx"):
        shutil.copy(path, root / "inbox")
    khoso(root, "ingest")
    return root


def test_a_reporting_month_closes_on_the_14th_and_is_owed_on_the_16th() -> None:
    progress = form("dossier_progress")
    for year, month, closes, due in (
        (2023, 4, date(2023, 4, 14), date(2023, 4, 16)),
        (2023, 5, date(2023, 5, 14), date(2023, 5, 16)),
        (2023, 12, date(2023, 12, 14), date(2023, 12, 16)),
    ):
        of = period("month", progress.calendar, year, month)
        assert (of.end, due_day(progress, of)) == (closes, due)


def test_a_due_day_a_month_does_not_have_is_its_last() -> None:
    class Closing(Form):
        n = column(Count, "Số")
        period = "month"
        due = Due(31, months=1)

    january = period("month", "calendar", 2023, 1)
    assert due_day(Closing, january) == date(2023, 2, 28)
    Closing.due = None
    assert due_day(Closing, january) is None


@pytest.mark.parametrize("each", [pytest.param(each, id=each.name) for each in forms().values()])
def test_the_terms_of_a_debtor_are_the_days_on_which_it_owes(each: type[Form]) -> None:
    held = terms(each)
    days = {term.first for term in held} | {term.last for term in held} | {date(2023, 5, 14), date(2025, 7, 1)}
    for day in days:
        owing = sorted((t.debtor.sender, t.debtor.unit) for t in held if t.first <= day <= t.last)
        assert owing == sorted((debtor.sender, debtor.unit) for debtor in debtors(each, day))


def test_every_sector_has_an_hour_of_its_own() -> None:
    assert {len(sector.cron.split()) for sector in sectors()} == {5}


def test_the_sectors_flow_makes_its_marts_and_publishes(home: Path) -> None:
    code = "from flows.scheduled import prove_sector; import json; print(json.dumps(prove_sector('procedures')))"
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), cwd=ROOT, capture_output=True, text=True, timeout=240
    )
    assert run.returncode == 0, run.stderr
    counts = json.loads(run.stdout.splitlines()[-1])
    assert counts["fact_procedures_progress"] == 3 * 26
    assert counts.keys() == {mart.name for mart in marts("procedures") if not mart.parameters}
    built = json.loads(khoso(home, "sql", "SELECT mart, n_rows FROM audit.mart_proof ORDER BY 1", "--json").stdout)
    assert {row["mart"]: row["n_rows"] for row in built} == counts


def test_a_mart_whose_grain_is_not_unique_is_refused(home: Path, tmp_path: Path) -> None:
    with build(tmp_path / "w.duckdb") as con:
        con.execute("CREATE SCHEMA mart")
        wrong = Mart("wrong", "x", ("a",), "SELECT 1 AS a UNION ALL SELECT 1")
        con.execute(wrong.ddl)
        with pytest.raises(GrainBroken, match="2 rows for 1 keys"):
            prove(con, wrong)


@pytest.mark.parametrize("mart", marts(), ids=lambda m: m.name)
def test_every_mart_is_one_statement_with_a_sector_a_grain_and_a_final_select(mart: Mart) -> None:
    assert mart.sector in {EVERY_SECTOR, *(sector.name for sector in sectors())}
    assert len(duckdb.extract_statements(mart.select)) == 1
    text = (ROOT / "warehouse" / "marts" / f"{mart.name}.sql").read_text(encoding="utf-8")  # others may feed it
    assert text.rstrip().endswith("SELECT * FROM final")

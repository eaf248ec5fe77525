"""One workbook of every form through the flow the schedule runs: each system of the province has its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filled import sent
from khoso import ROOT, environment

from province.ground.course import last_month
from province.sample.world import World
from province.write import drawn, owed
from schemas.registry import forms
from schemas.values.periods import period
from spreadsheets.write.drawn import save
from warehouse.connect import snapshot

pytestmark = pytest.mark.slow

#: The systems the province's digital transformation has, in the article's order, and the forms that hold each.
SYSTEMS = {
    "1 administrative procedures": ("dossier_progress", "dossier", "online_procedure"),
    "2 data connection and sharing": ("connected_system",),
    "3 culture, sports and tourism": ("tourism_site", "tourism_activity"),
    "4 online teaching and learning": ("school_readiness",),
    "5 telehealth": ("health_facility",),
    "6 chip ID, health records, cashless payment": ("health_facility", "health_record_coverage"),
    "7 traceability of farm products": ("trace_code",),
    "8 digital radio and television": ("broadcast_station",),
    "9 e-commerce": ("ecommerce_training", "ecommerce_sale"),
    "10 justice": ("justice_service",),
    "11 land and environment": ("land_database", "monitoring_station"),
    "12 enterprises": ("enterprise", "enterprise_digital_use"),
    "13 education database": ("school_readiness", "school_submission"),
    "14 agriculture": ("farmer_support", "cooperative", "livestock_farm"),
    "15 smart city": ("smart_city_service",),
    "targets": ("assigned_target",),
    "documents": ("policy_document",),
    "the index": ("dti_assessment", "dti_result"),
}
#: Forms of published tables: nobody of the province owes them, so the sample has none and a template is filled in.
PUBLISHED = ("school_submission", "recurrent_spending", "department_settlement", "district_transfers",
             "administrative_unit")  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse into which the flow has loaded one workbook of every form, named after it."""
    home = tmp_path_factory.mktemp("flow")
    inbox = home / "inbox"
    inbox.mkdir()
    world = World()
    first = {what.form.name: what for what in reversed(list(owed([last_month(period("month", "calendar", 2023, 5))])))}
    for name, what in first.items():
        (inbox / what.period.id).mkdir(exist_ok=True)
        save([drawn(world, what)], inbox / what.period.id / f"{name}.xlsx")
    for name in PUBLISHED:
        sent(forms()[name], inbox / f"{name}.xlsx")
    assert set(first) | set(PUBLISHED) == set(forms())
    run = [sys.executable, "-c", "from flows.scheduled import drain_inbox; drain_inbox()"]
    done = subprocess.run(run, cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return home


def test_every_system_of_the_province_has_a_form_that_is_known() -> None:
    assert {name for names in SYSTEMS.values() for name in names} <= set(forms())


@pytest.mark.parametrize("name", [name for name in forms() if name not in PUBLISHED])
def test_a_workbook_of_the_sample_is_loaded_whole(home: Path, name: str) -> None:
    with snapshot(home / "warehouse" / "warehouse.duckdb") as con:
        found = con.execute(
            "SELECT run.state, run.rows_in_span = run.accepted + run.quarantined + run.non_data, run.quarantined,"
            " run.errors, load.form, load.accepted, (SELECT count(*) FROM history." + name + ")"
            " FROM audit.run AS run JOIN audit.load AS load USING (seq) WHERE run.file_name = ?",
            [f"{name}.xlsx"],
        ).fetchall()
    assert len(found) == 1
    state, adds_up, quarantined, errors, claimed, accepted, stored = found[0]
    assert (state, adds_up, quarantined, errors, claimed) == ("loaded", True, 0, 0, name)
    assert accepted == stored > 0


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_filled_template_of_a_published_table_is_taken_for_what_it_is(home: Path, name: str) -> None:
    with snapshot(home / "warehouse" / "warehouse.duckdb") as con:
        found = con.execute(
            "SELECT load.form, run.rows_in_span > 0, run.rows_in_span = run.accepted + run.quarantined + run.non_data"
            " FROM audit.run AS run JOIN audit.load AS load USING (seq) WHERE run.file_name = ?",
            [f"{name}.xlsx"],
        ).fetchall()
    assert found == [(name, True, True)]


def test_the_flow_leaves_nothing_in_the_inbox(home: Path) -> None:
    assert [path for path in (home / "inbox").rglob("*") if path.is_file()] == []

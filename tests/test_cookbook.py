"""docs/cookbook.md: every question is asked of a sample province, as a user asks it, and answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from khoso import ROOT, environment

from flows.ingest import drain
from flows.settings import settings
from schemas.codes import code_list
from schemas.periods import period
from schemas.registry import form
from spreadsheets.drawing import draw
from spreadsheets.page import save
from spreadsheets.sample.course import last_month
from spreadsheets.sample.world import World
from spreadsheets.sample.write import owed, page
from warehouse.ask import ask

COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
QUESTIONS = {
    int(n): (title, sql) for n, title, sql in re.findall(r"## (\d+)\. (.+?)\n.*?```sql\n(.*?)```", COOKBOOK, re.S)
}

#: Month -> forms loaded of it; all where none are named.
MONTHS: dict[tuple[int, int], tuple[str, ...]] = {
    (2023, 3): ("dossier",),
    (2023, 4): ("dossier", "dossier_progress"),
    (2023, 5): (),
    (2024, 5): ("cooperative", "health_record_coverage"),
    (2025, 8): ("health_record_coverage",),
}
#: Bodies whose registers are loaded for the months before May: those of 136 others would only take time.
FEW = ("ubnd-tam-dao", "ubnd-song-lo")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The published warehouse of a sample province."""
    home = tmp_path_factory.mktemp("cookbook")
    world = World()
    for (year, month), forms in MONTHS.items():
        index = last_month(period("month", "calendar", year, month))
        for what in owed([index], forms):
            if what.form.name == "dossier" and month < 5 and what.debtor.sender not in FEW:
                continue
            path = home / "inbox" / what.path
            path.parent.mkdir(parents=True, exist_ok=True)
            save([page(world, what)], path)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(home).items():
            patch.setenv(name, value)
        chosen = settings(lang="en")
        result = drain(chosen, wait=True, clock=lambda: datetime(2023, 5, 31, 9))
        assert {outcome.state for outcome in result.outcomes} == {"loaded"}
        correct_april(world, home / "inbox" / "sửa.xlsx")
        send_as_the_office(world, home / "inbox" / "tổng hợp.xlsx")
        later = drain(chosen, wait=True, clock=lambda: datetime(2023, 6, 5, 9))
        assert {outcome.state for outcome in later.outcomes} == {"loaded"}
        yield chosen.home.snapshot


def correct_april(world: World, path: Path) -> None:
    """One body's table of April, with a dossier more online and one less in person."""
    index = last_month(period("month", "calendar", 2023, 4))
    what = next(owed([index], ("dossier_progress",)))
    (first, *others) = world.rows(what.form.name, what.debtor, what.period)
    right = first | {"online_count": first["online_count"] + 1, "in_person_count": first["in_person_count"] - 1}
    sender, unit = what.debtor.sender, what.debtor.unit
    save([draw(what.form, [right, *others], sender=sender, unit=unit, period=what.period)], path)


def send_as_the_office(world: World, path: Path) -> None:
    """The office's own table of the districts in April, with half as many dossiers again settled late in one."""
    index = last_month(period("month", "calendar", 2023, 4))
    sent = [what for what in owed([index], ("dossier_progress",)) if what.debtor.unit != "26"]
    rows = [world.rows(what.form.name, what.debtor, what.period)[0] for what in sent]
    more = rows[0]["resolved_late_count"] // 2 + 100
    rows[0] |= {name: rows[0][name] + more for name in ("resolved_late_count", "resolved_count", "received_count")}
    rows[0]["carried_over_count"] += more
    save([draw(sent[0].form, rows, sender="van-phong-ubnd-tinh", unit="26", period=sent[0].period)], path)


def answer(snapshot: Path, number: int, **options: Any) -> pa.Table:
    return ask(snapshot, QUESTIONS[number][1], **options)


def test_every_question_is_there_but_those_for_later() -> None:
    assert set(QUESTIONS) == set(range(1, 23))


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_question_is_answered(snapshot: Path, number: int) -> None:
    found = answer(snapshot, number)
    assert found.num_columns >= 2
    least = {
        1: 26,
        2: 1,
        3: 1,
        4: 10,
        5: 5,
        7: 136 + 48,
        8: 2,
        9: 1,
        10: 36,
        11: 1,
        12: 2,
        13: 1,
        14: 9,
        15: 9,
        16: 2,
        17: 1,
        18: 9,
        19: 1,
        20: 20,
        21: 3,
        22: 36,
    }
    assert found.num_rows >= least.get(number, 0)


def test_answers_that_can_be_counted_by_hand(snapshot: Path) -> None:
    assert answer(snapshot, 3).to_pylist() == [
        {"numerator": 4523.0, "denominator": 12500.0, "value": 36.18, "more_needed": 1727.0}
    ]
    facilities, schools = answer(snapshot, 12).to_pylist()
    assert (facilities["with_the_means"], facilities["n"]) == (153, 153)
    assert 0 < schools["in_use"] <= schools["n"]
    assert sum(row["supported_household_count"] for row in answer(snapshot, 15).to_pylist()) == 16_150
    farms = answer(snapshot, 16).to_pylist()
    assert (sum(row["digital"] for row in farms), sum(row["farms"] for row in farms)) == (336, 480)
    assert sum(row["lost"] + row["scored"] for row in answer(snapshot, 18).to_pylist()) == 9 * 1000
    late = answer(snapshot, 7).to_pylist()
    assert {row["state"] for row in late} == {"late"}
    assert [row["days_late"] for row in late[:136]] == [17] * 136
    registers = [row for row in late if row["form_name_vi"] == form("dossier").titles[0]]
    times = {row["sender_name_vi"]: (row["times_late"], row["times_missing"]) for row in registers}
    few = {code_list("agency").label(code) for code in FEW}
    assert times == {name: (3, 0) if name in few else (1, 2) for name in times}
    assert few < times.keys()
    assert {row["unit_code"] for row in answer(snapshot, 22).to_pylist()} == {
        row["unit_code"] for row in answer(snapshot, 10).to_pylist()
    }


def test_what_was_corrected_is_told_with_both_cells_who_and_when(snapshot: Path) -> None:
    rows = answer(snapshot, 8).to_pylist()
    assert [(row["change"], row["field"], int(row["after"]) - int(row["before"])) for row in rows] == [
        ("changed", "online_count", 1),
        ("changed", "in_person_count", -1),
    ]
    assert {row["after_received_at"] for row in rows} == {datetime(2023, 6, 5, 9)}
    assert {(row["after_file"], row["via"]) for row in rows} == {("sửa.xlsx", "inbox")}
    assert all(row["before_cell"] and row["after_cell"] for row in rows)


def test_what_was_known_then_is_not_what_is_known_now(snapshot: Path) -> None:
    now = answer(snapshot, 21).num_rows
    assert (answer(snapshot, 21, as_of=1).num_rows, now) == (0, 3)


def test_two_sources_disagree_where_they_were_made_to(snapshot: Path) -> None:
    found = answer(snapshot, 9).to_pylist()
    assert found[0]["field"] == "resolved_late_count"
    assert found[0]["department_total"] - found[0]["sum_of_districts"] >= 100
    assert {(row["period_id"], len(row["districts"])) for row in found} == {("2023-04", 1)}
    cells = ask(snapshot, "SELECT field FROM audit.disagreement WHERE check_name = 'source' ORDER BY field")
    assert cells.column("field").to_pylist() == [
        "carried_over_count", "received_count", "resolved_count", "resolved_late_count"
    ]  # fmt: skip

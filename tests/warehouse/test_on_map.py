"""Figures restated on the map of another day: sums kept, rates computed anew, what nobody can divide left undivided."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from facts import COUNT, OF_BODIES, RANK, RATE, Fact, add, answers, communes, warehouse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.connect import Connection
from warehouse.mart import prove

MAY_2023, JAN_2025, JULY_2025 = date(2023, 5, 31), date(2025, 1, 1), date(2025, 7, 1)
MAPS = (MAY_2023, JAN_2025, JULY_2025)

#: Communes of 2025 and those they were made of in 2023, from NQ 1287 and NQ 1676 (domain.md, appendix A).
MADE_OF = {
    "08866": ["08857", "08860", "08863", "08866"],  # Sơn Đông, across Lập Thạch and Sông Lô
    "08872": ["08872", "08875", "08926"],  # Tam Dương Bắc, across Tam Dương and Tam Đảo
    "08716": ["08710", "08716", "08719", "08725", "08728"],  # ward Vĩnh Phúc, with the code of Đống Đa
}
#: The 13 that were made of 28 on 1 January 2025, from NQ 1287.
MERGED_IN_JANUARY = {
    "08740", "08782", "08824", "08863", "08905", "09055", "09076",
    "09097", "09100", "09112", "09118", "09151", "09157",
}  # fmt: skip


def figures(month: tuple[int, int], on: date) -> list[Fact]:
    """A rate and a count of every commune of a day; each number is another."""
    return [
        fact
        for code in sorted(communes(on))
        for n in [int(code)]
        for fact in (
            Fact(RATE, code, 3 * n, 4 * n + int(code[-2:]), month=month, source="statistics", load_id=n % 3 + 1),
            Fact(COUNT, code, n, month=month),
        )
    ]


BEFORE = figures((2023, 5), MAY_2023)
BETWEEN = figures((2025, 2), JAN_2025)
AFTER = figures((2025, 8), JULY_2025)
BY_CODE = {(f.indicator, f.unit): f for f in BEFORE}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    districts = [Fact("livestock_farm_digital_rate", code, 7, 10) for code in sorted(set(communes(MAY_2023).values()))]
    bodies = [Fact(OF_BODIES, "26", 4523, 12500, "so-y-te", "province"), Fact(OF_BODIES, "243", 9, 10, "x", "district")]
    rank = [Fact(RANK, "26", 18, month=(2022, 12)), Fact(RANK, "25", 9, month=(2025, 12))]
    with warehouse(
        tmp_path_factory.mktemp("map") / "w.duckdb", [*BEFORE, *BETWEEN, *AFTER, *districts, *bodies, *rank]
    ) as made:
        yield made


def rows(con: Connection, on: date, what: str, where: str) -> list[tuple[Any, ...]]:
    return con.execute(f"SELECT {what} FROM mart.indicator_on_map(?) WHERE {where} ORDER BY ALL", [on]).fetchall()


@pytest.mark.parametrize("day", [*MAPS, date(2023, 1, 1)])
def test_the_grain_of_every_map_is_unique(con: Connection, day: date) -> None:
    maps = {mart.name: mart for mart in answers() if mart.parameters}
    assert prove(con, maps["indicator_on_map"], day) > 200
    assert prove(con, maps["unit_on_map"], day) > 500


@pytest.mark.parametrize("code", MADE_OF)
def test_a_commune_of_2025_has_the_counts_of_those_it_was_made_of(con: Connection, code: str) -> None:
    above = sum(BY_CODE[RATE, old].numerator or 0 for old in MADE_OF[code])
    below = sum(BY_CODE[RATE, old].denominator or 0 for old in MADE_OF[code])
    where = f"unit_code = '{code}' AND indicator_code = '{RATE}' AND period_id = '2023-05' AND level = 'commune'"
    what = "unit_valid_from, status, numerator, denominator, value, units, covered_units, all_units, denominator_source"
    assert rows(con, JULY_2025, what, where) == [
        (JULY_2025, "ok", above, below, round(100 * above / below, 1), MADE_OF[code], 1, 1, "statistics")
    ]
    counted = rows(con, JULY_2025, "value", where.replace(RATE, COUNT))
    assert counted == [(sum(int(old) for old in MADE_OF[code]),)]


def test_a_code_is_no_identity(con: Connection) -> None:
    reused = con.execute(
        "SELECT count(*) FROM mart.unit_in_time AS new JOIN mart.unit_in_time AS old USING (unit_code)"
        " WHERE new.era_from = ? AND old.era_from = DATE '2023-04-10' AND replace(old.name, 'oà', 'òa') <> new.name",
        [JULY_2025],
    ).fetchall()
    assert reused == [(18,)]
    where = f"unit_code = '08716' AND indicator_code = '{COUNT}' AND period_id = '2023-05' AND level = 'commune'"
    assert rows(con, MAY_2023, "unit_name, value", where) == [("Đống Đa", 8716.0)]
    assert rows(con, JULY_2025, "unit_name, value", where) == [("Vĩnh Phúc", sum(map(int, MADE_OF["08716"])))]


@pytest.mark.parametrize("indicator", [RATE, COUNT])
@pytest.mark.parametrize(
    ("period_id", "facts"), [("2023-05", BEFORE), ("2025-02", BETWEEN), ("2025-08", AFTER)], ids=lambda x: str(x)[:7]
)
def test_the_province_sums_the_same_on_every_map(
    con: Connection, indicator: str, period_id: str, facts: list[Fact]
) -> None:
    above = sum(f.numerator or 0 for f in facts if f.indicator == indicator)
    below = sum(f.denominator or 0 for f in facts if f.indicator == indicator) or None
    where = f"indicator_code = '{indicator}' AND period_id = '{period_id}' AND level = 'province'"
    what = "unit_code, status, numerator, denominator, covered_units, all_units, reported_units"
    assert [rows(con, day, what, where) for day in MAPS] == [
        [("26", "ok", above, below, 136, 136, 136)],
        [("26", "ok", above, below, 121, 121, 121)],
        [("25", "ok", above, below, 36, 148, 36)],
    ]


@pytest.mark.parametrize("day", MAPS)
def test_old_figures_leave_no_rest_on_a_later_map(con: Connection, day: date) -> None:
    where = f"indicator_code = '{COUNT}' AND period_id = '2023-05' AND level = 'commune'"
    got = rows(con, day, "status, count(*), sum(value)", where + " GROUP BY status")
    assert got == [("ok", len(communes(day)), sum(int(f.unit) for f in BEFORE if f.indicator == COUNT))]


def test_new_figures_of_merged_communes_are_not_divided_among_the_old_ones(con: Connection) -> None:
    where = f"indicator_code = '{COUNT}' AND period_id = '2025-08' AND level = 'commune'"
    got = rows(con, MAY_2023, "unit_code, unit_valid_from, status, value, units, all_units", where)
    assert len(got) == 36
    assert {(since, status, value, n) for _, since, status, value, _, n in got} == {
        (JULY_2025, "not_allocable", None, None)
    }
    assert {code: units for code, _, _, _, units, _ in got if code in MADE_OF} == MADE_OF


def test_unchanged_communes_go_back_to_an_older_map(con: Connection) -> None:
    where = f"indicator_code = '{COUNT}' AND period_id = '2025-02' AND level = 'commune'"
    got = rows(con, MAY_2023, "status, count(*), sum(value)", where + " GROUP BY status")
    assert [(status, n) for status, n, _ in got] == [("not_allocable", 13), ("ok", 108)]
    left = rows(con, MAY_2023, "unit_code", where + " AND status <> 'ok'")
    assert {code for (code,) in left} == MERGED_IN_JANUARY
    # A ward since April 2023 is the same land as the commune it was.
    assert rows(con, date(2023, 1, 1), "status, value, unit_name", f"{where} AND unit_code = '08725'") == [
        ("ok", 8725.0, "Định Trung")
    ]


def test_communes_across_two_old_districts_are_in_neither(con: Connection) -> None:
    where = f"indicator_code = '{COUNT}' AND period_id = '2025-08' AND level = 'district'"
    got = rows(con, MAY_2023, "unit_code, status, value, units, covered_units, all_units", where)
    straddling = [row for row in got if row[0] in ("08866", "08872")]
    assert straddling == [
        ("08866", "not_allocable", None, ["246", "253"], None, None),
        ("08872", "not_allocable", None, ["247", "248"], None, None),
    ]
    lost = {row[0]: row[1:4] for row in got if row[1] == "not_allocable" and len(row[0]) == 3}
    assert lost == {
        "246": ("not_allocable", None, ["08866"]),
        "253": ("not_allocable", None, ["08866"]),
        "247": ("not_allocable", None, ["08872"]),
        "248": ("not_allocable", None, ["08872"]),
    }
    assert {row[0]: row[4:] for row in got if row[1] == "ok"} == {
        "243": (9, 9), "244": (10, 10), "249": (13, 13), "251": (17, 17), "252": (28, 28),
    }  # fmt: skip
    old = rows(con, MAY_2023, "count(*), bool_and(status = 'ok')", where.replace("2025-08", "2025-02"))
    assert old == [(9, True)]


def test_a_figure_of_a_district_has_no_place_on_a_map_without_districts(con: Connection) -> None:
    where = "indicator_code = 'livestock_farm_digital_rate'"
    got = rows(con, JULY_2025, "level, unit_code, status, value, covered_units, all_units", where)
    assert [row for row in got if row[0] == "province"] == [("province", "25", "ok", 70.0, 36, 148)]
    rest = [row for row in got if row[0] != "province"]
    assert [row[1:4] for row in rest] == [
        (code, "not_allocable", None) for code in sorted(set(communes(MAY_2023).values()))
    ]
    assert rows(con, JULY_2025, "units", f"{where} AND unit_code = '243'") == [(["08707", "08716"],)]


def test_tiers_and_ranks_on_the_map(con: Connection) -> None:
    where = f"indicator_code = '{OF_BODIES}' AND level = 'province'"
    assert rows(con, JULY_2025, "unit_code, tier, numerator, denominator, value", where) == [
        ("25", "", 4532.0, 12510.0, 36.23),
        ("25", "district", 9.0, 10.0, 90.0),
        ("25", "province", 4523.0, 12500.0, 36.18),
    ]
    rank = f"indicator_code = '{RANK}'"
    assert rows(con, MAY_2023, "unit_code, period_id, status, value, units", rank) == [
        ("25", "2025-12", "not_allocable", None, ["26"]),
        ("26", "2022-12", "ok", 18.0, ["26"]),
    ]
    assert rows(con, JULY_2025, "unit_code, period_id, status, value", rank) == [
        ("25", "2025-12", "ok", 9.0),
        ("26", "2022-12", "not_allocable", None),
    ]


def test_what_reported_is_told_beside_what_is_in_reach(tmp_path: Path) -> None:
    some = random.Random(3).sample(MADE_OF["08716"], 3)
    whole = Fact(COUNT, "25", 9, month=(2025, 9))
    with warehouse(tmp_path / "w.duckdb", [whole, *(Fact(COUNT, code, 1) for code in some)]) as con:
        what = "level, unit_code, value, reported_units, covered_units, all_units, units"
        assert rows(con, JULY_2025, what, "true") == [
            ("commune", "08716", 3.0, 0, 1, 1, sorted(some)),
            ("province", "25", 3.0, 0, 36, 148, sorted(some)),
            ("province", "25", 9.0, 36, 148, 148, ["25"]),
        ]
        assert rows(con, MAY_2023, what, "level = 'province'") == [
            ("province", "25", None, None, None, None, ["26"]),
            ("province", "26", 3.0, 3, 136, 136, sorted(some)),
        ]


#: A made-up history: communes of three days, each later one made of whole ones of the day before or of their parts.
DAYS = (date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1), date(2100, 1, 1))


@st.composite
def histories(draw: st.DrawFn, divisions: bool) -> tuple[list[list[tuple[str, str]]], list[tuple[int, str, str, str]]]:
    """Communes of each day with their district, and successions (day, old, new, share)."""
    held = [[f"a{n}" for n in range(draw(st.integers(1, 6)))]]
    moves: list[tuple[int, str, str, str]] = []
    for at, letter in ((1, "b"), (2, "c")):
        names = [f"{letter}{n}" for n in range(draw(st.integers(1, 4)))]
        used = set()
        for old in held[-1]:
            heirs = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2 if divisions else 1, unique=True))
            moves += [(at, old, new, "1" if len(heirs) == 1 else "0.5") for new in heirs]
            used |= set(heirs)
        held.append(sorted(used))
    return [[(code, draw(st.sampled_from(["d1", "d2"]))) for code in codes] for codes in held], moves


def live(con: Connection, history: Any) -> None:
    """Make the reference tables tell a made-up history instead."""
    held, moves = history
    for name in ("units", "unit_successions", "unit_counts"):
        con.execute(f"DELETE FROM ref.{name}")
    con.execute("DELETE FROM main.made_fact")
    last = [DAYS[1], DAYS[2], DAYS[3]]
    units: list[tuple[Any, ...]] = [
        ("p", "P", "province", None, None, None),
        *((d, d, "district", "p", None, None) for d in ("d1", "d2")),
    ]
    for at, codes in enumerate(held):
        units += [(code, code, "commune", above, DAYS[at], last[at]) for code, above in codes]
    con.executemany(
        "INSERT INTO ref.units (unit_code, name, type, level, parent_code, valid_from, valid_to)"
        " VALUES ($1, $2, '', $3, $4, $5, $6::DATE - 1)",
        units,
    )
    con.executemany(
        "INSERT INTO ref.unit_successions (unit_code, effective_date, successor_code, kind, share)"
        " VALUES (?, ?, ?, 'merge', ?)",
        [(old, DAYS[at], new, share) for at, old, new, share in moves],
    )


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with warehouse(tmp_path_factory.mktemp("made") / "w.duckdb") as made:
        yield made


def reported(history: Any, at: int) -> list[Fact]:
    """A rate and a count of each commune of the `at`-th day."""
    held, _ = history
    month = (DAYS[at].year + 1, 5)
    return [
        fact
        for n, (code, _) in enumerate(held[at], 1)
        for fact in (Fact(RATE, code, 10 * n * n, 1000 + n, month=month), Fact(COUNT, code, n * n, month=month))
    ]


def told(con: Connection, on: date) -> list[tuple[Any, ...]]:
    what = "level, indicator_code, status, numerator, denominator, value, units, n_facts"
    return rows(con, on, what, "true")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(divisions=False), at=st.integers(0, 2), later=st.integers(0, 2))
def test_sums_are_kept_over_any_mergers(made_up: Connection, history: Any, at: int, later: int) -> None:
    live(made_up, history)
    facts = reported(history, at)
    add(made_up, facts)
    total = sum(f.numerator or 0 for f in facts if f.indicator == COUNT)
    below = sum(f.denominator or 0 for f in facts if f.indicator == RATE)
    got = told(made_up, DAYS[max(at, later)])
    assert {status for level, _, status, *_ in got if level != "district"} == {"ok"}
    for level in ("commune", "province"):
        counts = [value for where, indicator, _, _, _, value, _, _ in got if (where, indicator) == (level, COUNT)]
        assert sum(counts) == total
    rates = [row[5] for row in got if row[:2] == ("province", RATE)]
    assert rates == [pytest.approx(1000 * total / below, abs=0.05 + 1e-9)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(divisions=True), at=st.integers(0, 2), other=st.integers(0, 2))
def test_no_figure_is_lost_divided_or_told_twice(made_up: Connection, history: Any, at: int, other: int) -> None:
    live(made_up, history)
    facts = reported(history, at)
    add(made_up, facts)
    by_unit = {(f.indicator, f.unit): f for f in facts}
    got = told(made_up, DAYS[other])
    for level in ("commune", "district", "province"):
        for indicator in (RATE, COUNT):
            assert sum(row[7] for row in got if row[:2] == (level, indicator)) == len(facts) // 2
    for _, indicator, status, above, below, value, units, _ in got:
        if status != "ok":
            assert (above, below, value) == (None, None, None)
            continue
        mine = [by_unit[indicator, unit] for unit in units]
        assert above == sum(f.numerator or 0 for f in mine)
        if indicator == RATE:
            assert below == sum(f.denominator or 0 for f in mine)
            assert value == pytest.approx(100 * above / below, abs=0.05 + 1e-9)


def test_a_divided_commune_is_divided_by_nobody(made_up: Connection) -> None:
    history = [[("a0", "d1"), ("a1", "d1")], [("b0", "d1"), ("b1", "d1")], [("c0", "d1")]], [
        (1, "a0", "b0", "0.5"), (1, "a0", "b1", "0.5"), (1, "a1", "b1", "1"),
        (2, "b0", "c0", "1"), (2, "b1", "c0", "1"),
    ]  # fmt: skip
    live(made_up, history)
    add(made_up, [f for f in reported(history, 0) if f.indicator == COUNT])
    what, commune = "unit_code, status, value, units", "level = 'commune'"
    assert rows(made_up, DAYS[1], what, commune) == [
        ("a0", "not_allocable", None, ["b0", "b1"]),
        ("b1", "not_allocable", None, ["a0"]),
    ]
    assert rows(made_up, DAYS[2], what, commune) == [("c0", "ok", 5.0, ["a0", "a1"])]
    assert rows(made_up, DAYS[1], what, "level = 'district'") == [("d1", "ok", 5.0, ["a0", "a1"])]

"""Indicators from facts made by hand: levels, tiers, revisions, marks, targets, places; every figure by value."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from facts import COUNT, OF_BODIES, RANK, RATE, Fact, add, answers, warehouse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.codes import REFERENCE
from schemas.registry import sectors
from schemas.submission import Key
from schemas.values.periods import period
from warehouse.connect import Connection
from warehouse.insert import insert_keys
from warehouse.mart import marts, prove

KEYS = "unit_code, agency_code, tier"

#: The provincial tier of May 2023 in two bodies, the district tier in two more.
BODIES = [
    Fact(OF_BODIES, "26", 4000, 11000, "so-y-te", "province"),
    Fact(OF_BODIES, "26", 523, 1500, "so-tu-phap", "province"),
    Fact(OF_BODIES, "243", 20000, 20006, "ubnd-vinh-yen", "district", load_id=2),
    Fact(OF_BODIES, "244", 745, 1000, "ubnd-phuc-yen", "district", load_id=3),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with warehouse(tmp_path_factory.mktemp("indicators") / "w.duckdb") as made:
        yield made


@contextmanager
def given_facts(con: Connection, *facts: Fact) -> Iterator[Connection]:
    con.execute("BEGIN")
    try:
        add(con, facts)
        yield con
    finally:
        con.execute("ROLLBACK")


def asked(con: Connection, what: str, mart: str, where: str = "true") -> list[tuple[Any, ...]]:
    return con.execute(f"SELECT {what} FROM mart.{mart} WHERE {where} ORDER BY ALL").fetchall()


@pytest.mark.slow
def test_a_commune_counts_for_its_district_and_its_province(shared: Connection) -> None:
    facts = [
        Fact(RATE, "08707", 1, 3, source="b"),
        Fact(RATE, "08710", 1, 7, source="a", load_id=2),
        Fact(RATE, "08734", 2, 5),
    ]
    with given_facts(shared, *facts) as con:
        what = "unit_code, numerator, denominator, value, denominator_source, n_facts, load_ids, is_best"
        assert asked(con, what, "indicator_value") == [
            ("08707", 1.0, 3.0, 33.3, "b", 1, [1], True),
            ("08710", 1.0, 7.0, 14.3, "a", 1, [2], True),
            ("08734", 2.0, 5.0, 40.0, "", 1, [1], True),
            ("243", 2.0, 10.0, 20.0, "a; b", 2, [1, 2], True),
            ("244", 2.0, 5.0, 40.0, "", 1, [1], True),
            ("26", 4.0, 15.0, 26.7, "a; b", 3, [1, 2], True),
        ]


def test_units_lie_where_they_lay_on_the_last_day_of_the_period(shared: Connection) -> None:
    months = [(2025, 6), (2025, 7)]
    with given_facts(shared, *(Fact(COUNT, "08707", 5, month=month) for month in months)) as con:
        assert asked(con, "period_id, unit_code, value", "indicator_value") == [
            ("2025-06", "08707", 5.0), ("2025-06", "243", 5.0), ("2025-06", "26", 5.0),
            ("2025-07", "08707", 5.0), ("2025-07", "25", 5.0),
        ]  # fmt: skip


def test_bodies_add_up_by_tier_and_over_all_tiers(shared: Connection) -> None:
    with given_facts(shared, *BODIES) as con:
        assert asked(con, f"{KEYS}, numerator, denominator, value", "indicator_value") == [
            ("243", "", "", 20000.0, 20006.0, 99.97),
            ("243", "ubnd-vinh-yen", "district", 20000.0, 20006.0, 99.97),
            ("244", "", "", 745.0, 1000.0, 74.5),
            ("244", "ubnd-phuc-yen", "district", 745.0, 1000.0, 74.5),
            ("26", "", "", 25268.0, 33506.0, 75.41),
            ("26", "", "district", 20745.0, 21006.0, 98.76),
            ("26", "", "province", 4523.0, 12500.0, 36.18),
            ("26", "so-tu-phap", "province", 523.0, 1500.0, 34.87),
            ("26", "so-y-te", "province", 4000.0, 11000.0, 36.36),
        ]


def test_a_body_without_a_territory_counts_where_it_sits(shared: Connection) -> None:
    with given_facts(shared, Fact(OF_BODIES, "", 1, 2, "ubnd-vinh-yen", "district")) as con:
        assert asked(con, KEYS, "indicator_value") == [
            ("243", "", ""), ("243", "ubnd-vinh-yen", "district"), ("26", "", ""), ("26", "", "district")
        ]  # fmt: skip


def test_a_fact_of_an_unknown_unit_is_its_own_and_no_other_s(shared: Connection) -> None:
    with given_facts(shared, Fact(COUNT, "99999", 3), Fact(COUNT, "08707", 1)) as con:
        assert asked(con, "unit_code, value", "indicator_value") == [
            ("08707", 1.0), ("243", 1.0), ("26", 1.0), ("99999", 3.0)
        ]  # fmt: skip


def test_the_best_known_total_takes_estimates_only_where_nothing_is_official(shared: Connection) -> None:
    facts = [
        Fact(COUNT, "243", 10, revision="official"),
        Fact(COUNT, "243", 9, revision="estimate"),
        Fact(COUNT, "244", 5, revision="estimate"),
    ]
    with given_facts(shared, *facts) as con:
        assert asked(con, "unit_code, revision, value, is_best", "indicator_value") == [
            ("243", "estimate", 9.0, False),
            ("243", "official", 10.0, True),
            ("244", "estimate", 5.0, True),
            ("26", "estimate", 14.0, False),
            ("26", "mixed", 15.0, True),
            ("26", "official", 10.0, False),
        ]
        on_map = "indicator_on_map(DATE '2025-07-01')"
        assert asked(con, "unit_code, revision, value, is_best", on_map, "level = 'province'") == [
            ("25", "estimate", 14.0, False), ("25", "mixed", 15.0, True), ("25", "official", 10.0, False)
        ]  # fmt: skip


def test_a_rate_takes_only_rows_that_have_both_numbers(shared: Connection) -> None:
    facts = [Fact(RATE, "08707", 1, 4), Fact(RATE, "08710", None, 100), Fact(RATE, "08713", 7, None)]
    with given_facts(shared, *facts) as con:
        what = "numerator, denominator, value, n_facts, n_missing"
        assert asked(con, what, "indicator_value", "unit_code = '26'") == [(1.0, 4.0, 25.0, 3, 2)]
        assert asked(con, what, "indicator_value", "unit_code = '08713'") == [(None, None, None, 1, 1)]


def test_a_rate_of_nothing_is_no_rate(shared: Connection) -> None:
    with given_facts(shared, Fact(RATE, "08707", 0, 0)) as con:
        assert asked(con, "numerator, denominator, value", "indicator_value", "unit_code = '26'") == [(0.0, 0.0, None)]


def test_ranks_and_published_shares_have_no_totals(shared: Connection) -> None:
    facts = [Fact(RANK, "26", 18), Fact(RANK, "243", 3), Fact("digital_economy_grdp_share", "26", 22.87)]
    scores = [
        Fact("dti_score", "243", 600, 1000, "ubnd-vinh-yen", "district"),
        Fact("dti_score", "26", 873, 1000, "so-y-te", "province"),
    ]
    with given_facts(shared, *facts, *scores) as con:
        assert asked(con, f"indicator_code, {KEYS}, value", "indicator_value") == [
            ("digital_economy_grdp_share", "26", "", "", 22.87),
            ("dti_rank", "243", "", "", 3.0),
            ("dti_rank", "26", "", "", 18.0),
            ("dti_score", "243", "ubnd-vinh-yen", "district", 600.0),
            ("dti_score", "26", "so-y-te", "province", 873.0),
        ]


def test_what_a_cell_says_beside_its_value_goes_with_the_figure(shared: Connection) -> None:
    facts = [
        Fact("trace_code_count", "243", 10),
        Fact("trace_code_count", "244", 20),
        Fact(OF_BODIES, "244", 1, 2, "ubnd-phuc-yen", "district"),
    ]
    with given_facts(shared, *facts) as con:
        con.execute(
            "INSERT INTO audit.mark VALUES (1, 1, 'online_count', 'over', 'trên 10'),"
            " (1, 3, 'received_in_period_count', 'over', 'trên 2')"
        )
        what = "indicator_code, unit_code, qualifier"
        assert asked(con, what, "indicator_value", "agency_code = '' AND tier = ''") == [
            ("online_dossier_rate_a", "244", "about"),
            ("online_dossier_rate_a", "26", "about"),
            ("trace_code_count", "243", "over"),
            ("trace_code_count", "244", ""),
            ("trace_code_count", "26", "over"),
        ]
        con.execute("INSERT INTO audit.mark VALUES (1, 2, 'online_count', 'about', 'khoảng 20')")
        assert asked(con, "qualifier", "indicator_value", "unit_code = '26' AND unit = 'code'") == [("about",)]


def test_the_catalogue_rounds_and_qualifies(shared: Connection) -> None:
    facts = [
        Fact("farmer_trained_count", "26", 16345),
        Fact("cooperative_digital_rate", "26", 31, 302),
        Fact("school_online_ready_rate", "26", 499, 500),
    ]
    with given_facts(shared, *facts) as con:
        assert asked(con, "indicator_code, value, qualifier", "indicator_value") == [
            ("cooperative_digital_rate", 10.0, "about"),
            ("farmer_trained_count", 16345.0, "over"),
            ("school_online_ready_rate", 99.8, ""),
        ]


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["08707", "08710", "08734", "08740", "09076"]),
        st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)),
        min_size=1,
    )
)
def test_a_rate_is_of_sums_never_of_rates(shared: Connection, reported: dict[str, tuple[int, int]]) -> None:
    with given_facts(shared, *(Fact(RATE, unit, a, b) for unit, (a, b) in reported.items())) as con:
        above, below = (sum(column) for column in zip(*reported.values(), strict=True))
        found = asked(con, "numerator, denominator, exact_value", "indicator_value", "unit_code = '26'")
        assert found == [(above, below, pytest.approx(100 * above / below) if below else None)]
        districts = asked(con, "sum(numerator), sum(denominator)", "indicator_value", "unit_code LIKE '2__'")
        assert districts == [(above, below)]


def test_the_question_of_the_chair(shared: Connection) -> None:
    with given_facts(shared, *BODIES) as con:
        where = "tier = 'province' AND agency_code = '' AND period_id = '2023-05'"
        assert asked(con, "value, more_needed", "more_needed(50)", where) == [(36.18, 1727.0)]
        assert asked(con, "more_needed", "more_needed(36)", where) == [(0.0,)]


def assign(con: Connection, *targets: tuple[str, str, str, float, str]) -> None:
    """Targets of 2023: body, indicator, operator, value, unit."""
    key = Key("assigned_target", "van-phong-ubnd-tinh", "26", period("year", "reporting", 2023))
    insert_keys(con, [key])
    con.execute(
        "INSERT INTO audit.load_record VALUES (9, ?, 9, '', '', now(), '', '', 1, 1, 0, 0, 9, NULL, NULL)", [key.id]
    )
    con.executemany(
        "INSERT INTO history.assigned_target (agency_code, indicator_code, operator_code, target_value, target_unit,"
        " legal_basis, accountable, _load_id, _row_id) VALUES (?, ?, ?, ?, ?, '512/UBND-VP', 'Giám đốc', 9, ?)",
        [(*target, n) for n, target in enumerate(targets, 1)],
    )


def test_progress_says_the_gap_and_how_many_more(shared: Connection) -> None:
    with given_facts(
        shared,
        *BODIES,
        Fact(RATE, "243", 90, 100),
        Fact("overdue_in_process_rate", "26", 12, 400, "so-y-te", "province"),
    ) as con:
        assign(
            con,
            ("so-y-te", OF_BODIES, "at_least", 50, "%"),
            ("so-tu-phap", OF_BODIES, "at_least", 34.8, "%"),
            ("ubnd-phuc-yen", OF_BODIES, "more_than", 74.5, "%"),
            ("ubnd-vinh-yen", RATE, "at_least", 95, "%"),
            ("so-y-te", "overdue_in_process_rate", "at_most", 2, "%"),
            ("so-cong-thuong", OF_BODIES, "at_least", 50, "%"),
        )  # fmt: skip
        what = "owner_code, indicator_code, subject_name, value, gap, more_needed, is_met, is_latest"
        assert asked(con, what, "target_progress", "scope = 'agency'") == [
            ("so-tu-phap", OF_BODIES, "Sở Tư pháp", 34.87, -0.07, 0.0, True, True),
            ("so-y-te", OF_BODIES, "Sở Y tế", 36.36, 13.64, 1500.0, False, True),
            ("so-y-te", "overdue_in_process_rate", "Sở Y tế", 3.0, 1.0, -4.0, False, True),
            ("ubnd-phuc-yen", OF_BODIES, "UBND thành phố Phúc Yên", 74.5, 0.0, 1.0, False, True),
            ("ubnd-vinh-yen", RATE, "UBND thành phố Vĩnh Yên", 90.0, 5.0, 5.0, False, True),
        ]
        below = asked(con, "owner_code, indicator_code, accountable, legal_basis", "below_target", "scope = 'agency'")
        assert below == [
            ("so-y-te", OF_BODIES, "Giám đốc", "512/UBND-VP"),
            ("so-y-te", "overdue_in_process_rate", "Giám đốc", "512/UBND-VP"),
            ("ubnd-phuc-yen", OF_BODIES, "Giám đốc", "512/UBND-VP"),
            ("ubnd-vinh-yen", RATE, "Giám đốc", "512/UBND-VP"),
        ]


def test_the_province_beside_its_own_targets_and_the_country_s(shared: Connection) -> None:
    facts = [Fact(RANK, "26", place, month=(year, 12)) for year, place in ((2020, 55), (2021, 12), (2022, 18))]
    with given_facts(shared, *facts, Fact(RATE, "26", 85, 100), Fact(COUNT, "26", 1)) as con:
        what = "target_code, period_id, value, gap, more_needed, is_met, is_latest"
        assert asked(con, what, "target_progress") == [
            ("411-2025-8", "2023-05", 85.0, 5.0, 5.0, False, True),
            ("411-2030-8", "2023-05", 85.0, 10.0, 10.0, False, True),
            ("article-2025-1", "2020-12", 55.0, 35.0, -35.0, False, False),
            ("article-2025-1", "2021-12", 12.0, -8.0, 0.0, True, False),
            ("article-2025-1", "2022-12", 18.0, -2.0, 0.0, True, True),
            ("plan-2023-3", "2023-05", 85.0, -5.0, 0.0, True, True),
        ]
        counts = "pillar, sector, unit_code, n_indicators, n_met, n_below, n_without_target"
        assert asked(con, counts, "scoreboard") == [
            ("economy", "agriculture", "26", 1, 0, 0, 1),
            ("government", "dti", "26", 1, 1, 0, 0),
            ("society", "health", "26", 1, 1, 0, 0),
        ]


def test_a_target_counts_until_another_takes_its_place(shared: Connection) -> None:
    facts = [Fact(COUNT, "26", n, month=(2023, n)) for n in (1, 5, 6)]
    with given_facts(shared, *facts) as con:
        con.execute("DELETE FROM ref.targets")
        con.executemany(
            "INSERT INTO ref.targets (target_code, indicator_code, scope, unit_code, year, operator, value, valid_from,"
            " superseded_by) VALUES (?, ?, 'province', '26', '2023', 'at_least', ?, ?, ?)",
            [("old", COUNT, "3", "2023-01-01", "new"), ("new", COUNT, "9", "2023-06-01", None)],
        )
        what = "target_code, period_id, gap, more_needed, is_met, is_latest"
        assert asked(con, what, "target_progress") == [
            ("new", "2023-06", 3.0, 3.0, False, True),
            ("old", "2023-01", 2.0, 2.0, False, False),
            ("old", "2023-05", -2.0, 0.0, True, True),
        ]


def test_a_text_target_has_no_number(shared: Connection) -> None:
    found = asked(shared, "target_code, target_value, indicator_code", "target", "target_code LIKE 'article%'")
    assert found == [
        ("article-2025-1", 20.0, "dti_rank"),
        ("article-2025-2", None, "digital_economy_grdp_share"),
        ("article-2025-3", None, ""),
        ("article-2025-4", None, ""),
    ]


def test_equal_figures_share_a_place_and_less_is_better_where_it_is(shared: Connection) -> None:
    late = [
        Fact("overdue_in_process_rate", "26", n, 100, code, "province")
        for n, code in ((3, "a"), (1, "b"), (3, "c"), (9, "d"))
    ]
    online = [Fact(OF_BODIES, "26", n, 100, code, "province") for n, code in ((3, "a"), (1, "b"), (3, "c"))]
    with given_facts(shared, *late, *online, Fact(RATE, "08707", 1, 2), Fact(RATE, "08710", 1, 4)) as con:
        what = "agency_code, place, n_ranked"
        by_body = "agency_code <> '' AND indicator_code = "
        assert asked(con, what, "ranking", by_body + "'overdue_in_process_rate'") == [
            ("a", 2, 4), ("b", 1, 4), ("c", 2, 4), ("d", 4, 4)
        ]  # fmt: skip
        assert asked(con, what, "ranking", by_body + f"'{OF_BODIES}'") == [("a", 1, 3), ("b", 3, 3), ("c", 1, 3)]
        assert asked(con, "level, unit_code, place, n_ranked", "ranking", f"indicator_code = '{RATE}'") == [
            ("commune", "08707", 1, 2), ("commune", "08710", 2, 2), ("district", "243", 1, 1), ("province", "26", 1, 1)
        ]  # fmt: skip


@pytest.mark.slow
def test_every_grain_is_unique(shared: Connection) -> None:
    values = {"map_date": "2025-07-01", "as_of": "2023-05-31", "wanted_pct": 50, "asked_period": "2023-05"}
    estimate = [Fact(f.indicator, f.unit, 1, 2, f.agency, f.tier, revision="estimate") for f in BODIES[:2]]
    with given_facts(shared, *BODIES, *estimate, Fact(RATE, "08707", 1, 2), Fact(RANK, "26", 18)) as con:
        assign(con, ("so-y-te", OF_BODIES, "at_least", 50, "%"), ("so-y-te", RATE, "at_least", 50, "%"))
        for mart in answers():
            if {"on_day", "figures"} & set(mart.parameters):  # what is owed is no fact: see test_register
                continue  # and of what is given rows the marts it gives its own to are proved
            assert prove(con, mart, *(values[name] for name in mart.parameters)) > 0, mart.name


def catalogue(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_catalogue_is_whole() -> None:
    known = {sector.name for sector in sectors()}
    for row in catalogue("indicators"):
        code = row["indicator_code"]
        assert row["sector"] in known, code
        assert row["pillar"] in ("government", "economy", "society"), code
        assert (row["direction"] in ("higher", "lower"), row["additive"] in ("yes", "no")) == (True, True), code
        assert row["rounding"].rpartition(":")[2].isdecimal(), code
        assert (row["denominator"] != "") == (row["unit"] == "percent" and row["additive"] == "yes"), code
        for lang in ("vi", "en"):
            assert row[f"name_{lang}"], code
            assert "{value}" in row[f"wording_{lang}"], code


def test_every_indicator_of_a_fact_and_of_a_target_is_in_the_catalogue() -> None:
    known = {row["indicator_code"] for row in catalogue("indicators")}
    fed = "".join(mart.select for mart in marts() if mart.feeds)
    assert set(re.findall(r"'(\w+)' AS indicator_code", fed)) <= known
    assert {row["indicator_code"] for row in catalogue("targets")} <= {*known, ""}
    operators = {row["target_operator_code"] for row in catalogue("target_operators")}
    for row in catalogue("targets"):
        assert (row["operator"] == "") == (row["value"] == ""), row["target_code"]
        assert row["operator"] in {*operators, ""}, row["target_code"]
        assert row["text_vi"] and row["text_en"] and row["source"], row["target_code"]

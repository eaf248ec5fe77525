"""The sample province as loaded: nothing lost, levels that add up, and the same land under three maps."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime

import pytest
from khoso import environment
from test_sample import recounted

from flows.ingest import drain
from machine.settings import Settings, settings
from province.ground.course import last_month
from province.sample.world import World
from province.write import Owed, drawn, owed, write
from schemas.registry import reference_tables
from schemas.values.periods import period
from spreadsheets.write.drawn import save
from tests.warehouse.test_on_map import JULY_2025, MADE_OF, MAPS
from warehouse.connect import Connection, snapshot

pytestmark = pytest.mark.slow

WORLD = World()
MAY = last_month(period("month", "calendar", 2023, 5))
#: Forms of communes in one workbook, of communes by district, and the register with its table.
BY_COMMUNE, BY_DISTRICT, BY_BODY = ("health_record_coverage", "land_database"), "justice_service", "dossier_progress"
#: Bodies whose register of dossiers is loaded; those of all 26 would only take time.
FEW = ("ubnd-tam-dao", "so-noi-vu", "so-giao-duc-va-dao-tao")


def is_wanted(what: Owed) -> bool:
    return what.form.name != "dossier" or what.debtor.sender in FEW


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of a warehouse with what its fixtures need of May 2023."""
    home = tmp_path_factory.mktemp("province")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(home).items():
            patch.setenv(name, value)
        for what in filter(is_wanted, owed([MAY], (*BY_COMMUNE, BY_DISTRICT, BY_BODY, "dossier"))):
            path = home / "inbox" / what.path
            path.parent.mkdir(parents=True, exist_ok=True)
            save([drawn(WORLD, what)], path)
        yield settings(lang="en")


@pytest.fixture(scope="module")
def con(chosen: Settings) -> Iterator[Connection]:
    result = drain(chosen, wait=True, clock=lambda: datetime(2023, 6, 1, 9))
    assert {outcome.state for outcome in result.outcomes} == {"loaded"}
    with snapshot(chosen.home.snapshot) as con:
        yield con


def asked(con: Connection, sql: str, *values: object) -> list[tuple[object, ...]]:
    return con.execute(sql, list(values)).fetchall()


def of_sample(name: str) -> list[dict[str, object]]:
    """Every row of a form of May 2023 as the sample has it, before a workbook was drawn."""
    return [row for what in owed([MAY], [name]) for row in WORLD.rows(name, what.debtor, what.period)]


def test_nothing_is_lost_and_nothing_is_wrong(con: Connection) -> None:
    sql = "SELECT sum(errors), sum(quarantined), bool_and(rows_in_span = accepted + non_data) FROM audit.run"
    assert asked(con, sql) == [(0, 0, True)]
    for name in (*BY_COMMUNE, BY_DISTRICT, BY_BODY):
        assert asked(con, f"SELECT count(*) FROM core.{name} WHERE _is_counted") == [(len(of_sample(name)),)]


@pytest.mark.parametrize("body", FEW)
def test_the_register_adds_up_to_the_table(con: Connection, body: str) -> None:
    names = ["received_date", "due_date", "finished_date", "channel_name", "status_name"]
    rows = asked(con, f"SELECT {', '.join(names)} FROM core.dossier_by_period WHERE sender_code = ?", body)
    register = [
        dict(zip(("received_date", "due_date", "finished_date", "channel", "status"), r, strict=True)) for r in rows
    ]
    wanted = recounted(register, next(what.period for what in owed([MAY], ["dossier"])))
    table = con.execute(f"SELECT {', '.join(wanted)} FROM core.{BY_BODY} WHERE sender_code = ?", [body])
    assert table.to_arrow_table().to_pylist() == [wanted]


@pytest.mark.parametrize(
    ("indicator", "name", "above", "below"),
    [
        ("health_record_coverage", "health_record_coverage", "record_count", "population_count"),
        ("land_parcel_database_rate", "land_database", "database_parcel_count", "parcel_count"),
    ],
)
def test_communes_are_the_districts_and_the_districts_the_province(
    con: Connection, indicator: str, name: str, above: str, below: str
) -> None:
    sums = {
        (level, n, numerator, denominator)
        for level, n, numerator, denominator in asked(
            con,
            "SELECT unit.level, count(*), sum(numerator), sum(denominator) FROM mart.indicator_value AS value"
            " JOIN mart.unit_in_time AS unit ON unit.unit_code = value.unit_code"
            " AND value.period_end BETWEEN unit.era_from AND unit.era_to"
            " WHERE indicator_code = ? AND is_best GROUP BY unit.level",
            indicator,
        )
    }
    rows = of_sample(name)
    total = [sum(int(str(row[field])) for row in rows) for field in (above, below)]
    assert sums == {("commune", 136, *total), ("district", 9, *total), ("province", 1, *total)}


@pytest.mark.parametrize("code", MADE_OF)
def test_a_commune_of_2025_has_the_counts_of_those_it_was_made_of(con: Connection, code: str) -> None:
    names = name_by_code()
    parts = [row for row in of_sample("health_record_coverage") if row["commune"] in {names[c] for c in MADE_OF[code]}]
    assert len(parts) == len(MADE_OF[code])
    total = [sum(int(str(row[field])) for row in parts) for field in ("record_count", "population_count")]
    assert asked(
        con,
        "SELECT status, numerator, denominator, value, units FROM mart.indicator_on_map(?)"
        " WHERE unit_code = ? AND level = 'commune' AND indicator_code = 'health_record_coverage'",
        JULY_2025, code,
    ) == [("ok", *total, round(100 * total[0] / total[1], 1), MADE_OF[code])]  # fmt: skip


def name_by_code() -> dict[str, str]:
    """Commune of 2023 -> the name the sample writes, each once in the province."""
    with reference_tables()["units"].open(encoding="utf-8", newline="") as lines:
        units = [
            (row["unit_code"], f"{row['type']} {row['name']}")
            for row in csv.DictReader(lines)
            if row["level"] == "commune" and (row["valid_from"] or "0") <= "2023-05-14" <= (row["valid_to"] or "9")
        ]
    return dict(units)


@pytest.mark.parametrize("indicator", ["health_record_coverage", "land_parcel_database_rate"])
def test_the_province_sums_the_same_on_three_maps_without_a_rest(con: Connection, indicator: str) -> None:
    found = [
        asked(
            con,
            "SELECT level, sum(numerator), sum(denominator), count(*) FILTER (status = 'not_allocable')"
            " FROM mart.indicator_on_map(?) WHERE indicator_code = ? AND is_best AND status <> 'not_covered'"
            " AND level IN ('commune', 'province') GROUP BY level ORDER BY level",
            day, indicator,
        )
        for day in MAPS
    ]  # fmt: skip
    assert len({tuple(each) for each in found}) == 1
    commune, whole = found[0]
    assert commune[1:] == whole[1:]
    assert whole[3] == 0
    coverage = [
        asked(
            con,
            "SELECT covered_units, all_units FROM mart.indicator_on_map(?)"
            " WHERE indicator_code = ? AND level = 'province' AND is_best AND status = 'ok'",
            day, indicator,
        )
        for day in MAPS
    ]  # fmt: skip
    assert coverage == [[(136, 136)], [(121, 121)], [(36, 148)]]


@pytest.mark.soak
@pytest.mark.parametrize("months", [1, 12])
def test_the_whole_sample_loads_clean(months: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(home).items():
            patch.setenv(name, value)
        written = list(write(home / "inbox", WORLD, range(MAY - months + 1, MAY + 1)))
        result = drain(settings(lang="en"), wait=True, clock=lambda: datetime(2023, 6, 1, 9))
    assert len(result.outcomes) == len(written) > 250 * months
    assert {(o.state, o.errors, o.quarantined) for o in result.outcomes} == {("loaded", 0, 0)}

"""Marts: their stated grain is proved, their figures recounted, and proving again writes nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from khoso import SAMPLES

import warehouse.mart
from schemas.registry import forms, reference_tables, sectors
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from warehouse.arrival import Arrival
from warehouse.connect import Connection, build
from warehouse.load import record
from warehouse.mart import EVERY_SECTOR, GrainBroken, Mart, marts, prove, prove_all
from warehouse.tables import prepare

pytestmark = pytest.mark.slow

MARTS = Path(warehouse.mart.__file__).parent / "marts"
BY_AGENCY = (
    "SELECT agency_code, tier, period_id, numerator, denominator FROM mart.indicator_value"
    " WHERE indicator_code = 'online_dossier_rate_a' AND agency_code <> '' AND is_best"
)
BY_TIER = (
    "SELECT tier, period_id, numerator, denominator, value FROM mart.indicator_value"
    " WHERE indicator_code = 'online_dossier_rate_a' AND agency_code = '' AND unit_code = '26' AND tier <> ''"
    " AND is_best"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Path:
    """Every sample, loaded."""
    where = tmp_path_factory.mktemp("marts") / "w.duckdb"
    with build(where) as con:
        prepare(con, forms().values(), reference_tables(), marts())
        for seq, file in enumerate(sorted(SAMPLES.glob("*.xlsx")), 1):
            sent = Arrival(seq, f"{seq:064x}", file.name, datetime(2023, 5, 16), "inbox")
            record(con, sent, read_submissions(reader.read(file)))
    return where


@pytest.fixture
def con(path: Path) -> Iterator[Connection]:
    with build(path) as opened:
        yield opened


def test_every_mart_names_its_sector_its_grain_and_one_statement() -> None:
    known = {sector.name for sector in sectors()} | {EVERY_SECTOR}
    for path in MARTS.glob("*.sql"):
        text = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        assert ";" not in re.sub(r"'[^']*'", "", text), path.name
        assert text.rstrip().endswith("SELECT * FROM final"), path.name
    for mart in marts():
        assert mart.sector in known, mart.name
        assert mart.grain and all(re.fullmatch("[a-z_]+", name) for name in mart.grain), mart.name


def test_a_mart_comes_after_those_it_is_made_from() -> None:
    before: set[str] = set()
    for mart in marts():
        assert mart.sources <= before, mart.name
        before.add(mart.name)


def test_what_feeds_a_mart_is_part_of_it() -> None:
    feeding = {mart.name for mart in marts() if mart.feeds == "indicator_fact"}
    facts = next(mart for mart in marts() if mart.name == "indicator_fact")
    assert facts.sources == feeding == {name.stem for name in MARTS.glob("fact_*.sql")}


def test_a_sector_has_its_own_marts_and_those_of_all() -> None:
    own = {mart.name for mart in marts("procedures")}
    assert {"fact_procedures_progress", "indicator_value"} <= own
    assert "fact_health" not in own
    assert {mart.sector for mart in marts("education")} == {"education", EVERY_SECTOR}


def test_the_rates_are_those_of_a_recount(con: Connection) -> None:
    rows = con.execute(BY_AGENCY).fetchall()
    assert len({(agency, period) for agency, _, period, _, _ in rows}) == len(rows) > 20
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for _, level, period, numerator, denominator in rows:
        sums[level, period][0] += numerator
        sums[level, period][1] += denominator
    assert sums["province", "2023-05"] == [4523, 12500]
    assert sums["district", "2023-05"] == [20745, 21006]
    assert {(a, b): (n, d, r) for a, b, n, d, r in con.execute(BY_TIER).fetchall()} == {
        at: (n, d, round(100 * n / d, 2)) for at, (n, d) in sums.items()
    }


def test_no_accepted_row_is_lost_on_the_way_to_the_mart(con: Connection) -> None:
    there = {row[:1] + row[2:3] for row in con.execute(BY_AGENCY).fetchall()}
    sent = con.execute("SELECT DISTINCT agency_code, period_id FROM core.dossier_progress").fetchall()
    assert there == set(sent)


def test_proving_is_recorded_once_and_a_broken_grain_is_said(path: Path) -> None:
    with build(path) as con:
        counts = prove_all(con, "procedures")
        rows = con.execute("SELECT mart, n_rows FROM audit.mart_proof ORDER BY 1").fetchall()
        assert dict(rows) == counts
        assert set(counts) == {mart.name for mart in marts("procedures") if not mart.parameters}
    before = path.stat().st_mtime_ns
    with build(path) as con:
        assert prove_all(con, "procedures") == counts
        broken = Mart("fact_procedures_progress", "procedures", ("tier",), "")
        with pytest.raises(GrainBroken, match="tier"):
            prove(con, broken)
    assert path.stat().st_mtime_ns == before


#: What every mart says of itself before its query.
SAID = "-- An answer.\n-- vi: Một câu trả lời.\n"


def test_a_macro_that_is_gone_answers_no_more(tmp_path: Path) -> None:
    answer = Mart(
        "answer",
        EVERY_SECTOR,
        ("n",),
        f"{SAID}SELECT asked AS n",
        parameters=("asked",),
    )
    with build(tmp_path / "w.duckdb") as con:
        prepare(con, [], {}, [answer])
        assert con.execute("FROM mart.answer(42)").fetchall() == [(42,)]
        assert prove(con, answer, 42) == 1
        prepare(
            con,
            [],
            {},
            [Mart("answer", EVERY_SECTOR, ("n",), f"{SAID}SELECT 41 AS n")],
        )
        assert con.execute("FROM mart.answer").fetchall() == [(41,)]
        found = "SELECT count(*) FROM duckdb_functions() WHERE schema_name = 'mart' AND NOT internal"
        assert con.execute(found).fetchall() == [(0,)]

"""What makes two submissions the same one: an id that follows from the key alone, written once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made import arrival, key, prepared, reading, submission

from schemas.submission import Key, Reading, RefusedTable
from schemas.values.periods import period
from warehouse.connect import Connection, build
from warehouse.load import record

ROOT = Path(__file__).parents[2]
MAY = Key("facilities", "so-y-te", "26", period("month", "calendar", 2023, 5))
COLUMNS = (
    "form", "sender_code", "scope_code",
    "period_kind", "calendar", "period_id", "period_start", "period_end", "revision",
)  # fmt: skip


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with build(tmp_path / "w.duckdb") as con:
        prepared(con)
        yield con


def test_the_id_says_form_and_period_and_is_the_same_everywhere() -> None:
    assert MAY.id == "facilities:2023-05:2341fdcdc86693c8"
    assert Key("facilities", "so-y-te", "26", period("month", "calendar", 2023, 5), "official").id == MAY.id


@pytest.mark.parametrize(
    "other",
    [
        {"form": "doctors"},
        {"sender": "so-noi-vu"},
        {"unit": "243"},
        {"revision": "estimate"},
        {"period": period("month", "reporting", 2023, 5)},
        {"period": period("month", "calendar", 2023, 6)},
        {"period": replace(MAY.period, kind="quarter")},
        {"period": replace(MAY.period, start=date(2023, 5, 2))},
        {"period": replace(MAY.period, end=date(2023, 5, 30))},
    ],
)
def test_every_part_of_the_key_is_in_the_id(other: dict[str, Any]) -> None:
    assert replace(MAY, **other).id != MAY.id


def test_a_key_is_written_once_however_often_it_is_sent_or_refused(con: Connection) -> None:
    refused = Reading(
        "f.xlsx", refusals=[RefusedTable(key(), "S"), RefusedTable(key(), "T"), RefusedTable(key(6), "U")]
    )
    for seq, each in enumerate([refused, reading(submission({"A": 7})), reading(submission({"A": 8})), refused], 1):
        record(con, arrival(seq), each)
    keys = con.execute(f"SELECT submission_id, {', '.join(COLUMNS)} FROM audit.submission_key").fetchall()
    assert sorted(keys) == sorted((at.id, *at.values()) for at in (key(), key(6)))
    loads = con.execute("SELECT load_id, submission_id, sender_code, period_end FROM audit.load ORDER BY 1").fetchall()
    assert loads == [(n, key().id, "so-y-te", date(2023, 5, 31)) for n in (1, 2)]
    refusals = con.execute("SELECT seq, sheet, submission_id, period_id FROM audit.refusal ORDER BY ALL").fetchall()
    may, june = (key().id, "2023-05"), (key(6).id, "2023-06")
    assert refusals == [(seq, sheet, *at) for seq in (1, 4) for sheet, at in (("S", may), ("T", may), ("U", june))]
    assert con.execute("SELECT submission_id, times_sent, form FROM audit.submission").fetchall() == [
        (key().id, 2, "figures")
    ]


def test_the_eight_columns_are_spelt_out_in_one_place() -> None:
    spelt = re.compile(".{0,60}?".join(name for name in COLUMNS if name != "period_id"), re.DOTALL)
    files = [
        path for folder in ("cli", "flows", "pages", "schemas", "warehouse") for path in (ROOT / folder).rglob("*")
    ]
    said = [path.name for path in files if path.suffix in (".py", ".sql") and spelt.search(path.read_text("utf-8"))]
    assert said == ["submission_key.sql"]

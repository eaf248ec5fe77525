"""A figure against its past: one wrong cell is one finding at that cell, and its clean twin is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from beyond import Desk, Office, Parcel, send, standing, told, warehouse

from schemas.catalogue.messages import message
from schemas.form import compared
from schemas.validation.past import expected, odd
from schemas.values.periods import period
from warehouse.checks.series import Series
from warehouse.connect import Connection

pytestmark = pytest.mark.slow

RECEIVED = (1000, 1040, 980, 1070, 1010, 990, 1030, 960)
ONLINE = (310, 330, 300, 350, 320, 290, 340, 310)
TRAINED = (200, 220, 245, 260, 300, 310, 340, 350)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with warehouse(tmp_path / "w.duckdb") as opened:
        yield opened


def row(month: int, **other: int) -> dict[str, object]:
    """What office A has in a month of 2023, but for some figures."""
    at = month - 1
    figures = {"received_count": RECEIVED[at], "online_count": ONLINE[at], "trained_count": TRAINED[at]}
    return {"office_code": "A", "volatile_count": 5 + at} | figures | other


def past(con: Connection, months: int = 6) -> None:
    for month in range(1, months + 1):
        send(con, Office, [row(month)], month)
    assert told(con) == {}


def test_a_clean_past_and_a_clean_month_say_nothing(con: Connection) -> None:
    past(con, 8)
    assert standing(con) == []


@pytest.mark.parametrize(
    ("wrong", "cell", "rule"),
    [
        ({"received_count": 4700}, "B10", "CELL-JUMP"),
        ({"received_count": 210}, "B10", "CELL-JUMP"),
        ({"received_count": 0}, "B10", "CELL-JUMP"),
        ({"received_count": 1_030_000}, "B10", "CELL-SCALE"),
        ({"received_count": 10}, "B10", "CELL-SCALE"),
        ({"received_count": sum(RECEIVED[:7])}, "B10", "CELL-RUNNING-TOTAL"),
        ({"trained_count": 305}, "D10", "CELL-FALLS"),
        ({"received_count": ONLINE[6], "online_count": RECEIVED[6]}, "B10", "HEAD-EXCHANGED"),
    ],
)
def test_one_wrong_cell_is_one_finding(con: Connection, wrong: dict[str, int], cell: str, rule: str) -> None:
    past(con)
    seq = send(con, Office, [row(7, **wrong)], 7)
    assert [(f.cell, f.rule, f.severity) for f in told(con)[seq]] == [(cell, rule, "warning")]
    assert standing(con) == [("7.xlsx", cell, rule)]
    send(con, Office, [row(8)], 8)
    assert told(con) == {}, "the month after a wrong one is judged by the others"


@pytest.mark.parametrize(
    "fine",
    [
        {"received_count": 1900},  # not twice what was expected
        {"received_count": 1200, "online_count": 380},
        {"trained_count": 310},  # it stands still
        {"volatile_count": 90},  # its contract lets it
        {"received_count": None},
    ],
)
def test_what_may_be_is_not_told(con: Connection, fine: dict[str, int]) -> None:
    past(con)
    send(con, Office, [row(7, **fine)], 7)
    assert told(con) == {}


def test_a_small_count_may_double_by_chance(con: Connection) -> None:
    for month in range(1, 7):
        send(con, Office, [{"office_code": "A", "received_count": 3}], month)
    send(con, Office, [{"office_code": "A", "received_count": 12}], 7)
    assert told(con) == {}


def test_three_periods_say_nothing_of_the_fourth(con: Connection) -> None:
    past(con, 3)
    send(con, Office, [row(4, received_count=9000)], 4)
    assert told(con) == {}


def test_a_season_is_known_from_last_year(con: Connection) -> None:
    summer = {6: 3000, 7: 5000, 8: 4000}
    for year in (2022, 2023):
        for month in range(1, 13 if year == 2022 else 7):
            rows = [{"office_code": "A", "received_count": summer.get(month, 400 + 7 * month)}]
            send(con, Office, rows, month, year=year)
    told(con)
    before = standing(con)
    send(con, Office, [{"office_code": "A", "received_count": 5100}], 7)
    assert told(con) == {}
    assert standing(con) == before
    assert {cell for _, cell, _ in before} <= {"B10"}, "the first summer could not be known"


def test_a_correction_ends_what_was_said_and_one_of_the_past_changes_it(con: Connection) -> None:
    past(con)
    wrong = send(con, Office, [row(7, trained_count=305)], 7)
    assert len(told(con)[wrong]) == 1
    send(con, Office, [row(6, trained_count=301)], 6)
    assert told(con) == {}
    assert standing(con) == [], "June was too high, not July too low"
    assert con.execute("SELECT seq, until_seq FROM audit.comparison").fetchall() == [(7, 8)]
    assert con.execute("SELECT warnings FROM audit.run WHERE seq = 7").fetchall() == [(0,)]


def two(month: int) -> list[dict[str, object]]:
    """What offices C and D have in a month."""
    figures = {name: int(str(figure)) for name, figure in row(month).items() if name != "office_code"}
    return [{"office_code": "C"} | figures, {"office_code": "D"} | {name: 2 * n + 1 for name, n in figures.items()}]


def test_last_months_figures_again_are_told_of_once(con: Connection) -> None:
    for month in (1, 2, 3):
        send(con, Office, two(month), month)
    seq = send(con, Office, two(3), 4)
    assert [(f.rule, f.cell, f.details["other_file"]) for f in told(con)[seq]] == [("SUB-FROZEN", "B10", "3.xlsx")]
    send(con, Office, two(4), 4)
    assert told(con) == {}
    assert standing(con) == []


def test_a_handful_of_figures_may_come_again_by_chance(con: Connection) -> None:
    past(con, 4)
    send(con, Office, [row(4)], 5)
    assert told(con) == {}


def test_a_handful_of_figures_that_always_changed_does_not(con: Connection) -> None:
    past(con, 7)
    seq = send(con, Office, [row(7)], 8)
    assert [(f.rule, f.cell) for f in told(con)[seq]] == [("SUB-FROZEN", "B10")]


def test_a_reporting_january_begins_the_year_in_december(con: Connection) -> None:
    months = [(2023, month) for month in range(7, 13)] + [(2024, 1), (2024, 2)]
    for (year, month), received in zip(months, RECEIVED, strict=True):
        send(con, Office, [row(1, received_count=received)], month, year=year, calendar="reporting")
    assert told(con) == {}
    total = row(1, received_count=sum(RECEIVED[-2:]) + 1000)
    seq = send(con, Office, [total], 3, year=2024, calendar="reporting")
    assert [(f.rule, f.cell) for f in told(con)[seq]] == [("CELL-RUNNING-TOTAL", "B10")]


def test_figures_that_never_changed_are_not_frozen(con: Connection) -> None:
    rows = [row(1), {"office_code": "B", "received_count": 77, "online_count": 66, "trained_count": 55}]
    for month in range(1, 6):
        send(con, Office, rows, month)
    assert told(con) == {}


def test_everything_is_judged_again_when_a_tolerance_changes(con: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    past(con)
    send(con, Office, [row(7, received_count=1900)], 7)
    assert told(con) == {}
    monkeypatch.setattr(Office, "compared", compared(change=0.5))
    assert told(con) == {}, "what arrived before has its receipt"
    assert standing(con) == [("7.xlsx", "B10", "CELL-JUMP")]


#: Two communes of Phúc Yên that became one on 1 January 2025, of the code of the second; a third joined on 1 July.
SMALL, LARGE, THIRD = "08740", "08734", "08737"
MERGED = [{"commune_code": SMALL, "parcel_count": 300}, {"commune_code": LARGE, "parcel_count": 900}]


def parcels(con: Connection, months: range, rows: list[dict[str, object]], year: int = 2024, **who: str) -> int:
    """The rows, a little different each month; the last of the arrivals."""
    for month in months:
        moved = [row | {"parcel_count": int(str(row["parcel_count"])) + month} for row in rows]
        seq = send(con, Parcel, moved, month, year=year, **who)
    return seq


@pytest.mark.parametrize(("count", "found"), [(1210, []), (5200, ["CELL-JUMP"]), (310, ["CELL-JUMP"])])
def test_the_past_of_a_merged_unit_is_the_sum_of_its_parts(con: Connection, count: int, found: list[str]) -> None:
    parcels(con, range(7, 13), MERGED)
    seq = send(con, Parcel, [{"commune_code": SMALL, "parcel_count": count}], 1, year=2025)
    findings = told(con).get(seq, [])
    assert [f.rule for f in findings] == found
    assert all("tổng của 2 dòng của các đơn vị đã sáp nhập" in message(f, "vi") for f in findings)


def test_a_merged_unit_of_which_a_part_is_not_known_begins_anew(con: Connection) -> None:
    parcels(con, range(7, 13), MERGED[:1])
    send(con, Parcel, [{"commune_code": SMALL, "parcel_count": 1210}], 1, year=2025)
    assert told(con) == {}


@pytest.mark.parametrize(("count", "found"), [(1500, []), (6200, ["CELL-JUMP"])])
def test_the_past_goes_on_where_province_and_sender_are_others(con: Connection, count: int, found: list[str]) -> None:
    names = {"08743": 40, "08755": 50, "08758": 60, SMALL: 300, LARGE: 900, THIRD: 100}
    rows: list[dict[str, object]] = [{"commune_code": code, "parcel_count": n} for code, n in names.items()]
    parcels(con, range(9, 13), rows)
    after = [row for row in rows if row["commune_code"] != LARGE]
    after[3] = {"commune_code": SMALL, "parcel_count": 1200}
    parcels(con, range(1, 7), after, 2025)
    new = [{"commune_code": SMALL, "parcel_count": count}]
    seq = send(con, Parcel, new, 7, year=2025, sender="pt-so-y-te", scope="25")
    assert [f.rule for f in told(con).get(seq, [])] == found
    assert {rule for _, _, rule in standing(con)} <= {"CELL-JUMP"}
    assert len(standing(con)) == len(found)


def test_a_body_that_took_over_work_begins_anew_and_others_do_not(con: Connection) -> None:
    bodies = ("so-tai-chinh", "so-cong-thuong")
    for month in range(9, 15):
        rows = [{"agency_code": body, "received_count": 1000 + 10 * month} for body in bodies]
        send(con, Desk, rows, (month - 1) % 12 + 1, year=2024 + month // 13, sender="van-phong-ubnd-tinh")
    rows = [{"agency_code": body, "received_count": 9000} for body in bodies]
    seq = send(con, Desk, rows, 3, year=2025, sender="van-phong-ubnd-tinh")
    assert [(f.cell, f.rule) for f in told(con)[seq]] == [("B11", "CELL-JUMP")]


def test_what_rests_at_times_may_rest_again_and_comes_back_as_it_was(con: Connection) -> None:
    for month, received in enumerate((1000, 0, 1040, 980, 0, 1010, 990, 0, 1030), 1):
        send(con, Office, [{"office_code": "A", "received_count": received}], month)
    told(con)
    assert "9.xlsx" not in {file for file, _, _ in standing(con)}
    assert "8.xlsx" not in {file for file, _, _ in standing(con)}
    seq = send(con, Office, [{"office_code": "A", "received_count": 5300}], 10)
    assert [f.rule for f in told(con)[seq]] == ["CELL-JUMP"]


def test_tet_is_known_from_last_years_though_it_was_in_another_month(con: Connection) -> None:
    for at in range(26):
        year, month = 2023 + at // 12, at % 12 + 1
        received = 300 if (year, month) in ((2023, 1), (2024, 2), (2025, 1)) else 2000 + 10 * (at % 3)
        send(con, Office, [{"office_code": "A", "received_count": received}], month, year=year)
    told(con)
    assert standing(con) == []
    send(con, Office, [{"office_code": "A", "received_count": 300}], 3, year=2025)
    told(con)
    assert [file for file, _, _ in standing(con)] == ["27.xlsx"], "in March there is no Tết"


def test_a_month_with_tet_is_like_last_years_month_with_tet_and_no_other() -> None:
    months = [period("month", "calendar", year, month) for year in (2023, 2024, 2025) for month in (1, 2, 3)]
    nothing = np.empty(0, np.int64)
    of = Series(**{f.name: nothing for f in fields(Series)} | {
        "starts": tuple(each.start for each in months), "ends": tuple(each.end for each in months),
    })  # fmt: skip
    same, tet = of.alike.tolist()
    assert same == [-1, -1, -1, 0, 1, 2, 3, 4, 5]
    assert tet == [-1, -1, -1, -1, 0, -1, 4, -1, -1], "22 January 2023, 10 February 2024, 29 January 2025"


CHARACTERS = {
    "even": lambda size, shape, rng: rng.poisson(size * np.exp(rng.normal(0, 0.1, shape))),
    "loud": lambda size, shape, rng: rng.poisson(size * np.exp(rng.normal(0, 0.3, shape))),
    "grows": lambda size, shape, rng: rng.poisson(size * 1.08 ** np.arange(shape[1])),
    "season": lambda size, shape, rng: rng.poisson(size * (1 + 0.45 * np.sin(np.arange(shape[1]) * np.pi / 6))),
    "a handful": lambda size, shape, rng: rng.poisson(3, shape),
    "mostly none": lambda size, shape, rng: rng.poisson(0.3, shape),
}


@pytest.mark.parametrize("character", CHARACTERS)
def test_figures_of_every_character_are_seldom_odd(character: str) -> None:
    rng, shape = np.random.default_rng(5), (300, 26)
    size = np.exp(rng.uniform(3, 10, (shape[0], 1)))
    values = CHARACTERS[character](size, shape, rng).astype(float)
    alike = np.array([[t - 12 if t >= 12 else -1 for t in range(shape[1])]])
    past = expected(values, alike, 4)
    found = odd(values, past, np.arange(shape[1]) // 12, compared(), is_count=True, basis="period")
    alarms = found.jump | found.scale | found.total
    assert alarms[:, 4:].mean() < 0.02

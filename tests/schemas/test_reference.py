"""The reference tables agree with themselves and with one another; periods run as the decree says."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from schemas import owed
from schemas.codes import REFERENCE, code_list
from schemas.values.periods import PeriodKind, period
from schemas.values.text import fold

Row = dict[str, str]

FILES = sorted(path.name for path in REFERENCE.glob("*.csv"))
#: Tables in which the first column is not the key.
KEYS = {
    "heading_words.csv": ("words", "same_as"),  # an abbreviation may stand for two things
    "agency_successions.csv": ("agency_code", "effective_date", "successor_code"),
    "statements.csv": ("report", "statement_no"),
    "unit_counts.csv": ("unit_code", "level", "valid_from"),
    "unit_successions.csv": ("unit_code", "effective_date", "successor_code"),
}
LEVELS = ("central", "province", "district", "commune")


def rows(name: str) -> list[Row]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def span(row: Row) -> tuple[date, date]:
    return (
        date.fromisoformat(row.get("valid_from") or "0001-01-01"),
        date.fromisoformat(row.get("valid_to") or "9999-12-31"),
    )


def overlapping(spans: list[tuple[date, date]]) -> bool:
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in combinations(spans, 2))


@pytest.mark.parametrize("name", FILES)
def test_every_row_says_where_it_comes_from(name: str) -> None:
    assert [row for row in rows(name) if not row["source"].strip()] == []


@pytest.mark.parametrize("name", FILES)
def test_a_code_means_one_thing_on_one_day(name: str) -> None:
    found = rows(name)
    key = KEYS.get(name, (next(iter(found[0])),))
    spans: dict[tuple[str, ...], list[tuple[date, date]]] = {}
    for row in found:
        first, last = span(row)
        assert first <= last, row
        spans.setdefault(tuple(row[each] for each in key), []).append((first, last))
    assert [each for each, held in spans.items() if overlapping(held)] == []


def code_lists() -> Iterator[str]:
    for name in FILES:
        first, second = list(rows(name)[0])[:2]
        if first.endswith("_code") and second in ("name", "name_vi", "document_type_code"):
            yield first.removesuffix("_code")


@pytest.mark.parametrize("name", [name for name in code_lists() if name != "unit"])
def test_every_name_of_a_code_leads_back_to_it(name: str) -> None:
    entries = code_list(name).entries
    for entry in entries:
        for day in {entry.valid_from or date(2023, 5, 14), entry.valid_to or date(2026, 1, 1)}:
            if entry.valid_on(day):
                assert {code_list(name).resolve(text, day) for text in (entry.code, *entry.names)} == {entry.code}


def test_no_two_units_of_one_level_and_type_bear_one_name_at_once() -> None:
    spans: dict[tuple[str, str, str], list[tuple[date, date]]] = {}
    for row in rows("units.csv"):
        spans.setdefault((row["level"], row["type"], fold(row["name"])), []).append(span(row))
    assert [name for name, held in spans.items() if overlapping(held)] == []


def test_the_dated_tables_are_sorted() -> None:
    for name in ("units.csv", "agencies.csv"):
        order = [(LEVELS.index(row["level"]), next(iter(row.values())), row["valid_from"]) for row in rows(name)]
        assert order == sorted(order), name
    for name, code in (("unit_successions.csv", "unit_code"), ("agency_successions.csv", "agency_code")):
        moves = [(row[code], row["effective_date"], row["kind"], row["successor_code"]) for row in rows(name)]
        assert moves == sorted(moves), name


def test_every_unit_but_a_province_has_a_committee_as_long_as_it_is_there() -> None:
    held = {(row["unit_code"], *span(row)) for row in rows("agencies.csv") if row["agency_code"].startswith("ubnd-")}
    for unit in rows("units.csv"):
        if unit["level"] != "province":
            assert (unit["unit_code"], *span(unit)) in held, unit


def test_an_agency_is_of_a_unit_that_is_there() -> None:
    units = code_list("unit").entries
    for row in rows("agencies.csv"):
        if row["level"] == "central":
            assert row["unit_code"] == ""
            continue
        first, last = span(row)
        levels = {e.level for e in units if e.code == row["unit_code"] and e.first <= first and last <= e.last}
        assert levels == {row["level"]}, row


GROUPS = {
    date(2023, 5, 14): {"procedures": 26, "dti": 29, "city": 2},
    date(2025, 3, 1): {"procedures": 21, "dti": 23, "city": 2},
    date(2025, 7, 1): {"procedures": 48, "dti": 14},
}


@pytest.mark.parametrize("day", GROUPS)
def test_groups_have_the_bodies_of_their_day(day: date) -> None:
    valid = [row for row in rows("agencies.csv") if span(row)[0] <= day <= span(row)[1]]
    assert Counter(group for row in valid for group in row["groups"].split(";") if group) == GROUPS[day]


WINDOWS: dict[tuple[PeriodKind, int], tuple[date, date]] = {
    ("month", 1): (date(2022, 12, 15), date(2023, 1, 14)),
    ("month", 5): (date(2023, 4, 15), date(2023, 5, 14)),
    ("quarter", 1): (date(2022, 12, 15), date(2023, 3, 14)),
    ("quarter", 2): (date(2023, 3, 15), date(2023, 6, 14)),
    ("quarter", 3): (date(2023, 6, 15), date(2023, 9, 14)),
    ("quarter", 4): (date(2023, 9, 15), date(2023, 12, 14)),
    ("half", 1): (date(2022, 12, 15), date(2023, 6, 14)),
    ("half", 2): (date(2023, 6, 15), date(2023, 12, 14)),
    ("nine_months", 1): (date(2022, 12, 15), date(2023, 9, 14)),
    ("year", 1): (date(2022, 12, 15), date(2023, 12, 14)),
}


@pytest.mark.parametrize(("kind", "number"), WINDOWS)
def test_reporting_periods_run_as_the_decree_says(kind: PeriodKind, number: int) -> None:
    found = period(kind, "reporting", 2023, number)
    assert (found.start, found.end) == WINDOWS[kind, number]


def test_periods_of_a_kind_follow_one_another_without_gap() -> None:
    counts: dict[PeriodKind, int] = {"month": 12, "quarter": 4, "half": 2, "year": 1}
    for kind, count in counts.items():
        every = [period(kind, "reporting", year, n) for year in (2022, 2023, 2024, 2025) for n in range(1, count + 1)]
        assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(every)), kind


def test_work_that_is_handed_on_twice_is_with_the_last_whatever_order_the_table_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = "agency_code,effective_date,successor_code\nb,2025-07-01,c\na,2025-03-01,b\nd,2024-01-01,\n"
    (tmp_path / "agency_successions.csv").write_text(written, encoding="utf-8")
    monkeypatch.setattr(owed, "REFERENCE", tmp_path)
    owed._successions.cache_clear()
    try:
        days = (date(2025, 2, 28), date(2025, 3, 1), date(2025, 7, 1))
        assert [owed._holding("a", day) for day in days] == [{"a"}, {"b"}, {"c"}]
    finally:
        owed._successions.cache_clear()

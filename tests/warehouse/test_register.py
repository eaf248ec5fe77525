"""Who owes what: the register in SQL against a recount from the words of the contract, over years of submissions."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from bench.sendings import AFTER, FIRST, Sending, sendings, twelve_forms, write
from bench.who_owes import NAMES
from schemas.codes import REFERENCE
from schemas.form import Form
from schemas.registry import reference_tables
from schemas.values.periods import Period, period
from warehouse.connect import Connection, build
from warehouse.mart import marts, prove
from warehouse.tables import prepare

FORMS = twelve_forms()
SENT = sendings(FORMS)
MARTS = [mart for mart in marts() if mart.name in NAMES]
STATES = {"expected", "missing", "received", "empty", "refused", "partly loaded", "late", "complete"}
#: A day among the reports, two around the end of the districts, one after everything.
DAYS = [date(2024, 3, 16), date(2025, 6, 30), date(2025, 7, 7), date(2026, 1, 20)]


Place = tuple[str, str, str, date]


def table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


AGENCIES, UNITS = table("agencies"), table("units")
MOVES = table("agency_successions")


def holds(row: dict[str, str], day: date) -> bool:
    return (row["valid_from"] or "0001") <= day.isoformat() <= (row["valid_to"] or "9999")


def owing(form: type[Form], day: date) -> list[dict[str, str]]:
    """Agencies the contract names on a day, by its words: a level of committees or a group of bodies."""
    if form.ended and day >= form.ended:
        return []
    how, what = form.owed_by.split(":")
    there = [agency for agency in AGENCIES if holds(agency, day)]
    if how == "group":
        return [agency for agency in there if what in agency["groups"].split(";")]
    units = {unit["unit_code"] for unit in UNITS if unit["level"] == what and holds(unit, day)}
    return [a for a in there if a["agency_code"].startswith("ubnd-") and a["unit_code"] in units]


@cache
def heirs(code: str, since: str = "", until: str = "9999", *, whole: bool = False) -> frozenset[str]:
    """Every body that had come to stand for one until a day; `whole`: that took over all of its work."""
    found: set[str] = set()
    for move in MOVES:
        heir, day = move["successor_code"], move["effective_date"]
        is_theirs = move["agency_code"] == code != heir and not (whole and move["kind"] == "split_part")
        if heir and is_theirs and since < day <= until:
            found |= {heir} | heirs(heir, day, until, whole=whole)
    return frozenset(found - {code})


@dataclass
class Row:
    """One report that is owed: what answers it, and whether something came that does not."""

    form: type[Form]
    agency: dict[str, str]
    of: Period
    answers: list[int] = field(default_factory=list)
    has_other: bool = False

    @property
    def due(self) -> date:
        """Day `day` of the month `months` after the period's last month."""
        due = self.form.due
        assert due
        month = self.of.end.month + due.months
        first = date(self.of.end.year + (month > 12), (month - 1) % 12 + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return min(first + timedelta(days=due.day - 1), last)


def register(on: date) -> dict[Place, Row]:
    """What is owed on a day, each with the numbers of the sendings known by then that answer it."""
    rows = owed_rows(on)
    by_unit: dict[tuple[str, str, date], list[str]] = defaultdict(list)
    by_sender: dict[tuple[str, str, date], list[str]] = defaultdict(list)
    for form_name, sender, unit, end in rows:
        by_unit[form_name, unit, end].append(sender)
        by_sender[form_name, sender, end].append(unit)
    for number, sent in enumerate(SENT):
        if sent.on > on:
            continue
        end = sent.period.end
        own = (sent.form, sent.sender, sent.unit, end)
        before = [who for who in by_unit[sent.form, sent.unit, end] if sent.sender in heirs(who)]
        if own in rows:
            rows[own].answers.append(number)
        elif len(before) == 1:
            rows[sent.form, before[0], sent.unit, end].answers.append(number)
        elif sent.accepted:
            others = [(who, sent.unit) for who in before]
            others += [(sent.sender, unit) for unit in by_sender[sent.form, sent.sender, end]]
            for who, unit in others:
                rows[sent.form, who, unit, end].has_other = True
    return rows


def owed_rows(on: date) -> dict[Place, Row]:
    """What is owed on a day, answered by nothing yet."""
    rows: dict[Place, Row] = {}
    for form in FORMS:
        for year in range(FIRST[0], AFTER[0] + 1):
            for month in range(1, 13):
                of = period("month", form.calendar, year, month)
                if of.start <= on and of.end >= min(s.period.end for s in SENT if s.form == form.name):
                    for agency in owing(form, of.end):
                        rows[form.name, agency["agency_code"], agency["unit_code"], of.end] = Row(form, agency, of)
    return rows


def place(number: int) -> int:
    again = SENT[number].again
    return number if again is None else again


def current(row: Row) -> Sending | None:
    """The sending that counts: of each sender and revision the last one with a row; official figures before others."""
    last: dict[tuple[str, str], int] = {}
    for number in sorted(row.answers, key=lambda n: (place(n), n)):
        if SENT[number].accepted:
            last[SENT[number].sender, SENT[number].revision] = number
    best = sorted(last.values(), key=lambda n: (SENT[n].revision == "official", place(n), n))
    return SENT[best[-1]] if best else None


def judged(row: Row, on: date) -> tuple[str, date | None, int, bool, int, str | None]:
    """state, received_on, days_late, is_outstanding, n_sent, answering_code"""
    arrived = [SENT[place(n)].on for n in row.answers if SENT[n].accepted]
    received = min(arrived, default=None)
    counting, is_due = current(row), row.due < on
    if counting:
        if counting.held or counting.has_refused:
            state = "partly loaded"
        elif counting.revision == "estimate":
            state = "received"
        else:
            state = "late" if received and received > row.due else "complete"
    elif row.answers:
        newest = SENT[max(row.answers, key=lambda n: (place(n), n))]
        state = "refused" if newest.held or newest.has_refused else "empty"
    elif row.has_other:
        state = "received"
    else:
        state = "missing" if is_due else "expected"
    late = max(((received or on) - row.due).days, 0)
    n_sent = sum(SENT[n].again is None for n in row.answers)
    return state, received, late, is_due and not received, n_sent, answering(row.agency, on)


def answering(agency: dict[str, str], on: date) -> str | None:
    code = agency["agency_code"]
    there = {each["agency_code"] for each in AGENCIES if holds(each, on)}
    return code if code in there else min(heirs(code, until=on.isoformat(), whole=True) & there, default=None)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A warehouse with everything sent."""
    with build(tmp_path_factory.mktemp("register") / "w.duckdb") as con:
        prepare(con, FORMS, reference_tables(), MARTS)
        write(con, SENT)
        yield con


def test_the_years_hold_what_they_are_to_hold() -> None:
    rows = register(DAYS[-1])
    assert len({row.agency["agency_code"] for row in rows.values()}) >= 150
    assert len({row.of.end for row in rows.values()}) >= 24
    assert len(FORMS) == 12
    assert len(rows) >= 150 * 24 * 12
    states = Counter(judged(row, DAYS[-1])[0] for row in rows.values())
    assert set(states) == STATES
    assert min(states.values()) > 100
    by_heir = [n for row in rows.values() for n in row.answers if SENT[n].sender != row.agency["agency_code"]]
    assert len(by_heir) > 10


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_register_equals_the_recount(con: Connection, on: date) -> None:
    found = con.execute(
        "SELECT form, sender_code, unit_code, period_end, due_date, state, received_on, days_late, is_outstanding,"
        " n_sent, answering_code FROM mart.submission_register(?)",
        [on],
    ).fetchall()
    told = {row[:4]: row[4:] for row in found}
    assert len(told) == len(found)
    recounted = {at: (row.due, *judged(row, on)) for at, row in register(on).items()}
    assert told.keys() == recounted.keys()
    assert {at: (told[at], said) for at, said in recounted.items() if told[at] != said} == {}


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_grain_of_each_is_unique(con: Connection, on: date) -> None:
    for mart in MARTS:
        assert prove(con, mart, *([on] if mart.parameters else [])) > 0, mart.name


def test_the_late_list_is_what_was_not_there_on_its_day(con: Connection) -> None:
    on = DAYS[-1]
    late = con.execute("SELECT form, sender_code, unit_code, period_end, days_late FROM mart.late(?)", [on]).fetchall()
    recounted = {(*at, days) for at, row in register(on).items() if (days := judged(row, on)[2])}
    assert set(late) == recounted
    assert len(late) == len(recounted)


def groups(row: Row) -> Iterator[tuple[str, str]]:
    unit = row.agency["unit_code"]
    held = next(u for u in UNITS if u["unit_code"] == unit and holds(u, row.of.end))
    above = {"district": unit, "commune": held["parent_code"]}.get(held["level"], "")
    levels = {u["level"] for u in UNITS if u["unit_code"] == above and holds(u, row.of.end)}
    yield from (("sender", row.agency["agency_code"]), ("level", row.agency["level"]), ("sector", ""))
    yield from (("form", row.form.name), ("all", ""), *((("district", above),) if levels == {"district"} else ()))


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_timeliness_and_completeness_are_shares_of_what_was_due(con: Connection, on: date) -> None:
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in register(on).values():
        state, received, late, *_ = judged(row, on)
        if row.due >= on:
            continue
        facts = {"due": 1, "received": bool(received), "in time": bool(received and not late)}
        facts |= {"complete": state in ("complete", "late")}
        for group in groups(row):
            for of in ("", row.of.id):
                counts[*group, of].update({k: v for k, v in facts.items() if v})
    found = con.execute(
        "SELECT dimension, code, period_id, sum(n_due), sum(n_received), sum(n_on_time), sum(n_complete)"
        " FROM mart.timeliness(?) GROUP BY ALL",
        [on],
    ).fetchall()
    told: dict[tuple[str, str, str], Any] = {row[:3]: tuple(map(int, row[3:])) for row in found}
    assert told == {at: (c["due"], c["received"], c["in time"], c["complete"]) for at, c in counts.items()}
    most = con.execute(
        "SELECT max(greatest(received_pct, on_time_pct, complete_pct)), min(received_pct) FROM mart.timeliness(?)", [on]
    ).fetchone()
    assert most
    assert 0 <= most[1] <= most[0] <= 100


def test_the_merged_owe_nothing_after_their_end(con: Connection) -> None:
    rows = con.execute(
        "SELECT count(*) FILTER (level = 'district' AND period_end >= DATE '2025-07-01'),"
        " count(*) FILTER (period_end >= DATE '2025-07-01'),"
        " count(DISTINCT unit_code) FILTER (level = 'commune' AND period_end = DATE '2024-12-31'),"
        " count(DISTINCT unit_code) FILTER (level = 'commune' AND period_end = DATE '2025-08-31')"
        " FROM mart.submission_register(?)",
        [DAYS[-1]],
    ).fetchall()[0]
    assert (rows[0], rows[2], rows[3]) == (0, 136, 36)
    assert rows[1] > 0


def test_a_snapshot_as_of_an_arrival_knows_no_later_one(con: Connection) -> None:
    con.execute("SET VARIABLE as_of = 1")
    try:
        n = con.execute("SELECT count(*), sum(n_sent) FROM mart.submission_register(?)", [DAYS[-1]]).fetchall()[0]
    finally:
        con.execute("RESET VARIABLE as_of")
    assert n[0] == len(register(DAYS[-1]))
    assert n[1] <= 1

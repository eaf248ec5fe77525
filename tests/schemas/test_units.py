"""Units and agencies by date: as many as the resolutions say, each followed by what replaced it."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas.codes import REFERENCE, CodeEntry, Succession, code_list

COUNTS = {
    date(2021, 11, 1): (1, 9, {"Xã": 105, "Phường": 15, "Thị trấn": 16}),
    date(2023, 4, 9): (1, 9, {"Xã": 105, "Phường": 15, "Thị trấn": 16}),
    date(2023, 4, 10): (1, 9, {"Xã": 102, "Phường": 16, "Thị trấn": 18}),
    date(2024, 12, 31): (1, 9, {"Xã": 102, "Phường": 16, "Thị trấn": 18}),
    date(2025, 1, 1): (1, 9, {"Xã": 88, "Phường": 15, "Thị trấn": 18}),
    date(2025, 6, 30): (1, 9, {"Xã": 88, "Phường": 15, "Thị trấn": 18}),
    date(2025, 7, 1): (1, 0, {"Xã": 32, "Phường": 4}),
}


def unmarked(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("day", COUNTS)
def test_units_are_as_many_as_the_resolutions_say(day: date) -> None:
    valid = [e for e in code_list("unit").entries if e.valid_on(day)]
    level = Counter(e.level for e in valid)
    types = Counter(e.names[0].removesuffix(f" {e.names[1]}") for e in valid if e.level == "commune")
    assert (level["province"], level["district"], dict(types)) == COUNTS[day]
    assert sum(types.values()) == {9: 136 if day.year < 2025 else 121, 0: 36}[level["district"]]


def test_counts_of_units_are_those_of_the_list_of_units() -> None:
    units = code_list("unit").entries
    for row in unmarked(REFERENCE / "unit_counts.csv"):
        if row["unit_code"] == "26":  # of Phú Thọ the list has the communes of former Vĩnh Phúc only
            day = date.fromisoformat(row["valid_to"])
            assert sum(e.level == row["level"] and e.valid_on(day) for e in units) == int(row["unit_count"]), row


def test_parents_hold_when_their_units_do() -> None:
    units = code_list("unit").entries
    for unit in units:
        if unit.level != "province":
            held = [e for e in units if e.code == unit.parent and e.first <= unit.first and unit.last <= e.last]
            assert [parent.level for parent in held] in (["district"], ["province"]), unit


def test_communes_of_districts_after_the_merges_of_2025() -> None:
    day = date(2025, 1, 1)
    parents = Counter(e.parent for e in code_list("unit:commune").entries if e.valid_on(day))
    assert parents == {
        "249": 13, "246": 19, "244": 9, "253": 14, "248": 9, "247": 12, "252": 20, "243": 9, "251": 16
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [("Hai Bà Trưng", "08740"), ("Sao Đại Việt", "09097"), ("An Nhân", "09151"), ("Lương Điền", "09118")],
)
def test_units_of_the_first_half_of_2025_have_the_codes_of_the_ward_list(name: str, code: str) -> None:
    assert code_list("unit:commune").resolve(name, date(2025, 3, 31)) == code


def dated(table: str) -> tuple[tuple[CodeEntry, ...], tuple[Succession, ...]]:
    found = code_list(table)
    return found.entries, found.successions


@pytest.mark.parametrize("table", ["unit", "agency"])
def test_successions_join_the_rows_they_speak_of(table: str) -> None:
    entries, successions = dated(table)
    for move in successions:
        ends = [e for e in entries if e.code == move.code and e.last == move.since - timedelta(days=1)]
        assert len(ends) == 1, move
        if move.heir:
            assert [e.code for e in entries if e.code == move.heir and e.valid_on(move.since)] == [move.heir], move


@pytest.mark.parametrize("table", ["unit", "agency"])
def test_every_row_that_ends_says_what_follows_and_every_row_that_begins_what_was_before(table: str) -> None:
    entries, successions = dated(table)
    left = {(move.code, move.since) for move in successions}
    taken = {(move.heir, move.since) for move in successions}
    assert [e for e in entries if e.valid_to and (e.code, e.valid_to + timedelta(days=1)) not in left] == []
    assert [e for e in entries if e.valid_from and (e.code, e.valid_from) not in taken] == []


@pytest.mark.parametrize("table", ["unit", "agency"])
def test_nobody_is_succeeded_by_who_is_succeeded_the_same_day(table: str) -> None:
    entries, successions = dated(table)
    for move in successions:
        later = [m for m in successions if m.code == move.heir and m.since == move.since and move.heir != move.code]
        starts = [e.valid_from for e in entries if e.code == move.heir and e.valid_on(move.since)]
        assert not later or starts == [move.since], move


def test_the_communes_partition_on_every_day_of_change() -> None:
    communes = code_list("unit:commune")
    for day, ended, begun in ((date(2025, 1, 1), 28, 13), (date(2025, 7, 1), 121, 36)):
        before = [e for e in communes.entries if e.valid_to == day - timedelta(days=1)]
        heirs = {e.code: communes.heirs(e.code, e.last, day) for e in before}
        assert len(heirs) == ended
        assert {len(found) for found in heirs.values()} == {1}
        after = {e.code for e in communes.entries if e.valid_from == day}
        assert len(after) == begun
        assert {code for found in heirs.values() for code in found} == after
        assert all(heirs[code] == (code,) for code in after), "a new unit keeps the code of one of its own parts"


def test_units_were_merged_whole() -> None:
    rows = unmarked(REFERENCE / "unit_successions.csv")
    assert {row["share"] for row in rows if row["kind"] != "abolish"} == {"1"}


def test_two_new_communes_straddle_old_districts() -> None:
    communes = code_list("unit:commune")
    last = date(2025, 6, 30)
    parents: dict[str, set[str]] = {}
    for entry in communes.entries:
        if entry.valid_to == last:
            parents.setdefault(communes.heirs(entry.code, last, date(2025, 7, 1))[0], set()).add(entry.parent)
    assert {code: found for code, found in parents.items() if len(found) > 1} == {
        "08866": {"246", "253"},
        "08872": {"247", "248"},
    }


def test_communes_of_june_2025_are_those_of_the_ward_list(shared: Path) -> None:
    public = unmarked(shared / "real/reference/danhmuchanhchinh.gso.gov.vn_ward_2025-07-18.csv")
    expected = {row["Mã"]: (row["Tên"], row["Mã QH"]) for row in public if row["Mã TP"] == "26"}
    june = [e for e in code_list("unit:commune").entries if e.valid_on(date(2025, 6, 30))]
    assert {e.code: (e.names[0], e.parent) for e in june} == expected


def test_districts_are_those_of_the_district_list(shared: Path) -> None:
    public = unmarked(shared / "real/reference/danhmuchanhchinh.gso.gov.vn_district_2025-07-18.csv")
    expected = {row["Mã"]: row["Tên"] for row in public if row["Mã TP"] == "26"}
    assert {e.code: e.names[0] for e in code_list("unit:district").entries} == expected


def test_communes_of_july_2025_are_those_of_the_letter_on_codes(shared: Path) -> None:
    text = (shared / "real/reference/1027_CTK-CSCL.phu-tho.md").read_text(encoding="utf-8")
    public = dict(re.findall(r"^\| [0-9]+ *\| ([0-9]{5}) \| (.+?) *\|", text, re.MULTILINE))
    assert len(public) == 148
    july = {e.code: e.names[0] for e in code_list("unit:commune").entries if e.valid_on(date(2025, 7, 1))}
    assert july == {code: public[code] for code in july}
    assert sum(name.startswith("Xã ") for name in public.values()) == 133


def test_the_merges_of_july_2025_are_those_of_the_mapping(shared: Path) -> None:
    data = json.loads((shared / "real/reference/splits.province-25.json").read_text(encoding="utf-8"))["data"]
    old = next(province for province in data if province["level1_id"] == "26")
    expected = {each["level3_id"]: tuple(part["new_id"] for part in each["splits"]) for each in old["level3s"]}
    communes = code_list("unit:commune")
    assert len(expected) == 121
    assert {c: communes.heirs(c, date(2025, 6, 30), date(2025, 7, 1)) for c in expected} == expected


def test_the_136_communes_come_to_the_36_of_the_domain_brief(shared: Path) -> None:
    text = (shared / "domain.md").read_text(encoding="utf-8")
    lines = text[text.index("### A.3") :].splitlines()
    expected: dict[str, str] = {}
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 5 and (new := re.search(r"\(([0-9]{5})\)", cells[2])):
            expected |= dict.fromkeys(re.findall(r"[0-9]{5}", cells[4]), new.group(1))
    communes = code_list("unit:commune")
    found = {c: communes.heirs(c, date(2024, 12, 31), date(2025, 7, 1)) for c in expected}
    assert len(expected) == 136
    assert found == {code: (new,) for code, new in expected.items()}


def test_names_of_2021_are_those_of_the_domain_brief(shared: Path) -> None:
    text = (shared / "domain.md").read_text(encoding="utf-8")
    part = text[text.index("### A.1") : text.index("### A.2")]
    expected = {code: name for name, code in re.findall(r"(?:: |, )([^,:()]+?) ([0-9]{5})", part)}
    november = {e.code: e.names[1] for e in code_list("unit:commune").entries if e.valid_on(date(2021, 11, 1))}
    assert len(expected) == 136
    assert november == expected

"""A form that changes from a day on: old and new workbooks load in any order; what a change breaks is said before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from khoso import ROOT, khoso

from schemas.contract_diff import ContractChange, changes, contracts
from schemas.contract_error import ContractError
from schemas.form import Form, column, rule, was
from schemas.kinds import Amount, Code, Count, Text
from schemas.submission import Reading
from schemas.values.periods import period
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from spreadsheets.write.drawing import draw
from spreadsheets.write.drawn import save
from warehouse.arrival import Arrival
from warehouse.connect import Connection, build
from warehouse.load import record
from warehouse.tables import ContractChanged, prepare

CHANGE = date(2024, 1, 1)
_SHARED: dict[str, Any] = {
    "titles": ("Biên chế các phòng",), "grain": ("office_code",), "period": "month", "sender": "so-noi-vu",
}  # fmt: skip


def version(**columns: Any) -> type[Form]:
    """A version of the form of offices; one class name, so one table."""
    office = column(Code, "Mã phòng", nullable=False)
    return type("Offices", (Form,), {"__doc__": "Offices.", **_SHARED, "office_code": office, **columns})


BEFORE = version(
    head_count=column(Count, "Số người"),
    desk_count=column(Count, "Số bàn"),
)
#: One column renamed, one dropped and one added, all from the first day of 2024 on.
AFTER = version(
    head_count=column(Count, "Số nhân viên", was("Số người", until=CHANGE)),
    desk_count=column(Count, "Số bàn", until=CHANGE),
    laptop_count=column(Count, "Số máy tính xách tay", since=CHANGE),
)
MONTHS = ((BEFORE, 2023, 11), (BEFORE, 2023, 12), (AFTER, 2024, 1), (AFTER, 2024, 2))


def workbook(folder: Path, form: type[Form], year: int, month: int, rows: Sequence[dict[str, Any]] = ()) -> Path:
    """A workbook of the month as an office of that time draws it."""
    when = period("month", "calendar", year, month)
    figures = {"head_count": 10 + month, "desk_count": 20 + month, "laptop_count": 30 + month}
    names = [name for name, col in form.columns.items() if col.valid_on(when.end) and name != "office_code"]
    rows = rows or [{"office_code": f"P{i}"} | {name: figures[name] + i for name in names} for i in (1, 2)]
    path = folder / f"{year}-{month:02}.xlsx"
    save([draw(form, rows, sender="so-noi-vu", unit="26", period=when)], path)
    return path


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> dict[type[Form], list[Reading]]:
    """Each contract's reading of the four workbooks."""
    folder = tmp_path_factory.mktemp("drift")
    paths = [workbook(folder, form, year, month) for form, year, month in MONTHS]
    found = {}
    for form in (BEFORE, AFTER):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("spreadsheets.understand.reading.forms", lambda form=form: {"offices": form})
            found[form] = [read_submissions(reader.read(path)) for path in paths]
    return found


def load(con: Connection, seq: int, reading: Reading) -> None:
    record(con, Arrival(seq, f"{seq:064x}", reading.file, datetime(2024, 3, 1), "inbox"), reading)


def rows(con: Connection) -> list[tuple[object, ...]]:
    columns = "period_id, office_code, head_count, desk_count, laptop_count"
    return con.execute(f"SELECT {columns} FROM core.offices ORDER BY ALL").fetchall()


EXPECTED = [
    ("2023-11", "P1", 22, 32, None), ("2023-11", "P2", 23, 33, None),
    ("2023-12", "P1", 23, 33, None), ("2023-12", "P2", 24, 34, None),
    ("2024-01", "P1", 12, None, 32), ("2024-01", "P2", 13, None, 33),
    ("2024-02", "P1", 13, None, 33), ("2024-02", "P2", 14, None, 34),
]  # fmt: skip


def test_each_workbook_is_read_by_the_rules_of_its_period(readings: dict[type[Form], list[Reading]]) -> None:
    assert [r.all_findings for r in readings[AFTER]] == [[], [], [], []]
    assert [len(r.submissions) for r in readings[BEFORE]] == [1, 1, 0, 0]
    assert [f.rule for r in readings[BEFORE][2:] for f in r.all_findings] == ["SHEET-UNCLAIMED"] * 2


def test_the_four_load_in_any_order(readings: dict[type[Form], list[Reading]], tmp_path: Path) -> None:
    for number, order in enumerate(permutations(readings[AFTER])):
        with build(tmp_path / f"{number}.duckdb") as con:
            prepare(con, [AFTER], {}, [])
            for seq, reading in enumerate(order, 1):
                load(con, seq, reading)
            assert rows(con) == EXPECTED


def test_a_warehouse_of_the_old_contract_takes_the_new_one(
    readings: dict[type[Form], list[Reading]], tmp_path: Path
) -> None:
    with build(tmp_path / "w.duckdb") as con:
        prepare(con, [BEFORE], {}, [])
        for seq, reading in enumerate(readings[BEFORE][:2], 1):
            load(con, seq, reading)
        prepare(con, [AFTER], {}, [])
        for seq, reading in enumerate(readings[AFTER][2:], 3):
            load(con, seq, reading)
        assert rows(con) == EXPECTED


def test_an_old_heading_after_its_time_is_refused(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spreadsheets.understand.reading.forms", lambda: {"offices": AFTER})
    late = version(head_count=column(Count, "Số người"), laptop_count=column(Count, "Số máy tính xách tay"))
    found = read_submissions(reader.read(workbook(tmp_path, late, 2024, 3)))
    assert [(f.rule, f.found) for f in found.all_findings] == [("HEAD-UNKNOWN", "“Số người” (C)"), ("HEAD-MISSING", "")]
    assert found.all_findings[1].details["headers"] == "“Số nhân viên”"


def test_what_takes_more_than_a_new_column_asks_for_a_rebuild(
    readings: dict[type[Form], list[Reading]], tmp_path: Path
) -> None:
    retyped = version(head_count=column(Amount, "Số người", unit="point"), desk_count=column(Count, "Số bàn"))
    with build(tmp_path / "w.duckdb") as con:
        prepare(con, [BEFORE], {}, [])
        load(con, 1, readings[BEFORE][0])
        for changed in (retyped, version(head_count=column(Count, "Số người"))):
            with pytest.raises(ContractChanged, match="offices"):
                prepare(con, [changed], {}, [])
        assert con.execute("SELECT sum(head_count) FROM core.offices").fetchall() == [(45,)]


def change(new: type[Form], old: type[Form] = BEFORE) -> list[tuple[str, str, str]]:
    return [(c.what, c.effect, c.name) for c in changes({"offices": old}, {"offices": new})]


def with_rule(severity: str) -> type[Form]:
    few = rule("X-1", "head_count <= 9", severity=severity, vi="ít", en="few", source="thử")  # type: ignore[arg-type]
    return version(head_count=column(Count, "Số người"), desk_count=column(Count, "Số bàn"), few=few)


PEOPLE, DESKS = column(Count, "Số người"), column(Count, "Số bàn")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (version(head_count=PEOPLE, desk_count=DESKS), []),
        (
            AFTER,
            [
                ("heading-added", "fine", "head_count"),
                ("heading-dated", "fine", "head_count"),
                ("span-changed", "fine", "desk_count"),
                ("column-added", "fine", "laptop_count"),
            ],
        ),
        (version(head_count=PEOPLE), [("column-removed", "rebuild", "desk_count")]),
        (version(people_count=PEOPLE, desk_count=DESKS), [("column-renamed", "rebuild", "head_count")]),
        (
            version(head_count=column(Count, "Nhân sự"), desk_count=DESKS),
            [("heading-removed", "refused", "head_count"), ("heading-added", "fine", "head_count")],
        ),
        (version(head_count=column(Text, "Số người"), desk_count=DESKS), [("kind-changed", "rebuild", "head_count")]),
        (
            version(head_count=column(Count, "Số người", unit="person"), desk_count=DESKS),
            [("meaning-changed", "meaning", "head_count")],
        ),
        (
            version(head_count=column(Count, "Số người", nullable=False, maximum=9), desk_count=DESKS),
            [
                ("demand-tightened", "stricter", "head_count (nullable)"),
                ("demand-tightened", "stricter", "head_count (maximum)"),
            ],
        ),
        (
            version(head_count=PEOPLE, desk_count=DESKS, new_count=column(Count, "Mới")),
            [("column-owed", "refused", "new_count")],
        ),
        (
            version(head_count=PEOPLE, desk_count=DESKS, new_count=column(Count, "Mới", required=False)),
            [("column-added", "fine", "new_count")],
        ),
        (
            version(
                office_code=column(Code, "Mã phòng", nullable=False, personal=True), head_count=PEOPLE, desk_count=DESKS
            ),
            [("personal-changed", "rebuild", "office_code")],
        ),
        (with_rule("error"), [("rule-added", "stricter", "X-1")]),
        (with_rule("warning"), [("rule-added", "fine", "X-1")]),
    ],
)
def test_every_change_and_what_it_does(new: type[Form], expected: list[tuple[str, str, str]]) -> None:
    assert change(new) == expected


def test_rules_terms_and_forms_that_change() -> None:
    assert change(with_rule("error"), with_rule("warning")) == [("rule-changed", "stricter", "X-1")]
    assert change(BEFORE, with_rule("error")) == [("rule-removed", "fine", "X-1")]
    other = type(
        "Offices", (BEFORE,), {"mode": "register", "titles": ("Khác",), "office_code": BEFORE.columns["office_code"]}
    )
    assert [name for _, _, name in change(other)][:2] == ["mode", "head_count"]
    assert changes({"a": BEFORE}, {"b": BEFORE}) == [ContractChange("a", "form-renamed", "rebuild", old="a", new="b")]
    assert changes({"a": BEFORE}, {}) == [ContractChange("a", "form-removed", "rebuild", old="a")]
    assert changes({}, {"a": BEFORE}) == [ContractChange("a", "form-added", "fine")]


def test_the_command_compares_files_and_folders(tmp_path: Path) -> None:
    sectors = ROOT / "schemas" / "sectors"
    assert "the same" in khoso(tmp_path, "contract", "diff", str(sectors), str(sectors)).stdout
    text = (sectors / "broadcasting.py").read_text(encoding="utf-8")
    changed = tmp_path / "broadcasting.py"
    changed.write_text(text.replace('"Số loa"', '"Số lượng loa"').replace("maximum=31", "maximum=30"), encoding="utf-8")
    told = khoso(tmp_path, "contract", "diff", str(sectors / "broadcasting.py"), str(changed), expect=1).stdout
    assert [line.split(":")[0] for line in told.splitlines()] == [
        "broadcast_station.speaker_count",
        "broadcast_station.down_day_count (maximum)",
        "broadcast_station.speaker_count",
    ]
    assert "Workbooks made before are refused." in told.splitlines()[0]
    found = json.loads(khoso(tmp_path, "contract", "diff", str(changed), str(changed), "--json").stdout)
    assert found == []
    changed.write_text("x = (", encoding="utf-8")
    assert "broadcasting.py" in khoso(tmp_path, "contract", "diff", str(changed), str(changed), expect=2).stderr
    with pytest.raises(ContractError, match="unknown"):
        changed.write_text(text.replace("cluster_count <= speaker_count", "unknown <= 1"), encoding="utf-8")
        contracts(changed)

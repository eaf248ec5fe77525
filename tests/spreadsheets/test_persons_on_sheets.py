"""Personal values on sheets: covered wherever they stand, told by their addresses, and never where a column asks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from bench.persons import found_and_missed, said_by, search
from bench.planted import KINDS, Value, plant
from bench.said import in_clear, text_of
from schemas import registry
from schemas.finding import Finding
from schemas.form import Form, Sector, column
from schemas.kinds import Amount, Code, Count, Text
from schemas.persons.mask import mask
from schemas.submission import Reading
from spreadsheets.annotate.workbook import annotate
from spreadsheets.persons.covered import Covered
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from tests.book import BookSheet, write

_SECTOR = Sector("test", "Thử", "Test", "government", "so-noi-vu", "0 0 1 * *")
_CITIZEN, _PHONE, _NAME = "099085001234", "0590123456", "Nguyễn Văn Mẫu"


class Farm(Form):
    """Farms of a commune: a code, a name, a figure of money, and who owns them."""

    titles = ("danh sách cơ sở thử",)
    sender = "so-noi-vu"
    ignored: ClassVar[tuple[str, ...]] = ("STT", "Ghi chú")

    farm_code = column(Code, "Mã cơ sở", pattern="[0-9]{10}", nullable=False)
    farm_name = column(Text, "Tên cơ sở")
    owner = column(Text, "Chủ cơ sở", personal=True, required=False)
    animals = column(Count, "Số con")
    sales_vnd = column(Amount, "Doanh thu (đồng)", unit="VND")

    grain = ("farm_code",)


HEADINGS = ["Mã cơ sở", "Tên cơ sở", "Chủ cơ sở", "Số con", "Doanh thu (đồng)", "Ghi chú"]
ROWS = [
    ["9950000011", "Trại A", _NAME, 12.0, 99085001234.0, None],
    ["9950000012", f"Trại B, LH {_PHONE}", "Lê Thị Thử", 15.0, 99085001235.0, _CITIZEN],
    ["9950000013", "Trại C", "Trần Thị Nháp", 18.0, 99085001236.0, 99085001234.0],
]


@pytest.fixture
def farms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Farm, "sector", _SECTOR)
    monkeypatch.setattr("spreadsheets.understand.reading.forms", lambda: {"farm": Farm})
    monkeypatch.setattr(registry, "forms", lambda: {"farm": Farm})


def page(rows: list[list[str | float | None]], name: str = "Biểu 1") -> BookSheet:
    sheet = BookSheet(name)
    sheet.put_row(1, ["DANH SÁCH CƠ SỞ THỬ"])
    sheet.put_row(2, [f"Tháng 5 năm 2023 (người lập: {_NAME})"])
    sheet.put_row(4, list(HEADINGS))
    for number, row in enumerate(rows, 5):
        sheet.put_row(number, list(row))
    sheet.put_row(9, [None, "NGƯỜI LẬP BIỂU"])
    sheet.put_row(12, [None, "Phùng Thị Giả"])
    return sheet


def read(reader: Reader, path: Path, **key: bytes) -> Reading:
    return read_submissions(reader.read(path), pseudonym_key=key.get("key"))


def personal(reading: Reading) -> list[tuple[str, str, str]]:
    return [(f.rule, f.cell, f.details.get("kind", "")) for f in reading.all_findings if f.rule.endswith("-PERSON")]


@pytest.mark.usefixtures("farms")
def test_what_a_column_asks_for_is_no_persons_and_the_rest_is_covered(reader: Reader, tmp_path: Path) -> None:
    reading = read(reader, write(tmp_path / "a.xlsx", [page(ROWS)]), key=b"k" * 32)
    (submission,) = reading.submissions
    rows = submission.accepted.to_pylist()
    assert [row["farm_code"] for row in rows] == ["9950000011", "9950000012", "9950000013"]
    assert [row["sales_vnd"] for row in rows] == [99085001234.0, 99085001235.0, 99085001236.0]
    assert [row["farm_name"] for row in rows] == ["Trại A", f"Trại B, LH {mask('phone')}", "Trại C"]
    assert all(len(row["owner"]) == 64 for row in rows)
    assert personal(reading) == [
        ("CELL-PERSON", "A2", "person_name"), ("CELL-PERSON", "B6", "phone"), ("CELL-PERSON", "B12", "person_name"),
        ("CELL-PERSON", "F6", "citizen_number"), ("CELL-PERSON", "F7", "citizen_number"),
    ]  # fmt: skip
    for clear in (_NAME, "Phùng Thị Giả", _PHONE, _CITIZEN):
        assert clear not in said_by(reading)


@pytest.mark.usefixtures("farms")
def test_a_held_row_and_a_wrong_figure_keep_the_mask(reader: Reader, tmp_path: Path) -> None:
    rows = [["9950000011", "Trại A", "Lê Thị Thử", f"hỏi {_PHONE}", 5.0, f"CCCD {_CITIZEN}"], *ROWS[1:]]
    (submission,) = read(reader, write(tmp_path / "a.xlsx", [page(rows)])).submissions
    (held,) = submission.quarantined
    assert held.cells["D"] == f"hỏi {mask('phone')}"
    assert held.cells["F"] == f"CCCD {mask('citizen_number')}"
    assert "C" not in held.cells
    (finding,) = [f for f in submission.findings if f.rule == "CELL-COUNT"]
    assert (finding.cell, finding.found) == ("D5", f"hỏi {mask('phone')}")


@pytest.mark.usefixtures("farms")
def test_a_stranger_in_a_code_column_is_covered(reader: Reader, tmp_path: Path) -> None:
    rows = [[_PHONE, *ROWS[0][1:]], *ROWS[1:]]
    reading = read(reader, write(tmp_path / "a.xlsx", [page(rows)]))
    assert ("CELL-PERSON", "A5", "phone") in personal(reading)
    assert _PHONE not in said_by(reading)


@pytest.mark.usefixtures("farms")
def test_names_of_files_and_sheets_are_covered_and_lead_back(reader: Reader, tmp_path: Path) -> None:
    path = write(tmp_path / f"BC {_PHONE}.xlsx", [page(ROWS, _NAME), page(ROWS, "Trần Thị Nháp")])
    workbook = reader.read(path)
    reading = read_submissions(workbook)
    assert reading.file == f"BC {mask('phone')}.xlsx"
    assert [(f.rule, f.sheet) for f in reading.findings if f.rule in ("FILE-PERSON", "SHEET-PERSON")] == [
        ("FILE-PERSON", ""), ("SHEET-PERSON", mask("person_name")), ("SHEET-PERSON", f"{mask('person_name')} (2)"),
    ]  # fmt: skip
    finding = Finding(
        "CELL-PERSON", "warning", reading.file, f"{mask('person_name')} (2)", "B6", details={"kind": "phone"}
    )
    annotate(workbook, [finding], tmp_path / "marked.xlsx")
    marked = reader.read(tmp_path / "marked.xlsx")
    assert [grid.name for grid in marked.sheets][-2:] == [_NAME, "Trần Thị Nháp"]
    assert marked.sheets[-1].cell(6, 2).value == f"Trại B, LH {_PHONE}"


def test_many_below_each_other_are_told_as_a_range(reader: Reader, tmp_path: Path) -> None:
    sheet = BookSheet("A")
    sheet.put_row(1, ["STT", "Họ và tên", "Số tiền"])
    for row in range(2, 12):
        sheet.put_row(row, [float(row), f"Lê Thị {'Mẫu' if row % 2 else 'Thử'}", 1000.0 * row])
    grid = reader.read(write(tmp_path / "a.xlsx", [sheet])).sheets[0]
    (finding,) = Covered(grid).findings("a.xlsx")
    assert (finding.cell, dict(finding.details)) == ("B2", {"kind": "person_name", "cells": "B2:B11", "count": "10"})


def test_a_clean_grid_is_the_same_grid(reader: Reader, tmp_path: Path) -> None:
    sheet = BookSheet("A")
    sheet.put_row(1, ["Tên trường", "Số tiền"])
    for row in range(2, 12):
        sheet.put_row(row, ["Trường THCS Nguyễn Văn Cừ", 26085001230.0 * row])
    sheet.cells["B2"] = 15.5
    grid = reader.read(write(tmp_path / "a.xlsx", [sheet])).sheets[0]
    assert Covered(replace(grid)).grid.table is grid.table


@pytest.mark.parametrize("n_values", [200, pytest.param(2_000, marks=pytest.mark.soak)])
def test_planted_values_are_found_and_nothing_else_is(n_values: int, tmp_path: Path) -> None:
    planted = dict(plant(tmp_path, n_values, seed=7))
    hits, missed, alarms = found_and_missed(planted)
    assert {v.place for values in planted.values() for v in values} >= {"note", "heading", "sheet name", "own column"}
    assert set(hits) == set(KINDS)
    assert all(hits[kind] >= (0.95 if kind == "person_name" else 0.99) * (hits + missed)[kind] for kind in KINDS)
    assert alarms == []


def test_the_search_sees_a_value_in_any_writing(tmp_path: Path) -> None:
    phone, name = Value("phone", "0590.123.456", "590123456", "note"), Value("person_name", _NAME, _NAME, "note")
    assert list(in_clear("gọi +84 590 123 456, ông NGUYỄN VĂN MẪU", [phone, name])) == [phone, name]
    assert list(in_clear("gọi +84 590 123 457", [phone, name])) == []
    (tmp_path / "a.json").write_text(json.dumps({"file": _NAME}), encoding="utf-8")
    assert list(in_clear(text_of(tmp_path / "a.json"), [phone, name])) == [name]
    write(tmp_path / "a.xlsx", [page(ROWS)])
    assert list(in_clear(text_of(tmp_path / "a.xlsx"), [phone, name])) == [phone, name]


@pytest.mark.slow
@pytest.mark.parametrize("n_values", [200, pytest.param(2_000, marks=pytest.mark.soak)])
def test_nothing_planted_is_said_in_clear_by_anything(n_values: int, tmp_path: Path) -> None:
    home, away = tmp_path / "data", tmp_path / "away"
    away.mkdir()
    planted = dict(plant(home / "inbox", n_values, seed=11))
    assert search(planted, home, away) == []
    sent = "\n".join(text_of(path) for path in (home / "kept").glob("*/*"))
    values = [value for each in planted.values() for value in each if value.place != "file name"]
    assert len(list(in_clear(sent, values))) > 0.95 * len(values)  # the search finds them where they are
    assert (home / "site" / "index.html").exists()
    assert list((home / "outbox").glob("reminders/*/*.txt"))

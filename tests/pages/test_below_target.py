"""What the chair is told before noon: who is below which target, by how much, what would reach it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from facts import COUNT, OF_BODIES, RATE, Fact, warehouse
from test_indicators import BODIES, assign, given_facts

from cli.output import write
from pages.documents.below_target import Shortfall, shortfalls, table
from warehouse.connect import Connection

OVERDUE = "overdue_in_process_rate"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with warehouse(tmp_path_factory.mktemp("below") / "w.duckdb") as made:
        yield made


@pytest.fixture
def con(shared: Connection) -> Iterator[Connection]:
    """Sở Y tế below, Phúc Yên below by one, Vĩnh Yên met, Sở Công Thương silent, overdue work of Sở Y tế too much."""
    with given_facts(shared, *BODIES, Fact(OVERDUE, "26", 12, 400, "so-y-te", "province")) as con:
        assign(
            con,
            ("so-y-te", OF_BODIES, "at_least", 50, "%"),
            ("ubnd-phuc-yen", OF_BODIES, "more_than", 74.5, "%"),
            ("ubnd-vinh-yen", OF_BODIES, "at_least", 98, "%"),
            ("so-cong-thuong", OF_BODIES, "at_least", 50, "%"),
            ("so-y-te", OVERDUE, "at_most", 2, "%"),
            ("hoi-nong-dan-tinh", COUNT, "at_least", 20_000, "hộ"),
        )
        yield con


def of_bodies(found: list[Shortfall]) -> list[Shortfall]:
    """Without the targets of the country, which nobody here has a figure for."""
    return [each for each in found if each.accountable]


def test_the_widest_gap_comes_first_and_what_has_no_figure_last(con: Connection) -> None:
    found = of_bodies(shortfalls(con, "2023-05", "vi"))
    assert [(each.subject, each.value, each.gap, each.more_needed) for each in found] == [
        ("Sở Y tế", 36.36, 13.64, 1500),
        ("UBND thành phố Phúc Yên", 74.5, 0.0, 1),
        ("Sở Y tế", 3.0, 1.0, -4),
        ("Hội Nông dân tỉnh", None, None, None),
        ("Sở Công Thương", None, None, None),
    ]


@pytest.mark.parametrize(
    ("lang", "demands", "to_do"),
    [
        (
            "vi",
            ["≥ 50 %", "> 74,50 %", "≤ 2 %", "≥ 20.000 hộ", "≥ 50 %"],
            ["thêm 1.500 hồ sơ", "thêm 1 hồ sơ", "bớt 4 hồ sơ", "chưa có số liệu", "chưa có số liệu"],
        ),
        (
            "en",
            ["≥ 50 %", "> 74.50 %", "≤ 2 %", "≥ 20,000 hộ", "≥ 50 %"],
            ["1,500 more dossiers", "1 more dossier", "4 fewer dossiers", "no figure yet", "no figure yet"],
        ),
    ],
)
def test_what_would_reach_each_target_is_said_in_words(
    con: Connection, lang: str, demands: list[str], to_do: list[str]
) -> None:
    said = table(of_bodies(shortfalls(con, "2023-05", lang)), lang)
    assert list(said.values())[2] == demands
    assert list(said.values())[5] == to_do


def test_so_many_more_are_enough_and_one_fewer_is_not(con: Connection) -> None:
    first = shortfalls(con, "2023-05", "vi")[0]
    assert first.numerator and first.denominator and first.more_needed
    assert (first.numerator + first.more_needed) / first.denominator >= first.target / 100
    assert (first.numerator + first.more_needed - 1) / first.denominator < first.target / 100


def test_a_figure_of_another_month_does_not_stand_for_this_one(con: Connection) -> None:
    assert shortfalls(con, "2023-04", "vi") == []


def test_a_target_is_silent_no_longer_once_its_figure_is_there(shared: Connection) -> None:
    with given_facts(shared, *BODIES, Fact(COUNT, "26", 20_001)) as con:
        assign(con, ("hoi-nong-dan-tinh", COUNT, "at_least", 20_000, "hộ"))
        assert of_bodies(shortfalls(con, "2023-05", "vi")) == []


def test_a_yearly_target_is_not_called_silent_every_month(shared: Connection) -> None:
    known = Fact(COUNT, "26", 30_000, month=(2023, 2))
    with given_facts(shared, Fact(RATE, "26", 1, 2), Fact(OF_BODIES, "26", 1, 2, "so-y-te", "province"), known) as con:
        assign(con, ("hoi-nong-dan-tinh", COUNT, "at_least", 20_000, "hộ"), ("so-y-te", OF_BODIES, "at_least", 1, "%"))
        assert of_bodies(shortfalls(con, "2023-05", "vi")) == []


def test_the_workbook_has_headings_people_read_and_numbers_that_are_numbers(con: Connection, tmp_path: Path) -> None:
    path = tmp_path / "chua dat.xlsx"
    write(pa.table(table(of_bodies(shortfalls(con, "2023-05", "vi")), "vi")), path)
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    head, first, *_ = book.active.iter_rows(values_only=True)
    assert head[:6] == ("Đơn vị", "Chỉ tiêu", "Giao", "Đạt", "Còn thiếu", "Cần")
    assert first == (
        "Sở Y tế", "Tỷ lệ hồ sơ trực tuyến", "≥ 50 %", 36.36, 13.64, "thêm 1.500 hồ sơ", "Giám đốc",
        4000, 11000, "512/UBND-VP",
    )  # fmt: skip

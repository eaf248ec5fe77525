"""Periods side by side in one table: a submission for each of them, from the cells under it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schemas.form import Form, column
from schemas.kinds import Count, Text
from schemas.submission import Reading
from spreadsheets.find.tables import locate
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Grid, Merge
from spreadsheets.understand.across import by_period
from spreadsheets.understand.reading import read_submissions
from tests.hand import sheet
from tests.laid import Value, laid

LEVELS = ["Tổng số", "Trong nước", "Quốc tế"]


class Arrivals(Form):
    """Arrivals."""

    titles = ("Lượt khách các tháng",)
    grain = ("site",)
    period = "month"
    across = "arrival_count"

    site = column(Text, "Điểm", nullable=False)
    arrival_count = column(Count, "Lượt khách", unit="visit")


class Yearly(Arrivals):
    """The same by year."""

    period = "year"
    site = column(Text, "Điểm", nullable=False)
    arrival_count = column(Count, "Lượt khách", unit="visit")
    staff_count = column(Count, "Nhân viên", unit="person", required=False)


def _page(months: list[str], rows: list[list[Any]], title: str = "KẾT QUẢ HOẠT ĐỘNG DU LỊCH NĂM 2023") -> Grid:
    """A tourism report with a group of columns for each month."""
    top: list[Any] = ["STT", "Huyện, thành phố"]
    middle: list[Any] = [None, None]
    bottom: list[Any] = [None, None]
    merges = [Merge(4, 1, 6, 1), Merge(4, 2, 6, 2)]
    for month in months:
        left = len(top) + 1
        merges += [Merge(4, left, 4, left + 3), Merge(5, left, 5, left + 2), Merge(5, left + 3, 6, left + 3)]
        top += [month, None, None, None]
        middle += ["Lượt khách", None, None, "Doanh thu (triệu đồng)"]
        bottom += [*LEVELS, None]
    head: list[list[Any]] = [["SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"], [title], [None]]
    return sheet([*head, top, middle, bottom, *rows], name="DL", merges=tuple(merges))


def _read(grid: Grid) -> Reading:
    return read_submissions(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (grid,)))


ROWS = [
    [1, "Vĩnh Yên", 10, 8, 2, 5, 20, 15, 5, 9],
    [2, "Tam Đảo", 30, 20, 10, 50, 40, 30, 10, 70],
    [None, "Tổng cộng", 40, 28, 12, 55, 60, 45, 15, 79],
]


def test_each_month_is_a_submission_of_its_own_cells() -> None:
    reading = _read(_page(["Tháng 4", "Tháng 5"], ROWS))
    assert not reading.all_findings
    april, may = reading.submissions
    assert [s.key.period.id for s in (april, may)] == ["2023-04", "2023-05"]
    assert [s.accepted.column("visitor_count").to_pylist() for s in (april, may)] == [[10, 30], [20, 40]]
    assert may.accepted.column("revenue_vnd").to_pylist() == [9e6, 70e6]
    letters = {use.column: use.letter for use in may.columns if use.column}
    assert (letters["visitor_count"], letters["revenue_vnd"], letters["district"]) == ("G", "J", "B")
    assert [s.rows_in_span for s in (april, may)] == [3, 3]


def test_a_month_without_a_figure_is_no_report_and_one_mistake_is_of_its_month() -> None:
    rows = [[*row, None, None, None, None] for row in ROWS]
    rows[1][6] = 41
    reading = _read(_page(["Tháng 4", "Tháng 5", "Tháng 6"], rows))
    april, may = reading.submissions
    assert (april.key.period.id, may.key.period.id) == ("2023-04", "2023-05")
    assert not april.findings
    assert ("TOUR-101", "G8") in {(f.rule, f.cell) for f in may.findings}
    assert (may.accepted.num_rows, len(may.quarantined)) == (1, 1)


@pytest.mark.parametrize(
    ("form", "headings", "title", "found"),
    [
        (Arrivals, ["Tháng 1", "Tháng 2", "Cả năm"], "LƯỢT KHÁCH CÁC THÁNG NĂM 2023", ["2023-01", "2023-02"]),
        (Arrivals, ["T1/2023", "T2/2023"], "LƯỢT KHÁCH CÁC THÁNG", ["2023-01", "2023-02"]),
        (Arrivals, ["12/2022", "01/2023", "Tổng cộng"], "LƯỢT KHÁCH CÁC THÁNG", ["2022-12", "2023-01"]),
        (Arrivals, ["Tháng 1", "Tháng 2"], "LƯỢT KHÁCH CÁC THÁNG", []),
        (Arrivals, ["Tháng 1", "Ghi chú"], "LƯỢT KHÁCH CÁC THÁNG NĂM 2023", []),
        (Yearly, ["2021", "2022", "Năm 2023"], "LƯỢT KHÁCH CÁC THÁNG", ["2021", "2022", "2023"]),
        (Yearly, ["2021 Lượt khách", "2022 Lượt khách"], "LƯỢT KHÁCH", ["2021", "2022"]),
    ],
)
def test_periods_as_people_head_columns(form: type[Form], headings: list[str], title: str, found: list[str]) -> None:
    rows: list[list[Value]] = [[title], [], ["STT", "Điểm", *headings]]
    rows += [[i, f"Điểm {i}", *[10.0 * i] * len(headings)] for i in (1, 2)]
    grid = laid(rows)
    (table,) = locate(grid)
    parts = by_period(grid, table, form)
    assert [part.period.id for part in parts if part.period] == found
    assert all(part.header(column) in ("STT", "Điểm", "Lượt khách") for part in parts for column in part.columns)


def test_a_month_of_a_group_and_the_year_above_it() -> None:
    rows: list[list[Value]] = [
        ["LƯỢT KHÁCH CÁC THÁNG"],
        ["STT", "Điểm", "Năm 2022", None, "Năm 2023"],
        [None, None, "Tháng 12", "Tổng số", "Tháng 1"],
        [1, "Điểm A", 5, 60, 7],
        [2, "Điểm B", 6, 70, 8],
    ]
    grid = laid(rows, "A2:A3 B2:B3 C2:D2")
    (table,) = locate(grid)
    parts = by_period(grid, table, Arrivals)
    assert [(part.period and part.period.id, sorted(part.columns)) for part in parts] == [
        ("2022-12", [1, 2, 3]),
        ("2023-01", [1, 2, 5]),
    ]


def test_a_contract_names_a_column_it_has() -> None:
    from schemas.contract_error import ContractError

    with pytest.raises(ContractError, match="nothing_such"):
        type("Wrong", (Form,), {"across": "nothing_such", "site": column(Text, "Điểm")})

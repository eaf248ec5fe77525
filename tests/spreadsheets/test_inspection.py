from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from schemas.finding import Finding
from spreadsheets.inspect.inspection import inspection
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Grid
from tests.laid import Value, laid

N = None


def _book(*sheets: Grid, **more: object) -> Workbook:
    return Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", sheets=sheets, **more)  # type: ignore[arg-type]


def _values(rows: list[list[Value]]) -> dict[str, object]:
    (table,) = inspection(_book(laid(rows)))["tables"]
    values: dict[str, object] = table["values"]
    return values


def test_the_answer_has_the_shape_of_the_truth_files() -> None:
    rows: list[list[Value]] = [
        ["DỰ TOÁN CHI NĂM 2018"],
        [N, N, "Đơn vị: Triệu đồng"],
        ["STT", "Tên đơn vị", "Tổng số"],
        ["A", "B", 1],
        [1, "Sở Y tế", 1234.5],
        [N, "Tổng cộng", 1234.5],
    ]
    answer = inspection(_book(laid(rows), laid([["lời nói đầu"]], name="Bìa")))
    assert json.loads(json.dumps(answer)) == answer
    assert answer["tables"] == [
        {
            "sheet": "Biểu 1",
            "title": "DỰ TOÁN CHI NĂM 2018",
            "unit": "Triệu đồng",
            "header_rows": [3],
            "numbering_row": 4,
            "columns": {"A": "STT", "B": "Tên đơn vị", "C": "Tổng số"},
            "rows": {"5": "data", "6": "total"},
            "values": {"A5": 1.0, "B5": "Sở Y tế", "C5": 1234.5, "B6": "Tổng cộng", "C6": 1234.5},
        }
    ]
    assert answer["sheets"][0] == {"name": "Biểu 1", "hidden": False, "rows": 6, "columns": 3, "cells": 13}
    assert [(w["code"], w["sheet"]) for w in answer["warnings"]] == [("SHEET-NO-TABLE", "Bìa")]


def test_a_refused_file_is_told_with_its_reason_alone() -> None:
    answer = inspection(_book(refused=Finding("FILE-ENCRYPTED", "error", file="a.xlsx")))
    assert answer["refused"]["code"] == "FILE-ENCRYPTED" and answer["refused"]["message"]
    assert (answer["sheets"], answer["tables"]) == ([], [])


def test_hidden_sheets_are_listed_and_read_when_asked() -> None:
    sheet = replace(laid([["STT", "Tên", "Số"], [1, "Sở Y tế", 5]]), hidden=True)
    assert (inspection(_book(sheet))["tables"], inspection(_book(sheet))["sheets"][0]["hidden"]) == ([], True)
    assert len(inspection(_book(sheet), hidden=True)["tables"]) == 1


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["16.300", "1.568.250", "36,18"], [16300, 1568250, 36.18]),
        (["16,300", "1,568,250", "36.18"], [16300, 1568250, 36.18]),
        (["16.300", "250", "-"], [16300, 250, None]),
        (["36,18 %", "98,76%", "..."], [36.18, 98.76, None]),
        (["(1.234)", "5.000", "x"], [-1234, 5000, None]),
        (["2016-2021", "2014", "quý II"], ["2016-2021", "2014", "quý II"]),
        (["00123", "00456", "01234"], ["00123", "00456", "01234"]),
        (["24/09/2021", "1.2.2021", "31/02/2021"], ["2021-09-24", "2021-02-01", "31/02/2021"]),
        ([" hai  dòng\nchữ ", "b", "c"], ["hai  dòng\nchữ", "b", "c"]),
    ],
)
def test_text_becomes_a_value_by_what_its_column_shows(texts: list[str], values: list[object]) -> None:
    rows: list[list[Value]] = [["STT", "Tên", "Cột"], *([i, f"Sở {i}", t] for i, t in enumerate(texts, 1))]
    found = _values(rows)
    assert [found.get(f"C{r}") for r in (2, 3, 4)] == values


def test_codes_and_outline_numbers_stay_text_and_running_numbers_do_not() -> None:
    rows: list[list[Value]] = [["STT", "Tên", "Mã trường"], ["1", "A", "45000201"], ["1.1", "B", "45000904"]]
    found = _values(rows)
    assert [found[a] for a in ("A2", "A3", "C2", "C3")] == [1, "1.1", "45000201", "45000904"]


def test_text_and_number_in_one_column_are_not_confused() -> None:
    rows: list[list[Value]] = [["STT", "Tên", "Hồ sơ"], [1, "A", "16.300"], [2, "B", 16.3], [3, "C", "16.125"]]
    found = _values(rows)
    assert [found[a] for a in ("C2", "C3", "C4")] == [16300, 16.3, 16125]


def test_error_cells_are_null() -> None:
    grid = laid([["STT", "Tên", "Số"], [1, "A", 5], [2, "B", 6]])
    table = grid.table.set_column(grid.table.column_names.index("t3"), "t3", pa.array([1, 5, 2], pa.uint8()))
    (found,) = inspection(_book(replace(grid, table=table)))["tables"]
    assert (found["values"]["C2"], found["values"]["C3"]) == (None, 6)


@pytest.mark.slow
def test_neither_pandas_nor_prefect_is_imported() -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, '.'); from tests.laid import laid\n"
        "from spreadsheets.inspect.inspection import inspection; from spreadsheets.read.workbook import Workbook\n"
        "grid = laid([['STT', 'Tên', 'Số'], ['1', 'Së Y tÕ', '1.200'], ['2', 'B', '-']], font='.VnTime')\n"
        "sys.modules.pop('pandas', None)\n"
        "assert inspection(Workbook(Path('a'), 'a', 'xlsx', sheets=(grid,)))['tables']\n"
        "print(sorted({'pandas', 'prefect', 'duckdb', 'pandera'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert run.stdout.strip() == "[]", run.stderr


def test_one_comma_before_three_digits_is_thousands_where_no_number_says_otherwise() -> None:
    def column(*texts: str) -> list[object]:
        rows: list[list[Value]] = [["STT", "Tên", "Số"], *([n, f"Mục {n}", text] for n, text in enumerate(texts, 1))]
        values = _values(rows)
        return [values[f"C{row}"] for row in range(2, len(texts) + 2)]

    assert column(" 30,718 ", "21,332", "5,264", "640") == [30718, 21332, 5264, 640]
    assert column("30,718", "21,3", "5,264", "640") == [30.718, 21.3, 5.264, 640]
    assert column("30,718", "640", "641") == [30.718, 640, 641]


def test_a_cross_is_kept_a_dash_is_nothing_and_long_digits_are_names() -> None:
    rows: list[list[Value]] = [
        ["TT", "Họ tên", "Đang đi học", "Số gì đó"], [1, "Người A", "x", "8840600436"],
        ["-", "Người B", "-", "8841600436"],
    ]  # fmt: skip
    values = _values(rows)
    assert [values[place] for place in ("C2", "D2", "A3", "C3", "D3")] == ["x", "8840600436", None, None, "8841600436"]

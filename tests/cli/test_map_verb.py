"""`khoso map`: what each column is proposed to be, with nothing there before and nothing taken in."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from khoso import SAMPLES, khoso

GOOD = SAMPLES / "GTVT_766_052023.xlsx"


@pytest.fixture(scope="module")
def reworded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of the samples with one heading in other words and one column more."""
    path = tmp_path_factory.mktemp("map") / "a.xlsx"
    book = openpyxl.load_workbook(GOOD)
    page = book.worksheets[0]
    (cell,) = [c for row in page.iter_rows(max_row=20) for c in row if c.value == "Trực tuyến"]
    cell.value = "Nộp qua mạng"
    book.save(path)
    return path


@pytest.mark.slow
def test_it_needs_no_data_root_and_makes_none(tmp_path: Path, reworded: Path) -> None:
    home = tmp_path / "none"
    seen = json.loads(khoso(home, "map", str(reworded), "--json").stdout)
    assert not home.exists()
    assert (list(seen), seen["file"]) == (["file", "tables"], "a.xlsx")
    (table,) = seen["tables"]
    assert list(table) == ["sheet", "form", "sender", "period", "columns", "values"]
    assert (table["form"], table["period"], table["values"]) == ("dossier_progress", "2023-05", [])
    assert {tuple(column) for column in table["columns"]} == {
        ("letter", "heading", "column", "form_heading", "state", "score", "why")
    }
    (asked,) = [column for column in table["columns"] if column["state"] != "certain"]
    assert (asked["column"], asked["state"]) == ("online_count", "proposed")
    assert asked["heading"].endswith(" > Nộp qua mạng")
    assert asked["form_heading"].endswith(" > Trực tuyến")
    assert 0.5 < asked["score"] < 1


@pytest.mark.slow
def test_it_is_told_to_people_beside_the_cells(tmp_path: Path, reworded: Path) -> None:
    said = khoso(tmp_path / "none", "map", str(reworded), "--lang", "vi").stdout
    assert "Nộp qua mạng\n" in said
    assert "→ Tiếp nhận > Trong kỳ > Trực tuyến (đề xuất, " in said


@pytest.mark.slow
def test_a_file_like_no_form_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Tên", "Màu"], ["bàn", "đỏ"], ["ghế", "nâu"]):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    run = khoso(tmp_path / "none", "map", str(tmp_path / "b.xlsx"), "--lang", "en", expect=1)
    assert run.stderr.strip().endswith("no table is like a form")

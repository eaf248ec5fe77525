"""docs/add-a-sector.md does what it says: its two files are put into a copy of the program, its workbook is sent."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from khoso import ROOT, environment
from test_architecture import HOUSE

PAGE = (ROOT / "docs" / "add-a-sector.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def workbook(path: Path, text: str) -> None:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split("|")])
    book.save(path)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program that knows the sector of the page, and the page's workbook beside it."""
    folder = tmp_path_factory.mktemp("program")
    for name in HOUSE:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "schemas" / "sectors" / "libraries.py").write_text(blocks("python")[0], encoding="utf-8")
    (folder / "warehouse" / "marts" / "library_online.sql").write_text(blocks("sql")[0], encoding="utf-8")
    workbook(folder / "thu-vien-5.xlsx", blocks("text")[0])
    return folder


def khoso(program: Path, *words: str) -> str:
    here = "import sys; sys.path.insert(0, '.'); from cli.command import main; sys.exit(main())"
    given = environment(program / "data")
    done = subprocess.run([sys.executable, "-c", here, *words], cwd=program, env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_page_does_what_it_says(program: Path) -> None:
    _, understood, answer = blocks("text")
    assert khoso(program, "check", "thu-vien-5.xlsx").startswith(understood)
    khoso(program, "ingest", "thu-vien-5.xlsx")
    query = re.search(r'khoso sql "(.*)"', PAGE)
    assert query
    assert khoso(program, "sql", query[1]) == "district_name\tonline_pct\n" + answer
    traced = khoso(program, *re.search(r"khoso (trace .*)", PAGE)[1].split())  # type: ignore[index]
    assert re.search(r"cell +D7", traced) and re.search(r"text +480", traced)


@pytest.mark.slow
def test_the_draft_of_its_workbook_leaves_to_do_what_the_page_says(program: Path) -> None:
    khoso(program, "new-form", "thu-vien-5.xlsx", "-o", "drafted.py")
    drafted = (program / "drafted.py").read_text(encoding="utf-8")
    for heading in ("Huyện, thành phố", "Lượt bạn đọc", "Trong đó trực tuyến"):
        assert f'"{heading}"' in drafted
    assert drafted.count("TODO") >= 4

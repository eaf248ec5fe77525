"""What the processes take that are given a bomb: each stays below 1.5 GB and 20 seconds of CPU."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from bench.bombs import MOST_BYTES, MOST_SECONDS, tolls
from schemas.values.address import letter
from tests.book import BookSheet, write

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PART = "xl/worksheets/sheet1.xml"


def beyond(*words: str) -> list[tuple[int, float]]:
    """Memory and CPU of the processes of a command that took more than one may."""
    took = tolls(*words)
    assert took
    return [(toll.memory, toll.cpu) for toll in took if toll.memory > MOST_BYTES or toll.cpu > MOST_SECONDS]


def bomb(path: Path, rows: Iterable[str], merges: Iterable[str] = (), texts: Iterable[str] = ()) -> Path:
    """A workbook whose sheet is written by hand."""
    plain = write(path.with_suffix(".plain.xlsx"), [BookSheet("S", {"A1": "x"})])
    merged = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    parts = {
        _PART: f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData>'
        + (f"<mergeCells>{merged}</mergeCells></worksheet>" if merged else "</worksheet>"),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>',
    }
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, parts.get(name, before.read(name)))
    return path


def table(n_rows: int) -> list[str]:
    """Rows of a running number, a word that names persons and a figure."""
    return [
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}" t="inlineStr"><is><t>Họ và tên</t></is></c>'
        f'<c r="E{r}"><v>{r * 7}</v></c></row>'
        for r in range(1, n_rows + 1)
    ]


def a_text_in_very_many_cells(path: Path) -> Path:
    cells = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 12_001))
    return bomb(path, [cells], texts=["á" * (1 << 20)])


def very_many_long_texts(path: Path) -> Path:
    cells = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>{r % 9}</v></c></row>' for r in range(1, 100_001))
    return bomb(path, [cells], texts=[f"{i}" + "á" * 9_999 for i in range(9)])


def merged_ranges_over_each_other(path: Path) -> Path:
    return bomb(path, table(300), ["A1:XFD1048576"] * 50_000)


def merged_ranges_down_the_whole_sheet(path: Path) -> Path:
    return bomb(path, table(300), [f"{letter(c)}1:{letter(c)}1048576" for c in range(1, 16_000)])


def a_merged_range_a_row(path: Path) -> Path:
    return bomb(path, table(10_000), [f"B{r}:D{r}" for r in range(1, 10_001)])


BOMBS = (
    a_text_in_very_many_cells, very_many_long_texts, merged_ranges_over_each_other, merged_ranges_down_the_whole_sheet,
    a_merged_range_a_row,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("made", BOMBS)
def test_no_process_takes_more_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("KHOSO_HOME", str(tmp_path / "data"))
    assert beyond("check", str(made(tmp_path / "a.xlsx"))) == []


def _hostile(shared: Path) -> list[Path]:
    files = sorted(path for path in (shared / "adversarial").glob("*/*") if path.is_file())
    return [*files, shared / "cases" / "amp_100k_x_10000.xlsx"]


@pytest.mark.slow
def test_a_tenth_of_the_hostile_files_stays_below(shared: Path) -> None:
    found = _hostile(shared)
    chosen = [found[-1], *Random(17).sample(found, len(found) // 10)]
    assert {path.name: took for path in chosen if (took := beyond("inspect", str(path)))} == {}


@pytest.mark.soak
def test_every_hostile_file_stays_below(shared: Path) -> None:
    assert {path.name: took for path in _hostile(shared) if (took := beyond("inspect", str(path)))} == {}

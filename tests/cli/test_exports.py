"""What portals export under the name .xls loads as the workbook it shows: the same rows, from HTML as from XML 2003."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from schemas.submission import Reading
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from tests import damage
from tests.book import BookSheet, place

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def _spans(sheet: BookSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Merged ranges: (row, column) of the first cell -> rows and columns beyond it; covered cells -> (-1, -1)."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in sheet.merges:
        (top, left), (bottom, right) = map(place, merge.split(":"))
        spans |= dict.fromkeys(((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)), (-1, -1))
        spans[top, left] = bottom - top, right - left
    return spans


def _vietnamese(value: object) -> str:
    """Figures as portals print them: 16.300."""
    return "" if value is None else f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)


def _as_html(sheet: BookSheet) -> str:
    spans, cells = _spans(sheet), {place(cell): value for cell, value in sheet.cells.items()}
    lines = []
    for row in range(max(r for r, _ in cells) + 1):
        line = ""
        for column in range(max(c for _, c in cells) + 1):
            down, across = spans.get((row, column), (0, 0))
            if down >= 0:
                text = escape(_vietnamese(cells.get((row, column))))
                line += f'<td rowspan="{down + 1}" colspan={across + 1}>{text}</td>'
        lines.append(f"<tr>{line}</tr>")
    return f"<html><meta charset=utf-8><body><table>{''.join(lines)}</table></body></html>"


def _as_xml(sheet: BookSheet) -> str:
    spans, lines = _spans(sheet), []
    cells = {place(cell): value for cell, value in sheet.cells.items()}
    for row in sorted({r for r, _ in cells}):
        line = ""
        for column in sorted(c for r, c in cells if r == row):
            down, across = spans.get((row, column), (0, 0))
            value = cells[row, column]
            kind = "String" if isinstance(value, str) else "Number"
            line += (
                f'<Cell ss:Index="{column + 1}" ss:MergeDown="{down}" ss:MergeAcross="{across}">'
                f'<Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'
            )
        lines.append(f'<Row ss:Index="{row + 1}">{line}</Row>')
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}">'
        f'<Worksheet ss:Name="{sheet.name}"><Table>{"".join(lines)}</Table></Worksheet></Workbook>'
    )


def _loaded(reading: Reading) -> list[dict[str, object]]:
    (submission,) = reading.submissions
    return submission.accepted.drop_columns("_sheet").to_pylist()


@pytest.mark.slow
@pytest.mark.parametrize("export", [_as_html, _as_xml])
def test_an_export_loads_as_the_workbook_it_shows(tmp_path: Path, reader: Reader, export) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bao-cao.xls").write_text(export(damage.page()), encoding="utf-8")
    exported = read_submissions(reader.read(tmp_path / "bao-cao.xls"))
    written = read_submissions(reader.read(damage.workbook(tmp_path / "bao-cao.xlsx")))
    assert [f.rule for f in exported.all_findings] == ["FILE-NAME-DIFFERS"]
    assert _loaded(exported) == _loaded(written)
    assert len(_loaded(exported)) == 3


def test_a_finding_names_the_cell_as_excel_shows_it(tmp_path: Path, reader: Reader) -> None:
    column = damage.letter_of("online_count")
    sheet = damage.page(put={f"{column}13": "khoảng ba trăm"})
    (tmp_path / "bao-cao.xls").write_text(_as_html(sheet), encoding="utf-8")
    findings = read_submissions(reader.read(tmp_path / "bao-cao.xls")).all_findings
    assert [f.cell for f in findings if f.severity == "error"] == [f"{column}13"]

"""Long worksheets: whichever scan takes a piece, the cells are those that XML events give."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from reading import Read, read
from test_xlsx import _package, _relations, _sheet

from spreadsheets.formats.ooxml import scan as xlsx_scan
from spreadsheets.formats.ooxml import worksheet as xlsx_sheet
from spreadsheets.formats.parts.sniff import Refusal

_ROWS = 900
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_STRINGS = f"<sst {_NS}>{''.join(f'<si><t>chữ {i}</t></si>' for i in range(50))}<si><t/></si></sst>"
_STYLES = (
    f'<styleSheet {_NS}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="10"/></cellXfs>'
    "</styleSheet>"
)


def _plain(row: int, random: Random) -> str:
    """A row as Excel writes it."""
    cells = [
        f'<c r="A{row}"><v>{row}</v></c>',
        f'<c r="B{row}" s="1" t="s"><v>{random.randrange(51)}</v></c>',
        f'<c r="C{row}" s="1"><v>{random.choice((45000, 45000.25, -1, 0, 59, 2958466))}</v></c>',
        f'<c r="D{row}" s="{random.randrange(4)}"><v>{random.choice((1, 250, 12345678, 1234567890123, 1e20))}</v></c>',
        f'<c r="E{row}"><v>{random.choice(("0.1", "0.28999999999999998", "1.5E-7", "-12.25", "7"))}</v></c>',
        f'<c r="F{row}" t="b"><v>{random.randrange(2)}</v></c>',
        f'<c r="AB{row}" s="2"/>',
    ]
    kept = [cell for cell in cells if random.random() < 0.95]
    return f'<row r="{row}" spans="1:28" x14ac:dyDescent="0.25">{"".join(kept)}</row>'


def _figures(row: int) -> str:
    return "".join(f'<c r="{letter}{row}"><v>{row}</v></c>' for letter in "DEFGHI")


def _formulas(row: int, random: Random) -> str:
    value = random.choice(("<v>12</v>", "<v>0.5</v>", "", "<v/>"))
    hidden = random.choice(("", ' hidden="1"'))
    return (
        f'<row r="{row}"{hidden}><c r="A{row}" t="n"><v>{row * 7}</v></c>'
        f'<c r="B{row}"><f>IF(A{row}&gt;100,A{row}*2,"x1")</f>{value}</c>'
        f'<c r="C{row}" t="str"><f t="shared" si="0"/><v>đạt {row % 7}</v></c>{_figures(row)}</row>'
    )


def _inline(row: int, random: Random) -> str:
    text = random.choice(("xã An Phú 2", "a &amp; b", "_x005F_x000D_ hai", "12"))
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c><c r="B{row}"><v>{row}</v></c></row>'


def _errors(row: int, random: Random) -> str:
    shown = random.choice(('t="e"><v>#N/A', 't="e"><v>#DIV/0!', "><v>3", 't="d"><v>2023-05-15', 't="str"><v>#N/A 5'))
    return f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" {shown}</v></c>{_figures(row)}</row>'


def _sparse(row: int, random: Random) -> str:
    """Some of ten cells: far more shapes than one piece may have."""
    cells = (f'<c r="{letter}{row}"><v>{row}</v></c>' for i, letter in enumerate("ABCDEFGHIJ") if row >> i & 1)
    return f'<row r="{row}">{"".join(cells)}</row>'


_WRITERS = [_plain, _formulas, _inline, _errors, _sparse]


def _rows(write: Callable[[int, Random], str]) -> list[str]:
    """Rows whose makes recur, as those of a register do."""
    return [write(row, Random(row % 20)) for row in range(2, _ROWS + 2)]


def _read(path: Path, rows: list[str]) -> Read:
    sheet = _sheet("".join(rows)).replace("<worksheet ", '<worksheet xmlns:x14ac="urn:a" ')
    parts = _relations(worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml", styles="styles.xml")
    return read(_package(path, sheet, _STRINGS, **{"xl/styles.xml": _STYLES, "xl/_rels/workbook.xml.rels": parts}))


def _said(got: Read) -> tuple[object, ...]:
    grid = got.sheets["Biểu"]
    table = {name: column.to_pylist() for name, column in zip(grid.table.column_names, grid.table, strict=True)}
    return table, grid.hidden_rows, grid.first_row, grid.n_cells, got.warnings


@pytest.fixture(params=["whole", "halves"])
def processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worksheet is read by one process, or by two in several pieces each."""
    if request.param == "halves":
        monkeypatch.setattr(xlsx_sheet, "_LONG", 0)
        monkeypatch.setattr(xlsx_sheet, "_processors", lambda: 2)
        monkeypatch.setattr(xlsx_scan, "_CHUNK", 1 << 16)


def _by_one_process(path: Path, rows: list[str]) -> Read:
    """By events: a comment is what no scan takes."""
    return _read(path, [rows[0].replace("</row>", "<!-- --></row>"), *rows[1:]])


@pytest.mark.slow
@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("write", _WRITERS, ids=lambda write: write.__name__.strip("_"))
def test_fast_scans_give_what_events_give(write: Callable[[int, Random], str], tmp_path: Path) -> None:
    rows = _rows(write)
    assert _said(_read(tmp_path / "a.xlsx", rows)) == _said(_by_one_process(tmp_path / "b.xlsx", rows))


def test_the_second_half_is_read_by_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheet, "_LONG", 0)
    monkeypatch.setattr(xlsx_sheet, "_processors", lambda: 2)
    monkeypatch.setattr(xlsx_scan, "_CHUNK", 1 << 16)
    taken: list[tuple[int, int | None]] = []
    take = xlsx_scan.Scan.take

    def noted(scan: xlsx_scan.Scan, start: int = 0, stop: int | None = None) -> bool:
        taken.append((start, stop))
        return take(scan, start, stop)

    monkeypatch.setattr(xlsx_scan.Scan, "take", noted)
    rows = _rows(_plain)
    assert _read(tmp_path / "a.xlsx", rows).sheets["Biểu"].n_rows == _ROWS + 1
    assert [start for start, stop in taken] == [0]
    assert taken[0][1]


def test_where_the_second_process_is_killed_one_reads_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _rows(_plain)
    expected = _said(_read(tmp_path / "a.xlsx", rows))
    monkeypatch.setattr(xlsx_sheet, "_LONG", 0)
    monkeypatch.setattr(xlsx_sheet, "_processors", lambda: 2)
    monkeypatch.setattr(xlsx_sheet, "_latter", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    assert _said(_read(tmp_path / "a.xlsx", rows)) == expected


@pytest.mark.parametrize("write", [_plain, _formulas, _errors])
def test_rows_written_alike_are_read_by_their_shapes(
    write: Callable[[int, Random], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_scan, "_bulk", None)
    monkeypatch.setattr(xlsx_scan, "_cells", None)
    assert _read(tmp_path / "a.xlsx", _rows(write)).sheets["Biểu"].n_rows == _ROWS + 1


@pytest.mark.parametrize(
    ("write", "taken"),
    [(_plain, "alike"), (_formulas, "alike"), (_errors, "alike"), (_inline, "bulk"), (_sparse, "bulk")],
)
def test_a_piece_is_read_by_the_scan_made_for_it(
    write: Callable[[int, Random], str], taken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    took: list[str] = []
    for name in ("alike", "bulk", "cells"):
        scan = getattr(xlsx_scan, f"_{name}")

        def noted(data: bytes, *given: object, name: str = name, scan: Callable[..., object] = scan) -> object:
            done = scan(data, *given)
            took.extend([name] if done and len(data) >= xlsx_scan._LEAST_BULK else [])
            return done

        monkeypatch.setattr(xlsx_scan, f"_{name}", noted)
    _read(tmp_path / "a.xlsx", _rows(write))
    assert took == [taken]


def _row_700(old: str, new: str) -> Callable[[str], str]:
    return lambda row: row.replace(old, new) if 'r="700"' in row else row


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        _row_700('<c r="A700"', '<c r="7A00"'),
        _row_700('<c r="A700"', '<c1 r="A700"'),
        _row_700('<c r="A700"', '<c r="A700" r="A701"'),
        _row_700('<c r="A700"', '<c r="A00000700"'),
        _row_700('<row r="700"', '<row r="700"><c r="A700"><v>5</v></c></row><row r="700"'),
        _row_700('<row r="700"', '<row r="700"/><row r="700"'),
        _row_700('r="B700" s="1"', 'r="B700" s="0000001"'),
        _row_700("</row>", '<c r="AC700"><v>1_0</v></c></row>'),
        _row_700("</row>", '<c r="AC700"><v>1e999</v></c></row>'),
        _row_700("</row>", '<c r="AC700" t="s"><v>99</v></c></row>'),
        _row_700("</row>", '<c r="AC700" t="s"><v>1.0</v></c></row>'),
        _row_700("</row>", '<c r="A700"><v>1</v></c></row>'),
        _row_700("</row>", '<c r="AC700"><v>&#51;</v></c></row>'),
        _row_700("</row>", '<c r="AC700"><v>5</v></c>&</row>'),
        _row_700("</row>", '<c r="AC700"><v>5</v></c>7</row>'),
    ],
)
@pytest.mark.usefixtures("processes")
def test_a_strange_row_among_many_is_read_or_refused_as_by_events(spoil: Callable[[str], str], tmp_path: Path) -> None:
    rows = [spoil(row) for row in _rows(_plain)]
    try:
        expected: object = _said(_by_one_process(tmp_path / "b.xlsx", rows))
    except Refusal as refusal:
        expected = refusal.code
    try:
        found: object = _said(_read(tmp_path / "a.xlsx", rows))
    except Refusal as refusal:
        found = refusal.code
    assert found == expected

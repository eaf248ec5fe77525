"""csv and tsv: encodings and delimiters by evidence; every cell a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reading import Read, read

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.formats.text import delimited
from spreadsheets.sheet.grid import Cell, CellType

TABLE = 'Mã;Tên;Giá trị\n01;Hòa Bình;16.300\n02;"Hai; ba";16,125\n'


def _read(tmp_path: Path, data: bytes, name: str = "bảng.csv") -> Read:
    path = tmp_path / name
    path.write_bytes(data)
    return read(path)


def _rows(got: Read) -> list[list[object]]:
    (grid,) = got.sheets.values()
    return [[grid.cell(r, c).value for c in range(1, grid.n_columns + 1)] for r in range(1, grid.n_rows + 1)]


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        (TABLE.encode(), False),
        (b"\xef\xbb\xbf" + TABLE.encode(), False),
        (TABLE.encode("utf-16"), False),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), False),
        (TABLE.encode("utf-16-le"), True),
        (TABLE.replace("\n", "\r\n").encode(), False),
        (TABLE.replace("\n", "\r").encode(), False),
        (TABLE.replace(";", "\t").replace("Hai\t", "Hai;").encode(), False),
        (TABLE.replace(";", "|").replace("Hai|", "Hai;").encode(), False),
    ],
)
def test_encodings_line_ends_and_delimiters(tmp_path: Path, data: bytes, warned: bool) -> None:
    got = _read(tmp_path, data)
    assert _rows(got) == [["Mã", "Tên", "Giá trị"], ["01", "Hòa Bình", "16.300"], ["02", "Hai; ba", "16,125"]]
    assert [w[0] for w in got.warnings] == (["FILE-ENCODING"] if warned else [])
    assert got.format == ("tsv" if b"\t" in data else "csv")


def test_every_cell_is_text(tmp_path: Path) -> None:
    (grid,) = _read(tmp_path, b"1,2.5,TRUE,2023-05-15\n").sheets.values()
    assert [grid.cell(1, c) for c in range(1, 5)] == [
        Cell(CellType.TEXT, text) for text in ("1", "2.5", "TRUE", "2023-05-15")
    ]
    assert grid.name == "csv"


def test_lines_in_windows_1258_are_read_as_such_with_a_warning(tmp_path: Path) -> None:
    got = _read(tmp_path, "Tên,Số\nHà,1\n".encode() + b"\xd0\xe0,2\n")
    assert _rows(got)[2] == ["Đà", "2"]
    assert got.warnings == [("FILE-ENCODING", "", "")]


def test_commas_within_figures_do_not_decide(tmp_path: Path) -> None:
    got = _read(tmp_path, "Tên;Số\nA;1,5\nB;2,5\nC;3,5\n".encode())
    assert _rows(got)[1] == ["A", "1,5"]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("a,b,c\n1,2,3\n1,2\n1,2,3\n", ("SHEET-RAGGED", "csv", "A3")),
        ("a,b,c\n1,2,3\n1,2,3,4\n", ("SHEET-RAGGED", "csv", "A3")),
        ('a,b\n1,"2\n', ("FILE-REPAIRED", "csv", "")),
        ("a,b\n1,#REF!\n", ("CELL-ERROR", "csv", "B2")),
        ("a,b\n1," + "x" * 40_000 + "\n", ("CELL-LONG", "csv", "B2")),
        ("a,b\n1,T\ufffdn\n", ("FILE-ENCODING", "", "")),
        ("a,b\n2024-03-08,x\n03/10/2024,y\n", ("CELL-DATE-ORDER", "csv", "A3")),
        ("a,b\n" + "1,x\n" * 200 + "2,Tấn\n", ("FILE-ENCODING-GUESSED", "", "")),
    ],
)
def test_oddities_are_warned_of(tmp_path: Path, text: str, warning: tuple[str, str, str]) -> None:
    assert _read(tmp_path, text.encode()).warnings == [warning]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n2024-03-08,x\n13/10/2024,y\n03/10/2024,z\n",
        "a,b\n03/10/2024,2024-03-08\n",
        "a,b\n2024-03-08,x\n03/03/2024,y\n",
    ],
    ids=["one of them tells", "in two columns", "the same either way"],
)
def test_dates_that_are_in_no_doubt_are_no_oddity(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text.encode()).warnings == []


def test_a_text_without_columns_that_lost_its_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        _read(tmp_path, "bla\nT\ufffdn\n".encode())
    assert refusal.value.code == "FILE-DAMAGED"


def test_title_and_notes_around_a_table_are_no_oddity(tmp_path: Path) -> None:
    assert _read(tmp_path, "BÁO CÁO\n\na,b,c\n1,2,3\n4,5,6\nNguồn: Sở\n".encode()).warnings == []


@pytest.mark.parametrize(
    ("data", "code"),
    [(",".join(map(str, range(20_000))).encode(), "FILE-TOO-LARGE"), (b"a,b\n1,\x00\n", "FILE-NOT-SPREADSHEET")],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        _read(tmp_path, data)
    assert refusal.value.code == code


_HEAD = 'UBND TỈNH,,,"CỘNG HÒA, XÃ HỘI"\r\n\r\n"Số\r\n1",,,\r\nSTT,Tên,Ngày,Giá trị\r\n'


def _line(row: int) -> str:
    what = ("xã An Phú", "", "#N/A", " có dấu cách ", "x" * 40_000 if row == 79 else "01")[row % 5]
    return f"{row},{what},{row % 12 + 1}/{row % 11 + 1}/2023,{row / 7:.2f}\r\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "is_even"),
    [
        (lambda lines: lines, True),
        (lambda lines: [line.replace("\r\n", "\n") for line in lines], True),
        (lambda lines: [*lines[:-1], lines[-1].rstrip()], True),
        (lambda lines: [*lines, "2023-05-16,,2023-05-16,\r\n"], True),
        (lambda lines: [*lines[:900], "một,hai\r\n", *lines[900:]], False),
        (lambda lines: [*lines[:900], "\r\n", *lines[900:]], True),
        (lambda lines: [*lines[:900], 'a,"b, c",d,1\r\n', *lines[900:]], False),
        (lambda lines: [*lines, "Người lập biểu\r\n"], False),
        (lambda lines: [*lines, "\r\n", "\r\n"], True),
    ],
)
def test_an_even_table_is_read_the_fast_way_with_the_same_result(
    spoil: Callable[[list[str]], list[str]], is_even: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (_HEAD + "".join(spoil([_line(row) for row in range(1, 3001)]))).encode()
    assert bool(delimited._even(data.decode(), ",")) == is_even
    fast = _read(tmp_path, data)
    monkeypatch.setattr(delimited, "_even", lambda *_: None)
    slow = _read(tmp_path, data)
    assert _rows(fast) == _rows(slow)
    assert fast.warnings == slow.warnings
    assert fast.sheets["csv"].n_cells > 5_000

"""xlsb: a workbook written record by record, and a real one."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from reading import read

from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import CellType, Merge

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, out = len(data), b""
    while True:
        out += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + out + data


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(kind: int, column: int, data: bytes, style: int = 0) -> bytes:
    return _record(kind, struct.pack("<II", column, style) + data)


def _row(number: int, hidden: bool = False) -> bytes:
    return _record(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0x10 if hidden else 0, 0))


def _font(name: str, weight: int) -> bytes:
    return _record(43, struct.pack("<HHHHBBBB8sB", 220, 0, weight, 0, 0, 0, 0, 0, bytes(8), 0) + _text(name))


def _xf(number_format: int, font: int, indent: int = 0) -> bytes:
    return _record(47, struct.pack("<HHHHHBB", 0, number_format, font, 0, 0, 0, indent) + bytes(4))


def _relations(**targets: str) -> str:
    found = (f'<Relationship Id="{k}" Type="{_REL}/{k.rstrip("12")}" Target="{t}"/>' for k, t in targets.items())
    return f"<Relationships>{''.join(found)}</Relationships>"


STYLES = (
    _record(44, struct.pack("<H", 165) + _text("dd/mm/yyyy"))
    + _font("Calibri", 400)
    + _font(".VnTime", 700)
    + _record(626) + _xf(9, 0) + _record(627)
    + _record(617) + _xf(0, 0) + _xf(10, 1, 2) + _xf(165, 0) + _record(618)
)  # fmt: skip
SHEET = (
    _record(60, struct.pack("<IIIIH", 3, 3, 0, 0, 1))
    + _record(145)
    + _row(0) + _cell(7, 0, struct.pack("<I", 1))
    + _row(2) + _cell(6, 1, _text("16.300")) + _cell(5, 2, struct.pack("<d", 45061.0), style=2)
    + _row(3) + _cell(5, 1, struct.pack("<d", 16.3)) + _cell(4, 2, b"\x01") + _cell(3, 3, b"\x2a")
    + _row(4, hidden=True) + _cell(2, 1, struct.pack("<I", 1612 << 2 | 3)) + _cell(2, 2, struct.pack("<i", -5 << 2 | 2))
    + _row(5) + _cell(9, 1, struct.pack("<d", 0.3618) + bytes(6), style=1) + _cell(8, 2, _text("ab") + bytes(6))
    + _row(6) + _cell(1, 1, b"", style=1) + _cell(11, 2, b"\x07" + bytes(6)) + _cell(62, 3, b"\x00" + _text("đậm"))
    + _record(146)
    + _record(176, struct.pack("<IIII", 0, 0, 0, 3))
)  # fmt: skip


def _write(path: Path, sheet: bytes) -> Path:
    entries = [_record(156, struct.pack("<II", state, i) + _text(f"worksheet{i}") + _text(name))
               for i, (name, state) in enumerate([("Biểu", 0), ("Ẩn", 1)], 1)]  # fmt: skip
    strings = _record(19, b"\x00" + _text("không dùng")) + _record(19, b"\x00" + _text("TIÊU ĐỀ"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _relations(officeDocument="xl/workbook.bin"))
        parts = {"worksheet1": "worksheets/sheet1.bin", "worksheet2": "worksheets/sheet2.bin"}
        rest = {"sharedStrings": "sharedStrings.bin", "styles": "styles.bin"}
        archive.writestr("xl/_rels/workbook.bin.rels", _relations(**parts, **rest))
        archive.writestr("xl/workbook.bin", _record(153, bytes(12)) + b"".join(entries))
        archive.writestr("xl/sharedStrings.bin", strings)
        archive.writestr("xl/styles.bin", STYLES)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/worksheets/sheet2.bin", b"")
    return path


def test_every_kind_of_cell(tmp_path: Path) -> None:
    got = read(_write(tmp_path / "a.xlsb", SHEET))
    grid = got.sheets["Biểu"]
    expected = {
        (1, 1): (CellType.TEXT, "TIÊU ĐỀ"),
        (3, 2): (CellType.TEXT, "16.300"),
        (3, 3): (CellType.DATE, "2023-05-15"),
        (4, 2): (CellType.NUMBER, 16.3),
        (4, 3): (CellType.BOOL, True),
        (4, 4): (CellType.ERROR, "#N/A"),
        (5, 2): (CellType.NUMBER, 16.12),
        (5, 3): (CellType.NUMBER, -5.0),
        (6, 2): (CellType.NUMBER, 0.3618),
        (6, 3): (CellType.TEXT, "ab"),
        (7, 3): (CellType.ERROR, "#DIV/0!"),
        (7, 4): (CellType.TEXT, "đậm"),
    }
    found = {(r, c): (grid.cell(r, c).type, grid.cell(r, c).value) for r in range(1, 9) for c in range(1, 6)}
    assert {place: cell for place, cell in found.items() if cell[0]} == expected
    style = grid.cell(6, 2).style
    assert (style.format, style.bold, style.font, style.indent) == ("0.00%", True, ".VnTime", 2)
    assert grid.merges == (Merge(1, 1, 1, 4),)
    assert grid.hidden_rows == {5}
    assert grid.hidden_columns == {4}
    assert set(got.warnings) == {
        ("SHEET-HIDDEN", "Ẩn", ""),
        ("SHEET-HIDDEN-ROWS", "Biểu", ""),
        ("SHEET-HIDDEN-COLUMNS", "Biểu", ""),
        ("CELL-ERROR", "Biểu", "D4"),
    }


@pytest.mark.parametrize(
    "sheet", [SHEET[:-9], _row(0) + _cell(7, 0, struct.pack("<I", 99)), _row(0) + _record(5, b"x")]
)
def test_damage_is_refused(tmp_path: Path, sheet: bytes) -> None:
    with pytest.raises(Refusal, match="FILE-DAMAGED"):
        read(_write(tmp_path / "a.xlsb", sheet))


def test_real_files(shared: Path) -> None:
    got = read(shared / "adversarial/sheets/any_sheets.xlsb")
    assert {name: grid.hidden for name, grid in got.sheets.items()} == {
        "Visible": False,
        "Hidden": True,
        "VeryHidden": True,
    }
    assert got.sheets["Visible"].n_cells == 7
    simple = read(shared / "adversarial/fuzz_xlsx/Simple.xlsb")
    assert list(simple.sheets) == ["Sheet1", "Sheet2", "Sheet3"]

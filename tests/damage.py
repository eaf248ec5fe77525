"""Damage as an argument: a workbook of any form with a column renamed, a cell overwritten, a title of another month …

`page` makes a sheet from a form's own headings; what is no workbook at all is made from bytes at the end.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from schemas.form import Form
from schemas.sectors.procedures.dossier_progress import DossierProgress
from schemas.values.address import address
from tests.book import BookSheet, Value, write

Row = dict[str, Value]
_TOP = 9  # the first header row: letterhead, title and period stand above


def dossiers(*agencies: str) -> list[Row]:
    """Rows of the dossier table that keep all its identities."""
    names = agencies or ("Sở Y tế", "Sở Nội vụ", "Sở Tài chính")
    rows: list[Row] = []
    for i, name in enumerate(names, 1):
        online, in_person, postal, carried = 300 * i, 40 * i, 10 * i, 16_000 + 25 * i
        received = carried + online + in_person + postal
        rows.append({
            "agency": name, "received_count": received, "carried_over_count": carried,
            "received_in_period_count": online + in_person + postal, "online_count": online,
            "in_person_count": in_person, "postal_count": postal, "resolved_count": received - 60,
            "resolved_early_count": received - 100, "resolved_on_time_count": 30, "resolved_late_count": 10,
            "in_process_count": 45, "in_process_on_time_count": 40, "in_process_overdue_count": 5,
            "suspended_count": 15, "suspended_on_time_count": 15, "suspended_overdue_count": 0,
        })  # fmt: skip
    return rows


def page(
    form: type[Form] = DossierProgress,
    rows: list[Row] | None = None,
    *,
    sheet: str = "Biểu 1",
    office: str = "SỞ Y TẾ",
    title: str | None = None,
    period: str = "Tháng 5/2023",
    rename: Mapping[str, str] | None = None,
    drop: Iterable[str] = (),
    repeat: Iterable[str] = (),
    swap: tuple[str, str] | None = None,
    put: Mapping[str, Value] | None = None,
) -> BookSheet:
    """A sheet of a form under its official headings, then damaged.

    `rename`: column -> what its lowest heading says instead. `drop`, `repeat`, `swap`: columns left out, written a
    second time at the right edge, changed places. `put`: cells overwritten at the end. The first data row is row 12.
    """
    columns = [name for name in form.columns if name not in set(drop)]
    if swap:
        i, j = map(columns.index, swap)
        columns[i], columns[j] = columns[j], columns[i]
    columns += list(repeat)
    headings = [["STT"], *(form.columns[name].headers[0].split(" > ") for name in columns)]
    for name, text in (rename or {}).items():
        headings[columns.index(name) + 1][-1] = text
    made = BookSheet(sheet, bold=frozenset({5, *range(_TOP, _TOP + 3)}))
    made.cells = {"A1": "UBND TỈNH VĨNH PHÚC", "A2": office, "A5": (title or form.titles[0]).upper(), "A6": period}
    _write_header(made, headings)
    for i, row in enumerate(dossiers() if rows is None else rows):
        made.put_row(_TOP + 3 + i, [i + 1, *(row.get(name) for name in columns)])
    made.cells |= put or {}
    return made


def workbook(path: Path, form: type[Form] = DossierProgress, rows: list[Row] | None = None, **damage: object) -> Path:
    """A workbook of one such sheet at `path`; `damage` as for `page`."""
    return write(path, [page(form, rows, **damage)])  # type: ignore[arg-type]


def letter_of(name: str, form: type[Form] = DossierProgress) -> str:
    """The letter a column of the form has on an undamaged sheet."""
    return address(1, list(form.columns).index(name) + 2)[:-1]


def _write_header(made: BookSheet, headings: list[list[str]]) -> None:
    """Three header rows: equal neighbours are merged across, the lowest level down to the last row."""
    merges = []
    for column, levels in enumerate(headings, 1):
        for depth, text in enumerate(levels):
            before = headings[column - 2] if column > 1 else []
            is_last = depth == len(levels) - 1
            if not is_last and before[: depth + 1] == levels[: depth + 1]:
                continue
            made.cells[address(_TOP + depth, column)] = text
            right = column
            while not is_last and right < len(headings) and headings[right][: depth + 1] == levels[: depth + 1]:
                right += 1
            bottom = _TOP + (2 if is_last else depth)
            if (right, bottom) != (column, _TOP + depth):
                merges.append(f"{address(_TOP + depth, column)}:{address(bottom, right)}")
    made.merges = tuple(merges)


def encrypted(path: Path) -> Path:
    """What Excel writes for a workbook with a password: an OLE container of two streams, their content unreadable."""
    path.write_bytes(
        ole({"EncryptionInfo": b"\x04\x00\x04\x00\x40\x00\x00\x00", "EncryptedPackage": bytes(range(256))})
    )
    return path


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file of 512-byte sectors: the allocation tables, the directory, then each stream."""
    end, free, of_table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    sizes = {name: max(len(content), 4096) for name, content in streams.items()}  # shorter ones go elsewhere
    n_tables = 1 + sum(-(-size // 512) for size in sizes.values()) // 126
    table, body = [*[of_table] * n_tables, end], b""
    entries = [_entry("Root Entry", 5, child=1, start=end, size=0)]
    for i, (name, content) in enumerate(streams.items(), 1):
        start, sectors = len(table), -(-sizes[name] // 512)
        table += [*range(start + 1, start + sectors), end]
        body += content.ljust(sectors * 512)
        entries.append(_entry(name, 2, right=i + 1 if i < len(streams) else free, start=start, size=sizes[name]))
    directory = b"".join(entries).ljust(512, b"\0")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, n_tables, n_tables, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *range(1, n_tables), *[free] * (109 - n_tables))
    tables = struct.pack(f"<{n_tables * 128}I", *table, *[free] * (n_tables * 128 - len(table)))
    return header + tables + directory + body


def _entry(name: str, kind: int, *, start: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    """One directory entry; siblings hang to the right of each other."""
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return struct.pack("<64sHBB", text, len(text), kind, 1) + links + bytes(36) + struct.pack("<IQ", start, size)


def truncated(path: Path) -> Path:
    """An .xlsx whose upload stopped half way."""
    workbook(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def web_page(path: Path) -> Path:
    """What a portal sends in place of the export when nobody is signed in: a page under the name of a spreadsheet."""
    path.write_text("<html><body><form>Tên đăng nhập: <input name='ten'></form></body></html>", encoding="utf-8")
    return path


def nothing(path: Path) -> Path:
    """A file of no bytes."""
    path.write_bytes(b"")
    return path


def picture(path: Path) -> Path:
    """A PNG of one pixel: the scanned table somebody renamed."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\xff\xff")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", pixel) + chunk(b"IEND", b""))
    return path

"""The cells of one OOXML worksheet: its rows by the scans of scan, what stands around them by XML events.

A worksheet with a piece whose cells are not accounted for one by one is read by events as a whole. Of a long one a
second process reads the latter half.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa

from machine.processes.fork import forked
from spreadsheets.formats.ooxml.cells import Book, ScannedSheet
from spreadsheets.formats.ooxml.events import Events
from spreadsheets.formats.ooxml.scan import Scan
from spreadsheets.formats.parts.cells import Cells
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.package import Package

#: Bytes of XML from which on two processes are faster than one.
_LONG = 32 << 20


def read_sheet(package: Package, part: str, book: Book, cells: Cells, content: Content) -> None:
    """Read one worksheet part into `cells`; Refusal or ExpatError where it is damaged."""
    cells.styles = list(book.styles)
    sheet = ScannedSheet(book, cells)
    if not _by_pattern(package, part, sheet):
        sheet.clear()
        Events(sheet).read(package, part)
    content.warn_at("CELL-NO-VALUE", cells.name, sorted(sheet.without_value))
    if sheet.calls_web:
        content.warn("FILE-LINKS", sheet=cells.name)


def _by_pattern(package: Package, part: str, sheet: ScannedSheet) -> bool:
    """Read by the scans; False as soon as a cell is not accounted for."""
    outside = Events(sheet)
    scan = Scan(package, part, sheet)
    outside.feed(scan.head)
    is_long = package.size(part) >= _LONG and _processors() > 1
    rest = _in_halves(package, part, sheet) if is_long else None
    if rest is None:
        if not scan.take():
            return False
        rest = scan.rest
    outside.feed(rest, last=True)
    return True


@dataclass
class _Half:
    """What the second process found: a FilledColumn's arrays by column, texts it added, and the end of the part."""

    columns: dict[int, tuple[np.ndarray, ...]]
    texts: pa.StringArray
    without_value: list[tuple[int, int]]
    hidden_rows: set[int]
    calls_web: bool
    rest: bytes


def _in_halves(package: Package, part: str, sheet: ScannedSheet) -> bytes | None:
    """Read the rows in two processes; what follows them, or None, and nothing done, where one of them did not do it."""
    middle, count = package.size(part) // 2, len(sheet.cells.texts)
    with forked(lambda file: _latter(package.path, part, sheet, middle, file)) as other:
        is_done = Scan(package, part, sheet).take(stop=middle)
        written = other.written()
        if not is_done or not written:
            sheet.clear()
            return None
        half: _Half = pickle.load(written)  # noqa: S301 - our own process wrote it
    _append(half, sheet, count)
    return half.rest


def _latter(path: Path, part: str, sheet: ScannedSheet, middle: int, file: IO[bytes]) -> bool:
    """The second process: write its half to the file; False where the scans cannot read it."""
    count = len(sheet.cells.texts)
    with Package(path) as package:  # the place in an open file is shared by all who inherit it
        scan = Scan(package, part, sheet)
        if not scan.take(start=middle):
            return False
    columns = {number: column.arrays() for number, column in sheet.cells.columns.items()}
    texts = sheet.cells.texts.added_after(count)
    half = _Half(columns, texts, sheet.without_value, sheet.cells.hidden_rows, sheet.calls_web, scan.rest)
    pickle.dump(half, file, protocol=5)
    return True


def _append(half: _Half, sheet: ScannedSheet, count: int) -> None:
    """Put the second half after the first. Both have numbered the texts they added from `count` on."""
    shift = np.int32(sheet.cells.texts.add_all(half.texts) - count)
    for number, (rows, kinds, numbers, texts, styles) in half.columns.items():
        texts = np.where(texts >= count, texts + shift, texts)
        sheet.cells.column(number).extend(rows, kinds, numbers, texts, styles)
    sheet.without_value += half.without_value
    sheet.cells.hidden_rows |= half.hidden_rows
    sheet.calls_web |= half.calls_web
    sheet.cells.count()


def _processors() -> int:
    return len(os.sched_getaffinity(0))

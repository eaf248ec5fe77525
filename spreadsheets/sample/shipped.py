"""The sample workbooks of samples/: dossier progress of April and May 2023 in the looks of several offices.

The figures are those of the sample province; in May 2023 they give 36,18 % online at province level and 98,76 % at
district level, as the province published. `python -m spreadsheets.sample samples` writes them again, byte for byte.
This file states the sheets by itself, heading by heading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from schemas.owed import debtors
from schemas.periods import period
from schemas.registry import forms
from spreadsheets.sample.bodies import level
from spreadsheets.sample.world import World

_OWN = ("Sở Y tế", "Sở Giao thông vận tải", "UBND thành phố Phúc Yên")  # these send their own workbook

_CREATED = datetime(2023, 5, 16, 8, 0)


@dataclass(frozen=True)
class Progress:
    """One row of the official table: the sixteen counts under their headings, in the order of the sheet."""

    agency: str
    counts: tuple[int, ...]


def progress(month: int) -> dict[str, list[Progress]]:
    """Every agency's row of a month of 2023 in the sample province, by level."""
    form = forms()["dossier_progress"]
    of = period("month", form.calendar, 2023, month)
    found: dict[str, list[Progress]] = {}
    for debtor in debtors(form, of.end):
        (row,) = World().rows(form.name, debtor, of)
        agency, *counts = row.values()
        found.setdefault(level(debtor.sender), []).append(Progress(agency, tuple(counts)))
    return found


def _counts(received: int, online: int, month: int) -> tuple[int, ...]:
    """Counts of a land office, which the sample province does not have."""
    carried = received // (9 + month)
    postal = (received - online) // 12
    everything = received + carried
    suspended = everything // 40
    in_process = everything // 8
    resolved = everything - in_process - suspended
    late, overdue = resolved // 90, in_process // 25
    early = resolved * 3 // 5
    return (
        everything, carried, received, online, received - online - postal, postal,
        resolved, early, resolved - early - late, late,
        in_process, in_process - overdue, overdue,
        suspended, suspended - suspended // 30, suspended // 30,
    )  # fmt: skip


Groups = list[tuple[str, list[Progress]]]
Look = Callable[[Path, Groups, int], None]
_COUNT: list[tuple[str, list[Any]]] = [
    ("Tiếp nhận", ["Tổng số", "Kỳ trước chuyển sang", ("Trong kỳ", ["Tổng số", "Trực tuyến", "Trực tiếp", "BCCI"])]),
    ("Đã xử lý", ["Tổng số", "Trước hạn", "Trong hạn", "Quá hạn"]),
    ("Đang xử lý", ["Tổng số", "Trong hạn", "Quá hạn"]),
    ("Tạm dừng xử lý", ["Tổng số", "Trong hạn", "Quá hạn"]),
]
_SPELT = {
    "Tiếp nhận": "Hồ sơ tiếp nhận", "Đã xử lý": "Đã giải quyết", "Đang xử lý": "Đang giải quyết",
    "Tạm dừng xử lý": "Tạm dừng", "Trong hạn": "Đúng hạn", "BCCI": "Bưu chính công ích",
}  # fmt: skip


class Sheet:
    """A sheet being written in one office's look."""

    def __init__(self, book: xlsxwriter.Workbook, name: str) -> None:
        self.sheet = book.add_worksheet(name)
        edge = {"border": 1, "font_name": "Times New Roman", "font_size": 11}
        self.head = book.add_format(edge | {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
        self.cell = book.add_format(edge)
        self.count = book.add_format(edge | {"num_format": "#,##0"})
        self.bold = book.add_format(edge | {"bold": True, "num_format": "#,##0"})
        self.title = book.add_format({"bold": True, "align": "center", "font_name": "Times New Roman", "font_size": 13})
        self.plain = book.add_format({"font_name": "Times New Roman", "italic": True})
        self.day = book.add_format(edge | {"num_format": "dd/mm/yyyy"})
        self.sheet.set_column("B:B", 38)

    def letterhead(self, office: str, number: str, day: str, title: str, period: str) -> int:
        """Two-sided letterhead, title and period; returns the first free row."""
        sheet = self.sheet
        parent = "UBND TỈNH VĨNH PHÚC"
        sheet.merge_range("A1:D1", parent if office != parent else "TỈNH VĨNH PHÚC", self.plain)
        sheet.merge_range("A2:D2", office, self.title)
        sheet.merge_range("A3:D3", f"Số: {number}", self.plain)
        sheet.merge_range("I1:R1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", self.title)
        sheet.merge_range("I2:R2", "Độc lập - Tự do - Hạnh phúc", self.title)
        sheet.merge_range("I3:R3", f"Vĩnh Phúc, {day}", self.plain)
        sheet.merge_range("A5:R5", title, self.title)
        sheet.merge_range("A6:R6", period, self.plain)
        return 7

    def header(self, top: int, spelt: dict[str, str], tail: bool = True) -> int:
        """The three header rows from row `top` (0-based) on; returns the first row below them."""
        self.sheet.merge_range(top, 0, top + 2, 0, "STT", self.head)
        self.sheet.merge_range(top, 1, top + 2, 1, "Đơn vị", self.head)
        column = 2
        for group, names in _COUNT:
            width = sum(len(n[1]) if isinstance(n, tuple) else 1 for n in names)
            printed = spelt.get(group, group)
            self.sheet.merge_range(
                top, column, top, column + width - 1, f"{printed} ({width})" if tail else printed, self.head
            )
            for name in names:
                if isinstance(name, tuple):
                    self.sheet.merge_range(top + 1, column, top + 1, column + len(name[1]) - 1, name[0], self.head)
                    for leaf in name[1]:
                        self.sheet.write(top + 2, column, spelt.get(leaf, leaf), self.head)
                        column += 1
                else:
                    self.sheet.merge_range(top + 1, column, top + 2, column, spelt.get(name, name), self.head)
                    column += 1
        return top + 3

    def row(self, row: int, number: object, label: str, counts: Iterable[object], *, bold: bool = False) -> None:
        """One row of the body; a text stays a text."""
        form = self.bold if bold else self.cell
        self.sheet.write(row, 0, number, form)
        self.sheet.write_string(row, 1, label, form)
        for column, count in enumerate(counts, 2):
            if isinstance(count, str):
                self.sheet.write_string(row, column, count, form)
            elif isinstance(count, datetime):
                self.sheet.write_datetime(row, column, count, self.day)
            else:
                self.sheet.write(row, column, count, self.bold if bold else self.count)

    def signature(self, row: int, left: str, right: str) -> None:
        """Who drew the table up and who signs it; no name, samples hold no person."""
        self.sheet.write(row, 1, left, self.title)
        self.sheet.write(row, 12, right, self.title)
        self.sheet.write(row + 1, 1, "(Ký, ghi rõ họ tên)", self.plain)
        self.sheet.write(row + 1, 12, "(Đã ký)", self.plain)


_TITLE = "THEO DÕI CHỈ TIÊU TIẾN ĐỘ GIẢI QUYẾT CÁC ĐƠN VỊ - THEO QUYẾT ĐỊNH SỐ 766/QĐ-TTG NGÀY 23/06/2022"


def _sums(rows: list[Progress]) -> list[int]:
    return [sum(column) for column in zip(*(r.counts for r in rows), strict=True)]


def _book(path: Path) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": _CREATED, "author": "Kho số"})
    return book


def _central(path: Path, groups: Groups, month: int) -> None:
    """The provincial office's look: letterhead, roman groups with subtotals, numbering row, grand total last."""
    with _book(path) as book:
        sheet = Sheet(book, "Biểu 01")
        top = sheet.letterhead(
            "VĂN PHÒNG UBND TỈNH", f"{100 + month}/BC-VPUBND", f"ngày 16 tháng {month} năm 2023", _TITLE,
            f"(Số liệu từ ngày 15/{month - 1}/2023 đến ngày 14/{month}/2023)",
        )  # fmt: skip
        sheet.sheet.write(top, 16, "Đơn vị tính: hồ sơ", sheet.plain)
        row = sheet.header(top + 1, {})
        for column in range(18):
            formula = {2: "(3)=(4)+(5)", 4: "(5)=(6)+(7)+(8)"}.get(column, f"({column + 1})")
            sheet.sheet.write_string(row, column, formula, sheet.head)
        row += 1
        for number, (label, rows) in zip(("I", "II", "III"), groups, strict=False):
            sheet.row(row, number, label, _sums(rows), bold=True)
            for i, each in enumerate(rows, 1):
                sheet.row(row + i, i, each.agency, each.counts)
            row += len(rows) + 1
        sheet.row(row, "", "Tổng cộng", _sums([r for _, rows in groups for r in rows]), bold=True)
        sheet.sheet.write(row + 1, 0, "Ghi chú: số liệu trích từ Hệ thống thông tin giải quyết TTHC", sheet.plain)
        sheet.signature(row + 3, "NGƯỜI LẬP BIỂU", "KT. CHÁNH VĂN PHÒNG")


def _typed(path: Path, groups: Groups, month: int) -> None:
    """A department that types its numbers as text with dots, a dash for nothing, and spells headings its own way."""
    with _book(path) as book:
        sheet = Sheet(book, "T" + str(month))
        top = sheet.letterhead(
            groups[0][0], f"{210 + month}/BC", f"ngày 15 tháng {month} năm 2023",
            "TIẾN ĐỘ GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH", f"Tháng {month} năm 2023",
        )  # fmt: skip
        row = sheet.header(top, _SPELT, tail=False)
        for i, each in enumerate(groups[0][1], 1):
            sheet.row(row, i, each.agency, [f"{n:,}".replace(",", ".") if n else "-" for n in each.counts])
            row += 1
        sheet.signature(row + 1, "Người lập biểu", "GIÁM ĐỐC")


def _city(path: Path, groups: Groups, month: int) -> None:
    """A city's look: the total first, the form not in the first rows, a second sheet with something else."""
    with _book(path) as book:
        sheet = Sheet(book, "BC CĐS")
        top = sheet.letterhead(
            groups[0][0], f"{310 + month}/BC-UBND", f"ngày 15 tháng {month} năm 2023", _TITLE,
            f"(Kỳ báo cáo tháng {month}/2023)",
        )  # fmt: skip
        row = sheet.header(top + 2, {"Tổng số": "Tổng"})
        sheet.row(row, "", "Tổng cộng", _sums(groups[0][1]), bold=True)
        for i, each in enumerate(groups[0][1], 1):
            sheet.row(row + i, i, each.agency, each.counts)
        other = book.add_worksheet("Công việc tháng tới")
        other.write(0, 0, "Tiếp tục tuyên truyền người dân nộp hồ sơ trực tuyến.")


def _faulty(path: Path, groups: Groups, month: int) -> None:
    """A department's look with what must be held back: a date in a count, parts that exceed their whole."""
    with _book(path) as book:
        sheet = Sheet(book, "Sheet1")
        top = sheet.letterhead(
            groups[0][0], f"{410 + month}/BC", f"ngày 15 tháng {month} năm 2023", _TITLE, f"Tháng {month}/2023"
        )
        row = sheet.header(top, {})
        first, second, third = (list[object](each.counts) for each in groups[0][1])
        first[4] = datetime(2023, 9, 9)
        second[3] = groups[0][1][1].counts[2] + 15
        for i, (each, counts) in enumerate(zip(groups[0][1], (first, second, third), strict=True), 1):
            sheet.row(row, i, each.agency, counts)
            row += 1


def write_samples(folder: Path) -> list[Path]:
    """Write every sample workbook into `folder`; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []

    def add(name: str, look: Look, groups: Groups, month: int) -> None:
        look(folder / name, groups, month)
        written.append(folder / name)

    for month in (4, 5):
        levels = progress(month)
        rows = {each.agency: each for rows_ in levels.values() for each in rows_}
        central: Groups = [
            ("Sở, ban, ngành", [each for each in levels["province"] if each.agency not in _OWN]),
            ("UBND huyện, thành phố", [each for each in levels["district"] if each.agency not in _OWN]),
        ]
        add(f"BC tien do TTHC thang {month}-2023 (VP UBND tinh).xlsx", _central, central, month)
        add(f"So Y te - TTHC T{month}.xlsx", _typed, [("SỞ Y TẾ", [rows["Sở Y tế"]])], month)
        add(
            f"GTVT_766_{month:02}2023.xlsx", _typed, [("SỞ GIAO THÔNG VẬN TẢI", [rows["Sở Giao thông vận tải"]])], month
        )
        city: Groups = [("UBND THÀNH PHỐ PHÚC YÊN", [rows["UBND thành phố Phúc Yên"]])]
        add(f"BC CĐS T{month} final (1).xlsx", _city, city, month)
    held: Groups = [
        (
            "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI",
            [
                Progress("Chi nhánh Văn phòng đăng ký đất đai huyện Tam Đảo", _counts(180, 120, 3)),
                Progress("Chi nhánh Văn phòng đăng ký đất đai huyện Sông Lô", _counts(210, 150, 3)),
                Progress("Chi nhánh Văn phòng đăng ký đất đai huyện Yên Lạc", _counts(260, 200, 3)),
            ],
        )
    ]
    add("VPDKDD thang 3 - co loi.xlsx", _faulty, held, 3)
    return written

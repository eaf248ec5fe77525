"""Defects above the rows: headings nobody knows or that come twice, another period, no sender."""

from __future__ import annotations

from collections.abc import Iterator

from province.mess.sheet import Defect, Flaw, Flaws, MessySheet, Place, named, with_text
from schemas.values.address import address
from spreadsheets.understand.heading import SEPARATOR


def _heading_unknown(sheet: MessySheet) -> Flaws:
    name = sheet.rng.choice(sheet.owed())
    place = sheet.leaf(name)
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], "Chỉ số phụ của đơn vị")
    return (Flaw("heading-unknown", address(*place), place[0], name, "Chỉ số phụ của đơn vị"),)


def _heading_repeated(sheet: MessySheet) -> Flaws:
    flat = [n for n in sheet.drawn.columns if len(sheet.form.columns[n].headers[0].split(SEPARATOR)) == 1]
    if len(flat) < 2:
        return ()
    one, other = sheet.rng.sample(flat, 2)
    place = sheet.leaf(other)
    text = str(sheet.value(sheet.leaf(one)))
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], text)
    return (Flaw("heading-repeated", address(*place), place[0], other, text),)


def _period_line(sheet: MessySheet) -> Place | None:
    lines = [p for p in sheet.texts() if p[0] < sheet.drawn.header[0] and p[1] == min(c for _, c in sheet.drawn.cells)]
    said = [p for p in lines if any(w in str(sheet.value(p)).lower() for w in ("từ ngày", "tháng ", "quý ", "năm "))]
    return max(said) if said else None


def _another_period(sheet: MessySheet) -> Flaws:
    place = _period_line(sheet)
    if place is None or sheet.form.period != "month":
        return ()
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], "Tháng 2 năm 2021")
    return (Flaw("another-period", address(*place), place[0], "", "Tháng 2 năm 2021"),)


def _no_period(sheet: MessySheet) -> Flaws:
    place = _period_line(sheet)
    if place is None:
        return ()
    del sheet.drawn.cells[place]
    sheet.drawn.merges = [m for m in sheet.drawn.merges if m[:2] != place]
    return (Flaw("no-period", "", place[0], "", ""),)


def _unknown_sender(sheet: MessySheet) -> Flaws:
    left = min(c for _, c in sheet.drawn.cells)
    lines = sorted(p for p in sheet.texts() if p[0] < sheet.drawn.header[0] and p[1] == left)
    if len(lines) < 2:
        return ()
    place = lines[1]
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], "SỞ CHƯA TỪNG CÓ")
    return (Flaw("unknown-sender", address(*place), place[0], "", "SỞ CHƯA TỪNG CÓ"),)


def wrong_heads() -> Iterator[Defect]:
    """Every defect above the rows."""
    yield from named({
        "heading-unknown": (_heading_unknown, "tiêu đề lạ", "headings"),
        "heading-repeated": (_heading_repeated, "tiêu đề lặp lại", "headings"),
        "another-period": (_another_period, "kỳ báo cáo khác thư mục", "periods"),
        "no-period": (_no_period, "không ghi kỳ báo cáo", "periods"),
        "unknown-sender": (_unknown_sender, "cơ quan không có thật", "periods"),
    })  # fmt: skip

"""The workbooks of samples/: dossier progress of April and May 2023 in the looks of several offices.

The figures are those of the sample province; in May 2023 they give 36,18 % online at province level and 98,76 % at
district level, as the province published. `python -m province samples` writes them again, byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from province.ground.bodies import level
from province.ground.row import Row
from province.sample.world import World
from schemas.form import Form
from schemas.owed import debtors
from schemas.registry import forms
from schemas.values.periods import period
from spreadsheets.write.drawing import Look, draw
from spreadsheets.write.drawn import CellStyle, DrawnSheet, save

#: These send a workbook of their own.
_HEALTH, _TRANSPORT, _CITY = "so-y-te", "so-giao-thong-van-tai", "ubnd-phuc-yen"
_TITLE = "THEO DÕI CHỈ TIÊU TIẾN ĐỘ GIẢI QUYẾT CÁC ĐƠN VỊ - THEO QUYẾT ĐỊNH SỐ 766/QĐ-TTG NGÀY 23/06/2022"
#: How an office words the parts of a heading: (as the contract has it, as printed), the first that fits.
_COUNTED = {
    "Tiếp nhận": "Tiếp nhận (6)", "Đã xử lý": "Đã xử lý (4)", "Đang xử lý": "Đang xử lý (3)",
    "Tạm dừng xử lý": "Tạm dừng xử lý (3)",
}  # fmt: skip
_SPELT = {
    "Tiếp nhận": "Hồ sơ tiếp nhận", "Đã xử lý": "Đã giải quyết", "Đang xử lý": "Đang giải quyết",
    "Tạm dừng xử lý": "Tạm dừng", "Trong hạn": "Đúng hạn", "BCCI": "Bưu chính công ích",
}  # fmt: skip


def progress(month: int) -> dict[str, Row]:
    """Every agency's row of a month of 2023 in the sample province."""
    of = period("month", _form().calendar, 2023, month)
    return {d.sender: World().rows(_form().name, d, of)[0] for d in debtors(_form(), of.end)}


def _form() -> type[Form]:
    return forms()["dossier_progress"]


def _headings(words: Mapping[str, str]) -> dict[str, str]:
    """Column -> its official heading in an office's own words."""
    return {
        name: " > ".join(words.get(part, part) for part in column.headers[0].split(" > "))
        for name, column in _form().columns.items()
    }


def _central(rows: Mapping[str, Row], month: int) -> list[DrawnSheet]:
    """The provincial office's look: roman groups with subtotals, numbering row, grand total last, a note below."""
    look = Look(
        sheet="Biểu 01", number=f"Số: {100 + month}/BC-VPUBND", day=date(2023, month, 16), title=_TITLE,
        period=f"(Số liệu từ ngày 15/{month - 1}/2023 đến ngày 14/{month}/2023)", unit="Đơn vị tính: hồ sơ",
        headings=_headings(_COUNTED), total="Tổng cộng",
    )  # fmt: skip
    levels = {"province": "Sở, ban, ngành", "district": "UBND huyện, thành phố"}
    groups = [(label, [row for body, row in rows.items() if level(body) == name]) for name, label in levels.items()]
    sheet = draw(_form(), [], sender="van-phong-ubnd-tinh", groups=groups, look=look)
    below = max(row for row, _ in sheet.cells)
    sheet.put(below + 2, 1, "Ghi chú: số liệu trích từ Hệ thống thông tin giải quyết TTHC", CellStyle(italic=True))
    return [sheet]


def _typed(sender: str, row: Row, month: int) -> list[DrawnSheet]:
    """A department that types its numbers as text with dots, a dash for nothing, and spells headings its own way."""
    look = Look(
        sheet=f"T{month}", number=f"Số: {210 + month}/BC", day=date(2023, month, 15), unit="",
        title="TIẾN ĐỘ GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH", period=f"Tháng {month} năm 2023",
        headings=_headings(_SPELT), has_numbering=False,
    )  # fmt: skip
    typed = {name: f"{n:,}".replace(",", ".") if n else "-" for name, n in row.items() if isinstance(n, int)}
    return [draw(_form(), [row | typed], sender=sender, look=look)]


def _city(row: Row, month: int) -> list[DrawnSheet]:
    """A city's look: the form not in the first rows, the total first, a second sheet with something else."""
    look = Look(
        sheet="BC CĐS", top=3, number=f"Số: {310 + month}/BC-UBND", day=date(2023, month, 15), title=_TITLE, unit="",
        period=f"(Kỳ báo cáo tháng {month}/2023)", headings=_headings({"Tổng số": "Tổng"}), has_numbering=False,
    )  # fmt: skip
    other = DrawnSheet("Công việc tháng tới")
    other.put(1, 1, "Tiếp tục tuyên truyền người dân nộp hồ sơ trực tuyến.")
    sheet = draw(_form(), [row | {"agency": "Tổng cộng"}, row], sender=_CITY, look=look)
    first = min(sheet.rows)
    for at, number in ((first, ""), (first + 1, 1)):
        sheet.put(at, 1, number, sheet.cells[at, 1].style)
    return [sheet, other]


def _faulty() -> list[DrawnSheet]:
    """A department's look with what must be held back: a date in a count, parts that exceed their whole."""
    look = Look(
        sheet="Sheet1", number="Số: 413/BC", day=date(2023, 3, 15), title=_TITLE, unit="", period="Tháng 3/2023",
        headings=_headings({}), has_numbering=False,
    )  # fmt: skip
    offices = {"Tam Đảo": (180, 120), "Sông Lô": (210, 150), "Yên Lạc": (260, 200)}
    rows: list[Row] = [
        {"agency": f"Chi nhánh Văn phòng đăng ký đất đai huyện {district}"} | _counts(*counts)
        for district, counts in offices.items()
    ]
    rows[0]["in_person_count"] = datetime(2023, 9, 9)
    rows[1]["online_count"] = rows[1]["received_in_period_count"] + 15
    return [draw(_form(), rows, sender="van-phong-dang-ky-dat-dai", look=look)]


def _counts(received: int, online: int) -> Row:
    """Counts of a land office, whose dossiers the sample province does not follow one by one."""
    carried, postal = received // 12, (received - online) // 12
    everything = received + carried
    held, doing = everything // 40, everything // 8
    done = everything - doing - held
    counts: Sequence[int] = (
        everything, carried, received, online, received - online - postal, postal, done, done * 3 // 5,
        done - done * 3 // 5 - done // 90, done // 90, doing, doing, 0, held, held, 0,
    )  # fmt: skip
    return dict(zip(list(_form().columns)[1:], counts, strict=True))


def write_samples(folder: Path) -> list[Path]:
    """Write every workbook into `folder`; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    books: dict[str, list[DrawnSheet]] = {"VPDKDD thang 3 - co loi.xlsx": _faulty()}
    for month in (4, 5):
        rows = progress(month)
        own = {body: rows.pop(body) for body in (_HEALTH, _TRANSPORT, _CITY)}
        books |= {
            f"BC tien do TTHC thang {month}-2023 (VP UBND tinh).xlsx": _central(rows, month),
            f"So Y te - TTHC T{month}.xlsx": _typed(_HEALTH, own[_HEALTH], month),
            f"GTVT_766_{month:02}2023.xlsx": _typed(_TRANSPORT, own[_TRANSPORT], month),
            f"BC CĐS T{month} final (1).xlsx": _city(own[_CITY], month),
        }
    for name, sheets in books.items():
        save(sheets, folder / name)
    return [folder / name for name in books]

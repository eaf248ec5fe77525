"""What a column's figures are counted in, as an office says it."""

from __future__ import annotations

import re
from functools import cache

from schemas.form import Column
from schemas.kinds import Amount, Percent
from schemas.registry import sectors
from spreadsheets.money import is_money, scale_of

#: Units of measure of the contracts that several sectors have, in Vietnamese.
_UNITS = {
    "VND": "đồng", "animal": "con", "asset": "tài sản", "call": "cuộc gọi", "camera": "camera", "case": "ca",
    "class": "lớp", "cluster": "cụm", "code": "mã", "copy": "bản", "course": "khóa", "dataset": "bộ dữ liệu",
    "day": "ngày", "document": "văn bản", "dossier": "hồ sơ", "enterprise": "doanh nghiệp", "facility": "cơ sở",
    "farm": "trang trại", "hour": "giờ", "household": "hộ", "item": "tin, bài", "lesson": "tiết", "lookup": "lượt",
    "loudspeaker": "loa", "order": "đơn hàng", "parcel": "thửa", "payment": "lượt", "person": "người",
    "point": "điểm", "procedure": "thủ tục", "product": "sản phẩm", "province": "tỉnh", "rank": "thứ hạng",
    "reading": "lần đo", "record": "hồ sơ", "report": "phản ánh", "room": "phòng", "scan": "lượt",
    "school": "trường", "seller": "người bán", "service": "dịch vụ", "sheet": "tờ", "task": "nhiệm vụ",
    "visit": "lượt",
}  # fmt: skip
_BRACKETED = re.compile(r"\(([^()]*)\)")


def unit_words(col: Column, heading: str, money: str) -> str:
    """The unit of a column under a heading; `money` is that of amounts where the heading names none."""
    if is_money_column(col):
        return next((part for part in _BRACKETED.findall(heading) if scale_of(part)), money)
    return "%" if col.kind is Percent else unit_name(col.unit)


def unit_name(unit: str) -> str:
    """A unit of measure in Vietnamese, "" where no word for it is known."""
    return _every_unit().get(unit, "")


def is_money_column(col: Column) -> bool:
    """Whether a column holds amounts of money."""
    return col.kind is Amount and is_money(col.unit)


@cache
def _every_unit() -> dict[str, str]:
    return _UNITS | {unit: word for sector in sectors() for unit, word in sector.units.items()}

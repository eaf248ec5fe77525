"""What figures are counted in, in Vietnamese."""

from __future__ import annotations

from functools import cache

from schemas.registry import sectors

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


def unit_name(unit: str) -> str:
    """A unit of measure in Vietnamese, "" where no word for it is known."""
    return _every_unit().get(unit, "")


@cache
def _every_unit() -> dict[str, str]:
    return _UNITS | {unit: word for sector in sectors() for unit, word in sector.units.items()}

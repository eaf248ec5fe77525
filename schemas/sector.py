"""A subject area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from schemas.values.bilingual import Both

Pillar = Literal["government", "economy", "society"]

#: Units of measure of the contracts that several sectors have, in Vietnamese.
UNITS = {
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


@dataclass(frozen=True)
class Sector:
    """A subject area: who sends it, which pillar it serves."""

    #: snake_case, the name of its file
    name: str
    #: what people call it, in Vietnamese
    vi: str
    #: and in English
    en: str
    #: which of the three pillars it serves
    pillar: Pillar
    #: code of the agency that answers for it, of schemas/reference/agencies.csv
    department: str
    #: when its marts are looked at on a schedule, Asia/Ho_Chi_Minh
    cron: str
    #: unit of measure -> its Vietnamese word, of those only this sector has
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> Both:
        """What people call it."""
        return Both(self.vi, self.en)

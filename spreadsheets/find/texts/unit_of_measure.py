"""The unit of measure that a line says, as clerks print it above a table: "Đơn vị tính: triệu đồng"."""

from __future__ import annotations

import re

from spreadsheets.find.texts import translation

_UNIT_LABEL = re.compile(
    r"\(?\s*(?:đơ[nm] vị(?: tính)?|đvt|đv|đ/v)\s*(?:[-–]\s*units?)?\s*(?P<colon>[:.])?\s*(?P<unit>.*?)\s*\)?",
    re.IGNORECASE,
)
_SCALE = r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|1\.?000|tr\.?)\s*)*"
#: A unit of money or a share needs no label to be one; other units of measure follow "Đơn vị tính:".
_BARE_UNIT = re.compile(rf"{_SCALE}(?:đồng|vnđ|vnd|usd)|%|phần trăm", re.IGNORECASE)
_UNIT = re.compile(
    rf"{_SCALE}(?:đồng|đ|vnđ|vnd|usd|phần trăm|người|hộ|hồ sơ|cái|chiếc|ha|tấn|kg|km|km2|m2|m3|lượt|trường|lớp|"
    r"học sinh|cơ sở|đơn vị|dự án|công trình|thủ tục|văn bản|điểm|giờ|ngày|tháng|năm)\b.*|%.*",
    re.IGNORECASE,
)
_SHORT = 60


def is_unit_line(text: str) -> bool:
    """Whether a line says the unit of measure."""
    return unit_of(text) is not None


def unit_of(text: str) -> str | None:
    """The unit of measure a line says, as printed; None where it says none ("Đơn vị: Sở Y tế" names a sender)."""
    if len(text) > _SHORT:
        return None
    plain = translation.vietnamese(text).strip() if not _UNIT_LABEL.fullmatch(text) else text
    match = _UNIT_LABEL.fullmatch(plain)
    if match:
        unit = match["unit"].rpartition(":")[2].strip(" .()")
        return unit if _UNIT.match(translation.vietnamese(unit)) else None
    bare = plain.strip(" .()")
    return bare if _BARE_UNIT.fullmatch(bare) else None

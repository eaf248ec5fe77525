"""The unit of measure that a line says, as clerks print it above a table: "Đơn vị tính: triệu đồng"."""

from __future__ import annotations

import re

from schemas.values.text import without_marks
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
#: The same without the marks of letters, for lines typed without some of them: "Đon vị: Triêu đồng".
_PLAIN_LABEL = re.compile(r"\(?\s*(?:don vi(?: tinh)?|dvt|dv|d/v)\s*[:.]\s*(?P<unit>.*?)\s*\)?", re.IGNORECASE)
_PLAIN_UNIT = re.compile(r"(?:(?:nghin|ngan|trieu|ty|ti|tram|1\.?000|tr\.?)\s*)*(?:dong|vnd|usd)\b.*", re.IGNORECASE)
#: A unit in brackets at the end of a title: "(ĐVT: Người)".
_IN_TITLE = re.compile(r"[(\[]\s*((?:đơn vị(?: tính)?|đvt)\s*:[^()\[\]]+)[)\]]\s*$", re.IGNORECASE)


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
        return unit if _UNIT.match(translation.vietnamese(unit)) else _misspelt(plain)
    bare = plain.strip(" .()")
    return bare if _BARE_UNIT.fullmatch(bare) else _misspelt(plain)


def unit_in_title(text: str) -> str | None:
    """The unit of measure that a title says in brackets at its end; None where it says none."""
    match = _IN_TITLE.search(text)
    return unit_of(match[1].strip()) or match[1].rpartition(":")[2].strip(" .") if match else None


def _misspelt(text: str) -> str | None:
    """The unit of money that a line says with marks of letters left out or wrong, as printed."""
    bare = without_marks(text)
    match = _PLAIN_LABEL.fullmatch(bare) if len(bare) == len(text) else None
    if not match or not _PLAIN_UNIT.fullmatch(match["unit"].strip(" .()")):
        return None
    return text[match.start("unit") : match.end("unit")].strip(" .()")

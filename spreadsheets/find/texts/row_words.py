"""Words with which a row says what it is: a total, "of which", a remark, a bullet."""

from __future__ import annotations

import re

_TOTAL = re.compile(
    r"tổng(?! (?:hợp|công ty|cục|hội|kho|đài|đội|kết|quan|thể|lãnh sự|liên đoàn|điều tra|đại lý|vệ sinh)\b)\b|"
    r"cộng(?! (?:đồng|hòa|hoà|tác|sự|hưởng|sản|sinh)\b)\b|toàn (?:tỉnh|ngành|huyện|thành phố|quốc|xã)\b|cả nước\b|"
    r"(?:grand )?total\b|whole country\b|làm tròn\W*$"
)
_SHORT_TOTAL = re.compile(rf"(?:{_TOTAL.pattern})(?: (?:số|cộng|chung))?\W*")
#: Names that say that a row is one over several: "Các dự án chuyển tiếp", "Chương trình".
_GATHERS = re.compile(r"\W*(?:các|những|nhóm|khối|chương trình|dự án (?:nhóm|chuyển tiếp|khởi công|hoàn thành|mới))\b")
_OF_WHICH = re.compile(r"(?:trong đó|bao gồm|gồm|chia ra)\b")
_REMARK = re.compile(r"\W*(?:ghi chú|chú thích|lưu ý|nơi nhận)\b|\W*nguồn(?: số liệu)?\s*:")
DASHES = "-–—+*•●"


def says_total(name: str, *, is_marked: bool) -> bool:
    """Whether a row's name says that it is a total; unless the row `is_marked` as one, the name must say no more."""
    folded = name.casefold()
    return bool(_TOTAL.match(folded) if is_marked else _SHORT_TOTAL.fullmatch(folded))


def says_of_which(name: str) -> bool:
    """Whether a row's name says that parts follow."""
    return bool(_OF_WHICH.match(name.casefold()))


def is_remark(text: str) -> bool:
    """Whether a text is a remark, a source or a list of receivers, as they stand below tables."""
    return bool(_REMARK.match(text.casefold()))


def gathers(name: str) -> bool:
    """Whether a row's name says that it stands for several."""
    return bool(_GATHERS.match(name.casefold()))

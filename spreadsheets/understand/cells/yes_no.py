"""What people write for yes and for no."""

from __future__ import annotations

import re
from functools import cache

from schemas.values.text import fold

_YES = ("có", "c", "x", "1", "đạt", "đã", "rồi", "đã có", "true", "yes", "y", "v", "✓", "✔", "☑")
_NO = ("không", "k", "ko", "0", "không đạt", "không có", "chưa", "chưa có", "chưa đạt", "false", "no", "n", "☐")
#: What is done, or has been done: "đã triển khai", "kết nối rồi", "chưa hoàn thành".
_DONE = (
    "triển khai", "thực hiện", "kết nối", "hoàn thành", "hoàn thiện", "sử dụng", "áp dụng", "trang bị", "đăng ký",
    "cài đặt", "số hóa", "xây dựng", "vận hành", "đưa vào vận hành", "đưa vào sử dụng", "ban hành", "tham gia",
    "tích hợp", "liên thông", "công bố", "cập nhật", "cấp", "lắp đặt",
)  # fmt: skip
#: What is true while it goes on; of other things "đang" says only that they have begun.
_IN_USE = ("sử dụng", "vận hành", "hoạt động", "áp dụng")
#: Not applicable is neither.
_NEITHER = ("không áp dụng",)


def said(text: str) -> bool | None:
    """Whether a text says yes or no; None for one that says neither, or both, or may mean either."""
    key = fold(text)
    if key in _words():
        return _words()[key]
    if key in map(fold, _NEITHER):
        return None
    yes, no = _phrases()
    return True if yes.fullmatch(key) else False if no.fullmatch(key) else None


@cache
def _words() -> dict[str, bool]:
    return {fold(word): True for word in _YES} | {fold(word): False for word in _NO}


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    done, in_use = ("|".join(map(re.escape, map(fold, verbs))) for verbs in (_DONE, _IN_USE))
    has, is_now, was, not_yet, no = map(fold, ("có", "đang", "đã", "chưa", "không"))
    be, already = fold("được"), fold("rồi")
    yes = rf"(?:{was}|{has})\s+(?:{be}\s+)?(?:{done})(?:\s+{already})?|(?:{done})\s+{already}|{is_now}\s+(?:{in_use})"
    return re.compile(yes), re.compile(rf"(?:{not_yet}|{no})\s+(?:{be}\s+|{has}\s+)?(?:{done})")

"""Words of what stands above and below tables: a letterhead, the number of a form, a day and place, who signs."""

from __future__ import annotations

import re

_LETTERHEAD = re.compile(
    r"\W*(?:ubnd|u[ỷỳ] ban nhân dân|[uủ]ỷ ban nhân dân|hđnd|hội đồng nhân dân|cộng h[oò][àa]? xã hội|độc lập\s*[-–]|"
    r"(?:biểu|mẫu|phụ lục|phụ biểu|phụ lục biểu)(?: (?:mẫu|biểu|số))*(?: số)?"
    r"\s*:?\s*[0-9ivx]{1,4}[a-zđ]?(?:[-/.][\w/-]*)*\W*$|"
    r"\(?(?:ban hành )?kèm theo\b|đơn vị (?:báo cáo|gửi báo cáo|nhận báo cáo|gửi|nhận)\b|ngày nhận báo cáo|"
    r"số\s*:\s*[0-9]*\s*/)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\W*(?:người lập(?: biểu| bảng)?|kế toán trưởng|thủ trưởng(?: đơn vị| cơ quan)?|(?:phó )?giám đốc|"
    r"(?:phó )?chủ tịch|tm\.|kt\.|tl\.|tuq\.|nơi nhận\s*:?|người kiểm tra|"
    r"\(?(?:đã )?ký(?: tên|, |,| và|\)|$).*|\(ký.*|(?:.{2,30}, )?ngày\s*[0-9.… ]*tháng\s*[0-9.… ]*năm.*)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"(?:column|cột|field|unnamed|f|var)[ _:]{0,2}[0-9]{1,3}|.{1,40}:", re.IGNORECASE)
#: Words that titles of reports begin with, after a number of their own.
_TITLE = re.compile(
    r"(?:[0-9ivx]{1,4}\s*[./)]\s*)?(?:báo cáo|bảng|biểu|danh (?:sách|mục)|thống kê|kết quả|tình hình|tổng hợp|"
    r"dự toán|quyết toán|kế hoạch|số liệu|chỉ (?:số|tiêu)|theo dõi|đánh giá|cân đối|phương án|tiến độ|thực trạng|"
    r"một số|diện tích|dân số|sản lượng|số lượng|công tác|rà soát|phân bổ|kinh phí|thu |chi )",
    re.IGNORECASE,
)


def begins_title(text: str) -> bool:
    """Whether a text begins with a word that titles of reports begin with."""
    return bool(_TITLE.match(text))


def is_letterhead(text: str) -> bool:
    """Whether a text is of a letterhead or the number of a form, as they stand above titles."""
    return bool(_LETTERHEAD.match(text))


def is_signed(text: str) -> bool:
    """Whether a text says who signs, or the day and place of signing."""
    return bool(_SIGNED.match(text))


def is_placeholder(text: str) -> bool:
    """Whether a text is what a program puts where no name was given ("Column1"), or asks for an answer beside it."""
    return bool(_PLACEHOLDER.fullmatch(text))

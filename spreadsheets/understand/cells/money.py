"""How many đồng one printed unit of money is."""

from __future__ import annotations

import re
from functools import cache

from schemas.values.text import fold, without_marks

_DONG = ("đồng", "đ", "vnđ", "vnd", "đồng việt nam")
_STEPS = {"tỷ": 1e9, "tỉ": 1e9, "triệu": 1e6, "tr": 1e6, "nghìn": 1e3, "ngàn": 1e3, "1000": 1e3, "": 1.0}
_LABEL = re.compile(r"^[^:]*:\s*")
_PARENTHESES = re.compile(r"\(([^()]*)\)")


def is_money(unit: str) -> bool:
    """Whether a contract's amounts of this unit are money; an amount that names no unit is."""
    return not unit or fold(unit) in map(fold, _DONG)


def scale_of(unit: str | None) -> float | None:
    """Đồng in one unit of a unit line ("Đơn vị tính: triệu đồng, %"); None where it names no money, or two."""
    words = _LABEL.sub("", without_marks(fold(unit or "")))
    found = {scale for part in re.split(r"[,;]", words) if (scale := _known().get(_bare(part)))}
    return found.pop() if len(found) == 1 else None


def scale_in(heading: str) -> float | None:
    """Đồng in the unit a heading names in brackets ("Kinh phí (triệu đồng)"), or None."""
    found = {scale for part in _PARENTHESES.findall(heading) if (scale := scale_of(part))}
    return found.pop() if len(found) == 1 else None


def _bare(part: str) -> str:
    return re.sub(r"[\s.]", "", part)


@cache
def _known() -> dict[str, float]:
    """Names of units without the marks of letters, which clerks leave out: "Triêu đồng" is no other unit."""
    known = {_bare(fold(step) + fold(dong)): scale for step, scale in _STEPS.items() for dong in _DONG}
    known |= {fold(step): scale for step, scale in _STEPS.items() if step in ("tỷ", "tỉ", "triệu")}
    return {without_marks(name): scale for name, scale in known.items()}

"""The bodies that report: their names, their level, whose work they took over, and how much of it they have."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

from schemas.codes import REFERENCE, Entry, code_list

#: How the dossiers of the provincial level, and of the districts, fall to the bodies of 2023.
WEIGHTS = {
    "so-cong-thuong": 23, "so-giao-duc-va-dao-tao": 9, "so-giao-thong-van-tai": 31, "so-ke-hoach-va-dau-tu": 17,
    "so-khoa-hoc-va-cong-nghe": 3, "so-lao-dong-thuong-binh-va-xa-hoi": 14, "so-ngoai-vu": 1, "so-noi-vu": 4,
    "so-nong-nghiep-va-phat-trien-nong-thon": 8, "so-tai-chinh": 2, "so-tai-nguyen-va-moi-truong": 26,
    "so-thong-tin-va-truyen-thong": 3, "so-tu-phap": 29, "so-van-hoa-the-thao-va-du-lich": 5, "so-xay-dung": 7,
    "so-y-te": 12, "ban-quan-ly-cac-khu-cong-nghiep": 6,
    "ubnd-vinh-yen": 31, "ubnd-phuc-yen": 24, "ubnd-lap-thach": 17, "ubnd-tam-duong": 15, "ubnd-tam-dao": 11,
    "ubnd-binh-xuyen": 18, "ubnd-yen-lac": 20, "ubnd-vinh-tuong": 27, "ubnd-song-lo": 12,
}  # fmt: skip
_OTHER = 2


@cache
def level(body: str) -> str:
    """The level a body belongs to: "province", "district" or "commune"."""
    return next(e.level for e in code_list("agency").entries if e.code == body)


@cache
def name(body: str, on: date) -> str:
    """The name of a body on a day."""
    return code_list("agency").label(body, on=on)


@cache
def weight(body: str) -> float:
    """How much of its level's work a body has: its own part, or the parts it took over."""
    own = WEIGHTS.get(body)
    return float(own) if own else sum(weight(each) for each in predecessors(body)) or _OTHER


@cache
def predecessors(body: str) -> tuple[str, ...]:
    """The bodies whose work a body took over."""
    return tuple(dict.fromkeys(old for old, _, new in _successions() if new == body and old != body))


@cache
def heir(body: str, on: date) -> str:
    """Who does on a day what a body did before."""
    for old, since, new in _successions():
        if old == body and since <= on and new:
            body = new
    return body


@cache
def _successions() -> tuple[tuple[str, date, str], ...]:
    path = REFERENCE / "agency_successions.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        found = [(r["agency_code"], date.fromisoformat(r["effective_date"]), r["successor_code"]) for r in rows]
    return tuple(sorted(found, key=lambda row: row[1]))


def entries(on: date) -> tuple[Entry, ...]:
    """Every body of a day."""
    return tuple(e for e in code_list("agency").entries if e.valid_on(on))

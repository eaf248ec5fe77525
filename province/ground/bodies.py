"""The bodies that report: their names, their level, whose work they took over, and how much of it they have."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

from schemas.codes import REFERENCE, code_list

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
def first_bodies(body: str, on: date) -> tuple[str, ...]:
    """The bodies of 2023 with work of their own that a body of a day carries on; itself where it was one."""
    return tuple(first for first in WEIGHTS if heir(first, on) == body)


@cache
def weight(body: str, on: date) -> float:
    """How much of its level's work a body has on a day: its own part and those it took over."""
    return float(sum(WEIGHTS[first] for first in first_bodies(body, on)) or _OTHER)


@cache
def heir(body: str, on: date) -> str:
    """Who does on a day the main part of what a body did in 2023; itself where nobody took it over."""
    for old, since, new in _successions():
        if old == body and since <= on:
            body = new
    return body


@cache
def _successions() -> tuple[tuple[str, date, str], ...]:
    """(body, first day of the one that took it over, that one) in the order of time; parts split off left out."""
    with (REFERENCE / "agency_successions.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            (row["agency_code"], date.fromisoformat(row["effective_date"]), row["successor_code"])
            for row in csv.DictReader(lines)
            if row["successor_code"] and row["kind"] != "split_part"
        ]
    return tuple(sorted(rows, key=lambda row: row[1]))

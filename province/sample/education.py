"""Rows of the form on schools: which there are, and whether each can teach online."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from province.ground.course import Course, last_month, month_index
from province.ground.luck import noise
from province.ground.province import base_communes, first_name, name_of, people, unit_of
from province.ground.row import Row, says
from schemas.owed import Debtor
from schemas.values.periods import Period

#: Level -> how a school of it is called, pupils for each inhabitant, pupils in a class, teachers for a class.
_LEVELS = {
    "mam-non": ("Trường Mầm non {}", 0.058, 28, 2.0),
    "tieu-hoc": ("Trường Tiểu học {}", 0.101, 33, 1.4),
    "thcs": ("Trường THCS {}", 0.068, 38, 1.9),
    "thpt": ("Trường THPT {}", 0.034, 41, 2.25),
}
_MARKS = {"mam-non": 1, "tieu-hoc": 2, "thcs": 3, "thpt": 4}
#: District -> the communes its upper secondary schools stand in.
_UPPER = {
    "243": ("08722", "08710", "08728"), "244": ("08737", "08734", "08746"), "246": ("08761", "08791", "08845", "08866"),
    "247": ("08869", "08896", "08878"), "248": ("08911", "08923"), "249": ("08935", "08936", "08968"),
    "251": ("09025", "09064", "09037", "09031"), "252": ("09076", "09100", "09145", "09112"), "253": ("08848", "08824"),
}  # fmt: skip
_ROMAN = ("", " II", " III", " IV")
_PRIVATE = ("Hoa Sen", "Hoa Hồng", "Sao Mai", "Ánh Dương", "Hướng Dương", "Tuổi Thơ")
_LARGE = 9_500

#: Every school is ready from this month on; before it some were not.
_ALL_READY = month_index(2023, 5)
_LATE_ONES = 0.08
#: A few schools say they are ready though no teacher has an account.
_NO_ACCOUNTS = 0.01
_ACCOUNTS = Course({"2022-10": 0.88, "2023-05": 0.94, "2025-12": 1.0})
_RECORDS = Course({"2022-10": 0.41, "2023-05": 0.58, "2024-09": 0.9, "2025-12": 1.0})
_CASHLESS = Course({"2022-10": 0.22, "2023-05": 0.37, "2025-12": 0.93})


@dataclass(frozen=True)
class School:
    """One school, in one of the 136 communes."""

    code: str
    name: str
    level: str
    ownership: str
    commune: str
    pupils: int


@cache
def schools(district: str) -> tuple[School, ...]:
    """The schools of a district: three in every commune, private kindergartens in the large ones, upper secondary."""
    made: list[School] = []
    inside = [code for code, parent in base_communes().items() if parent == district]
    for commune in inside:
        for level in ("mam-non", "tieu-hoc", "thcs"):
            made.append(_school(district, level, first_name(commune), commune, people()[commune], len(made)))
        if people()[commune] > _LARGE:
            title = f"tư thục {_PRIVATE[len(made) % len(_PRIVATE)]} {first_name(commune)}"
            made.append(_school(district, "mam-non", title, commune, people()[commune] // 4, len(made), "private"))
    total = sum(people()[commune] for commune in inside)
    upper, place = _UPPER[district], len(made)
    made += [
        _school(district, "thpt", first_name(district) + _ROMAN[i], commune, total // len(upper), place + i)
        for i, commune in enumerate(upper)
    ]
    return tuple(made)


def _school(
    district: str, level: str, title: str, commune: str, inhabitants: int, place: int, ownership: str = "public"
) -> School:
    pattern, pupils, _, _ = _LEVELS[level]
    size = round(inhabitants * pupils * (0.85 + 0.3 * noise("school", district, level, title)))
    return School(f"26{district}{_MARKS[level]}{place + 1:03}", pattern.format(title), level, ownership, commune, size)


def readiness(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The schools of a district and what each can do online."""
    index, end = last_month(period), period.end
    rows: list[Row] = []
    for each in schools(debtor.unit):
        _, _, class_size, staff = _LEVELS[each.level]
        years = (index - month_index(2022, 9)) // 12
        pupils = round(each.pupils * 1.012**years)
        classes = max(2, round(pupils / class_size))
        teachers = round(classes * staff)
        own = 0.9 + 0.2 * noise(seed, each.code)
        is_ready = index >= _ready_from(seed, each)
        has_accounts = noise(seed, each.code, "accounts") > _NO_ACCOUNTS
        rows.append({
            "school_code": each.code,
            "school_name": each.name,
            "level": says("school_level", each.level),
            "ownership": says("ownership", each.ownership),
            "commune": name_of(unit_of(each.commune, end), end),
            "class_count": classes,
            "teacher_count": teachers,
            "teacher_account_count": min(teachers, int(teachers * _ACCOUNTS.value(index) * own * has_accounts)),
            "pupil_count": pupils,
            "e_record_pupil_count": min(pupils, int(pupils * _RECORDS.value(index) * own)),
            "cashless_pupil_count": min(pupils, int(pupils * _CASHLESS.value(index) * own)),
            "has_platform": is_ready or noise(seed, each.code, "platform") < 0.6,
            "is_ready_online": is_ready,
            "online_lesson_count": int(teachers * (4 + 3 * own + 0.5 * (index - month_index(2022, 12)))),
        })  # fmt: skip
    return rows


def _ready_from(seed: int, school: School) -> int:
    luck = noise(seed, school.code, "ready")
    return _ALL_READY - int(5 * luck / _LATE_ONES) if luck < _LATE_ONES else 0


FORMS = {"school_readiness": readiness}

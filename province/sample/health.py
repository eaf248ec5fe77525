"""Rows of the forms on health: the 155 facilities, and the people who have a health record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from province.ground.course import Course, last_month, month_index, year_of
from province.ground.figure import Figure, part_of
from province.ground.luck import noise
from province.ground.province import (
    CENSUS,
    base_communes,
    communes,
    name_of,
    people,
    population,
    summed,
    unit_of,
)
from province.ground.row import Row, says
from schemas.owed import Debtor
from schemas.values.periods import Period

#: Facilities above the communes' stations: name, commune, tier, ownership, insured visits a month.
_HOSPITALS = (
    ("Bệnh viện Đa khoa tỉnh Vĩnh Phúc", "08710", "province", "public", 24_600),
    ("Bệnh viện Sản - Nhi tỉnh Vĩnh Phúc", "08710", "province", "public", 13_800),
    ("Bệnh viện Đa khoa khu vực Phúc Yên", "08737", "province", "public", 15_200),
    ("Bệnh viện Y dược cổ truyền tỉnh Vĩnh Phúc", "08722", "province", "public", 3_900),
    ("Bệnh viện Phục hồi chức năng tỉnh Vĩnh Phúc", "08713", "province", "public", 2_700),
    ("Bệnh viện Tâm thần tỉnh Vĩnh Phúc", "08887", "province", "public", 1_600),
    ("Bệnh viện Lao và Bệnh phổi tỉnh Vĩnh Phúc", "08713", "province", "public", 1_300),
    ("Trung tâm Kiểm soát bệnh tật tỉnh Vĩnh Phúc", "08710", "province", "public", 850),
    ("Phòng khám đa khoa tư nhân khu vực Vĩnh Yên", "08722", "private", "private", 4_100),
    ("Phòng khám đa khoa tư nhân khu vực Bình Xuyên", "08935", "private", "private", 2_300),
)
#: District -> the commune its health centre stands in.
_CENTRES = {
    "243": "08713", "244": "08758", "246": "08761", "247": "08869", "248": "08911",
    "249": "08936", "251": "09025", "252": "09076", "253": "08824",
}  # fmt: skip

#: Stations and centres keep the names they had then.
_DAY = date(2023, 5, 14)

#: A few facilities whose reader finds only so much of what is looked up.
_POOR_READERS, _POOR_READER = 0.04, 0.7
#: From this month on every facility takes the chip ID, and every public one takes cashless payment.
_ALL = month_index(2023, 5)
_LATE_CHIP, _LATE_CASHLESS = 0.35, 0.5
_BY_CHIP = Course({"2022-10": 0.16, "2023-05": 0.41, "2024-12": 0.84, "2025-12": 0.96})
_CASHLESS = Course({"2022-10": 0.03, "2023-05": 0.08, "2025-12": 0.38})
_TELEHEALTH = Course({"2022-10": 0.08, "2023-05": 0.14, "2025-12": 0.52})

#: People with a health record; in May 2023 they were 95,5 % of the 1.197.617 inhabitants.
_RECORDS = {
    "2022-10": 1_103_000, "2023-04": 1_142_310, "2023-05": 1_143_724, "2023-12": 1_151_040, "2024-12": 1_170_500,
    "2025-12": 1_196_000,
}  # fmt: skip
_AT_FIRST = 0.92
_MATCHED = Course({"2022-10": 0.58, "2023-05": 0.735, "2025-12": 0.97})
_UPDATED = Course({"2022-10": 0.34, "2023-05": 0.42, "2025-12": 0.71})


@dataclass(frozen=True)
class Facility:
    """One health facility, in one of the 136 communes."""

    code: str
    name: str
    tier: str
    ownership: str
    commune: str
    visits: int


@cache
def facilities() -> tuple[Facility, ...]:
    """Hospitals, a centre in every district, a station in every commune."""
    found = list(_HOSPITALS)
    for district, commune in _CENTRES.items():
        title = name_of(district, _DAY)
        visits = CENSUS[district] // 28
        found.append((f"Trung tâm Y tế {title[0].lower()}{title[1:]}", commune, "district", "public", visits))
    for commune in base_communes():
        title = name_of(commune, _DAY)
        station = f"Trạm Y tế {title[0].lower()}{title[1:]}"
        found.append((station, commune, "commune", "public", people()[commune] // 38))
    return tuple(
        Facility(f"26{number:03}", title, tier, ownership, commune, visits)
        for number, (title, commune, tier, ownership, visits) in enumerate(found, 1)
    )


def facility_rows(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Every facility and what it did digitally in the month."""
    index = last_month(period)
    return [_facility(seed, each, index, period) for each in facilities()]


def _facility(seed: int, each: Facility, index: int, period: Period) -> Row:
    luck = noise(seed, each.code, index)
    own = 0.85 + 0.3 * noise(seed, each.code)
    has_chip = index >= _since(seed, each, "chip", _LATE_CHIP)
    is_cashless = each.ownership == "public" and index >= _since(seed, each, "cashless", _LATE_CASHLESS)
    is_cashless = is_cashless or (each.ownership == "private" and index >= month_index(2023, 11))
    has_telehealth = each.tier == "province" or noise(seed, each.code, "tele") < _TELEHEALTH.value(index)
    visits = round(each.visits * (0.92 + 0.16 * luck))
    lookups = int(visits * min(1.0, _BY_CHIP.value(index) * own * 1.06)) if has_chip else 0
    found = _POOR_READER if noise(seed, each.code, "reader") < _POOR_READERS else 0.9
    by_chip = int(lookups * (found + 0.06 * luck))
    payments = int(visits * min(0.9, _CASHLESS.value(index) * own)) if is_cashless else 0
    return {
        "facility_code": each.code,
        "facility_name": each.name,
        "tier": says("facility_tier", each.tier),
        "ownership": says("ownership", each.ownership),
        "commune": name_of(unit_of(each.commune, period.end), period.end),
        "has_chip_id": has_chip,
        "lookup_count": lookups,
        "lookup_success_count": by_chip,
        "insured_visit_count": visits,
        "chip_visit_count": by_chip,
        "is_cashless": is_cashless,
        "cashless_visit_count": payments,
        "cashless_vnd": payments * (186_000 if each.tier == "commune" else 412_000),
        "has_telehealth": has_telehealth,
        "teleconsultation_count": int(30 * luck * own) if has_telehealth else 0,
    }


def _since(seed: int, each: Facility, tool: str, late: float) -> int:
    """The month a facility took up a tool: long ago, or one of the five before everyone had it."""
    luck = noise(seed, each.code, tool)
    return _ALL - int(5 * luck / late) if luck < late else 0


def coverage(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """People with a health record in every commune."""
    index, end = last_month(period), period.end
    everybody, records = population(year_of(index)), _with_record(index, seed)
    units = communes(end)
    people_of, with_record = summed(everybody, units), summed(records, units)
    matched = summed(part_of(records, _MATCHED.value(index), "matched", seed), units)
    updated = summed(part_of(records, _UPDATED.value(index), f"updated {index}", seed), units)
    return [
        {
            "commune": name_of(unit, end),
            "population_count": people_of[unit],
            "population_source": says("population_source", "statistics"),
            "record_count": with_record[unit],
            "cccd_matched_count": matched[unit],
            "updated_count": updated[unit],
            "coverage_pct": round(100 * with_record[unit] / people_of[unit], 2),
        }
        for unit in units
    ]


def _with_record(index: int, seed: int) -> dict[str, int]:
    """People with a record in each of the 136 communes: some at first, then a part of those still without."""
    first, gained = _at_first(seed), _gained(seed).by_commune(index, seed)
    return {commune: count + gained[commune] for commune, count in first.items()}


@cache
def _at_first(seed: int) -> dict[str, int]:
    return part_of(people(), _AT_FIRST, "records", seed, spread=0.5)


@cache
def _gained(seed: int) -> Figure:
    first = _at_first(seed)
    before = sum(first.values())
    without = {commune: float(count - first[commune]) for commune, count in people().items()}
    course = Course({month: total - before for month, total in _RECORDS.items()})
    return Figure("health records", course, is_running=True, spread=0.0, weights=lambda: without)


FORMS = {"health_facility": facility_rows, "health_record_coverage": coverage}

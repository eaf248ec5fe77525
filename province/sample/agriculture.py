"""Rows of the forms on farmers, co-operatives, livestock and the tracing of farm products."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from province.ground.course import Course, last_month, month_index
from province.ground.figure import Figure, part_of
from province.ground.luck import noise
from province.ground.province import (
    CENSUS,
    base_communes,
    districts,
    first_name,
    name_of,
    people,
    share,
    summed,
    unit_of,
)
from province.ground.row import Row, says
from province.ground.tax_codes import tax_codes
from schemas.owed import Debtor
from schemas.values.periods import Period

_CITY = {"243": 0.25, "244": 0.5}


@cache
def _farmers() -> dict[str, float]:
    """How much farming falls to each commune: people, fewer of them farmers in the cities."""
    return {commune: count * _CITY.get(base_communes()[commune], 1.0) for commune, count in people().items()}


#: Since the programme began: members trained (over 16.300 in May 2023) and households guided (16.150).
_TRAINED = Figure(
    "trained", Course({"2022-10": 13_480, "2023-04": 15_905, "2023-05": 16_342, "2025-12": 29_800}), True, 0.4, _farmers
)
_GUIDED = Figure(
    "guided", Course({"2022-10": 12_260, "2023-04": 15_610, "2023-05": 16_150, "2025-12": 41_300}), True, 0.4, _farmers
)
_WOMEN, _ACCOUNTS = Course({"2022-10": 0.46}), Course({"2022-10": 0.61, "2023-05": 0.68, "2025-12": 0.86})
_SELLING = Course({"2022-10": 0.12, "2023-05": 0.17, "2025-12": 0.44})
_IN_A_COURSE = 38


def farmers(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Members trained and households brought to e-commerce, by district."""
    index, end = last_month(period), period.end
    units = districts(end)
    trained, guided = _TRAINED.by_commune(index, seed), _GUIDED.by_commune(index, seed)
    accounts = part_of(guided, _ACCOUNTS.value(index), "accounts", seed)
    counts = {
        "trained_member_count": trained,
        "female_trained_count": part_of(trained, _WOMEN.value(index), "women", seed),
        "supported_household_count": guided,
        "account_household_count": accounts,
        "selling_household_count": part_of(accounts, _SELLING.value(index), "selling", seed),
    }
    sums = {field: summed(values, units) for field, values in counts.items()}
    return [
        {"district": name_of(unit, end), "course_count": sums["trained_member_count"][unit] // _IN_A_COURSE}
        | {field: values[unit] for field, values in sums.items()}
        for unit in units
    ]


#: Co-operatives of agriculture, and how many of them sell by e-commerce and farm smartly: about 10 % in May 2023.
_COOPERATIVES = Course({"2022-10": 246, "2023-05": 260, "2025-12": 292})
_SMART = Course({"2022-10": 17, "2023-04": 23, "2023-05": 25, "2025-12": 88})
_MOST = 300
_LINES = ("Dịch vụ nông nghiệp", "Rau an toàn", "Chăn nuôi lợn", "Cây ăn quả", "Nuôi trồng thủy sản", "Dược liệu")
_MARKETPLACES = ("Voso", "Postmart", "Shopee", "Lazada; Voso")


@dataclass(frozen=True)
class MadeCooperative:
    """One co-operative, in one of the 136 communes. `rank`: how early it turns to e-commerce, 0 the first."""

    tax_code: str
    name: str
    line: str
    commune: str
    rank: int
    has_stopped: bool


@cache
def cooperatives(seed: int) -> tuple[MadeCooperative, ...]:
    """Every co-operative there will be, the oldest first."""
    places = sorted(base_communes(), key=lambda code: noise("cooperatives", code))
    before = _COOPERATIVES.count(month_index(2022, 10))
    early = sorted(range(before), key=lambda i: noise(seed, "co-operative", i))
    ranks = {i: rank for rank, i in enumerate(early)}
    made = []
    for i, code in enumerate(tax_codes(5_000_000, _MOST)):
        commune, line = places[i % len(places)], _LINES[0 if i < len(places) else 1 + i % (len(_LINES) - 1)]
        rank = ranks.get(i, _MOST)
        has_stopped = before - 6 < rank < _MOST
        made.append(
            MadeCooperative(code, f"Hợp tác xã {line.lower()} {first_name(commune)}", line, commune, rank, has_stopped)
        )
    return tuple(made)


def known_cooperatives(seed: int, index: int) -> tuple[MadeCooperative, ...]:
    """The co-operatives there are in a month."""
    return cooperatives(seed)[: _COOPERATIVES.count(index)]


def cooperative_rows(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """The register of co-operatives. One more sells online than does both, so "or" and "and" both round to 10 %."""
    index, end = last_month(period), period.end
    smart = _SMART.count(index)
    rows: list[Row] = []
    for each in known_cooperatives(seed, index):
        luck = noise(seed, each.tax_code)
        sells = each.rank <= smart
        revenue = (120 + 900 * luck * (2 if sells else 1)) * (0.9 + 0.2 * noise(seed, each.tax_code, index))
        rows.append({
            "tax_code": each.tax_code,
            "cooperative_name": each.name,
            "commune": name_of(unit_of(each.commune, end), end),
            "activity": each.line,
            "status": says("cooperative_status", "stopped" if each.has_stopped else "active"),
            "member_count": 7 + int(120 * luck),
            "is_ecommerce": sells,
            "is_smart_farming": each.rank < smart,
            "marketplace": _MARKETPLACES[int(luck * len(_MARKETPLACES))] if sells else None,
            "revenue_vnd": round(revenue) * 1_000_000,
        })  # fmt: skip
    return rows


#: Medium and large farms, of which 70 % used digital technology in May 2023; small ones and households.
_FARMS = {
    "large": Course({"2022-10": 58, "2023-05": 60, "2025-12": 71}),
    "medium": Course({"2022-10": 408, "2023-05": 420, "2025-12": 470}),
    "small": Course({"2022-10": 2_310, "2025-12": 2_040}),
    "household": Course({"2022-10": 48_600, "2025-12": 39_200}),
}
_DIGITAL = {
    "large": Course({"2022-10": 51, "2023-04": 54, "2023-05": 55, "2025-12": 70}),
    "medium": Course({"2022-10": 236, "2023-04": 274, "2023-05": 281, "2025-12": 432}),
    "small": Course({"2022-10": 104, "2023-05": 152, "2025-12": 640}),
    "household": Course({"2022-10": 190, "2025-12": 1_900}),
}
_SPECIES = {"pig": 0.55, "poultry": 0.45}


def farms(seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Livestock farms by district, species and scale, and those that use digital technology."""
    index, end = last_month(period), period.end
    cells = {
        (district, species): census * _CITY.get(district, 1.0) * part * (0.7 + 0.6 * noise(seed, district, species))
        for district, census in CENSUS.items()
        for species, part in _SPECIES.items()
    }
    found: dict[str, dict[tuple[str, str], int]] = {}
    digital: dict[str, dict[tuple[str, str], int]] = {}
    for scale, course in _FARMS.items():
        found[scale] = share(course.count(index), cells)
        digital[scale] = share(_DIGITAL[scale].count(index), found[scale])
    return [
        {
            "district": name_of(district, end),
            "species": says("livestock_type", species),
            "scale": says("farm_scale", scale),
            "farm_count": found[scale][district, species],
            "digital_farm_count": digital[scale][district, species],
        }
        for district, species in cells
        for scale in _FARMS
    ]


FORMS = {
    "farmer_support": farmers,
    "cooperative": cooperative_rows,
    "livestock_farm": farms,
}

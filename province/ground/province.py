"""The territory: its units by date, how many people live in each, and whole numbers split over them."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

from province.ground.luck import noise
from schemas.codes import REFERENCE, CodeEntry, code_list

Key = TypeVar("Key", bound=Hashable)

#: Mean population of 2022 (statistical yearbook, preliminary) and what it grows by in a year.
POPULATION = 1_197_617
GROWTH = 0.009

#: People by district, census of 1 April 2019.
CENSUS = {
    "243": 119_128, "244": 106_002, "246": 136_150, "247": 114_391, "248": 83_931,
    "249": 131_013, "251": 156_456, "252": 205_345, "253": 98_738,
}  # fmt: skip
CITIES = ("243", "244")

#: The day whose 136 communes everything is counted in; later units are sums of them.
_BASE = date(2023, 5, 14)
_TOWNS = ("Phường", "Thị trấn")


def share(total: int, weights: Mapping[Key, float]) -> dict[Key, int]:
    """Split a whole number by weights so that the parts add up to it (largest remainders)."""
    whole = sum(weights.values())
    exact = {name: total * weight / whole for name, weight in weights.items()}
    parts = {name: int(part) for name, part in exact.items()}
    rest = total - sum(parts.values())
    for name in sorted(weights, key=lambda n: parts[n] - exact[n])[:rest]:
        parts[name] += 1
    return parts


@cache
def base_communes() -> dict[str, str]:
    """The 136 communes everything is counted in -> their district."""
    return {e.code: e.parent for e in code_list("unit:commune").entries if e.valid_on(_BASE)}


@cache
def people() -> dict[str, int]:
    """Population of each of the 136 communes in 2022; towns are larger, districts keep their part of the census."""
    types = {e.code: e.names[0] for e in code_list("unit:commune").entries if e.valid_on(_BASE)}
    found: dict[str, int] = {}
    for district, total in share(POPULATION, CENSUS).items():
        inside = [code for code, parent in base_communes().items() if parent == district]
        found |= share(total, {c: _size(c, types[c]) for c in inside})
    return found


def _size(code: str, name: str) -> float:
    return (1.6 if name.startswith(_TOWNS) else 1.0) * (0.75 + 0.5 * noise("size", code))


@cache
def population(year: int) -> dict[str, int]:
    """Population of each of the 136 communes that reports of a year divide by; that of 2022 until the end of 2023."""
    grown = (1 + GROWTH) ** max(0, year - 2023)
    return {code: round(count * grown) for code, count in people().items()}


@cache
def communes(on: date) -> dict[str, tuple[str, ...]]:
    """The communes of a day -> those of the 136 they are made of."""
    found: dict[str, list[str]] = {}
    for first in base_communes():
        found.setdefault(_successor(first, on), []).append(first)
    return {code: tuple(parts) for code, parts in found.items()}


@cache
def districts(on: date) -> dict[str, tuple[str, ...]]:
    """The districts of a day -> those of the 136 communes they are made of; the communes of a day without districts."""
    valid = {e.code for e in code_list("unit:district").entries if e.valid_on(on)}
    if not valid:
        return communes(on)
    inside: dict[str, list[str]] = {code: [] for code in CENSUS if code in valid}
    for commune, district in base_communes().items():
        inside[district].append(commune)
    return {code: tuple(parts) for code, parts in inside.items()}


def summed(counts: Mapping[str, int], units: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Counts of the 136 communes, added up over the units they are parts of."""
    return {unit: sum(counts[part] for part in parts) for unit, parts in units.items()}


@cache
def name_of(code: str, on: date) -> str:
    """The name of a unit on a day, with its type: "Xã Ngọc Thanh"."""
    return _entry(code, on).names[0]


@cache
def short_name(code: str, on: date) -> str:
    """The name of a unit on a day without its type."""
    entry = _entry(code, on)
    return entry.names[1] if len(entry.names) > 1 else entry.names[0]


def _entry(code: str, on: date) -> CodeEntry:
    return next(e for e in code_list("unit").entries if e.code == code and e.valid_on(on))


def _successor(code: str, on: date) -> str:
    for day, moves in _successions():
        if day <= on:
            code = moves.get(code, code)
    return code


@cache
def _successions() -> tuple[tuple[date, dict[str, str]], ...]:
    """(day, unit -> successor) in the order of time."""
    found: dict[date, dict[str, str]] = {}
    with (REFERENCE / "unit_successions.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["successor_code"]:
                found.setdefault(date.fromisoformat(row["effective_date"]), {})[row["unit_code"]] = row[
                    "successor_code"
                ]
    return tuple(sorted(found.items()))


@cache
def inside(district: str, on: date) -> dict[str, tuple[str, ...]]:
    """The communes of a day that lie in a district -> those of the 136 they are made of."""
    parents = base_communes()
    return {unit: parts for unit, parts in communes(on).items() if parents[parts[0]] == district}


@cache
def unit_of(commune: str, on: date) -> str:
    """The commune of a day that one of the 136 is in."""
    return _successor(commune, on)


@cache
def first_name(unit: str) -> str:
    """The name a district or one of the 136 communes had in 2023, without its type: "Ngọc Thanh"."""
    return short_name(unit, _BASE)

"""What figures are counted in, in Vietnamese."""

from __future__ import annotations

from functools import cache

from schemas.registry import sectors
from schemas.sector import UNITS


def unit_name(unit: str) -> str:
    """A unit of measure in Vietnamese, "" where no word for it is known."""
    return _every_unit().get(unit, "")


@cache
def _every_unit() -> dict[str, str]:
    return UNITS | {unit: word for sector in sectors() for unit, word in sector.units.items()}

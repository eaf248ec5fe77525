"""Words of a header that name nothing by themselves: that parts follow, or that it is a total."""

from __future__ import annotations

from functools import cache

from schemas.values.text import fold

_TOTALS = ("tổng", "tổng số", "tổng cộng", "cộng", "số lượng", "giá trị")
_CONNECTORS = ("trong đó", "chia ra", "bao gồm", "gồm", "gồm có")


def is_connector(level: str) -> bool:
    """Whether a level, folded, says no more than that parts follow: "trong đó"."""
    return level.rstrip(" :") in _connectors()


def is_total(level: str) -> bool:
    """Whether a level says no more than that it is a total: of what, the levels above it say."""
    return level in _totals()


@cache
def _totals() -> frozenset[str]:
    return frozenset(map(fold, _TOTALS))


@cache
def _connectors() -> frozenset[str]:
    return frozenset(map(fold, _CONNECTORS))

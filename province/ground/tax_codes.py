"""Tax codes that look right and belong to nobody: prefix 99 is given to no tax office."""

from __future__ import annotations

from functools import cache
from itertools import islice

_PREFIX = "99"
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@cache
def tax_codes(first: int, count: int) -> tuple[str, ...]:
    """`count` codes with a right check digit; `first` starts the run, runs a million apart share none."""
    return tuple(islice((code for code in map(_code, range(first + 1, first + 2 * count + 20)) if code), count))


def _code(serial: int) -> str:
    digits = f"{_PREFIX}{serial:07}"
    check = 10 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    return f"{digits}{check}" if check < 10 else ""


def gtin(serial: int) -> str:
    """A trade item number of Vietnam with a right check digit."""
    digits = f"893999{serial:06}"
    weighted = sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(digits))
    return f"{digits}{-weighted % 10}"

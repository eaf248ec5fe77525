"""What a form is held against beyond its own rows: other forms, other senders, its own past. Plain data.

How it is judged: schemas.validation.past and warehouse.checks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Against:
    """The rows of other forms that a rule holds a form's rows against.

    `pairs`: field of the row -> field of the others that must be alike; where the one is a code of districts or
    provinces and the other of communes or districts, the one that lies in it on the period's last day. `where`: which
    of the others count, an expression as of a rule. `adds`: the field of them added up; "" where they are counted.
    """

    forms: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    where: str = ""
    adds: str = ""


@dataclass(frozen=True)
class Compared:
    """How far a form's figures may be from their own past and from those of another sender.

    `change`: a figure is odd that is more than this part above what its past leads to expect, or as many times below
    (1.0: double or half), and more than `spreads` times its usual spread. `periods`: earlier ones that must be known
    before anything is expected. `fall`: part by which a figure that runs on since the beginning may fall, for it is
    corrected at times. `sources`: part of the larger figure by which two senders may differ.
    """

    change: float = 1.0
    spreads: float = 5.0
    periods: int = 4
    fall: float = 0.0
    sources: float = 0.005


def compared(
    *, change: float = 1.0, spreads: float = 5.0, periods: int = 4, fall: float = 0.0, sources: float = 0.005
) -> Compared:
    """The tolerances of a form or a column whose figures move more, or less, than those of others; see Compared."""
    return Compared(change, spreads, periods, fall, sources)

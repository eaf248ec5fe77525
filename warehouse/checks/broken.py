"""What a check looked at, and what it found: one figure, and the other it was held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.form import Form


@dataclass(frozen=True)
class StoredField:
    """A stored field of one row of a load."""

    form: type[Form]
    load_id: int
    row_id: int
    field: str


@dataclass(frozen=True)
class Broken:
    """A figure that does not go with another.

    `value`, `other_value`: both in stored units, None where a check is not about figures. `other`: the cell on the
    other side, the first where it is several, None where there is none. `found`: the text a message repeats.
    `details`: what the message needs beside figures and addresses.
    """

    rule: str
    at: StoredField
    value: float | None = None
    other_value: float | None = None
    other: StoredField | None = None
    found: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Judged:
    """What one check says of some loads; of these loads it says nothing else."""

    check: str
    loads: set[int] = field(default_factory=set)
    broken: list[Broken] = field(default_factory=list)

"""A subject area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from schemas.values.bilingual import Both

Pillar = Literal["government", "economy", "society"]


@dataclass(frozen=True)
class Sector:
    """A subject area: who sends it, which pillar it serves."""

    #: snake_case, the name of its file
    name: str
    #: what people call it, in Vietnamese
    vi: str
    #: and in English
    en: str
    #: which of the three pillars it serves
    pillar: Pillar
    #: code of the agency that answers for it, of schemas/reference/agencies.csv
    department: str
    #: when its marts are looked at on a schedule, Asia/Ho_Chi_Minh
    cron: str
    #: unit of measure -> its Vietnamese word, of those only this sector has
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> Both:
        """What people call it."""
        return Both(self.vi, self.en)

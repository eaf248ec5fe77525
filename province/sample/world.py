"""The sample province: every form's rows for every body that owes it, in any period from 2023 to 2025.

It holds together: communes add up to districts and the province, registers to the tables made of them, what is open
at the end of a month is carried into the next. Whatever the seed, May 2023 is what the article says it was.
It knows the forms' columns, and none of the rules they are judged by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from province.ground.row import Row, RowsOf
from province.sample import (
    agriculture,
    economy,
    education,
    government,
    health,
    procedures,
    targets,
    tourism,
    traceability,
)
from province.sample.made import made_rows
from schemas.owed import Debtor
from schemas.registry import forms
from schemas.values.periods import Period

_THEMES = (procedures, government, education, health, economy, agriculture, traceability, tourism, targets)

FIRST_SEED = 2023


@cache
def models() -> Mapping[str, RowsOf]:
    """Form -> how its rows come about; a form that is not here has made-up rows that fit its columns."""
    return {form: rows for theme in _THEMES for form, rows in theme.FORMS.items()}


@dataclass(frozen=True)
class World:
    """One believable province; another seed is another one."""

    seed: int = FIRST_SEED

    def rows(self, form: str, debtor: Debtor, period: Period) -> list[Row]:
        """The rows a body owes of a form for a period. KeyError for an unknown form."""
        model = models().get(form)
        return model(self.seed, debtor, period) if model else made_rows(forms()[form], self.seed, debtor, period)

"""What a column's figures are counted in, as an office says it."""

from __future__ import annotations

import re

from schemas.catalogue.unit_name import unit_name
from schemas.form import Column
from schemas.kinds import Amount, Percent
from spreadsheets.understand.cells.money import is_money, scale_of

_BRACKETED = re.compile(r"\(([^()]*)\)")


def unit_words(col: Column, heading: str, money: str) -> str:
    """The unit of a column under a heading; `money` is that of amounts where the heading names none."""
    if is_money_column(col):
        return next((part for part in _BRACKETED.findall(heading) if scale_of(part)), money)
    return "%" if col.kind is Percent else unit_name(col.unit)


def is_money_column(col: Column) -> bool:
    """Whether a column holds amounts of money."""
    return col.kind is Amount and is_money(col.unit)

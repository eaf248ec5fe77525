"""Defects: what is wrong on a sheet, at a known cell. What a reader or a rule should make of it is not known here."""

from __future__ import annotations

from collections.abc import Iterator

from province.mess.contradictions import against_other_periods, contradictions
from province.mess.moved_cells import moved_cells
from province.mess.sheet import Defect
from province.mess.wrong_cells import wrong_cells
from province.mess.wrong_heads import wrong_heads


def defects() -> Iterator[Defect]:
    """Every kind of defect, those that move cells first."""
    yield from moved_cells()
    yield from wrong_cells()
    yield from contradictions()
    yield from wrong_heads()
    yield from against_other_periods()

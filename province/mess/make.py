"""A clean submission becomes a messy workbook, and what was done to it is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from province.mess.defects import defects
from province.mess.geometries import geometries
from province.mess.layouts import layouts
from province.mess.numbers import numbers
from province.mess.sheet import Defect, Flaw, MessySheet, Tolerance
from province.mess.spellings import spellings
from schemas.form import Form
from schemas.owed import Debtor
from schemas.values.periods import Period
from spreadsheets.write.drawing import Look, draw
from spreadsheets.write.drawn import save, save_text

#: In what order habits come about: what moves cells goes before what names one of them.
_ORDER = ("geometry", "spelling", "numbers", "encoding", "file")
#: Level -> most habits a workbook gets, chance that it gets a defect, most defects.
LEVELS: Mapping[str, tuple[int, float, int]] = {"habits": (6, 0.0, 0), "light": (3, 0.15, 1), "heavy": (7, 0.5, 3)}


@dataclass
class Messy:
    """A messy workbook in memory: the sheet with what lies beside it, and what was done."""

    sheet: MessySheet
    tolerances: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        """The ending its file has."""
        return ".csv" if self.sheet.separator else ".xlsx"

    def save(self, path: Path) -> None:
        """Write the workbook; `path` ends in `suffix`."""
        if self.sheet.separator:
            save_text(self.sheet.drawn, path, self.sheet.separator, self.sheet.encoding)
        else:
            save([self.sheet.drawn, *self.sheet.extra], path)


@cache
def tolerances() -> Mapping[str, Tolerance]:
    """Every tolerance by name, in the order they come about."""
    every = sorted([*layouts(), *geometries(), *spellings(), *numbers()], key=lambda t: _ORDER.index(t.group))
    return {tolerance.name: tolerance for tolerance in every}


@cache
def flawed() -> Mapping[str, Defect]:
    """Every kind of defect by name, in the order they come about: those that move cells first."""
    return {defect.name: defect for defect in defects()}


def make_messy(
    form: type[Form],
    rows: Sequence[Mapping[str, Any]],
    debtor: Debtor,
    period: Period,
    rng: Random,
    *,
    habits: Sequence[str],
    faults: Sequence[str] = (),
    look: Look | None = None,
) -> Messy:
    """Draw rows with some habits, then spoil them; kinds that do not fit the form are left out of what was done."""
    look = look or Look(on=period.end)
    chosen = [tolerance for name, tolerance in tolerances().items() if name in habits]
    done = []
    for tolerance in [t for t in chosen if t.look]:
        changed = tolerance.look(look, form, rng) if tolerance.look else None
        if changed is not None:
            look = changed
            done.append(tolerance.name)
    sheet = MessySheet(draw(form, rows, sender=debtor.sender, unit=debtor.unit, period=period, look=look), form, rng)
    messy = Messy(sheet, done)
    for group in _ORDER:
        if group == "numbers":  # cells stay where they are from here on
            messy.flaws = [flaw for n, d in flawed().items() if n in faults for flaw in d.apply(sheet)]
        done += [t.name for t in chosen if t.apply and t.group == group and t.apply(sheet)]
    return messy


def at_random(rng: Random, level: str) -> tuple[list[str], list[str]]:
    """Habits and faults for one workbook of a level. KeyError for a level there is not."""
    most, chance, worst = LEVELS[level]
    habits = rng.sample(list(tolerances()), rng.randint(0, most))
    faults = rng.sample(list(flawed()), rng.randint(1, worst)) if rng.random() < chance else []
    return habits, faults

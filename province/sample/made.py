"""Rows for a form nobody modelled: values that fit its columns, made of kinds, code lists, patterns and limits.

They lean on how forms are laid out: a total stands before its parts, the first day before the last. What a form
checks beyond that is not known here, so a form with identities of its own is better given a model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from province.ground.luck import dice
from province.ground.row import Row
from province.ground.tax_codes import tax_codes
from schemas.codes import CodeEntry, code_list
from schemas.form import Column, Form
from schemas.kinds import Amount, Code, Count, Day, Flag, Percent, Ratio
from schemas.kinds import Period as PeriodKind
from schemas.owed import Debtor
from schemas.values.periods import Period

_ROWS = 5
_MOST = 400
_TAX_CODE = "[0-9]{10}"
_CLASS = re.compile(r"\[([^\]]*)\]|\(\?:([^()|]*)\|[^()]*\)|\\?(.)")
_TIMES = re.compile(r"\{([0-9]+)(?:,[0-9]*)?\}")


def made_rows(form: type[Form], seed: int, debtor: Debtor, period: Period) -> list[Row]:
    """Rows of a form that differ in their grain: one for each of the debtor's units, else a handful."""
    random = dice("made", form.name, seed, debtor, period.id)
    columns = {name: col for name, col in form.columns.items() if col.valid_on(period.end)}
    lists = {name: _choices(col, debtor, period.end) for name, col in columns.items() if col.codes}
    grain = {form.column_of(field).name for field in form.grain}
    coded = [name for name in columns if name in grain and name in lists]
    count = len(lists[coded[0]]) if coded else _ROWS
    rows = []
    for i in range(count):
        making = _Making(i, random, period, _MOST, period.start)
        rows.append({name: making.value(col, lists.get(name, []), name in grain) for name, col in columns.items()})
    return rows


def _choices(col: Column, debtor: Debtor, on: date) -> list[CodeEntry]:
    """What a body may name in a coded column: itself or its own communes first, else everything of the day."""
    every = [e for e in code_list(col.codes or "").entries if e.valid_on(on)]
    own = [e for e in every if e.code in (debtor.sender, debtor.unit)] or [e for e in every if e.parent == debtor.unit]
    return own or every


@dataclass
class _Making:
    """A row being made. `most`: no later count is larger; `day`: no later day is earlier."""

    i: int
    random: Random
    period: Period
    most: float
    day: date

    def value(self, col: Column, choices: list[CodeEntry], is_grain: bool) -> object:
        if choices:
            chosen = choices[self.i % len(choices)] if is_grain else self.random.choice(choices)
            return chosen.code if col.kind is Code else chosen.names[0]
        if col.kind is Code:
            return self._code(col.pattern or "[A-Z]{2}[0-9]{4}")
        if col.kind in (Count, Amount):
            return self._count(col)
        if col.kind is Percent:  # it would have to agree with the counts it is a share of
            return None if col.nullable else col.minimum or 0
        if col.kind is Ratio:
            whole = self._count(col)
            return whole // 2, whole
        if col.kind is Day:
            left = (self.period.end - self.day).days
            self.day += timedelta(days=int(self.random.random() * left / 2))
            return self.day
        if col.kind is Flag:
            return self.random.random() < 0.7
        if col.kind is PeriodKind:
            return self.period.label.vi
        return f"{col.headers[0].split(' > ')[-1]} {self.i + 1}"

    def _count(self, col: Column) -> int:
        self.most *= 0.6 + 0.4 * self.random.random()
        high = self.most if col.maximum is None else min(self.most, col.maximum)
        return int(max(high, col.minimum or 0))

    def _code(self, pattern: str) -> str:
        if pattern.startswith(_TAX_CODE):
            return tax_codes(9_000_000, self.i + 1)[self.i]
        return _matching(pattern, self.i, self.random)


def _matching(pattern: str, i: int, random: Random) -> str:
    """A text of a simple pattern; numbers run with `i` so that no two are alike."""
    made, place = "", 0
    while place < len(pattern):
        piece = _CLASS.match(pattern, place)
        if piece is None:
            break
        place = piece.end()
        times = _TIMES.match(pattern, place)
        place = times.end() if times else place
        if place < len(pattern) and pattern[place] == "?":
            place += 1
            continue
        made += _drawn(piece, int(times[1]) if times else 1, i, random)
    return made


def _drawn(piece: re.Match[str], times: int, i: int, random: Random) -> str:
    if piece[2] is not None:
        return piece[2].replace("\\", "")
    if piece[3] is not None:
        return piece[3] * times
    if piece[1].startswith("0-9"):
        return f"{i + 1:0{times}}"[-times:]
    return "".join(chr(ord(piece[1][0]) + int(random.random() * 20) % 26) for _ in range(times))

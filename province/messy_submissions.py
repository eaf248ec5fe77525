"""Submissions in which every cell is possible and something is wrong all the same: it shows beside others only.

What a check should make of it is not known here, only what was done to which figures of whom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from province.ground.course import last_month, month
from province.ground.row import Row
from province.sample.world import World
from province.write import Owed
from schemas.form import Column
from schemas.kinds import Amount, Count
from schemas.owed import debtors
from schemas.registry import forms
from schemas.validation.past import has_past

#: Figures smaller than this are left alone: chance alone doubles a handful.
_LEAST = 50


@dataclass(frozen=True)
class Wrong:
    """A submission as it is sent: rows, and by whom. `row`, `column`: where it is wrong; the first of several.

    `other_column`: the one that changed places with it.
    """

    kind: str
    what: Owed
    rows: tuple[Row, ...]
    row: int
    column: str
    other_column: str = ""


Spoil = Callable[[World, Owed, Random], Wrong | None]


def _rows(world: World, what: Owed) -> list[Row]:
    return [dict(row) for row in world.rows(what.form.name, what.debtor, what.period)]


def _columns(what: Owed, basis: str = "") -> list[str]:
    """Counts and amounts of a form, those of one basis where it is said."""
    return [
        name for name, col in what.form.columns.items()
        if col.kind in (Count, Amount) and (not basis or _basis(what, col) == basis)
    ]  # fmt: skip


def _basis(what: Owed, col: Column) -> str:
    return col.basis or what.form.basis


def _has_past(what: Owed) -> bool:
    """Whether the rows of a submission came month by month before: a register's are new each time."""
    return what.period.kind == "month" and has_past(what.form)


def _pick(rows: Sequence[Row], names: Sequence[str], rng: Random) -> tuple[int, str] | None:
    """A cell with a figure large enough."""
    found = [(i, name) for i, row in enumerate(rows) for name in names if (row.get(name) or 0) >= _LEAST]
    return rng.choice(found) if found else None


def _figure(kind: str, change: Callable[[Any, Random], Any], basis: str = "") -> Spoil:
    """One figure is another."""

    def spoil(world: World, what: Owed, rng: Random) -> Wrong | None:
        if not _has_past(what):
            return None
        rows = _rows(world, what)
        chosen = _pick(rows, _columns(what, basis), rng)
        if chosen is None:
            return None
        at, name = chosen
        rows[at][name] = round(change(rows[at][name], rng))
        return Wrong(kind, what, tuple(rows), at, name)

    return spoil


def _times(value: float, rng: Random) -> float:
    factor = rng.uniform(4, 9)
    return value * factor if rng.random() < 0.5 else value / factor


def _frozen(world: World, what: Owed, rng: Random) -> Wrong | None:
    """Last month's figures under this month's title."""
    columns = _columns(what)
    before = {_name(what, row): row for row in _rows_before(world, what, 1)} if _has_past(what) else {}
    rows = [row | {c: before[_name(what, row)].get(c) for c in columns if c in row} for row in _rows(world, what)
            if _name(what, row) in before]  # fmt: skip
    return Wrong("frozen", what, tuple(rows), 0, columns[0]) if columns and _differ(rows, _rows(world, what)) else None


def _differ(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether anything is wrong at all: some figures are the same every month."""
    return bool(rows) and list(rows) != list(others)


def _back(what: Owed, months: int) -> Owed:
    """The same of some months earlier."""
    return replace(what, period=month(last_month(what.period) - months, what.period.calendar))


def _rows_before(world: World, what: Owed, months: int) -> list[Row]:
    """What a body sent some months earlier; nothing where it was not there yet."""
    before = _back(what, months)
    return _rows(world, before) if before.debtor in debtors(before.form, before.period.end) else []


def _name(what: Owed, row: Row) -> tuple[object, ...]:
    """What a row is about, as its sheet says it."""
    return tuple(row[what.form.column_of(field).name] for field in what.form.grain)


def _running_total(world: World, what: Owed, rng: Random) -> Wrong | None:
    """One row has what happened since the new year where it should have the month."""
    columns, index = _columns(what, "period"), last_month(what.period)
    if not _has_past(what) or index % 12 < 2 or not columns:
        return None
    rows = _rows(world, what)
    chosen = _pick(rows, columns, rng)
    if chosen is None or not _rows_before(world, what, index % 12):
        return None
    at, name = chosen
    for back in range(1, index % 12 + 1):
        for row in _rows_before(world, what, back):
            if _name(what, row) == _name(what, rows[at]):
                rows[at] |= {c: (rows[at][c] or 0) + (row[c] or 0) for c in columns if c in row}
    return Wrong("running-total", what, tuple(rows), at, name)


def _exchanged(world: World, what: Owed, rng: Random) -> Wrong | None:
    """Two columns of the sheet changed places, under headings that stayed."""
    rows = _rows(world, what)
    full = [name for name in _columns(what) if sum((row.get(name) or 0) >= _LEAST for row in rows) * 2 > len(rows)]
    pairs = [(a, b) for a in full for b in full if a < b and _apart(rows, a, b)]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    return Wrong("exchanged", what, tuple(r | {one: r[other], other: r[one]} for r in rows), 0, one, other)


def _apart(rows: Sequence[Row], one: str, other: str) -> bool:
    """Whether two columns can be told from each other: where they hold about the same nothing is wrong."""
    sums = sorted(sum(row.get(name) or 0 for row in rows) for name in (one, other))
    return bool(sums[1] > 1.5 * sums[0])


def _contradiction(world: World, what: Owed, rng: Random) -> Wrong | None:
    """The province's office, which may send anything about anybody, sends a row of a body with another figure."""
    rows = _rows(world, what)
    chosen = _pick(rows, _columns(what), rng)
    (office,) = debtors(forms()["online_procedure"], what.period.end)
    if chosen is None or what.form.is_of_sender or what.debtor == office:
        return None
    at, name = chosen
    changed = rows[at] | {name: round(rows[at][name] * rng.choice((0.6, 0.8, 1.2, 1.5)))}
    return Wrong("contradiction", replace(what, debtor=office), (changed,), 0, name)


def _copy(world: World, what: Owed, rng: Random) -> Wrong | None:
    """A body sends the file of another."""
    others = [each for each in debtors(what.form, what.period.end) if each != what.debtor]
    columns = _columns(what)
    if not others or not columns or what.form.is_of_sender:
        return None
    return Wrong("copy", replace(what, debtor=rng.choice(others)), tuple(_rows(world, what)), 0, columns[0])


def _unlisted(world: World, what: Owed, rng: Random) -> Wrong | None:
    """A code of the right pattern that nobody has given."""
    if what.form.name != "dossier":
        return None
    rows = _rows(world, what)
    at = rng.randrange(len(rows)) if rows else -1
    if at < 0:
        return None
    rows[at]["procedure_code"] = f"2.{rng.randrange(900_000, 999_999)}"
    return Wrong("unlisted", what, tuple(rows), at, "procedure_code")


def _rows_missing(world: World, what: Owed, rng: Random) -> Wrong | None:
    """A register without some of the rows its table counts."""
    rows = _rows(world, what) if what.form.name == "dossier" else []
    if len(rows) < 10:
        return None
    return Wrong("rows-missing", what, tuple(rows[: -rng.randint(1, 3)]), 0, "dossier_code")


#: Kind -> how a submission is spoilt; None where that does not fit it.
SUBMISSIONS: Mapping[str, Spoil] = {
    "jump": _figure("jump", _times),
    "scale": _figure("scale", lambda value, rng: value * rng.choice((1_000, 1_000, 1_000_000))),
    "falls": _figure("falls", lambda value, rng: value * rng.uniform(0.5, 0.8), "cumulative"),
    "frozen": _frozen,
    "running-total": _running_total,
    "exchanged": _exchanged,
    "contradiction": _contradiction,
    "copy": _copy,
    "unlisted": _unlisted,
    "rows-missing": _rows_missing,
}

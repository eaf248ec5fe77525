"""Figures against their own past: jumps, slips of the unit, running totals, falls, columns that changed places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import numpy as np

from schemas.form import Form
from schemas.kinds import Count
from schemas.validation.exchanged import exchanged, without_twice
from schemas.validation.past import Expected, expected, has_past, measures, odd
from warehouse.checks.broken import Broken, Judged, StoredField
from warehouse.checks.series import Series, series

#: What is odd about a figure -> the reason in the catalogue.
RULES = {"scale": "CELL-SCALE", "total": "CELL-RUNNING-TOTAL", "falls": "CELL-FALLS", "jump": "CELL-JUMP"}


def against_past(con: duckdb.DuckDBPyConnection, form: type[Form], loads: Sequence[int]) -> Judged:
    """Every figure of new loads, and of later ones of their senders, that its past does not lead to expect."""
    judged = Judged("past")
    for known in series(con, form, loads) if has_past(form) else ():
        judged.loads |= set(known.load_ids[known.is_judged].tolist())
        judged.broken += _judged(form, known)
    return judged


def _judged(form: type[Form], known: Series) -> Iterator[Broken]:
    past = {name: _expected(form, name, known) for name in measures(form)}
    swapped = without_twice(list(exchanged(past, known.load_ids, known.is_judged)))
    explained = {name: np.zeros(known.is_judged.shape, bool) for name in past}
    for one, other, _, rows in swapped:
        explained[one] |= rows
        explained[other] |= rows
        yield _exchanged(form, known, one, other, rows)
    for name, expects in past.items():
        col = form.columns[name]
        terms = col.compared or form.compared
        assert terms
        found = odd(
            known.values[name], expects, known.years, terms, is_count=col.kind is Count, basis=col.basis or form.basis
        )
        for what, rule in RULES.items():
            here = getattr(found, what) & known.is_judged & ~explained[name]
            for place in zip(*np.nonzero(here), strict=True):
                yield _odd(form, known, name, rule, expects, place, int(found.powers[place]))


def _expected(form: type[Form], name: str, known: Series) -> Expected:
    terms = form.columns[name].compared or form.compared
    return expected(known.values[name], known.alike, terms.periods if terms else 0)


def _odd(
    form: type[Form], known: Series, name: str, rule: str, expects: Expected, place: tuple[int, int], powers: int
) -> Broken:
    line, at = place
    value, before = float(known.values[name][place]), _before(known, name, line, at)
    other = _cell(form, known, name, (line, before)) if before >= 0 else None
    parts = int(known.parts[line, before]) if before >= 0 else 1
    details = {"parts": str(parts)} if parts > 1 else {}
    if rule == "CELL-FALLS":
        last = float(known.values[name][line, before])
        return Broken(rule, _cell(form, known, name, place), value, last, other, details=details)
    details["times"] = str(10 ** abs(powers))
    usual = round(float(expects.value[place]))
    return Broken(rule, _cell(form, known, name, place), value, usual, other, details=details)


def _exchanged(form: type[Form], known: Series, one: str, other: str, rows: np.ndarray) -> Broken:
    """At the first cell of the one column in the submission, with that of the other beside it."""
    places = list(zip(*np.nonzero(rows), strict=True))
    first = min(places, key=lambda place: known.row_ids[place])
    headers = [form.columns[name].headers[0] for name in (one, other)]
    details = {"headers": "”, “".join(headers), "rows": str(len(places))}
    return Broken(
        "HEAD-EXCHANGED", _cell(form, known, one, first), float(known.values[one][first]),
        float(known.values[other][first]), _cell(form, known, other, first), details=details,
    )  # fmt: skip


def _before(known: Series, name: str, line: int, at: int) -> int:
    """The last period before one in which a figure is known; -1 where there is none."""
    return int(max(np.flatnonzero(np.isfinite(known.values[name][line, :at])), default=-1))


def _cell(form: type[Form], known: Series, name: str, place: tuple[int, int]) -> StoredField:
    return StoredField(form, int(known.load_ids[place]), int(known.row_ids[place]), name)

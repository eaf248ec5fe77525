"""Two senders about one thing: figures that contradict each other, rows that were sent twice.

A department's table has a row for every body, and each body sends its own: the rows agree, or one of them is wrong.
Which one is not for the program to say, so both cells are shown; core counts that of the body it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from schemas.form import Form
from schemas.kinds import Amount, Count, Percent
from warehouse.checks.broken import Broken, Judged, StoredField
from warehouse.names import quoted

#: Two loads of one form and period from two senders; the pair belongs to the one that came later.
_PAIRS = """
    SELECT one.load_id, other.load_id AS other_id, length(one.scope_code) = length(other.scope_code) AS is_one_level,
        one.scope_code = other.scope_code AS is_one_scope,
        one.sender_code, one.scope_code, other.sender_code AS other_sender_code, other.scope_code AS other_scope_code
    FROM audit.load AS one
    JOIN audit.load AS other USING (form, period_kind, calendar, period_start, period_end, revision)
    WHERE one.form = $form AND one.load_id IN (SELECT unnest($loads)) AND other.load_id < one.load_id
        AND one.sender_code <> other.sender_code AND other.superseded_seq IS NULL AND other.accepted > 0
"""


def between_sources(con: duckdb.DuckDBPyConnection, form: type[Form], loads: Sequence[int]) -> Judged:
    """Rows of new loads that another sender has sent for the same period, where they differ or are one too many."""
    judged = Judged("source", set(loads))
    told = {"form": form.name, "loads": list(loads)}
    if form.is_of_sender or not form.grain or not con.execute(f"{_PAIRS} LIMIT 1", told).fetchall():
        return judged
    judged.broken += _contradictions(con, form, told)
    judged.broken += _sent_twice(con, form, told)
    return judged


def _contradictions(con: duckdb.DuckDBPyConnection, form: type[Form], told: Mapping[str, object]) -> Iterator[Broken]:
    names = list(_compared(form))
    if not names:
        return
    figures = ", ".join(f"one.{quoted(n)}::DOUBLE, other.{quoted(n)}::DOUBLE" for n in names)
    rows = con.execute(
        f"""
        {_rows(form)}
        SELECT pair.load_id, one._row_id, pair.other_id, other._row_id, {figures}
        {_JOINED.format(form=quoted(form.name), grain=_same(form))}
        WHERE {" OR ".join(_differs(form, name) for name in names)}
        ORDER BY ALL
        """,
        told,
    ).fetchall()
    for load_id, row_id, other_id, other_row_id, *values in rows:
        for name, value, other_value in zip(names, values[::2], values[1::2], strict=True):
            if _is_apart(form, name, value, other_value):
                at = StoredField(form, load_id, row_id, name)
                other = StoredField(form, other_id, other_row_id, name)
                yield Broken("CELL-OTHER-SOURCE", at, value, other_value, other)


def _sent_twice(con: duckdb.DuckDBPyConnection, form: type[Form], told: Mapping[str, object]) -> Iterator[Broken]:
    """Rows that agree and are still one too many.

    Neighbours, two districts or two communes, have no row in common. In one territory, and in a register, where a
    row has one holder, nobody repeats what he is not himself asked about. Who answers for more may repeat those below.
    """
    are_neighbours = "(pair.is_one_level AND NOT pair.is_one_scope)"
    shared = "true" if form.mode == "register" else "pair.is_one_scope"
    about = " OR ".join(["false", *(f"coalesce({which} = {sender}, false)" for which, sender in _about(form))])
    alike = [f"NOT ({_differs(form, name)})" for name in _compared(form)]
    rows = con.execute(
        f"""
        {_rows(form)}
        SELECT pair.load_id, min(one._row_id), pair.other_id, arg_min(other._row_id, one._row_id), count(*)
        {_JOINED.format(form=quoted(form.name), grain=_same(form))}
        WHERE {" AND ".join([f"({are_neighbours} OR ({shared} AND NOT ({about})))", *alike])}
        GROUP BY pair.load_id, pair.other_id
        ORDER BY ALL
        """,
        told,
    ).fetchall()
    name = form.grain[0]
    for load_id, row_id, other_id, other_row_id, count in rows:
        at, other = StoredField(form, load_id, row_id, name), StoredField(form, other_id, other_row_id, name)
        yield Broken("ROW-SENT-TWICE", at, other=other, details={"rows": str(count)})


def _rows(form: type[Form]) -> str:
    return f"WITH pair AS ({_PAIRS})"


_JOINED = """
        FROM pair
        JOIN history.{form} AS one ON one._load_id = pair.load_id
        JOIN history.{form} AS other ON other._load_id = pair.other_id AND {grain}
"""


def _same(form: type[Form]) -> str:
    return " AND ".join(f"other.{quoted(name)} = one.{quoted(name)}" for name in form.grain)


def _compared(form: type[Form]) -> Iterator[str]:
    for name, col in form.columns.items():
        if col.kind in (Count, Amount, Percent) and (col.compared or form.compared):
            yield name


def _tolerance(form: type[Form], name: str) -> float:
    terms = form.columns[name].compared or form.compared
    return terms.sources if terms else 0.0


def _differs(form: type[Form], name: str) -> str:
    one, other = f"one.{quoted(name)}", f"other.{quoted(name)}"
    apart = f"abs({one} - {other}) > {_tolerance(form, name)} * greatest(abs({one}), abs({other}))"
    return f"coalesce({apart}, false)"


def _is_apart(form: type[Form], name: str, value: float | None, other: float | None) -> bool:
    if value is None or other is None:
        return False
    return abs(value - other) > _tolerance(form, name) * max(abs(value), abs(other))


def _about(form: type[Form]) -> Iterator[tuple[str, str]]:
    """Field of either row that says which body it is about -> the sender or the territory that would be that body."""
    holders = {"agency": "sender_code", "unit": "scope_code"}
    for name in form.grain:
        holder = holders.get((form.column_of(name).codes or "").partition(":")[0])
        if holder:
            yield f"one.{quoted(name)}", f"pair.{holder}"
            yield f"other.{quoted(name)}", f"pair.other_{holder}"

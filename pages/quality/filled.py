"""How many cells of each load have a value, of those their form asks for."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.form import Form
from warehouse.connect import Connection
from warehouse.names import literal, quoted


def filled_cells(con: Connection, forms: Iterable[type[Form]]) -> dict[int, tuple[int, int]]:
    """Load -> (cells with a value, cells asked for) over its accepted rows, of the newest load of each submission.

    Asked for are the columns that must be on the sheet in the load's period. Personal columns do not count: whether
    they hold something is nobody's business.
    """
    selects = [select for form in forms if (select := _select(form))]
    if not selects:
        return {}
    found = con.execute(" UNION ALL ".join(selects)).fetchall()
    return {load_id: (filled, asked) for load_id, filled, asked in found}


def _select(form: type[Form]) -> str:
    """Filled and asked cells by load, as SQL; "" for a form that asks for no column."""
    fields = [
        (name, col)
        for name in form.fields()
        if (col := form.column_of(name)).required and not col.personal and form.label_field(name) == name
    ]
    if not fields:
        return ""
    filled = " + ".join(f"count(r.{quoted(name)})" for name, _ in fields)
    asked = " + ".join(_is_asked(col.since, col.until) for _, col in fields)
    return (
        f"SELECT l.load_id, {filled}, count(*) * ({asked}) FROM history.{quoted(form.name)} AS r"
        " JOIN numbered_load AS l ON l.load_id = r._load_id AND l.is_newest"
        f" WHERE l.form = {literal(form.name)} GROUP BY l.load_id, l.period_end"
    )


def _is_asked(since: object, until: object) -> str:
    """1 where the column belongs to the form on the last day of the load's period, as SQL."""
    terms = [f"l.period_end >= DATE '{since}'"] if since else []
    terms += [f"l.period_end < DATE '{until}'"] if until else []
    return f"({' AND '.join(terms)})::INT" if terms else "1"

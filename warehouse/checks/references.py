"""Rows that name something another form does not list: a dossier's procedure, a product's producer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from schemas.form import Form
from schemas.rule import Rule
from warehouse.checks.broken import Broken, Judged, StoredField
from warehouse.checks.condition import condition
from warehouse.names import literal, quoted

_COUNTS = "superseded_seq IS NULL AND accepted > 0"


def references(
    con: duckdb.DuckDBPyConnection, form: type[Form], loads: Sequence[int], known: Mapping[str, type[Form]]
) -> Judged:
    """Names in new loads that nobody lists, and in loads already there whose lists are new; one finding a name.

    A list is the newest known for the last day of the load's period; of a register it is everything until then.
    """
    judged = Judged("reference")
    for rule in [rule for rule in form.rules.values() if rule.scope == "reference" and rule.against]:
        asked = _asked(con, form, rule, loads)
        judged.loads |= set(asked)
        judged.broken += _unlisted(con, form, rule, asked, known) if asked else ()
    return judged


def _asked(con: duckdb.DuckDBPyConnection, form: type[Form], rule: Rule, loads: Sequence[int]) -> list[int]:
    """Loads of a form to be judged: new ones, and those of periods that end no earlier than a new list's."""
    assert rule.against
    rows = con.execute(
        f"""
        WITH new AS (SELECT * FROM audit.load WHERE load_id IN (SELECT unnest($loads)))
        SELECT load_id FROM audit.load
        WHERE form = $form AND {_COUNTS} AND (
            load_id IN (SELECT load_id FROM new)
            OR period_end >= (SELECT min(period_end) FROM new WHERE form IN (SELECT unnest($lists)))
        )
        """,
        {"loads": list(loads), "form": form.name, "lists": list(rule.against.forms)},
    ).fetchall()
    return [load_id for (load_id,) in rows]


def _unlisted(
    con: duckdb.DuckDBPyConnection, form: type[Form], rule: Rule, loads: Sequence[int], known: Mapping[str, type[Form]]
) -> Iterator[Broken]:
    assert rule.against
    pairs, lists = rule.against.pairs, [known[name] for name in rule.against.forms]
    here = [f"row.{quoted(field)}" for field, _ in pairs]
    listed = [
        f"EXISTS (FROM name_{i} AS name WHERE name.asked = asked.period_end"
        + "".join(f" AND name.{quoted(there)} = row.{quoted(field)}" for field, there in pairs)
        + ")"
        for i in range(len(lists))
    ]
    is_sent = [f"asked.period_end IN (SELECT asked FROM list_{i})" for i in range(len(lists))]
    there = [_name(i, each, rule) for i, each in enumerate(lists)]
    found = con.execute(
        f"""
        WITH asked AS (SELECT load_id, period_end FROM audit.load WHERE load_id IN (SELECT unnest($loads))),
        {", ".join(there)}
        SELECT row._load_id, min(row._row_id), count(*), {", ".join(here)}
        FROM history.{quoted(form.name)} AS row
        JOIN asked ON asked.load_id = row._load_id
        WHERE {" AND ".join([*(f"{each} IS NOT NULL" for each in here), *is_sent])} AND NOT ({" OR ".join(listed)})
        GROUP BY row._load_id, {", ".join(here)}
        ORDER BY ALL
        """,
        {"loads": list(loads)},
    ).fetchall()
    field = pairs[0][0]
    is_personal = any(form.column_of(name).personal for name, _ in pairs)
    for load_id, row_id, count, *names in found:
        said = "" if is_personal else ", ".join(map(str, names))
        details = {"rows": str(count) if count > 1 else "", "forms": " | ".join(rule.against.forms)}
        yield Broken(rule.id, StoredField(form, load_id, row_id, field), found=said, details=details)


def _name(i: int, form: type[Form], rule: Rule) -> str:
    """The loads that are a list on each day asked for, and the names they hold."""
    assert rule.against
    newest = "" if form.mode == "register" else "QUALIFY period_end = max(period_end) OVER (PARTITION BY asked)"
    return f"""
        list_{i} AS (
            SELECT day.asked, load.load_id, load.period_start, load.period_end
            FROM (SELECT DISTINCT period_end AS asked FROM asked) AS day
            JOIN audit.load ON load.period_end <= day.asked AND load.form = {literal(form.name)} AND {_COUNTS}
            {newest}
        ),
        name_{i} AS (
            SELECT DISTINCT row.asked, {", ".join(f"row.{quoted(there)}" for _, there in rule.against.pairs)}
            FROM (
                SELECT one.*, list.* FROM history.{quoted(form.name)} AS one
                JOIN list_{i} AS list ON list.load_id = one._load_id
            ) AS row
            WHERE {condition(rule.against.where, "row")}
        )"""

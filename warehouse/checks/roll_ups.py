"""Figures that are the sum of another form's rows: communes to districts, districts to the province, a register to
the table counted from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from schemas.comparison import Against
from schemas.form import Form
from warehouse.checks.broken import Broken, Judged, StoredField
from warehouse.checks.condition import condition
from warehouse.names import quoted

#: Level of units -> the column of mart.unit_in_time that says in which one of it a unit lies.
_ABOVE = {"district": "district_code", "province": "province_code"}


def roll_ups(
    con: duckdb.DuckDBPyConnection, form: type[Form], loads: Sequence[int], known: Mapping[str, type[Form]]
) -> Judged:
    """Sums in new loads, and in those already there whose rows below are new, that the rows below do not come to.

    A total none of whose rows below were sent yet is not judged.
    """
    judged = Judged("roll_up")
    for rule in form.rules.values():
        if rule.scope != "roll_up" or not rule.against:
            continue
        of = _Sum(form, known[rule.against.forms[0]], rule.against)
        if totals := _totals(con, of, loads):
            judged.loads |= set(totals)
            found = _apart(con, of, rule.names[0], rule.tolerance, totals)
            judged.broken += [Broken(rule.id, at, said, sum_, other, details={"rows": str(rows)})
                              for at, said, sum_, other, rows in found]  # fmt: skip
    return judged


@dataclass(frozen=True)
class _Sum:
    """A total's form, the form of the rows below it, and how they belong together."""

    form: type[Form]
    part: type[Form]
    against: Against

    @property
    def keys(self) -> list[str]:
        """What a row below is added up by, as SQL: its own field, or the unit above the one it names."""
        return [
            f"lies.{_ABOVE[_level(self.form, here)]}" if self.is_lifted(here, there) else f"row.{quoted(there)}"
            for here, there in self.against.pairs
        ]

    def is_lifted(self, here: str, there: str) -> bool:
        """Whether a total names a unit above those its rows name."""
        return _level(self.form, here) not in ("", _level(self.part, there))


def _level(form: type[Form], field: str) -> str:
    base, _, level = (form.column_of(field).codes or "").partition(":")
    return level if base == "unit" else ""


def _totals(con: duckdb.DuckDBPyConnection, of: _Sum, loads: Sequence[int]) -> list[int]:
    """Loads of totals to be judged: new ones, and those of the periods of new loads of what they add up."""
    rows = con.execute(
        """
        WITH new AS (SELECT * FROM audit.load WHERE load_id IN (SELECT unnest($loads)))
        SELECT load_id FROM audit.load
        WHERE form = $form AND superseded_seq IS NULL AND accepted > 0 AND revision = 'official' AND (
            load_id IN (SELECT load_id FROM new)
            OR (period_kind, period_id) IN (SELECT (period_kind, period_id) FROM new WHERE form = $part)
        )
        """,
        {"loads": list(loads), "form": of.form.name, "part": of.part.name},
    ).fetchall()
    return [load_id for (load_id,) in rows]


def _apart(
    con: duckdb.DuckDBPyConnection, of: _Sum, field: str, tolerance: float, totals: Sequence[int]
) -> Iterator[tuple[StoredField, float, float, StoredField, int]]:
    """Totals that differ from their sum: cell, figure, sum, first cell below, number of rows below."""
    keys = ", ".join(f"key_{i}" for i in range(len(of.keys)))
    found = con.execute(
        f"""
        WITH total AS (
            SELECT row._load_id, row._row_id, row.{quoted(field)}::DOUBLE AS said, load.period_kind, load.period_id,
                load.period_end, {", ".join(f"row.{quoted(h)} AS key_{i}" for i, (h, _) in enumerate(of.against.pairs))}
            FROM history.{quoted(of.form.name)} AS row
            JOIN audit.load AS load ON load.load_id = row._load_id
            WHERE row._load_id IN (SELECT unnest($totals))
        ),
        below AS ({_below(of)}),
        part AS (
            SELECT period_kind, period_id, {keys}, {_added_up(of)} AS figure,
                count(*) AS n_rows, min({{'load': row._load_id, 'row': row._row_id}}) AS first_row
            FROM below AS row GROUP BY ALL
        )
        SELECT total._load_id, total._row_id, total.said, part.figure, part.first_row.load, part.first_row.row, n_rows
        FROM total
        JOIN part USING (period_kind, period_id, {keys})
        WHERE abs(total.said - part.figure) > {tolerance} * greatest(abs(total.said), abs(part.figure)) + 1e-6
            AND {_is_complete(of)}
        ORDER BY ALL
        """,
        {"totals": list(totals), "parts": _parts(con, of, totals)},
    ).fetchall()
    shown = of.against.adds or of.against.pairs[0][1]
    for load_id, row_id, said, figure, part_load, part_row, rows in found:
        whole, part = StoredField(of.form, load_id, row_id, field), StoredField(of.part, part_load, part_row, shown)
        yield whole, said, figure, part, rows


def _below(of: _Sum) -> str:
    """Rows below with the keys they are added up by, each thing once: the official row, else the newest."""
    grain = ", ".join(f"row.{quoted(name)}" for name in of.part.grain)
    return f"""
            SELECT row.*, load.period_kind, load.period_id, load.period_start, load.period_end,
                {", ".join(f"{key} AS key_{i}" for i, key in enumerate(of.keys))}
            FROM history.{quoted(of.part.name)} AS row
            JOIN audit.load AS load ON load.load_id = row._load_id
            {_lies(of)}
            WHERE row._load_id IN (SELECT unnest($parts)) {_only_asked(of)}
            QUALIFY row_number() OVER (
                PARTITION BY load.period_kind, load.period_id, {grain}
                ORDER BY load.revision = 'official' DESC, row._load_id DESC
            ) = 1"""


def _added_up(of: _Sum) -> str:
    """What the rows below that are asked for come to: the sum of a field, else their number."""
    adds = f"row.{quoted(of.against.adds)}" if of.against.adds else "1"
    return f"coalesce(sum({adds}) FILTER (WHERE {condition(of.against.where, 'row')}), 0)::DOUBLE"


def _parts(con: duckdb.DuckDBPyConnection, of: _Sum, totals: Sequence[int]) -> list[int]:
    """Loads that may hold rows below; by their numbers a large table is read where they are and nowhere else."""
    rows = con.execute(
        """
        SELECT load_id FROM audit.load
        WHERE form = $part AND superseded_seq IS NULL AND accepted > 0 AND (period_kind, period_id) IN (
            SELECT (period_kind, period_id) FROM audit.load WHERE load_id IN (SELECT unnest($totals))
        )
        """,
        {"part": of.part.name, "totals": list(totals)},
    ).fetchall()
    return [load_id for (load_id,) in rows]


def _lies(of: _Sum) -> str:
    """Where a row's unit lies on the last day of its period, for a total that names the unit above."""
    units = [there for here, there in of.against.pairs if of.is_lifted(here, there)]
    return "".join(
        f"JOIN mart.unit_in_time AS lies ON lies.unit_code = row.{quoted(unit)}"
        " AND load.period_end BETWEEN lies.era_from AND lies.era_to"
        for unit in units
    )


def _only_asked(of: _Sum) -> str:
    """Rows of no total that is asked for are left where they are: a register has those of everybody."""
    return "".join(
        f" AND {key} IN (SELECT key_{i} FROM total)" for i, key in enumerate(of.keys) if key.startswith("row.")
    )


def _is_complete(of: _Sum) -> str:
    """Whether every unit below has its row; asked only of a form that has one row a unit."""
    for i, (here, there) in enumerate(of.against.pairs):
        if of.is_lifted(here, there) and of.part.grain == (there,):
            return f"""part.n_rows = (
                SELECT count(*) FROM mart.unit_in_time AS unit
                WHERE unit.level = '{_level(of.part, there)}' AND unit.{_ABOVE[_level(of.form, here)]} = total.key_{i}
                    AND total.period_end BETWEEN unit.era_from AND unit.era_to
            )"""
    return "true"

"""What changed between two loads: a table macro over every form, made from the contracts.

`audit.submission_change(old_load, new_load)` has a row for each figure that changed and each row that came or went,
with the cells on both sides. Rows are matched on the grain, rows without a grain by their place on the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from schemas.form import Form
from schemas.values.bilingual import Both
from warehouse.names import literal, quoted
from warehouse.trace import NO_LOAD, NotFound

_NOT_OF_ONE_FORM = Both(
    "Lần nạp {old} là biểu {old_form}, lần nạp {new} là biểu {new_form}: chỉ so được hai lần nạp của cùng một biểu.",
    "Load {old} is of the form {old_form}, load {new} of {new_form}: only loads of one form can be compared.",
)
_NOTHING_IN_BOTH = Both(
    "Lần nhận {old} và {new} không có biểu nào của cùng nơi gửi, cùng kỳ để so sánh.",
    "Arrivals {old} and {new} have no form of one sender and one period to be compared.",
)
_NOT_SENT_TWICE = Both(
    "Chưa có hai lần gửi để so sánh: biểu {form}, nơi gửi {sender}, kỳ {period}.",
    "There are no two submissions to compare: form {form}, sender {sender}, period {period}.",
)

_HEAD = """
CREATE OR REPLACE MACRO audit.submission_change(old_load, new_load) AS TABLE
-- grain: form, change, row_label, field, before_cell, after_cell. change: added, gone, held (gone, for the new load
-- holds the row in quarantine), changed; field, before and after are null but for the last. Of personal columns only
-- the field is told.
WITH change AS (
"""
_FINAL = """
),
cell AS (
    SELECT
        load_id, sheet, column_name, first_row, last_row, letter,
        regexp_full_match(letter, '[0-9]+') AS is_turned
    FROM audit.column_map
    WHERE load_id IN (old_load, new_load)
),
final AS (
    SELECT
        change.form, new.sender_code, new.scope_code, new.period_id, change.change, change.row_label,
        CASE WHEN change.change = 'changed' THEN change.field END AS field,
        CASE WHEN change.change = 'changed' AND NOT change.is_personal THEN change.old_value END AS before,
        CASE WHEN change.change = 'changed' AND NOT change.is_personal THEN change.new_value END AS after,
        CASE WHEN change.old_row IS NOT NULL THEN old.file_name END AS before_file,
        change.old_sheet AS before_sheet,
        {before_cell} AS before_cell,
        CASE WHEN change.old_row IS NOT NULL THEN old.received_at END AS before_received_at,
        CASE WHEN change.new_row IS NOT NULL THEN new.file_name END AS after_file,
        change.new_sheet AS after_sheet,
        {after_cell} AS after_cell,
        new.received_at AS after_received_at, run.via,
        change.old_row AS before_row_id, change.new_row AS after_row_id, change.field_no
    FROM change
    JOIN audit.load AS old ON old.load_id = old_load
    JOIN audit.load AS new ON new.load_id = new_load
    LEFT JOIN audit.run AS run ON run.seq = new.seq
    LEFT JOIN cell AS old_cell
        ON old_cell.load_id = old_load AND old_cell.sheet = change.old_sheet
        AND old_cell.column_name = change.column_name
        AND change.old_sheet_row BETWEEN old_cell.first_row AND old_cell.last_row
    LEFT JOIN cell AS new_cell
        ON new_cell.load_id = new_load AND new_cell.sheet = change.new_sheet
        AND new_cell.column_name = change.column_name
        AND change.new_sheet_row BETWEEN new_cell.first_row AND new_cell.last_row
)
SELECT * EXCLUDE (field_no) FROM final
ORDER BY form, coalesce(before_row_id, after_row_id), after_row_id, field_no
"""


@dataclass(frozen=True)
class Pair:
    """Two loads of one form to be compared; sender and period are those of the new one."""

    form: str
    sender: str
    period_id: str
    old_load: int
    new_load: int


def pair_of_loads(con: duckdb.DuckDBPyConnection, old: int, new: int) -> Pair:
    """Two loads by their ids. Raises NotFound where one is not there, or they are of two forms."""
    rows = con.execute(
        "SELECT load_id, form, sender_code, period_id FROM audit.load WHERE load_id IN (?, ?)", [old, new]
    ).fetchall()
    loads = {load: whose for load, *whose in rows}
    missing = [load for load in (old, new) if load not in loads]
    if missing:
        raise NotFound(NO_LOAD.filled(load=missing[0]))
    if loads[old][0] != loads[new][0]:
        forms = {"old_form": loads[old][0], "new_form": loads[new][0]}
        raise NotFound(_NOT_OF_ONE_FORM.filled(old=old, new=new, **forms))
    form, sender, period_id = loads[new]
    return Pair(form, sender, period_id, old, new)


def pairs_of_arrivals(con: duckdb.DuckDBPyConnection, old: int, new: int) -> list[Pair]:
    """The loads of two arrivals that are of one submission. Raises NotFound where none is in both."""
    rows = con.execute(
        """
        SELECT n.form, n.sender_code, n.period_id, o.load_id, n.load_id
        FROM audit.load_record AS o
        JOIN audit.load AS n USING (submission_id)
        WHERE o.seq = ? AND n.seq = ?
        ORDER BY n.load_id
        """,
        [old, new],
    ).fetchall()
    if not rows:
        raise NotFound(_NOTHING_IN_BOTH.filled(old=old, new=new))
    return [Pair(*row) for row in rows]


def last_pairs(
    con: duckdb.DuckDBPyConnection, form: str, sender: str, period_id: str, unit: str = "", revision: str = "official"
) -> list[Pair]:
    """The newest load of a submission and the one before it, for each unit where none is named.

    Raises NotFound where nothing was loaded twice.
    """
    rows = con.execute(
        """
        WITH ranked AS (
            SELECT
                *, row_number() OVER (PARTITION BY submission_id ORDER BY place_seq DESC, seq DESC) AS n
            FROM audit.load
            WHERE accepted > 0 AND form = ? AND sender_code = ? AND period_id = ? AND revision = ?
                AND ? IN ('', scope_code)
        )
        SELECT form, sender_code, period_id, max(load_id) FILTER (n = 2), max(load_id) FILTER (n = 1)
        FROM ranked
        GROUP BY submission_id, form, sender_code, period_id, scope_code
        HAVING count(*) > 1
        ORDER BY scope_code
        """,
        [form, sender, period_id, revision, unit],
    ).fetchall()
    if not rows:
        raise NotFound(_NOT_SENT_TWICE.filled(form=form, sender=sender, period=period_id))
    return [Pair(*row) for row in rows]


def changes(con: duckdb.DuckDBPyConnection, pair: Pair) -> pa.Table:
    """What changed from the old to the new load, as `audit.submission_change` has it."""
    query = f"SELECT * FROM audit.submission_change({pair.old_load:d}, {pair.new_load:d})"
    return con.execute(query).to_arrow_table()


def change_macro(forms: Iterable[type[Form]]) -> str:
    """The statement that makes the macro for these forms: at least one."""
    cells = {
        "before_cell": _address("old_cell", "change.old_sheet_row"),
        "after_cell": _address("new_cell", "change.new_sheet_row"),
    }
    return _HEAD + "\n    UNION ALL\n".join(map(_changes, forms)) + _FINAL.format(**cells)


def _changes(form: type[Form]) -> str:
    """The changed cells of one form, and one line for each of its rows that came or went: that of its first column."""
    fields = list(form.fields())
    columns = [form.column_of(name) for name in fields]
    anchor = fields.index(form.grain[0]) + 1 if form.grain else 1
    table = f"history.{quoted(form.name)}"
    return f"""
    SELECT * FROM (
        SELECT
            {literal(form.name)} AS form,
            CASE
                WHEN n._row_id IS NOT NULL AND o._row_id IS NOT NULL THEN 'changed'
                WHEN o._row_id IS NULL THEN 'added'
                WHEN {_is_held(form)} THEN 'held'
                ELSE 'gone'
            END AS change,
            coalesce(o._label, n._label) AS row_label,
            o._row_id AS old_row, o._sheet AS old_sheet, o._sheet_row AS old_sheet_row,
            n._row_id AS new_row, n._sheet AS new_sheet, n._sheet_row AS new_sheet_row,
            unnest({list(range(1, len(fields) + 1))}) AS field_no,
            unnest([{_listed(literal(name) for name in fields)}]) AS field,
            unnest([{_listed(literal(column.name) for column in columns)}]) AS column_name,
            unnest([{_listed(str(column.personal).lower() for column in columns)}]) AS is_personal,
            unnest([{_listed(_text(form, "o", name) for name in fields)}]) AS old_value,
            unnest([{_listed(_text(form, "n", name) for name in fields)}]) AS new_value
        FROM ({_rows(form, table, "old_load")}) AS o
        FULL JOIN ({_rows(form, table, "new_load")}) AS n ON n._key = o._key
        WHERE o._row_id IS NULL OR n._row_id IS NULL
            OR row({_listed(f"o.{quoted(name)}" for name in fields)})
            IS DISTINCT FROM row({_listed(f"n.{quoted(name)}" for name in fields)})
    )
    WHERE CASE WHEN change = 'changed' THEN old_value IS DISTINCT FROM new_value ELSE field_no = {anchor} END"""


def _rows(form: type[Form], table: str, load: str) -> str:
    """The rows of a load, each with what it is known by in another load of its submission and what it is called."""
    place = "concat_ws(chr(31), _sheet, _sheet_row)"
    grain = [f"CAST({quoted(name)} AS VARCHAR)" for name in form.grain]
    names = [quoted(form.label_field(name)) for name in form.grain if not form.column_of(name).personal]
    key = place
    if grain:
        known = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in form.grain)
        key = f"CASE WHEN {known} THEN concat_ws(chr(31), 'grain', {_listed(grain)}) ELSE {place} END"
    called = f"coalesce(nullif(concat_ws(', ', {_listed(names)}), ''), {_PLACE})" if names else _PLACE
    return f"SELECT *, {key} AS _key, {called} AS _label FROM {table} WHERE _load_id = {load}"


_PLACE = "_sheet || '!' || _sheet_row"


def _is_held(form: type[Form]) -> str:
    """Whether the new load holds the row in quarantine; of a personal grain nothing is known there."""
    if not form.grain or any(form.column_of(name).personal for name in form.grain):
        return "false"
    same = " AND ".join(f"typed[{literal(name)}] = CAST(o.{quoted(name)} AS VARCHAR)" for name in form.grain)
    return f"EXISTS (SELECT 1 FROM audit.quarantine WHERE load_id = new_load AND {same})"


def _text(form: type[Form], side: str, name: str) -> str:
    """A value as text; whole numbers without a fraction."""
    value = f"CAST({side}.{quoted(name)} AS VARCHAR)"
    return f"regexp_replace({value}, '\\.0$', '')" if form.fields()[name].arrow == "double" else value


def _address(cell: str, number: str) -> str:
    """The address of a cell: the column's letters and the row, or, in a table on its side, the other way round."""
    letters = (
        f"CASE WHEN {number} <= 26 THEN chr(64 + {number})"
        f" ELSE chr(64 + ({number} - 1) // 26) || chr(65 + ({number} - 1) % 26) END"
    )
    return f"CASE WHEN {cell}.is_turned THEN {letters} || {cell}.letter ELSE {cell}.letter || {number} END"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)

"""Which load of a submission counts: the newest arrival's, in the place of arrival a replay inherits.

A replay takes the place of the arrival it replays, not a new one. It supersedes that arrival's load and older ones of
its key; where a newer submission of the key counts, the replay is loaded as superseded by that one at once, for a
correction the sender has sent since is better than what he had corrected. As of any arrival before the replay,
everything stands as it stood then.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from schemas.finding import Finding
from schemas.form import Form
from schemas.submission import Reading, Submission
from warehouse.arrival import Arrival
from warehouse.insert import insert
from warehouse.names import quoted

_MOST_NAMED = 20


def supersede(con: duckdb.DuckDBPyConnection, load_id: int, arrival: Arrival, submission_id: str) -> None:
    """Let a load that has rows count in place of its submission's earlier ones, or note that a newer one counts."""
    newer = _newer(con, arrival, submission_id) if arrival.replay else None  # what has just been sent is the newest
    if newer is not None:
        con.execute(
            "UPDATE audit.load_record SET superseded_seq = seq, superseded_by = ? WHERE load_id = ?", [newer, load_id]
        )
        return
    con.execute(
        "UPDATE audit.load_record SET superseded_seq = ?, superseded_by = ?"
        " WHERE superseded_seq IS NULL AND load_id < ? AND place_seq <= ? AND submission_id = ?",
        [arrival.seq, load_id, load_id, arrival.place, submission_id],
    )


def _newer(con: duckdb.DuckDBPyConnection, arrival: Arrival, submission_id: str) -> int | None:
    """The load of a submission that counts and came after the arrival a replay does again."""
    rows = con.execute(
        "SELECT max(load_id) FROM audit.load_record"
        " WHERE superseded_seq IS NULL AND accepted > 0 AND place_seq > ? AND submission_id = ?",
        [arrival.place, submission_id],
    ).fetchall()
    newest: int | None = rows[0][0]
    return newest


def no_longer_there(con: duckdb.DuckDBPyConnection, arrival: Arrival, reading: Reading) -> Finding | None:
    """SUB-REPLAY-GONE where a replay reads something, but not every submission that counts at its place.

    Loaded beside what it was to replace, its figures would count twice.
    """
    if not arrival.replay or not reading.submissions:
        return None
    rows = con.execute(
        "SELECT submission_id, form, sender_code, scope_code, period_id FROM audit.load"
        " WHERE place_seq = ? AND superseded_seq IS NULL AND accepted > 0 ORDER BY load_id",
        [arrival.place],
    ).fetchall()
    there = {submission.key.id for submission in reading.submissions}
    gone = [", ".join(named) for submission_id, *named in rows if submission_id not in there]
    return Finding("SUB-REPLAY-GONE", "error", arrival.name, found="; ".join(gone)) if gone else None


def insert_replay(con: duckdb.DuckDBPyConnection, arrival: Arrival) -> None:
    """Write what a replay did again, load by load; nothing for a file that was sent."""
    if not arrival.replay:
        return
    loads = con.execute(
        """
        SELECT max(o.load_id), n.load_id, n.form, n.contract_hash
        FROM audit.load AS n
        LEFT JOIN audit.load_record AS o
            ON o.seq < n.seq AND o.place_seq = n.place_seq AND o.submission_id = n.submission_id
        WHERE n.seq = ?
        GROUP BY n.load_id, n.form, n.contract_hash
        ORDER BY n.load_id
        """,
        [arrival.seq],
    ).fetchall()
    of, corrections, contracts = arrival.place, list(arrival.corrections), arrival.replay.contracts
    rows = [
        (arrival.seq, arrival.received_at, of, old, new, form, *contracts.get(form, (None, contract)), corrections)
        for old, new, form, contract in loads
    ]
    insert(con, "audit.replay", rows)


def no_longer_counting(
    con: duckdb.DuckDBPyConnection, load_id: int, submission: Submission, file: str
) -> list[Finding]:
    """SUB-HELD-SINCE where rows of the load this one superseded are held now: their figures count no more.

    A submission is superseded whole, so that what its sender took out of it goes; a row he sent and that cannot be
    loaded goes with it, which nobody meant.
    """
    if not submission.quarantined or not submission.accepted.num_rows:
        return []
    rows = _held_since(con, load_id, submission)
    if not rows:
        return []
    named = [", ".join(map(str, names)) or f"{sheet}!{row}" for *names, sheet, row in rows]
    found = "; ".join(named[:_MOST_NAMED]) + ("; …" if len(named) > _MOST_NAMED else "")
    sheet, details = submission.quarantined[0].sheet, {"count": str(len(rows))}
    return [Finding("SUB-HELD-SINCE", "warning", file, sheet, found=found, details=details, form=submission.form.name)]


def _held_since(con: duckdb.DuckDBPyConnection, load_id: int, submission: Submission) -> Sequence[tuple[Any, ...]]:
    """Names of the grain, sheet and sheet row of every row of the superseded load that stands in quarantine now.

    A held row whose grain could not be read is known by its place on the sheet.
    """
    form = submission.form
    table = f"history.{quoted(form.name)}"
    names = [f"earlier.{quoted(form.label_field(n))}" for n in form.grain if not form.column_of(n).personal]
    con.register("held_rows", _held(submission))
    con.register("held_places", _places(submission))
    found = con.execute(
        f"SELECT {', '.join([*names, '_sheet', '_sheet_row'])} FROM {table} AS earlier"
        " WHERE _load_id IN (SELECT load_id FROM audit.load WHERE superseded_by = ? AND seq < superseded_seq)"
        f" AND (EXISTS (FROM held_rows AS held WHERE {_same(form, 'held')})"
        "   OR EXISTS (FROM held_places AS held WHERE held.sheet = _sheet AND held.sheet_row = _sheet_row))"
        f" AND NOT EXISTS (FROM {table} AS now WHERE now._load_id = ? AND {_same(form, 'now')})"
        " ORDER BY _load_id, _row_id",
        [load_id, load_id],
    ).fetchall()
    con.unregister("held_rows")
    con.unregister("held_places")
    return found


def _same(form: type[Form], other: str) -> str:
    """Whether a row has the grain of an earlier one; never, where the form has none."""
    return " AND ".join(f"{other}.{quoted(n)} = earlier.{quoted(n)}" for n in form.grain) or "false"


def _held(submission: Submission) -> pa.Table:
    """The grain of every held row in which it could be read."""
    grain = _grain(submission)
    return grain.drop_null() if grain.num_columns else pa.table({"no": []})


def _places(submission: Submission) -> pa.Table:
    """Sheet and row of every held row in which the grain could not be read."""
    places, grain = submission.quarantined.rows.select(["sheet", "sheet_row"]), _grain(submission)
    if not grain.num_columns:
        return places
    is_unread = reduce(pc.or_, (pc.is_null(column) for column in grain.columns))
    return places.filter(is_unread)


def _grain(submission: Submission) -> pa.Table:
    """The grain of the held rows, a column a field; no column for a form without one."""
    typed, types = submission.quarantined.typed, submission.accepted.schema
    return pa.table({n: typed.column(n).cast(types.field(n).type) for n in submission.form.grain or ()})

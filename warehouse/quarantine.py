"""Rows held back: how many, which, why; and which arrivals are worth taking in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from schemas.form import Form
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble
from warehouse.trace import NO_LOAD, NotFound

#: What held rows are counted by -> the columns that say it.
GROUPINGS = {
    "load": ("load_id", "seq", "file_name", "form", "sender_code", "period_id", "superseded_by"),
    "form": ("form",),
    "sender": ("sender_code",),
    "rule": ("rule",),
}


_SUPERSEDED = Both(
    "Lần nạp {load} đã được lần nạp {by} thay thế nên không nạp lại; nếu cần, sửa lần nạp {by}.",
    "Load {load} was superseded by load {by} and is not replayed; correct load {by} where that is needed.",
)
_NOTHING_HELD = Both(
    "Lần nạp {place} không có dòng nào bị giữ lại. Xem: khoso quarantine list.",
    "Load {place} has no row in quarantine. See: khoso quarantine list.",
)


class Superseded(Trouble):
    """A load that another has replaced is not taken in again: the newer one is to be corrected."""

    def __init__(self, load_id: int, by: int) -> None:
        super().__init__(_SUPERSEDED.filled(load=load_id, by=by))


@dataclass(frozen=True)
class Reason:
    """Why a row is held: a finding at one of its cells."""

    rule: str
    cell: str
    found: str
    message: Both


@dataclass(frozen=True)
class Held:
    """A row in quarantine. `cells`: line of the sheet -> text; `headings`: line -> heading, of every line of its table.

    `typed`: field -> what could be read. Personal columns have a heading and nothing else. `place_seq`: the arrival
    it came with, `load_id` and `row_id`: where it stands in audit.quarantine.
    """

    load_id: int
    row_id: int
    place_seq: int
    file: str
    form: str
    sheet: str
    sheet_row: int
    cells: dict[str, str]
    typed: dict[str, str]
    headings: dict[str, str]
    reasons: tuple[Reason, ...]

    @property
    def is_turned(self) -> bool:
        """Whether its table lies on its side: `sheet_row` is the number of a column, lines are rows."""
        return any(line.isdigit() for line in self.headings)


def counts(
    con: duckdb.DuckDBPyConnection, by: str, *, form: str = "", sender: str = "", rule: str = "", is_all: bool = False
) -> pa.Table:
    """Held rows counted by one of GROUPINGS, most first; of loads that were superseded too where `is_all`.

    A row that breaks two rules counts for each of them by rule, once otherwise.
    """
    names = ", ".join(GROUPINGS[by])
    return con.execute(
        f"""
        WITH held AS (
            SELECT DISTINCT l.*, q.row_id, unnest(q.rules) AS rule
            FROM audit.quarantine AS q
            JOIN audit.load AS l USING (load_id)
            WHERE $is_all OR l.superseded_seq IS NULL
        )
        SELECT {names}, count(DISTINCT (load_id, row_id)) AS held_rows, list(DISTINCT rule ORDER BY rule) AS rules
        FROM held
        WHERE $form IN ('', form) AND $sender IN ('', sender_code) AND $rule IN ('', rule)
        GROUP BY ALL
        ORDER BY held_rows DESC, {names}
        """,
        {"is_all": is_all, "form": form, "sender": sender, "rule": rule},
    ).to_arrow_table()


def held_rows(con: duckdb.DuckDBPyConnection, load_id: int, row_id: int | None = None) -> list[Held]:
    """The rows of a load in quarantine, or one of them, in their order. Raises NotFound where there is none."""
    rows = con.execute(
        "SELECT q.load_id, q.row_id, l.place_seq, l.file_name, l.form, q.sheet, q.sheet_row, q.cells, q.typed"
        " FROM audit.quarantine AS q JOIN audit.load AS l USING (load_id)"
        " WHERE q.load_id = $1 AND coalesce(q.row_id = $2, true) ORDER BY q.row_id",
        [load_id, row_id],
    ).fetchall()
    if not rows:
        is_there = con.execute("SELECT 1 FROM audit.load WHERE load_id = ?", [load_id]).fetchall()
        place = f"{load_id}" if row_id is None else f"{load_id}:{row_id}"
        raise NotFound(_NOTHING_HELD.filled(place=place) if is_there else NO_LOAD.filled(load=load_id))
    lines = con.execute(
        "SELECT sheet, first_row, last_row, letter, header FROM audit.column_map WHERE load_id = ?", [load_id]
    ).fetchall()
    reasons = _reasons(con, load_id)
    return [
        Held(
            load, row, place, file, form, sheet, number, cells, typed,
            _headings(lines, sheet, number), tuple(reasons.get(row, ())),
        )
        for load, row, place, file, form, sheet, number, cells, typed in rows
    ]  # fmt: skip


def _headings(lines: Iterable[tuple[Any, ...]], sheet: str, number: int) -> dict[str, str]:
    """Line -> heading of the table a row stands in, from left to right."""
    own = {line: header for at, first, last, line, header in lines if at == sheet and first <= number <= last}
    return {line: own[line] for line in sorted(own, key=lambda line: (len(line), line))}


def _reasons(con: duckdb.DuckDBPyConnection, load_id: int) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = {}
    for row_id, rule, cell, said, vi, en in con.execute(
        "SELECT row_id, rule, cell, found, message_vi, message_en FROM audit.reason"
        " WHERE load_id = ? AND rule IS NOT NULL ORDER BY finding_no",
        [load_id],
    ).fetchall():
        found.setdefault(row_id, []).append(Reason(rule, cell, said, Both(vi, en)))
    return found


def outdated(con: duckdb.DuckDBPyConnection, forms: Mapping[str, type[Form]]) -> list[int]:
    """Arrivals of which a submission that counts, or has no row to count, was read under another contract than today's.

    They are told by their place, in its order. Only the newest load of each submission of a place is looked at.
    """
    hashes = {name: form.hash() for name, form in forms.items()}
    rows = con.execute(
        """
        SELECT place_seq, form, contract_hash FROM audit.load
        QUALIFY superseded_seq IS NULL
            AND row_number() OVER (PARTITION BY place_seq, submission_id ORDER BY seq DESC) = 1
        """
    ).fetchall()
    return sorted({place for place, form, contract in rows if hashes.get(form, contract) != contract})


def place_of(con: duckdb.DuckDBPyConnection, load_id: int) -> int:
    """The place of the arrival of a load. Raises NotFound, and Superseded where another load replaced it."""
    rows = con.execute("SELECT place_seq, superseded_by FROM audit.load WHERE load_id = ?", [load_id]).fetchall()
    if not rows:
        raise NotFound(NO_LOAD.filled(load=load_id))
    place, by = rows[0]
    if by is not None:
        raise Superseded(load_id, by)
    return int(place)


def newest_of(con: duckdb.DuckDBPyConnection, place: int) -> tuple[int, dict[str, str]]:
    """The arrival that counts at a place, itself or its last replay, and the contracts it was read by, form by form.

    Raises Superseded where newer arrivals have replaced every load of it.
    """
    rows = con.execute(
        "SELECT seq, form, contract_hash, load_id, superseded_by, accepted FROM audit.load WHERE place_seq = ?"
        " ORDER BY accepted > 0, seq",
        [place],
    ).fetchall()
    counting = [row for row in rows if row[4] is None]
    if rows and not counting:
        raise Superseded(rows[-1][3], rows[-1][4])
    return (counting[-1][0] if counting else place), {form: contract for _, form, contract, *_ in counting}


def held_places(con: duckdb.DuckDBPyConnection, place: int) -> set[tuple[str, int]]:
    """Sheet and row of every row that any load of a place held back."""
    rows = con.execute(
        "SELECT DISTINCT q.sheet, q.sheet_row FROM audit.quarantine AS q JOIN audit.load AS l USING (load_id)"
        " WHERE l.place_seq = ?",
        [place],
    ).fetchall()
    return {(sheet, row) for sheet, row in rows}

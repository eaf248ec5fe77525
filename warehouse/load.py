"""One submission in one transaction: rows, audit, supersession. Nothing is deleted."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import duckdb
import pyarrow as pa

from schemas.form import Form
from schemas.submission import ROW_FIELDS, Key, Reading, Submission
from warehouse.arrival import Arrival
from warehouse.connect import all_processors
from warehouse.insert import insert, insert_details, insert_findings, insert_keys, insert_refusals
from warehouse.names import quoted
from warehouse.supersede import insert_replay, no_longer_counting, supersede

State = Literal["loaded", "partly", "refused", "noop"]


@dataclass
class Outcome:
    """What became of one arrival."""

    seq: int
    file: str
    state: State
    load_ids: list[int] = field(default_factory=list)
    accepted: int = 0
    quarantined: int = 0
    non_data: int = 0
    errors: int = 0
    warnings: int = 0


def done(con: duckdb.DuckDBPyConnection) -> set[int]:
    """Arrivals that were dealt with to the end."""
    return {row[0] for row in con.execute("SELECT seq FROM audit.run").fetchall()}


def finished(con: duckdb.DuckDBPyConnection, arrival: Arrival) -> Outcome | None:
    """What became of an arrival that was dealt with to the end; None while it is still to do."""
    if not con.execute("SELECT 1 FROM audit.run WHERE seq = ?", [arrival.seq]).fetchall():
        return None
    outcome = counted(con, arrival.seq)
    return _with_what_is_wrong(con, arrival, outcome) if outcome.state == "noop" else outcome


def counted(con: duckdb.DuckDBPyConnection, seq: int) -> Outcome:
    """What became of an arrival, as its run counts it. The arrival was dealt with to the end."""
    row = con.execute(
        "SELECT file_name, state, accepted, quarantined, non_data, errors, warnings FROM audit.run WHERE seq = ?", [seq]
    ).fetchall()[0]
    loads = con.execute("SELECT load_id FROM audit.load WHERE seq = ? ORDER BY load_id", [seq]).fetchall()
    file, state, *counts = row
    return Outcome(seq, file, state, [load_id for (load_id,) in loads], *counts)


def is_current(con: duckdb.DuckDBPyConnection, arrival: Arrival, contracts: Collection[str]) -> bool:
    """Whether loading this file again would change nothing.

    True when the file was loaded before with the same options, under today's contracts (`contracts`: their hashes,
    which no two forms share), and every load of that time that had a row still counts. An arrival that was stopped
    halfway is not its own predecessor: it has to be completed.
    """
    loads = con.execute(
        "SELECT seq, contract_hash, accepted, superseded_seq FROM audit.load_record WHERE sha256 = ? AND options = ?"
        " AND seq = (SELECT max(seq) FROM audit.load_record WHERE sha256 = ? AND options = ?)",
        [arrival.sha256, _options(arrival)] * 2,
    ).fetchall()
    if any(seq >= arrival.seq or contract not in contracts for seq, contract, _, _ in loads):
        return False
    counting = [superseded is None for _, _, accepted, superseded in loads if accepted]
    return bool(counting) and all(counting)


def record_noop(con: duckdb.DuckDBPyConnection, arrival: Arrival) -> Outcome:
    """Write that an arrival changed nothing; the outcome repeats what its file's load still has wrong."""
    if before := finished(con, arrival):
        return before
    outcome = Outcome(arrival.seq, arrival.name, "noop")
    with _transaction(con):
        _insert_run(con, arrival, outcome, rows_in_span=0, unclaimed=[])
    return _with_what_is_wrong(con, arrival, outcome)


def _with_what_is_wrong(con: duckdb.DuckDBPyConnection, arrival: Arrival, noop: Outcome) -> Outcome:
    """A noop with the counts of the load it repeats; the run itself held back no row a second time."""
    noop.quarantined, noop.errors, noop.warnings = con.execute(
        "SELECT quarantined, errors, warnings FROM audit.run"
        " WHERE sha256 = ? AND options = ? AND seq < ? AND state <> 'noop' ORDER BY seq DESC LIMIT 1",
        [arrival.sha256, _options(arrival), arrival.seq],
    ).fetchall()[0]
    return noop


def record(con: duckdb.DuckDBPyConnection, arrival: Arrival, reading: Reading) -> Outcome:
    """Load every submission of a reading, each in its own transaction, then write the run.

    Doing it again after a crash completes what is missing and repeats nothing. Raises ValueError when two
    submissions of the reading have one key: the second would pass for the first, already loaded.
    """
    keys = [submission.key for submission in reading.submissions]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{reading.file}: two submissions with one key")
    if before := finished(con, arrival):
        for submission in already_loaded(con, arrival, reading):  # the receipt is still to be written
            _load(con, arrival, submission)
        return before
    outcome = Outcome(arrival.seq, arrival.name, "loaded")
    outcome.accepted = sum(s.accepted.num_rows for s in reading.submissions)
    outcome.quarantined = sum(len(s.quarantined) for s in reading.submissions)
    outcome.non_data = sum(len(s.non_data) for s in reading.submissions)
    outcome.state = _state(reading, outcome)
    for submission in reading.submissions[:-1]:
        with _transaction(con):
            outcome.load_ids.append(_load(con, arrival, submission))
    with _transaction(con):  # the last one and the run together: most files hold one submission
        outcome.load_ids += [_load(con, arrival, submission) for submission in reading.submissions[-1:]]
        outcome.errors = sum(f.severity == "error" for f in reading.all_findings)
        outcome.warnings = len(reading.all_findings) - outcome.errors
        above = [*([reading.refused] if reading.refused else []), *reading.findings]
        insert_findings(con, arrival.seq, None, above)
        insert_refusals(con, arrival.seq, reading.refusals)
        insert_replay(con, arrival)
        rows_in_span = sum(s.rows_in_span for s in reading.submissions)
        _insert_run(con, arrival, outcome, rows_in_span=rows_in_span, unclaimed=reading.unclaimed)
    return outcome


def already_loaded(con: duckdb.DuckDBPyConnection, arrival: Arrival, reading: Reading) -> list[Submission]:
    """The submissions of a reading that `record` loaded before it failed."""
    return [s for s in reading.submissions if _load_ids(con, arrival, s.key)[0] is not None]


def _state(reading: Reading, outcome: Outcome) -> State:
    if not outcome.accepted:
        return "refused"
    refused_table = any(f.severity == "error" for f in reading.findings)
    return "partly" if outcome.quarantined or refused_table else "loaded"


class _transaction:
    """BEGIN on entry, COMMIT on a clean exit, ROLLBACK otherwise."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def __enter__(self) -> None:
        self.con.execute("BEGIN")

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            self.con.execute("COMMIT")
        else:
            with contextlib.suppress(duckdb.Error):  # on a full disk the database is shut: say the first error
                self.con.execute("ROLLBACK")


def _options(arrival: Arrival) -> str:
    """What was said of a file and what was corrected in it: two arrivals alike in both, and in bytes, say the same."""
    corrections = {"corrections": " ".join(arrival.corrections)} if arrival.corrections else {}
    return json.dumps(arrival.options | corrections, ensure_ascii=False, sort_keys=True)


#: Rows DuckDB compresses together: a batch of so many for each thread.
_ROW_GROUP = 122_880


def _load_ids(con: duckdb.DuckDBPyConnection, arrival: Arrival, key: Key) -> tuple[int | None, int]:
    """The load of a submission of an arrival, if there is one; the newest load of all, 0 where there is none."""
    return con.execute(
        "SELECT max(load_id) FILTER (seq = ? AND submission_id = ?), coalesce(max(load_id), 0) FROM audit.load_record",
        [arrival.seq, key.id],
    ).fetchall()[0]


def _load(con: duckdb.DuckDBPyConnection, arrival: Arrival, submission: Submission) -> int:
    """Load a submission inside a transaction; its load id, an old one where it was loaded before a stop."""
    before, newest = _load_ids(con, arrival, submission.key)
    if before is not None:
        _tell(con, before, arrival, submission)
        return before
    load_id = newest + 1
    _insert_load(con, load_id, arrival, submission)
    if submission.accepted.num_rows:
        _insert_rows(con, load_id, submission.form, submission.accepted)
        supersede(con, load_id, arrival, submission.key.id)
    _tell(con, load_id, arrival, submission)
    insert_details(con, load_id, submission)
    insert_findings(con, arrival.seq, load_id, [*submission.findings, *submission.drafts])
    return load_id


def _tell(con: duckdb.DuckDBPyConnection, load_id: int, arrival: Arrival, submission: Submission) -> None:
    """Add what only the warehouse knows to the findings of a submission; done again, it adds nothing."""
    told = no_longer_counting(con, load_id, submission, arrival.name)
    submission.findings += [finding for finding in told if finding not in submission.findings]


def _insert_load(con: duckdb.DuckDBPyConnection, load_id: int, arrival: Arrival, submission: Submission) -> None:
    insert_keys(con, [submission.key])
    values: Sequence[Any] = [
        load_id, submission.key.id,
        arrival.seq, arrival.sha256, arrival.name, arrival.received_at, _options(arrival), submission.form.hash(),
        submission.rows_in_span, submission.accepted.num_rows, len(submission.quarantined), len(submission.non_data),
        arrival.place, None, None,
    ]  # fmt: skip
    insert(con, "audit.load_record", [values])


def _insert_rows(con: duckdb.DuckDBPyConnection, load_id: int, form: type[Form], rows: pa.Table) -> None:
    names = [*form.fields(), *ROW_FIELDS]
    columns = ", ".join(map(quoted, names))
    batches = rows.select(names).to_batches(max_chunksize=_ROW_GROUP)
    con.register("accepted_rows", pa.Table.from_batches(batches))
    with all_processors(con) if len(batches) > 1 else contextlib.nullcontext():
        con.execute(
            f"INSERT INTO history.{quoted(form.name)} ({columns}, _load_id) SELECT {columns}, ? FROM accepted_rows",
            [load_id],
        )
    con.unregister("accepted_rows")


def _insert_run(
    con: duckdb.DuckDBPyConnection, arrival: Arrival, outcome: Outcome, *, rows_in_span: int, unclaimed: list[str]
) -> None:
    row = (
        arrival.seq, arrival.sha256, arrival.name, arrival.received_at, arrival.via, _options(arrival), outcome.state,
        rows_in_span, outcome.accepted, outcome.quarantined, outcome.non_data, outcome.errors, outcome.warnings,
        unclaimed,
    )  # fmt: skip
    insert(con, "audit.run", [row])

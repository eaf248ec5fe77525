"""Checks beyond the row, run once after a drain over what it loaded.

They are judged after COMMIT and not while loading: hundreds of files of one drain are held against each other in one
go, and what is odd about figures keeps none of them out. Each check says which loads it judges; what it said of them
before is replaced. A check of a pair of loads belongs to the one that came later and ends when either is superseded;
a check against many (its past, lists, rows below) judges a load anew whenever one of those changes.

How far it has come is kept in audit.state. A run that is killed before it is judged by the next; when a tolerance or
a rule between forms changes, everything that counts is judged again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from schemas.finding import Finding
from schemas.form import Form
from warehouse.checks.broken import Judged
from warehouse.checks.copies import copies
from warehouse.checks.past import against_past
from warehouse.checks.record import record
from warehouse.checks.references import references
from warehouse.checks.roll_ups import roll_ups
from warehouse.checks.sources import between_sources


@dataclass(frozen=True)
class _Mark:
    """The newest load that was judged, by which words of the contracts, and after which arrival."""

    load_id: int
    words: str
    seq: int


def judge(con: duckdb.DuckDBPyConnection, forms: Mapping[str, type[Form]]) -> dict[int, list[Finding]]:
    """Judge what was loaded since the last time, and what it changes, in one transaction.

    Returns the findings of loads judged for the first time by arrival. Nothing is written when nothing is new.
    """
    mark, words = _mark(con), _words(forms)
    since = mark.load_id if mark.words == words else 0
    new = _new(con, since)
    newest = con.execute("SELECT coalesce(max(load_id), 0) FROM audit.load").fetchall()[0][0]
    if (newest, words) == (mark.load_id, mark.words):
        return {}
    con.execute("BEGIN")
    try:
        told = record(con, _judged(con, forms, new))
        con.execute("DELETE FROM audit.state WHERE name = 'judged'")
        con.execute(
            "INSERT INTO audit.state SELECT 'judged', concat_ws(' ', ?, ?, max(seq)) FROM audit.run", [newest, words]
        )
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return _by_arrival(con, {load_id: found for load_id, found in told.items() if load_id > mark.load_id})


def judged_after(con: duckdb.DuckDBPyConnection) -> int:
    """The arrival after which everything was judged last; 0 where nothing was."""
    return _mark(con).seq


def _judged(
    con: duckdb.DuckDBPyConnection, forms: Mapping[str, type[Form]], new: Mapping[str, list[int]]
) -> list[Judged]:
    found = []
    every = [load_id for loads in new.values() for load_id in loads]
    for name, form in forms.items():
        if loads := new.get(name):
            again = copies(con, form, loads)
            found += [against_past(con, form, loads), again, _but_copies(between_sources(con, form, loads), again)]
        if every and _touches(form, new):
            found += [check(con, form, every, forms) for check in (references, roll_ups)]
    return found


def _but_copies(sources: Judged, again: Judged) -> Judged:
    """What two senders both sent, without the pairs of loads that are said to be copies as a whole."""
    pairs = {(each.at.load_id, each.other.load_id) for each in again.broken if each.other}
    kept = [
        each for each in sources.broken
        if each.rule != "ROW-SENT-TWICE" or not each.other or (each.at.load_id, each.other.load_id) not in pairs
    ]  # fmt: skip
    return Judged(sources.check, sources.loads, kept)


def _touches(form: type[Form], new: Mapping[str, Sequence[int]]) -> bool:
    """Whether a form has rules between forms one side of which is new."""
    against = [rule.against for rule in form.rules.values() if rule.against]
    return any({form.name, *each.forms} & new.keys() for each in against)


def _new(con: duckdb.DuckDBPyConnection, since: int) -> dict[str, list[int]]:
    """Form -> loads that count, newer than one."""
    rows = con.execute(
        "SELECT form, list(load_id ORDER BY load_id) FROM audit.load"
        " WHERE load_id > ? AND superseded_seq IS NULL AND accepted > 0 GROUP BY form ORDER BY form",
        [since],
    ).fetchall()
    return dict(rows)


def _mark(con: duckdb.DuckDBPyConnection) -> _Mark:
    rows = con.execute("SELECT value FROM audit.state WHERE name = 'judged'").fetchall()
    load_id, words, *seq = rows[0][0].split() if rows else ("0", "")
    return _Mark(int(load_id), words, int(seq[0]) if seq else 0)


def _words(forms: Mapping[str, type[Form]]) -> str:
    """A fingerprint of everything the contracts say about checks beyond the row."""
    said = [
        (name, form.compared, [(c.name, c.compared) for c in form.columns.values()],
         [(r.id, r.names, r.against, r.tolerance, str(r.schedule)) for r in form.rules.values() if r.against])
        for name, form in sorted(forms.items())
    ]  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _by_arrival(con: duckdb.DuckDBPyConnection, told: Mapping[int, list[Finding]]) -> dict[int, list[Finding]]:
    rows = con.execute(
        "SELECT seq, load_id FROM audit.load WHERE load_id IN (SELECT unnest(?)) ORDER BY load_id", [list(told)]
    ).fetchall()
    found: dict[int, list[Finding]] = {}
    for seq, load_id in rows:
        found.setdefault(seq, []).extend(told[load_id])
    return {seq: findings for seq, findings in found.items() if findings}

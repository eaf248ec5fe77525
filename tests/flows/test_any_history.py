"""Any history of arrivals, killed before any statement and done again, equals a small model and its own rebuild."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import Figures, Register, arrival, key, prepared, reading, submission

from schemas.submission import Reading
from warehouse.arrival import Arrival
from warehouse.connect import Connection, build
from warehouse.load import Outcome, finished, is_current, record, record_noop

HASHES = {Figures.hash(), Register.hash()}

#: What one file holds: (sender, month) -> office -> head count; no office at all is a submission without a row.
Content = dict[tuple[str, int], dict[str, int]]
#: One sending: which file, with which option, and before which statement the program is killed (0: it is not).
Sending = tuple[int, str, int]

CONTENTS = st.dictionaries(
    st.tuples(st.sampled_from(["so-y-te", "so-cong-thuong"]), st.integers(1, 2)),
    st.dictionaries(st.sampled_from("AB"), st.integers(0, 9), max_size=2),
    max_size=3,
)
SENDINGS = st.tuples(st.integers(0, 2), st.sampled_from(["", "26"]), st.sampled_from([0, 0, *range(1, 60)]))


class Killed(BaseException):
    """The program ends here."""


class Dying:
    """A connection that kills the program before its n-th statement; what was not committed is lost."""

    def __init__(self, con: Connection, n: int) -> None:
        self.con, self.left = con, n

    def execute(self, sql: str, *values: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            with contextlib.suppress(duckdb.TransactionException):  # none was open
                self.con.execute("ROLLBACK")
            raise Killed
        if self.left > 0:  # the dead say nothing more
            return self.con.execute(sql, *values)
        return None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)


class Model:
    """The same history in a few dictionaries."""

    def __init__(self) -> None:
        self.current: dict[tuple[str, int], tuple[int, dict[str, int]]] = {}
        self.last: dict[tuple[int, str], int] = {}
        self.as_of: list[set[tuple[str, str, str, int]]] = [set()]
        self.states: list[str] = []

    def send(self, seq: int, number: int, option: str, content: Content) -> None:
        filled = {where: rows for where, rows in content.items() if rows}
        before = self.last.get((number, option))
        if filled and before and all(self.current[where][0] == before for where in filled):
            self.states.append("noop")
        else:
            self.states.append("loaded" if filled else "refused")
            self.current |= {where: (seq, rows) for where, rows in filled.items()}
            self.last[number, option] = seq
        self.as_of.append(
            {(s, f"2023-{m:02}", o, n) for (s, m), (_, rows) in self.current.items() for o, n in rows.items()}
        )


def read(content: Content) -> Reading:
    return reading(*(submission(rows, at=key(month, sender)) for (sender, month), rows in content.items()))


def take(con: Connection, sent: Arrival, content: Content) -> Outcome:
    """As the flow does it."""
    before = finished(con, sent)
    if before:
        return before
    if is_current(con, sent, HASHES):
        return record_noop(con, sent)
    return record(con, sent, read(content))


def take_killed(con: Connection, sent: Arrival, content: Content, n: int) -> None:
    with contextlib.suppress(Killed):
        take(Dying(con, n), sent, content)  # type: ignore[arg-type]


def arrivals(sendings: list[Sending]) -> list[Arrival]:
    return [
        arrival(seq, f"{number:064x}", **({"unit": option} if option else {}))
        for seq, (number, option, _) in enumerate(sendings, 1)
    ]


def everything(con: Connection) -> dict[str, list[tuple[Any, ...]]]:
    names = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    return {name: con.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for (name,) in names}


def rows_as_of(con: Connection, seq: int) -> set[tuple[Any, ...]]:
    con.execute(f"SET VARIABLE as_of = {seq}")
    rows = con.execute("SELECT sender_code, period_id, office_code, head_count FROM core.figures").fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)


def played(path: Path, contents: list[Content], sendings: list[Sending], look: Callable[[Connection], None]) -> None:
    with build(path) as opened:
        con = prepared(opened)
        for sent, (number, _, n) in zip(arrivals(sendings), sendings, strict=True):
            if n:
                take_killed(con, sent, contents[number], n)
            outcome = take(con, sent, contents[number])
            assert take(con, sent, contents[number]) == outcome  # done already: told again, not done again
        look(con)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CONTENTS, min_size=3, max_size=3), st.lists(SENDINGS, max_size=7))
def test_any_history_equals_the_model_and_its_rebuild(
    tmp_path_factory: pytest.TempPathFactory, contents: list[Content], sendings: list[Sending]
) -> None:
    folder, model, found = tmp_path_factory.mktemp("history"), Model(), []
    for seq, (number, option, _) in enumerate(sendings, 1):
        model.send(seq, number, option, contents[number])

    def look(con: Connection) -> None:
        states = con.execute("SELECT state FROM audit.run ORDER BY seq").fetchall()
        assert [state for (state,) in states] == model.states
        assert [rows_as_of(con, seq) for seq in range(len(sendings) + 1)] == model.as_of
        assert con.execute("SELECT count(*) FROM audit.row_account WHERE difference <> 0").fetchall() == [(0,)]
        found.append(everything(con))

    played(folder / "live.duckdb", contents, sendings, look)
    played(folder / "rebuilt.duckdb", contents, [(number, option, 0) for number, option, _ in sendings], look)
    assert found[0] == found[1]

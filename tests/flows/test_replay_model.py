"""Random histories of sending, correcting and taking in again equal a small model that knows nothing of SQL.

A file holds submissions; a submission holds figures of offices. A figure above the limit of the contract in force is
held back. Most histories are played on readings made by hand, some through workbooks and the whole program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

import pytest
from made import key, reading, submission

from schemas.finding import Finding
from schemas.form import Form, column
from schemas.kinds import Code, Count
from schemas.quarantined import QuarantinedRow, QuarantinedRows
from schemas.submission import Reading
from warehouse.arrival import Arrival, Replay
from warehouse.connect import Connection, build
from warehouse.load import is_current, record, record_noop
from warehouse.quarantine import Superseded, newest_of, outdated
from warehouse.supersede import no_longer_there
from warehouse.tables import prepare

#: (sender, month) -> office -> figure.
Content = dict[tuple[str, int], dict[str, int]]
LIMITS = (5, 8)
SENDERS = ("so-y-te", "so-cong-thuong")


def contract(limit: int) -> type[Form]:
    """The form of offices' figures with another limit: another contract."""
    return type(
        "Figures",
        (Form,),
        {
            "__doc__": "Figures of offices.",
            "office_code": column(Code, "Mã"),
            "head_count": column(Count, "Số người", maximum=limit),
            "grain": ("office_code",),
            "period": "month",
        },
    )


CONTRACTS = {limit: contract(limit) for limit in LIMITS}


@dataclass(frozen=True)
class Sent:
    """An arrival as the model has it: the file, what it says once corrected, and whether it is a replay."""

    seq: int
    place: int
    file: int
    corrections: tuple[str, ...]
    content: Content = field(hash=False)
    limit: int


@dataclass(frozen=True)
class Load:
    """What an arrival loaded of one submission."""

    seq: int
    place: int
    where: tuple[str, int]
    good: dict[str, int] = field(hash=False)
    held: frozenset[str]


class Model:
    """What the warehouse should be, said in a few comparisons of loads."""

    def __init__(self) -> None:
        self.loads: list[Load] = []
        self.states: list[str] = []
        self.warned: dict[int, int] = {}
        self._last: dict[tuple[int, tuple[str, ...]], tuple[int, int]] = {}

    def current(self, where: tuple[str, int], as_of: int = 10**9) -> Load | None:
        """Of the loads with a figure that had come by then, the one of the newest place, then the newest."""
        known = [each for each in self.loads if each.where == where and each.good and each.seq <= as_of]
        return max(known, key=lambda each: (each.place, each.seq), default=None)

    def is_superseded(self, load: Load) -> bool:
        others = [each for each in self.loads if each.where == load.where and each.good and each is not load]
        later = any(each.seq > load.seq and each.place >= load.place for each in others)
        return later or (bool(load.good) and any(each.seq < load.seq and each.place > load.place for each in others))

    def newest_of(self, place: int) -> int | None:
        """The arrival to be taken in again for one of a place; None where newer ones have replaced it."""
        own = [each for each in self.loads if each.place == place]
        counting = [each for each in own if not self.is_superseded(each)]
        if own and not counting:
            return None
        return max(counting, key=lambda each: (bool(each.good), each.seq)).seq if counting else place

    def outdated(self, limit: int, limits: dict[int, int]) -> list[int]:
        newest = {(each.place, each.where): each for each in sorted(self.loads, key=lambda each: each.seq)}
        found = (e.place for e in newest.values() if not self.is_superseded(e) and limits[e.seq] != limit)
        return sorted(set(found))

    def take(self, sent: Sent) -> None:
        last = self._last.get((sent.file, sent.corrections))
        before = [each for each in self.loads if last and each.seq == last[0] and each.good]
        if before and last and last[1] == sent.limit and all(self.current(each.where) is each for each in before):
            self.states.append("noop")
            return
        counting = {e.where for e in self.loads if e.place == sent.place and e.good and not self.is_superseded(e)}
        if sent.place < sent.seq and sent.content and counting - sent.content.keys():
            self.states.append("refused")
            return
        n_good = n_held = 0
        for where, rows in sent.content.items():
            good = {office: n for office, n in rows.items() if n <= sent.limit}
            replaced = self.current(where)
            load = Load(sent.seq, sent.place, where, good, frozenset(rows.keys() - good.keys()))
            self.loads.append(load)
            if good and replaced and self.current(where) is load:
                self.warned[sent.seq] = self.warned.get(sent.seq, 0) + len(load.held & replaced.good.keys())
            n_good, n_held = n_good + len(good), n_held + len(load.held)
        if sent.content:
            self._last[sent.file, sent.corrections] = (sent.seq, sent.limit)
        self.states.append("refused" if not n_good else "partly" if n_held else "loaded")

    def rows(self, as_of: int) -> set[tuple[str, str, str, int]]:
        wheres = {each.where for each in self.loads}
        counting = [(where, load) for where in wheres if (load := self.current(where, as_of))]
        return {(s, f"2023-{m:02}", o, n) for (s, m), load in counting for o, n in load.good.items()}


def history(random: Random, *, is_steady: bool) -> Iterator[tuple[str, Any]]:
    """What people do, one thing after the other; `is_steady`: the contract stays what it is."""
    files = [drawn(random) for _ in range(3)]
    doings = ["send"] * 4 + ["correct"] * 3 + ["again", "retitle"] + ([] if is_steady else ["change", "outdated"])
    yield "send", (0, files[0])
    for _ in range(random.randint(2, 8)):
        doing = random.choice(doings)
        number = random.randrange(3)
        yield doing, (number, files[number]) if doing == "send" else random.random()


def drawn(random: Random) -> Content:
    """A file: one submission or two, of few keys so that they meet."""
    wheres = random.sample([(s, m) for s in SENDERS for m in (1, 2)], random.randint(1, 2))
    return {where: {office: random.randint(0, 10) for office in random.sample("ABC", random.randint(1, 3))}
            for where in wheres}  # fmt: skip


def read(sent: Sent) -> Reading:
    """The reading of an arrival: figures above the limit are held, each with its finding."""
    form, made = CONTRACTS[sent.limit], []
    for (sender, month), rows in sent.content.items():
        good = {office: n for office, n in rows.items() if n <= sent.limit}
        one = submission(good, at=key(month, sender, form), form=form)
        held = [office for office in rows if office not in good]
        one.quarantined = QuarantinedRows.of(
            QuarantinedRow(len(good) + i, "S", 50 + i, {"A": o}, ("CELL-RANGE",), {"office_code": o})
            for i, o in enumerate(held, 1)
        )
        one.findings = [Finding("CELL-RANGE", "error", "f.xlsx", "S", row_id=q.row_id) for q in one.quarantined]
        one.rows_in_span = len(rows) + 1
        made.append(one)
    return reading(*made)


def taken(con: Connection, sent: Sent) -> str:
    """As the flow does it; the state of the arrival."""
    again = Replay(sent.place, sent.corrections) if sent.place != sent.seq else None
    arrival = Arrival(sent.seq, f"{sent.file:064x}", "f.xlsx", datetime(2023, 5, 1), "inbox", replay=again)
    if is_current(con, arrival, {CONTRACTS[sent.limit].hash()}):
        return record_noop(con, arrival).state
    found = read(sent)
    gone = no_longer_there(con, arrival, found)
    return record(con, arrival, replace(found, submissions=[], refused=gone) if gone else found).state


class Played:
    """A history as it is played, in the warehouse and in the model."""

    def __init__(self, con: Connection) -> None:
        self.con, self.model, self.limit = con, Model(), LIMITS[0]
        self.sent: dict[int, Sent] = {}

    def do(self, doing: str, what: Any) -> None:
        if doing == "send":
            self._take(Sent(len(self.sent) + 1, len(self.sent) + 1, what[0], (), what[1], self.limit))
        elif doing == "change":
            self.limit = LIMITS[1 - LIMITS.index(self.limit)]
        elif doing == "outdated":
            limits = {seq: each.limit for seq, each in self.sent.items()}
            places = outdated(self.con, {"figures": CONTRACTS[self.limit]})
            assert places == self.model.outdated(self.limit, limits)
            for place in places:
                self._again(place, "again", 0.0)
        else:
            self._again(list(self.sent)[int(what * len(self.sent))], doing, what)

    def _again(self, seq: int, doing: str, what: float) -> None:
        place = self.sent[seq].place
        expected = self.model.newest_of(place)
        if expected is None:
            with pytest.raises(Superseded):
                newest_of(self.con, place)
            return
        assert newest_of(self.con, place)[0] == expected
        before = self.sent[expected]
        content, corrections = corrected(before.content, doing, what)
        new = len(self.sent) + 1
        laid_over = (*before.corrections, *corrections)
        self._take(Sent(new, place, before.file, laid_over, content, self.limit))

    def _take(self, sent: Sent) -> None:
        self.sent[sent.seq] = sent
        self.model.take(sent)
        assert taken(self.con, sent) == self.model.states[-1]


def corrected(content: Content, doing: str, what: float) -> tuple[Content, tuple[str, ...]]:
    """A content with every second figure that no contract takes put right, or one submission moved to another month."""
    if doing == "correct":
        right = {where: {o: n if n <= LIMITS[0] or (n + int(what * 97)) % 2 else n % 5 for o, n in rows.items()}
                 for where, rows in content.items()}  # fmt: skip
        return right, (repr(sorted(right.items())),)
    if doing == "retitle" and content:
        (sender, month), *others = content
        moved = {(sender, month + 2): content[sender, month]} | {where: content[where] for where in others}
        return moved, (f"to {month + 2}",)
    return content, ()


def rows_as_of(con: Connection, seq: int) -> set[tuple[Any, ...]]:
    con.execute(f"SET VARIABLE as_of = {seq}")
    rows = con.execute("SELECT sender_code, period_id, office_code, head_count FROM core.figures").fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)


def compare(played: Played) -> None:
    con, model = played.con, played.model
    for seq in range(len(played.sent) + 1):
        assert rows_as_of(con, seq) == model.rows(seq)
    states = con.execute("SELECT state FROM audit.run ORDER BY seq").fetchall()
    assert [state for (state,) in states] == model.states
    warned = con.execute("SELECT seq, sum(split(message_en, ' rows of the earlier')[1].split(' ')[-1]::INT)::INT"
                         " FROM audit.finding WHERE rule = 'SUB-HELD-SINCE' GROUP BY seq").fetchall()  # fmt: skip
    assert dict(warned) == {seq: n for seq, n in model.warned.items() if n}
    loads = con.execute("SELECT seq, place_seq, superseded_seq IS NULL FROM audit.load ORDER BY load_id").fetchall()
    assert loads == [(each.seq, each.place, not model.is_superseded(each)) for each in model.loads]
    replays = con.execute("SELECT seq, of_seq, len(corrections) FROM audit.replay ORDER BY load_id").fetchall()
    again = [each for each in model.loads if each.place != each.seq]
    assert replays == [(each.seq, each.place, len(played.sent[each.seq].corrections)) for each in again]


def everything(con: Connection) -> dict[str, list[tuple[Any, ...]]]:
    names = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    return {name: con.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for (name,) in names}


def emptied(con: Connection) -> None:
    for name in everything(con):
        if name != "audit.state":
            con.execute(f"DELETE FROM {name}")


def check(con: Connection, seed: int) -> int:
    """Play one history; one under a steady contract is also rebuilt. Returns how many arrivals it had."""
    random = Random(seed)
    is_steady = seed % 2 == 0
    emptied(con)
    played = Played(con)
    for doing, what in history(random, is_steady=is_steady):
        played.do(doing, what)
    compare(played)
    if is_steady:
        live = everything(con)
        emptied(con)
        for sent in played.sent.values():
            taken(con, sent)
        assert everything(con) == live
    return len(played.sent)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with build(tmp_path_factory.mktemp("model") / "w.duckdb") as opened:
        prepare(opened, [CONTRACTS[LIMITS[0]]], {}, [])
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(50))
def test_a_history_equals_the_model(con: Connection, seed: int) -> None:
    assert check(con, seed) >= 1


@pytest.mark.soak
def test_many_histories_equal_the_model(con: Connection) -> None:
    assert sum(check(con, seed) for seed in range(50, 500)) > 1000

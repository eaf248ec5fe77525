"""Loading: one transaction a submission, nothing twice, nothing lost, the newest counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from made import Figures, Register, arrival, current, key, prepared, reading, submission

import warehouse.load
from schemas.form import Form, column
from schemas.kinds import Code, Count, Text
from schemas.submission import EXTRA_FIELDS, Key, Reading
from schemas.values.periods import period
from warehouse.connect import Connection, build
from warehouse.insert import insert_keys
from warehouse.load import done, finished, is_current, record, record_noop
from warehouse.tables import ContractChanged, prepare

HASHES = {Figures.hash(), Register.hash()}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with build(tmp_path / "w.duckdb") as opened:
        yield prepared(opened)


def test_a_load_keeps_rows_reasons_totals_marks_and_columns(con: Connection) -> None:
    outcome = record(con, arrival(1), reading(submission({"A": 7, "B": 9}, held=1)))
    assert (outcome.state, outcome.accepted, outcome.quarantined, outcome.non_data) == ("partly", 2, 1, 1)
    assert current(con) == {"A": 7, "B": 9}
    assert con.execute("SELECT difference FROM audit.row_account").fetchall() == [(0,)]
    assert con.execute("SELECT row_id, sheet_row, cells['B'], rules FROM audit.quarantine").fetchall() == [
        (3, 13, "-1", ["CELL-RANGE"])
    ]
    assert con.execute("SELECT kind, numbers['head_count'] FROM audit.non_data_row").fetchall() == [("total", 16.0)]
    assert con.execute("SELECT mark, text FROM audit.mark").fetchall() == [("over", "trên 7")]
    assert con.execute("SELECT letter FROM audit.column_map WHERE column_name = 'head_count'").fetchall() == [("B",)]
    assert con.execute("SELECT cell, load_id, row_id FROM audit.finding").fetchall() == [("B13", 1, 3)]
    reasons = con.execute("SELECT file_name, sheet, sheet_row, cell, rule, found FROM audit.reason").fetchall()
    assert reasons == [("f.xlsx", "S", 13, "B13", "CELL-RANGE", "-1")]


def test_what_is_kept_of_columns_the_form_has_not_stands_beside_the_rows(con: Connection) -> None:
    sent = submission({"A": 7})
    sent.extra = [pa.table({name: [1 if name == "row_id" else name] for name in EXTRA_FIELDS})]
    record(con, arrival(1), reading(sent))
    kept = con.execute("FROM audit.extra_cell").fetchall()
    assert kept == [(1, 1, "sheet", "cell", "header", "kind", "value")]


def test_a_correction_supersedes_and_the_old_figure_stays_readable(con: Connection) -> None:
    record(con, arrival(1), reading(submission({"A": 7})))
    record(con, arrival(2), reading(submission({"A": 8})))
    assert current(con) == {"A": 8}
    con.execute("SET VARIABLE as_of = 1")
    assert current(con) == {"A": 7}
    con.execute("SET VARIABLE as_of = 0")
    assert current(con) == {}
    con.execute("RESET VARIABLE as_of")
    assert con.execute("SELECT load_id, superseded_seq FROM audit.load ORDER BY 1").fetchall() == [(1, 2), (2, None)]
    assert con.execute("SELECT times_sent, current_load_id FROM audit.submission").fetchall() == [(2, 2)]


@pytest.mark.parametrize("other", [key(sender="so-cong-thuong"), key(month=4), key(revision="estimate")])
def test_another_sender_period_or_revision_supersedes_nothing(con: Connection, other: object) -> None:
    record(con, arrival(1), reading(submission({"A": 7})))
    record(con, arrival(2), reading(submission({"A": 8}, at=other)))  # type: ignore[arg-type]
    assert con.execute("SELECT count(*) FROM core.figures").fetchall() == [(2,)]


def test_a_load_without_a_row_supersedes_nothing(con: Connection) -> None:
    record(con, arrival(1), reading(submission({"A": 7})))
    outcome = record(con, arrival(2), reading(submission({}, held=2)))
    assert outcome.state == "refused"
    assert current(con) == {"A": 7}


def test_the_same_file_again_is_a_noop_and_a_b_a_is_a_correction_back(con: Connection) -> None:
    a, b = "a" * 64, "b" * 64
    record(con, arrival(1, a), reading(submission({"A": 7})))
    assert is_current(con, arrival(2, a), HASHES)
    assert not is_current(con, arrival(2, a, sender="so-y-te"), HASHES)
    assert not is_current(con, arrival(2, a), {"another contract"})
    assert record_noop(con, arrival(2, a)).state == "noop"
    record(con, arrival(3, b), reading(submission({"A": 8})))
    assert not is_current(con, arrival(4, a), HASHES)
    record(con, arrival(4, a), reading(submission({"A": 7})))
    assert current(con) == {"A": 7}
    assert done(con) == {1, 2, 3, 4}


def test_a_refused_file_is_recorded_with_its_reason(con: Connection) -> None:
    from schemas.finding import Finding

    refused = Reading("f.xlsx", refused=Finding("FILE-ENCRYPTED", "error", "f.xlsx"))
    assert record(con, arrival(1), refused).state == "refused"
    rows = con.execute("SELECT rule, load_id, message_en FROM audit.finding").fetchall()
    assert rows[0][:2] == ("FILE-ENCRYPTED", None)
    assert "password" in rows[0][2]
    assert not is_current(con, arrival(2, arrival(1).sha256), HASHES)


@pytest.mark.parametrize("moment", ["_insert_rows", "supersede", "insert_details", "insert_findings"])
def test_stopped_inside_a_load_it_is_absent_and_doing_it_again_completes(
    con: Connection, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    first, second = submission({"A": 7}), submission({"C": 3}, at=key(sender="so-cong-thuong"))
    record(con, arrival(1), reading(submission({"A": 1})))
    real, calls = getattr(warehouse.load, moment), []

    def stop(*args: object, **named: object) -> None:
        calls.append(1)
        if len(calls) == 2:  # the second submission of the file
            raise KeyboardInterrupt
        real(*args, **named)

    monkeypatch.setattr(warehouse.load, moment, stop)
    with pytest.raises(KeyboardInterrupt):
        record(con, arrival(2), reading(first, second))
    assert current(con) == {"A": 7}
    assert done(con) == {1}
    monkeypatch.setattr(warehouse.load, moment, real)
    outcome = record(con, arrival(2), reading(first, second))
    assert outcome.load_ids == [2, 3]
    assert current(con) == {"A": 7, "C": 3}
    assert con.execute("SELECT count(*) FROM history.figures").fetchall() == [(3,)]


def test_a_register_shows_the_newest_row_of_each_office(con: Connection) -> None:
    for seq, rows in enumerate([{"A": 1, "B": 2}, {"B": 3, "C": 4}, {"A": 5}], 1):
        at = key(month=seq, form=Register)
        record(con, arrival(seq), reading(submission(rows, at=at, form=Register)))
    assert current(con, Register) == {"A": 5, "B": 3, "C": 4}
    con.execute("SET VARIABLE as_of = 2")
    assert current(con, Register) == {"A": 1, "B": 3, "C": 4}


def test_a_register_shows_the_newest_period_also_when_an_older_one_comes_late(con: Connection) -> None:
    for seq, (month, rows) in enumerate([(5, {"A": 5, "B": 5}), (4, {"A": 4, "C": 4})], 1):
        record(con, arrival(seq), reading(submission(rows, at=key(month, form=Register), form=Register)))
    assert current(con, Register) == {"A": 5, "B": 5, "C": 4}
    assert con.execute("SELECT bool_and(_is_counted) FROM core.register").fetchall() == [(True,)]
    by_period = con.execute("SELECT period_id, office_code, head_count, _is_counted FROM core.register_by_period")
    assert sorted(by_period.fetchall()) == [
        ("2023-04", "A", 4, True), ("2023-04", "C", 4, True), ("2023-05", "A", 5, True), ("2023-05", "B", 5, True)
    ]  # fmt: skip
    comments = con.execute("SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'core' ORDER BY 1")
    assert [name for name, comment in comments.fetchall() if comment] == ["figures", "register", "register_by_period"]


def counted(con: Connection, form: type[Form]) -> list[tuple[object, ...]]:
    rows = con.execute(
        f"SELECT {form.grain[0]}, period_id, revision, sender_code, head_count FROM core.{form.name} WHERE _is_counted"
    ).fetchall()
    return sorted(rows)


def test_of_one_row_by_two_senders_the_newest_load_counts(con: Connection) -> None:
    record(con, arrival(1), reading(submission({"A": 7, "B": 1})))
    record(con, arrival(2), reading(submission({"A": 8}, at=key(sender="so-cong-thuong"))))
    record(con, arrival(3), reading(submission({"A": 9}, at=key(revision="estimate"))))
    assert counted(con, Figures) == [
        ("A", "2023-05", "estimate", "so-y-te", 9),
        ("A", "2023-05", "official", "so-cong-thuong", 8),
        ("B", "2023-05", "official", "so-y-te", 1),
    ]
    con.execute("SET VARIABLE as_of = 1")
    assert counted(con, Figures)[0] == ("A", "2023-05", "official", "so-y-te", 7)


class OfAgencies(Form):
    """Figures of agencies, one row per agency."""

    agency = column(Text, "Đơn vị", codes="agency")
    head_count = column(Count, "Số người")
    grain = ("agency_code",)
    period = "month"


class OfUnits(Form):
    """Figures of districts, one row per district."""

    district = column(Code, "Mã huyện", codes="unit:district")
    head_count = column(Count, "Số người")
    grain = ("district",)
    period = "month"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "field", "about", "own", "other"),
    [
        (OfAgencies, "agency_code", "so-y-te", ("so-y-te", "26"), ("van-phong-ubnd-tinh", "26")),
        (OfUnits, "district", "243", ("ubnd-vinh-yen", "243"), ("so-cong-thuong", "26")),
    ],
)
@pytest.mark.parametrize("own_first", [True, False])
def test_the_body_a_row_is_about_counts_before_another_sender(
    tmp_path: Path,
    form: type[Form],
    field: str,
    about: str,
    own: tuple[str, str],
    other: tuple[str, str],
    own_first: bool,
) -> None:
    with build(tmp_path / "w.duckdb") as con:
        prepare(con, [form], {}, [])
        for load_id, (sender, scope) in enumerate([own, other] if own_first else [other, own], 1):
            sent = Key(form.name, sender, scope, period("month", "calendar", 2023, 5))
            insert_keys(con, [sent])
            con.execute(
                "INSERT INTO audit.load_record VALUES (?, ?, ?, '', '', now(), '', '', 1, 1, 0, 0, ?, NULL, NULL)",
                [load_id, sent.id, load_id, load_id],
            )
            con.execute(
                f"INSERT INTO history.{form.name} ({field}, head_count, _load_id, _row_id) VALUES (?, ?, ?, 1)",
                [about, 7 if sender == own[0] else 8, load_id],
            )
        assert counted(con, form) == [(about, "2023-05", "official", own[0], 7)]


def test_two_submissions_of_one_key_are_a_mistake_and_nothing_is_loaded(con: Connection) -> None:
    with pytest.raises(ValueError, match="one key"):
        record(con, arrival(1), reading(submission({"A": 7}), submission({"B": 8})))
    assert con.execute("SELECT count(*) FROM audit.load").fetchall() == [(0,)]


def test_a_file_stopped_between_two_submissions_is_not_its_own_predecessor(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = reading(submission({"A": 7}), submission({"C": 3}, at=key(sender="so-cong-thuong")))
    real = warehouse.load._load
    monkeypatch.setattr(warehouse.load, "_load", lambda *a: real(*a) if done(con) or not current(con) else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(con, arrival(1), file)
    monkeypatch.undo()
    assert current(con) == {"A": 7}
    assert not is_current(con, arrival(1), HASHES)
    assert finished(con, arrival(1)) is None
    outcome = record(con, arrival(1), file)
    assert (outcome.load_ids, outcome.state, current(con)) == ([1, 2], "loaded", {"A": 7, "C": 3})
    assert record(con, arrival(1), file) == finished(con, arrival(1)) == outcome
    assert is_current(con, arrival(2, arrival(1).sha256), HASHES)


def test_a_file_none_of_whose_rows_passed_is_read_again_when_it_is_sent_again(con: Connection) -> None:
    record(con, arrival(1), reading(submission({}, held=2)))
    assert not is_current(con, arrival(2, arrival(1).sha256), HASHES)


def test_a_new_column_is_null_for_the_past_and_any_other_change_asks_for_a_rebuild(con: Connection) -> None:
    record(con, arrival(1), reading(submission({"A": 7})))

    class Figures(Form):
        office_code = column(Code, "Mã")
        head_count = column(Count, "Số người")
        spent_vnd = column(Count, "Kinh phí")

    with pytest.raises(ContractChanged, match="spent_vnd"):
        prepare(con, [Figures], {}, [])
    assert current(con) == {"A": 7}

    class More(Form):
        office_code = column(Code, "Mã")
        head_count = column(Count, "Số người")
        note = column(Text, "Ghi chú")

    More.name = "register"
    prepare(con, [More], {}, [])
    views = con.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'core'").fetchall()
    assert views == [("register",)]  # the form figures is gone, and its view; its rows stay
    assert con.execute("SELECT count(*) FROM history.figures").fetchall() == [(1,)]
    assert "note" in [c[0] for c in con.execute("DESCRIBE core.register").fetchall()]


def test_preparing_twice_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with build(path) as con:
        prepared(con)
    before = path.stat()
    with build(path) as con:
        prepared(con)
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def test_a_noop_told_again_says_what_is_still_wrong_with_its_file(con: Connection) -> None:
    a = "a" * 64
    record(con, arrival(1, a), reading(submission({"A": 7}, held=1)))
    outcome = record_noop(con, arrival(2, a))
    assert (outcome.state, outcome.accepted, outcome.quarantined, outcome.errors) == ("noop", 0, 1, 1)
    assert finished(con, arrival(2, a)) == record_noop(con, arrival(2, a)) == outcome

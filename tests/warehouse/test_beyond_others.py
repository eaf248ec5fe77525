"""A submission against others: other senders, lists it names things of, tables that are its sum."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from beyond import Case, District, Office, Parcel, Procedure, Province, Table, send, standing, told, warehouse

from schemas.catalogue.messages import message
from warehouse.connect import Connection

pytestmark = pytest.mark.slow

#: The nine communes of thành phố Vĩnh Yên in May 2023, district 243.
VINH_YEN = ("08707", "08710", "08713", "08716", "08719", "08722", "08725", "08728", "08731")
ROW = {"office_code": "A", "received_count": 120, "online_count": 100, "trained_count": 7, "volatile_count": 9}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with warehouse(tmp_path / "w.duckdb") as opened:
        yield opened


def test_two_senders_with_two_figures_are_told_of_with_both_cells(con: Connection) -> None:
    send(con, Office, [ROW], 5, sender="van-phong-ubnd-tinh")
    seq = send(con, Office, [ROW | {"online_count": 90}], 5, scope="243")
    (finding,) = told(con)[seq]
    assert (finding.cell, finding.rule, finding.details["other_file"]) == ("C10", "CELL-OTHER-SOURCE", "1.xlsx")
    assert finding.details["other_cell"] == "C10"
    assert "trong khi 1.xlsx, trang tính S, ô C10 của Văn phòng UBND tỉnh ghi 100" in message(finding, "vi")
    shown = con.execute(
        "SELECT sender_code, file_name, cell, value, other_sender_code, other_file_name, other_cell, other_value,"
        " difference, difference_pct FROM audit.disagreement"
    ).fetchall()
    assert shown == [("so-y-te", "2.xlsx", "C10", 90, "van-phong-ubnd-tinh", "1.xlsx", "C10", 100, -10, -10.0)]
    send(con, Office, [ROW | {"online_count": 90}], 5, sender="van-phong-ubnd-tinh")
    assert told(con) == {}
    assert standing(con) == []
    assert con.execute("FROM audit.disagreement").fetchall() == []
    con.execute("SET VARIABLE as_of = 2")
    assert con.execute("SELECT value, other_value FROM audit.disagreement").fetchall() == [(90, 100)]
    con.execute("RESET VARIABLE as_of")


def test_figures_apart_by_no_more_than_the_tolerance_and_of_an_estimate_agree(con: Connection) -> None:
    large = ROW | {"received_count": 100_000}
    send(con, Office, [large], 5, sender="van-phong-ubnd-tinh")
    send(con, Office, [large | {"received_count": 100_400}], 5, scope="243")
    send(con, Office, [ROW | {"received_count": 1}], 5, scope="243", revision="estimate")
    assert told(con) == {}


def test_a_row_two_senders_of_one_territory_send_is_told_of_once(con: Connection) -> None:
    send(con, Office, [ROW, ROW | {"office_code": "B"}], 5, sender="van-phong-ubnd-tinh")
    seq = send(con, Office, [ROW, ROW | {"office_code": "C", "received_count": 11}], 5)
    assert [(f.cell, f.rule, f.details["rows"]) for f in told(con)[seq]] == [("A10", "ROW-SENT-TWICE", "1")]


def test_neighbours_have_no_row_in_common_and_who_answers_for_both_may_repeat_theirs(con: Connection) -> None:
    rows = [{"commune_code": VINH_YEN[0], "parcel_count": 10}]
    send(con, Parcel, rows, 5, sender="ubnd-vinh-yen", scope="243")
    send(con, Parcel, rows, 5)
    assert told(con) == {}
    seq = send(con, Parcel, rows, 5, sender="ubnd-phuc-yen", scope="244")
    assert [(f.rule, f.cell, f.details["other_file"]) for f in told(con)[seq]] == [("ROW-SENT-TWICE", "A10", "1.xlsx")]


def test_a_case_stands_in_one_register(con: Connection) -> None:
    case = {"case_code": "1", "procedure_code": "P", "channel": "online"}
    send(con, Procedure, [{"procedure_code": "P", "is_open": "open"}], 5)
    send(con, Case, [case], 5)
    seq = send(con, Case, [case, case | {"case_code": "2"}], 5, sender="ubnd-vinh-yen", scope="243")
    assert [(f.rule, f.cell, f.details["rows"]) for f in told(con)[seq]] == [("ROW-SENT-TWICE", "A10", "1")]


def test_a_file_sent_under_another_name_is_a_copy(con: Connection) -> None:
    rows = [ROW, ROW | {"office_code": "B", "received_count": 501, "online_count": 333}]
    send(con, Office, rows, 5)
    seq = send(con, Office, rows, 5, sender="so-cong-thuong")
    assert [(f.cell, f.rule) for f in told(con)[seq]] == [("B10", "SUB-COPY")]
    other = send(con, Office, [rows[0], rows[1] | {"online_count": 334}], 5, sender="so-noi-vu")
    assert "SUB-COPY" not in {f.rule for f in told(con)[other]}


def communes(total: int, months: int = 5) -> list[dict[str, object]]:
    """Every commune of the district, the first with what the others leave."""
    rows: list[dict[str, object]] = [{"commune_code": code, "parcel_count": 10} for code in VINH_YEN]
    return [rows[0] | {"parcel_count": total - 80}, *rows[1:]]


@pytest.mark.parametrize(("total", "found"), [(1000, []), (1009, []), (1020, [("2.xlsx", "B10", "TEST-001")])])
def test_communes_add_up_to_their_district(con: Connection, total: int, found: list[object]) -> None:
    send(con, Parcel, communes(1000), 5)
    send(con, District, [{"district_code": "243", "parcel_count": total}], 5)
    told(con)
    assert standing(con) == found


def test_a_sum_is_not_judged_before_every_commune_is_there_and_is_once_it_is(con: Connection) -> None:
    send(con, District, [{"district_code": "243", "parcel_count": 900}], 5)
    first, *others = communes(1000)
    send(con, Parcel, others, 5, sender="ubnd-vinh-yen", scope="243")
    assert told(con) == {}
    send(con, Parcel, [first], 5, sender="so-noi-vu")
    assert told(con) == {}, "the total came before: its receipt is written"
    assert standing(con) == [("1.xlsx", "B10", "TEST-001")]
    assert con.execute("SELECT value, other_value, other_form FROM audit.disagreement").fetchall() == [
        (900, 1000, "parcel")
    ]
    send(con, Parcel, [first | {"parcel_count": 820}], 5, sender="so-noi-vu")
    told(con)
    assert standing(con) == []


def test_districts_add_up_to_the_province_on_its_own_day(con: Connection) -> None:
    codes = ("243", "244", "246", "247", "248", "249", "251", "252", "253")
    send(con, District, [{"district_code": code, "parcel_count": 100} for code in codes], 5)
    send(con, Province, [{"province_code": "26", "parcel_count": 905}], 5)
    told(con)
    assert standing(con) == [("2.xlsx", "B10", "TEST-002")]
    send(con, Province, [{"province_code": "26", "parcel_count": 900}], 5)
    assert told(con) == {}
    assert standing(con) == []


CASES = [
    {"case_code": "1", "procedure_code": "P1", "channel": "online"},
    {"case_code": "2", "procedure_code": "P1", "channel": "desk"},
    {"case_code": "3", "procedure_code": "P2", "channel": "desk"},
]
LIST = [{"procedure_code": "P1", "is_open": "open"}, {"procedure_code": "P2", "is_open": "open"}]


def test_what_a_row_names_is_in_the_newest_list_of_its_day(con: Connection) -> None:
    send(con, Procedure, LIST[:1], 6)
    seq = send(con, Case, CASES, 5)
    assert told(con) == {}, "the only list is of June"
    send(con, Procedure, [LIST[0], LIST[1] | {"is_open": "closed"}], 4)
    assert told(con) == {}
    assert standing(con) == [(f"{seq}.xlsx", "B12", "TEST-003")]
    send(con, Procedure, LIST, 5)
    told(con)
    assert standing(con) == []


def test_a_rule_on_trial_is_counted_and_not_told(con: Connection) -> None:
    send(con, Procedure, LIST[:1], 2)
    send(con, Case, CASES, 2)
    assert told(con) == {}
    assert con.execute("SELECT rule, severity FROM audit.finding").fetchall() == [("TEST-003", "draft")]
    assert con.execute("SELECT warnings FROM audit.run WHERE seq = 2").fetchall() == [(0,)]
    seq = send(con, Case, CASES, 3)
    assert [(f.cell, f.found) for f in told(con)[seq]] == [("B12", "P2")]


@pytest.mark.parametrize(("count", "found"), [(1, []), (2, [("2.xlsx", "B10", "TEST-004")])])
def test_a_table_counts_its_register(con: Connection, count: int, found: list[object]) -> None:
    send(con, Case, CASES, 5)
    send(con, Table, [{"procedure_code": "P1", "online_count": count}, {"procedure_code": "P9", "online_count": 4}], 5)
    told(con)
    assert standing(con) == found


def test_a_killed_run_is_judged_by_the_next_and_nothing_is_judged_twice(con: Connection) -> None:
    send(con, Case, CASES, 5)
    send(con, Table, [{"procedure_code": "P1", "online_count": 2}], 5)
    assert [f.rule for f in told(con)[2]] == ["TEST-004"]
    assert told(con) == {}
    assert con.execute("SELECT count(*) FROM audit.comparison").fetchall() == [(1,)]

"""Rows held back, and the submission that is refused whole because too many of its rows are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schemas.catalogue.messages import message
from schemas.contract_error import ContractError
from schemas.finding import Finding
from schemas.form import Form, column
from schemas.kinds import Code, Count, Text
from schemas.registry import form as form_of
from schemas.submission import Reading
from schemas.validation.held import broken_by, too_many
from spreadsheets.read.workbook import Workbook
from spreadsheets.understand.reading import read_submissions
from tests.hand import sheet
from tests.made import arrival
from warehouse.connect import build
from warehouse.load import record
from warehouse.tables import prepare

HEAD = [["DANH SÁCH TRẠM THÁNG 5/2023"], [None], ["STT", "Trạm", "Mã trạm", "Số CCCD", "Lượt khám"]]


class Stations(Form):
    """Stations for tests, one row a station."""

    titles = ("Danh sách trạm",)
    grain = ("station",)
    period = "month"
    sender = "so-y-te"
    station = column(Text, "Trạm", nullable=False)
    station_code = column(Code, "Mã trạm", pattern="[0-9]{3}")
    citizen_number = column(Code, "Số CCCD", personal=True)
    visit_count = column(Count, "Lượt khám", nullable=False)


def sent(monkeypatch: pytest.MonkeyPatch, right: int, wrong: int) -> Reading:
    """A workbook with so many right and wrong rows: every wrong one has a word for a number, one a wrong code too."""
    monkeypatch.setattr("spreadsheets.understand.reading.forms", lambda: {"stations": Stations})
    rows: list[list[Any]] = [[i, f"Trạm {i}", f"{i:03}", "001099000001", i] for i in range(right + wrong)]
    for row in rows[:wrong]:
        row[4] = "nhiều"
    if wrong:
        rows[0][2] = "x"
    return read_submissions(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (sheet([*HEAD, *rows]),)))


@pytest.mark.parametrize(
    ("right", "wrong", "loaded"),
    [
        (10, 0, 10),
        (5, 5, 5),  # half is not more than half
        (4, 5, 0),
        (4, 6, 0),
        (1, 4, 1),  # single slips, however small the table
        (1, 5, 0),
    ],
)
def test_more_wrong_rows_than_the_form_bears_refuse_them_all(
    monkeypatch: pytest.MonkeyPatch, right: int, wrong: int, loaded: int
) -> None:
    (submission,) = sent(monkeypatch, right, wrong).submissions
    assert (submission.accepted.num_rows, len(submission.quarantined)) == (loaded, right + wrong - loaded)
    assert submission.rows_in_span == right + wrong
    assert ("SUB-TOO-MANY" in [f.rule for f in submission.findings]) == (not loaded)


def test_the_finding_says_how_many_and_by_which_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    (submission,) = sent(monkeypatch, 2, 6).submissions
    (refusal,) = [f for f in submission.findings if f.row_id is None]
    assert (refusal.rule, refusal.severity, refusal.file, refusal.sheet, refusal.cell, refusal.form) == (
        "SUB-TOO-MANY", "error", "a.xlsx", "Sheet1", "A3", "stations",
    )  # fmt: skip
    assert message(refusal, "vi") == (
        "a.xlsx, trang tính Sheet1, ô A3: quá nhiều dòng số liệu có lỗi: 6 trong 8 dòng; thường gặp nhất:"
        " “Không phải số nguyên” (CELL-COUNT, 6 dòng); “Mã sai dạng” (CELL-PATTERN, 1 dòng);"
        " chỉ nạp các dòng đúng khi không quá 50 % số dòng có lỗi; chưa có dòng nào được nạp, số liệu đã nạp trước đây"
        " được giữ nguyên; kiểm tra xem có gửi nhầm tệp, lệch cột hay sai đơn vị tính không, sửa các ô đã nêu rồi gửi"
        " lại cả tệp."
    )
    assert "6 of 8; the commonest: “Not a whole number” (CELL-COUNT, 6 rows)" in message(refusal, "en")


def test_right_rows_wait_with_the_wrong_ones_and_say_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    good = sent(monkeypatch, 8, 0)
    bad = sent(monkeypatch, 2, 6)
    with build(tmp_path / "w.duckdb") as con:
        prepare(con, [Stations], {}, [])
        record(con, arrival(1), good)
        outcome = record(con, arrival(2), bad)
        assert (outcome.state, outcome.accepted, outcome.quarantined) == ("refused", 0, 8)
        assert con.execute("SELECT count(*) FROM core.stations").fetchall() == [(8,)]
        assert con.execute("SELECT superseded_by FROM audit.load ORDER BY load_id").fetchall() == [(None,), (None,)]
        assert con.execute("SELECT seq, difference FROM audit.row_account ORDER BY 1").fetchall() == [(1, 0), (2, 0)]
        held = con.execute("SELECT row_id, rules, cells FROM audit.quarantine ORDER BY row_id").fetchall()
        assert [rules for _, rules, _ in held] == [
            ["CELL-COUNT", "CELL-PATTERN"], *[["CELL-COUNT"]] * 5, *[["SUB-TOO-MANY"]] * 2,
        ]  # fmt: skip
        assert "001099000001" not in str(held)
        reasons = con.execute("SELECT row_id, rule FROM audit.reason ORDER BY row_id, rule").fetchall()
    assert reasons == [
        (1, "CELL-COUNT"), (1, "CELL-PATTERN"), *[(i, "CELL-COUNT") for i in range(2, 7)],
        (7, "SUB-TOO-MANY"), (8, "SUB-TOO-MANY"),
    ]  # fmt: skip


def test_a_form_says_its_own_threshold() -> None:
    findings = [Finding("CELL-COUNT", "error", row_id=i) for i in range(5)]
    findings += [Finding("CELL-CODE", "warning", row_id=9), Finding("SUB-EMPTY", "error")]
    broken = broken_by(findings)
    assert broken == {i: {"CELL-COUNT": None} for i in range(5)}
    limits = {
        limit: type("Thing", (Form,), {"n": column(Count, "Số"), "refuse_above": limit}) for limit in (0, 5, None)
    }
    assert [too_many(limits[limit], broken, 100) is None for limit in (0, 5, None)] == [False, True, True]
    assert [too_many(limits[limit], broken, 99) is None for limit in (0, 5, None)] == [False, False, True]
    assert too_many(limits[0], broken, 5) is None  # no row is left that could be loaded
    assert form_of("dossier").refuse_above == 50


@pytest.mark.parametrize("limit", [-1, 100, 250])
def test_a_threshold_is_a_per_cent(limit: float) -> None:
    with pytest.raises(ContractError, match="refuse_above"):
        type("Thing", (Form,), {"n": column(Count, "Số"), "refuse_above": limit})

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from schemas.finding import Finding
from schemas.form import Form, column, column_sum, printed_totals, rule
from schemas.kinds import Amount, Code, Count, Day, Flag, Percent, Ratio, Text
from schemas.submission import NonDataRow
from schemas.validation.validate import schema, to_frame, validate
from tests.sheets import letters, table
from tests.work import calls

WORDS = {"vi": "các phần bằng tổng", "en": "the parts equal the whole", "source": "thử"}


class Facilities(Form):
    """Every kind of cell, for tests."""

    grain = ("facility_code",)

    facility_code = column(Code, "Mã cơ sở", pattern="26[0-9]{3}", nullable=False)
    agency = column(Text, "Đơn vị", codes="agency", nullable=False)
    visits = column(Count, "Lượt khám")
    chip_visits = column(Count, "Bằng CCCD")
    other_visits = column(Count, "Bằng giấy tờ khác")
    revenue_vnd = column(Amount, "Doanh thu", minimum=0)
    cash_vnd = column(Amount, "Tiền mặt")
    chip_pct = column(Percent, "Tỷ lệ CCCD", maximum=100)
    ready = column(Ratio, "Sẵn sàng")
    opened = column(Day, "Ngày mở")
    cashless = column(Flag, "Không dùng tiền mặt")
    head_number = column(Code, "Số định danh", pattern="[0-9]{12}", personal=True)

    parts = rule("T-001", "visits == total(chip_visits, other_visits)", severity="error", **WORDS)
    cash = rule("T-002", "cash_vnd <= revenue_vnd", severity="warning", tolerance=0.5, **WORDS)
    share = rule("T-003", "share(chip_pct, chip_visits, visits)", severity="warning", **WORDS)
    totals = printed_totals("T-004", severity="warning", tolerance=0.5, **WORDS)


LETTERS = letters(Facilities)
GOOD = {
    "facility_code": "26001", "agency_name": "Sở Y tế", "agency_code": "so-y-te", "visits": 12500, "chip_visits": 4523,
    "other_visits": 7977, "revenue_vnd": 1568.25e6, "cash_vnd": 1e6, "chip_pct": 36.18, "ready_numerator": 9,
    "ready_denominator": 9, "opened": date(2023, 5, 15), "cashless": True, "head_number": "026090001234",
}  # fmt: skip


def _rows(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [GOOD | {"facility_code": f"26{i:03}"} | change for i, change in enumerate(changes)]


def _found(*changes: dict[str, Any], **options: Any) -> list[tuple[str, str, str, str]]:
    findings = validate(Facilities, table(Facilities, _rows(*changes)), columns=LETTERS, scale=1e6, **options)
    return [(f.rule, f.severity, f.cell, f.found) for f in findings]


def test_a_good_table_has_no_finding_and_the_frame_is_typed() -> None:
    assert _found({}, {}) == []
    frame = to_frame(Facilities, table(Facilities, _rows({}, {"visits": None})))
    assert frame.index.tolist() == [0, 1]
    assert str(frame["visits"].dtype) == "Int64"
    assert frame["visits"].isna().tolist() == [False, True]
    assert schema(Facilities).validate(frame, lazy=True).equals(frame)


def test_an_empty_table_has_no_finding() -> None:
    assert validate(Facilities, table(Facilities, []), columns=LETTERS) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"facility_code": "2601"}, ("CELL-PATTERN", "error", "B11", "2601")),
        ({"facility_code": "26001x"}, ("CELL-PATTERN", "error", "B11", "26001x")),
        ({"facility_code": "26٠٠١"}, ("CELL-PATTERN", "error", "B11", "26٠٠١")),
        ({"facility_code": None}, ("CELL-REQUIRED", "error", "B11", "")),
        ({"agency_name": None}, ("CELL-REQUIRED", "error", "C11", "")),
        ({"ready_numerator": -9}, ("CELL-RANGE", "error", "J11", "-9")),
        ({"revenue_vnd": -2.5e6, "cash_vnd": None}, ("CELL-RANGE", "error", "G11", "-2.5")),
        ({"chip_pct": 101.5, "visits": None}, ("CELL-RANGE", "error", "I11", "101.5")),
        ({"other_visits": 7976}, ("T-001", "error", "D11", "12500")),
        ({"cash_vnd": 1570e6}, ("T-002", "warning", "H11", "1570")),
        ({"chip_pct": 36.19}, ("T-003", "warning", "I11", "36.19")),
    ],
)
def test_each_rule_is_found_once_at_its_cell(change: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert _found(change) == [expected]


def test_a_name_without_a_code_is_no_second_finding() -> None:
    assert _found({"agency_code": None}) == []


def test_rules_do_not_hide_one_another() -> None:
    change = {"visits": -1, "cash_vnd": 1570e6, "facility_code": "x"}
    assert [rule for rule, *_ in _found(change, {})] == ["CELL-PATTERN", "CELL-RANGE", "T-001", "T-002", "T-003"]


def test_findings_know_their_row_and_what_the_message_needs() -> None:
    rows = table(Facilities, _rows({}, {"other_visits": 1, "_row_id": 40, "_sheet": "Biểu 2", "_sheet_row": 77}))
    finding, *rest = validate(Facilities, rows, columns=LETTERS, file="bc.xlsx")
    assert rest == []
    assert finding == Finding(
        "T-001", "error", "bc.xlsx", "Biểu 2", "D77", "12500",
        {"left": "12500", "right": "4524", "values": "E77=4523; F77=1"}, "facilities", "visits", 40,
    )  # fmt: skip


def test_amounts_are_told_in_the_unit_of_the_sheet() -> None:
    rows = table(Facilities, _rows({"cash_vnd": 1570.5e6}))
    [finding] = validate(Facilities, rows, columns=LETTERS, scale=1e6)
    assert finding.found == "1570.5"
    assert finding.details == {"left": "1570.5", "other": "1568.25", "values": "G11=1568.25"}


def test_a_cell_parsing_could_not_read_is_not_reported_again() -> None:
    rows = table(Facilities, _rows({"facility_code": None}, {"facility_code": None}))
    known = [Finding("CELL-SCIENTIFIC", "error", cell="B11", column="facility_code", row_id=0)]
    assert [f.cell for f in validate(Facilities, rows, columns=LETTERS, known=known)] == ["B12"]
    warned = [Finding("CELL-CODE-PADDED", "warning", cell="B11", column="facility_code", row_id=0)]
    assert [f.cell for f in validate(Facilities, rows, columns=LETTERS, known=warned)] == ["B11", "B12"]


def test_the_second_row_of_the_same_thing_names_the_first() -> None:
    again = {"facility_code": "26000"}
    rows = table(Facilities, _rows({}, {}, again, again | {"_sheet": "Biểu 2"}))
    findings = validate(Facilities, rows, columns=LETTERS)
    assert [(f.rule, f.sheet, f.cell, f.found, f.details) for f in findings] == [
        ("ROW-DUPLICATE", "Biểu 1", "B13", "26000", {"first": "11"}),
        ("ROW-DUPLICATE", "Biểu 2", "B14", "26000", {"first": "11", "first_sheet": "Biểu 1"}),
    ]


def test_an_address_needs_the_sheets_own_columns() -> None:
    rows = table(Facilities, _rows({"other_visits": 1}))
    assert [f.cell for f in validate(Facilities, rows, columns={"visits": "AB"})] == ["AB11"]
    assert [f.cell for f in validate(Facilities, rows, columns={"chip_visits": "C"})] == ["C11"]
    assert [f.cell for f in validate(Facilities, rows, columns={})] == [""]


def test_a_column_of_the_wrong_type_is_a_mistake_of_ours_not_of_the_sender() -> None:
    frame = to_frame(Facilities, table(Facilities, _rows({})))
    with pytest.raises(Exception, match="visits"):
        schema(Facilities).validate(frame.assign(visits=pd.Series(["x"], dtype="string")), lazy=True)


def _total(row: int, kind: str = "total", label: str = "Tổng cộng", path: str = "", **numbers: float) -> NonDataRow:
    return NonDataRow("Biểu 1", row, kind, label, path, numbers)


def test_printed_totals_are_the_sum_of_their_rows() -> None:
    right = _total(13, visits=25000, revenue_vnd=3136.5e6)
    wrong = _total(13, visits=25001, revenue_vnd=3137.5e6)
    assert _found({}, {}, non_data=[right]) == []
    assert _found({}, {}, non_data=[wrong]) == [
        ("T-004", "warning", "D13", "25001"),
        ("T-004", "warning", "G13", "3137.5"),
    ]


def test_a_total_may_stand_first_and_is_rounded_as_printed() -> None:
    assert _found({}, {}, non_data=[_total(10, revenue_vnd=3136.9e6, visits=25000)]) == []


def test_groups_are_summed_over_their_own_rows() -> None:
    rows = [{"_group_path": "I. Sở"}, {"_group_path": "I. Sở"}, {"_group_path": "II. Huyện", "_sheet_row": 14}]
    lines = [
        _total(10, "group", "I. Sở", visits=25000),
        _total(13, "group", "II. Huyện", visits=12501),
        _total(15, visits=37500),
    ]
    assert _found(*rows, non_data=lines) == [("T-004", "warning", "D13", "12501")]


def test_groups_within_groups() -> None:
    rows = [
        {"_group_path": "A > I"},
        {"_group_path": "A > II", "_sheet_row": 13},
        {"_group_path": "B", "_sheet_row": 15},
    ]
    lines = [
        _total(9, "group", "A", visits=25000),
        _total(10, "group", "I", "A", visits=12500),
        _total(12, "group", "II", "A", visits=12499),
        _total(14, "group", "B", visits=12500),
    ]
    assert _found(*rows, non_data=lines) == [("T-004", "warning", "D12", "12499")]


def test_a_group_ends_at_the_next_of_its_level_whether_or_not_its_path_names_itself() -> None:
    rows = [{}, {"_sheet_row": 13}]
    lines = [_total(10, "group", "A", visits=12500), _total(12, "group", "B", "B", visits=12500)]
    assert _found(*rows, non_data=lines) == []
    lines[0] = _total(10, "group", "A", visits=25000)
    assert _found(*rows, non_data=lines) == [("T-004", "warning", "D10", "25000")]


def test_totals_after_each_block_cover_their_block() -> None:
    rows = [{}, {}, {"_sheet_row": 14}, {"_sheet_row": 15}]
    lines = [_total(13, label="Cộng", visits=25000), _total(16, label="Cộng", visits=25000), _total(17, visits=50000)]
    assert _found(*rows, non_data=lines) == []
    lines[1] = _total(16, label="Cộng", visits=24999)
    assert _found(*rows, non_data=lines) == [("T-004", "warning", "D16", "24999")]


def test_a_total_over_a_cell_that_could_not_be_read_is_left_alone() -> None:
    known = [Finding("CELL-COUNT", "error", column="visits", row_id=1)]
    total = _total(13, visits=30000)
    assert _found({}, {"visits": None}, non_data=[total], known=known) == []


def test_a_rule_over_a_cell_that_could_not_be_read_is_not_judged() -> None:
    rows = table(Facilities, _rows({"other_visits": None}))
    known = [Finding("CELL-COUNT", "error", sheet="Biểu 1", cell="F11", column="other_visits", row_id=0)]
    assert [f.rule for f in validate(Facilities, rows, columns=LETTERS)] == ["T-001"]
    assert validate(Facilities, rows, columns=LETTERS, known=known) == []


def test_an_identity_over_an_unread_cell_of_a_total_is_not_judged() -> None:
    total = _total(12, visits=12500, chip_visits=4523)
    known = [Finding("CELL-COUNT", "warning", sheet="Biểu 1", cell="F12", column="other_visits")]
    assert _found({}, non_data=[total]) == [("T-001", "warning", "D12", "12500")]
    assert _found({}, non_data=[total], known=known) == []


def test_identities_hold_in_totals_too_but_only_as_warnings() -> None:
    total = _total(12, visits=12500, chip_visits=4523, other_visits=7970)
    assert _found({}, non_data=[total]) == [("T-001", "warning", "D12", "12500"), ("T-004", "warning", "F12", "7970")]


def test_notes_and_blanks_are_no_totals() -> None:
    assert _found({}, non_data=[_total(12, "note", "Ghi chú", visits=1), _total(13, "blank", "", visits=2)]) == []


@pytest.mark.slow
def test_a_table_twice_as_long_is_checked_with_twice_the_work_at_most() -> None:
    """All rows are repeated and half of them broken: nothing in it may cost the square of the rows."""

    def long(n: int) -> pa.Table:
        rows = pa.concat_tables([table(Facilities, _rows({}, {"other_visits": 1}))] * (n // 2))
        return rows.set_column(rows.schema.get_field_index("_row_id"), "_row_id", pa.array(range(n), pa.int64()))

    few, many = long(2_000), long(4_000)
    found = Counter(f.rule for f in validate(Facilities, many, columns=LETTERS))
    assert found == {"ROW-DUPLICATE": 3_998, "T-001": 2_000}
    work = [calls(lambda rows=rows: validate(Facilities, rows, columns=LETTERS)) for rows in (few, many)]  # type: ignore[misc]
    assert work[1] < 2.1 * work[0]


class Scores(Form):
    """Points of criteria, a hundred in all."""

    criterion = column(Text, "Tiêu chí")
    points = column(Count, "Điểm")
    a_hundred = column_sum("T-001", "points == 100", severity="warning", vi="tổng 100", en="100 in all", source="x")


@pytest.mark.parametrize(
    ("points", "found"), [((60, 40), []), ((60, 41), [("T-001", "C11", "101")]), ((None, None), [])]
)
def test_the_sum_of_a_column(points: tuple[int | None, ...], found: list[tuple[str, str, str]]) -> None:
    rows = table(Scores, [{"criterion": str(i), "points": p} for i, p in enumerate(points)])
    findings = validate(Scores, rows, columns=letters(Scores))
    assert [(f.rule, f.cell, f.details["left"]) for f in findings] == found

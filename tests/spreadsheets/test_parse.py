"""Cells become values, marks and findings: exactly, or not at all."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from schemas.codes import code_list
from schemas.form import Form, column
from schemas.kinds import Amount, Code, Count, Day, Flag, Percent, Period, Ratio, Text
from spreadsheets.persons.pseudonym import Pseudonyms
from spreadsheets.sheet.grid import Merge
from spreadsheets.understand.match import match
from spreadsheets.understand.parse import Context, parse, row_texts, unit_findings
from tests.hand import Error, Styled, matched, parsed, sheet, table


def one_column(kind: Any, **options: Any) -> type[Form]:
    return type("Sample", (Form,), {"value": column(kind, "Giá trị", **options)})


def read(
    kind: Any, values: list[Any], unit: str | None = "đồng", **options: Any
) -> tuple[list[Any], list[tuple[str, str]]]:
    """Values of one column and its findings as (rule, cell)."""
    result = parsed(one_column(kind, **options), [[value] for value in values], unit=unit)
    field = next(iter(one_column(kind, **options).fields()))
    return result.rows.column(field).to_pylist(), [(f.rule, f.cell) for f in result.findings]


def marks(kind: Any, values: list[Any], **options: Any) -> list[tuple[int, str, str]]:
    return [
        (m.row_id, m.mark, m.text)
        for m in parsed(one_column(kind, **options), [[v] for v in values], unit="đồng").marks
    ]


def test_text_and_number_of_one_look_are_never_confused() -> None:
    values, findings = read(Count, ["16.300", 16.3, "16.125", 16.125, 16300.0])
    assert values == [16300, None, 16125, None, 16300]
    assert findings == [("CELL-COUNT", "A3"), ("CELL-COUNT", "A5")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.568.250", 1568250), ("1,568,250", 1568250), ("16 300", 16300), ("16\u00a0300", 16300), (" 7 ", 7),
        ("(12)", -12), ("16.000", 16000), ("0", 0), ("12,0", 12), ("+5", 5),
    ],
)  # fmt: skip
def test_counts_typed_as_text(text: str, value: int) -> None:
    assert read(Count, [text]) == ([value], [])


@pytest.mark.parametrize(
    "text",
    ["16,3", "12a", "120 triệu", "15 (3)", "15 tăng 3", "5 chưa nộp", "Không có", "36 %", "2.6E+10", "007", "1.23.456"],
)
def test_what_is_no_count_is_a_finding_and_a_null(text: str) -> None:
    assert read(Count, [text, 5.0]) == ([None, 5], [("CELL-COUNT", "A2")])


def test_a_count_in_a_column_that_groups_by_commas_can_be_read_two_ways() -> None:
    values, findings = read(Count, ["1,250,000", "16.000"])
    assert (values, findings) == ([1250000, None], [("CELL-AMBIGUOUS", "A3")])


def test_a_lone_separator_in_an_amount_is_ambiguous_until_the_column_tells() -> None:
    assert read(Amount, ["16.300"]) == ([None], [("CELL-AMBIGUOUS", "A2")])
    assert read(Amount, ["16.300", "1.568.250"]) == ([16300.0, 1568250.0], [])
    assert read(Amount, ["16.300", "1,568,250"]) == ([16.3, 1568250.0], [])
    assert read(Amount, ["16.300", "36,18"]) == ([16300.0, 36.18], [])
    assert read(Amount, ["16.300", "36,18", "36.18"]) == ([None, 36.18, 36.18], [("CELL-AMBIGUOUS", "A2")])


def test_an_ambiguous_cell_says_both_readings() -> None:
    finding = parsed(one_column(Amount), [["16.300"]], unit="đồng").findings[0]
    assert (finding.details["one"], finding.details["other"]) == ("16 300", "16.3")


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("đồng", 1.0), ("Đơn vị tính: nghìn đồng", 1e3), ("1.000 đồng", 1e3), ("ngàn đồng", 1e3), ("Triệu đồng", 1e6),
        ("tr.đ", 1e6), ("triệu đồng, %", 1e6), ("Tỷ đồng", 1e9), ("tỉ đồng", 1e9), ("VNĐ", 1.0),
    ],
)  # fmt: skip
def test_amounts_are_stored_in_dong(unit: str, scale: float) -> None:
    result = parsed(one_column(Amount), [[2.5], ["1.250,5"]], unit=unit)
    assert result.rows.column("value").to_pylist() == [2.5 * scale, 1250.5 * scale]
    assert result.scale == scale


def test_scaling_adds_no_binary_noise() -> None:
    values = read(Amount, [33382.0785, 0.07, 1.1, 0.123456789, 10953.02], unit="triệu đồng")[0]
    assert values == [33382078500.0, 70000.0, 1100000.0, 123456.789, 10953020000.0]


@pytest.mark.parametrize("unit", [None, "cơ sở, %", "đồng, triệu đồng", "triệu đồng/người"])
def test_a_sheet_that_does_not_say_its_unit_of_money_is_refused(unit: str | None) -> None:
    form = one_column(Amount)
    made = table(["Giá trị"], ["data"], unit=unit)
    found = unit_findings(made, match(form, sheet([["Giá trị"], [5]]), made), "x.xlsx")
    assert [(f.rule, f.cell, f.severity) for f in found] == [("HEAD-UNIT", "A1", "error")]


def test_a_heading_may_say_the_unit_and_other_measures_need_none() -> None:
    form = one_column(Amount)
    made = table(["Giá trị (triệu đồng)"], ["data"])
    grid = sheet([["Giá trị (triệu đồng)"], [5.0]])
    assert unit_findings(made, matched(form, grid, made)) == []
    assert parse(grid, made, matched(form, grid, made)).rows.column("value").to_pylist() == [5e6]
    hectares = one_column(Amount, unit="ha")
    assert unit_findings(made, match(hectares, grid, made)) == []


def test_a_percentage_is_read_by_its_number_format() -> None:
    values, findings = read(Percent, [Styled(0.3618, "0.00%"), 36.18, "36,18 %", "36.18%", "0,5", None])
    assert values == [36.18, 36.18, 36.18, 36.18, 0.5, None]
    assert findings == []
    assert read(Count, [Styled(1, "0%")]) == ([None], [("CELL-COUNT", "A2")])
    assert read(Amount, [Styled(0.5, "0%")]) == ([None], [("CELL-AMOUNT", "A2")])


def test_a_ratio_keeps_both_its_numbers() -> None:
    form = one_column(Ratio)
    result = parsed(form, [["155/155"], ["1.234 / 2.000"], [date(2023, 9, 9)], [0.5], ["155"], ["-"]])
    assert result.rows.column("value_numerator").to_pylist() == [155, 1234, None, None, None, None]
    assert result.rows.column("value_denominator").to_pylist() == [155, 2000, None, None, None, None]
    assert [(f.rule, f.cell) for f in result.findings] == [("CELL-RATIO", f"A{row}") for row in (4, 5, 6)]


def test_what_a_cell_says_beside_its_value_is_a_mark() -> None:
    values = ["trên 16.300", "khoảng 10", "gần 4.400", "ước 5", "> 90", "≈7", "-", "…", "...", "x", "KCSL", "≥ 3"]
    assert read(Count, values)[0] == [16300, 10, 4400, 5, 90, 7, 0, None, None, None, None, 3]
    assert [mark for _, mark, _ in marks(Count, values)] == [
        "over", "about", "under", "estimate", "over", "about", "zero_dash", "not_collected", "not_collected",
        "not_applicable", "not_collected", "over",
    ]  # fmt: skip
    assert marks(Count, values)[0] == (1, "over", "trên 16.300")
    assert read(Count, values)[1] == []


def test_words_after_a_number_are_a_remark() -> None:
    values = ["15 (tăng 3)", "120 hồ sơ", "1.250 hồ sơ (giảm 5%)", "trên 16.300 người", "(12)", "12 (-3)"]
    assert read(Count, values) == ([15, 120, 1250, 16300, -12, None], [("CELL-COUNT", "A7")])
    assert marks(Count, values) == [
        (1, "remark", "15 (tăng 3)"), (2, "remark", "120 hồ sơ"), (3, "remark", "1.250 hồ sơ (giảm 5%)"),
        (4, "over", "trên 16.300 người"),
    ]  # fmt: skip
    assert read(Percent, ["khoảng 10%", "36,18% (tăng 2%)"]) == ([10, 36.18], [])


def test_a_dash_is_missing_where_the_contract_says_so() -> None:
    assert read(Count, ["-", "–"], dash="missing") == ([None, None], [])
    assert marks(Count, ["-"], dash="missing") == []


def test_a_date_and_an_error_in_a_column_of_numbers() -> None:
    for kind, wrong in ((Count, "CELL-COUNT"), (Amount, "CELL-AMOUNT")):
        values, findings = read(kind, [date(2023, 12, 5), Error("#REF!"), "#N/A", True, 4.0])
        assert values == [None, None, None, None, 4]
        assert findings == [("CELL-DATE-IN-NUMBER", "A2"), ("CELL-ERROR", "A3"), ("CELL-ERROR", "A4"), (wrong, "A5")]
    assert parsed(one_column(Count), [[date(2023, 12, 5)]]).findings[0].found == "05/12/2023"


@pytest.mark.parametrize("text", ["05/12/2023", "5-12-2023", "5.12.2023", "2023-12-05", "2023-12-05 00:00:00"])
def test_a_date_saved_as_text_in_a_column_of_numbers(text: str) -> None:
    for kind in (Count, Amount, Percent):
        assert read(kind, [text, 4.0]) == ([None, 4], [("CELL-DATE-IN-NUMBER", "A2")])


def test_days_in_every_accepted_spelling() -> None:
    texts = ["15/05/2023", "15.5.2023", "15-05-2023", "ngày 15 tháng 5 năm 2023", "2023-05-15", "15/5/2023 10:30"]
    values, findings = read(Day, [*texts, date(2023, 5, 15), 45061.0, "-"])
    assert values == [*[date(2023, 5, 15)] * 8, None]
    assert findings == []


@pytest.mark.parametrize("value", ["05/15/2023", "31/02/2023", "15/5/23", "15/5", "tháng 5", 2023.0, 45061.5, True])
def test_what_is_no_day(value: Any) -> None:
    assert read(Day, [value]) == ([None], [("CELL-DAY", "A2")])


SWAPPED = "CELL-DAY-SWAPPED"


def test_dates_that_a_program_understood_beside_texts_that_it_did_not_may_be_swapped() -> None:
    days = [date(2023, 5, 12), date(2023, 1, 3), date(2023, 4, 4)]
    values, findings = read(Day, [days[0], "15/12/2023", days[1], "31/03/2023", days[2]])
    assert values == [days[0], date(2023, 12, 15), days[1], date(2023, 3, 31), days[2]]  # warned of, never changed
    assert findings == [(SWAPPED, "A2"), (SWAPPED, "A4")]
    assert read(Day, [*days, "15/12/2023", "05/04/2023"])[1] == []  # a text that could have been understood was not
    assert read(Day, [*days, date(2023, 5, 13), "15/12/2023"])[1] == []


def test_days_beside_texts_with_the_month_first_may_be_swapped() -> None:
    assert read(Day, ["05/15/2023", "03/04/2023", "31/03/2023"])[1] == [("CELL-DAY", "A2"), (SWAPPED, "A3")]


def test_a_day_after_the_period_that_lay_in_it_the_other_way_round_may_be_swapped() -> None:
    form = one_column(Day)
    certain = [["15/05/2023"], ["20/05/2023"], ["31/05/2023"]]
    rows = [*certain, ["06/05/2023"], ["05/06/2023"], ["07/08/2023"]]
    (finding,) = parsed(form, rows, on=date(2023, 5, 31)).findings
    assert (finding.rule, finding.severity, finding.cell) == (SWAPPED, "warning", "A6")
    assert dict(finding.details) == {"header": "Giá trị", "read": "05/06/2023", "limit": "31/05/2023"}
    assert parsed(form, [*rows, ["15/06/2023"]], on=date(2023, 5, 31)).findings == []  # days to come are meant here


def test_periods_become_their_ids() -> None:
    values, findings = read(Period, ["5/2023", "Quý I/2023", 2023.0, "năm 2023", date(2023, 5, 1), "sắp tới"])
    assert values == ["2023-05", "2023-Q1", "2023", "2023", None, None]
    assert findings == [("CELL-PERIOD", "A6"), ("CELL-PERIOD", "A7")]


def test_flags() -> None:
    values, findings = read(
        Flag, ["Có", "KHÔNG", "x", 1.0, 0.0, "Đạt", "Không đạt", "Chưa", True, None, "-", "có lẽ", 2.0]
    )
    assert values == [True, False, True, True, False, True, False, False, True, None, False, None, None]
    assert findings == [("CELL-FLAG", "A13"), ("CELL-FLAG", "A14")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("C", True), ("K", False), ("Rồi", True), ("ĐÃ TRIỂN KHAI", True), ("Chưa triển khai", False), ("ko", False),
        ("đã được kết nối", True), ("Hoàn thành rồi", True), ("Đang sử dụng", True), ("Không có", False),
        ("chưa được cấp", False), ("☑", True), ("☐", False), ("Có số hóa", True),
    ],
)  # fmt: skip
def test_other_words_for_yes_and_no(text: str, meant: bool) -> None:
    assert read(Flag, [text]) == ([meant], [])


@pytest.mark.parametrize(
    "text", ["Đang triển khai", "Không áp dụng", "Có nhưng chưa dùng", "Đã triển khai một phần", "không rõ", "kx", "☒"]
)
def test_what_is_neither_yes_nor_no_is_told(text: str) -> None:
    assert read(Flag, [text]) == ([None], [("CELL-FLAG", "A2")])


def test_an_empty_cell_is_no_only_where_senders_tick() -> None:
    assert read(Flag, ["x", None, "x"], blank="no") == ([True, False, True], [])
    assert read(Flag, ["x", None, "x"]) == ([True, None, True], [])
    assert read(Flag, ["Không", None, "K"], blank="no") == ([False, None, False], [])  # no mark: nobody ticks here


@pytest.mark.parametrize(
    ("kind", "counted", "texts", "values", "findings"),
    [
        (Amount, "VND", ["50.000đ", "1.200.000 đồng", "7 VNĐ"], [50_000.0, 1_200_000.0, 7.0], []),
        (Count, "item", ["20 tin", "1.300 bài", "7 tin, bài"], [20, 1_300, 7], []),
        (Count, "item", ["20 kg"], [None], [("CELL-COUNT", "A2")]),
        (Amount, "VND", ["50 triệu đồng"], [None], [("CELL-AMOUNT", "A2")]),
    ],
)
def test_a_figure_may_carry_its_own_unit_and_no_other(
    kind: Any, counted: str, texts: list[Any], values: list[Any], findings: list[Any]
) -> None:
    form = type("Sample", (Form,), {"value": column(kind, "Giá trị", unit=counted)})
    result = parsed(form, [[text] for text in texts], unit="đồng")
    assert result.rows.column("value").to_pylist() == values
    assert [(f.rule, f.cell) for f in result.findings] == findings
    assert result.marks == []


def test_a_fraction_among_percentages_is_told() -> None:
    assert read(Percent, [97.0, 0.985, 99.0, 98.2]) == ([97.0, None, 99.0, 98.2], [("CELL-PERCENT-FRACTION", "A3")])
    assert read(Percent, [0.4, 0.985, 1.2, 0.9])[1] == []  # small percentages among their like
    assert read(Percent, [97.0, 0.985, 99.0])[1] == []  # too few to tell
    assert read(Percent, [97.0, 0.0, 99.0, 98.0])[1] == []


def test_codes_keep_their_zeros() -> None:
    pattern = "26[0-9]{3}|0[0-9]{4}"
    values, findings = read(Code, ["08707", 8707.0, 26123.0, Styled(42, "00000"), "'08710"], pattern=pattern)
    assert values == ["08707", "08707", "26123", "00042", "08710"]
    assert findings == [("CELL-CODE-PADDED", "A3")]


def test_a_number_is_padded_only_when_the_length_is_fixed() -> None:
    assert read(Code, [42.0], pattern="[0-9]{3,5}") == (["42"], [])  # validation says that it is malformed
    assert read(Code, [42.0]) == (["42"], [])


def test_codes_that_lost_digits_cannot_be_had_back() -> None:
    values, findings = read(Code, ["2.6E+10", 2.6e15, 1.01001])
    assert values == [None, None, None]
    assert findings == [("CELL-SCIENTIFIC", "A2"), ("CELL-SCIENTIFIC", "A3"), ("CELL-PATTERN", "A4")]


def test_a_name_keeps_what_is_printed_and_gets_its_code() -> None:
    form = type("Named", (Form,), {"agency": column(Text, "Đơn vị", codes="agency", unknown="warning")})
    result = parsed(form, [["SỞ  Y TẾ"], ["Sở GD&ĐT"], ["Sở Y tê"], ["-"]])
    assert result.rows.column("agency_name").to_pylist() == ["SỞ Y TẾ", "Sở GD&ĐT", "Sở Y tê", None]
    assert result.rows.column("agency_code").to_pylist() == ["so-y-te", "so-giao-duc-va-dao-tao", None, None]
    assert [(f.rule, f.severity, f.cell) for f in result.findings] == [("CELL-CODE", "warning", "A4")]
    assert "Sở Y tế" in result.findings[0].details["close"]
    assert "choices" not in result.findings[0].details  # 284 are no help


def test_a_short_list_is_told_whole_to_who_wrote_something_else() -> None:
    result = parsed(one_column(Text, codes="payment_method"), [["Tiền điện tử lạ"]])
    names = [entry.names[0] for entry in code_list("payment_method").entries]
    assert [f.details["choices"] for f in result.findings] == ["; ".join(names)]
    assert len(names) == 3


def test_a_code_of_a_list_is_one_that_held_on_the_day() -> None:
    form = type("Placed", (Form,), {"district_code": column(Code, "Huyện", codes="unit:district")})
    rows = [["Vĩnh Yên"], ["243"], [243.0], ["H. Lập Thạch"], ["Ba Đình"]]
    before = parsed(form, rows, on=date(2023, 5, 14))
    assert before.rows.column("district_code").to_pylist() == ["243", "243", "243", "246", None]
    assert [(f.rule, f.severity, f.cell) for f in before.findings] == [("CELL-CODE", "error", "A6")]
    after = parsed(form, rows[:1], on=date(2025, 12, 31))
    assert after.rows.column("district_code").to_pylist() == [None]


class Books(Form):
    """A form with a name and two measures."""

    agency = column(Text, "Đơn vị", nullable=False)
    book_count = column(Count, "Số sách")
    cost_vnd = column(Amount, "Kinh phí")


def test_rows_are_accounted_for_and_totals_kept() -> None:
    rows = [
        ["I. Sở", 5, 2.5],
        ["Sở A", 2, 1.5],
        ["Sở B", 3, 1],
        [None, None, 7],
        ["Ghi chú: ước", None, None],
        ["Tổng", Error("#REF!"), 2.5],
    ]
    made = table(
        ["Đơn vị", "Số sách", "Kinh phí"],
        ["group", "data", "data", "blank", "note", "total"],
        unit="triệu đồng",
        groups={3: ("I. Sở",), 4: ("I. Sở",)},
    )
    grid = sheet([["Đơn vị", "Số sách", "Kinh phí"], *rows])
    result = parse(grid, made, matched(Books, grid, made), Context("a.xlsx", first_id=11))
    assert result.rows.to_pylist() == [
        {"agency": "Sở A", "book_count": 2, "cost_vnd": 1.5e6, "_row_id": 11, "_sheet": "Sheet1", "_sheet_row": 3,
         "_group_path": "I. Sở"},
        {"agency": "Sở B", "book_count": 3, "cost_vnd": 1e6, "_row_id": 12, "_sheet": "Sheet1", "_sheet_row": 4,
         "_group_path": "I. Sở"},
    ]  # fmt: skip
    assert [(n.sheet_row, n.kind, n.label, n.numbers) for n in result.non_data] == [
        (2, "group", "I. Sở", {"book_count": 5.0, "cost_vnd": 2.5e6}),
        (5, "blank", "", {"cost_vnd": 7e6}),
        (6, "note", "Ghi chú: ước", {}),
        (7, "total", "Tổng", {"cost_vnd": 2.5e6}),
    ]
    assert [(f.rule, f.severity, f.cell, f.row_id) for f in result.findings] == [
        ("CELL-ERROR", "warning", "B7", None),
        ("ROW-NOTE-WITH-NUMBER", "warning", "C5", None),
    ]


def test_a_name_merged_downwards_stands_in_every_row_it_covers_and_a_figure_does_not() -> None:
    grid = sheet(
        [["Đơn vị", "Số sách", "Kinh phí"], ["Sở A", 1, 9], [None, 2, None], ["Sở B", 3, 1]],
        merges=(Merge(2, 1, 3, 1), Merge(2, 3, 3, 3)),
    )
    made = table(["Đơn vị", "Số sách", "Kinh phí"], ["data"] * 3, unit="đồng")
    rows = parse(grid, made, matched(Books, grid, made)).rows
    assert rows.column("agency").to_pylist() == ["Sở A", "Sở A", "Sở B"]
    assert rows.column("cost_vnd").to_pylist() == [9.0, None, 1.0]


@pytest.mark.parametrize(
    ("name", "month", "code", "rule", "heirs"),
    [
        ("Xã Kim Long", 5, "08878", "CELL-CODE-FORMER", "Thị trấn Kim Long"),  # a town since 10 April 2023
        ("Thị trấn Kim Long", 5, "08878", None, ""),
        ("Xã Vân Hội", 26, None, "CELL-CODE-ENDED", "Xã Hội Thịnh"),
        ("Phường Đống Đa", 32, None, "CELL-CODE-ENDED", "Phường Vĩnh Phúc"),  # which carries its code
    ],
)
def test_former_names_of_units(name: str, month: int, code: str | None, rule: str | None, heirs: str) -> None:
    on = date(2023 + (month - 1) // 12, (month - 1) % 12 + 1, 14)
    result = parsed(one_column(Text, codes="unit:commune"), [[name]], on=on)
    assert result.rows.column("value_code").to_pylist() == [code]
    assert [f.rule for f in result.findings] == ([rule] if rule else [])
    assert [f.details["heirs"] for f in result.findings] == ([heirs] if rule else [])


class Patients(Form):
    """A form with a personal column."""

    citizen_number = column(Code, "Số CCCD", personal=True, pattern="[0-9]{12}", nullable=False)
    visit_count = column(Count, "Lượt khám")


def test_personal_values_become_pseudonyms_or_nothing() -> None:
    rows = parsed(Patients, [["026012345678", 1], ["026012345678", 2], [None, 4]]).rows
    secret = b"secret"
    expected = hmac.new(secret, b"026012345678", hashlib.sha256).hexdigest()
    made = Pseudonyms(Patients, rows, secret).named()
    assert made.column("citizen_number").to_pylist() == [expected, expected, None]
    assert made.column("visit_count").to_pylist() == [1, 2, 4]
    assert made.schema == rows.schema
    assert Pseudonyms(Patients, rows, None).named().column("citizen_number").to_pylist() == [None] * 3


def test_a_process_of_its_own_finds_the_same_pseudonyms(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["026012345678", None, "mã số 1", "", "026012345678"]
    rows = pa.table({"citizen_number": pa.chunked_array([texts[:2], texts[2:]]), "visit_count": [1, 2, 3, 4, 5]})
    here = Pseudonyms(Patients, rows, b"k" * 100).named()
    monkeypatch.setattr("spreadsheets.persons.pseudonym._MANY", 1)
    assert Pseudonyms(Patients, rows, b"k" * 100).named() == here
    assert here.column("citizen_number")[2].as_py() == hmac.new(b"k" * 100, "mã số 1".encode(), "sha256").hexdigest()


def test_quarantine_leaves_personal_columns_out() -> None:
    headings = [col.headers[0] for col in Patients.columns.values()]
    grid, made = sheet([headings, ["026012345678", 1.5]]), table(headings, ["data"])
    assert row_texts(grid, made, matched(Patients, grid, made), [2]).to_pylist() == [[("B", "1.5")]]


def test_a_sheet_that_begins_below_and_a_table_that_runs_past_its_cells() -> None:
    grid = sheet([["Giá trị"], [5]], first_row=40)
    made = table(["Giá trị"], ["data", "data"], header_row=40)
    assert parse(grid, made, matched(one_column(Count), grid, made)).rows.column("value").to_pylist() == [5, None]

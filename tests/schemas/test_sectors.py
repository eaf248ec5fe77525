from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from schemas import registry
from schemas.validation.evaluate import evaluate
from schemas.validation.validate import schema, validate
from spreadsheets.understand.cells.money import is_money
from tests.sheets import from_truth, heading, letters, table

MILLION = 1e6

#: form, workbook, sheet, unit, rows, and the cells at which the original does not add up
REAL = [
    ("recurrent_spending", "DT-2018-N-B53-TT343-26.xlsx", "Baocao", MILLION, 21,
     {"FIN-001": ["C13", "C14", "C22", "C24"]}),
    ("recurrent_spending", "Vinh Phuc 2018.xls", "53", MILLION, 21, {"FIN-001": ["C13", "C14", "C22", "C24"]}),
    ("department_settlement", "Vinh Phuc QT2016.xls", "Bieu 66", MILLION, 34, {}),
    ("district_transfers", "Vinh Phuc QT2016.xls", "Bieu 67", MILLION, 9,
     {"FIN-022": [f"H{n}" for n in range(9, 19)], "FIN-025": [f"M{n}" for n in range(9, 19)],
      "FIN-027": [f"O{n}" for n in range(10, 19)]}),
    ("district_transfers", "QT-2018-N-B67-TT343-26.xls", "Bao cao", MILLION, 9, {}),
    ("administrative_unit", "data.xls", "Sheet1", 1, 121, {}),
]  # fmt: skip


@pytest.mark.parametrize(("form", "file", "sheet", "unit", "rows", "wrong"), REAL)
def test_the_originals_break_exactly_the_rules_they_should(shared: Path, form, file, sheet, unit, rows, wrong) -> None:
    contract = registry.form(form)
    arguments = from_truth(shared, file, sheet, contract, unit)
    assert arguments["rows"].num_rows == rows
    found: dict[str, list[str]] = {}
    for finding in validate(contract, **arguments):
        assert finding.severity == "warning"
        found.setdefault(finding.rule, []).append(finding.cell)
    assert found == wrong


def test_the_export_of_schools_hands_in_more_than_there_is(shared: Path) -> None:
    contract = registry.form("school_submission")
    file = "TinhHinhNopTatCaDuLieu-2021-10-01-1633079815511.xlsx"
    arguments = from_truth(shared, file, "Sheet1", contract)
    assert arguments["rows"].num_rows == 515
    findings = validate(contract, **arguments)
    cells = {id: [f.cell for f in findings if f.rule == id] for id in ("EDU-001", "EDU-002", "EDU-003")}
    assert {id: len(at) for id, at in cells.items()} == {"EDU-001": 21, "EDU-002": 2, "EDU-003": 34}
    assert cells["EDU-002"] == ["N125", "N382"]
    assert (cells["EDU-001"][0], cells["EDU-003"][0]) == ("H27", "S11")
    assert len(findings) == 57


def test_every_department_and_district_of_the_originals_is_known(shared: Path) -> None:
    strangers = {}
    for form, file, sheet, *_ in REAL[:5]:
        contract = registry.form(form)
        rows = from_truth(shared, file, sheet, contract)["rows"]
        name = next(iter(contract.columns))
        pairs = zip(rows.column(f"{name}_name").to_pylist(), rows.column(f"{name}_code").to_pylist(), strict=True)
        strangers[file, sheet] = [label for label, code in pairs if code is None]
    assert strangers.pop(("Vinh Phuc QT2016.xls", "Bieu 66")) == [
        "CHI TRẢ NỢ LÃI CÁC KHOẢN DO CHÍNH QUYỀN ĐỊA PHƯƠNG VAY",
        "CHI BỔ SUNG QUỸ DỰ TRỮ TÀI CHÍNH",
        "CHI DỰ PHÒNG NGÂN SÁCH",
        "CHI TẠO NGUỒN, ĐIỀU CHỈNH TIỀN LƯƠNG",
        "CHI BỔ SUNG CHO NGÂN SÁCH HUYỆN",
        "CHI CHUYỂN NGUỒN SANG NGÂN SÁCH NĂM SAU",
        "CHI NỘP NS CẤP TRÊN",
        "CÁC CTMT VÀ THỰC HIỆN 1 SỐ NHIỆM VỤ",
        "CHI VIỆN TRỢ",
        "CHI TỪ NGUỒN THU ĐỂ LẠI CHO ĐƠN VỊ CHI QL QUA NSNN",
    ]
    assert set(map(tuple, strangers.values())) == {()}


TRANSFER = {
    "district_name": "Vĩnh Yên", "district_code": "243", "plan_total_vnd": 300e6, "plan_balancing_vnd": 100e6,
    "plan_targeted_vnd": 200e6, "plan_capital_vnd": None, "plan_current_vnd": 200e6, "final_total_vnd": 500e6,
    "final_balancing_vnd": 100e6, "final_targeted_vnd": 250e6, "final_capital_vnd": 50e6, "final_current_vnd": 200e6,
    "total_pct": 500 / 3, "balancing_pct": 100.0, "targeted_pct": 100.0, "capital_pct": None, "current_pct": 100.0,
}  # fmt: skip


def test_transfers_counted_twice_are_found_as_in_the_original() -> None:
    """The twin of Bieu 67: H adds the parts of J again, M follows from it, O divides L by G."""
    contract = registry.form("district_transfers")
    findings = validate(contract, table(contract, [TRANSFER]), columns=letters(contract), scale=MILLION)
    assert [(f.rule, f.cell, f.details["left"], f.details["right"]) for f in findings] == [
        ("FIN-022", "H11", "500", "350"),
        ("FIN-025", "M11", "166.666667", "116.666667"),
        ("FIN-027", "O11", "100", "125"),
    ]


def test_a_field_without_a_column_leaves_a_gap_in_the_plan() -> None:
    """The twin of B53: the total covers a field that is not printed, once by 1 million only."""
    contract = registry.form("recurrent_spending")
    rows = [
        {"agency_name": "Sở Y tế", "agency_code": "so-y-te", "total_vnd": 3287e6, "health_vnd": 3286e6},
        {"agency_name": "Sở Nội vụ", "agency_code": "so-noi-vu", "total_vnd": 3286.4e6, "administration_vnd": 3286e6},
        {"agency_name": "Sở Tư pháp", "agency_code": "so-tu-phap", "total_vnd": 100e6},
    ]
    findings = validate(contract, table(contract, rows), columns=letters(contract), scale=MILLION)
    assert [(f.rule, f.severity, f.cell) for f in findings] == [("FIN-001", "warning", "C11")]


DOSSIERS = (120, 20, 100, 36, 60, 4, 90, 20, 65, 5, 25, 20, 5, 5, 4, 1)


def _dossiers(**changes: int) -> list[tuple[str, str, str]]:
    contract = registry.form("dossier_progress")
    row = dict(zip(contract.fields(), ("Sở Y tế", "so-y-te", *DOSSIERS), strict=True)) | changes
    findings = validate(contract, table(contract, [row]), columns=letters(contract))
    return [(f.rule, f.severity, f.cell) for f in findings]


def test_the_identities_of_the_dossier_table() -> None:
    assert _dossiers() == []
    assert _dossiers(received_count=100) == [("PROC-001", "warning", "C11"), ("PROC-003", "warning", "C11")]
    assert _dossiers(online_count=37) == [("PROC-002", "error", "E11")]
    assert _dossiers(resolved_late_count=6) == [("PROC-004", "error", "I11")]
    assert _dossiers(in_process_overdue_count=6) == [("PROC-005", "error", "M11")]
    assert _dossiers(suspended_overdue_count=0) == [("PROC-006", "error", "P11")]
    assert _dossiers(in_person_count=-60, online_count=156) == [("CELL-RANGE", "error", "G11")]


def test_the_dossier_table_is_the_official_one() -> None:
    contract = registry.form("dossier_progress")
    assert [col.headers[0] for col in contract.columns.values()] == [
        "Đơn vị",
        "Tiếp nhận > Tổng số",
        "Tiếp nhận > Kỳ trước chuyển sang",
        "Tiếp nhận > Trong kỳ > Tổng số",
        "Tiếp nhận > Trong kỳ > Trực tuyến",
        "Tiếp nhận > Trong kỳ > Trực tiếp",
        "Tiếp nhận > Trong kỳ > BCCI",
        "Đã xử lý > Tổng số",
        "Đã xử lý > Trước hạn",
        "Đã xử lý > Trong hạn",
        "Đã xử lý > Quá hạn",
        "Đang xử lý > Tổng số",
        "Đang xử lý > Trong hạn",
        "Đang xử lý > Quá hạn",
        "Tạm dừng xử lý > Tổng số",
        "Tạm dừng xử lý > Trong hạn",
        "Tạm dừng xử lý > Quá hạn",
    ]
    assert (contract.period, contract.calendar, contract.grain) == ("month", "reporting", ("agency_code",))


@pytest.mark.parametrize("name", registry.forms())
class TestEveryForm:
    def test_it_can_be_turned_into_a_schema_that_takes_an_empty_table(self, name: str) -> None:
        form = registry.form(name)
        assert list(schema(form).columns) == list(form.fields())
        assert validate(form, table(form, []), columns={}) == []

    def test_its_rules_can_be_evaluated(self, name: str) -> None:
        form = registry.form(name)
        frame = pd.DataFrame({field: pd.array([None, None], "Float64") for field in form.fields()})
        for rule in form.rules.values():
            assert rule.scope == "table" or rule.against or not evaluate(rule, frame).broken.any()

    def test_no_heading_leads_to_two_columns(self, name: str) -> None:
        form = registry.form(name)
        owners: dict[str, str] = {}
        for col in form.columns.values():
            for alias in col.headers:
                assert owners.setdefault(heading(alias), col.name) == col.name, alias

    def test_it_says_what_people_need_to_know(self, name: str) -> None:
        form = registry.form(name)
        assert form.titles
        assert form.grain
        assert form.period in ("day", "week", "month", "quarter", "half", "nine_months", "school_year", "year")
        assert form.__doc__
        assert all(col.en for col in form.columns.values())
        assert all(all(rule.says) and rule.source for rule in form.rules.values())
        money = [name for name, col in form.columns.items() if col.kind.name == "amount" and is_money(col.unit)]
        assert all(name.endswith("_vnd") for name in money)
        assert all(name.endswith("_pct") for name, col in form.columns.items() if col.kind.name == "percent")
        counts = [name for name, col in form.columns.items() if col.kind.name == "count"]
        assert all(name.endswith(("_count", "_rank")) for name in counts)

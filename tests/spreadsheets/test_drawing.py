"""What is drawn is read back: the same values, key and no finding, for every form there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filled import DAY, back, debtor, every, expected, period_of, rows_of, stored

from schemas import kinds
from schemas.form import Form
from schemas.registry import forms
from schemas.values.periods import Period, containing
from spreadsheets.write.captions import period_text
from spreadsheets.write.drawing import Look, draw
from spreadsheets.write.headings import merged


@pytest.mark.slow
@pytest.mark.parametrize("form", every())
def test_a_drawn_form_comes_back_as_it_was(form: type[Form], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "rules", {})  # made-up rows keep no identities
    period = period_of(form)
    sender, unit = debtor(form, period)
    rows = rows_of(form)
    sheet = draw(form, rows, sender=sender, unit=unit, period=period)
    reading = back([sheet], tmp_path / "a.xlsx")
    (submission,) = reading.submissions
    key = submission.key
    assert (key.form, key.sender, key.unit, key.period) == (form.name, sender, unit, period)
    assert reading.all_findings == []
    assert stored(submission) == [expected(form, row) for row in rows]


GROUPED = ("Sở Y tế", "Sở Nội vụ"), ("UBND huyện Lập Thạch",)


def dossiers(name: str, online: int) -> dict[str, Any]:
    form = forms()["dossier_progress"]
    counts = dict.fromkeys(form.columns, 0)
    same = ("received_count", "received_in_period_count", "online_count", "resolved_count", "resolved_early_count")
    return counts | dict.fromkeys(same, online) | {"agency": name}


def test_groups_and_a_total_carry_their_sums(tmp_path: Path) -> None:
    form = forms()["dossier_progress"]
    groups = [
        (label, [dossiers(name, 16_300 + i) for i, name in enumerate(names)])
        for label, names in zip(("Cấp tỉnh", "Cấp huyện"), GROUPED, strict=True)
    ]
    look = Look(total="Tổng cộng", day=date(2023, 5, 16))
    sheet = draw(form, [], sender="van-phong-ubnd-tinh", period=period_of(form), groups=groups, look=look)
    (submission,) = back([sheet], tmp_path / "a.xlsx").submissions
    assert submission.findings == []
    assert stored(submission) == [expected(form, row) for _, rows in groups for row in rows]
    assert [(n.kind, n.label, n.numbers["online_count"]) for n in submission.non_data] == [
        ("group", "Cấp tỉnh", 32_601.0), ("group", "Cấp huyện", 16_300.0), ("total", "Tổng cộng", 48_901.0),
    ]  # fmt: skip
    assert submission.accepted.column("_group_path").to_pylist() == ["Cấp tỉnh", "Cấp tỉnh", "Cấp huyện"]
    assert sorted(sheet.rows.values()) == [0, 1, 2]
    assert submission.accepted.column("_sheet_row").to_pylist() == sorted(sheet.rows)


@pytest.mark.parametrize(
    "look",
    [
        Look(money="đồng"),
        Look(money="tỷ đồng", is_percent_format=True),
        Look(top=4, left=3, sheet="T5 (sửa)", has_numbering=False, has_signature=False),
        Look(ordinal="TT", headings={"plan_total_vnd": "Dự toán > Tổng", "district": "Tên đơn vị"}),
        Look(period="Năm 2023", title="Quyết toán chi bổ sung từ ngân sách cấp tỉnh cho ngân sách huyện"),
    ],
)
def test_every_look_reads_the_same(look: Look, tmp_path: Path) -> None:
    form = forms()["district_transfers"]
    names = [name for name, col in form.columns.items() if col.kind is kinds.Amount]
    figures = dict(zip(names, (300e6, 100e6, 200e6, 150e6, 50e6) * 2, strict=True))
    shares = {name: 100.0 for name, col in form.columns.items() if col.kind is kinds.Percent}
    row = {"district": "Thành phố Vĩnh Yên", **figures, **shares}
    sheet = draw(form, [row], sender="ubnd-tinh", period=period_of(form), look=look)
    reading = back([sheet], tmp_path / "a.xlsx")
    assert reading.all_findings == []
    assert stored(reading.submissions[0]) == [expected(form, row)]


def test_columns_may_change_places_and_optional_ones_be_left_out(tmp_path: Path) -> None:
    form = forms()["administrative_unit"]
    order = [name for name in reversed(form.columns) if name != "english_name"]
    rows = rows_of(form)
    sheet = draw(form, rows, sender="tong-cuc-thong-ke", period=period_of(form), look=Look(order=order))
    reading = back([sheet], tmp_path / "a.xlsx")
    assert reading.all_findings == []
    assert stored(reading.submissions[0]) == [expected(form, row) | {"english_name": None} for row in rows]


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (containing(DAY, "month", "reporting"), "Tháng 5 năm 2023 (số liệu từ ngày 15/4/2023 đến ngày 14/5/2023)"),
        (containing(DAY, "month"), "Tháng 5 năm 2023"),
        (containing(DAY, "quarter"), "Quý II năm 2023"),
        (containing(DAY, "half"), "6 tháng đầu năm 2023"),
        (containing(DAY, "nine_months"), "9 tháng năm 2023"),
        (containing(DAY, "week"), "Tuần 19 năm 2023"),
        (containing(DAY, "school_year"), "Năm học 2022-2023"),
        (containing(DAY, "year"), "Năm 2023"),
        (containing(DAY, "day"), "(Đến ngày 14/05/2023)"),
    ],
)
def test_a_period_is_said_so_that_it_is_understood(period: Period, text: str) -> None:
    from schemas.values.period_text import periods_in

    assert period_text(period) == text
    assert periods_in(text, period.kind, period.calendar) == [period]


def test_equal_neighbours_share_a_heading() -> None:
    assert list(merged([["STT"], ["A", "x"], ["A", "y"], ["B"]], 2)) == [
        (0, 0, 1, 0, "STT"), (0, 1, 0, 2, "A"), (1, 1, 1, 1, "x"), (1, 2, 1, 2, "y"), (0, 3, 1, 3, "B"),
    ]  # fmt: skip

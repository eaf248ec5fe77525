"""A drafted sector file imports as it is and recognises the workbook it was drafted from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from schemas.form import Due, Form, Sector
from schemas.registry import check_together
from spreadsheets.find.tables import locate
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Grid
from spreadsheets.understand.match import claim, match
from spreadsheets.understand.parse import parse
from spreadsheets.write.draft import draft
from tests.hand import Styled, sheet


def drafted(source: str) -> tuple[Sector, list[type[Form]]]:
    namespace: dict[str, object] = {"__name__": "drafted"}
    exec(compile(source, "drafted.py", "exec"), namespace)
    forms = [v for v in namespace.values() if isinstance(v, type) and issubclass(v, Form) and v is not Form]
    check_together(forms)
    sector = namespace["SECTOR"]
    assert isinstance(sector, Sector)
    return sector, forms


def recognised(grids: tuple[Grid, ...], forms: list[type[Form]]) -> list[str]:
    """Rules broken when the sheets are matched and parsed with the drafted forms; each table must be claimed."""
    broken = []
    for grid in grids:
        tables = locate(grid)
        for table in tables:
            form = claim(table, forms).form
            assert form, (grid.name, table.title)
            found = match(form, grid, table, neighbours=tables)
            broken += [f.rule for f in found.findings]
            broken += [f.rule for f in parse(grid, table, found).findings if f.severity == "error"]
    return broken


ROWS = [
    ["UBND TỈNH VĨNH PHÚC"],
    ["SỞ Y TẾ"],
    [None],
    ["TÌNH HÌNH CƠ SỞ KHÁM CHỮA BỆNH THÁNG 5/2023"],
    [None, None, None, None, None, None, "Đơn vị tính: triệu đồng"],
    ["STT", "Mã cơ sở", "Tên cơ sở", "Lượt khám", "Tỷ lệ (%)", "Ngày báo cáo", "Kinh phí", "Đạt chuẩn"],
    [1, "01001", "Trạm A", "16.300", Styled(0.5, "0%"), date(2023, 5, 10), 12.5, "x"],
    [2, "01002", "Trạm B", "1.250", Styled(0.25, "0%"), date(2023, 5, 11), 7, "x"],
    [3, "01003", "Trạm C", "980", Styled(1, "0%"), date(2023, 5, 12), 3.25, "x"],
]


def test_names_kinds_and_period_are_guessed_from_the_sample() -> None:
    grid = sheet(ROWS, name="Biểu 1")
    sector, forms = drafted(draft(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (grid,))))
    (form,) = forms
    assert (sector.vi, sector.department) == ("TÌNH HÌNH CƠ SỞ KHÁM CHỮA BỆNH", "so-y-te")
    assert (form.due, form.owed_by) == (Due(16, 1), "agency:so-y-te")
    assert (form.titles, form.period, form.grain) == (("TÌNH HÌNH CƠ SỞ KHÁM CHỮA BỆNH",), "month", ("ma_co_so_code",))
    assert {name: col.kind.name for name, col in form.columns.items()} == {
        "ma_co_so_code": "code",
        "ten_co_so": "text",
        "luot_kham_count": "count",
        "ty_le_pct": "percent",
        "ngay_bao_cao_date": "day",
        "kinh_phi_vnd": "amount",
        "dat_chuan": "flag",
    }
    assert recognised((grid,), forms) == []


def test_names_a_list_knows_and_money_in_a_heading_are_told() -> None:
    rows = [
        ["STT", "Xã, phường, thị trấn", "Cơ quan phụ trách", "Cán bộ", "Kinh phí (triệu đồng)"],
        [1, "Xã Kim Xá", "Sở Y tế", "Tổ một", 12],
        [2, "Phường Đống Đa", "Sở Tư pháp", "Tổ hai", 10],
        [3, "Thị trấn Tam Đảo", "Sở Y tế", "Tổ ba", 22],
    ]
    grid = sheet(rows, name="Biểu 1")
    _, (form,) = drafted(draft(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (grid,))))
    assert {name: (col.kind.name, col.codes or "", col.unit) for name, col in form.columns.items()} == {
        "commune": ("text", "unit:commune", ""),
        "agency": ("text", "agency", ""),
        "can_bo": ("text", "", ""),
        "kinh_phi_vnd": ("amount", "", "VND"),
    }
    assert form.grain == ("commune_code",)
    assert recognised((grid,), [form]) == []


def test_a_workbook_without_a_table_drafts_nothing() -> None:
    assert draft(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (sheet([["Chỉ có chữ"]]),))) == ""


def test_awkward_headings_still_make_a_module() -> None:
    headings = ["STT", 'Tên "đơn vị"', "2018", "class", "Tổng số > Nam", "Tổng số > Nữ", "name", "Grain", "Ghi chú"]
    rows = [[i, f"Đơn vị {i}", i, i * 2, i * 3, i * 4, i, i, None] for i in range(1, 6)]
    grid = sheet([headings, *rows], name='Sheet "1"\\')
    source = draft(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (grid,)))
    _, forms = drafted(source)
    assert len(forms) == 1


def test_a_long_title_gives_a_name_of_whole_words() -> None:
    title = ["BÁO CÁO GẮN MÃ ĐỊA CHỈ BƯU CHÍNH TRÊN ĐỊA BÀN TỈNH THÁNG 5/2023"]
    grid = sheet([*ROWS[:3], title, *ROWS[4:]])
    sector, _ = drafted(draft(Workbook(Path("a.xlsx"), "a.xlsx", "xlsx", (grid,))))
    assert sector.name == "bao_cao_gan_ma_dia_chi_buu_chinh_tren_dia_ban"

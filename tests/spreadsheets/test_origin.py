"""Whose figures and of when: from the caller, the sheet and the folder, which must not disagree."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.form import Form, column
from schemas.kinds import Text
from schemas.submission import Given
from schemas.values.period_text import parse_period
from schemas.values.periods import day_period, period
from spreadsheets.understand.origin import Origin, origin
from tests.hand import sheet, table


class Monthly(Form):
    """A form of the reporting month."""

    titles = ("Tình hình hồ sơ",)
    period = "month"
    calendar = "reporting"
    agency = column(Text, "Đơn vị")


class Yearly(Form):
    """A form of the year with a sender of its own."""

    period = "year"
    sender = "so-tai-chinh"
    agency = column(Text, "Đơn vị")


class Daily(Form):
    """A form as of a day, of official figures only."""

    period = "day"
    revisions = ("official",)
    sender = "so-noi-vu"
    agency = column(Text, "Đơn vị")


DAY = day_period(date(2023, 5, 15))
MAY = period("month", "reporting", 2023, 5)
HEALTH = [(1, 1, "UBND TỈNH VĨNH PHÚC"), (1, 4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (2, 1, "SỞ Y TẾ"),
          (3, 4, "Vĩnh Phúc, ngày 16 tháng 5 năm 2023")]  # fmt: skip
NOTHING = Given()


def found(
    form: type[Form],
    title: str | None,
    lines: list[tuple[int, int, str]],
    given: Given = NOTHING,
    folder: Given = NOTHING,
) -> Origin:
    """The origin of a table whose header is row 9."""
    cells: list[list[object]] = [[None] * 5 for _ in range(8)]
    for row, col, text in lines:
        cells[row - 1][col - 1] = text
    preamble = [(row, col, " ".join(text.split())) for row, col, text in lines]
    if title:
        preamble.append((5, 1, title))
        cells[4][0] = title
    grid = sheet([*cells, ["Đơn vị"], ["A"]])
    return origin(
        form, grid, table(["Đơn vị"], ["data"], title=title, header_row=9, preamble=preamble), given, folder, "a.xlsx"
    )


def key(*args: object, **options: object) -> tuple[str, str, str, str]:
    result = found(*args, **options)  # type: ignore[arg-type]
    assert result.findings == []
    assert result.key
    return result.key.sender, result.key.unit, result.key.period.id, result.key.revision


def faults(*args: object, **options: object) -> list[tuple[str, str]]:
    result = found(*args, **options)  # type: ignore[arg-type]
    assert result.key is None
    return [(f.rule, f.cell) for f in result.findings]


def test_the_sheet_says_it_all() -> None:
    assert key(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", HEALTH) == ("so-y-te", "26", "2023-05", "official")


def test_a_named_month_is_the_month_of_the_forms_calendar() -> None:
    lines = [*HEALTH, (6, 1, "(Số liệu từ ngày 15/4/2023 đến ngày 14/5/2023)")]
    result = found(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 5 NĂM 2023", lines)
    assert result.key and result.key.period == MAY
    assert (MAY.start, MAY.end) == (date(2023, 4, 15), date(2023, 5, 14))


def test_dates_of_another_calendar_are_no_month_of_this_form() -> None:
    lines = [*HEALTH, (6, 1, "(Số liệu từ ngày 1/5/2023 đến ngày 31/5/2023)")]
    assert faults(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", lines) == [("SUB-PERIOD-CONFLICT", "A5")]
    assert faults(Monthly, "TÌNH HÌNH HỒ SƠ", lines) == [("SUB-PERIOD-CONFLICT", "A6")]


def test_dates_and_years_of_documents_are_not_the_period() -> None:
    lines = [
        (1, 1, "UBND TỈNH VĨNH PHÚC"),
        (6, 1, "(Kèm theo Quyết định số 56/QĐ-UBND ngày 08/01/2020 của UBND tỉnh Vĩnh Phúc)"),
        (7, 1, "Theo Nghị quyết năm 2017 của HĐND"),
    ]
    assert key(Yearly, "QUYẾT TOÁN CHI NGÂN SÁCH NĂM 2018", lines)[2] == "2018"


def test_last_months_title_on_this_months_file() -> None:
    given = Given(period=parse_period("5/2023"))
    result = found(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 4/2023", HEALTH, given=given)
    assert [(f.rule, f.severity, f.cell) for f in result.findings] == [("SUB-PERIOD-CONFLICT", "error", "A5")]
    sources = result.findings[0].details["sources"]
    assert "4/2023" in sources and "5/2023" in sources


def test_the_caller_and_the_folder_fill_what_the_sheet_leaves_out() -> None:
    said = Given(period=parse_period("2023-05"), sender="so-y-te")
    assert key(Monthly, None, [], given=said) == ("so-y-te", "26", "2023-05", "official")
    assert key(Monthly, None, [], folder=said) == ("so-y-te", "26", "2023-05", "official")
    assert key(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", HEALTH, given=said, folder=said)[0] == "so-y-te"


def test_what_nobody_says_is_asked_for() -> None:
    assert faults(Monthly, "TÌNH HÌNH HỒ SƠ", []) == [("SUB-PERIOD", "A5"), ("SUB-SENDER", "A5")]
    finding = found(Monthly, "TÌNH HÌNH HỒ SƠ QUÝ I/2023", HEALTH).findings[0]
    assert (finding.rule, finding.details["kind"]) == ("SUB-PERIOD", "month")


def test_two_periods_in_one_title_are_not_chosen_from() -> None:
    assert faults(Yearly, "KẾT QUẢ NĂM 2018, KẾ HOẠCH NĂM 2019", []) == [("SUB-PERIOD-CONFLICT", "A5")]


def test_a_period_of_another_kind_does_not_do() -> None:
    given = Given(period=parse_period("năm 2023"))
    assert faults(Monthly, None, HEALTH, given=given)[0][0] == "SUB-PERIOD-CONFLICT"


def test_the_day_of_a_letter_is_not_the_day_of_its_figures() -> None:
    letter = [(3, 4, "Vĩnh Phúc, ngày 16 tháng 5 năm 2023")]
    assert faults(Daily, "DANH MỤC", letter) == [("SUB-PERIOD", "A5")]
    assert key(Daily, "DANH MỤC (tính đến ngày 15/6/2023)", letter)[2] == "2023-06-15"
    assert key(Daily, None, letter, given=Given(period=day_period(date(2021, 10, 1))))[2] == "2021-10-01"


def test_senders_that_disagree() -> None:
    title = "TÌNH HÌNH HỒ SƠ THÁNG 5/2023"
    assert faults(Monthly, title, HEALTH, given=Given(sender="so-noi-vu")) == [("SUB-SENDER-CONFLICT", "A1")]
    assert faults(Monthly, title, HEALTH, folder=Given(sender="so-noi-vu")) == [("SUB-SENDER-CONFLICT", "A1")]


def test_the_parent_in_a_letterhead_says_whose_not_who() -> None:
    title, parent = "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", [(1, 1, "UBND TỈNH VĨNH PHÚC")]
    assert key(Monthly, title, parent)[0] == "ubnd-tinh"
    assert key(Monthly, title, parent, folder=Given(sender="so-noi-vu"))[0] == "so-noi-vu"
    assert key(Yearly, "QUYẾT TOÁN NĂM 2018", parent)[0] == "so-tai-chinh"


def test_a_body_nobody_knows_is_told_together_with_the_period_that_is_missing() -> None:
    assert faults(Monthly, "TÌNH HÌNH HỒ SƠ", [(2, 1, "SỞ KHÔNG CÓ THẬT")]) == [
        ("SUB-PERIOD", "A5"),
        ("SUB-SENDER", "A2"),
    ]
    assert faults(Monthly, "TÌNH HÌNH HỒ SƠ", [(2, 1, "UBND HUYỆN VĨNH TƯỜNG")]) == [("SUB-PERIOD", "A5")]


def test_an_unknown_body_is_not_replaced_by_its_parent_or_by_the_forms_own_sender() -> None:
    lines = [(1, 1, "UBND TỈNH VĨNH PHÚC"), (2, 1, "SỞ KHÔNG CÓ THẬT")]
    result = found(Yearly, "QUYẾT TOÁN NĂM 2018", lines)
    assert [(f.rule, f.found) for f in result.findings] == [("SUB-SENDER", "SỞ KHÔNG CÓ THẬT")]
    assert key(Yearly, "QUYẾT TOÁN NĂM 2018", lines, given=Given(sender="so-y-te"))[0] == "so-y-te"


@pytest.mark.parametrize(
    "lines",
    [
        [(1, 1, "UBND TỈNH VĨNH PHÚC\nSỞ Y TẾ")],
        [(2, 1, "Đơn vị báo cáo: Sở Y tế")],
        [(1, 1, "Tên đơn vị gửi: SYT"), (4, 3, "Đơn vị tính: hồ sơ"), (3, 3, "Đơn vị: Triệu đồng")],
        [(1, 1, "SỞ Y TẾ"), (1, 4, "UBND TỈNH VĨNH PHÚC"), (2, 4, "Ban hành theo mẫu của UBND tỉnh")],
    ],
)
def test_a_sender_however_it_is_written(lines: list[tuple[int, int, str]]) -> None:
    assert key(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", lines)[0] == "so-y-te"


def test_a_district_reports_on_itself_and_its_rooms_answer_for_it() -> None:
    lines = [(1, 1, "UBND HUYỆN VĨNH TƯỜNG"), (2, 1, "PHÒNG VĂN HÓA VÀ THÔNG TIN")]
    title = "TÌNH HÌNH HỒ SƠ THÁNG 5/2023"
    assert key(Monthly, title, lines)[:2] == ("ubnd-vinh-tuong", "252")
    assert key(Monthly, title, [], given=Given(sender="ubnd-vinh-tuong"))[:2] == ("ubnd-vinh-tuong", "252")
    assert faults(Monthly, title, lines, given=Given(unit="246"))[0][0] == "SUB-UNIT-CONFLICT"


@pytest.mark.parametrize(
    ("lines", "month", "sender", "unit"),
    [
        (("UBND HUYỆN BÌNH XUYÊN", "UBND XÃ TRUNG MỸ"), "5/2023", "ubnd-08938", "08938"),
        (("UBND H. BÌNH XUYÊN", "ỦY BAN NHÂN DÂN TT. HƯƠNG CANH"), "5/2023", "ubnd-08935", "08935"),
        (("UBND TP VĨNH YÊN", "UBND P. ĐỐNG ĐA", "BỘ PHẬN MỘT CỬA"), "5/2023", "ubnd-08716", "08716"),
        (("UBND PHƯỜNG VĨNH PHÚC", "PHÒNG VĂN HÓA - XÃ HỘI"), "8/2025", "ubnd-08716", "08716"),
        (("UBND XÃ VĨNH TƯỜNG", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"), "8/2025", "ubnd-09076", "09076"),
        (("UBND TỈNH PHÚ THỌ", "SỞ Y TẾ"), "8/2025", "pt-so-y-te", "25"),
        (("SỞ Y TẾ", "UBND TỈNH PHÚ THỌ"), "8/2025", "pt-so-y-te", "25"),
        (("UBND TỈNH PHÚ THỌ",), "8/2025", "pt-ubnd-tinh", "25"),
    ],
)
def test_a_letterhead_names_the_body_of_its_day(lines: tuple[str, ...], month: str, sender: str, unit: str) -> None:
    above = [(row, 1, line) for row, line in enumerate(lines, 1)]
    assert key(Monthly, f"TÌNH HÌNH HỒ SƠ THÁNG {month}", above)[:2] == (sender, unit)


def test_a_folder_without_a_day_names_the_body_of_the_periods_day() -> None:
    title, above = "TÌNH HÌNH HỒ SƠ THÁNG 8/2025", [(1, 1, "UBND TỈNH PHÚ THỌ"), (2, 1, "SỞ Y TẾ")]
    folder = Given(sender="so-y-te")
    assert key(Monthly, title, above, folder=folder)[:2] == ("pt-so-y-te", "25")
    assert key(Monthly, title, [], folder=folder)[:2] == ("pt-so-y-te", "25")
    assert key(Yearly, "QUYẾT TOÁN NĂM 2026", above[:1])[0] == "pt-so-tai-chinh"


@pytest.mark.parametrize(
    ("name", "month"),
    [("UBND PHƯỜNG VĨNH PHÚC", "5/2023"), ("UBND PHƯỜNG ĐỐNG ĐA", "8/2025"), ("SỞ Y TẾ TỈNH VĨNH PHÚC", "8/2025"),
     ("SỞ Y TẾ TỈNH PHÚ THỌ", "5/2023"), ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "4/2025")],
)  # fmt: skip
def test_a_body_of_another_day_is_no_sender(name: str, month: str) -> None:
    assert faults(Monthly, f"TÌNH HÌNH HỒ SƠ THÁNG {month}", [(1, 1, name)]) == [("SUB-SENDER", "A1")]


@pytest.mark.parametrize(
    ("title", "revision"),
    [
        ("ƯỚC THỰC HIỆN NĂM 2018", "estimate"), ("SỐ LIỆU SƠ BỘ NĂM 2018", "estimate"),
        ("TRƯỜNG THCS ƯỚC MƠ NĂM 2018", "official"), ("DỰ TOÁN NĂM 2018", "official"),
    ],
)  # fmt: skip
def test_estimates_are_told_from_official_figures(title: str, revision: str) -> None:
    assert key(Yearly, title, [])[3] == revision
    assert key(Yearly, title, [], given=Given(revision="official"))[3] == "official"


def test_a_form_of_official_figures_takes_no_estimate() -> None:
    title = "SỐ LIỆU SƠ BỘ ĐẾN NGÀY 15/5/2023"
    assert faults(Daily, title, []) == [("SUB-REVISION", "A5")]
    assert faults(Daily, None, [], given=Given(period=DAY, revision="estimate")) == [("SUB-REVISION", "A9")]
    assert key(Daily, title, [], given=Given(revision="official"))[3] == "official"


def test_a_letter_written_after_the_next_period_carries_last_months_title() -> None:
    late = [*HEALTH[:-1], (3, 4, "Vĩnh Phúc, ngày 16 tháng 6 năm 2023")]
    said = found(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", late)
    assert said.key is None
    assert [(f.rule, f.cell) for f in said.findings] == [("SUB-PERIOD-CONFLICT", "A5")]
    assert "ngày 16 tháng 6" in said.findings[0].details["sources"]
    meant = found(Monthly, "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", late, given=Given(period=MAY))
    assert meant.key is not None and meant.key.period == MAY


def test_a_folder_of_a_whole_year_agrees_with_a_month_in_it() -> None:
    title, year = "TÌNH HÌNH HỒ SƠ THÁNG 5/2023", period("year", "calendar", 2023)
    assert key(Monthly, title, HEALTH, folder=Given(period=year))[2] == "2023-05"
    other = Given(period=period("year", "calendar", 2022))
    assert faults(Monthly, title, HEALTH, folder=other) == [("SUB-PERIOD-CONFLICT", "A5")]
    assert faults(Monthly, None, [], folder=Given(period=year))[0][0] == "SUB-PERIOD-CONFLICT"

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values.period_text import parse_period, periods_in
from schemas.values.periods import KINDS, calendars, containing, day_period, period, spanning

SPELLINGS = {
    "Tháng 5/2023": "2023-05",
    "THÁNG 05 NĂM 2023": "2023-05",
    "THÁNG 05, NĂM 2023": "2023-05",
    "T5/2023": "2023-05",
    "T.5-2023": "2023-05",
    "5/2023": "2023-05",
    "2023-05": "2023-05",
    "(Số liệu tháng 5 năm 2023)": "2023-05",
    "Quý I/2023": "2023-Q1",
    "QUÝ IV NĂM 2023": "2023-Q4",
    "Qúi II-2023": "2023-Q2",
    "Quý 3/2023": "2023-Q3",
    "2023-Q2": "2023-Q2",
    "6 tháng đầu năm 2023": "2023-H1",
    "6 tháng cuối năm 2023": "2023-H2",
    "6 THÁNG NĂM 2023": "2023-H1",
    "6T/2023": "2023-H1",
    "2023-H2": "2023-H2",
    "9 tháng năm 2023": "2023-9M",
    "9 tháng đầu năm 2023": "2023-9M",
    "2023-9M": "2023-9M",
    "năm học 2022-2023": "2022-2023",
    "NĂM HỌC 2022 – 2023": "2022-2023",
    "2022-2023": "2022-2023",
    "DỰ TOÁN CHI THƯỜNG XUYÊN CỦA NGÂN SÁCH CẤP TỈNH  NĂM  2018": "2018",
    "2018": "2018",
    "tuần 20/2023": "2023-W20",
    "Tuần thứ 20 năm 2023": "2023-W20",
    "2023-W20": "2023-W20",
    "Từ tháng 4 đến tháng 6 năm 2023": "2023-Q2",
    "T1-T6/2023": "2023-H1",
    "ngày 15 tháng 5 năm 2023": "2023-05-15",
    "15/5/2023": "2023-05-15",
    "15.05.2023": "2023-05-15",
    "2023-05-15": "2023-05-15",
    "Th\u00e1ng\u00a05/2023": "2023-05",
    "Tha\u0301ng 5/2023": "2023-05",
}


@pytest.mark.parametrize(("text", "id"), SPELLINGS.items())
def test_a_period_is_read_in_every_spelling(text: str, id: str) -> None:
    found = parse_period(text)
    assert found is not None
    assert found.id == id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Báo cáo chuyển đổi số",
        "THỰC HIỆN 5 THÁNG ĐẦU NĂM 2023",
        "giai đoạn 2021-2025",
        "năm 2018-2020",
        "Tháng 4 và tháng 5 năm 2023",
        "31/2/2023",
        "tháng 13/2023",
        "Quý V/2023",
        "Quyết định số 2/2023/QĐ-UBND",
        "năm học 2022-2024",
        "16.300",
        "155/155",
    ],
)
def test_what_is_no_period_is_not_guessed(text: str) -> None:
    assert parse_period(text) is None


def test_the_date_of_a_letter_is_no_month_and_no_year() -> None:
    line = "Kèm theo Báo cáo số 123/BC-SYT ngày 16/5/2023 và Quyết định 766/QĐ-TTg ngày 23 tháng 6 năm 2022"
    assert parse_period(line, "month") is None
    assert parse_period(line, "year") is None
    assert [p.id for p in periods_in(line)] == ["2023-05-16", "2022-06-23"]


def test_the_first_period_of_the_kind_asked_for_wins() -> None:
    title = "SO SÁNH THÁNG 5/2023 VỚI THÁNG 4/2023, QUÝ I/2023"
    assert [p.id for p in periods_in(title, "month")] == ["2023-05", "2023-04"]
    assert parse_period(title, "quarter") == period("quarter", "calendar", 2023, 1)


@pytest.mark.parametrize(
    ("kind", "number", "start", "end"),
    [
        ("month", 5, date(2023, 4, 15), date(2023, 5, 14)),
        ("month", 1, date(2022, 12, 15), date(2023, 1, 14)),
        ("quarter", 1, date(2022, 12, 15), date(2023, 3, 14)),
        ("quarter", 4, date(2023, 9, 15), date(2023, 12, 14)),
        ("half", 1, date(2022, 12, 15), date(2023, 6, 14)),
        ("half", 2, date(2023, 6, 15), date(2023, 12, 14)),
        ("nine_months", 1, date(2022, 12, 15), date(2023, 9, 14)),
        ("year", 1, date(2022, 12, 15), date(2023, 12, 14)),
    ],
)
def test_reporting_periods_run_from_the_fifteenth_to_the_fourteenth(kind, number, start, end) -> None:
    found = period(kind, "reporting", 2023, number)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("kind", "number", "start", "end"),
    [
        ("month", 2, date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", 2, date(2024, 4, 1), date(2024, 6, 30)),
        ("half", 2, date(2024, 7, 1), date(2024, 12, 31)),
        ("nine_months", 1, date(2024, 1, 1), date(2024, 9, 30)),
        ("school_year", 1, date(2024, 9, 1), date(2025, 8, 31)),
        ("year", 1, date(2024, 1, 1), date(2024, 12, 31)),
        ("week", 1, date(2024, 1, 1), date(2024, 1, 7)),
        ("day", 60, date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_calendar_periods(kind, number, start, end) -> None:
    found = period(kind, "calendar", 2024, number)
    assert (found.start, found.end) == (start, end)


def test_two_dates_are_the_period_they_bound_whatever_calendar_was_expected() -> None:
    may = parse_period("(Số liệu từ ngày 15/4/2023 đến ngày 14/5/2023)")
    assert may == period("month", "reporting", 2023, 5)
    assert parse_period("từ 15/4 đến 14/5/2023", "month", "reporting") == may
    assert parse_period("từ ngày 01/5/2023 đến hết ngày 31/5/2023", "month", "reporting") == period(
        "month", "calendar", 2023, 5
    )
    assert parse_period("từ ngày 03/5/2023 đến ngày 20/5/2023") is None
    assert spanning(date(2023, 5, 15), date(2023, 5, 21)) == period("week", "calendar", 2023, 20)


@pytest.mark.parametrize("bad", [("month", 0), ("month", 13), ("quarter", 5), ("day", 366), ("week", 53)])
def test_a_period_the_year_does_not_have_is_refused(bad) -> None:
    with pytest.raises(ValueError, match=r"\d|no"):
        period(bad[0], "calendar", 2023, bad[1])


def test_labels_are_as_people_write_them() -> None:
    labels = {k: period(k, "reporting", 2023, 2 if k in ("month", "half", "quarter") else 1).label.vi for k in KINDS}
    assert labels == {
        "day": "ngày 01/01/2023",
        "week": "tuần 1/2023",
        "month": "tháng 2/2023",
        "quarter": "quý II/2023",
        "half": "6 tháng cuối năm 2023",
        "nine_months": "9 tháng năm 2023",
        "school_year": "năm học 2023-2024",
        "year": "năm 2023",
    }
    assert period("month", "reporting", 2023, 5).label.en == "May 2023"


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(KINDS), st.sampled_from(sorted(calendars())))
def test_every_day_is_in_one_period_whose_id_and_label_read_back(day, kind, calendar) -> None:
    try:
        found = containing(day, kind, calendar)
    except ValueError:
        assert kind == "nine_months"
        return
    assert found.start <= day <= found.end
    assert parse_period(found.id, kind, calendar) == found
    assert parse_period(found.label.vi, kind, calendar) == found
    following = (
        containing(date.fromordinal(found.end.toordinal() + 1), kind, calendar) if kind != "nine_months" else None
    )
    assert following is None or following.start.toordinal() == found.end.toordinal() + 1


def test_days_are_the_same_in_every_calendar() -> None:
    assert containing(date(2023, 5, 15), "day", "reporting") == day_period(date(2023, 5, 15))
    assert containing(date(2023, 5, 15), "month", "reporting").id == "2023-06"
    assert containing(date(2022, 12, 15), "year", "reporting").id == "2023"

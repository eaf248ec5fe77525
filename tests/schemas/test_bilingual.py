"""Texts in pairs; numbers and days as each language writes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from schemas.values.bilingual import Both, day, figure, long_month, moment, month, number, percent


def test_a_text_is_said_in_the_language_asked_for() -> None:
    text = Both("tệp", "file")
    assert (text.said("vi"), text.said("en")) == ("tệp", "file")
    assert Both.same("26001") == Both("26001", "26001")
    assert Both.each(lambda lang: f"[{lang}]") == Both("[vi]", "[en]")
    assert Both("đủ, đúng hạn", "complete").capital() == Both("Đủ, đúng hạn", "Complete")


def test_places_of_a_text_are_filled_in_its_own_language() -> None:
    text = Both("{n} dòng của {form}", "{n} rows of {form}")
    filled = text.filled(n=number(1234), form=Both("sổ", "register"))
    assert filled == Both("1.234 dòng của sổ", "1,234 rows of register")
    with pytest.raises(KeyError):
        text.filled(n=1)


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        ("3286", None, "3.286", "3,286"),
        ("1568250.5", None, "1.568.250,5", "1,568,250.5"),
        ("-1234.25", None, "-1.234,25", "-1,234.25"),
        ("-0.5", None, "-0,5", "-0.5"),
        ("chữ", None, "chữ", "chữ"),
        ("1,5", None, "1,5", "1,5"),
        (36.18, None, "36,18", "36.18"),
        (12500.0, None, "12.500", "12,500"),
        (12500, None, "12.500", "12,500"),
        (9007199254740993, None, "9.007.199.254.740.993", "9,007,199,254,740,993"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234.5, 2, "1.234,50", "1,234.50"),
        (1234.6, 0, "1.235", "1,235"),
        (-0.25, 0, "-0", "-0"),
        (float("inf"), 0, "inf", "inf"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(
    value: float | str, decimals: int | None, vi: str, en: str
) -> None:
    assert number(value, decimals) == Both(vi, en)


def test_a_figure_is_whole_or_has_two_decimals() -> None:
    assert figure(1234.0) == Both("1.234", "1,234")
    assert figure(44.5) == Both("44,50", "44.50")


def test_shares_are_all_or_nothing_only_when_they_are() -> None:
    assert percent(9999, 10000) == Both("99,9 %", "99.9 %")
    assert percent(1, 10000) == Both("0,1 %", "0.1 %")
    assert (percent(3, 3), percent(0, 3)) == (Both.same("100 %"), Both.same("0 %"))


def test_days_are_written_as_the_reader_writes_them() -> None:
    assert day(date(2023, 5, 6)) == Both("06/05/2023", "6 May 2023")
    assert moment(datetime(2023, 5, 6, 7, 8)) == Both("06/05/2023 07:08", "6 May 2023 07:08")
    assert month("2023-05") == Both.same("5/23")
    assert long_month("2023-05") == Both("tháng 5/2023", "May 2023")

from __future__ import annotations

import pytest

from spreadsheets.formats.parts.numberformat import is_date_format, iso_text, serial_of


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", False),
        ("0%", False),
        ("#,##0.00", False),
        ("dd/mm/yyyy", True),
        ("[$-42A]dd mmmm yyyy", True),
        ("[$-42A]h:mm:ss\\ AM/PM", True),
        ("mm:ss.0", True),
        ("h:mm;@", True),
        ("[h]:mm:ss", False),
        ('#,##0\\ "đồng"', False),
        ('0 "dự toán"', False),
        ("#,##0\\ [$₫-42A]", False),
        ("[Red]#,##0", False),
        ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', False),
        ("0.00E+00", False),
        ("@", False),
        ("", False),
    ],
)
def test_date_formats_are_told_from_numbers(code: str, expected: bool) -> None:
    assert is_date_format(code) is expected


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        (45061.0, "2023-05-15"),
        (45061.5, "2023-05-15T12:00:00"),
        (45061.999999999, "2023-05-16"),
        (45061.000011574075, "2023-05-15T00:00:01"),
        (45061.123456, "2023-05-15T02:57:46.598"),
        (1.0, "1900-01-01"),
        (59.0, "1900-02-28"),
        (60.0, "1900-02-29"),
        (61.0, "1900-03-01"),
        (0.75, "18:00:00"),
        (2958465.0, "9999-12-31"),
        (0.0, None),
        (-1.0, None),
        (2958466.0, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_serials_become_iso_text(serial: float, expected: str | None) -> None:
    assert iso_text(serial) == expected


@pytest.mark.parametrize("serial", [1.0, 59.0, 61.0, 45061.0, 45061.5, 0.25, 2958465.0])
def test_iso_text_becomes_the_same_serial(serial: float) -> None:
    assert serial_of(iso_text(serial) or "") == pytest.approx(serial, abs=1e-9)


def test_text_that_is_no_date_has_no_serial() -> None:
    assert serial_of("15/5/2023") is None
    assert serial_of("") is None
    assert serial_of("2023-13-01") is None

from __future__ import annotations

import pytest

from spreadsheets.find.texts.numerals import decide, number


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1.568.250", None, 1568250),
        ("1,568,250", None, 1568250),
        ("16.300", None, None),
        ("16.300", "vi", 16300),
        ("16.300", "en", 16.3),
        ("16,300", "en", 16300),
        ("16.125", "vi", 16125),
        ("36,18", None, 36.18),
        ("36,18 %", None, 36.18),
        ("36.18%", None, 36.18),
        ("36.18", "vi", None),
        ("1.234,5", None, 1234.5),
        ("1,234.5", None, 1234.5),
        ("(1.234)", "vi", -1234),
        ("(1.234", "vi", None),
        ("-12", None, -12),
        ("\u221212", None, -12),
        ("16 300", None, 16300),
        ("16\u00a0300", "en", 16300),
        ("1 568 250,5", None, 1568250.5),
        ("1 2", None, None),
        ("0,125", None, 0.125),
        ("1234.567", None, 1234.567),
        ("0", None, 0),
        ("007", None, None),
        ("026123456789", None, None),
        ("1234567890123456", None, None),
        ("2.6E+10", None, None),
        ("", None, None),
        ("-", None, None),
        ("...", None, None),
        ("5/2023", None, None),
    ],
)
def test_number(text: str, style: str | None, value: float | None) -> None:
    assert number(text, style) == value


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["16.300", "1.568.250"], "vi"),
        (["16.300", "36,18"], "vi"),
        (["16,300", "1,568,250"], "en"),
        (["16.300"], "ambiguous"),
        (["16.300", "16.3", "36,18"], "ambiguous"),
        (["12", "345"], None),
        (["Sở Y tế", "-"], None),
        ([], None),
    ],
)
def test_a_column_decides(texts: list[str], style: str | None) -> None:
    assert decide(texts) == style

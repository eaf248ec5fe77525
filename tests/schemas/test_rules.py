from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from schemas.form import Rule
from schemas.severity import always
from schemas.validation.evaluate import broken, evaluate, half_last_digit
from schemas.values.periods import period

NA = None


def _rule(expression: str, tolerance: float = 0.0) -> Rule:
    return Rule("X-001", expression, always("error"), "", "", "", tolerance=tolerance)


def _broken(expression: str, tolerance: float = 0.0, scale: float = 1.0, **columns: list) -> list[bool]:
    frame = pd.DataFrame({k: pd.array(v, dtype="Float64") for k, v in columns.items()})
    return broken(_rule(expression, tolerance), frame, scale).tolist()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a == b", [False, True, True, False, False]),
        ("a != b", [True, False, False, False, False]),
        ("a <= b", [False, False, True, False, False]),
        ("a < b", [True, False, True, False, False]),
        ("a >= b", [False, True, False, False, False]),
        ("a > b", [True, True, False, False, False]),
        ("a == 2 * b - b / 1", [False, True, True, False, False]),
        ("-a == -b", [False, True, True, False, False]),
        ("not a == b", [True, False, False, False, False]),
        ("0 <= a <= b", [False, False, True, False, False]),
    ],
)
def test_comparisons_let_nulls_pass(expression: str, expected: list[bool]) -> None:
    assert _broken(expression, a=[5, 4, 6, NA, 5], b=[5, 5, 5, 5, NA]) == expected


def test_and_or_decide_as_far_as_nulls_allow() -> None:
    columns = {"a": [1, 1, NA, NA], "b": [1, NA, 1, 9]}
    assert _broken("a == 1 and b == 1", **columns) == [False, False, False, True]
    assert _broken("a == 2 or b == 1", **columns) == [False, False, False, False]
    assert _broken("a == 2 or b == 2", **columns) == [True, False, False, False]


def test_total_counts_null_as_nothing_unless_all_are_null() -> None:
    assert _broken("a == total(b, c)", a=[3, 3, 3, 3], b=[1, 3, NA, NA], c=[2, NA, 2, NA]) == [
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("printed", "is_broken"),
    [
        (36.18, False),
        (36.184, False),
        (36.19, True),
        (36.2, False),
        (36, False),
        (37, True),
        (36.1840000000000046, False),
        (36.1845, True),
        (36.179999999999996, False),
    ],
)
def test_a_printed_percentage_may_differ_by_half_its_last_digit(printed: float, is_broken: bool) -> None:
    assert _broken("share(p, n, d)", p=[printed], n=[4523], d=[12500]) == [is_broken]


def test_a_share_of_nothing_is_not_judged() -> None:
    assert _broken("share(p, n, d)", p=[NA, 5, 5, 5], n=[1, NA, 0, 3], d=[2, 2, 0, NA]) == [False] * 4


def test_half_a_last_digit() -> None:
    assert half_last_digit(np.array([36.18, 36.2, 120.0, np.nan])).tolist() == [0.005, 0.05, 0.5, 0.5]


def test_tolerance_is_in_printed_units() -> None:
    in_vnd = {"a": [3287e6, 3286.4e6, 3287e6], "b": [3286e6, 3286e6, 3287e6]}
    assert _broken("a == b", tolerance=0.5, scale=1e6, **in_vnd) == [True, False, False]
    assert _broken("a <= b", tolerance=0.5, scale=1e6, **in_vnd) == [True, False, False]


def test_binary_fractions_do_not_break_a_sum() -> None:
    assert _broken("a == b + c", a=[0.3], b=[0.1], c=[0.2]) == [False]


def test_present_and_digits_look_at_text() -> None:
    frame = pd.DataFrame({"code": pd.array(["08707", "8707", None], dtype="string")})
    assert broken(_rule("digits(code) == 5"), frame).tolist() == [False, True, False]
    assert broken(_rule("present(code)"), frame).tolist() == [False, False, True]


def test_both_sides_are_told() -> None:
    frame = pd.DataFrame({"a": pd.array([3, None], "Int64"), "b": pd.array([1, 1], "Int64")})
    outcome = evaluate(_rule("a == b + 1"), frame)
    assert outcome.broken.tolist() == [True, False]
    assert outcome.left.tolist()[0] == 3
    assert outcome.right.tolist() == [2, 2]
    assert evaluate(_rule("present(a)"), frame).left is None


def test_the_mask_has_the_rows_own_index() -> None:
    frame = pd.DataFrame({"a": pd.array([1, 2], "Int64")}, index=[7, 9])
    assert broken(_rule("a == 1"), frame).to_dict() == {7: False, 9: True}


@pytest.mark.parametrize("expression", ["a", "a + 1", "a % 2 == 0", "a ** 2 == 4", "'x' < a", "present(a + 1)"])
def test_what_the_evaluator_does_not_know_is_said(expression: str) -> None:
    with pytest.raises(ValueError, match=r"rule|present"):
        _broken(expression, a=[1])


DAYS = pd.ArrowDtype(pa.date32())
TEXTS = pd.StringDtype("pyarrow")


def _frame(**columns: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(columns)


def _days(*days: str | None) -> pd.Series:
    return pd.Series([None if day is None else date.fromisoformat(day) for day in days], dtype=DAYS)


def test_days_are_compared_in_order() -> None:
    frame = _frame(a=_days("2023-05-01", "2023-05-03", "2023-05-02", None), b=_days(*["2023-05-02"] * 4))
    assert broken(_rule("a <= b"), frame).tolist() == [False, True, False, False]
    assert evaluate(_rule("a <= b"), frame).left is None
    three = frame.assign(c=_days("2023-05-04", "2023-05-04", "2023-05-01", "2023-05-01"))
    assert broken(_rule("a <= b <= c"), three).tolist() == [False, True, True, True]
    assert broken(_rule("a - b <= 0"), frame).tolist() == [False, True, False, False]


def test_days_are_compared_with_the_period() -> None:
    frame = _frame(a=_days("2023-04-14", "2023-04-15", "2023-05-14", "2023-05-15"))
    may = period("month", "reporting", 2023, 5)
    rule = _rule("period_start() <= a <= period_end()")
    assert broken(rule, frame, period=may).tolist() == [True, False, False, True]
    assert broken(rule, frame).tolist() == [False] * 4


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('a == "9"', [False, True, False]),
        ('a != "9"', [True, False, False]),
        ('a in ("9", "10")', [False, True, False]),
        ('a not in ("9", "10")', [True, False, False]),
        ('not a == "4" or present(b)', [False, True, False]),
        ("a == b", [False, True, False]),
    ],
)
def test_texts_are_compared_whole(expression: str, expected: list[bool]) -> None:
    frame = _frame(a=pd.Series(["9", "4", None], dtype=TEXTS), b=pd.Series(["9", None, "9"], dtype=TEXTS))
    if expression == "a == b":
        expected = [False, False, False]
    assert broken(_rule(expression), frame).tolist() == expected


def test_check_digits_and_dates_inside_codes() -> None:
    frame = _frame(a=pd.Series(["2500150543", "2500150544", "2500150543-001", "abc", None], dtype=TEXTS))
    assert broken(_rule("tax_code(a)"), frame).tolist() == [False, True, False, True, False]
    frame = _frame(a=pd.Series(["8931234567897", "8931234567890", None], dtype=TEXTS))
    assert broken(_rule("gs1(a)"), frame).tolist() == [False, True, False]
    codes = ["H62.12-230515-0004", "000.00.12.H62-201105-0004", "H62.12-231315-0004", "H62-1", None]
    frame = _frame(a=pd.Series(codes, dtype=TEXTS), b=_days("2023-05-15", "2020-11-05", *["2023-05-15"] * 3))
    assert broken(_rule("dossier_date(a) == b"), frame).tolist() == [False] * 5
    assert broken(_rule("dossier_date(a) < b"), frame).tolist() == [True, True, False, False, False]

"""Evaluates the rules of a form over its typed rows. Its own small evaluator: nothing is ever passed to eval().

An expression is arithmetic over stored fields (+ - * /), comparisons, `and`, `or`, `not`, and the functions
`total(a, b, …)` sum with null as 0 (null when all are), `share(pct, num, den)` whether a printed percentage is
100 * num / den within half its last digit, `present(x)` whether there is a value, `digits(x)` how many digits a
text has, `tax_code(x)` and `gs1(x)` whether its check digit is right, `dossier_date(x)` the day inside a dossier's
code, `period_start()` and `period_end()` the submission's period. Days are compared as days; texts and codes with
`==`, `!=` and `in ("9", "10")`. A comparison with a null side is neither true nor false, and a rule that cannot be
decided is not broken.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from schemas.form import Rule
from schemas.validation.check_digits import alike_but_for_day, dossier_date, is_gs1, is_tax_code
from schemas.values.periods import Period

#: Room for binary fractions, relative to the larger side of a comparison.
_ROUNDING = 1e-9
#: Percentages printed by a formula carry all its digits; beyond this many they are compared as computed.
_MOST_DECIMALS = 6

_ARITHMETIC: dict[type[ast.operator], Callable[..., np.ndarray]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
_DAY = pd.ArrowDtype(pa.date32())
_TEXT = pd.StringDtype("pyarrow")
_CHECK_DIGITS: dict[str, Callable[[str], bool]] = {"tax_code": is_tax_code, "gs1": is_gs1}


@dataclass(frozen=True)
class Truth:
    """What is known of each row: `yes` where it holds, `no` where it fails; neither where a side is null."""

    yes: np.ndarray
    no: np.ndarray


@dataclass(frozen=True)
class Verdict:
    """What a rule says of each row.

    `broken`: bool per row. `left`, `right`: the sides of the rule's comparison, NaN where null; None for a rule
    that is no single comparison.
    """

    broken: np.ndarray
    left: np.ndarray | None = None
    right: np.ndarray | None = None


def evaluate(rule: Rule, frame: pd.DataFrame, scale: float = 1.0, period: Period | None = None) -> Verdict:
    """Apply one row rule to every row of a frame whose columns are the form's stored fields.

    `scale`: how much one unit printed on the sheet is in stored units; the rule's tolerance is in printed units.
    `period`: the submission's; a rule about a period that is not known cannot be decided.
    """
    reader = _Reader(frame, rule.tolerance * scale, period)
    tree = ast.parse(rule.expression, mode="eval").body
    truth = reader.truth(tree)
    left, right = reader.sides(tree)
    return Verdict(truth.no, left, right)


def broken(rule: Rule, frame: pd.DataFrame, scale: float = 1.0, period: Period | None = None) -> pd.Series:
    """Mask of the rows that break a rule, with the frame's index."""
    return pd.Series(evaluate(rule, frame, scale, period).broken, index=frame.index)


@dataclass(frozen=True)
class _Reader:
    frame: pd.DataFrame
    tolerance: float
    period: Period | None = None

    def truth(self, node: ast.expr) -> Truth:
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.BoolOp):
            return self._joined(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand)
            return Truth(inner.no, inner.yes)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "present":
                known = self._present(node.args[0])
                return Truth(known, ~known)
            if node.func.id == "share":
                printed, computed = self._share(node)
                return _within(printed, computed, half_last_digit(printed))
            if node.func.id in _CHECK_DIGITS:
                return self._checked(node)
        raise ValueError(f"a rule cannot say {ast.unparse(node)!r}")

    def sides(self, node: ast.expr) -> tuple[np.ndarray, np.ndarray] | tuple[None, None]:
        """The two numbers a rule compares: of `a == b` both sides, of `share` the printed and the computed."""
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and not self._is_of_days_or_texts(node):
            return self.values(node.left), self.values(node.comparators[0])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "share":
            return self._share(node)
        return None, None

    def values(self, node: ast.expr) -> np.ndarray:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return np.full(len(self.frame), float(node.value))
        if isinstance(node, ast.Name):
            return _numbers(self.frame[node.id])
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self.values(node.operand)
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            with np.errstate(divide="ignore", invalid="ignore"):
                result = _ARITHMETIC[type(node.op)](self.values(node.left), self.values(node.right))
            return np.where(np.isfinite(result), result, np.nan)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "total":
                return _total([self.values(arg) for arg in node.args])
            if node.func.id == "digits":
                return self._of_texts(node, lambda text: sum(c in "0123456789" for c in text))
            if node.func.id == "dossier_date":
                return self._of_texts(node, lambda text: _ordinal(dossier_date(text)), alike_but_for_day)
            if node.func.id in ("period_start", "period_end"):
                day = getattr(self.period, node.func.id.removeprefix("period_"), None)
                return np.full(len(self.frame), _ordinal(day))
        raise ValueError(f"a rule cannot compute {ast.unparse(node)!r}")

    def _share(self, node: ast.Call) -> tuple[np.ndarray, np.ndarray]:
        printed, numerator, denominator = map(self.values, node.args)
        with np.errstate(divide="ignore", invalid="ignore"):
            computed = 100 * numerator / denominator
        return printed, np.where(np.isfinite(computed), computed, np.nan)

    def _comparison(self, node: ast.Compare) -> Truth:
        yes, no = np.ones(len(self.frame), bool), np.zeros(len(self.frame), bool)
        if self._is_of_texts(node):
            return self._text_comparison(node)
        left = self.values(node.left)
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.values(comparator)
            step = _compare(op, left, right, self.tolerance)
            yes, no, left = yes & step.yes, no | step.no, right
        return Truth(yes, no)

    def _joined(self, node: ast.BoolOp) -> Truth:
        parts = [self.truth(value) for value in node.values]
        yes, no = [p.yes for p in parts], [p.no for p in parts]
        if isinstance(node.op, ast.And):
            return Truth(np.logical_and.reduce(yes), np.logical_or.reduce(no))
        return Truth(np.logical_or.reduce(yes), np.logical_and.reduce(no))

    def _present(self, node: ast.expr) -> np.ndarray:
        if not isinstance(node, ast.Name):
            raise ValueError("present() asks for the name of a field")
        return self.frame[node.id].notna().to_numpy(dtype=bool)

    def _checked(self, node: ast.Call) -> Truth:
        assert isinstance(node.func, ast.Name)
        is_right = self._of_texts(node, _CHECK_DIGITS[node.func.id])
        return Truth(is_right == 1, is_right == 0)

    def _of_texts(
        self, node: ast.Call, read: Callable[[str], float], part: Callable[[pa.Array], pa.Array] | None = None
    ) -> np.ndarray:
        """A function of the texts of one field, each distinct text read once; NaN where there is none.

        `part`: what of the texts it goes by, where that repeats more often than they do.
        """
        (field,) = node.args
        if not isinstance(field, ast.Name):
            raise ValueError(f"{ast.unparse(node.func)}() asks for the name of a field")
        texts = _arrow(self.frame[field.id].astype(_TEXT), pa.string())
        encoded = (part(texts) if part else texts).dictionary_encode()
        known = np.array([*(float(read(text)) for text in encoded.dictionary.to_pylist()), np.nan])
        spread: np.ndarray = known[encoded.indices.fill_null(len(known) - 1).to_numpy()]
        return spread

    def _is_of_texts(self, node: ast.Compare) -> bool:
        """Whether a comparison is of words: with a constant text or a list of them, or of two fields of text."""
        sides = [node.left, *node.comparators]
        if any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
            return True
        if any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides):
            return True
        return all(isinstance(side, ast.Name) and self.frame[side.id].dtype == "string" for side in sides)

    def _is_of_days_or_texts(self, node: ast.Compare) -> bool:
        names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and part.id in self.frame]
        return self._is_of_texts(node) or any(self.frame[name].dtype == _DAY for name in names)

    def _text_comparison(self, node: ast.Compare) -> Truth:
        """`a == "x"`, `a != b`, `a in ("x", "y")`; one operator only."""
        if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            raise ValueError(f"a rule cannot compare texts by {ast.unparse(node)!r}")
        left, right = self._texts(node.left), self._texts(node.comparators[0])
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            known, same = left.notna().to_numpy(bool), left.isin(ast.literal_eval(node.comparators[0])).to_numpy(bool)
        else:
            known = (left.notna() & right.notna()).to_numpy(bool)
            same = known & (left == right).to_numpy(bool)
        if isinstance(node.ops[0], ast.NotEq | ast.NotIn):
            same = ~same
        return Truth(known & same, known & ~same)

    def _texts(self, node: ast.expr) -> pd.Series:
        if isinstance(node, ast.Name):
            return self.frame[node.id].astype("object")
        value = node.value if isinstance(node, ast.Constant) else None
        return pd.Series([value] * len(self.frame), index=self.frame.index, dtype="object")


def _numbers(column: pd.Series) -> np.ndarray:
    """A column as numbers, NaN for null; days by their place in the calendar, as `date.toordinal` counts them."""
    if column.dtype == _DAY:
        days = _arrow(column, pa.date32()).cast(pa.int32()).cast(pa.float64()).to_numpy(zero_copy_only=False)
        ordinals: np.ndarray = days + date(1970, 1, 1).toordinal()
        return ordinals
    return column.to_numpy(dtype="float64", na_value=np.nan)


def _arrow(column: pd.Series, kind: pa.DataType) -> pa.Array:
    """The values of a nullable column without a Python object each."""
    values = pa.array(column.array, kind)
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _ordinal(day: Any) -> float:
    """A day as a number, NaN for None and for pandas' own nothing, which has no type of its own."""
    return np.nan if day is None or day is pd.NA else float(day.toordinal())


def half_last_digit(printed: np.ndarray) -> np.ndarray:
    """Half a unit of the last decimal each number is printed with: 36.18 -> 0.005, 120 -> 0.5."""
    decimals = np.array([_decimals(value) for value in printed], dtype=float)
    half: np.ndarray = 0.5 * np.power(10.0, -decimals)
    return half


def _decimals(value: float) -> int:
    if not np.isfinite(value):
        return 0
    return min(len(f"{value:.12f}".rstrip("0").partition(".")[2]), _MOST_DECIMALS)


def _total(parts: list[np.ndarray]) -> np.ndarray:
    stacked = np.vstack(parts)
    return np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0))


def _within(left: np.ndarray, right: np.ndarray, room: np.ndarray | float) -> Truth:
    known = ~(np.isnan(left) | np.isnan(right))
    near = np.abs(left - right) <= room + _ROUNDING * np.fmax(np.abs(left), np.abs(right))
    return Truth(known & near, known & ~near)


def _compare(op: ast.cmpop, left: np.ndarray, right: np.ndarray, tolerance: float) -> Truth:
    equal = _within(left, right, tolerance)
    known = equal.yes | equal.no
    if isinstance(op, ast.Eq):
        return equal
    if isinstance(op, ast.NotEq):
        return Truth(equal.no, equal.yes)
    holds = {
        ast.Lt: (left < right) & ~equal.yes,
        ast.LtE: (left < right) | equal.yes,
        ast.Gt: (left > right) & ~equal.yes,
        ast.GtE: (left > right) | equal.yes,
    }[type(op)]
    return Truth(known & holds, known & ~holds)

"""The kinds of cell a contract knows. Plain data: nothing heavy is imported here."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.values.bilingual import Both


@dataclass(frozen=True)
class Part:
    """One stored field of a column: suffix added to its name, Arrow type and DuckDB type by name."""

    suffix: str
    arrow: str
    duckdb: str


@dataclass(frozen=True)
class Kind:
    """What one cell of a column holds, how it is stored, and how to say so to the sender."""

    name: str
    parts: tuple[Part, ...]
    title: Both
    is_measure: bool = False


def _single(arrow: str, duckdb: str) -> tuple[Part, ...]:
    return (Part("", arrow, duckdb),)


Text = Kind("text", _single("string", "VARCHAR"), Both("chữ", "text"))
Code = Kind("code", _single("string", "VARCHAR"), Both("mã, giữ nguyên số 0 ở đầu", "a code, leading zeros kept"))
Count = Kind(
    "count", _single("int64", "BIGINT"), Both("số nguyên, ví dụ 16.300", "a whole number such as 16.300"), True
)
Amount = Kind(
    "amount", _single("double", "DOUBLE"), Both("số tiền, ví dụ 1.568.250", "an amount such as 1.568.250"), True
)
Percent = Kind(
    "percent", _single("double", "DOUBLE"), Both("tỷ lệ %, ví dụ 36,18 %", "a percentage such as 36,18 %"), True
)
Ratio = Kind(
    "ratio",
    (Part("_numerator", "int64", "BIGINT"), Part("_denominator", "int64", "BIGINT")),
    Both("tỷ số, ví dụ 155/155", "a ratio such as 155/155"),
    True,
)
Day = Kind("day", _single("date32", "DATE"), Both("ngày dd/mm/yyyy", "a date dd/mm/yyyy"))
Period = Kind("period", _single("string", "VARCHAR"), Both("kỳ báo cáo, ví dụ 5/2023", "a period such as 5/2023"))
Flag = Kind("flag", _single("bool", "BOOLEAN"), Both("Có hoặc Không", "“Có” (yes) or “Không” (no)"))

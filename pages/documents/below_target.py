"""Who is below which target of a period, by how much, and what would reach it: the table the chair is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.catalogue.unit_name import unit_name
from schemas.registry import form
from schemas.values.bilingual import Both, figure
from warehouse.connect import Connection

_NO_FIGURE = Both("chưa có số liệu", "no figure yet")
_COUNTRY = Both("Cả nước", "The country")
_MORE = Both("thêm {n} {counted}", "{n} more {counted}")
_FEWER = Both("bớt {n} {counted}", "{n} fewer {counted}")
_COLUMNS = {
    "subject": Both("Đơn vị", "Body"),
    "indicator": Both("Chỉ tiêu", "Indicator"),
    "target": Both("Giao", "Target"),
    "value": Both("Đạt", "Reached"),
    "gap": Both("Còn thiếu", "Gap"),
    "to-do": Both("Cần", "Needed"),
    "accountable": Both("Chịu trách nhiệm", "Accountable"),
    "numerator": Both("Tử số", "Numerator"),
    "denominator": Both("Mẫu số", "Denominator"),
    "legal-basis": Both("Căn cứ", "Legal basis"),
}

_BELOW = """
    SELECT progress.*, fact.form, fact.numerator_field FROM mart.below_target AS progress
    LEFT JOIN (
        SELECT indicator_code, min_by(form, _row_id) AS form, min_by(numerator_field, _row_id) AS numerator_field
        FROM mart.indicator_fact GROUP BY indicator_code
    ) AS fact USING (indicator_code)
    WHERE period_id = ? ORDER BY indicator_code, gap DESC, subject_name, target_code
"""
_UNREPORTED = "SELECT * FROM mart.unreported_target(?) ORDER BY indicator_code, subject_name, target_code"
_SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}
#: Units that name what is measured and not what is counted.
_SHARES = {"percent": "%", "rank": ""}
_PLURALS = {"person": "people", "facility": "facilities"}


@dataclass(frozen=True)
class Shortfall:
    """One target that is not met, or that has no figure (`value` None): the columns of the report.

    `gap`: what is missing, in the unit of the target. `more_needed`: how many more of the numerator, below zero where
    it has to fall; None for shares of money and points. `counted`: the unit of the numerator.
    """

    subject: str
    indicator: str
    operator: str
    target: float
    unit: str
    value: float | None
    gap: float | None
    more_needed: float | None
    counted: str
    numerator: float | None
    denominator: float | None
    accountable: str
    legal_basis: str
    revision: str


def shortfalls(con: Connection, period_id: str, lang: str) -> list[Shortfall]:
    """What is below target in a period, the widest gap of an indicator first, then what has no figure."""
    both = [_records(con, query, period_id) for query in (_BELOW, _UNREPORTED)]
    return [_shortfall(each, lang) for part in both for each in part]


def table(found: list[Shortfall], lang: str) -> dict[str, list[Any]]:
    """The report: heading in the reader's language -> values, ready to be drawn or written."""
    columns: dict[str, list[Any]] = {
        "subject": [each.subject for each in found],
        "indicator": [each.indicator for each in found],
        "target": [_demand(each, lang) for each in found],
        "value": [each.value for each in found],
        "gap": [each.gap for each in found],
        "to-do": [_to_do(each, lang) for each in found],
        "accountable": [each.accountable for each in found],
        "numerator": [_whole(each.numerator) for each in found],
        "denominator": [_whole(each.denominator) for each in found],
        "legal-basis": [each.legal_basis for each in found],
    }
    return {_COLUMNS[name].said(lang): values for name, values in columns.items()}


def _records(con: Connection, query: str, period_id: str) -> list[dict[str, Any]]:
    return list(con.execute(query, [period_id]).to_arrow_table().to_pylist())


def _shortfall(said: dict[str, Any], lang: str) -> Shortfall:
    subject = Both(said["subject_name"], said["subject_name_en"])
    return Shortfall(
        subject=subject.said(lang) or subject.vi or _COUNTRY.said(lang),
        indicator=said[f"indicator_name_{lang}"] or said["indicator_name_vi"],
        operator=said["operator"],
        target=said["target_value"],
        unit=said["unit"],
        value=said.get("value"),
        gap=said.get("gap"),
        more_needed=said.get("more_needed"),
        counted=_counted(said),
        numerator=said.get("numerator"),
        denominator=said.get("denominator"),
        accountable=said["accountable"],
        legal_basis=said["legal_basis"],
        revision=said.get("revision", ""),
    )


def _counted(said: dict[str, Any]) -> str:
    """The unit of the numerator, as its column has it; "" where the numerator is no column of its own."""
    columns = form(said["form"]).columns if said.get("form") else {}
    return columns[said["numerator_field"]].unit if said.get("numerator_field") in columns else ""


def _demand(short: Shortfall, lang: str) -> str:
    unit = _SHARES.get(short.unit, _word(short.unit, lang))
    return f"{_SIGNS[short.operator]} {figure(short.target).said(lang)} {unit}".strip()


def _to_do(short: Shortfall, lang: str) -> str:
    """What would reach the target: so many more dossiers, or fewer; that there is no figure."""
    if short.value is None:
        return _NO_FIGURE.said(lang)
    if not short.more_needed:
        return ""
    many = abs(short.more_needed)
    way = _MORE if short.more_needed > 0 else _FEWER
    return way.filled(n=figure(many), counted=_word(short.counted, lang, many=many != 1)).said(lang).strip()


def _whole(value: float | None) -> float | int | None:
    """A count without its ".0"."""
    return int(value) if value is not None and value.is_integer() else value


def _word(unit: str, lang: str, *, many: bool = True) -> str:
    """A unit of measure in one language; one a sender wrote stays as he wrote it."""
    known = unit_name(unit)
    if lang == "vi" or not known:
        return known or unit
    return _PLURALS.get(unit, f"{unit}s") if many else unit

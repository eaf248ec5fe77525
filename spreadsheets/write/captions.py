"""What an office prints above a table: whose it is, and of which period."""

from __future__ import annotations

from datetime import date

from schemas.codes import code_list
from schemas.values.periods import Period
from spreadsheets.understand.letterhead import PARENTS, province


def period_text(period: Period) -> str:
    """The line under a title that says the period, in words its reader understands."""
    label = period.label.vi
    if period.kind == "day":
        return f"(Đến {label})"
    said = label[0].upper() + label[1:].replace("/", " năm ")
    if period.calendar == "calendar":
        return said
    return f"{said} (số liệu từ ngày {_day(period.start)} đến ngày {_day(period.end)})"


def letterhead_of(sender: str, on: date | None) -> tuple[str, str]:
    """The two lines that name a sender: the body above it, itself; "" where there is none or it is not known."""
    if not sender:
        return "", ""
    agencies = code_list("agency")
    body = agencies.label(sender, on=on).upper()
    level = next((e.level for e in agencies.entries if e.code == sender), "")
    if sender in PARENTS:
        return "", province_committee(on)
    if level == "commune":
        return _committee_above(sender, on), body
    return (province_committee(on) if level in ("province", "district") else ""), body


def province_committee(on: date | None) -> str:
    """The committee of the province that held on a day, in capitals."""
    return f"UBND {code_list('unit').label(province(on), on=on)}".upper()


def _committee_above(sender: str, on: date | None) -> str:
    """The committee of the district a commune's committee stands under; of the province where there is none."""
    units = code_list("unit")
    own = units.resolve(code_list("agency").label(sender, on=on), on)
    parent = next((e.parent for e in units.entries if e.code == own and e.valid_on(on)), "")
    return f"UBND {units.label(parent, on=on)}".upper() if parent else province_committee(on)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

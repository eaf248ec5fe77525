"""What the caller of a command says, understood: names become codes, texts become periods, days, counts."""

from __future__ import annotations

import argparse
from datetime import date

from cli.near import did_you_mean, nearest
from schemas.codes import code_list
from schemas.registry import sectors
from schemas.submission import Given
from schemas.values.bilingual import Both
from schemas.values.period_text import parse_period
from schemas.values.periods import Period, PeriodKind
from schemas.values.trouble import Trouble

_NOT_UNDERSTOOD = Both(
    "«{text}» không dùng được ở chỗ này ({option}): cần {wanted}{near}",
    "«{text}» will not do here ({option}): give {wanted}{near}",
)
A_PERIOD = Both("kỳ báo cáo như 2023-05, 5/2023, «Quý I/2023»", "a period such as 2023-05, 5/2023, 'Quý I/2023'")
A_MONTH = Both("một tháng như 2023-05, 5/2023", "a month such as 2023-05, 5/2023")
A_DAY = Both("một ngày như 2023-05-16, 16/5/2023", "a day such as 2023-05-16, 16/5/2023")
A_MOMENT = Both("ngày như 2023-05-16 hoặc số thứ tự lần nhận", "a day such as 2023-05-16 or the number of an arrival")
A_BODY = Both("tên hoặc mã một cơ quan trong danh mục", "the name or code of a body in the list")
A_UNIT = Both("tên hoặc mã một đơn vị hành chính trong danh mục", "the name or code of a unit in the list")
A_SECTOR = Both("tên một ngành trong {known}", "a sector, one of {known}")
A_COUNT = Both("số nguyên từ 1 trở lên", "a whole number from 1 on")
_LISTS = {"agency": A_BODY, "unit": A_UNIT}


class NotUnderstood(Trouble):
    """An option's text names nothing known. `wanted`: what would; `near`: names that look like it."""

    def __init__(self, option: str, text: object, wanted: Both, near: list[str] | None = None) -> None:
        asked = did_you_mean(near or [])
        super().__init__(_NOT_UNDERSTOOD.filled(option=option, text=text, wanted=wanted, near=asked))


def given(args: argparse.Namespace) -> Given:
    """The options as a Given. Raises NotUnderstood, naming the option's text."""
    return Given(
        sender=code("agency", "--sender", args.sender),
        unit=code("unit", "--unit", args.unit),
        period=period("--period", args.period) if args.period else None,
        revision="estimate" if args.estimate else None,
    )


def code(codes: str, option: str, text: str, on: date | None = None) -> str:
    """The code of a name in a code list on a day, "" for no text. Raises NotUnderstood."""
    if not text:
        return ""
    found = code_list(codes).resolve(text, on)
    if found is None:
        raise NotUnderstood(option, text, _LISTS[codes], close_to(text, codes, on=on))
    return found


def close_to(text: str, *codes: str, on: date | None = None) -> list[str]:
    """Names in code lists that look like a text: those of today, or of a day."""
    return [name for each in codes for name in code_list(each).close_to(text, on)]


def sector(option: str, text: str) -> str:
    """The sector of a name, "" for no text. Raises NotUnderstood."""
    known = [each.name for each in sectors()]
    if text and text not in known:
        raise NotUnderstood(option, text, A_SECTOR.filled(known=", ".join(known)), nearest(text, known))
    return text


def period(option: str, text: str, kind: PeriodKind | None = None, calendar: str = "calendar") -> Period:
    """The period an option names, of one kind where it must be. Raises NotUnderstood."""
    found = parse_period(text, kind, calendar)
    if found is None:
        raise NotUnderstood(option, text, A_PERIOD)
    return found


def month(option: str, text: str) -> Period:
    """The month an option names. Raises NotUnderstood."""
    found = parse_period(text)
    if found is None or found.kind != "month":
        raise NotUnderstood(option, text, A_MONTH)
    return found


def day(option: str, text: str) -> date:
    """The day an option names, as 2023-05-16 or 16/5/2023; today where it names none. Raises NotUnderstood."""
    if not text:
        return date.today()
    found = parse_period(text, "day")
    if found is None:
        raise NotUnderstood(option, text, A_DAY)
    return found.start


def at_least_one(option: str, number: int) -> int:
    """The number an option gives. Raises NotUnderstood for none and for less."""
    if number < 1:
        raise NotUnderstood(option, number, A_COUNT)
    return number

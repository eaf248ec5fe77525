"""What the caller of a command says of a file, understood: names become codes, texts become periods."""

from __future__ import annotations

import argparse
from datetime import date

from schemas.codes import code_list
from schemas.submission import Given
from schemas.values.period_text import parse_period


class NotUnderstood(Exception):
    """An option's text names nothing known. `option` is its name."""

    def __init__(self, option: str, text: str) -> None:
        super().__init__(text)
        self.option, self.text = option, text


class TooFew(Exception):
    """An option counts what there must be one of at least. `option` is its name."""

    def __init__(self, option: str, number: int) -> None:
        super().__init__(option)
        self.option, self.number = option, number


def given(args: argparse.Namespace) -> Given:
    """The options as a Given. Raises NotUnderstood, naming the option's text."""
    period = parse_period(args.period) if args.period else None
    if args.period and period is None:
        raise NotUnderstood("--period", args.period)
    return Given(
        sender=code("agency", args.sender),
        unit=code("unit", args.unit),
        period=period,
        revision="estimate" if args.estimate else None,
    )


def code(codes: str, text: str) -> str:
    """The code of a name in a code list, "" for none. Raises NotUnderstood."""
    if not text:
        return ""
    found = code_list(codes).resolve(text)
    if found is None:
        raise NotUnderstood("--sender, --unit", text)
    return found


def day(option: str, text: str) -> date:
    """The day an option names, as 2023-05-16 or 16/5/2023. Raises NotUnderstood, naming the option's text."""
    found = parse_period(text, "day")
    if found is None:
        raise NotUnderstood(option, text)
    return found.start


def at_least_one(option: str, number: int) -> int:
    """The number an option gives. Raises TooFew for none and for less."""
    if number < 1:
        raise TooFew(option, number)
    return number

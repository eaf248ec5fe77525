"""The kinds of personal value, and where one stands in a text."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Kind = Literal["citizen_number", "insurance_number", "tax_code", "phone", "email", "person_name"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Span(NamedTuple):
    """A part of a text, from `start` up to `end`, that is a personal value."""

    start: int
    end: int
    kind: Kind

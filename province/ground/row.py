"""A row of a form as it will be printed, and how a sheet says a code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from schemas.codes import code_list
from schemas.owed import Debtor
from schemas.values.periods import Period

#: Column name -> what is printed: text, number, day, True or False, None for an empty cell.
Row = dict[str, Any]

#: The rows a body owes for a period; the seed tells one world from another.
RowsOf = Callable[[int, Debtor, Period], list[Row]]


@cache
def says(codes: str, code: object, on: date | None = None) -> str:
    """How a sheet says a code of a list."""
    return code_list(codes).label(str(code), on=on)

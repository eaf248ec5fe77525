"""Days whose month may stand first: what a column shows of how its dates were typed and understood.

A spreadsheet program that expects the month first takes 05/12/2023 for the 12th of May and leaves 15/12/2023 a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

_LAST_MONTH = 12
_ENOUGH_CELLS, _ENOUGH_DAYS = 2, 3


@dataclass(frozen=True)
class Swaps:
    """Which days of a column are in doubt.

    `in_texts`: others are texts with the month first. `in_cells`: the days the program understood end with the 12th,
    all later ones it left as texts. `limit`: the day after which no day lies whose month is certain.
    """

    in_texts: bool = False
    in_cells: bool = False
    limit: date | None = None

    def doubt(self, day: date, is_text: bool) -> Mapping[str, str] | None:
        """Details of the finding about a day, or None where nothing speaks against it."""
        if day.day > _LAST_MONTH or day.day == day.month:
            return None
        if self.limit and day > self.limit >= date(day.year, day.day, day.month):
            return {"read": f"{day:%d/%m/%Y}", "limit": f"{self.limit:%d/%m/%Y}"}
        return {"read": f"{day:%d/%m/%Y}"} if (self.in_texts if is_text else self.in_cells) else None


def swaps(texts: Iterable[tuple[int, int, int]], cells: Iterable[date], limit: date | None) -> Swaps:
    """What a column shows. `texts`: the three numbers of its texts, as typed; `cells`: its date cells.

    `limit`: the last day of the period the sheet is of.
    """
    typed, understood = set(texts), set(cells)
    is_cut = len(understood) >= _ENOUGH_CELLS and all(day.day <= _LAST_MONTH for day in understood)
    certain = [(year, month, day) for day, month, year in typed if day > _LAST_MONTH >= month]
    certain += [(day.year, day.month, day.day) for day in understood if day.day > _LAST_MONTH]
    is_past = (
        limit is not None and len(certain) >= _ENOUGH_DAYS and max(certain) <= (limit.year, limit.month, limit.day)
    )
    return Swaps(
        in_texts=any(first <= _LAST_MONTH < second for first, second, _ in typed),
        in_cells=is_cut and bool(typed) and all(first > _LAST_MONTH for first, _, _ in typed),
        limit=limit if is_past else None,
    )

"""The hidden sheet of a template that carries its mark."""

from __future__ import annotations

from dataclasses import fields

from schemas.values.periods import Period
from spreadsheets.understand.mark import OWN, SIGN, TemplateMark
from spreadsheets.write.drawn import DrawnSheet


def mark_sheet(mark: TemplateMark) -> DrawnSheet:
    """The sheet that carries a mark, which no menu of a spreadsheet program shows."""
    sheet = DrawnSheet(OWN, visibility="very_hidden")
    sheet.put(1, 1, SIGN)
    for row, name in enumerate((f.name for f in fields(mark)), 2):
        sheet.put(row, 1, name)
        sheet.put(row, 2, _written(getattr(mark, name)))
    return sheet


def _written(value: str | tuple[str, ...] | Period | None) -> str:
    if isinstance(value, Period):
        return f"{value.kind} {value.calendar} {value.start} {value.end}"
    return ";".join(value) if isinstance(value, tuple) else value or ""

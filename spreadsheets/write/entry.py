"""What may be typed into a cell of a template: a list to choose from or a check, with what to say, in Vietnamese."""

from __future__ import annotations

import re
from typing import Any

from schemas.catalogue.messages import pattern_words
from schemas.form import Column
from schemas.kinds import Amount, Code, Count, Day, Flag, Percent, Period, Ratio
from spreadsheets.understand.heading import SEPARATOR

YES_NO = ("Có", "Không")
#: A day is text to the spreadsheet: one set to American dates would turn 5/10/2023 round without a word, and a
#: period such as 5/2023 would become a day.
FORMATS = {
    Count: "#,##0", Amount: "#,##0.00", Percent: "0.00", Code: "@", Ratio: "@", Day: "@", Period: "@",
}  # fmt: skip
_TITLE, _MESSAGE = 32, 255
_PIECE = re.compile(r"(?:\[[^\]]+\]|[0-9A-Za-z])(?:\{([0-9]+)(?:,([0-9]+))?\})?")
_SAYS = {
    Count: "số nguyên", Amount: "một số", Percent: "tỷ lệ phần trăm, ví dụ 36,18", Ratio: "tỷ số, ví dụ 155/155",
    Day: "ngày dd/mm/yyyy, ví dụ 15/05/2023",
}  # fmt: skip


def entry(col: Column, heading: str, cell: str, choices: str = "", scale: float = 1.0) -> dict[str, Any]:
    """The data validation of a column, in the words of xlsxwriter.

    `cell`: address of the first cell it holds for. `choices`: reference to the list of a column with codes.
    `scale`: đồng in one printed unit of money.
    """
    wanted = wanted_of(col, scale)
    said = {
        "input_title": heading.split(SEPARATOR)[-1][:_TITLE],
        "input_message": wanted[0].upper() + wanted[1 : _MESSAGE - 1] + ".",
        "error_title": "Chưa đúng",
        "error_message": f"Ô này cần {wanted}. Để trống nếu không có số liệu."[:_MESSAGE],
    }
    if choices:
        is_closed = col.unknown == "error"
        return {"validate": "list", "source": choices, "error_type": "stop" if is_closed else "warning", **said}
    if col.kind is Flag:
        return {"validate": "list", "source": list(YES_NO), **said}
    formula = _formula(col, cell, scale)
    if formula:
        return {"validate": "custom", "value": formula, **said}
    length = _length(col.pattern) if col.pattern else None
    if length:
        return {"validate": "length", "criteria": "between", "minimum": length[0], "maximum": length[1], **said}
    return {"validate": "any", **said}


def wanted_of(col: Column, scale: float = 1.0) -> str:
    """What to write in a cell, in words."""
    if col.codes:
        return "một mục trong danh sách" + ("" if col.unknown == "error" else ", hoặc tên khác nếu danh sách chưa có")
    if col.kind is Flag:
        return "Có hoặc Không"
    said = _SAYS.get(col.kind, "mã, giữ nguyên số 0 ở đầu" if col.kind is Code else col.kind.title.vi)
    if col.pattern and (words := pattern_words(col.pattern, "vi")):
        said += f": {words}"
    said += f", ví dụ {col.like}" if col.like else ""
    low, high = _bounds(col, scale)
    said += f", từ {_number(low)}" if low is not None else ""
    said += f" đến {_number(high)}" if low is not None and high is not None else ""
    said += f", không quá {_number(high)}" if low is None and high is not None else ""
    return said


def _bounds(col: Column, scale: float) -> tuple[float | None, float | None]:
    low = 0 if col.minimum is None and col.kind is Count else col.minimum
    return (low if low is None else low / scale), (col.maximum if col.maximum is None else col.maximum / scale)


def _number(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))


def _formula(col: Column, x: str, scale: float) -> str:
    """The check of a kind. A dash is let through where the contract counts it as nothing happened."""
    if col.kind in (Count, Amount, Percent):
        low, high = _bounds(col, scale)
        tests = [f"{x}=INT({x})"] if col.kind is Count else ["TRUE"]
        tests += [f"{x}>={low:.15g}"] if low is not None else []
        tests += [f"{x}<={high:.15g}"] if high is not None else []
        dash = f'{x}="-"' if col.dash == "zero" else "FALSE"
        return f"=IF(ISNUMBER({x}),AND({','.join(tests)}),{dash})"
    if col.kind is Ratio:
        return f'=LEN({x})-LEN(SUBSTITUTE({x},"/",""))=1'
    if col.kind is Day:
        month = f'MID({x},FIND("/",{x})+1,FIND("/",{x},FIND("/",{x})+1)-FIND("/",{x})-1)'
        year = f'LEN({x})-FIND("/",{x},FIND("/",{x})+1)=4'
        return f'=IF(ISNUMBER({x}),TRUE,AND(VALUE(LEFT({x},FIND("/",{x})-1))<=31,VALUE({month})<=12,{year}))'
    return ""


def _length(pattern: str) -> tuple[int, int] | None:
    """The fewest and most characters of a plain pattern; None for one that says more."""
    pieces = list(_PIECE.finditer(pattern))
    if "".join(piece.group() for piece in pieces) != pattern:
        return None
    few = [int(piece[1] or 1) for piece in pieces]
    many = [int(piece[2] or piece[1] or 1) for piece in pieces]
    return sum(few), sum(many)

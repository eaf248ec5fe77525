"""Tolerances of number habits: how counts, shares, flags, dates and codes are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from province.mess.sheet import MessySheet, Tolerance
from schemas.form import Form
from schemas.kinds import Code, Count, Day, Flag, Kind, Percent
from spreadsheets.write.drawing import Look


def _percent_format(look: Look, form: type[Form], rng: Random) -> Look | None:
    has = any(col.kind is Percent for col in form.columns.values())
    return replace(look, is_percent_format=True) if has else None


def _cells(say: Callable[[Any], Any], *kinds: Kind, number_format: str = "@") -> Callable[[MessySheet], bool]:
    """Cells of some kinds, written another way."""

    def apply(sheet: MessySheet) -> bool:
        places = [place for name in sheet.columns(*kinds) for place in sheet.places(name)]
        return sheet.retype(places, say, number_format)

    return apply


def _dotted(value: Any) -> str | None:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) and not isinstance(value, bool) else None


def _spaced(value: Any) -> str | None:
    return f"{value:,}".replace(",", " ") if isinstance(value, int) and not isinstance(value, bool) else None


def _plain_text(value: Any) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _comma(value: Any) -> str | None:
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else None


def _shares(say: Callable[[Any], Any]) -> Callable[[MessySheet], bool]:
    """Shares typed as a text, where they are not kept as a fraction shown as a percentage."""

    def apply(sheet: MessySheet) -> bool:
        places = [place for name in sheet.columns(Percent) for place in sheet.places(name)]
        cells = [place for place in places if not sheet.drawn.cells[place].style.number_format.endswith("%")]
        return sheet.retype(cells, say)

    return apply


def _with_sign(value: Any) -> str | None:
    said = _comma(value)
    return f"{said} %" if said else None


def _dash(value: Any) -> str | None:
    return "-" if value == 0 and isinstance(value, int) else None


def _flags(yes: str, no: str) -> Callable[[Any], str | None]:
    return lambda value: {"Có": yes, "Không": no}.get(value)


def _day(pattern: str) -> Callable[[Any], str | None]:
    return lambda value: value.strftime(pattern) if isinstance(value, date) else None


def _in_words(value: Any) -> str | None:
    return f"ngày {value.day} tháng {value.month} năm {value.year}" if isinstance(value, date) else None


def _quoted(value: Any) -> str | None:
    return f"'{value}" if isinstance(value, str) and value[:1].isdigit() else None


def _stored_as_number(value: Any) -> float | None:
    """A code without leading zeros kept as a number, as a spreadsheet does unasked."""
    return float(value) if isinstance(value, str) and value.isdigit() and value[0] != "0" and len(value) < 15 else None


def numbers() -> Iterator[Tolerance]:
    """Every tolerance of number habits."""
    yield Tolerance("percent-format", "tỷ lệ lưu dạng 0,3618 với định dạng %", "numbers", look=_percent_format)
    changes = {
        "dotted-counts": (_cells(_dotted, Count), "số đếm là chữ: 16.300"),
        "spaced-counts": (_cells(_spaced, Count), "số đếm là chữ: 16 300"),
        "counts-as-text": (_cells(_plain_text, Count), "số đếm là chữ: 16300"),
        "comma-shares": (_shares(_comma), "tỷ lệ là chữ: 36,18"),
        "shares-with-sign": (_shares(_with_sign), "tỷ lệ là chữ: 36,18 %"),
        "dash-for-zero": (_cells(_dash, Count), "dấu - thay cho 0"),
        "flags-x": (_cells(_flags("x", "Không"), Flag), "đánh dấu x"),
        "flags-digits": (_cells(_flags("1", "0"), Flag), "1 và 0"),
        "flags-done": (_cells(_flags("Đã", "Chưa"), Flag), "Đã và Chưa"),
        "flags-passed": (_cells(_flags("Đạt", "Không đạt"), Flag), "Đạt và Không đạt"),
        "dates-as-text": (_cells(_day("%d/%m/%Y"), Day), "ngày là chữ 15/05/2023"),
        "dates-dotted": (_cells(_day("%d.%m.%Y"), Day), "ngày là chữ 15.05.2023"),
        "dates-in-words": (_cells(_in_words, Day), "ngày 15 tháng 5 năm 2023"),
        "codes-quoted": (_cells(_quoted, Code), "mã có dấu nháy ở đầu"),
        "codes-as-numbers": (_cells(_stored_as_number, Code, number_format="0"), "mã lưu dạng số"),
    }
    for name, (apply, about) in changes.items():
        yield Tolerance(name, about, "numbers", apply=apply)

"""Defects of one cell by itself: a value of another kind, an impossible one, a code nobody has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from province.mess.sheet import Defect, Flaws, MessySheet, is_number, is_text, named
from schemas.kinds import Amount, Code, Count, Day, Flag, Kind, Percent, Text


def _bad_cell(
    kind: str, kinds: Sequence[Kind], bad: Callable[[Any], Any], fits: Callable[[Any], bool] = is_number, look: str = ""
) -> Callable[[MessySheet], Flaws]:
    """A defect that replaces the value of one cell of some kinds of column."""

    def apply(sheet: MessySheet) -> Flaws:
        chosen = sheet.pick(sheet.columns(*kinds), fits)
        if chosen is None:
            return ()
        name, place = chosen
        wrong = bad(sheet.value(place))
        sheet.put(place, wrong, look or ("@" if isinstance(wrong, str) else ""))
        return (sheet.flaw(kind, place, name, wrong),)

    return apply


def _required_empty(sheet: MessySheet) -> Flaws:
    owed = [name for name in sheet.drawn.columns if not sheet.form.columns[name].nullable]
    chosen = sheet.pick(owed, lambda value: value is not None)
    if chosen is None:
        return ()
    sheet.put(chosen[1], None)
    return (sheet.flaw("required-empty", chosen[1], chosen[0], ""),)


def _unknown_name(sheet: MessySheet) -> Flaws:
    coded = [name for name in sheet.columns(Text) if sheet.form.columns[name].codes]
    chosen = sheet.pick([n for n in coded if sheet.form.columns[n].unknown == "error"], is_text)
    if chosen is None:
        return ()
    sheet.put(chosen[1], "Tên không có trong danh mục")
    return (sheet.flaw("unknown-name", chosen[1], chosen[0], "Tên không có trong danh mục"),)


def _of_another_level(sheet: MessySheet) -> Flaws:
    """A district where a commune is asked for, or the other way round."""
    wrong = {"unit:commune": "Huyện Yên Lạc", "unit:district": "Xã Kim Xá"}
    names = [n for n in sheet.columns(Text) if sheet.form.columns[n].codes in wrong]
    chosen = sheet.pick(names, is_text)
    if chosen is None:
        return ()
    text = wrong[str(sheet.form.columns[chosen[0]].codes)]
    sheet.put(chosen[1], text)
    return (sheet.flaw("unit-of-another-level", chosen[1], chosen[0], text),)


def _above_maximum(sheet: MessySheet) -> Flaws:
    names = [name for name in sheet.drawn.columns if sheet.form.columns[name].maximum is not None]
    chosen = sheet.pick(names, is_number)
    if chosen is None:
        return ()
    most = sheet.form.columns[chosen[0]].maximum or 0
    wrong = most * 100 + 7 if sheet.form.columns[chosen[0]].kind is Count else most * 1.4 + 1
    sheet.put(chosen[1], int(wrong) if sheet.form.columns[chosen[0]].kind is Count else wrong, "0.00")
    return (sheet.flaw("above-maximum", chosen[1], chosen[0], wrong),)


def _code_cut(sheet: MessySheet) -> Flaws:
    names = [name for name in sheet.columns(Code) if sheet.form.columns[name].pattern]
    chosen = sheet.pick(names, is_text)
    if chosen is None:
        return ()
    wrong = str(sheet.value(chosen[1]))[:2]
    sheet.put(chosen[1], wrong)
    return (sheet.flaw("code-cut-short", chosen[1], chosen[0], wrong),)


def _wrong_check_digit(kind: str, ending: str) -> Callable[[MessySheet], Flaws]:
    def apply(sheet: MessySheet) -> Flaws:
        names = [name for name in sheet.columns(Code) if name.endswith(ending)]
        chosen = sheet.pick(names, lambda value: is_text(value) and str(value).isdigit())
        if chosen is None:
            return ()
        text = str(sheet.value(chosen[1]))
        wrong = text[:-1] + str((int(text[-1]) + 1 + sheet.rng.randint(0, 7)) % 10)
        sheet.put(chosen[1], wrong)
        return (sheet.flaw(kind, chosen[1], chosen[0], wrong),)

    return apply


def wrong_cells() -> Iterator[Defect]:
    """Every defect of one cell."""
    whole = (Count,)
    yield from named({
        "words-in-count": (_bad_cell("words-in-count", whole, lambda _: "đang rà soát"), "chữ trong ô số", "values"),
        "words-in-amount": (_bad_cell("words-in-amount", (Amount,), lambda _: "chưa rõ"), "chữ trong ô tiền", "values"),
        "negative-count": (_bad_cell("negative-count", whole, lambda v: -abs(v) - 1), "số đếm âm", "values"),
        "fraction-in-count": (
            _bad_cell("fraction-in-count", whole, lambda v: v + 0.5, look="0.0"), "số đếm có phần lẻ", "values",
        ),
        "date-in-number": (
            _bad_cell("date-in-number", whole, lambda _: date(2023, 9, 9), look="dd/mm/yyyy"),
            "ngày trong ô số", "values",
        ),
        "error-value": (_bad_cell("error-value", (Count, Amount, Percent), lambda _: "#REF!"), "ô lỗi", "values"),
        "share-in-count": (_bad_cell("share-in-count", whole, lambda _: "36,18 %"), "tỷ lệ trong ô số đếm", "values"),
        "odd-flag": (_bad_cell("odd-flag", (Flag,), lambda _: "có thể", is_text), "có/không ghi khác", "values"),
        "impossible-date": (
            _bad_cell("impossible-date", (Day,), lambda _: "31/02/2023", lambda v: isinstance(v, date)),
            "ngày không có thật", "values",
        ),
        "words-in-date": (
            _bad_cell("words-in-date", (Day,), lambda _: "đầu tháng", lambda v: isinstance(v, date)),
            "chữ trong ô ngày", "values",
        ),
        "above-maximum": (_above_maximum, "vượt mức có thể", "values"),
        "required-empty": (_required_empty, "ô bắt buộc để trống", "values"),
        "unknown-name": (_unknown_name, "tên không có trong danh mục", "codes"),
        "unit-of-another-level": (_of_another_level, "đơn vị không đúng cấp", "codes"),
        "scientific-code": (
            _bad_cell("scientific-code", (Code,), lambda _: "2.6E+10", is_text), "mã thành 2.6E+10", "codes",
        ),
        "code-cut-short": (_code_cut, "mã thiếu ký tự", "codes"),
        "tax-code-check-digit": (_wrong_check_digit("tax-code-check-digit", "tax_code"), "sai MST", "codes"),
        "gtin-check-digit": (_wrong_check_digit("gtin-check-digit", "gtin"), "sai số kiểm tra GTIN", "codes"),
    })  # fmt: skip

"""Tolerances of writing: headings and names as people type them, encodings old and damaged, files saved as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from province.mess.sheet import MessySheet, Tolerance, with_text
from schemas.form import Form
from schemas.kinds import Text
from spreadsheets.decode.legacy import encode
from spreadsheets.understand.heading import SEPARATOR
from spreadsheets.write.drawing import Look

_HEADS = {
    "Thành phố ": "TP. ", "Thị trấn ": "TT. ", "Phường ": "P. ", "Huyện ": "H. ", "Xã ": "X. ",
    "UBND thành phố ": "UBND TP ", "UBND huyện ": "UBND H. ",
}  # fmt: skip
_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ọa": "oạ", "úy": "uý", "ủy": "uỷ", "ụy": "uỵ", "ùy": "uỳ"}
_NBSP, _ZERO_WIDTH = "\u00a0", "\u200b"


def _alias_headings(look: Look, form: type[Form], rng: Random) -> Look | None:
    """Headings of one level in another of their accepted spellings."""
    others = {
        name: [h for h in col.headers[1:] if SEPARATOR not in h and "{" not in h and h in col.headers_on(look.on)]
        for name, col in form.columns.items()
        if SEPARATOR not in col.headers[0]
    }
    chosen = {name: rng.choice(found) for name, found in others.items() if found}
    return replace(look, headings={**look.headings, **chosen}) if chosen else None


def _headings(change: Callable[[str, Random], str]) -> Callable[[MessySheet], bool]:
    def apply(sheet: MessySheet) -> bool:
        before = {place: str(sheet.value(place)) for place in sheet.headings()}
        for place, text in before.items():
            sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], change(text, sheet.rng))
        return any(sheet.value(place) != text for place, text in before.items())

    return apply


def _broken(text: str, rng: Random) -> str:
    words = text.split(" ")
    cut = rng.randint(1, len(words) - 1) if len(words) > 2 else 0
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:]) if cut else text


def _names(change: Callable[[str], str]) -> Callable[[MessySheet], bool]:
    """Names that stand for a code of a list, written another way."""

    def apply(sheet: MessySheet) -> bool:
        places = [p for name in sheet.columns(Text) if sheet.form.columns[name].codes for p in sheet.places(name)]
        told = [(p, change(text)) for p in places if isinstance(text := sheet.value(p), str)]
        changed = [(p, text) for p, text in told if text != sheet.value(p)]
        for place, text in changed:
            sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], text)
        return bool(changed)

    return apply


def _abbreviated(text: str) -> str:
    head = next((head for head in sorted(_HEADS, key=len, reverse=True) if text.startswith(head)), "")
    return _HEADS[head] + text.removeprefix(head) if head else text


def _toned(text: str) -> str:
    for old, new in _TONES.items():
        text = text.replace(old, new)
    return text


def _everywhere(change: Callable[[str], str]) -> Callable[[MessySheet], bool]:
    def apply(sheet: MessySheet) -> bool:
        places = sheet.texts()
        before = [sheet.value(place) for place in places]
        for place in places:
            sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], change(str(sheet.value(place))))
        return [sheet.value(place) for place in places] != before

    return apply


def _is_in_old_font(sheet: MessySheet) -> bool:
    return any(cell.style.font.startswith((".Vn", "VNI")) for cell in sheet.drawn.cells.values())


def _old_font(plain: str, capitals: str) -> Callable[[MessySheet], bool]:
    """The whole sheet typed for an old font; what the font cannot show stays as it is."""

    def apply(sheet: MessySheet) -> bool:
        if _is_in_old_font(sheet):
            return False
        changed = False
        for place in sheet.texts():
            text = str(sheet.value(place))
            font = capitals if text.isupper() else plain
            typed = encode(text, font)
            if typed and not text.isascii():
                sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], typed, font)
                changed = True
        return changed

    return apply


def _saved_as(separator: str, encoding: str) -> Callable[[MessySheet], bool]:
    """Saved as text: merged headings keep their first cell only, so a heading of one level is asked for."""

    def apply(sheet: MessySheet) -> bool:
        if sheet.extra or sheet.separator or sheet.drawn.header[0] != sheet.drawn.header[1]:
            return False
        if _is_in_old_font(sheet):
            return False
        sheet.separator, sheet.encoding = separator, encoding
        return True

    return apply


def spellings() -> Iterator[Tolerance]:
    """Every tolerance of writing."""
    yield Tolerance("alias-headings", "tiêu đề ghi theo cách khác được chấp nhận", "spelling", look=_alias_headings)
    changes: dict[str, tuple[Callable[[MessySheet], bool], str, str]] = {
        "headings-capitals": (_headings(lambda t, _: t.upper()), "tiêu đề viết hoa", "spelling"),
        "headings-broken": (_headings(_broken), "tiêu đề xuống dòng trong ô", "spelling"),
        "headings-padded": (_headings(lambda t, _: f" {t}  "), "tiêu đề thừa dấu cách", "spelling"),
        "headings-nbsp": (_headings(lambda t, _: t.replace(" ", _NBSP)), "dấu cách không ngắt", "spelling"),
        "headings-colon": (_headings(lambda t, _: f"{t}:"), "tiêu đề có dấu hai chấm", "spelling"),
        "names-capitals": (_names(str.upper), "tên đơn vị viết hoa", "spelling"),
        "names-abbreviated": (_names(_abbreviated), "tên đơn vị viết tắt TP., H., X., P., TT.", "spelling"),
        "names-padded": (_names(lambda t: f"  {t} "), "tên đơn vị thừa dấu cách", "spelling"),
        "names-doubled-spaces": (_names(lambda t: t.replace(" ", "  ")), "dấu cách kép trong tên", "spelling"),
        "tones-moved": (_everywhere(_toned), "dấu thanh đặt kiểu khác: hoà, uỷ", "spelling"),
        "decomposed": (_everywhere(lambda t: unicodedata.normalize("NFD", t)), "Unicode tổ hợp", "encoding"),
        "eth-for-d": (_everywhere(lambda t: t.replace("Đ", "Ð")), "chữ Ð thay cho Đ", "encoding"),
        "zero-width": (_everywhere(lambda t: _ZERO_WIDTH + t), "ký tự không hiển thị", "encoding"),
        "tcvn3": (_old_font(".VnTime", ".VnTimeH"), "phông TCVN3", "encoding"),
        "vni": (_old_font("VNI-Times", "VNI-Times"), "phông VNI", "encoding"),
        "csv": (_saved_as(",", "utf-8-sig"), "lưu dạng csv", "file"),
        "csv-semicolons": (_saved_as(";", "utf-8"), "csv dấu chấm phẩy", "file"),
        "csv-utf16": (_saved_as("\t", "utf-16"), "văn bản Unicode của Excel", "file"),
    }
    for name, (apply, about, group) in changes.items():
        yield Tolerance(name, about, group, apply=apply)

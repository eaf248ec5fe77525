"""Vietnamese typed in the fonts that came before Unicode: TCVN3 (.VnTime, .VnArialH ...) and VNI (VNI-Times ...).

Such a file stores Latin letters that only its font shows as Vietnamese, so the font's name decides; a font of
TCVN3 whose name ends in H shows capitals.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa

from spreadsheets.grid import Grid

_TCVN3_FROM = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢§£¤¥¦"
_TCVN3_TO = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

#: A VNI letter is a base followed by a letter that the font shows as its mark.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOF = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

_LATIN_1 = re.compile("[\x00-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u0192]*")


def _vni_table() -> dict[str, str]:
    marks = {base + mark: base + tone for base in "aeouyôö" for mark, tone in _VNI_TONES.items()}
    marks |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in _VNI_ROOF.items()}
    marks |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    table = {typed: shown.replace("ô", "ơ").replace("ö", "ư") for typed, shown in marks.items()} | _VNI_SINGLE
    for typed, shown in list(table.items()):
        table[typed.upper()] = shown.upper()
        table[typed[0].upper() + typed[1:]] = shown[0].upper() + shown[1:]
    return {typed: unicodedata.normalize("NFC", shown) for typed, shown in table.items()}


_VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


@lru_cache(maxsize=65536)
def decode(text: str, font: str) -> str:
    """The text that a font shows: unchanged where the font is none of the old ones or the text already Unicode."""
    if font.startswith(".Vn"):
        shown = text.translate(_TCVN3) if _LATIN_1.fullmatch(text) else text
        return shown.upper() if font.endswith("H") else shown
    if font.upper().startswith("VNI") and _LATIN_1.fullmatch(text):
        return _VNI_LETTER.sub(lambda m: _VNI[m.group()], text)
    return text


def legible(grid: Grid) -> Grid:
    """The grid with every text as its font shows it, and without the old fonts' names, lest it be decoded twice.

    The grid itself where no old font is used.
    """
    old = {i: s.font for i, s in enumerate(grid.styles) if s.font.startswith(".Vn") or s.font.upper().startswith("VNI")}
    table = grid.table
    for column in range(1, grid.n_columns + 1) if old else ():
        styles_of, texts = grid.stored("y", column), grid.stored("s", column)
        if styles_of is None or texts is None:
            continue
        shown = pa.lib.StringBuilder()  # pa.array() of a list would import pandas, which takes a second
        for text, style in zip(texts.to_pylist(), styles_of.to_pylist(), strict=True):
            shown.append(decode(text, old[style]) if text is not None and style in old else text)
        table = table.set_column(table.column_names.index(f"s{column}"), f"s{column}", shown.finish())
    if table is grid.table:
        return grid
    styles = tuple(replace(style, font="") if i in old else style for i, style in enumerate(grid.styles))
    return replace(grid, table=table, styles=styles)


def encode(text: str, font: str) -> str | None:
    """What was typed so that an old font shows a text; None where the font cannot show it. The inverse of `decode`."""
    if font.startswith(".Vn"):
        typed = (text.lower() if font.endswith("H") else text).translate(_TCVN3_TYPED)
    else:
        typed = "".join(_VNI_TYPED.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
    return typed if _LATIN_1.fullmatch(typed) and decode(typed, font) == text else None


_TCVN3_TYPED = str.maketrans(_TCVN3_TO, _TCVN3_FROM)
_VNI_TYPED = {shown: typed for typed, shown in _VNI.items()}

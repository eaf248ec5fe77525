"""Vietnamese text made comparable: composition, white space, and the key under which spellings meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SPACE = re.compile(r"\s+")
#: Icelandic letters typed for the Vietnamese ones they look like; text of old fonts is decoded before it comes here.
_ETH, _SMALL_ETH = ("\u00d0", "Đ"), ("\u00f0", "đ")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONED_WORD = re.compile(r"(\w[\w\u0300-\u036f]*)")
_ACCENTED = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_FINAL_Y = re.compile(r"\b([bcdđghklmnpqrstvx]+)y\b")


def clean(text: str) -> str:
    """NFC, invisible characters dropped, every run of white space (NBSP too) one blank, trimmed; Ð is Đ."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    text = _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()
    return text.replace(*_ETH).replace(*_SMALL_ETH)


def _tone_last(match: re.Match[str]) -> str:
    word = match.group()
    tones = "".join(c for c in word if c in _TONES)
    return "".join(c for c in word if c not in _TONES) + tones if tones else word


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The key under which spellings of one text meet: case, tone placement (hòa, hoà) and y/i (lý, lí) do not count.

    Letters and tones do count: "Xuân Hòa" and "Xuân Hoa" stay apart. For comparing only, never for showing.
    """
    text = clean(text).casefold()
    text = _TONED_WORD.sub(_tone_last, unicodedata.normalize("NFD", text))
    plain = _FINAL_Y.sub(lambda m: m.group(1) + "i", text)
    return unicodedata.normalize("NFC", plain)


def without_marks(text: str) -> str:
    """The letters of a composed text without marks, one for one ("Đơn vị" is "Don vi"): for what was typed wrongly."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text).replace("Đ", "D").replace("đ", "d")


def folded(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The pattern for folded text: its Vietnamese words folded, everything else in it left alone."""
    return re.compile(_ACCENTED.sub(lambda m: fold(m.group()), pattern.pattern), pattern.flags)

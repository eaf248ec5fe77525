"""What Vietnamese was typed in before Unicode, and what code pages make of it: TCVN3 (ABC), VNI, Windows-1258.

TCVN 5712:1993 VN3 has one byte a letter, small vowels alone: its capitals with tones are shown by fonts whose names
end in H. VNI-Windows writes a letter of Latin 1 and after it another that its fonts show as the mark.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cache

_TCVN3_FROM = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢§£¤¥¦"
_TCVN3_TO = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)
_TCVN3_TYPED = str.maketrans(_TCVN3_TO, _TCVN3_FROM)

#: A VNI letter is a base followed by a letter that the font shows as its mark.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOF = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

#: Signs that neither encoding gives a letter, as their fonts show them.
_SIGNS = "\x00-\x7f\u00b0-\u00b4\u00ba\u2013\u2014\u2018\u2019\u201c\u201d\u2026"
_IS_TCVN3 = re.compile(f"[{_SIGNS}{_TCVN3_FROM}]*")


def _vni_table() -> dict[str, str]:
    marks = {base + mark: base + tone for base in "aeouyôö" for mark, tone in _VNI_TONES.items()}
    marks |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in _VNI_ROOF.items()}
    marks |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    table = _VNI_SINGLE | {typed: shown.replace("ô", "ơ").replace("ö", "ư") for typed, shown in marks.items()}
    for typed, shown in list(table.items()):
        table[typed.upper()] = shown.upper()
        table[typed[0].upper() + typed[1:]] = shown[0].upper() + shown[1:]
    return {typed: unicodedata.normalize("NFC", shown) for typed, shown in table.items()}


_VNI = _vni_table()
_VNI_TYPED = {shown: typed for typed, shown in reversed(_VNI.items())}  # of several the first: UÛ, not Uû
_VNI_LETTERS = "|".join(sorted(map(re.escape, _VNI), key=len, reverse=True))
_VNI_LETTER = re.compile(_VNI_LETTERS)
_IS_VNI = re.compile(f"(?:{_VNI_LETTERS}|[{_SIGNS}«»®©])*")


def tcvn3(text: str) -> str | None:
    """What a font of TCVN3 shows; None where the text holds a letter that TCVN3 does not have."""
    return text.translate(_TCVN3) if _IS_TCVN3.fullmatch(text) else None


def vni(text: str) -> str | None:
    """What a VNI font shows; None where the text holds anything else."""
    return _VNI_LETTER.sub(lambda m: _VNI[m.group()], text) if _IS_VNI.fullmatch(text) else None


def to_tcvn3(text: str) -> str:
    """What was typed for a font of TCVN3 to show a text; what it cannot show stays as it is."""
    return text.translate(_TCVN3_TYPED)


def to_vni(text: str) -> str:
    """What was typed for a VNI font to show a text."""
    return "".join(_VNI_TYPED.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


@cache
def code_page(name: str) -> tuple[str, ...]:
    """The 256 characters of a code page; what it leaves open stands for itself, as Windows reads it."""
    return tuple(bytes([i]).decode(name, errors="ignore") or chr(i) for i in range(256))


@cache
def _misread(real: str, read: str) -> dict[int, str]:
    """Character as it was read -> character that was meant, where two code pages differ."""
    pairs = zip(code_page(read), code_page(real), strict=True)
    return {ord(wrong): meant for wrong, meant in pairs if wrong != meant}


def as_1258_read_as_1252(text: str) -> str | None:
    """Vietnamese of Windows-1258 (Tiêìng, Viêòt) that was read as Windows-1252; None where that cannot be."""
    if not set(text) <= set(code_page("cp1252")):
        return None
    return unicodedata.normalize("NFC", text.translate(_misread("cp1258", "cp1252")))


def as_1252_read_as_1258(text: str) -> str:
    """Bytes for an old font that came through Windows-1258 (k\u01a1t for kÕt), back as Latin 1."""
    return "".join(map(_consonant_apart, text)).translate(_misread("cp1252", "cp1258"))


#: Letters of Windows-1252 that were read as Windows-1258 (xă hội, t́nh h́nh), back as they were. Capitals with a hook
#: or a grave (Ò, Ì) and Ð are left out: what they became also stands for itself.
_TURNED = {"ă": "ã", "Ă": "Ã", "ơ": "õ", "Ơ": "Õ", "ư": "ý", "Ư": "Ý", "\u0301": "ì", "\u0300": "Ì", "\u0323": "ò",
           "\u0309": "Ò"}  # fmt: skip
_MOST_TURNED = 4


def turned_letters(text: str) -> list[str]:
    """The text with some of the letters of Windows-1252 that Windows-1258 turned into others turned back.

    Any of them may be what was meant, so all choices are given; the text itself comes first.
    """
    text = "".join(map(_consonant_apart, unicodedata.normalize("NFC", text)))
    places = [i for i, letter in enumerate(text) if letter in _TURNED]
    if not places or len(places) > _MOST_TURNED:
        return [text]
    choices = [(letter, _TURNED[letter]) if i in places else (letter,) for i, letter in enumerate(text)]
    return [unicodedata.normalize("NFC", "".join(choice)) for choice in itertools.product(*choices)]


def _consonant_apart(letter: str) -> str:
    """A mark over a consonant stands alone: it is a byte of its own."""
    apart = unicodedata.normalize("NFD", letter)
    return letter if letter < "\u0100" or apart[0] in "aeiouyAEIOUY" else apart

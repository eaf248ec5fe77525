"""Vietnamese as it was typed before Unicode and as code pages damage it, from the definitions of the encodings.

The tables are written as the standards print them, apart from those of the program, so that they check each other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

#: TCVN 5712:1993 VN3: byte -> letter, row by row of the code chart.
_VN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờở", 0xEC: "ỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
_VN3_BYTES = {letter: first + i for first, letters in _VN3.items() for i, letter in enumerate(letters)}

#: VNI-Windows: mark after its base letter, and the letters that have a code of their own.
_VNI_MARKS = {
    "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï",
    "\u0302": "â", "\u0302\u0301": "á", "\u0302\u0300": "à", "\u0302\u0309": "å", "\u0302\u0303": "ã",
    "\u0302\u0323": "ä", "\u0306": "ê", "\u0306\u0301": "é", "\u0306\u0300": "è", "\u0306\u0309": "ú",
    "\u0306\u0303": "ü", "\u0306\u0323": "ë",
}  # fmt: skip
_VNI_OWN = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
_SHAPES = "\u0302\u0306\u031b"


def tcvn3(text: str) -> str:
    """Typed for a font of TCVN3. A capital with a tone is typed small: its font shows capitals."""
    return "".join(_vn3(letter) for letter in unicodedata.normalize("NFC", text))


def _vn3(letter: str) -> str:
    code = _VN3_BYTES.get(letter) or _VN3_BYTES.get(letter.lower())
    return chr(code) if code else letter


def vni(text: str) -> str:
    """Typed for a VNI font; the mark of a capital is a capital."""
    return "".join(_vni(letter) for letter in unicodedata.normalize("NFC", text))


def _vni(letter: str) -> str:
    small = letter.lower()
    if small in _VNI_OWN:
        typed = _VNI_OWN[small]
    else:
        base, *marks = unicodedata.normalize("NFD", small)
        is_horned = "\u031b" in marks
        marks = sorted((m for m in marks if m != "\u031b"), key=lambda m: m not in _SHAPES)
        base = {"o": "ô", "u": "ö"}[base] if is_horned else base
        typed = base + (_VNI_MARKS["".join(marks)] if marks else "")
    return typed.upper() if letter != small else typed


def _page(name: str) -> list[str]:
    return [bytes([i]).decode(name, errors="ignore") or chr(i) for i in range(256)]


def _read_as(name: str, data: bytes) -> str:
    page = _page(name)
    return "".join(page[byte] for byte in data)


def cp1258(text: str) -> bytes:
    """Windows-1258: letters with their shape, tones after them as bytes of their own."""
    page = _page("cp1258")
    typed = []
    for letter in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", letter)
        shape = unicodedata.normalize("NFC", apart[0] + "".join(m for m in apart[1:] if m in _SHAPES))
        tones = [m for m in apart[1:] if m not in _SHAPES]
        typed += [letter] if letter in page else [shape, *tones]
    return bytes(page.index(character) for character in typed)


#: How a text comes to be stored -> what is stored for a text.
WRITTEN: dict[str, Callable[[str], str]] = {
    "tcvn3": tcvn3,
    "vni": vni,
    "tcvn3-1258": lambda text: _read_as("cp1258", tcvn3(text).encode("latin-1")),
    "vni-1258": lambda text: _read_as("cp1258", vni(text).encode("latin-1")),
    "1258-as-1252": lambda text: _read_as("cp1252", cp1258(text)),
    "1252-as-1258": lambda text: "".join(
        _read_as("cp1258", c.encode("latin-1")) if c in "ãìòõýÃÌÒÕÝ" else c for c in text
    ),
    "utf-8 as 1252": lambda text: _read_as("cp1252", text.encode()),
    "utf-8 as 1258": lambda text: _read_as("cp1258", text.encode()),
    "utf-8 twice": lambda text: _read_as("cp1252", _read_as("cp1252", text.encode()).encode()),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "1258 marks": lambda text: _read_as("cp1258", cp1258(text)),
}


def is_same(found: str, text: str, way: str) -> bool:
    """Whether a text was restored, as far as it can be: TCVN3 without its fonts does not tell capitals."""
    found = unicodedata.normalize("NFC", found)
    return found.casefold() == text.casefold() if way.startswith("tcvn3") else found == text

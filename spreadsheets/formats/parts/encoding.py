"""Bytes of a csv or a web page -> text: the encoding by evidence, and warnings where letters may be wrong."""

from __future__ import annotations

import re

from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.sniff import Refusal, looks_utf16

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WINDOWS = re.compile(r"(?:windows|cp)-?(125[0-8])")
_ISO = re.compile(r"iso-8859-(?:[2-9]|1[0-13-6])")
_LISTED = 20
#: What programs put in the place of a character they could not read.
LOST = "\ufffd"
#: Letters beyond ASCII on fewer lines than this part, and first so far down, are little evidence of the encoding.
_FEW, _FAR = 0.02, 10


def decode(data: bytes, content: Content, declared: str = "") -> str:
    """The text; what is not in Unicode is warned of. `declared`: what a page says its encoding is.

    Refusal FILE-NOT-SPREADSHEET for binary data, FILE-DAMAGED where it is not what its first bytes say.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _noted(_strict(data, encoding, content), content)
    utf16 = looks_utf16(data[:65_536])
    if utf16:
        content.warn("FILE-ENCODING", found=utf16, encoding=utf16)
        return data.decode(utf16, errors="replace")
    if b"\x00" in data:
        raise Refusal("FILE-NOT-SPREADSHEET", kind="binary")
    encoding = _one_byte(declared.lower())
    if encoding and not _is_utf8(data):  # many pages declare what their server always declares
        return _noted(data.decode(encoding, errors="replace"), content)
    text = _noted(_strict(data, "utf-8", content), content)
    if not declared:
        _review_evidence(text, content)
    return text


def _one_byte(declared: str) -> str:
    """The codec of a declared encoding of one byte a letter, "" for any other."""
    windows = _WINDOWS.fullmatch(declared)
    if windows:
        return f"cp{windows[1]}"
    # what calls itself ISO 8859-1 is Windows-1252 (WHATWG, Encoding Standard)
    return "cp1252" if declared in ("iso-8859-1", "latin1") else declared if _ISO.fullmatch(declared) else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _noted(text: str, content: Content) -> str:
    """The text; characters that were lost before it was sent are warned of."""
    if LOST in text:
        content.warn("FILE-ENCODING", found=LOST, encoding="U+FFFD", count=str(text.count(LOST)))
    return text


def _strict(data: bytes, encoding: str, content: Content) -> str:
    """The text; lines that are not in the encoding are read as Windows-1258, with a warning."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if not encoding.startswith("utf-8"):
            raise Refusal("FILE-DAMAGED", reason=f"not {encoding}") from None
    lines, odd = [], []
    for number, line in enumerate(data.removeprefix(_MARKS[0][0]).splitlines(keepends=True), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1258", errors="replace"))
            odd.append(number)
    places = _listed(odd)
    content.warn("FILE-ENCODING", found=places, encoding="windows-1258", lines=places, count=str(len(odd)))
    return "".join(lines)


def _review_evidence(text: str, content: Content) -> None:
    """Warn of a text whose encoding is decided by a few lines far down: programs guess such a one wrong."""
    if text.isascii() or not _is_sparse(text):
        return
    lines = text.splitlines()
    odd = [number for number, line in enumerate(lines, 1) if not line.isascii()]
    if odd[0] > _FAR and len(odd) < len(lines) * _FEW:
        content.warn("FILE-ENCODING-GUESSED", encoding="UTF-8", lines=_listed(odd), count=str(len(odd)))


def _is_sparse(text: str) -> bool:
    """Whether the beginning is ASCII alone: nearly no Vietnamese text is, so this spares looking at every line."""
    return text[:500].isascii()


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_LISTED])) + ", …" * (len(numbers) > _LISTED)

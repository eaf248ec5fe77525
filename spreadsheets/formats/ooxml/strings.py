"""Shared strings of an OOXML workbook, and its ways of escaping text."""

from __future__ import annotations

import re
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from spreadsheets.formats.parts.package import local, refuse_doctype
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.flat import strings

_PLAIN = re.compile(rb'<si>\s*<t(?: xml:space="preserve")?>([^<]*)</t>\s*</si>|<si>\s*<t ?/>\s*</si>|<si ?/>')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def unescape(text: str) -> str:
    """Undo `_x000D_`, by which OOXML writes characters XML cannot hold; carriage returns before a line feed go."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text)
        if _SURROGATE.search(text):  # two of them write one character beyond the first plane
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n") if "\r" in text else text


def decode(raw: bytes) -> str:
    """Character data of an XML document in UTF-8 -> the text it stands for."""
    return unescape(character_data(raw))


def character_data(raw: bytes) -> str:
    """Character data of an XML document in UTF-8 as its parser would give it."""
    text = raw.decode("utf-8")
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(match: re.Match[str]) -> str:
    number, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    return chr(int(number) if number else int(hexadecimal, 16))


def packed(raw: list[bytes]) -> pa.StringArray:
    """Character data of many elements -> their texts. UnicodeDecodeError where one is not UTF-8."""
    data = b"".join(raw)
    if any(mark in data for mark in (b"&", b"_x", b"\r")):
        return strings(map(decode, raw))
    data.decode("utf-8")
    ends = np.cumsum(np.fromiter(map(len, raw), np.int64, len(raw)))
    offsets = np.concatenate((np.zeros(1, np.int32), ends.astype(np.int32)))
    return pa.StringArray.from_buffers(len(raw), pa.py_buffer(offsets.tobytes()), pa.py_buffer(data))


def shared_strings(data: bytes) -> pa.StringArray:
    """The strings of sharedStrings.xml by index; runs are joined, phonetic guides left out. Refusal on damage."""
    refuse_doctype(data[:8192])
    plain = _PLAIN.findall(data)
    try:
        if len(plain) == data.count(b"<si") and b"<!" not in data and b"</sst>" in data[-64:]:
            expat.ParserCreate().Parse(data, True)
            return packed(plain)
        return strings(_by_events(data))
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise Refusal("FILE-DAMAGED", reason=f"shared strings: {error}") from error


def _by_events(data: bytes) -> list[str]:
    found: list[str] = []
    runs: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: object) -> None:
        inside.append(local(tag))
        if inside[-1] == "si":
            runs.clear()

    def end(_: str) -> None:
        if inside.pop() == "si":
            found.append(unescape("".join(runs)))

    def text(piece: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            runs.append(piece)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(data, True)
    return found

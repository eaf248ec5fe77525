"""Shared strings of an OOXML workbook, and its ways of escaping text."""

from __future__ import annotations

import re
from xml.parsers import expat

from spreadsheets.formats.package import local, refuse_doctype
from spreadsheets.formats.sniff import Refusal

_PLAIN = re.compile(rb'<si>\s*<t(?: xml:space="preserve")?>([^<]*)</t>\s*</si>|<si>\s*<t ?/>\s*</si>|<si ?/>')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def unescape(text: str) -> str:
    """Undo `_x000D_`, by which OOXML writes characters XML cannot hold; carriage returns before a line feed go."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), text)
    return text.replace("\r\n", "\n") if "\r" in text else text


def decode(raw: bytes) -> str:
    """Character data of an XML document in UTF-8 -> its text."""
    text = raw.decode("utf-8")
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return unescape(text)


def _entity(match: re.Match[str]) -> str:
    number, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    return chr(int(number) if number else int(hexadecimal, 16))


def shared_strings(data: bytes) -> list[str]:
    """The strings of sharedStrings.xml by index; runs are joined, phonetic guides left out. Refusal on damage."""
    refuse_doctype(data[:8192])
    plain = _PLAIN.findall(data)
    try:
        if len(plain) == data.count(b"<si") and b"<!" not in data and b"</sst>" in data[-64:]:
            expat.ParserCreate().Parse(data, True)
            return [decode(raw) for raw in plain]
        return _by_events(data)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise Refusal("FILE-DAMAGED", reason=f"shared strings: {error}") from error


def _by_events(data: bytes) -> list[str]:
    strings: list[str] = []
    runs: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: object) -> None:
        inside.append(local(tag))
        if inside[-1] == "si":
            runs.clear()

    def end(_: str) -> None:
        if inside.pop() == "si":
            strings.append(unescape("".join(runs)))

    def text(piece: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            runs.append(piece)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(data, True)
    return strings

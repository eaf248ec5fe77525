"""Seeded damage of files of every format: what a bad copy does to bytes, and what a hostile hand does to parts."""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence

Damage = Callable[[bytes, random.Random], bytes]

_EXTREMES = (
    "-1", "0", "1e999", "NaN", "inf", "99999999999999999999", "1048577", "16385", "4294967295", "2147483648", "1.5",
    "", "٣", "A1", "XFD1048576", "ZZZZ9", "1E+400", "0x10", "true", "_xD800_", "&#xD800;", "\x00", "16.300", "#REF!",
)  # fmt: skip
_TEXTS = (
    "]]>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<!--", "&amp;", "&bang;", "\ufffe", "<c>" * 50, "\"", "';", "=cmd|' '!A1",
    "<table><tr><td rowspan=99999 colspan=99999>", "</table></tr>", "<![CDATA[", "\t", ";;;;", "\r", "(1)", "Tổng số",
    "Tháng 13/2023", "tháng 0/0000", "31/02/2023", "Đơn vị tính: triệu đồng", "<td hidden>", "\u202e", "ă" * 40_000,
)  # fmt: skip
_SIZES = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
#: Where a zip's central and local headers keep flags, method, checksum, sizes, name length and place.
_CENTRAL, _LOCAL = (8, 10, 16, 20, 24, 28, 42), (6, 8, 14, 18, 22, 26)


def mutate(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """The file with one to three kinds of damage; `others` are files to splice it with."""
    kinds: list[Damage] = [*_BYTES, lambda d, r: _splice(d, r.choice(others), r)]
    if data.startswith(b"PK"):
        kinds += _PARTS * 3
    elif b"\x00" not in data[:64]:
        kinds += _WORDS * 3
    for _ in range(dice.choice((1, 1, 2, 3))):
        data = dice.choice(kinds)(data, dice)
    return data


def _span(data: bytes, dice: random.Random, longest: int = 512) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(start + dice.randint(1, longest), len(data))


def _flip(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 20) if data else 0):
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _zero_tail(data: bytes, dice: random.Random) -> bytes:
    kept = _cut(data, dice)
    return kept + bytes(len(data) - len(kept))


def _noise(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + dice.randbytes(end - start) + data[end:]


def _drop(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def _repeat(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice, 4096)
    return data[:end] + data[start:end] * dice.randint(1, 8) + data[end:]


def _lie(data: bytes, dice: random.Random) -> bytes:
    """A number of two or four bytes somewhere, small or extreme: a length, a count, a place."""
    size = _put(dice.choice(_SIZES), dice.choice((2, 4)))
    at = dice.randrange(len(data) // 2 + 1) * 2
    return data[:at] + size + data[at + len(size) :]


def _put(number: int, width: int) -> bytes:
    return struct.pack("<I", number)[:width]


def _splice(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """The head of one file and the tail of another."""
    return _cut(data, dice) + other[dice.randrange(len(other) + 1) :]


def _edit(text: bytes, dice: random.Random) -> bytes:
    """A text with a tag, a value or a piece of it changed."""
    places = [m.span() for m in re.finditer(rb'"[^"<>]*"|>[^<>]+<|<[^<>]{1,400}>|[^;,<>"\r\n]+', text[:300_000])]
    if not places:
        return text
    start, end = dice.choice(places)
    match dice.choice((0, 1, 2, 3, 3, 4, 5, 5, 5, 5)):  # most often a value alone: what is well formed is read further
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:end] * dice.choice((1, 3, 2000)) + text[end:]
        case 2:
            return text[:start] + dice.choice(_TEXTS).encode() + text[start:]
        case 3:
            other_start, other_end = dice.choice(places)
            return text[:start] + text[other_start:other_end] + text[end:]
        case 4:
            return text[:start] + dice.randbytes(dice.randint(1, 8)) + text[end:]
    inner = (start + 1, end - 1) if text[start : start + 1] in b'">' else (start, end)
    return text[: inner[0]] + dice.choice(_EXTREMES).encode() + text[inner[1] :]


def _recode(text: bytes, dice: random.Random) -> bytes:
    codec = dice.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1258", "utf-32"))
    return text.decode("utf-8", errors="replace").encode(codec, errors="replace")


Entry = tuple[str, bytes]


def _with_entries(change: Callable[[list[Entry], random.Random], None]) -> Damage:
    """Damage of a zip by its entries; what is no zip any more stays as it is."""

    def damage(data: bytes, dice: random.Random) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = [(i.filename, archive.read(i)) for i in archive.infolist() if i.file_size < 1 << 20]
        except Exception:  # noqa: BLE001 - damaged before: zipfile fails in many ways
            return data
        if not entries or len(entries) > 500:
            return data
        change(entries, dice)
        out = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            warnings.simplefilter("ignore")  # two parts of one name are meant
            for name, content in entries:
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    return damage


def _swap(entries: list[Entry], dice: random.Random) -> None:
    i, j = dice.randrange(len(entries)), dice.randrange(len(entries))
    (one, first), (other, second) = entries[i], entries[j]
    entries[i], entries[j] = (one, second), (other, first)


def _double(entries: list[Entry], dice: random.Random) -> None:
    name, content = dice.choice(entries)
    entries.append((dice.choice((name, name.upper(), "/" + name, "../" + name)), _edit(content, dice)))


def _remove(entries: list[Entry], dice: random.Random) -> None:
    entries.pop(dice.randrange(len(entries)))


def _edit_part(entries: list[Entry], dice: random.Random) -> None:
    i = dice.randrange(len(entries))
    for _ in range(dice.randint(1, 4)):
        entries[i] = (entries[i][0], dice.choice((_edit, _edit, _edit, _flip, _cut, _drop))(entries[i][1], dice))


def _lie_in_header(data: bytes, dice: random.Random) -> bytes:
    """Another flag, method, checksum, size or place in one header of a zip."""
    mark, fields = dice.choice(((b"PK\x01\x02", _CENTRAL), (b"PK\x03\x04", _LOCAL)))
    places = [m.start() for m in re.finditer(re.escape(mark), data)]
    if not places:
        return data
    at = dice.choice(places) + dice.choice(fields)
    number = _put(dice.choice((*_SIZES, dice.randrange(1 << 16))), dice.choice((2, 4)))
    return data[:at] + number + data[at + len(number) :]


_BYTES: list[Damage] = [_flip, _cut, _zero_tail, _noise, _drop, _repeat, _lie]
_WORDS: list[Damage] = [_edit, _edit, _edit, _recode]
_PARTS: list[Damage] = [*map(_with_entries, (_swap, _double, _remove, _edit_part, _edit_part)), _lie_in_header]

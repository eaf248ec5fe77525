"""One text in encodings that nobody names: which part of it was typed or damaged in which way, by what makes words.

Every word is read in every way, each reading has a chance (`plausible`), and the likeliest path through the words is
taken (Viterbi's), in which changing from one way to another within a text is unlikely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from spreadsheets.decode import mojibake
from spreadsheets.decode.encodings import (
    as_1252_read_as_1258,
    as_1258_read_as_1252,
    tcvn3,
    turned_letters,
    vni,
)
from spreadsheets.decode.plausible import CAPITAL_IN_WORD, UNSEEN, is_word, score
from spreadsheets.decode.syllables import letters

UNICODE = "unicode"


def _turned(word: str) -> str:
    return max(turned_letters(word), key=score)


#: Way of writing -> how a word written so is read; None where it cannot be.
_WAYS: dict[str, Callable[[str], str | None]] = {
    UNICODE: lambda word: word,
    "tcvn3": tcvn3,
    "vni": vni,
    "tcvn3-1258": lambda word: tcvn3(as_1252_read_as_1258(word)),
    "vni-1258": lambda word: vni(as_1252_read_as_1258(word)),
    "1258-as-1252": as_1258_read_as_1252,
    "1252-as-1258": _turned,
}
WAYS = tuple(_WAYS)
#: A way that is none of these: bytes of UTF-8, told before all others by their own rules.
UTF_8 = "utf-8"

#: Ways of writing in which a letter that only Unicode has can stand.
THROUGH_1258 = ("tcvn3-1258", "vni-1258", "1252-as-1258")
#: TCVN3 has no capitals with tones; they are typed small for a font that shows capitals.
_WITHOUT_CAPITALS = {"tcvn3", "tcvn3-1258"}

_IMPOSSIBLE = -1000.0
_CHANGE, _RARE, _EXPECTED = -4.0, -6.0, -3.0
#: A text read otherwise than as it stands is so by at least this; by less it is doubtful.
_CLEAR = 3.0
_ASCII = frozenset(map(chr, range(128)))
_BLANKS = re.compile(r"(\s+)")
_CAPITALS = re.compile("[A-Z]")
_SMALL = re.compile("[a-z]")


class Deciphered(NamedTuple):
    """A text as it was meant, the ways in which parts of it were written, and whether that is certain."""

    text: str
    ways: tuple[str, ...] = ()
    is_clear: bool = True


def decipher(text: str, chances: Mapping[str, float], capitals: bool = False) -> Deciphered:
    """Read a text. `chances`: logarithm of each way's chance before it is read; `capitals`: its font shows capitals."""
    whole = mojibake.restored(text, score)
    found = {UTF_8} if whole != text else set()
    pieces = _BLANKS.split(whole)
    places = [i for i, piece in enumerate(pieces) if not piece.isascii()]
    expected = tuple(chances[way] > _EXPECTED for way in WAYS)
    readings = [_readings(pieces[i], expected) for i in places]
    path, gain = _path(readings, [chances[way] for way in WAYS])
    read = {i: ways[way][0] for i, ways, way in zip(places, readings, path, strict=True) if way}
    used = {WAYS[way] for i, way in zip(places, path, strict=True) if way and read[i] != pieces[i]}
    is_clear = not used or (gain >= _CLEAR and all(map(is_word, read.values())))
    if capitals and (any(path) or (not places and chances["tcvn3"] > chances[UNICODE])):
        read = {i: read.get(i, piece).upper() for i, piece in enumerate(pieces) if piece.isascii() or i in read}
    elif used & _WITHOUT_CAPITALS:
        is_caps = not _SMALL.search(text) and any(_is_capitals(pieces[i]) for i in read)
        read = {i: _cased(word, pieces[i], is_caps) for i, word in read.items()}
    for i, word in read.items():
        pieces[i] = word
    return Deciphered("".join(pieces), tuple(sorted(used | found)), is_clear)


@lru_cache(maxsize=65536)
def _readings(word: str, expected: tuple[bool, ...]) -> tuple[tuple[str, float], ...]:
    """What the word is in each way, with its chance. `expected`: which ways the column has."""
    read = [way(word) for way in _WAYS.values()]
    told = [(word, _IMPOSSIBLE) if text is None else (text, score(text)) for text in read]
    if _looks_vietnamese(unicodedata.normalize("NFC", word)):
        rare = [chance <= UNSEEN and not each for (_, chance), each in zip(told, expected, strict=True)]
        told[1:] = [(text, chance + _RARE * each) for (text, chance), each in zip(told[1:], rare[1:], strict=True)]
    return tuple(told)


def _looks_vietnamese(word: str) -> bool:
    """Whether a word has letters of Vietnamese alone, as names of other languages have: Kông Lơng Khơng, Kon Dơng."""
    return set(word.lower()) - _ASCII <= letters() and not CAPITAL_IN_WORD.search(word)


def _path(readings: list[tuple[tuple[str, float], ...]], chances: list[float]) -> tuple[list[int], float]:
    """The likeliest way of every word, and by how much it is likelier than leaving all as it stands."""
    totals, steps = list(chances), []
    for ways in readings:
        best = max(range(len(totals)), key=totals.__getitem__)
        changed = totals[best] + _CHANGE
        step = [
            i if total >= changed + chance else best
            for i, (total, chance) in enumerate(zip(totals, chances, strict=True))
        ]
        totals = [max(t, changed + c) + s for t, c, (_, s) in zip(totals, chances, ways, strict=True)]
        steps.append(step)
    last = max(range(len(totals)), key=totals.__getitem__)
    gain = totals[last] - chances[0] - sum(ways[0][1] for ways in readings)
    path = [last]
    for step in reversed(steps[1:]):
        path.append(step[path[-1]])
    return path[::-1] if readings else [], gain


def _is_capitals(word: str) -> bool:
    return len(_CAPITALS.findall(word)) > 1 and not _SMALL.search(word)


def _cased(word: str, typed: str, is_caps: bool) -> str:
    """QUYÕT is QUYẾT: what has capitals and no small letters is in capitals."""
    return word.upper() if is_caps or _is_capitals(typed) else word

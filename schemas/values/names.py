"""The key under which spellings of the name of a unit or a body meet."""

from __future__ import annotations

import re
from functools import cache

from schemas.values.text import fold

#: Words at the head of a name, spelt out; they are compared folded and without points.
_HEADS = {
    "tp": "thành phố", "t p": "thành phố", "tx": "thị xã", "h": "huyện", "q": "quận",
    "p": "phường", "x": "xã", "tt": "thị trấn", "t": "tỉnh",
}  # fmt: skip
#: Everything but letters and digits; the folded key keeps some tones as combining characters.
_MARKS = re.compile(r"[^\w\u0300-\u036f]+|_+")
_AND = fold("và")
_COMMITTEE = ("ủy ban nhân dân", "ubnd")


def name_key(text: str) -> str:
    """Spellings of one name meet here: folded, without marks and "và", the words at its head spelt out."""
    heads, committees = _words()
    plain = " ".join(w for w in _MARKS.sub(" ", fold(text)).split() if w != _AND)
    if not plain:
        return fold(text)  # nothing but marks: "≥" is a name of its own
    prefix = ""
    for committee in committees:
        if plain.startswith(committee + " "):
            prefix, plain = committees[-1] + " ", plain[len(committee) + 1 :]
    for short, long in heads.items():
        if plain.startswith(short + " "):
            return prefix + f"{long} {plain[len(short) + 1 :]}"
    return prefix + plain


def without_committee(key: str) -> str:
    """A key without the "UBND" at its head."""
    return key.removeprefix(_words()[1][-1] + " ")


@cache
def _words() -> tuple[dict[str, str], tuple[str, ...]]:
    return {fold(short): fold(long) for short, long in _HEADS.items()}, tuple(map(fold, _COMMITTEE))

"""How much a text looks like Vietnamese, as a logarithm of its chance: by spelling and by the words of contracts."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from schemas.reasons import entries
from schemas.registry import forms, reference_tables
from schemas.values.text import clean
from spreadsheets.decode.syllables import syllables

#: Chances: of a syllable no contract has, of a word with accents that is none, of signs and capitals amid letters.
UNSEEN, _NO_SYLLABLE, _SIGN_IN_WORD, _SIGN, _CAPITAL_IN_WORD = -11.0, -20.0, -14.0, -2.0, -6.0
_RAREST_SEEN = -9.0
_ABBREVIATION = -5.0

_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
_LETTERS = re.compile(f"[{_LETTER}]+")
_IS_ABBREVIATION = re.compile("[A-ZĐ]{2,}")
CAPITAL_IN_WORD = re.compile("[a-zà-öø-ÿăđĩũơư][À-ÖØ-ÞĂĐƠƯ]")
_SIGNS = re.compile("[\u00a1-\u00af\u00b4-\u00bf×÷₫\u2010-\u203a€™ˆ˜\u0080-\u009f]")
_UNIT = re.compile(f"(?<![{_LETTER}])µ(?:m|g|l|s|A|V|W|F|Sv|mol)(?![{_LETTER}])")
#: Signs where Vietnamese puts none. After a word stand », © and ®; before one stands «.
SIGN_IN_WORD = re.compile(
    f"[{_LETTER}][\u00a1-\u00a8\u00aa-\u00ad\u00af\u00b4-\u00b9\u00bc-\u00bf×÷₫\u0080-\u009f]|"
    f"[\u00a1-\u00aa\u00ac-\u00ae\u00b4-\u00b8\u00bb-\u00bf×÷][{_LETTER}]|[\u00a1-\u00bf]{{2}}[{_LETTER}]|"
    "[\u00a1-\u00a8\u00ae\u00b5-\u00b9\u00bc-\u00be]{2}"
)


@lru_cache(maxsize=65536)
def score(text: str) -> float:
    """The sum over the words of a text; 0 for words without accents, which every encoding writes alike."""
    text = clean(text.replace("\u00ad", "\u00ac"))  # a soft hyphen is a letter of TCVN3, and no sign of Vietnamese
    letters = sum(map(_of_word, _LETTERS.findall(text)))
    return letters + _of_signs(text) + _CAPITAL_IN_WORD * len(CAPITAL_IN_WORD.findall(text))


@lru_cache(maxsize=65536)
def is_word(word: str) -> bool:
    """Whether all the letters of a word spell Vietnamese or an abbreviation."""
    return all(_of_word(piece) > _NO_SYLLABLE for piece in _LETTERS.findall(clean(word)))


def _of_word(word: str) -> float:
    small = word.lower()
    if word.isascii():
        return 0.0
    seen = _seen().get(small)
    if seen is not None:
        return seen
    if small in syllables():
        return UNSEEN
    return _ABBREVIATION if _IS_ABBREVIATION.fullmatch(word) else _NO_SYLLABLE


def _of_signs(text: str) -> float:
    text = _UNIT.sub("", text)
    if not _SIGNS.search(text):
        return 0.0
    amid = len(SIGN_IN_WORD.findall(text))
    return amid * _SIGN_IN_WORD + len(_SIGNS.findall(text)) * _SIGN


@cache
def _seen() -> dict[str, float]:
    """Words of the forms and of the lists they name, in small letters, with their chances."""
    counts = Counter(word.lower() for text in _texts() for word in _LETTERS.findall(text) if not word.isascii())
    total = sum(counts.values())
    return {word: max(_RAREST_SEEN, math.log(count / total)) for word, count in counts.items()}


def _texts() -> Iterator[str]:
    for form in forms().values():
        yield from form.titles
        for column in form.columns.values():
            yield from column.headers
        for rule in form.rules.values():
            yield rule.says.vi
    for entry in entries().values():
        yield from (text.vi for text in entry.texts.values())
    for path in reference_tables().values():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from (unicodedata.normalize("NFC", text) for text in row)

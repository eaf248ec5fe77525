"""Sheets in two languages: the Vietnamese of a header or a title without the English that repeats it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from schemas.values.text import clean

_CUT = re.compile(r"\s*\n\s*|\s+[-–—/]\s*|\s*[-–—]\s+")
_TOKEN = re.compile(r"[A-Za-z]{2,}")
_VIETNAMESE_MARKS = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323\u0302]|[đĐ]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
#: Frequent English of headers that Vietnamese syllables or abbreviations could be taken for.
_FREQUENT = re.compile(
    "no|of|and|the|plan|total|units?|items?|name|others?|which|exp|tax|fees?|final|code|year|month|notes?|by|in|on|for|"
    "to|at|level|rate|type|date",
    re.IGNORECASE,
)
#: Characters beyond which nothing is a heading or a label that is said twice.
_LONGEST = 2_000


def has_marks(text: str) -> bool:
    """Whether a text holds a letter that only Vietnamese has."""
    return bool(_VIETNAMESE_MARKS.search(unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=4096)
def is_english(text: str) -> bool:
    """Whether a text is English: no Vietnamese letter, and a word that is neither a syllable nor an abbreviation."""
    return not has_marks(text) and any(map(_is_english_word, _TOKEN.findall(text)))


def _is_english_word(word: str) -> bool:
    if _FREQUENT.fullmatch(word):
        return True
    if _SYLLABLE.fullmatch(word) or not re.search("[aeiouy]", word, re.IGNORECASE):
        return False
    return len(word) >= (6 if word.isupper() else 3)


def has_english_tail(text: str) -> bool:
    """Whether a text says something in Vietnamese and then again in English, a line break or a dash between."""
    return _tail(text) is not None


def vietnamese(text: str) -> str:
    """What is left of a text, single blanks, when the English that follows the Vietnamese is taken away."""
    cut = _tail(text)
    kept = clean(text if cut is None else text[:cut]).rstrip(" -–—/")
    words = kept.split(" ")
    for i in range(1, len(words)):
        rest = words[i:]
        if is_english(words[i]) and sum(map(is_english, rest)) >= 2 and not has_marks(" ".join(rest)):
            return " ".join(words[:i]) if has_marks(" ".join(words[:i])) else kept
    return kept


def _tail(text: str) -> int | None:
    """Where the English that repeats the first words begins."""
    if len(text) > _LONGEST:
        return None
    cuts = list(_CUT.finditer(text.rstrip()))
    ends = [*(cut.start() for cut in cuts), len(text.rstrip())][1:]
    found = None
    for cut, end in zip(reversed(cuts), reversed(ends), strict=True):
        if not is_english(text[cut.end() : end]):
            break
        found = cut.start()
    return found

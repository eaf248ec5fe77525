"""How like each other two headings are: by the words of their levels, abbreviations and synonyms taken for one."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import log

from schemas.codes import REFERENCE
from schemas.registry import forms
from schemas.values.text import fold
from spreadsheets.understand.heading import SEPARATOR, Key, key_of, without_connectors

#: What a word says: itself, or the names of all that may mean the same; an abbreviation may be read in two ways.
Meaning = frozenset[str]

_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*|%")
#: Parts of the likeness of two headings with levels above: of the last level, of those above, of all together.
_LAST, _ABOVE, _WHOLE = 0.5, 0.2, 0.3
#: Share of spelling in the likeness of two texts; the rest is words.
_SPELLING = 0.25
#: Weight of a word that no contract has, as a share of the rarest one's.
_UNKNOWN = 0.4


def likeness(one: Key, other: Key) -> float:
    """How like each other two keys of headings are, 0 to 1."""
    one, other = without_connectors(one), without_connectors(other)
    if not one or not other:
        return 0.0
    whole = _alike(" ".join(one), " ".join(other))
    last = _alike(one[-1], other[-1])
    if len(one) > 1 and len(other) > 1:
        return _LAST * last + _ABOVE * _alike(" ".join(one[:-1]), " ".join(other[:-1])) + _WHOLE * whole
    return last if len(one) == len(other) else (last + whole) / 2


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return (1 - _SPELLING) * _of_words(_meanings(one), _meanings(other)) + _SPELLING * _of_spelling(one, other)


def _of_words(one: Sequence[Meaning], other: Sequence[Meaning]) -> float:
    """The share of the weight of both that the other has too."""
    weights = [sum(map(_weight, side)) for side in (one, other)]
    shared = sum(_weight(each) for each in one if any(each & that for that in other))
    shared += sum(_weight(each) for each in other if any(each & that for that in one))
    return shared / sum(weights) if sum(weights) else 0.0


def _of_spelling(one: str, other: str) -> float:
    pairs = [Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in (one, other)]
    total = sum(pairs[0].values()) + sum(pairs[1].values())
    return 2 * sum((pairs[0] & pairs[1]).values()) / total if total else 0.0


@lru_cache(maxsize=1 << 14)
def _meanings(text: str) -> tuple[Meaning, ...]:
    """What a text says, the longest phrases the list has taken together."""
    return tuple(_read(_WORD.findall(text)))


def _read(words: Sequence[str]) -> Iterator[Meaning]:
    at = 0
    while at < len(words):
        lengths = range(min(_longest(), len(words) - at), 0, -1)
        n = next((n for n in lengths if tuple(words[at : at + n]) in _phrases()), 1)
        phrase = tuple(words[at : at + n])
        yield _phrases().get(phrase, frozenset(phrase))
        at += n


@cache
def _phrases() -> dict[tuple[str, ...], Meaning]:
    """Words -> what they may mean: every name that rows of heading_words.csv lead to from them."""
    direct: dict[str, set[str]] = {}
    with (REFERENCE / "heading_words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            direct.setdefault(fold(row["words"]), set()).add(fold(row["same_as"]))
    known = {*direct, *(name for names in direct.values() for name in names)}
    return {tuple(_WORD.findall(text)): frozenset(_reached(text, direct)) for text in known}


def _reached(text: str, direct: dict[str, set[str]]) -> set[str]:
    reached, new = {text}, {text}
    while new:
        new = {name for each in new for name in direct.get(each, ())} - reached
        reached |= new
    return reached


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


@lru_cache(maxsize=1 << 14)
def _weight(meaning: Meaning) -> float:
    """How much a word tells: the rarer in the headings of the contracts, the more."""
    n = max((_counted()[each] for each in meaning), default=0)
    rarest = log(1 + _n_headings())
    return log(1 + _n_headings() / n) if n else _UNKNOWN * rarest


@cache
def _counted() -> Counter[str]:
    return Counter(name for text in _headings() for name in set().union(*_meanings(text)))


@cache
def _n_headings() -> int:
    return len(_headings())


@cache
def _headings() -> tuple[str, ...]:
    """The official heading of every column of every form, on one line."""
    return tuple(" ".join(key_of(levels)) for levels in _official())


def _official() -> Iterable[list[str]]:
    return (col.headers[0].split(SEPARATOR) for form in forms().values() for col in form.columns.values())

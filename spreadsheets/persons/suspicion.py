"""Which of a sheet's texts may hold a personal value or say that one is near: most are known at a glance to do neither.

Long columns are looked through by RE2 first, and what was found clean in an earlier file is not looked at again, since
offices use the same words every month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from schemas.persons.kinds import Kind, Span
from schemas.persons.labels import beginnings, label_of
from schemas.persons.mask import found_in
from schemas.persons.names import is_addressed

#: In RE2: an e-mail, a number that may be a person's, words with a blank or a colon, a word alone.
_AT_ALL = (
    r"[@:]|\pL+[ \x{00a0}]\pL|(?:^|[^0-9A-Za-z.,/\-])[(+]{0,2}(?:0|84)[0-9 .()\-–]{8}|\pL[^0-9]*[0-9]{9}"
    r"|^\pL{2,12}$|^[6-9][0-9]{9}$"
)
#: A number that may be a person's though nothing is said of it, or an e-mail.
_NUMBER = re.compile(
    r"@[A-Za-z0-9]|(?:^|[^0-9A-Za-z.,/\-])[(+]{0,2}(?:0|84)(?:[ .()\-–]{0,2}[0-9]){8}|[ĐđDd][Tt]0[0-9]{9}"
    r"|[A-Z]{2}[ .\-]?[1-5](?:[ .\-]?[0-9]){12}|(?:^|[^0-9A-Za-z.,/\-])[6-9][0-9]{9}(?![0-9])"
)
_WORD = re.compile(r"[^\W\d_]+")
#: Texts from which on RE2 looks first.
_MANY = 500
_MOST_KNOWN = 200_000
#: A bare tax code that no province's office has given, and how many make a column of them.
_CODE, _SOME = re.compile("[6-9][0-9]{9}"), 5
_CLEAN: set[str] = set()


class Suspect(NamedTuple):
    """A text at a place among others: what it says the cells near it are, and where in it personal values stand."""

    place: int
    text: str
    label: Kind | None
    spans: tuple[Span, ...]


def suspects(texts: pa.Array) -> tuple[list[Suspect], bool]:
    """Those of distinct texts that hold a personal value or are a label of one.

    And whether bare codes as long as a tax code are among the texts: a column of them is left to its contract.
    """
    places: Sequence[int] = range(len(texts))
    if len(texts) > _MANY:
        kept = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, _AT_ALL), False))
        places, texts = kept.to_pylist(), texts.take(kept)
    listed = zip(places, texts.to_pylist(), strict=True)
    new = [(place, text) for place, text in listed if text and text not in _CLEAN]
    codes = {place for place, text in new if _CODE.fullmatch(text)}
    if len(codes) >= _SOME and 2 * len(codes) > len(new):
        new = [each for each in new if each[0] not in codes]
    told = (Suspect(place, text, *_said(text)) for place, text in new)
    return [suspect for suspect in told if suspect.label or suspect.spans], bool(codes)


@lru_cache(maxsize=10_000)
def _said(text: str) -> tuple[Kind | None, tuple[Span, ...]]:
    """What a text says of persons: the label that it is, the values that stand in it."""
    is_near = _is_near(_WORD.findall(text.casefold()))
    label = label_of(text) if is_near else None
    spans = tuple(found_in(text)) if is_near or _NUMBER.search(text) else ()
    if not label and not spans and len(_CLEAN) < _MOST_KNOWN:
        _CLEAN.add(text)
    return label, spans


def _is_near(words: Sequence[str]) -> bool:
    """Whether words begin a label, or a form of address with a surname after it."""
    known = beginnings()
    if any((word,) in known for word in words):
        return True
    return any((a, b) in known or is_addressed(a, b) for a, b in pairwise(words))

"""What somebody may have meant by a word that is none of those there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from schemas.values.bilingual import Both

_NEAR = Both(". Có phải là {near}?", ". Did you mean {near}?")
_OR = Both(" hay ", " or ")


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The words most like one, the nearest first; none where nothing is like it."""
    return difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)


def did_you_mean(near: list[str]) -> Both:
    """What is added to a message that names a wrong word: the words near to it as a question, else its stop."""
    return Both.each(lambda lang: _NEAR.filled(near=_OR.said(lang).join(near)).said(lang) if near else ".")

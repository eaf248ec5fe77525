"""One regular expression that tells at a glance whether a text can be anything but well-formed Unicode Vietnamese.

It is for RE2, which looks through a whole column at once: what it passes is not looked at again. It may
suspect what is right (café, Windows®), never the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from spreadsheets.decode.encodings import code_page
from spreadsheets.decode.plausible import CAPITAL_IN_WORD, SIGN_IN_WORD
from spreadsheets.decode.syllables import syllables

_FOREIGN = "ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþÿ"
#: Letters with marks that Vietnamese does not have, and marks that nothing carries.
_NOT_VIETNAMESE = "\u0100\u0101\u0104-\u010f\u0112-\u0127\u012a-\u0167\u016a-\u019f\u01a2-\u01ae\u01b1-\u024f" \
    "\u0300-\u036f\u1e00-\u1e9f"  # fmt: skip
_ACCENTED = "àáâãèéêìíòóôõùúýăơư"
_LETTERS = "abcdefghijklmnopqrstuvwxyzđàáâãèéêìíòóôõùúý"
#: First characters of the sequences of UTF-8 that Vietnamese and punctuation have.
_LEADS = "ÂÃÄÅÆÌáâĂ\u0300"


@cache
def suspicious() -> str:
    """The expression; texts are NFC."""
    more = "".join(sorted({*code_page("cp1252")[0x80:0xC0], *code_page("cp1258")[0x80:0xC0]})).replace("\\", "")
    parts = (
        SIGN_IN_WORD.pattern,
        CAPITAL_IN_WORD.pattern,
        f"[{_FOREIGN}{_NOT_VIETNAMESE}]",
        f"[{_LEADS}][{more}]",
        f"(?i:{_no_syllable()})",
    )
    return "|".join(parts)


def _no_syllable() -> str:
    """An accented letter next to letters, or at the end of a word after letters, where no syllable has it."""
    before, after, last = (defaultdict[str, set[str]](set) for _ in range(3))
    for syllable in syllables():
        for i, letter in enumerate(syllable):
            if letter in _ACCENTED:
                before[letter].add(syllable[i - 1 : i])
                for here in (letter, syllable[i : i + 2]):
                    after[here].add(syllable[i + len(here) : i + len(here) + 1])
        for size in (1, 2):
            last[syllable[-size:]].add(syllable[-size - 1 : -size])
    parts, ends = [], []
    for letter in _ACCENTED:
        pairs = {letter + second for second in after[letter]} - {letter}
        parts += [f"[{_others(before[letter])}]{letter}"]
        parts += [f"{here}[{_others(after[here])}]" for here in sorted({letter} | pairs)]
        ends += [f"[{_others(last[first + letter])}]{first}{letter}" for first in sorted(last[letter])]
        ends += [letter] if not last[letter] else []
    return "|".join([*parts, f"(?:{'|'.join(ends)})(?:[^{_LETTERS}]|$)"])


def _others(letters: set[str]) -> str:
    return "".join(letter for letter in _LETTERS if letter not in letters)

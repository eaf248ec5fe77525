"""Every syllable Vietnamese can spell: onset, rhyme and tone, by the rules of its orthography.

A word of Vietnamese is one syllable between blanks, so that text read in the wrong encoding shows at once: its
words are no syllables. The tables are those of the phonology, not a list of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_BEFORE_BACK = ("c", "g", "ng")  # written k, gh, ngh before e, ê, i, y
_BEFORE_FRONT = ("k", "gh", "ngh")
_ONSETS = ("", "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th", "tr", "v", "x")
_TABLE = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu
ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
"""
_RHYMES = tuple(_TABLE.split())
_FRONT = ("e", "ê", "i", "y")
_SHAPED = "ăâêôơư"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_TONES_OF_STOPS = ("\u0301", "\u0323")
_STOP = re.compile("(?:c|ch|p|t)$")
_RHYME = re.compile(f"([aeiouy{_SHAPED}]+)([a-z]*)")
#: Two open vowels that carry the tone on either, by the older way of writing and the newer.
_EITHER = ("oa", "oe", "uy")
_ONE_OF_TWO = 2


@cache
def syllables() -> frozenset[str]:
    """All of them, in small letters, NFC, the tone where either way of writing puts it."""
    return frozenset(onset + toned for onset, rhyme in _toneless() for toned in _toned(rhyme))


@cache
def letters() -> frozenset[str]:
    """All letters they are written with."""
    return frozenset("".join(syllables()))


def _toneless() -> Iterator[tuple[str, str]]:
    """Onset and rhyme of every syllable; the u of qu and the i of gi belong to the onset."""
    for rhyme in _RHYMES:
        is_front = rhyme.startswith(_FRONT)
        if not rhyme.startswith("y"):
            yield from ((onset, rhyme) for onset in _BEFORE_FRONT * is_front + _BEFORE_BACK * (not is_front))
            yield from ((onset, rhyme) for onset in _ONSETS)
            yield ("g" if rhyme.startswith("i") else "gi"), rhyme  # gì, giếng: one i stands for both
        elif rhyme == "y":
            yield from ((onset, rhyme) for onset in ("", "h", "k", "l", "m", "s", "t", "v"))
        else:
            yield "", rhyme
        if rhyme[0] in "aăâeê":
            yield "qu", rhyme  # after q the glide is always u: quan is q and oan
    for rhyme in ("i", "it", "ich", "inh", "ôc", "ơ", "ơi", "y", "yên", "yêt", "ynh", "yt"):
        yield "qu", rhyme


@cache
def _toned(rhyme: str) -> tuple[str, ...]:
    """A rhyme with each tone it can have; one that ends in a stop has two."""
    vowels, coda = _RHYME.fullmatch(rhyme).groups()  # type: ignore[union-attr]
    return tuple(
        unicodedata.normalize("NFC", vowels[: place + 1] + tone + vowels[place + 1 :] + coda)
        for place in _places(vowels, coda)
        for tone in (_TONES_OF_STOPS if _STOP.search(coda) else _TONES)
    )


def _places(vowels: str, coda: str) -> tuple[int, ...]:
    """Which of the vowels may carry the tone."""
    shaped = [i for i, vowel in enumerate(vowels) if vowel in _SHAPED]
    if shaped:
        return (shaped[-1],)
    if len(vowels) > _ONE_OF_TWO:
        return (1,)
    if len(vowels) == _ONE_OF_TWO and not coda and vowels in _EITHER:
        return (0, 1)
    return (1,) if len(vowels) == _ONE_OF_TWO and coda else (0,)

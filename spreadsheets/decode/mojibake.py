"""UTF-8 that was read as a Windows code page, once or several times over: Xã hội as XÃ£ há»™i."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from spreadsheets.decode.encodings import code_page

_PAGES = ("cp1252", "cp1258")
_MOST_TRIES = 8
_WORD = re.compile(r"[^ \t\r\n]+")
#: The no-break space that ends à, written as a plain blank or cut off.
_LOST_BLANK = re.compile(r"([^ \t\r\n]*Ã)(?: ( ?)([^ \t\r\n]*)|$)")
#: What is left of à where one of its two bytes was taken for something else.
_HALF_READ = re.compile("Ã\u00a0[a-z]")
#: A capital before a quotation mark, a dash or a no-break space may be meant so: XÃ”.
_PUNCTUATION = re.compile("[ÃÂĂ][\u00a0«»“”‘’–—…]+")
#: Latin letters, their tones, punctuation, symbols, and what fonts of symbols have in the area for private use.
_LATIN = re.compile("[\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u2bff\ue000-\uf8ff\ufb00-\ufb06\ufe0f\ufeff]+")
#: What a sequence of bytes that was left costs a reading.
_LEFT = 20.0


def restored(text: str, score: Callable[[str], float]) -> str:
    """The text as it was, word by word; `score` says how much a text looks like Vietnamese.

    A word is changed where its characters are bytes of UTF-8 that nobody writes one after the other, or look better.
    """
    runs = [run for page in _PAGES for run in _run(page).findall(text)]
    if not runs:
        return text
    left = _LEFT * any(not _PUNCTUATION.fullmatch(run) for run in runs)

    def rank(read: str) -> float:
        n_left = max(len(_run(page).findall(read)) for page in _PAGES)
        return score(read) - left * n_left - _LEFT * len(_HALF_READ.findall(read))

    better = _WORD.sub(lambda m: _word(m.group(), rank), text)
    return text if better == text else _LOST_BLANK.sub(lambda m: _with_blank(m, rank), better)


def _word(word: str, rank: Callable[[str], float]) -> str:
    tries = [word]
    for page in _PAGES:
        read, before = word, ""
        while read != before and len(tries) < _MOST_TRIES:
            before, read = read, _run(page).sub(lambda m, page=page: _decoded(m.group(), page), read)  # type: ignore[misc]
            tries.append(read)
    return max(tries, key=rank)


def _with_blank(match: re.Match[str], rank: Callable[[str], float]) -> str:
    word, second, rest = match.groups(default="")
    tries = [f"{word}\u00a0 {rest}"] if second or not rest else [f"{word}\u00a0 {rest}", f"{word}\u00a0{rest}"]
    read = max((_WORD.sub(lambda m: _word(m.group(), rank), t) for t in tries), key=rank).rstrip(" ")
    return read if rank(read) > rank(match.group()) else match.group()


def _decoded(run: str, page: str) -> str:
    """The characters a run of bytes stands for; the run itself where these are of another script: á before two no-break
    spaces is no letter of Mongolian, Ơ before one none of Armenian."""
    try:
        read = bytes(_numbers(page)[c] for c in run).decode("utf-8")
    except UnicodeDecodeError:
        return run
    return read if _LATIN.fullmatch(read) else run


@cache
def _numbers(page: str) -> dict[str, int]:
    return {character: i for i, character in enumerate(code_page(page))}


@cache
def _run(page: str) -> re.Pattern[str]:
    """Characters that are sequences of UTF-8 of two or three bytes."""
    characters = code_page(page)
    ranges = ((0xC2, 0xE0), (0xE0, 0xF0), (0x80, 0xC0))
    two, three, more = ("".join(map(re.escape, characters[first:last])) for first, last in ranges)
    return re.compile(f"(?:[{two}][{more}]|[{three}][{more}]{{2}})+")

"""UTF-8 that was read as a Windows code page, once or several times over: Xã hội as XÃ£ há»™i."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from spreadsheets.encodings import code_page

_PAGES = ("cp1252", "cp1258")
_MOST_TIMES = 3
_WORD = re.compile(r"[^ \t\r\n]+")
#: The no-break space that ends à, written as a plain blank or cut off.
_LOST_BLANK = re.compile(r"([^ \t\r\n]*Ã)(?: ( ?)([^ \t\r\n]*)|$)")


def restored(text: str, score: Callable[[str], float]) -> str:
    """The text as it was, word by word; `score` says how much a text looks like Vietnamese.

    A word is changed only where its characters are bytes of UTF-8 and it looks better for it.
    """
    for _ in range(_MOST_TIMES):
        better = _WORD.sub(lambda m: _word(m.group(), score), text)
        if better == text:
            break
        text = _LOST_BLANK.sub(lambda m: _with_blank(m, score), better)
    return text


def _word(word: str, score: Callable[[str], float]) -> str:
    for page in _PAGES:
        read = _run(page).sub(lambda m, page=page: _decoded(m.group(), page), word)  # type: ignore[misc]
        if read != word and score(read) > score(word):
            return read
    return word


def _with_blank(match: re.Match[str], score: Callable[[str], float]) -> str:
    word, second, rest = match.groups(default="")
    tries = [f"{word}\u00a0 {rest}"] if second or not rest else [f"{word}\u00a0 {rest}", f"{word}\u00a0{rest}"]
    read = max((_WORD.sub(lambda m: _word(m.group(), score), t) for t in tries), key=score).rstrip(" ")
    return read if score(read) > score(match.group()) else match.group()


def _decoded(run: str, page: str) -> str:
    try:
        return bytes(_numbers(page)[c] for c in run).decode("utf-8")
    except UnicodeDecodeError:
        return run


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

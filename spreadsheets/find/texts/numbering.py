"""How rows are numbered: what a row's number says of its style (A, I, 1, 1.1, a, -) and of its place in it."""

from __future__ import annotations

import re
from typing import NamedTuple

ROMAN = re.compile(r"(?=.)(?:X{0,3})(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_LETTERS = "ABCDĐEFGHIKLMNOPQRSTUVXYZ"
_ROMAN_FIRST = frozenset("IVX")
_NUMBERED = re.compile(r"([(\[]?)\s*([0-9]{1,7})\s*([)\].:/]?)")
_DOTTED = re.compile(r"[(\[]?\s*((?:[0-9]{1,3}|[A-ZĐ]{1,4}|[a-zđ])(?:[.\-][0-9]{1,3})+)\s*[.)\]]?")
_LETTERED = re.compile(r"([(\[]?)\s*([A-Za-zĐđ]{1,5})\s*([)\].:/]?)")
_IN_NAME = re.compile(
    r"([IVX]{1,5}|[A-ZĐ]|[a-zđ]|[0-9]{1,2}(?:\.[0-9]{1,2})*)(?:\s*[.)/]+[.\-)]?\s*(?=[^\W\d_])|(?<=\.[0-9])\s+)"
)
#: Styles of rows without a number: a name, a name that only heads rows with numbers, "of which", a bullet, a code.
PLAIN, HEADING, OF_WHICH, DASH, CODE = "plain", "plain heading", "of which", "dash", "code"
#: The style of running numbers: 1, 2, 3.
RUNNING = "1"


class Number(NamedTuple):
    """A row's number: its style and its place in it, ("roman", 2) for II."""

    style: str
    place: int

    @property
    def is_senior(self) -> bool:
        """Whether it is of letters or Roman numerals, which are told apart by the one before."""
        return "letter" in self.style or "roman" in self.style


def numbering(text: str, before: Number | None = None) -> Number | None:
    """The number a text is; None where it is none.

    `before`: the last number of letters or Roman numerals, which tells C after B from C the hundred.
    """
    if match := _NUMBERED.fullmatch(text):
        return Number(f"{match[1]}1{match[3] if match[1] or match[3] == ')' else ''}", int(match[2]))
    if text in ("-", "–", "—", "+", "*", "•", "o", "⁃", "●", "**", "***"):
        return Number(f"{DASH}{text}", 0)
    if match := _DOTTED.fullmatch(text):
        parts = re.split(r"[.\-]", match[1])
        first = "1" if parts[0].isdigit() else "I" if ROMAN.fullmatch(parts[0]) else "A"
        bracket = "(" if text.startswith("(") else ""
        return Number(f"dotted {bracket}{first}{'.1' * (len(parts) - 1)}", int(parts[-1]))
    if match := _LETTERED.fullmatch(text):
        return _lettered(match, before)
    return None


def _lettered(match: re.Match[str], before: Number | None) -> Number | None:
    letters, frame = match[2], f"{match[1]}{match[3] if match[1] or match[3] == ')' else ''}"
    case = "" if letters.isupper() else "small "
    place = _LETTERS.find(letters.upper()) + 1 if len(letters) == 1 else 0
    follows = before == (f"{case}letter{frame}", place - 1)
    if ROMAN.fullmatch(letters) and not follows and (len(letters) > 1 or letters.upper() in _ROMAN_FIRST):
        return Number(f"{case}roman{frame}", _roman(letters.upper()))
    return Number(f"{case}letter{frame}", place) if place else None


def _roman(letters: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in letters]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def number_in_name(name: str) -> str:
    """The number that a name begins with ("II. Chi thường xuyên", "1.2.Củ năng"); "" where there is none."""
    match = _IN_NAME.match(name)
    return match[1] if match else ""

"""How rows stand under one another: by their numbering (A, I, 1, 1.1, a, -), by bold type, and by sums.

No style of numbering has a fixed depth: the order in which a sheet uses them decides, as its reader does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

ROMAN = re.compile(r"(?=.)(?:X{0,3})(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_LETTERS = "ABCDĐEFGHIKLMNOPQRSTUVXYZ"
_ROMAN_FIRST = frozenset("IVX")
_NUMBERED = re.compile(r"([(\[]?)\s*([0-9]{1,7})\s*([)\].:/]?)")
_DOTTED = re.compile(r"[(\[]?\s*((?:[0-9]{1,3}|[A-ZĐ]{1,4}|[a-zđ])(?:[.\-][0-9]{1,3})+)\s*[.)\]]?")
_LETTERED = re.compile(r"([(\[]?)\s*([A-Za-zĐđ]{1,5})\s*([)\].:/]?)")
_COMPARED = 12
_SENIOR = ("letter", "roman")
#: Styles of rows without a number: a name, a name that only heads rows with numbers, "of which", a bullet.
PLAIN, HEADING, OF_WHICH, DASH = "plain", "plain heading", "of which", "dash"


@dataclass
class Entry:
    """One row in the outline: its style of numbering and its place in it. `read` gives the figures of a row."""

    row: int
    style: str
    place: int
    bold: bool
    read: Callable[[int], Sequence[float | None]]
    depth: int = 0

    @cached_property
    def figures(self) -> Sequence[float | None]:
        """The row's figures in the order of the columns."""
        return self.read(self.row)


@dataclass
class Stretch(Entry):
    """Many rows alike that follow each other; all but `rows` is of the last of them, `first` the place of the first."""

    rows: range = range(0)
    first: int = 0


def numbering(text: str, previous: Entry | None = None) -> tuple[str, int] | None:
    """Style and place of a row's number: ("roman", 2) for II; None where the text is no number.

    `previous`: the last row numbered by letters or Roman numerals, which tells C after B from C the hundred.
    """
    if match := _NUMBERED.fullmatch(text):
        return f"{match[1]}1{match[3] if match[1] or match[3] == ')' else ''}", int(match[2])
    if text in ("-", "–", "—", "+", "*", "•", "o", "⁃", "●", "**", "***"):
        return f"{DASH}{text}", 0
    if match := _DOTTED.fullmatch(text):
        parts = re.split(r"[.\-]", match[1])
        first = "1" if parts[0].isdigit() else "I" if ROMAN.fullmatch(parts[0]) else "A"
        return f"dotted {'(' if text.startswith('(') else ''}{first}{'.1' * (len(parts) - 1)}", int(parts[-1])
    if match := _LETTERED.fullmatch(text):
        return _lettered(match, previous)
    return None


def _lettered(match: re.Match[str], previous: Entry | None) -> tuple[str, int] | None:
    letters, frame = match[2], f"{match[1]}{match[3] if match[1] or match[3] == ')' else ''}"
    case = "" if letters.isupper() else "small "
    place = _LETTERS.find(letters.upper()) + 1 if len(letters) == 1 else 0
    follows = bool(previous and previous.style == f"{case}letter{frame}" and previous.place == place - 1)
    if ROMAN.fullmatch(letters) and not follows and (len(letters) > 1 or letters.upper() in _ROMAN_FIRST):
        return f"{case}roman{frame}", _roman(letters.upper())
    return (f"{case}letter{frame}", place) if place else None


def _roman(letters: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in letters]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def sum_of(entries: Sequence[Entry], parent: Entry) -> bool:
    """Whether the rows add up to the parent in some column that both fill."""
    for i, whole in enumerate(parent.figures):
        parts = [e.figures[i] for e in entries]
        found = [p for p in parts if p is not None]
        if whole and found and abs(sum(found) - whole) <= max(1e-6 * abs(whole), 0.5 * len(found) * (whole > 100)):
            return True
    return False


def exceeds(part: Entry, whole: Entry) -> bool:
    """Whether a row is more than the one it would be a part of, in the first column both fill."""
    for p, w in zip(part.figures, whole.figures, strict=False):
        if p and w:
            return p > w * (1 + 1e-9) + 1
    return False


class Outline:
    """Places rows one after another; `stack` holds the row and those it stands under, outermost first."""

    def __init__(self) -> None:
        self.stack: list[Entry] = []

    def restart(self) -> None:
        """Forget what was before: a total closes everything."""
        self.stack.clear()

    def goes_on(self, stretch: Stretch) -> bool:
        """Whether the rows of a stretch stand where the row before them stands."""
        top = self.stack[-1] if self.stack else None
        if not top or top.style != stretch.style or top.bold != stretch.bold or not 0 <= stretch.first - top.place <= 1:
            return False
        stretch.depth = top.depth
        self.stack[-1] = stretch
        return True

    def place(self, entry: Entry, following: Sequence[Entry] = ()) -> None:
        """Put a row below the one it belongs to and set its depth. `following`: rows of the same style after it."""
        top = self.stack[-1] if self.stack else None
        if top and top.style == entry.style and top.bold == entry.bold and 0 <= entry.place - top.place <= 1:
            entry.depth = top.depth
            self.stack[-1] = entry
            return
        if top and top.place == entry.place - 1 and f"small {top.style}" == entry.style and top.bold == entry.bold:
            entry.style = top.style  # a, b, c in which the program that wrote it made capitals of some
        self._pop_lighter(entry)
        sibling = None if self._opens(entry) else self._sibling(entry)
        if sibling is not None:
            del self.stack[sibling:]
        else:
            self._find_parent(entry, following)
        entry.depth = len(self.stack)
        self.stack.append(entry)

    def _pop_lighter(self, entry: Entry) -> None:
        """A bold row does not stand under one that is not."""
        while entry.bold and self.stack and not self.stack[-1].bold and not self.stack[-1].style.startswith(DASH):
            self.stack.pop()

    def _opens(self, entry: Entry) -> bool:
        """Whether an unnumbered row is the first below a numbered one of its type, not the next of a list above."""
        top = self.stack[-1] if self.stack else None
        if not top or entry.style != PLAIN or not entry.bold or not top.bold:
            return False
        return not top.style.startswith((PLAIN, DASH, "1")) and not exceeds(entry, top)

    def _sibling(self, entry: Entry) -> int | None:
        """Where in the stack the row's own style stands: as a sequence that goes on, or the list just before."""
        for i in range(len(self.stack) - 1, -1, -1):
            other = self.stack[i]
            if other.style != entry.style:
                continue
            goes_on = entry.place == other.place + 1 or (entry.place > other.place and entry.bold == other.bold)
            if goes_on or (other.bold == entry.bold and (i == len(self.stack) - 1 or self._repeats(entry, i))):
                return i
        return None

    def _repeats(self, entry: Entry, i: int) -> bool:
        """Whether a number that does not go on is a slip in the same list rather than a new list further down."""
        return entry.place == self.stack[i].place or entry.style in (PLAIN, *_SENIOR) or entry.place > 1

    def _find_parent(self, entry: Entry, following: Sequence[Entry]) -> None:
        if entry.style in _SENIOR and not any(e.bold > entry.bold and e.style in _SENIOR for e in self.stack):
            while self.stack and self.stack[-1].style not in _SENIOR and not self._is_open(entry):
                self.stack.pop()
        while self.stack and exceeds(entry, self.stack[-1]):
            self.stack.pop()
        if entry.style == PLAIN and self.stack and not self._opens(entry) and not self._heads(entry, following):
            top = self.stack.pop()
            entry.style, entry.place = top.style, top.place

    def _is_open(self, entry: Entry) -> bool:
        """Whether the last row may head I or A: right above, in the same type, without a number or numbered A.1."""
        top = self.stack[-1]
        return top.row == entry.row - 1 and top.style.startswith((PLAIN, "dotted A")) and top.bold == entry.bold

    def _heads(self, entry: Entry, following: Sequence[Entry]) -> bool:
        """Whether the row above is what an unnumbered row and those after it are parts of."""
        above = self.stack[-1]
        if above.style.startswith(PLAIN) or above.bold != entry.bold or not any(above.figures):
            return True
        run = [entry, *following]
        return not any(entry.figures) or any(sum_of(run[:k], above) for k in range(1, len(run) + 1))


def sum_groups(entries: Sequence[Entry]) -> dict[int, range]:
    """Among rows that look all alike: position of a row -> positions of the rows after it that it is the sum of."""
    width = max((len(e.figures) for e in entries), default=0)
    sums = [[0.0] * width]
    for entry in entries:
        sums.append([s + (f or 0.0) for s, f in zip(sums[-1], entry.figures, strict=True)])
    groups: dict[int, range] = {}
    i = 0
    while i < len(entries):
        end = next((k for k in range(i + 3, min(len(entries), i + 200) + 1) if _adds_up(entries[i], sums, i, k)), None)
        if end:
            groups[i] = range(i + 1, end)
        i = end or i + 1
    return groups


def _adds_up(whole: Entry, sums: list[list[float]], i: int, end: int) -> bool:
    """Whether a row is the sum of rows i+1 to end-1, but for rounding, in nearly all of at least three columns."""
    tested = [(f, sums[end][c] - sums[i + 1][c]) for c, f in enumerate(whole.figures) if f][:_COMPARED]
    hits = sum(abs(f - total) <= 0.5 * (end - i - 1) + 1e-9 * abs(f) and total > 0 for f, total in tested)
    return len(tested) >= 3 and hits >= 0.8 * len(tested)

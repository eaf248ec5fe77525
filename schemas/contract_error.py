"""What the engineer who writes a sector is told: where, what is wrong, what there is instead."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from pathlib import Path

from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble

_WRONG = Both("Biểu mẫu sai: {reason}", "A contract is wrong: {reason}")
_NONE_SUCH = Both("không có {what} {name!r}{nearest}", "there is no {what} {name!r}{nearest}")
_NEAREST = Both("; gần nhất: {near}", "; the nearest: {near}")


class ContractError(Trouble):
    """A sector file or a reference table contradicts itself; the engineer who wrote it must act.

    `place`: "file:line" where it is written, "" where that is not known.
    """

    def __init__(self, reason: Both, place: str = "") -> None:
        self.place = place
        self.reason = Both.joined(f"{place}: ", reason) if place else reason
        super().__init__(_WRONG.filled(reason=self.reason))


def written(above: int) -> str:
    """Where the caller of a function is, or so many callers above that, as "file:line"."""
    frame = sys._getframe(above + 1)
    return f"{shown(Path(frame.f_code.co_filename))}:{frame.f_lineno}"


def shown(file: Path) -> str:
    """A file of the program by its place in it, any other by its path."""
    root = Path(__file__).parents[1]
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)


def none_such(what: Both, name: object, known: Iterable[str]) -> Both:
    """What is said of a name that nothing has: the few that are most like it."""
    near = difflib.get_close_matches(str(name), sorted(known), n=3, cutoff=0.5)
    nearest = _NEAREST.filled(near=", ".join(near)) if near else ""
    return _NONE_SUCH.filled(what=what, name=name, nearest=nearest)

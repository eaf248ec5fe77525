"""Closed lists of codes with the spellings people use for them, read from schemas/reference when first asked."""

from __future__ import annotations

import csv
import difflib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from schemas.contract_error import ContractError
from schemas.values.bilingual import Both
from schemas.values.names import name_key, without_committee
from schemas.values.text import fold

REFERENCE = Path(__file__).parent / "reference"

#: What a name may end in without meaning another body, after the name of the province: "Sở Nội vụ tỉnh VP".
_TAIL = "tỉnh"


@dataclass(frozen=True)
class CodeEntry:
    """One code and what it is called in one stretch of time; `valid_to` is its last day, None where open or unknown."""

    code: str
    names: tuple[str, ...]
    en: str = ""
    level: str = ""
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date | None) -> bool:
        """Whether the entry holds on `day`; every entry does when no day is asked."""
        if day is None:
            return True
        return self.first <= day <= self.last

    @property
    def first(self) -> date:
        """The first day it holds; the beginning of time where that is not known."""
        return self.valid_from or date.min

    @property
    def last(self) -> date:
        """The last day it holds; the end of time where it is open."""
        return self.valid_to or date.max


@dataclass(frozen=True)
class Succession:
    """From `since` on `heir` stands for `code`; "" where nothing does."""

    code: str
    since: date
    heir: str
    kind: str


@dataclass(frozen=True)
class Former:
    """An entry that no longer holds on the day asked about, and the codes that stand for it on that day."""

    entry: CodeEntry
    heirs: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class CodeList:
    """A list of codes; `resolve` turns what a sheet says into one of them."""

    name: str
    entries: tuple[CodeEntry, ...]
    successions: tuple[Succession, ...] = ()

    def resolve(self, text: str, on: date | None = None, parent: str = "") -> str | None:
        """The code a text means on a day: the code itself, a name or an alias in any accepted spelling.

        `parent`: the code of the unit it lies in, where that is known. None when nothing or more than one code
        answers to it: a guess is worse than a question. Where no day is known and one body stands for the others
        in its time, it is the first of them.
        """
        return self._only({entry.code for entry in self._named(text, on, parent)}, on)

    def has_known(self, text: str) -> bool:
        """Whether anything ever answered to a text, on whatever day."""
        return bool(self._named(text, None))

    def former(self, text: str, on: date) -> Former | None:
        """What a text meant before `on`, where it means nothing then: an old name in a late file."""
        if self._named(text, on):
            return None
        past = [entry for entry in self._named(text, None) if entry.last < on]
        latest = max((entry.last for entry in past), default=None)
        found = [entry for entry in past if entry.last == latest]
        if len({entry.code for entry in found}) != 1:
            return None
        return Former(found[0], self.heirs(found[0].code, found[0].last, on))

    def at(self, code: str, on: date | None) -> str:
        """The code that stands on a day for one that was named without a day; the code itself where none does."""
        held = self._by_code.get(code, ())
        if any(entry.valid_on(on) for entry in held):
            return code
        ended = [entry.last for entry in held if on and entry.last < on]
        return next(iter(self.heirs(code, max(ended), on)), code) if ended and on else code

    def heirs(self, code: str, after: date, on: date) -> tuple[str, ...]:
        """Codes that stand on a day for what `code` meant on the day `after`; itself where nothing happened."""
        codes: tuple[str, ...] = (code,)
        for since in sorted({s.since for s in self.successions if after < s.since <= on}):
            codes = tuple(dict.fromkeys(heir for each in codes for heir in self._step(each, since)))
        return codes

    def _step(self, code: str, since: date) -> list[str]:
        moves = [s for s in self.successions if s.code == code and s.since == since]
        return [s.heir for s in moves if s.heir and s.kind != "abolish"] if moves else [code]

    def _only(self, codes: set[str], on: date | None) -> str | None:
        if len(codes) > 1 and on is None:
            codes = {code for code in codes if codes <= self._line(code)}
        return codes.pop() if len(codes) == 1 else None

    def _line(self, code: str) -> set[str]:
        """The code and every code that ever stood for it."""
        line, size = {code}, 0
        while len(line) > size:
            size = len(line)
            line |= {s.heir for s in self.successions if s.code in line}
        return line

    def _named(self, text: str, on: date | None, parent: str = "") -> list[CodeEntry]:
        """Entries that answer to a text on a day, by the strictest reading of it that any answers to."""
        readings: list[tuple[list[CodeEntry], CodeEntry | None]] = [(self._by_code.get(text.strip(), []), None)]
        readings += [(self._by_key.get(key, []), province) for key, province in _keys(text, on)]
        for entries, province in readings:
            found = [e for e in entries if e.valid_on(on) and parent in ("", e.parent) and _meet(e, province)]
            if found:
                return found
        return []

    def label(self, code: str, lang: str = "vi", on: date | None = None) -> str:
        """The name of a code in a language on a day; one of another day where it has none then.

        The code itself where the list does not have it.
        """
        held = self._by_code.get(code, [])
        entry = next((e for e in held if e.valid_on(on)), held[-1] if held else None)
        return ((lang == "en" and entry.en) or entry.names[0]) if entry else code

    def close_to(self, text: str, on: date | None = None, limit: int = 3) -> list[str]:
        """Names that look like a text, the nearest first: what the sender may have meant."""
        found: dict[str, None] = {}
        for key in difflib.get_close_matches(name_key(text), list(self._by_key), n=limit * 3, cutoff=0.75):
            found.update((e.names[0], None) for e in self._by_key[key] if e.valid_on(on))
        return list(found)[:limit]

    def choices(self, most: int, on: date | None = None) -> list[str]:
        """Every name of a list of few; nothing of a longer one."""
        names = dict.fromkeys(entry.names[0] for entry in self.entries if entry.valid_on(on))
        return list(names) if len(names) <= most else []

    @cached_property
    def _by_code(self) -> dict[str, list[CodeEntry]]:
        index: dict[str, list[CodeEntry]] = {}
        for entry in self.entries:
            index.setdefault(entry.code, []).append(entry)
        return index

    @cached_property
    def _by_key(self) -> dict[str, list[CodeEntry]]:
        index: dict[str, list[CodeEntry]] = {}
        for entry in self.entries:
            for key in {name_key(name) for name in entry.names}:
                index.setdefault(key, []).append(entry)
        return index


@cache
def code_list(name: str) -> CodeList:
    """The list of a name: "agency" is reference/agencies.csv, "unit:district" the rows of units.csv of that level.

    Raises ContractError when there is no such list.
    """
    base, _, level = name.partition(":")
    path = _path(base)
    if path is None:
        raise ContractError(
            Both(
                f"không có danh mục {name!r}: schemas/reference không có {_plural(base)}.csv",
                f"there is no code list {name!r}: schemas/reference has no {_plural(base)}.csv",
            )
        )
    with path.open(encoding="utf-8", newline="") as lines:
        entries = tuple(_entry(base, row) for row in csv.DictReader(lines) if level in ("", row.get("level")))
    if not entries:
        raise ContractError(
            Both(
                f"danh mục {name!r} trống: {path.name} không có dòng nào cấp {level!r}",
                f"the code list {name!r} is empty: {path.name} has no row of level {level!r}",
            )
        )
    return CodeList(name, entries, _successions(base))


@cache
def fingerprint(name: str) -> str:
    """12 hex digits over the file of a list: with another spelling accepted, a sheet is read otherwise."""
    path = _path(name.partition(":")[0])
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path else ""


def is_code_list(name: str) -> bool:
    """Whether a contract may name this list; reads nothing but the folder."""
    return _path(name.partition(":")[0]) is not None


def _plural(name: str) -> str:
    if name.endswith("y"):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x")) else f"{name}s"


def _path(base: str) -> Path | None:
    path = REFERENCE / f"{_plural(base)}.csv"
    return path if re.fullmatch("[a-z_]+", base) and path.is_file() else None


def _entry(base: str, row: dict[str, str]) -> CodeEntry:
    name = row.get("name_vi") or row["name"]
    typed = [f"{row['type']} {name}"] if row.get("type") else []
    aliases = [alias for alias in (row.get("aliases") or "").split(";") if alias]
    return CodeEntry(
        code=row[f"{base}_code"],
        names=(*typed, name, *aliases),
        en=row.get("name_en", ""),
        level=row.get("level", ""),
        parent=row.get("parent_code", ""),
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
    )


def _successions(base: str) -> tuple[Succession, ...]:
    path = REFERENCE / f"{base}_successions.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Succession(
                row[f"{base}_code"], date.fromisoformat(row["effective_date"]), row["successor_code"], row["kind"]
            )
            for row in csv.DictReader(lines)
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _provinces() -> tuple[tuple[str, CodeEntry], ...]:
    """(name or initials of a province, the province)."""
    found = []
    for province in code_list("unit:province").entries:
        name = fold(province.names[-1])
        found += [(name, province), ("".join(word[0] for word in name.split()), province)]
    return tuple(found)


def _meet(entry: CodeEntry, province: CodeEntry | None) -> bool:
    """Whether a body and the province it is said to be of were ever there together."""
    return province is None or (entry.first <= province.last and province.first <= entry.last)


def _keys(text: str, on: date | None) -> Iterator[tuple[str, CodeEntry | None]]:
    """The key of a text; what is left of it without the name of the province of the day; then without its committee.

    With each goes the province that the text names.
    """
    key = name_key(text)
    yield key, None
    short, named = key, None
    for name, province in _provinces():
        if province.valid_on(on) and short.endswith(f" {name}"):
            short, named = short[: -len(name) - 1], province
            yield short, named
            break
    if short.endswith(f" {fold(_TAIL)}"):
        yield short.rpartition(" ")[0], named
    bare = without_committee(key)
    if bare != key:
        yield bare, None

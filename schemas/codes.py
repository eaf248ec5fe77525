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

from schemas.form import ContractError
from schemas.text import fold

REFERENCE = Path(__file__).parent / "reference"

#: Words at the head of a name, spelt out; they are compared folded and without points.
_HEADS = {
    "tp": "thành phố", "t p": "thành phố", "tx": "thị xã", "h": "huyện", "q": "quận",
    "p": "phường", "x": "xã", "tt": "thị trấn", "t": "tỉnh",
}  # fmt: skip
#: Everything but letters and digits; the folded key keeps some tones as combining characters.
_MARKS = re.compile(r"[^\w\u0300-\u036f]+|_+")
_COMMITTEE = ("ủy ban nhân dân", "ubnd")
#: What a name may end in without meaning another agency: "Sở Nội vụ tỉnh VP".
_TAILS = ("vĩnh phúc", "vp", "tỉnh")


@dataclass(frozen=True)
class Entry:
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
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, eq=False)
class CodeList:
    """A list of codes; `resolve` turns what a sheet says into one of them."""

    name: str
    entries: tuple[Entry, ...]

    def resolve(self, text: str, on: date | None = None) -> str | None:
        """The code a text means on a day: the code itself, a name or an alias in any accepted spelling.

        None when nothing or more than one code answers to it: a guess is worse than a question.
        """
        if any(e.code == text.strip() for e in self._by_code.get(text.strip(), ()) if e.valid_on(on)):
            return text.strip()
        for key in _keys(text):
            codes = {e.code for e in self._by_key.get(key, ()) if e.valid_on(on)}
            if codes:
                return codes.pop() if len(codes) == 1 else None
        return None

    def label(self, code: str, lang: str = "vi", on: date | None = None) -> str:
        """The name of a code in a language; the code itself where the list does not have it."""
        for entry in self._by_code.get(code, ()):
            if entry.valid_on(on):
                return (lang == "en" and entry.en) or entry.names[0]
        return code

    def close_to(self, text: str, on: date | None = None, limit: int = 3) -> list[str]:
        """Names that look like a text, the nearest first: what the sender may have meant."""
        found: dict[str, None] = {}
        for key in difflib.get_close_matches(_key(text), list(self._by_key), n=limit * 3, cutoff=0.75):
            found.update((e.names[0], None) for e in self._by_key[key] if e.valid_on(on))
        return list(found)[:limit]

    @cached_property
    def _by_code(self) -> dict[str, list[Entry]]:
        index: dict[str, list[Entry]] = {}
        for entry in self.entries:
            index.setdefault(entry.code, []).append(entry)
        return index

    @cached_property
    def _by_key(self) -> dict[str, list[Entry]]:
        index: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for key in {_key(name) for name in entry.names}:
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
        raise ContractError(f"there is no code list {name!r}: schemas/reference has no {_plural(base)}.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        entries = tuple(_entry(base, row) for row in csv.DictReader(lines) if level in ("", row.get("level")))
    if not entries:
        raise ContractError(f"the code list {name!r} is empty: {path.name} has no row of level {level!r}")
    return CodeList(name, entries)


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


def _entry(base: str, row: dict[str, str]) -> Entry:
    name = row.get("name_vi") or row["name"]
    typed = [f"{row['type']} {name}"] if row.get("type") else []
    aliases = [alias for alias in (row.get("aliases") or "").split(";") if alias]
    return Entry(
        code=row[f"{base}_code"],
        names=(*typed, name, *aliases),
        en=row.get("name_en", ""),
        level=row.get("level", ""),
        parent=row.get("parent_code", ""),
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _words() -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    heads = {fold(short): fold(long) for short, long in _HEADS.items()}
    return heads, tuple(map(fold, _COMMITTEE)), tuple(map(fold, _TAILS))


def _key(text: str) -> str:
    """Spellings of one name meet here: folded, without marks and "và", the words at its head spelt out."""
    heads, committees, _ = _words()
    plain = " ".join(w for w in _MARKS.sub(" ", fold(text)).split() if w != fold("và"))
    prefix = ""
    for committee in committees:
        if plain.startswith(committee + " "):
            prefix, plain = committees[-1] + " ", plain[len(committee) + 1 :]
    for short, long in heads.items():
        if plain.startswith(short + " "):
            return prefix + f"{long} {plain[len(short) + 1 :]}"
    return prefix + plain


def _keys(text: str) -> Iterator[str]:
    """The key of a text, then what is left of it without the province's name, then without its committee."""
    key = _key(text)
    yield key
    committee = _words()[1][-1] + " "
    short = key
    for tail in _words()[2]:
        if short.endswith(" " + tail):
            short = short[: -len(tail) - 1]
            yield short
    if key.startswith(committee):
        yield key[len(committee) :]

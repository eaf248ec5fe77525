"""Headings made comparable: what a sheet prints above a column and what a contract accepts, under one key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache

from schemas.form import Form
from schemas.values.text import clean, fold
from spreadsheets.find.texts.header_words import is_connector

#: Levels of a heading as compared, outermost first.
Key = tuple[str, ...]

SEPARATOR = " > "
_NUMBERING = re.compile(r"\(\s*[0-9]{1,2}[a-z]?\s*\)(?:\s*=[\s()0-9a-z+*/:-]*)?$")
_MONEY = re.compile(r"\(\s*(?:[0-9.]+\s*)?(?:tỷ|tỉ|triệu|nghìn|ngàn|tr\.?)?\s*(?:đồng|đ|vnđ|vnd)\s*\)$")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def key_of(levels: Iterable[str]) -> Key:
    """The key of a heading: folded; numbering such as (3)=(1)+(2), units of money, colons and asterisks dropped."""
    return _key(tuple(levels))


@lru_cache(maxsize=65536)
def _key(levels: Key) -> Key:
    return tuple(key for key in map(_level, levels) if key)


@cache
def without_years(key: Key) -> Key:
    """The key with every year left open: forms of 2018 and 2019 differ in nothing else."""
    return tuple(_YEAR.sub("{year}", level) for level in key)


@cache
def without_connectors(key: Key) -> Key:
    """The key without levels that say nothing, such as "Trong đó"."""
    return tuple(level for level in key if not is_connector(level))


@cache
def on_one_line(key: Key) -> Key:
    """The key as one phrase: cells above one another without lines may be levels, or one heading cut over rows."""
    return (" ".join(key),)


@cache
def _loosely(key: Key) -> Key:
    return without_years(without_connectors(key))


Reading = Callable[[Key], Key]
READINGS: tuple[Reading, ...] = (
    lambda key: key,
    without_connectors,
    _loosely,
    lambda key: on_one_line(_loosely(key)),
)


@cache
def aliases(form: type[Form], on: date | None) -> dict[str, tuple[Key, ...]]:
    """Column name -> the keys of every heading it accepts on a day; of every column and day where none is known."""
    return {
        name: tuple(dict.fromkeys(key_of(heading.split(SEPARATOR)) for heading in col.headers_on(on)))
        for name, col in form.columns.items()
        if on is None or col.valid_on(on)
    }


@cache
def ending(form: type[Form], on: date | None) -> dict[str, tuple[str, ...]]:
    """Last level of a heading -> the columns that accept a heading with that end."""
    names: dict[str, dict[str, None]] = {}
    for name, keys in aliases(form, on).items():  # type: ignore[arg-type]  # see answering
        for key in keys:
            names.setdefault(key[-1], {})[name] = None
    return {end: tuple(found) for end, found in names.items()}


@cache
def answering(form: type[Form], on: date | None) -> tuple[tuple[Reading, dict[Key, tuple[str, ...]]], ...]:
    """For each way to read a heading, the most literal first: that way, and key -> the columns that answer to it."""
    tables = []
    for reading in READINGS:
        names: dict[Key, dict[str, None]] = {}
        for name, keys in aliases(form, on).items():  # type: ignore[arg-type]  # mypy takes a class's own __hash__ for its metaclass's
            for key in keys:
                names.setdefault(reading(key), {})[name] = None
        tables.append((reading, {key: tuple(found) for key, found in names.items()}))
    return tuple(tables)


@cache
def ignored(form: type[Form]) -> frozenset[Key]:
    """Keys of the headings a form lets stand without loading them."""
    return frozenset(key_of(heading.split(SEPARATOR)) for heading in form.ignored)


def bare(level: str) -> str:
    """One level of a heading in small letters without numbering, units of money, colons and asterisks."""
    plain = clean(level).casefold().strip(" :*")
    for pattern in (_NUMBERING, _MONEY):
        plain = pattern.sub("", plain).strip()
    return plain.strip(" :*")


@cache
def _level(level: str) -> str:
    return fold(bare(level))

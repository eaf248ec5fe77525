"""Labels that say that what stands beside or below them is a person's: "Họ và tên", "Số điện thoại:"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from schemas.persons.kinds import Kind, Span
from schemas.persons.names import address_at, name_at, without_accents
from schemas.persons.numbers import said_to_be
from schemas.values.text import fold

_LABELS = Path(__file__).parents[1] / "reference" / "person_labels.csv"
_ASIDE = re.compile(r"\([^()]*\)|[*.:…_]+|^\s*(?:[0-9]{1,2}|[IVX]{1,4}|[a-zđ])[.)]\s+")
_BETWEEN = re.compile(r"\s*(?:[:\-–]|\([^()]*\)\s*:?)\s*")
_LONGEST = 60
_FULL_NAME = frozenset(map(fold, ("họ và tên", "họ tên", "họ, tên")))
_OF = fold("của") + " "
#: How a heading begins that counts: without accents.
_COUNTING = re.compile(r"(?:tong so|so|so luong|ty le|ti le)(?![^\W_])")


@lru_cache(maxsize=10_000)
def label_of(text: str) -> Kind | None:
    """What a whole cell says that the cells beside or below it are: "Người lập biểu (ký, ghi rõ họ tên)" is a name."""
    if len(text) > 2 * _LONGEST:
        return None
    key = fold(" ".join(_ASIDE.sub(" ", text).split()))
    if key in _labels():
        return _labels()[key]
    # "Họ tên | Full name", "Họ và tên/Name": each part in its own language
    parts = [_labels().get(fold(part)) for part in re.split(r"[/|\n]", _ASIDE.sub(" ", text))]
    return parts[0] if len(parts) > 1 else _whose(key)


def _whose(key: str) -> Kind | None:
    """What a label says that goes on with whose it is: "Họ và tên chủ hộ", "Số điện thoại của người nộp"."""
    words = key.split()
    for n in range(len(words) - 1, 0, -1):
        head, whose = " ".join(words[:n]), " ".join(words[n:]).removeprefix(_OF)
        if head in _labels() and (head in _FULL_NAME or _labels().get(whose) == "person_name"):
            return _labels()[head]
    return None


def labelled(text: str) -> Iterator[Span]:
    """Personal values in a text after a label of theirs: "Người lập biểu: …; điện thoại …"."""
    for found in _pattern().finditer(text):
        kind = _labels()[fold(found[1])]
        between = _BETWEEN.match(text, found.end())
        start = between.end() if between else len(text) - len(text[found.end() :].lstrip())
        if kind == "person_name":
            if _pattern().match(text, start):
                continue  # one office after another: "KT. Chủ tịch, Phó chủ tịch …"
            start = address_at(text, start)
            end = name_at(text, start, is_sure=":" in text[found.end() : start])
            if end > start:
                yield Span(start, end, kind)
        else:
            span = next(iter(said_to_be(kind, text[start : start + _LONGEST])), None)
            if span and not text[start : start + span.start].strip(" :.-–("):
                yield Span(start + span.start, start + span.end, span.kind)


def speaks_of_person(text: str) -> bool:
    """Whether a heading names a person or a way to reach one anywhere in it, with its accents or without.

    One that counts persons ("Số giáo viên") names none; "Số điện thoại" reaches one.
    """
    words = _bare(text)
    found = [_of_words()[each] for each in _anywhere().findall(words)]
    return any(kind != "person_name" for kind in found) or (bool(found) and not _COUNTING.match(words))


@cache
def _anywhere() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted(_of_words(), key=len, reverse=True)))
    return re.compile(rf"(?<![^\W_])(?:{signs})(?![^\W_])")


@cache
def _of_words() -> dict[str, Kind]:
    return {_bare(text): kind for text, kind in _written().items()}


def _bare(text: str) -> str:
    """A text in small letters without accents and signs, its words one blank apart."""
    return " ".join(re.findall(r"[^\W_]+", without_accents(fold(text))))


@cache
def beginnings() -> frozenset[tuple[str, ...]]:
    """The first word or two of every label, in small letters and as `fold` has them."""
    words = (tuple(re.findall(r"[^\W\d_]+", form)) for text in _written() for form in (text.casefold(), fold(text)))
    return frozenset(each[:2] for each in words)


@cache
def _pattern() -> re.Pattern[str]:
    texts = sorted(_written(), key=len, reverse=True)
    signs = "|".join(re.escape(text).replace("\\ ", " +") for text in texts)
    return re.compile(rf"(?<![^\W_])({signs})(?![^\W_])", re.IGNORECASE)


@cache
def _labels() -> dict[str, Kind]:
    """Folded label -> what it says."""
    return {fold(text): kind for text, kind in _written().items()}


@cache
def _written() -> dict[str, Kind]:
    with _LABELS.open(encoding="utf-8", newline="") as lines:
        return {row["label"]: row["kind"] for row in csv.DictReader(lines)}  # type: ignore[misc]

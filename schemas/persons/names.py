"""Names of persons: by the label or the form of address before them, and by their shape."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from schemas.codes import code_list
from schemas.persons.kinds import Span
from schemas.values.text import fold

_REFERENCE = Path(__file__).parents[1] / "reference"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BLANK = re.compile(r"[ \u00a0]+")
#: What stands between the surname and the given name of many; with it a name is one without any label.
_MIDDLE = frozenset(map(fold, ("văn", "thị", "van", "thi")))
#: The same for RE2.
MIDDLE_NAMES = "(?i)v[ăa]n|th[ịi]"
#: First words of what is headed as a person's and is a body or a sum.
_NO_PERSON = frozenset(
    map(
        fold,
        (
            "sở", "phòng", "ban", "ubnd", "ủy", "trường", "công", "chi", "trung", "trạm", "bệnh", "hợp", "htx", "xã",
            "phường", "huyện", "thị", "thành", "tỉnh", "tổng", "cộng", "cục", "đội", "tổ", "thôn", "khu", "ấp", "bản",
            "hội", "đoàn", "liên", "viện", "cơ", "đơn", "bộ", "vụ", "báo", "quý", "tháng", "năm", "doanh", "số", "tên",
            "không", "có", "chưa", "đã", "đạt",
        ),
    )
)  # fmt: skip
_LEAST, _MOST = 2, 6
#: Who is remembered at a place is nobody whose data these are; so many letters before the name it may stand.
_MEMORIAL, _NEAR = re.compile("tưởng niệm|lưu niệm|tượng đài|đền thờ", re.IGNORECASE), 60
#: Words an address such as "anh" needs after it: "nước Anh", "Anh Sơn" are places.
_WEAK = frozenset(
    map(
        fold,
        ("anh", "chị", "thầy", "hộ", "ks", "cn", "ts", "trang trại", "cơ sở", "phòng khám", "nhà thuốc", "quầy thuốc"),
    )
)


def name_at(text: str, start: int = 0, *, is_sure: bool = False) -> int:
    """Where a person's name that begins at `start` ends; `start` where there is none.

    `is_sure`: what stands before it says that it is one, so any words with capitals will do.
    """
    words = list(_words(text, start))
    last = 0
    for count in range(min(len(words), _MOST), _LEAST - 1, -1):
        if _key(text[begin:end] for begin, end in words[:count]) in _namesakes():
            return start
        if _is_named([text[begin:end] for begin, end in words[:count]], is_sure):
            last = words[count - 1][1]
            break
    return last or start


@lru_cache(maxsize=10_000)
def is_name(text: str, *, is_sure: bool = False) -> bool:
    """Whether a whole text is a person's name, and not that of a reporting unit."""
    text = text.strip()
    end = name_at(text, is_sure=is_sure)
    return bool(end) and not text[end:].strip(" .") and code_list("unit").resolve(text) is None


def called(text: str) -> Iterator[Span]:
    """Names in a text after a form of address: "ông Nguyễn Văn A"."""
    for found in _address().finditer(text):
        if _MEMORIAL.search(text, max(0, found.start() - _NEAR), found.start()):
            continue
        end = name_at(text, found.end())
        n_words = len(_WORD.findall(text[found.end() : end]))
        if n_words >= (_LEAST + 1 if fold(found[1].strip(" .:")) in _WEAK else _LEAST):
            yield Span(found.end(), end, "person_name")


def address_at(text: str, start: int) -> int:
    """Where a form of address that begins at `start` ends; `start` where there is none."""
    found = _address().match(text, start)
    return found.end() if found else start


def plain(text: str) -> Iterator[Span]:
    """Names in a title that has no label: a surname, "Văn" or "Thị", a given name."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    for (start, end), (left, right), (begin, last) in zip(words, words[1:], words[2:], strict=False):
        first = fold(text[start:end])
        is_one = (first in _surnames() or first in _bare_surnames()) and fold(text[left:right]) in _MIDDLE
        is_place = any(_key([text[b:e] for b, e in words if b >= start][:n]) in _namesakes() for n in (3, 4))
        if is_one and not is_place and text[begin].isupper() == text[start].isupper():
            following = [e for b, e in words if b > begin and text[last:b].strip(" _-.") == "" and text[b].isupper()]
            yield Span(start, following[0] if following else last, "person_name")


def is_addressed(word: str, following: str) -> bool:
    """Whether a form of address may end in a word and a surname follow; both in small letters."""
    return word in _last_words() and (fold(following) in _surnames() or following in _bare_surnames())


@cache
def _last_words() -> frozenset[str]:
    words = (re.findall(r"[^\W\d_]+", form)[-1] for text in _addresses() for form in (text.casefold(), fold(text)))
    return frozenset(words)


@cache
def _address() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_addresses(), key=len, reverse=True)))
    return re.compile(rf"(?<![^\W_])((?:{words})[.:]? +)(?=[^\W\d_])", re.IGNORECASE)


@cache
def _addresses() -> tuple[str, ...]:
    with (_REFERENCE / "honorifics.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(row["honorific"] for row in csv.DictReader(lines))


def _key(words: Iterable[str]) -> str:
    return " ".join(map(fold, words))


def _words(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The words from `start` on with nothing but blanks between them."""
    at = start
    while found := _WORD.match(text, at):
        yield found.span()
        blank = _BLANK.match(text, found.end())
        if not blank:
            return
        at = blank.end()


def _is_named(words: list[str], is_sure: bool) -> bool:
    keys = [fold(word) for word in words]
    is_bare = all(word.isascii() for word in words)
    begins = keys[0] in _surnames() or (is_bare and keys[0] in _bare_surnames())
    if keys[0] in _NO_PERSON and keys[0] not in _surnames():
        return False
    is_capital = all(word[0].isupper() for word in words)
    if begins:
        is_middle = keys[1] in _MIDDLE and len(words) > _LEAST  # "Nguyễn văn A", "lê thị hoa"
        rest = [word[0].isupper() for word in (words[0], *words[2:])]
        return is_capital or (is_middle and (all(rest) or not any(rest)))
    return is_sure and is_capital


@cache
def _surnames() -> frozenset[str]:
    with (_REFERENCE / "surnames.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(fold(row["surname"]) for row in csv.DictReader(lines))


@cache
def _bare_surnames() -> frozenset[str]:
    return frozenset(map(without_accents, _surnames()))


@cache
def _namesakes() -> frozenset[str]:
    """Folded names of persons that places, schools and streets are called after."""
    with (_REFERENCE / "namesakes.csv").open(encoding="utf-8", newline="") as lines:
        names = [fold(row["name"]) for row in csv.DictReader(lines)]
    return frozenset(form for name in names for form in (name, without_accents(name)))


def without_accents(text: str) -> str:
    """A text in small letters without its accents and bars: "đường" is "duong"."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))

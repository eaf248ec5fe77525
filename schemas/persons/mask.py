"""The mask personal values go behind: one form wherever they stand, which says what was there and no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from schemas.persons.kinds import KINDS, Kind, Span
from schemas.persons.labels import labelled
from schemas.persons.names import called, plain
from schemas.persons.numbers import numbers_in

_SAID: dict[Kind, str] = {
    "citizen_number": "số định danh", "insurance_number": "số thẻ BHYT", "tax_code": "mã số thuế cá nhân",
    "phone": "số điện thoại", "email": "thư điện tử", "person_name": "tên người",
}  # fmt: skip
_MASK = re.compile("«(?:" + "|".join(map(re.escape, _SAID.values())) + ") đã che(?: [0-9]+)?»")


def mask(kind: Kind) -> str:
    """What is shown in place of a value of a kind."""
    return f"«{_SAID[kind]} đã che»"


def is_masked(text: str) -> bool:
    """Whether something in a text is behind a mask."""
    return "đã che" in text and bool(_MASK.search(text))


def found_in(text: str) -> list[Span]:
    """Personal values in a text, from the left, none over another."""
    return _apart([*numbers_in(text), *labelled(text), *called(text)])


def masked(text: str, spans: Sequence[Span] | None = None) -> str:
    """A text with its personal values, those of `found_in` where none are given, behind masks."""
    for span in reversed(found_in(text) if spans is None else spans):
        text = text[: span.start] + mask(span.kind) + text[span.end :]
    return text


def masked_title(text: str) -> str:
    """The name of a file or a sheet with personal values behind masks; a name of a person needs no label there."""
    return masked(text, _apart([*found_in(text), *plain(text)]))


def masked_titles(texts: Iterable[str]) -> dict[str, str]:
    """Names of the sheets of one workbook -> what they are called outside it; two stay two."""
    shown: dict[str, str] = {}
    for text in texts:
        name = masked_title(text)
        same = sum(other != text and (other == name or other.startswith(f"{name} (")) for other in shown.values())
        shown[text] = f"{name} ({same + 1})" if same and name != text else name
    return shown


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Of spans over each other the first, and of those that begin together the longest and most certain."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, KINDS.index(s.kind))):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found

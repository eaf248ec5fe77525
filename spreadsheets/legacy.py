"""Vietnamese that is not Unicode: TCVN3 (.VnTime, .VnArialH ...), VNI (VNI-Times ...), what code pages damaged.

A cell's font tells a lot and not all: texts pasted into such cells are often Unicode, and files saved as text have no
fonts. So the font, the column and the sheet are evidence, and the words decide.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from schemas.finding import Finding
from spreadsheets.decipher import THROUGH_1258, UNICODE, Deciphered, decipher
from spreadsheets.encodings import tcvn3, to_tcvn3, to_vni, vni
from spreadsheets.grid import Grid, address
from spreadsheets.suspicion import suspicious

#: Chance of each way of writing before a word is read, in a cell of any font and in one of an old font.
_CHANCES = {
    "": {"unicode": 1.0, "tcvn3": 1e-3, "vni": 1e-3, "tcvn3-1258": 2e-4, "vni-1258": 2e-4, "1258-as-1252": 1e-3,
         "1252-as-1258": 3e-4},
    "tcvn3": {"unicode": 0.01, "tcvn3": 0.98, "vni": 1e-5, "tcvn3-1258": 0.01, "vni-1258": 1e-6, "1258-as-1252": 1e-6,
              "1252-as-1258": 1e-6},
    "vni": {"unicode": 0.01, "tcvn3": 1e-5, "vni": 0.98, "tcvn3-1258": 1e-6, "vni-1258": 0.01, "1258-as-1252": 1e-6,
            "1252-as-1258": 1e-6},
}  # fmt: skip
#: Sorts of font: any, TCVN3, TCVN3 that shows capitals, VNI.
_SORTS = ("", "tcvn3", "TCVN3", "vni")
#: What one text of another column of the sheet counts for, beside one of the same column.
_ELSEWHERE = 0.2
_UNICODE_LETTER = "[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]"
_OLD_FONT = re.compile(r"(\.vn|vn[a-hj-z]|vni)", re.IGNORECASE)
_LISTED = 20
_SHORT = 10_000


@dataclass(frozen=True, eq=False)
class _Texts:
    """The distinct texts of a column, each once for every sort of font it stands in.

    `keys`: for each row which of them it holds, null where it holds none. `fonts`: indexes of _SORTS.
    `is_suspicious`, `is_unicode` (it has a letter that only Unicode has): masks over them.
    """

    column: int
    keys: pa.Array
    texts: pa.Array
    fonts: pa.Array
    is_suspicious: pa.Array
    is_unicode: pa.Array

    def some(self, mask: pa.Array) -> Iterator[tuple[int, str, str]]:
        """Key, text and sort of font of those under a mask."""
        keys = pc.indices_nonzero(mask)
        columns = (keys, self.texts.take(keys), self.fonts.take(keys))
        for key, text, font in zip(*(column.to_pylist() for column in columns), strict=True):
            yield key, text, _SORTS[font]

    def n_of(self, mask: pa.Array, font: str) -> int:
        """How many under a mask stand in a sort of font."""
        of_sort = pc.equal(self.fonts, _SORTS.index(font))
        return pc.sum(pc.and_(mask, of_sort)).as_py() or 0


@dataclass
class _Evidence:
    """How many texts are certainly written in each way, by column and sort of font.

    `is_any`: something is, or may be, written otherwise than in Unicode.
    """

    counts: dict[tuple[int, str], Counter[str]] = field(default_factory=dict)
    is_any: bool = False

    def add(self, column: int, font: str, way: str, count: int = 1) -> None:
        self.counts.setdefault((column, font.lower()), Counter())[way] += count

    def has(self, way: str) -> bool:
        """Whether any text is written so."""
        return any(counts[way] for counts in self.counts.values())

    def alone(self, font: str) -> Mapping[str, float]:
        """Logarithms of the chance of each way where nothing is known but the font."""
        return _logarithms(_CHANCES[font.lower()])

    def chances(self, column: int, font: str) -> Mapping[str, float]:
        """Logarithms of the chance of each way in a column, after what was counted."""
        font = font.lower()
        own, everywhere = self.counts.get((column, font), Counter()), self._sheet.get(font, Counter())
        chances = _CHANCES[font].items()
        return _logarithms({w: c + own[w] + _ELSEWHERE * (everywhere[w] - own[w]) for w, c in chances})

    @cached_property
    def _sheet(self) -> dict[str, Counter[str]]:
        sheet: dict[str, Counter[str]] = {}
        for (_, font), counts in self.counts.items():
            sheet.setdefault(font, Counter()).update(counts)
        return sheet


def _logarithms(weights: Mapping[str, float]) -> Mapping[str, float]:
    total = sum(weights.values())
    return {way: math.log(weight / total) for way, weight in weights.items()}


def decode(text: str, font: str) -> str:
    """The text that a font shows: unchanged where the font is none of the old ones or the text already Unicode."""
    sort = _sort_of(font)
    shown = (vni if sort == "vni" else tcvn3)(text) if sort else None
    if shown is None:
        return text
    return shown.upper() if sort == "TCVN3" else shown


def encode(text: str, font: str) -> str | None:
    """What was typed so that an old font shows a text; None where the font cannot show it. The inverse of `decode`."""
    sort = _sort_of(font)
    typed = to_vni(text) if sort == "vni" else to_tcvn3(text.lower() if sort == "TCVN3" else text)
    return typed if (vni if sort == "vni" else tcvn3)(typed) is not None and decode(typed, font) == text else None


@lru_cache(maxsize=4096)
def _sort_of(font: str) -> str:
    """Which of the sorts of font a font is."""
    old = _OLD_FONT.match(font)
    if not old:
        return ""
    return "vni" if old.group().lower() == "vni" else "TCVN3" if font.endswith("H") else "tcvn3"


def legible(grid: Grid) -> Grid:
    """The grid with every text in Unicode, as it was meant; the grid itself where all of it is."""
    return deciphered(grid)[0]


def deciphered(grid: Grid, file: str = "") -> tuple[Grid, list[Finding]]:
    """The legible grid, and what was read otherwise than it is stored: SHEET-ENCODING, CELL-ENCODING where in doubt.

    Old fonts are taken off the styles of the new grid. Findings name addresses alone: a text may be personal.
    """
    sorts = [_sort_of(style.font) for style in grid.styles]
    if not any(sorts) and not _is_suspicious(grid):
        return grid, []
    columns = list(_columns(grid, sorts))
    evidence = _evidence(columns)
    return _rewritten(grid, columns, evidence, file) if evidence.is_any else (grid, [])


def _is_suspicious(grid: Grid) -> bool:
    """Whether any text of the sheet may be anything but Unicode: one look at whole columns, as most sheets are not."""
    distinct = [encoded.dictionary for _, encoded in _encoded(grid)]
    short = [texts for texts in distinct if len(texts) < _SHORT]  # together: the expression is compiled for each
    looked_at = [*([pa.concat_arrays(short)] if short else []), *(t for t in distinct if len(t) >= _SHORT)]
    return any(pc.any(pc.match_substring_regex(texts, suspicious())).as_py() for texts in looked_at)


def _encoded(grid: Grid) -> Iterator[tuple[int, pa.DictionaryArray]]:
    """Columns that hold texts with anything but ASCII, and these texts."""
    for column in range(1, grid.n_columns + 1):
        stored = grid.stored("s", column)
        if stored is not None:
            encoded = stored.combine_chunks().dictionary_encode()
            if not pc.all(pc.string_is_ascii(encoded.dictionary)).as_py():
                yield column, encoded


def _columns(grid: Grid, sorts: list[str]) -> Iterator[_Texts]:
    for column, encoded in _encoded(grid):
        keys, texts, fonts = _by_font(grid, column, encoded, sorts)
        composed = pc.utf8_normalize(texts, "NFC")
        is_suspicious = pc.match_substring_regex(composed, suspicious())
        in_old_font = pc.and_(pc.not_equal(fonts, 0), pc.invert(pc.string_is_ascii(texts)))
        is_unicode = pc.match_substring_regex(composed, _UNICODE_LETTER)
        yield _Texts(column, keys, texts, fonts, pc.or_(is_suspicious, in_old_font), is_unicode)


def _by_font(
    grid: Grid, column: int, encoded: pa.DictionaryArray, sorts: list[str]
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Keys, texts and sorts of font of a column's distinct texts; the same text may stand in several sorts."""
    styles = grid.stored("y", column)
    none = pa.scalar(0, pa.int32())
    if styles is None or not any(sorts):
        return encoded.indices, encoded.dictionary, pa.repeat(none, len(encoded.dictionary))
    numbers = array("i", [_SORTS.index(sort) for sort in sorts])
    of_style = pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])
    fonts = pc.fill_null(of_style.take(styles.combine_chunks()), none)
    both = pc.add(pc.multiply(encoded.indices, len(_SORTS)), fonts).dictionary_encode()
    texts = pc.divide(both.dictionary, len(_SORTS))
    fonts = pc.subtract(both.dictionary, pc.multiply(texts, len(_SORTS)))
    return both.indices, encoded.dictionary.take(texts), fonts


def _evidence(columns: list[_Texts]) -> _Evidence:
    """What is certain in the texts taken one by one."""
    evidence = _Evidence()
    for texts in columns:
        plain = pc.and_(texts.is_unicode, pc.invert(texts.is_suspicious))
        for font in _SORTS:
            evidence.add(texts.column, font, UNICODE, texts.n_of(plain, font))
        for _, text, font in texts.some(texts.is_suspicious):
            read = decipher(text, evidence.alone(font))
            evidence.is_any |= bool(read.ways)
            if read.is_clear and len(read.ways) <= 1:
                evidence.add(texts.column, font, next(iter(read.ways), UNICODE))
    return evidence


def _rewritten(grid: Grid, columns: list[_Texts], evidence: _Evidence, file: str) -> tuple[Grid, list[Finding]]:
    table = grid.table
    places: dict[str, list[tuple[int, int]]] = {}
    for texts in columns:
        read = _read(texts, evidence)
        changed = {key: each.text for key, each in read.items() if each.ways}
        if changed:
            shown = pa.lib.StringBuilder()  # pa.array() of a list would import pandas, which takes a second
            for key, text in enumerate(texts.texts.to_pylist()):
                shown.append(changed.get(key, text))
            name = f"s{texts.column}"
            table = table.set_column(
                table.column_names.index(name), name, shown.finish().take(texts.keys).dictionary_encode()
            )
        for key, each in read.items():
            rows = pc.indices_nonzero(pc.equal(texts.keys, key)).to_pylist()
            for way in (*each.ways, *["?"] * (not each.is_clear)):
                places.setdefault(way, []).extend((row + grid.first_row, texts.column) for row in rows)
    findings = [_finding(way, sorted(where), grid.name, file) for way, where in sorted(places.items())]
    if table is grid.table:
        return grid, findings
    styles = tuple(replace(style, font="") if _sort_of(style.font) else style for style in grid.styles)
    return replace(grid, table=table, styles=styles), findings


def _read(texts: _Texts, evidence: _Evidence) -> dict[int, Deciphered]:
    """Key -> its text, for those that are not what they seem."""
    mask = pc.or_(texts.is_suspicious, pc.invert(pc.or_(texts.is_unicode, pc.string_is_ascii(texts.texts))))
    if any(map(evidence.has, THROUGH_1258)):
        mask = pc.or_(mask, texts.is_unicode)
    mask = pc.or_(mask, pc.equal(texts.fonts, _SORTS.index("TCVN3")))
    found: dict[int, Deciphered] = {}
    for key, text, font in texts.some(mask):
        chances = evidence.chances(texts.column, font)
        read = decipher(text, chances, capitals=font == "TCVN3")
        if read.text != text or not read.is_clear:
            found[key] = read
    return found


def _finding(way: str, places: list[tuple[int, int]], sheet: str, file: str) -> Finding:
    cells = ", ".join([*(address(*place) for place in places[:_LISTED]), *["…"] * (len(places) > _LISTED)])
    details = {"count": str(len(places)), "cells": cells}
    if way == "?":
        return Finding("CELL-ENCODING", "warning", file, sheet, address(*places[0]), details=details)
    return Finding("SHEET-ENCODING", "warning", file, sheet, address(*places[0]), details={"kind": way, **details})

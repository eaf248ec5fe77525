"""Vietnamese that is not Unicode: TCVN3 (.VnTime, .VnArialH ...), VNI (VNI-Times ...), what code pages damaged.

A cell's font tells a lot and not all: texts pasted into such cells are often Unicode, and files saved as text have no
fonts. So the font, the column and the sheet are evidence, and the words decide.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from schemas.finding import Finding
from schemas.values.address import address
from spreadsheets.decode.decipher import THROUGH_1258, UNICODE, UTF_8, Deciphered, decipher
from spreadsheets.decode.encodings import tcvn3, to_tcvn3, to_vni, vni
from spreadsheets.decode.evidence import SORTS, Evidence, sort_of
from spreadsheets.decode.suspicion import suspicious
from spreadsheets.sheet.flat import strings
from spreadsheets.sheet.grid import Grid
from spreadsheets.sheet.limits import LONGEST_TEXT

_UNICODE_LETTER = "[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]"
_LISTED = 20
_IN_DOUBT = "?"
#: Distinct texts up to which a column is looked through together with others: the expression is compiled each time.
_SHORT = 10_000
#: Texts in which nothing was suspicious, in this file or an earlier one: offices use the same words every month.
_BEYOND_DOUBT: set[str] = set()
_MOST_KNOWN = 200_000
#: Characters up to which texts are not worth compiling the expression for.
_FEW_CHARACTERS = 1_000
#: How many suspicious texts of a column are looked at to learn what the sheet is written in.
_ENOUGH = 2_000


@dataclass(frozen=True, eq=False)
class _Texts:
    """The distinct texts of a column, each once for every sort of font it stands in.

    `keys`: for each row which of them it holds, null where it holds none. `fonts`: indexes of SORTS.
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
            yield key, text, SORTS[font]

    def n_of(self, mask: pa.Array, font: str) -> int:
        """How many under a mask stand in a sort of font."""
        of_sort = pc.equal(self.fonts, _number(SORTS.index(font)))
        return pc.sum(pc.and_(mask, of_sort)).as_py() or 0


def decode(text: str, font: str) -> str:
    """The text that a font shows: unchanged where the font is none of the old ones or the text already Unicode."""
    sort = sort_of(font)
    shown = (vni if sort == "vni" else tcvn3)(text) if sort else None
    if shown is None:
        return text
    return shown.upper() if sort == "TCVN3" else shown


def encode(text: str, font: str) -> str | None:
    """What was typed so that an old font shows a text; None where the font cannot show it. The inverse of `decode`."""
    sort = sort_of(font)
    typed = to_vni(text) if sort == "vni" else to_tcvn3(text.lower() if sort == "TCVN3" else text)
    return typed if (vni if sort == "vni" else tcvn3)(typed) is not None and decode(typed, font) == text else None


def legible(grid: Grid) -> Grid:
    """The grid with every text in Unicode, as it was meant; the grid itself where all of it is."""
    return deciphered(grid)[0]


def deciphered(grid: Grid, file: str = "") -> tuple[Grid, list[Finding]]:
    """The legible grid, and what was read otherwise than it is stored: SHEET-ENCODING, CELL-ENCODING where in doubt.

    Old fonts are taken off the styles of the new grid. Findings name addresses alone: a text may be personal.
    """
    sorts = [sort_of(style.font) for style in grid.styles]
    if not any(sorts) and not _is_suspicious(grid):
        return grid, []
    columns = list(_columns(grid, sorts))
    evidence = _evidence(columns)
    return _rewritten(grid, columns, evidence, file) if evidence.is_any else (grid, [])


def _is_suspicious(grid: Grid) -> bool:
    """Whether any text of the sheet may be anything but Unicode: one look at whole columns, as most sheets are not."""
    distinct = [encoded.dictionary for _, encoded in _encoded(grid)]
    short = [text for texts in distinct if len(texts) < _SHORT for text in texts.to_pylist()]
    unknown = [text for text in dict.fromkeys(short) if text not in _BEYOND_DOUBT]
    looked_at = [t for t in distinct if len(t) >= _SHORT]
    if _BEYOND_DOUBT and sum(map(len, unknown)) < _FEW_CHARACTERS:
        if any(_compiled().search(text) for text in unknown):
            return True
    elif unknown:
        looked_at.append(strings(unknown))
    if any(pc.any(pc.match_substring_regex(texts, suspicious())).as_py() for texts in looked_at):
        return True
    if len(_BEYOND_DOUBT) < _MOST_KNOWN:
        _BEYOND_DOUBT.update(unknown)
    return False


@cache
def _compiled() -> re.Pattern[str]:
    """Slower by the character than RE2, which compiles the expression each time: of use from the second file on."""
    return re.compile(suspicious())


def _encoded(grid: Grid) -> Iterator[tuple[int, pa.DictionaryArray]]:
    """Columns that hold texts with anything but ASCII, and these texts."""
    for column in range(1, grid.n_columns + 1):
        stored = grid.stored("s", column)
        if stored is not None:
            encoded = stored.combine_chunks().dictionary_encode()
            if not pc.all(pc.string_is_ascii(encoded.dictionary)).as_py():
                yield column, encoded


def _columns(grid: Grid, sorts: list[str]) -> Iterator[_Texts]:
    found = [(column, *_by_font(grid, column, encoded, sorts)) for column, encoded in _encoded(grid)]
    if not found:
        return
    composed = pc.utf8_normalize(pa.concat_arrays([texts for _, _, texts, _ in found]), "NFC")
    is_suspicious = pc.match_substring_regex(composed, suspicious())
    is_unicode = pc.match_substring_regex(composed, _UNICODE_LETTER)
    start = 0
    for column, keys, texts, fonts in found:
        in_old_font = pc.and_(pc.not_equal(fonts, _number(0)), pc.invert(pc.string_is_ascii(texts)))
        own = pc.or_(is_suspicious.slice(start, len(texts)), in_old_font)
        yield _Texts(column, keys, texts, fonts, own, is_unicode.slice(start, len(texts)))
        start += len(texts)


def _by_font(
    grid: Grid, column: int, encoded: pa.DictionaryArray, sorts: list[str]
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Keys, texts and sorts of font of a column's distinct texts; the same text may stand in several sorts."""
    styles = grid.stored("y", column)
    if styles is None or not any(sorts):
        return encoded.indices, encoded.dictionary, pa.repeat(_number(0), len(encoded.dictionary))
    fonts = pc.fill_null(_numbers(map(SORTS.index, sorts)).take(styles.combine_chunks()), _number(0))
    many = _number(len(SORTS))
    both = pc.add(pc.multiply(encoded.indices, many), fonts).dictionary_encode()
    texts = pc.divide(both.dictionary, many)
    fonts = pc.subtract(both.dictionary, pc.multiply(texts, many))
    return both.indices, encoded.dictionary.take(texts), fonts


def _numbers(values: Iterable[int]) -> pa.Array:
    """Numbers as Arrow has them: pa.array() and pa.scalar() would import pandas, which takes a second."""
    numbers = array("i", values)
    return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])


def _number(value: int) -> pa.Scalar:
    return _numbers([value])[0]


def _evidence(columns: list[_Texts]) -> Evidence:
    """What is certain in the texts taken one by one."""
    evidence = Evidence()
    for texts in columns:
        plain = pc.and_(texts.is_unicode, pc.invert(texts.is_suspicious))
        for font in SORTS:
            evidence.add(texts.column, font, UNICODE, texts.n_of(plain, font))
        alone = {font: evidence.alone(font) for font in SORTS}
        for seen, (_, text, font) in enumerate(texts.some(texts.is_suspicious)):
            if seen >= _ENOUGH and evidence.is_any:
                break
            read = decipher(text, alone[font])
            evidence.is_any |= bool(read.ways)
            if read.is_clear and len(read.ways) <= 1:
                way = next(iter(read.ways), UNICODE)
                evidence.add(texts.column, font, UNICODE if way == UTF_8 else way)
    return evidence


def _rewritten(grid: Grid, columns: list[_Texts], evidence: Evidence, file: str) -> tuple[Grid, list[Finding]]:
    table = grid.table
    places: dict[str, list[tuple[int, int]]] = {}
    for texts in columns:
        read = _read(texts, evidence)
        if read:
            shown = pa.lib.StringBuilder()
            for key, text in enumerate(texts.texts.to_pylist()):
                shown.append(read[key].text if key in read else text)
            name = f"s{texts.column}"
            table = table.set_column(
                table.column_names.index(name), name, shown.finish().take(texts.keys).dictionary_encode()
            )
        for row, key in enumerate(texts.keys.to_pylist() if read else (), grid.first_row):
            if key in read:
                for way in (*read[key].ways, *[_IN_DOUBT] * (not read[key].is_clear)):
                    places.setdefault(way, []).append((row, texts.column))
    findings = [_finding(way, sorted(where), grid.name, file) for way, where in sorted(places.items())]
    if table is grid.table:
        return grid, findings
    styles = tuple(replace(style, font="") if sort_of(style.font) else style for style in grid.styles)
    return replace(grid, table=table, styles=styles), findings


def _read(texts: _Texts, evidence: Evidence) -> dict[int, Deciphered]:
    """Key -> its text, for those that are not what they seem."""
    mask = pc.or_(texts.is_suspicious, pc.invert(pc.or_(texts.is_unicode, pc.string_is_ascii(texts.texts))))
    if any(map(evidence.has, THROUGH_1258)):
        mask = pc.or_(mask, texts.is_unicode)
    mask = pc.or_(mask, pc.equal(texts.fonts, _number(SORTS.index("TCVN3"))))
    found: dict[int, Deciphered] = {}
    chances = {font: evidence.chances(texts.column, font) for font in SORTS}
    for key, text, font in texts.some(mask):
        if len(text) > LONGEST_TEXT:  # it was cut, and is known by its length
            continue
        read = decipher(text, chances[font], capitals=font == "TCVN3")
        if read.text != text or not read.is_clear:
            found[key] = read
    return found


def _finding(way: str, places: list[tuple[int, int]], sheet: str, file: str) -> Finding:
    cells = ", ".join([*(address(*place) for place in places[:_LISTED]), *["…"] * (len(places) > _LISTED)])
    details = {"count": str(len(places)), "cells": cells}
    if way == _IN_DOUBT:
        return Finding("CELL-ENCODING", "warning", file, sheet, address(*places[0]), details=details)
    return Finding("SHEET-ENCODING", "warning", file, sheet, address(*places[0]), details={"kind": way, **details})

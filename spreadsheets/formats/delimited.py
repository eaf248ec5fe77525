"""csv and tsv: encoding and delimiter by evidence, every cell a text."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from spreadsheets.flat import flat
from spreadsheets.formats.cells import TEXT, Cells, strings
from spreadsheets.formats.content import Content
from spreadsheets.formats.encoding import LOST, decode
from spreadsheets.formats.sniff import Refusal

_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_CHARACTERS, _SAMPLE_LINES = 1 << 18, 200
_LONG_FIELD = 32_767  # what a cell of Excel holds
_MAX_COLUMNS = 16_384
_AT_ONCE = 50_000
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}")

csv.field_size_limit(1 << 30)


def read_delimited(path: Path, content: Content, name: str) -> None:
    """Read the file as one sheet called `name`; Refusal where it is no table of text."""
    text = decode(path.read_bytes(), content)
    delimiter = _delimiter(text)
    content.format = "tsv" if delimiter == "\t" else "csv"
    rows = _rows(text, delimiter, content, name)
    if max(map(len, rows), default=0) > _MAX_COLUMNS:
        raise Refusal("FILE-TOO-LARGE", sheet=name, limit=f"{_MAX_COLUMNS} columns")
    if LOST in text and all(len(row) < 2 for row in rows):
        raise Refusal(
            "FILE-DAMAGED", sheet=name, reason="characters were lost before it was sent, and it has no columns"
        )
    cells = content.sheet(name)
    odd: dict[str, list[tuple[int, int]]] = {"CELL-ERROR": [], "CELL-LONG": []}
    for first in range(0, len(rows), _AT_ONCE):
        for c, values in enumerate(itertools.zip_longest(*rows[first : first + _AT_ONCE], fillvalue=""), 1):
            texts = strings(values)
            _put(cells, c, first + 1, texts)
            for rule, at in _oddities(texts):
                odd[rule].append((first + 1 + at, c))
        cells.count()
    for rule, places in odd.items():
        content.warn_at(rule, name, sorted(places))
    content.warn_at("SHEET-RAGGED", name, [(row, 1) for row in _ragged(rows)])
    for places in _dates_in_doubt(rows) if _ISO_DAY.search(text) and _DAY.search(text) else ():
        r, c = places[0]
        content.warn_at("CELL-DATE-ORDER", name, places, rows[r - 1][c - 1])


def _put(cells: Cells, column: int, first: int, texts: pa.StringArray) -> None:
    """Put the texts that say something into a column, from a row on."""
    filled = np.flatnonzero(flat(pc.binary_length(texts))).astype(np.int32)
    if len(filled):
        number = cells.texts.add_all(texts)
        kinds, nothing = np.full(len(filled), TEXT, np.uint8), np.zeros(len(filled), np.int32)
        numbers = filled + np.int32(number)
        cells.column(column).extend(filled + np.int32(first), kinds, nothing.astype(np.float64), numbers, nothing)


def _oddities(texts: pa.StringArray) -> Iterator[tuple[str, int]]:
    """(rule, place) of texts that are error values, or longer than a cell may be."""
    for at in np.flatnonzero(flat(pc.starts_with(texts, "#"))):
        if _ERROR.fullmatch(texts[int(at)].as_py()):
            yield "CELL-ERROR", int(at)
    for at in np.flatnonzero(flat(pc.utf8_length(texts)) > _LONG_FIELD):
        yield "CELL-LONG", int(at)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the same number of fields most often, and into most fields."""
    sample = "".join(text[:_SAMPLE_CHARACTERS].splitlines(keepends=True)[:_SAMPLE_LINES])
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
        width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda p: p[1] * p[0], default=(1, 0))
        scores[delimiter] = (count / max(sum(widths.values()), 1), width)
    return max(scores, key=lambda d: scores[d], default=",")


def _rows(text: str, delimiter: str, content: Content, name: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:  # a quote that is not closed, or text after one
        content.warn("FILE-REPAIRED", sheet=name, reason=str(error))
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _ragged(rows: list[list[str]]) -> list[int]:
    """Rows of the table that have more or fewer fields than most; lines above and below the table are free."""
    widths = Counter(len(row) for row in rows if row)
    if len(widths) < 2:
        return []
    usual = widths.most_common(1)[0][0]
    body = [r for r, row in enumerate(rows, 1) if len(row) == usual]
    return [
        r
        for r, row in enumerate(rows, 1)
        if row and (len(row) > usual or (len(row) < usual and body[0] < r < body[-1]))
    ]


def _dates_in_doubt(rows: list[list[str]]) -> list[list[tuple[int, int]]]:
    """By column, the dates that are day/month as well as month/day where others are year-month-day and none tells."""
    with_iso: set[int] = set()
    decided: set[int] = set()
    doubtful: dict[int, list[tuple[int, int]]] = {}
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if _ISO_DAY.match(value):
                with_iso.add(c)
            elif day := _DAY.fullmatch(value):
                if max(int(day[1]), int(day[2])) > 12:
                    decided.add(c)
                elif day[1] != day[2]:
                    doubtful.setdefault(c, []).append((r, c))
    return [places for c, places in doubtful.items() if c in with_iso and c not in decided]

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

from spreadsheets.formats.parts.cells import TEXT, Cells
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.encoding import LOST, decode
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.flat import flat, strings
from spreadsheets.sheet.limits import MOST_COLUMNS, MOST_ROWS

_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_CHARACTERS, _SAMPLE_LINES = 1 << 18, 200
_AT_ONCE = 50_000
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")

#: For RE2, which looks through many texts at once.
_ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY = r"^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$"
#: Characters from which on a text is worth a look for the fast way.
_LONG = 1 << 16

csv.field_size_limit(1 << 30)


def read_delimited(path: Path, content: Content, name: str) -> None:
    """Read the file as one sheet called `name`; Refusal where it is no table of text."""
    text = decode(path.read_bytes(), content)
    if text.count("\n") > MOST_ROWS:
        raise Refusal("FILE-TOO-LARGE", sheet=name, limit=f"{MOST_ROWS:,} rows")
    delimiter = _delimiter(text)
    content.format = "tsv" if delimiter == "\t" else "csv"
    rows, body = _even(text, delimiter) or (_rows(text, delimiter, content, name), None)
    if max(map(len, rows), default=0) > MOST_COLUMNS:
        raise Refusal("FILE-TOO-LARGE", sheet=name, limit=f"{MOST_COLUMNS} columns")
    is_lossy = LOST in text
    del text  # of a large file it is half of what this process may hold
    if is_lossy and not body and all(len(row) < 2 for row in rows):
        raise Refusal(
            "FILE-DAMAGED", sheet=name, reason="characters were lost before it was sent, and it has no columns"
        )
    cells = content.sheet(name)
    errors: list[tuple[int, int]] = []
    days = _Days()
    for first, columns in _blocks(rows, body):
        for c, texts in enumerate(columns, 1):
            words = texts.dictionary_encode()
            _put(cells, c, first, words)
            days.look(first, c, words)
            for at in _errors(words.dictionary):
                errors += [(first + place, c) for place in np.flatnonzero(flat(words.indices) == at).tolist()]
        cells.count()
    content.warn_at("CELL-ERROR", name, sorted(errors))
    content.warn_at("SHEET-RAGGED", name, [(row, 1) for row in _ragged(rows, body)])
    for places, shown in days.in_doubt():
        content.warn_at("CELL-DATE-ORDER", name, places, shown)


def _blocks(rows: list[list[str]], body: pa.Table | None) -> Iterator[tuple[int, list[pa.StringArray]]]:
    """Stretches of the sheet: number of the first row, and the texts of each column."""
    for first in range(0, len(rows), _AT_ONCE):
        fields = itertools.zip_longest(*rows[first : first + _AT_ONCE], fillvalue="")
        yield first + 1, [strings(values) for values in fields]
    first = len(rows) + 1
    for batch in body.to_batches(max_chunksize=_AT_ONCE) if body else ():
        yield first, batch.columns
        first += batch.num_rows


def _even(text: str, delimiter: str) -> tuple[list[list[str]], pa.Table] | None:
    """The rows of a long text above its table, and the table; None where it is not that plain.

    In the table there is no quote, and every line to the end of the text has as many fields.
    """
    if len(text) < _LONG:
        return None
    lines = text[:_SAMPLE_CHARACTERS].splitlines(keepends=True)[:_SAMPLE_LINES]
    width = lines[-1].count(delimiter)
    above = [i for i, line in enumerate(lines, 1) if line.count(delimiter) != width or '"' in line]
    head = "".join(lines[: max(above, default=0)])
    if text.find('"', len(head)) >= 0 or width >= MOST_COLUMNS:  # a slice of a large text would be another one
        return None
    from pyarrow import csv as arrow_csv

    names = [f"{i}" for i in range(width + 1)]
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=True))
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(text.encode())[len(head.encode()) :]),
            arrow_csv.ReadOptions(use_threads=False, column_names=names),
            arrow_csv.ParseOptions(delimiter=delimiter, quote_char=False, double_quote=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, csv.Error):
        return None
    return rows, table


def _put(cells: Cells, column: int, first: int, words: pa.DictionaryArray) -> None:
    """Put the texts that say something into a column, from a row on."""
    says = np.append(flat(pc.binary_length(words.dictionary)) > 0, False)
    places = flat(words.indices)
    filled = np.flatnonzero(says[places]).astype(np.int32)
    if len(filled):
        number = cells.texts.add_all(words.dictionary)
        kinds, nothing = np.full(len(filled), TEXT, np.uint8), np.zeros(len(filled), np.int32)
        numbers = places[filled] + np.int32(number)
        cells.column(column).extend(filled + np.int32(first), kinds, nothing.astype(np.float64), numbers, nothing)


def _errors(texts: pa.StringArray) -> Iterator[int]:
    """Places of the texts that are error values."""
    for at in np.flatnonzero(flat(pc.starts_with(texts, "#"))):
        if _ERROR.fullmatch(texts[int(at)].as_py()):
            yield int(at)


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


def _ragged(rows: list[list[str]], body: pa.Table | None) -> list[int]:
    """Rows of the table that have more or fewer fields than most; lines above and below the table are free."""
    widths = Counter(len(row) for row in rows if row)
    if body:
        widths[body.num_columns] += body.num_rows
    if len(widths) < 2:
        return []
    usual = widths.most_common(1)[0][0]
    table = [r for r, row in enumerate(rows, 1) if len(row) == usual]
    last = len(rows) + 1 if body else table[-1]
    first = min([*table, last])
    return [r for r, row in enumerate(rows, 1) if row and (len(row) > usual or (len(row) < usual and first < r < last))]


class _Days:
    """Dates that are day/month as well as month/day, in columns where others are year-month-day and none tells."""

    def __init__(self) -> None:
        self._with_iso: set[int] = set()
        self._decided: set[int] = set()
        self._doubtful: dict[int, list[tuple[tuple[int, int], str]]] = {}

    def look(self, first: int, column: int, words: pa.DictionaryArray) -> None:
        """Look through the texts of a column, from a row on."""
        if len(words.dictionary) and pc.any(pc.match_substring_regex(words.dictionary, _ISO_DAY)).as_py():
            self._with_iso.add(column)
        if column in self._decided:
            return
        for at in np.flatnonzero(flat(pc.match_substring_regex(words.dictionary, _DAY))):
            day, month, _ = words.dictionary[int(at)].as_py().split("/")
            if max(int(day), int(month)) > 12:
                self._decided.add(column)
                self._doubtful.pop(column, None)
                return
            if day != month:
                for place in np.flatnonzero(flat(words.indices) == at).tolist():
                    found = ((first + place, column), words.dictionary[int(at)].as_py())
                    self._doubtful.setdefault(column, []).append(found)

    def in_doubt(self) -> Iterator[tuple[list[tuple[int, int]], str]]:
        """By column, the places of such dates, and the first of them."""
        for column, found in sorted(self._doubtful.items()):
            if column in self._with_iso:
                found.sort()
                yield [place for place, _ in found], found[0][1]

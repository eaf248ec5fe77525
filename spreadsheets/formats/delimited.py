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
from spreadsheets.formats.sniff import Refusal, looks_utf16

_DELIMITERS = (";", "\t", ",", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE_CHARACTERS, _SAMPLE_LINES = 1 << 18, 200
_LONG_FIELD = 32_767  # what a cell of Excel holds
_MAX_COLUMNS = 16_384
_AT_ONCE = 50_000
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")

csv.field_size_limit(1 << 30)


def read_delimited(path: Path, content: Content, name: str) -> None:
    """Read the file as one sheet called `name`; Refusal where it is no table of text."""
    text = _decode(path.read_bytes(), content)
    delimiter = _delimiter(text)
    content.format = "tsv" if delimiter == "\t" else "csv"
    rows = _rows(text, delimiter, content, name)
    if max(map(len, rows), default=0) > _MAX_COLUMNS:
        raise Refusal("FILE-TOO-LARGE", sheet=name, limit=f"{_MAX_COLUMNS} columns")
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


def _decode(data: bytes, content: Content) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _noted(_strict(data, encoding, content), content)
    utf16 = looks_utf16(data[:65_536])
    if utf16:
        content.warn("FILE-ENCODING", found=utf16, encoding=utf16)
        return data.decode(utf16, errors="replace")
    if b"\x00" in data:
        raise Refusal("FILE-NOT-SPREADSHEET", kind="binary")
    return _noted(_strict(data, "utf-8", content), content)


def _noted(text: str, content: Content) -> str:
    """The text; characters that were lost before it was sent are warned of."""
    if "\ufffd" in text:
        content.warn("FILE-ENCODING", found="\ufffd", encoding="U+FFFD", count=str(text.count("\ufffd")))
    return text


def _strict(data: bytes, encoding: str, content: Content) -> str:
    """The text; lines that are not in the encoding are read as Windows-1258, with a warning."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if not encoding.startswith("utf-8"):
            raise Refusal("FILE-DAMAGED", reason=f"not {encoding}") from None
    lines, odd = [], []
    for number, line in enumerate(data.removeprefix(_MARKS[0][0]).splitlines(keepends=True), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1258", errors="replace"))
            odd.append(number)
    places = ", ".join(map(str, odd[:20]))
    content.warn("FILE-ENCODING", found=places, encoding="windows-1258", lines=places, count=str(len(odd)))
    return "".join(lines)


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

"""csv and tsv: encoding and delimiter by evidence, every cell a text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from spreadsheets.cells import TEXT
from spreadsheets.content import Content
from spreadsheets.sniff import Refusal, looks_utf16

_DELIMITERS = (";", "\t", ",", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE_LINES = 200
_MAX_FIELD = 1 << 20
_MAX_COLUMNS = 16_384


def read_delimited(path: Path, content: Content, name: str) -> None:
    """Read the file as one sheet called `name`; Refusal where it is no table of text."""
    text = _decode(path.read_bytes(), content)
    delimiter = _delimiter(text)
    content.format = "tsv" if delimiter == "\t" else "csv"
    cells = content.sheet(name)
    csv.field_size_limit(len(text) + 1)
    widths: Counter[int] = Counter()
    for r, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        if len(row) > _MAX_COLUMNS:
            raise Refusal("FILE-TOO-LARGE", sheet=name, limit=f"{_MAX_COLUMNS} columns")
        widths[len(row)] += bool(row)
        for c, value in enumerate(row, 1):
            if value:
                cells.add(r, c, TEXT, text=value)
            if len(value) > _MAX_FIELD:
                content.warn("CELL-LONG", name, "", value[:40], length=str(len(value)))
    cells.count()


def _decode(data: bytes, content: Content) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, content)
    utf16 = looks_utf16(data[:65_536])
    if utf16:
        content.warn("FILE-ENCODING", encoding=utf16)
        return data.decode(utf16, errors="replace")
    if b"\x00" in data:
        raise Refusal("FILE-NOT-SPREADSHEET", kind="binary")
    return _strict(data, "utf-8", content)


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
    content.warn("FILE-ENCODING", encoding="windows-1258", lines=", ".join(map(str, odd[:20])), count=str(len(odd)))
    return "".join(lines)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the same number of fields most often, and into most fields."""
    sample = "".join(text[: 1 << 18].splitlines(keepends=True)[:_SAMPLE_LINES])
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
        width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda p: p[1] * p[0], default=(1, 0))
        scores[delimiter] = (count / max(sum(widths.values()), 1), width)
    return max(scores, key=lambda d: scores[d], default=",")

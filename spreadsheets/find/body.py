"""The rows below a heading: which are data, groups, totals, notes or blank, and where the table ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spreadsheets.find.canvas import BOOL, DATE, ERROR, MARK, NOTHING, NUMBER, NUMERAL, WORD, Canvas
from spreadsheets.find.heading import Header, is_numbering, same_words
from spreadsheets.find.heading_in_pieces import Fragments, fragments
from spreadsheets.find.levels import aligned
from spreadsheets.find.outline import (
    DASH,
    HEADING,
    OF_WHICH,
    PLAIN,
    Entry,
    Outline,
    Stretch,
    numbering,
    sum_groups,
    sum_of,
)
from spreadsheets.find.stretches import SHORTEST, numbered, odd_ones, unnumbered
from spreadsheets.find.table import RowKind
from spreadsheets.find.texts import translation

_TOTAL = re.compile(
    r"tổng(?! hợp)\b|cộng\b|toàn (?:tỉnh|ngành|huyện|thành phố|quốc|xã)\b|cả nước\b|(?:grand )?total\b|whole country\b"
)
_SHORT_TOTAL = re.compile(rf"(?:{_TOTAL.pattern})(?: (?:số|cộng|chung))?\W*")
_OF_WHICH = re.compile(r"(?:trong đó|bao gồm|gồm|chia ra)\b")
_REMARK = re.compile(r"\W*(?:ghi chú|chú thích|lưu ý|nơi nhận)\b|\W*nguồn(?: số liệu)?\s*:")
_DASHES = "-–—+*•●"
_FIGURES = bytes(1 if kind in (NUMBER, NUMERAL) else 0 for kind in range(256))
_VALUES = bytes(1 if kind in (NUMBER, NUMERAL, DATE, BOOL, ERROR, MARK) else 0 for kind in range(256))
_MOST_SUMMED = 3000


class Body:
    """The rows of one table, from below its heading to its last row.

    `limit`: the last row it may reach. `before`: the table above it.
    """

    def __init__(self, canvas: Canvas, header: Header, limit: int, before: Body | None = None) -> None:
        self.canvas = canvas
        self.before = before
        self.fragments: Fragments | None = None
        self.header = header
        self.top, self.bottom = header.body, max(limit, header.body - 1)
        self._find_columns()
        self.bottom = self._find_bottom()
        filled = [c for c in canvas.columns if any(canvas.kinds(c, self.top, self.bottom))]
        header.levels = self._levels(filled)
        self._find_columns()
        self.rows: dict[int, RowKind] = {}
        self.paths: dict[int, tuple[str, ...]] = {}
        self._classify()

    def _levels(self, filled: list[int]) -> dict[int, tuple[str, ...]]:
        """The headings over the columns they name; as above where the same heading was laid over a table before."""
        if not self.header.is_fragmented:
            return aligned(self.header.levels, filled)
        self.fragments = fragments(self.canvas, self.header, filled)
        first = self.before and self.before.fragments
        if first and self.fragments.repeats(first):
            self.fragments = self.fragments.laid_as(first)
        return self.fragments.levels

    @property
    def has_rows(self) -> bool:
        """Whether there is a row that says something."""
        return any(kind in ("data", "group", "total") for kind in self.rows.values())

    def _flags(self, column: int, which: bytes) -> bytes:
        return self.canvas.kinds(column, self.top, self.bottom).translate(which)

    def _find_columns(self) -> None:
        """Columns of the heading, and those beside it that the rows fill as often; of names and of figures."""
        levels = self.header.levels
        rows = sum(1 for r in range(self.top, min(self.bottom, self.top + 500) + 1) if self.canvas.count(r))
        outside = [
            c for c in self.canvas.columns if c not in levels and 2 * sum(self._flags(c, _FIGURES)[:501]) > rows > 0
        ]
        self.columns = sorted({*levels, *outside})
        self.label = self._find_label()
        others = [c for c in self.columns if c not in (self.header.ordinal, self.label)]
        self.measures = [c for c in others if any(self._flags(c, _FIGURES))]

    def _find_label(self) -> int | None:
        """The column of names: where words stand most often before the first column of figures."""
        ordinal = self.header.ordinal
        best, most = None, 0
        for column in self.columns:
            if ordinal and column <= ordinal:
                continue
            kinds = self.canvas.kinds(column, self.top, min(self.bottom, self.top + 2000))
            words = kinds.count(WORD)
            figures = kinds.count(NUMBER) + kinds.count(NUMERAL)
            if figures > words and best is not None:
                break
            if words > figures and words > 1.5 * most:
                best, most = column, words
        return best

    def _find_bottom(self) -> int:
        """The last row with a number or a name of its own; remarks, signatures and blank rows below it are not rows."""
        figures = self._any(self.measures, _FIGURES)
        filled = self.canvas.kinds(self.label or self.columns[0], self.top, self.bottom)
        last, gap = self.top - 1, 0
        counts = self.canvas.counts[self.top - self.canvas.first : self.bottom - self.canvas.first + 1]
        for i in odd_ones(counts, figures, filled):
            row = self.top + i
            if i and row - 1 > last and self._is_plain(i - 1, counts, figures, filled):
                last, gap = row - 1, 0
            if row > self.bottom:
                break
            if not counts[i]:
                gap += 1
                continue
            if not figures[i] and self._is_remark(row):
                break
            named = bool(filled[i]) or self._is_numbered(row) or self._is_total(self._label_text(row), bold=False)
            if (figures[i] and (named or not gap)) or (not gap and self._stands_alone(row)):
                last, gap = row, 0
        return self._with_second_lines(last)

    @staticmethod
    def _is_plain(i: int, *flags: bytes) -> bool:
        return all(flag[i] for flag in flags)

    def _any(self, columns: Sequence[int], which: bytes) -> bytes:
        flags = [int.from_bytes(self._flags(c, which), "big") for c in columns]
        total = 0
        for flag in flags:
            total |= flag
        return total.to_bytes(self.bottom - self.top + 1, "big")

    def _is_remark(self, row: int) -> bool:
        first = next((c for c in self.columns if self.canvas.kind(row, c)), None)
        if first is None or self._is_numbered(row):
            return False
        return bool(_REMARK.match(self.canvas.text(row, first).casefold()))

    def _is_numbered(self, row: int) -> bool:
        ordinal = self.header.ordinal
        if not ordinal:
            return False
        kind = self.canvas.kind(row, ordinal)
        return kind == NUMBER or (kind != NOTHING and numbering(self.canvas.text(row, ordinal)) is not None)

    def _stands_alone(self, row: int) -> bool:
        """Whether a row without figures is one: numbered and named, or of several cells where no row is numbered."""
        name = self.canvas.text(row, self.label) if self.label else ""
        if self.header.ordinal:
            is_total = self._is_total(name or self.canvas.text(row, self.header.ordinal), bold=False)
            return is_total or (self._is_numbered(row) and bool(name))
        return len(self.canvas.filled(row, self.columns)) > 1

    def _with_second_lines(self, last: int) -> int:
        while last < self.bottom and (self._is_covered(last + 1) or self._is_second_line(last + 1)):
            last += 1
        return last

    def _is_covered(self, row: int) -> bool:
        """Whether merged cells of the row above reach into this one, which has no figures of its own."""
        key = [self.header.ordinal, self.label, *self.measures]
        return any(m.top < row and any(c and m.left <= c <= m.right for c in key) for m in self.canvas.merges_on(row))

    def _is_second_line(self, row: int) -> bool:
        """Whether a row holds nothing but the rest of the name above it: in English, or going on in small letters."""
        if not self.label or self.canvas.filled(row, self.columns) != [self.label]:
            return False
        text, above = self.canvas.text(row, self.label), self.canvas.text(row - 1, self.label)
        if not above or text[:1] in _DASHES:
            return False
        if text[:1].islower():
            return True
        if translation.is_english(text) and translation.has_marks(above):
            return True
        alone = self.canvas.filled(row - 1, self.columns) == [self.label]
        same_type = self.canvas.bold(row, self.label) == self.canvas.bold(row - 1, self.label)
        return bool(alone and same_type and self.header.ordinal and len(text.split()) < 3)

    def _classify(self) -> None:
        """Fill `rows` and `paths`."""
        entries = self._entries()
        subtotals = self._place(entries, Outline())
        for entry, below in zip(entries, [*entries[1:], None], strict=False):
            if isinstance(entry, Stretch):
                self.rows |= dict.fromkeys(entry.rows, "data")
            if self.rows.get(entry.row) != "total" and entry.row not in subtotals:
                is_parent = below and self.rows.get(below.row) != "total" and below.depth > entry.depth
                self.rows[entry.row] = "group" if is_parent else "data"
        if len(entries) <= _MOST_SUMMED and all(e.style == PLAIN and not e.depth for e in entries):
            self._group_by_sums(entries)

    def _place(self, entries: list[Entry], outline: Outline) -> set[int]:
        """Put every row below the one it belongs to and keep its path; the totals that are only of a group."""
        subtotals: set[int] = set()
        i = -1
        while (i := i + 1) < len(entries):
            entry = entries[i]
            if isinstance(entry, Stretch) and not outline.goes_on(entry):
                entries[i : i + 1] = self._each(entry)
                entry = entries[i]
            if self.rows.get(entry.row) == "total":
                if self._is_subtotal(entries, i):
                    self.rows[entry.row] = "group"
                    subtotals.add(entry.row)
                else:
                    outline.restart()
                continue
            if not isinstance(entry, Stretch):
                is_first = entry.style == PLAIN and i > 0 and entries[i - 1].style != PLAIN
                outline.place(entry, self._following(entries, i) if is_first else ())
            if len(outline.stack) > 1:
                path = tuple(self._name(e.row) for e in outline.stack[:-1])
                self.paths |= dict.fromkeys(entry.rows if isinstance(entry, Stretch) else (entry.row,), path)
        return subtotals

    def _is_subtotal(self, entries: list[Entry], i: int) -> bool:
        """Whether a row called a total closes one group: it adds up the rows just above, and another total follows."""
        if not any(self.rows.get(e.row) == "total" for e in entries[i + 1 :]):
            return False
        start = i
        while (
            start and entries[start - 1].style == entries[i - 1].style and self.rows.get(entries[start - 1].row) is None
        ):
            start -= 1
        rows = [e for entry in entries[start:i] for e in (self._each(entry) if isinstance(entry, Stretch) else [entry])]
        return start > 0 and sum_of(rows, entries[i])

    def _each(self, stretch: Stretch) -> list[Entry]:
        """The rows of a stretch one by one."""
        label = self.label or self.header.ordinal or self.columns[0]
        places = self._places if stretch.style == "1" else (lambda row: 0)
        return [
            Entry(row, stretch.style, places(row), self.canvas.bold(row, label), self._figures) for row in stretch.rows
        ]

    def _places(self, row: int) -> int:
        return int(self.canvas.figure(row, self.header.ordinal or 0) or 0)

    def _following(self, entries: list[Entry], i: int) -> list[Entry]:
        """The rows right after row i of the same style and weight."""
        found = []
        for entry in entries[i + 1 : i + 100]:
            if entry.style != PLAIN or entry.bold != entries[i].bold or self.rows.get(entry.row) == "total":
                break
            found.append(entry)
        return found

    def _group_by_sums(self, entries: list[Entry]) -> None:
        """Find groups and a total among rows that look all alike, by what adds up."""
        plain = [e for e in entries if self.rows[e.row] != "total"]
        groups = sum_groups(plain)
        for parent, children in groups.items():
            self.rows[plain[parent].row] = "group"
            for child in children:
                self.paths[plain[child].row] = (self._name(plain[parent].row),)

    def _name(self, row: int) -> str:
        return self._label_text(row) or (self.canvas.text(row, self.header.ordinal) if self.header.ordinal else "")

    def _label_text(self, row: int) -> str:
        """The row's name; where its cell is empty, the words before it or beside it, before the first figures."""
        text = self.canvas.text(row, self.label) if self.label else ""
        if text:
            return text
        left, right = self.header.ordinal or 0, max(min(self.measures, default=self.columns[-1] + 1), self.label or 0)
        between = [c for c in self.columns if left < c < right and self.canvas.kind(row, c) == WORD]
        return self.canvas.text(row, between[0]) if between else ""

    def _figures(self, row: int) -> list[float | None]:
        return [self.canvas.figure(row, c) for c in self.measures]

    def _entries(self) -> list[Entry]:
        """The rows that count, in order; the others get their kind at once."""
        found: list[Entry] = []
        values = self._any([c for c in self.columns if c not in (self.header.ordinal, self.label)], _VALUES)
        senior: Entry | None = None
        repeated = {row for rows in self.header.repeats for row in rows}
        stretches = {stretch[0]: stretch for stretch in self._stretches(values) if repeated.isdisjoint(stretch)}
        row = self.top - 1
        while (row := row + 1) <= self.bottom:
            if row in repeated:
                self.rows[row] = "numbering" if is_numbering(self.canvas, row) else "note"
                continue
            if row in stretches:
                found.append(self._stretch(stretches[row], values, senior))
                row = stretches[row][-1]
                continue
            i = row - self.top
            entry = self._entry(row, bool(values[i]), senior)
            if entry:
                found.append(entry)
                senior = entry if "letter" in entry.style or "roman" in entry.style else senior
        return found

    def _stretches(self, values: bytes) -> Iterator[range]:
        """Where rows are alike for so long that they are not looked at one by one."""
        if not self.label or self.bottom - self.top < SHORTEST:
            return
        if self.header.ordinal:
            yield from numbered(self.canvas, self.header.ordinal, self.label, self.top, self.bottom)
        yield from unnumbered(self.canvas, self.header.ordinal, self.label, self.top, self.bottom, values)

    def _stretch(self, rows: range, values: bytes, senior: Entry | None) -> Stretch:
        first, last = (self._entry(row, bool(values[row - self.top]), senior) for row in (rows[0], rows[-1]))
        assert first and last and first.style == last.style
        return Stretch(last.row, last.style, last.place, last.bold, self._figures, rows=rows, first=first.place)

    def _entry(self, row: int, has_values: bool, senior: Entry | None) -> Entry | None:
        ordinal = self.header.ordinal
        kind = self.canvas.kind(row, ordinal) if ordinal else NOTHING
        name = self.canvas.kind(row, self.label) if self.label else NOTHING
        if kind == NUMBER and name == WORD and ordinal:
            place = self.canvas.figure(row, ordinal) or 0
            return Entry(row, "1", int(place), self.canvas.bold(row, self.label or ordinal), self._figures)
        if name == WORD and has_values and not kind and self.label and len(self.canvas.raw(row, self.label)) > 3:
            return self._unnumbered(row, has_values, senior)
        if not self.canvas.count(row):
            self.rows[row] = "blank"
        elif not has_values and not kind and self._is_covered(row):
            self.rows[row] = "note" if name else "blank"
        elif is_numbering(self.canvas, row) and not self._is_plain_row(row):
            self.rows[row] = "numbering"
        elif same_words(self.canvas, self.header, row) or (not kind and not has_values and self._is_second_line(row)):
            self.rows[row] = "note"
        else:
            return self._unnumbered(row, has_values, senior)
        return None

    def _is_plain_row(self, row: int) -> bool:
        """Whether a row that could number the columns is one of the table: it is named, or follows such rows."""
        return self.header.numbering is None or bool(self.label and self.canvas.kind(row, self.label) == WORD)

    def _unnumbered(self, row: int, has_values: bool, senior: Entry | None) -> Entry | None:
        ordinal = self.header.ordinal
        mark = self.canvas.text(row, ordinal) if ordinal else ""
        style = numbering(mark, senior) if mark else None
        text = self.canvas.text(row, self.label) if self.label else ""
        if not mark and not text and not has_values:
            self.rows[row] = "note" if self.canvas.filled(row, self.columns) else "blank"
            return None
        name = self._label_text(row) or mark
        bold = self.canvas.bold(row, (self.label if text else ordinal) or self.columns[0])
        if style is None and self._is_total(name, bold):
            self.rows[row] = "total"
        elif style is None and name and name[0] in _DASHES:
            style = (f"{DASH}{name[0]}", 0)
        if style is None and mark and text:
            style = ("code", 0)
        place = style or (self._bare_style(row, name, bold, has_values), 0)
        return Entry(row, place[0], place[1], bold, self._figures)

    def _bare_style(self, row: int, name: str, bold: bool, has_values: bool) -> str:
        """The style of a row without a number, by what it says and what follows."""
        if has_values:
            return PLAIN
        if _OF_WHICH.match(name.casefold()):
            return OF_WHICH
        return HEADING if bold and self._is_numbered(row + 1) else PLAIN

    def _is_total(self, name: str, bold: bool) -> bool:
        folded = name.casefold()
        if self.header.ordinal or bold:
            return bool(_TOTAL.match(folded))
        return bool(_SHORT_TOTAL.fullmatch(folded))

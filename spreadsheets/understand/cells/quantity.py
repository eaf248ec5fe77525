"""Cells of counts, amounts, percentages and ratios: the number that is meant, what is said beside it, or why none.

A number stored as one is taken as it is. A number typed as text is read by what the column shows (`numerals`);
a count has no decimals, which settles "16.300" there and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from schemas.form import Column
from schemas.kinds import Amount, Count, Percent, Ratio
from schemas.values.text import clean, fold
from spreadsheets.find.texts import numerals
from spreadsheets.sheet.grid import CellType
from spreadsheets.understand.cells.column_cells import CellMeaning, ColumnCells, Typed, by_distinct, joined
from spreadsheets.understand.cells.money import scale_of

DASHES = frozenset("-–—−‐‑‒")
_DOTS = re.compile(r"[.…]{2,}|…")
_ERROR = re.compile(r"#(?:DIV/0!|REF!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_NOT_COLLECTED = ("kcsl", "không có số liệu", "chưa có số liệu", "chưa thu thập")
_QUALIFIERS = {
    "over": ("trên", "hơn", ">=", "≥", ">"),
    "under": ("dưới", "gần", "<=", "≤", "<"),
    "about": ("khoảng", "xấp xỉ", "≈", "~"),
    "estimate": ("ước tính", "ước đạt", "ước"),
}
#: A number and what is said of it in brackets, "15 (tăng 3)", or what it counts, "120 hồ sơ".
_REMARK = re.compile(r"(.*[^\s(])\s*\([^()]*[^\W\d_]{2}[^()]*\)")
_COUNTED = (
    "hồ sơ", "hộ", "người", "lượt", "cơ sở", "đơn vị", "doanh nghiệp", "trường", "lớp", "học sinh", "giáo viên", "xã",
    "phường", "thị trấn", "thôn", "tổ", "thẻ", "tài khoản", "giao dịch", "thủ tục", "dịch vụ", "văn bản", "trạm",
    "điểm", "hợp tác xã", "htx", "hội viên", "cán bộ", "máy", "chiếc", "cái",
)  # fmt: skip
#: A day as a program writes one that has made a date of "9/9" and saves it as text.
_DATED = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T].*)?")
#: A number and letters after it.
_NUMBER_WITH_UNIT = re.compile(r"(.*[0-9])\s*([^\W\d_][^\d%()]*)")
_RATIO = re.compile(r"([^/]+)/([^/]+)")
_MOST_EXACT = float(1 << 53)
#: So many percentages, none of them lower than that, make a fraction among them doubtful.
_FEWEST_PERCENTS = 3
_LOWEST_PERCENT = 10.0
#: Relative error of one multiplication; decimals no further away than that are what was meant.
_ULPS = 4e-16


def read_quantity(cells: ColumnCells, col: Column, evidence: pa.Array, scale: float = 1.0, unit: str = "") -> Typed:
    """Read a column of a measure.

    `evidence`: mask of the cells that count as evidence of how the column writes numbers (its data and totals).
    `scale`: đồng in one printed unit, for amounts. `unit`: what the column counts, in Vietnamese: "tin, bài".
    """
    texts = [_without_unit(text, unit, scale) for text in pc.filter(cells.texts, evidence).unique().to_pylist() if text]
    reader = _Text(col, scale, unit, _style(texts))
    kinds = [pa.int64()] * 2 if col.kind is Ratio else [pa.int64() if col.kind is Count else pa.float64()]
    read = [_stored(cells, col, scale) if col.kind is not Ratio else _no_ratio(cells)]
    if cells.has(CellType.TEXT):
        read.append(by_distinct(cells.texts, reader.outcome, kinds))
    wrong = CellMeaning(rule="CELL-RATIO" if col.kind is Ratio else "CELL-DATE-IN-NUMBER")
    stored = (
        (CellType.DATE, wrong),
        (CellType.ERROR, CellMeaning(rule="CELL-ERROR")),
        (CellType.BOOL, CellMeaning(rule=_wrong(col))),
    )
    for kind, outcome in stored:
        if cells.has(kind):
            slots = pc.indices_nonzero(cells.is_type(kind)).to_pylist()
            read[0].notes.update(dict.fromkeys(slots, outcome))
    return joined(read)


def is_missing(text: str) -> bool:
    """Whether a text only says that there is nothing to say: a dash or dots."""
    return text in DASHES or bool(_DOTS.fullmatch(text))


def is_error(text: str) -> bool:
    """Whether a text is the name of a spreadsheet error."""
    return bool(_ERROR.fullmatch(text))


def scaled(numbers: pa.Array, scale: float) -> pa.Array:
    """Numbers times a scale, free of the binary noise of the product: 33382.0785 million is 33382078500."""
    product = pc.multiply(numbers, scale)
    nearest = pc.round(product, 2)
    is_noise = pc.less_equal(pc.abs(pc.subtract(product, nearest)), pc.multiply(pc.abs(product), _ULPS))
    return pc.if_else(is_noise, nearest, product)


def _stored(cells: ColumnCells, col: Column, scale: float) -> Typed:
    """Cells that hold a number."""
    numbers = cells.numbers
    if col.kind is Percent:
        shown = pc.round(pc.multiply(numbers, 100.0), 10)
        is_percent = pc.fill_null(cells.is_percent, False)
        return _without_fractions(Typed([pc.if_else(is_percent, shown, numbers)]), is_percent)
    if col.kind is Amount:
        bad = pc.and_(pc.is_valid(numbers), pc.fill_null(cells.is_percent, False))
        values = pc.if_else(bad, pa.scalar(None, pa.float64()), scaled(numbers, scale))
        return Typed([values], dict.fromkeys(pc.indices_nonzero(bad).to_pylist(), CellMeaning(rule="CELL-AMOUNT")))
    nearest = pc.round(numbers)
    room = pc.multiply(pc.max_element_wise(pc.abs(nearest), 1.0, skip_nulls=False), 1e-12)
    is_whole = pc.and_(
        pc.less_equal(pc.abs(pc.subtract(numbers, nearest)), room), pc.less(pc.abs(nearest), _MOST_EXACT)
    )
    is_whole = pc.and_(is_whole, pc.invert(pc.fill_null(cells.is_percent, False)))
    values = pc.if_else(is_whole, nearest, pa.scalar(None, pa.float64())).cast(pa.int64())
    bad = pc.and_(pc.is_valid(numbers), pc.invert(pc.fill_null(is_whole, False)))
    return Typed([values], dict.fromkeys(pc.indices_nonzero(bad).to_pylist(), CellMeaning(rule="CELL-COUNT")))


def _without_fractions(read: Typed, is_percent: pa.Array) -> Typed:
    """Percentages without the cells that look like fractions among them: 0.985 between 97 and 99 may be 98.5."""
    values = read.parts[0]
    is_small = pc.and_(pc.invert(is_percent), pc.and_(pc.greater(values, 0.0), pc.less_equal(values, 1.0)))
    is_small = pc.fill_null(is_small, False)
    others = pc.filter(values, pc.fill_null(pc.and_(pc.invert(is_small), pc.greater(values, 0.0)), False))
    n_small = pc.sum(is_small).as_py() or 0
    if not n_small or len(others) < max(_FEWEST_PERCENTS, 3 * n_small) or pc.min(others).as_py() < _LOWEST_PERCENT:
        return read
    notes = {
        slot: CellMeaning(rule="CELL-PERCENT-FRACTION", details={"right": f"{100 * values[slot].as_py():.10g}"})
        for slot in pc.indices_nonzero(is_small).to_pylist()
    }
    return Typed([pc.if_else(is_small, pa.scalar(None, pa.float64()), values)], notes)


def _no_ratio(cells: ColumnCells) -> Typed:
    slots = pc.indices_nonzero(cells.is_type(CellType.NUMBER)).to_pylist()
    nothing = pa.nulls(len(cells.rows), pa.int64())
    return Typed([nothing, nothing], dict.fromkeys(slots, CellMeaning(rule="CELL-RATIO")))


def _wrong(col: Column) -> str:
    return {Count: "CELL-COUNT", Amount: "CELL-AMOUNT", Percent: "CELL-PERCENT", Ratio: "CELL-RATIO"}[col.kind]


def _style(texts: Iterable[str]) -> numerals.Style | None:
    """How the column writes numbers; None where it does not tell or contradicts itself."""
    decided = numerals.decide(_unqualified(text)[1] for text in texts)
    return None if decided == "ambiguous" else decided


@cache
def _qualifier_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {fold(word): mark for mark, known in _QUALIFIERS.items() for word in known}
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, longest_first))})\s*(?=[0-9(])(.*)"), words


@cache
def _not_collected() -> frozenset[str]:
    return frozenset(map(fold, _NOT_COLLECTED))


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"(.*[0-9])\s*(?:{'|'.join(map(fold, _COUNTED))})")


def _without_unit(text: str, unit: str, scale: float) -> str:
    """A number without the column's own unit after it: "50.000đ", "20 tin"; with another unit it stays what it is."""
    found = _NUMBER_WITH_UNIT.fullmatch(clean(text))
    if not found:
        return text
    number, said = found.groups()
    own = {fold(word) for word in (unit, *unit.split(", ")) if word}
    is_own = fold(said) in own or (fold("đồng") in own and scale_of(said) == scale)
    return number if is_own else text


def _unqualified(text: str) -> tuple[str, str]:
    """The mark a text carries ("" for none) and the rest of it: "trên 16.300" -> over, "16.300"."""
    pattern, words = _qualifier_pattern()
    found = pattern.fullmatch(fold(text))
    mark, body = (words[found.group(1)], found.group(2)) if found else ("", clean(text))
    for remark in (_REMARK, _counted()):
        if said := remark.fullmatch(fold(body)):
            mark, body = mark or "remark", said.group(1)
    return mark, body


@dataclass(frozen=True)
class _Text:
    """Reads the texts of one column. `style` is how the column writes numbers, as far as it tells."""

    col: Column
    scale: float
    unit: str
    style: numerals.Style | None

    def outcome(self, text: str | None) -> CellMeaning:
        if text is None or not (text := clean(text)):
            return CellMeaning()
        if text in DASHES:
            return self._dash()
        if _DOTS.fullmatch(text) or fold(text) in _not_collected():
            return CellMeaning(mark="not_collected")
        if fold(text) == "x":
            return CellMeaning(mark="not_applicable")
        if _ERROR.fullmatch(text):
            return CellMeaning(rule="CELL-ERROR")
        if self.col.kind is Ratio:
            return self._ratio(text)
        if _DATED.fullmatch(text):
            return CellMeaning(rule="CELL-DATE-IN-NUMBER")
        mark, body = _unqualified(_without_unit(text, self.unit, self.scale))
        if "%" in body and self.col.kind is not Percent:
            return CellMeaning(rule=_wrong(self.col))
        read: Callable[[str], CellMeaning] = self._count if self.col.kind is Count else self._number
        outcome = read(body)
        return outcome if outcome.rule else outcome._replace(mark=mark)

    def _dash(self) -> CellMeaning:
        if self.col.dash == "missing" or self.col.kind is Ratio:
            return CellMeaning()
        return CellMeaning((0,) if self.col.kind is Count else (0.0,), mark="zero_dash")

    def _count(self, body: str) -> CellMeaning:
        readings = {style: numerals.number(body, style) for style in ("vi", "en")}
        whole = {s: int(v) for s, v in readings.items() if v is not None and v.is_integer()}
        values = set(whole.values())
        if len(values) > 1:  # 16.000 is sixteen thousand unless the column writes thousands with commas
            if self.style == "en":
                return _two_ways(whole["vi"], whole["en"])
            return CellMeaning((max(values, key=abs),))
        return CellMeaning((values.pop(),)) if values else CellMeaning(rule="CELL-COUNT")

    def _number(self, body: str) -> CellMeaning:
        value = numerals.number(body, self.style)
        if value is not None:
            if self.col.kind is Amount:
                value = scaled(pa.array([value]), self.scale)[0].as_py()
            return CellMeaning((value,))
        readings = [numerals.number(body, style) for style in ("vi", "en")]
        if None not in readings and self.style is None:
            return _two_ways(*readings)
        return CellMeaning(rule=_wrong(self.col))

    def _ratio(self, text: str) -> CellMeaning:
        found = _RATIO.fullmatch(text)
        if not found:
            return CellMeaning(rule="CELL-RATIO")
        parts = [self._count(part.strip()) for part in found.groups()]
        if any(part.rule for part in parts):
            return CellMeaning(rule="CELL-RATIO")
        return CellMeaning(tuple(part.values[0] for part in parts))


def _two_ways(one: float | None, other: float | None) -> CellMeaning:
    words = [f"{value:,.6f}".rstrip("0").rstrip(".").replace(",", " ") for value in (one, other) if value is not None]
    return CellMeaning(rule="CELL-AMBIGUOUS", details={"one": words[0], "other": words[1]})

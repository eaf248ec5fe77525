"""Cells of text and of codes: what is named, by its code where the contract has a list of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from schemas.codes import CodeList, code_list
from schemas.form import Column
from schemas.kinds import Code
from schemas.values.text import clean
from spreadsheets.sheet.grid import CellType
from spreadsheets.understand.cells.column_cells import CellMeaning, ColumnCells, Typed, by_distinct, joined, plain
from spreadsheets.understand.cells.quantity import is_error, is_missing

_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")
#: A spreadsheet keeps fifteen digits of a number; what is longer has lost its last ones.
_MOST_DIGITS = 1e15
_LONGEST_CODE = 40
#: A list no longer than this is told whole to who wrote something it does not have.
_MOST_CHOICES = 12
#: Texts that are what they say, in RE2: plain letters, digits and signs, beginning with none of the signs.
_AS_IS = r"^[A-Za-z0-9](?:[A-Za-z0-9._/\-]*[A-Za-z0-9])?$"


def read_name(cells: ColumnCells, col: Column, on: date | None) -> Typed:
    """Read a column of Text or Code. `on`: the day whose names and codes hold."""
    codes = code_list(col.codes) if col.codes else None
    kinds = [pa.string()] * len(col.fields)
    meant: Callable[[str], CellMeaning] = partial(_named, col=col, codes=codes, on=on)
    as_is = "" if codes else _AS_IS
    read = [by_distinct(cells.texts, lambda text: _text(text, meant), kinds, as_is)]
    if cells.has(CellType.NUMBER):
        read.append(_numbers(cells, col, meant, kinds))
    if cells.has(CellType.DATE):
        dates = cells.strings(CellType.DATE)
        wrong = CellMeaning(rule="CELL-PATTERN", details=_pattern(col)) if col.kind is Code else None
        read.append(by_distinct(dates, lambda iso: wrong or (CellMeaning() if iso is None else meant(iso[:10])), kinds))
    if cells.has(CellType.ERROR):
        read.append(by_distinct(cells.strings(CellType.ERROR), lambda _: CellMeaning(rule="CELL-ERROR"), kinds))
    if cells.has(CellType.BOOL):
        slots = pc.indices_nonzero(cells.is_type(CellType.BOOL)).to_pylist()
        wrong = CellMeaning(rule="CELL-PATTERN", details=_pattern(col))
        read[0].notes.update(dict.fromkeys(slots, wrong))
    return joined(read)


def _text(text: str | None, meant: Callable[[str], CellMeaning]) -> CellMeaning:
    text = clean(text or "")
    if not text or is_missing(text):
        return CellMeaning()
    return CellMeaning(rule="CELL-ERROR") if is_error(text) else meant(text)


def _named(text: str, *, col: Column, codes: CodeList | None, on: date | None) -> CellMeaning:
    """The parts of a cell that says `text`: itself, or its code, or both."""
    if col.kind is Code:
        text = text.removeprefix("'")
        if _SCIENTIFIC.fullmatch(text):
            return CellMeaning(rule="CELL-SCIENTIFIC")
    if codes is None:
        return CellMeaning((text,))
    code = codes.resolve(text, on)
    if code is not None:
        return CellMeaning(_values(text, code, col))
    return _former(text, col, codes, on) or _unknown(text, col, codes, on)


def _values(text: str, code: str | None, col: Column) -> tuple[str | None, ...]:
    return (code,) if col.kind is Code else (text, code)


def _former(text: str, col: Column, codes: CodeList, on: date | None) -> CellMeaning | None:
    """What a late sheet calls by its old name: understood where only the name changed, else it is for the sender.

    A unit that was merged into another is only a part of it, whatever code the new one carries.
    """
    if on is None or (former := codes.former(text, on)) is None:
        return None
    heirs = "; ".join(codes.label(code, on=on) for code in former.heirs)
    details = {"last": f"{former.entry.last:%d/%m/%Y}"} | ({"heirs": heirs} if heirs else {})
    moves = [s for s in codes.successions if s.code == former.entry.code and former.entry.last < s.since <= on]
    if all(move.kind in ("rename", "type_change") for move in moves) and former.heirs == (former.entry.code,):
        values = _values(text, former.entry.code, col)
        return CellMeaning(values, rule="CELL-CODE-FORMER", severity="warning", details=details)
    values = _values(text, None, col) if col.kind is not Code else ()
    return CellMeaning(values, rule="CELL-CODE-ENDED", details=details)


def _unknown(text: str, col: Column, codes: CodeList, on: date | None) -> CellMeaning:
    close = codes.close_to(text, on)
    said = {"close": close, "choices": codes.choices(_MOST_CHOICES, on)}
    details = {name: "; ".join(names) for name, names in said.items() if names}
    values = _values(text, None, col)
    return CellMeaning(values if any(values) else (), rule="CELL-CODE", severity=col.unknown, details=details)


def _numbers(cells: ColumnCells, col: Column, meant: Callable[[str], CellMeaning], kinds: list[pa.DataType]) -> Typed:
    """Cells where a name or a code is stored as a number; as text it may have had leading zeros."""
    if col.kind is not Code:
        return by_distinct(cells.numbers, lambda n: CellMeaning() if n is None else meant(plain(n)), kinds)
    formats = [style.format for style in cells.grid.styles]
    if any(map(_ZEROS.fullmatch, formats)):  # the sheet itself shows the zeros: "00000"
        slots = pc.indices_nonzero(cells.is_type(CellType.NUMBER)).to_pylist()
        numbers = cells.numbers.to_pylist()
        outcomes = {slot: _code(numbers[slot], col, meant, cells.format(slot)) for slot in slots}
        values = [outcomes[slot].values if slot in outcomes else () for slot in range(len(cells.rows))]
        parts = [pa.array([v[i] if v else None for v in values], kind) for i, kind in enumerate(kinds)]
        return Typed(parts, {slot: o for slot, o in outcomes.items() if o.rule or o.mark})
    return by_distinct(cells.numbers, lambda n: CellMeaning() if n is None else _code(n, col, meant), kinds)


def _code(number: float, col: Column, meant: Callable[[str], CellMeaning], format: str = "") -> CellMeaning:
    if abs(number) >= _MOST_DIGITS:
        return CellMeaning(rule="CELL-SCIENTIFIC")
    if not number.is_integer() or number < 0:
        return CellMeaning(rule="CELL-PATTERN", details=_pattern(col))
    text = plain(number)
    if _ZEROS.fullmatch(format):
        return meant(text.zfill(len(format)))
    if not col.pattern or re.fullmatch(col.pattern, text):
        return meant(text)
    fitting = [p for n in range(len(text) + 1, _LONGEST_CODE) if re.fullmatch(col.pattern, p := text.zfill(n))]
    outcome = meant(fitting[0]) if len(fitting) == 1 else meant(text)
    if len(fitting) != 1 or outcome.rule:
        return outcome
    return outcome._replace(rule="CELL-CODE-PADDED", severity="warning", details={"read": fitting[0]})


def _pattern(col: Column) -> dict[str, str]:
    return {"pattern": col.pattern, "like": col.like} if col.pattern else {}

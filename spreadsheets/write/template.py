"""The blank workbook a department fills in: the form in its official look, what may be typed, and a hidden mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from math import prod

from schemas.codes import CodeEntry, code_list
from schemas.form import Column, Form
from schemas.kinds import Text
from schemas.owed import debtors
from schemas.values.address import address, letter
from schemas.values.periods import Period
from spreadsheets.understand.cells.money import scale_of
from spreadsheets.understand.mark import OWN, TemplateMark
from spreadsheets.write.drawing import Look, draw
from spreadsheets.write.drawn import CellStyle, Choice, DrawnCell, DrawnSheet
from spreadsheets.write.entry import FORMATS, entry
from spreadsheets.write.guide import NAME as GUIDE
from spreadsheets.write.guide import guide
from spreadsheets.write.mark_sheet import mark_sheet
from spreadsheets.write.measures import unit_words

SHEET = "Biểu"
_LISTS = f"{OWN}_lists"
#: More rows than this are not printed in advance: few offices have one for every combination of the grain.
_MOST_PREFILLED = 250
_BLANK_ROWS, _BLANK_REGISTER_ROWS = 30, 200
_OPEN_PERIODS = {
    "day": "(Đến ngày ……/……/………)", "week": "Tuần …… năm ………", "month": "Tháng …… năm ………",
    "quarter": "Quý …… năm ………", "half": "6 tháng …… năm ………", "nine_months": "9 tháng năm ………",
    "school_year": "Năm học ……… - ………", "year": "Năm ………",
}  # fmt: skip
_OPEN_PARENT, _OPEN_SENDER = "(Cơ quan chủ quản)", "(Tên cơ quan báo cáo)"


@dataclass(frozen=True)
class Blank:
    """What a template is asked for.

    `sender` and `unit` are codes, "" where left open; `on` is the day whose names, codes and columns hold; `due` the
    day it is owed; `rows` how many rows to leave open, None for as many as the grain needs.
    """

    form: type[Form]
    on: date
    sender: str = ""
    unit: str = ""
    period: Period | None = None
    due: date | None = None
    rows: int | None = None
    money: str = "triệu đồng"


def template(blank: Blank) -> list[DrawnSheet]:
    """The sheets of a template: the form, its instructions, the lists to choose from, the mark."""
    return _Template(blank).sheets()


class _Template:
    """One template on its way."""

    def __init__(self, blank: Blank) -> None:
        self.blank, self.form, self.on = blank, blank.form, blank.on
        columns = {name: col for name, col in self.form.columns.items() if col.valid_on(self.on)}
        self.lists = {name: self._choices(col) for name, col in columns.items() if col.codes}

    def sheets(self) -> list[DrawnSheet]:
        lists = self._lists_sheet()
        sheet = self._form_sheet()
        to = self._receiver()
        instructions = guide(self.form, sheet, self.lists, self.blank.money, to, self.blank.due, self.on)
        return [sheet, instructions, *([lists] if self.lists else []), mark_sheet(self._mark())]

    def _mark(self) -> TemplateMark:
        blank, prefilled = self.blank, tuple(self.prefilled[0] if self.prefilled else ())
        return TemplateMark(
            self.form.name, self.form.hash(), SHEET, GUIDE, blank.sender, blank.unit, blank.period, prefilled
        )

    def _receiver(self) -> str:
        sector = self.form.sector
        if sector is None or sector.department == self.blank.sender:
            return ""
        return code_list("agency").label(sector.department, on=self.on)

    def _choices(self, col: Column) -> list[str]:
        """What may be chosen in a column: names, or codes where the column holds codes."""
        entries = list(self._entries(col.codes or ""))
        return [_name(col, entry, self.on) for entry in entries]

    def _entries(self, codes: str) -> Iterator[CodeEntry]:
        """The entries of a list that hold on the day; units only within the one that is reported on."""
        is_unit = codes.partition(":")[0] == "unit"
        for each in code_list(codes).entries:
            if each.valid_on(self.on) and (not is_unit or self._is_within(each)):
                yield each

    def _is_within(self, entry: CodeEntry) -> bool:
        units = {e.code: e.parent for e in code_list("unit").entries if e.valid_on(self.on)}
        code, wanted = entry.code, self.blank.unit
        while wanted and code and code != wanted:
            code = units.get(code, "")
        return not wanted or bool(code)

    @cached_property
    def prefilled(self) -> list[dict[str, str]]:
        """The rows of a closed grain: one for every unit, agency or code it is made of; none where it is open."""
        columns = [self.form.column_of(field) for field in self.form.grain]
        if not columns or not all(col.codes for col in columns):
            return []
        choices = [self._owing(col) if col.codes == "agency" else self.lists[col.name] for col in columns]
        if prod(map(len, choices)) > _MOST_PREFILLED and len(columns) > 1:
            return []
        return [dict(zip((col.name for col in columns), names, strict=True)) for names in product(*choices)]

    def _owing(self, col: Column) -> list[str]:
        """The agencies that have a row: the sender's own, or those of all who owe the form where it collects them."""
        owing = [debtor.sender for debtor in debtors(self.form, self.on)]
        chosen = {self.blank.sender} & set(owing) or set(owing)
        return [_name(col, e, self.on) for e in self._entries("agency") if e.code in chosen]

    def _form_sheet(self) -> DrawnSheet:
        blank = self.blank
        count = _BLANK_REGISTER_ROWS if self.form.mode == "register" else _BLANK_ROWS
        count = len(self.prefilled) or count if blank.rows is None else max(blank.rows, len(self.prefilled))
        rows = [*self.prefilled, *({} for _ in range(count - len(self.prefilled)))]
        look = Look(sheet=SHEET, on=self.on, money=blank.money)
        if not blank.sender:
            look = replace(look, parent=_OPEN_PARENT, body=_OPEN_SENDER)
        if not blank.period:
            look = replace(look, period=_OPEN_PERIODS.get(self.form.period, ""))
        sheet = draw(self.form, rows, sender=blank.sender, unit=blank.unit, period=blank.period, look=look)
        self._open(sheet)
        self._validate(sheet)
        sheet.is_protected = True
        sheet.frozen_row = min(sheet.rows) - 1
        sheet.frozen_column = min(sheet.columns.values())
        return sheet

    def _open(self, sheet: DrawnSheet) -> None:
        """Unlock what is to be filled in: the table's cells, what the letterhead leaves open, who signs."""
        formats = {number: FORMATS.get(self.form.columns[name].kind) for name, number in sheet.columns.items()}
        last = max(sheet.rows)
        for (row, column), cell in sheet.cells.items():
            style = cell.style
            if row in sheet.rows:
                style = replace(style, number_format=formats.get(column) or style.number_format, locked=False)
            elif row > last or "…" in str(cell.value) or cell.value in (_OPEN_PARENT, _OPEN_SENDER, Look().number):
                style = replace(style, locked=False)
            sheet.cells[row, column] = DrawnCell(cell.value, style)

    def _validate(self, sheet: DrawnSheet) -> None:
        top, bottom = min(sheet.rows), max(sheet.rows)
        for name, number in sheet.columns.items():
            col = self.form.columns[name]
            heading = col.headers_on(self.on)[0]
            scale = scale_of(unit_words(col, heading, self.blank.money)) or 1.0
            options = entry(col, heading, address(top, number), self._reference(name), scale)
            sheet.choices.append(Choice(top, number, bottom, number, options))

    def _reference(self, name: str) -> str:
        """Where the list of a column stands."""
        if name not in self.lists:
            return ""
        column = letter(list(self.lists).index(name) + 1)
        return f"='{_LISTS}'!${column}$2:${column}${1 + len(self.lists[name])}"

    def _lists_sheet(self) -> DrawnSheet:
        sheet = DrawnSheet(_LISTS, visibility="very_hidden")
        for column, (name, values) in enumerate(self.lists.items(), 1):
            _put_down(sheet, column, [name, *values])
        return sheet


def _put_down(sheet: DrawnSheet, column: int, values: Sequence[str]) -> None:
    for row, value in enumerate(values, 1):
        sheet.put(row, column, value, CellStyle(number_format="@"))


def _name(col: Column, entry: CodeEntry, on: date) -> str:
    """What stands for a code in a column: its name, where that alone says which it is."""
    if col.kind is not Text:
        return entry.code
    codes = code_list(col.codes or "")
    return next((name for name in entry.names if codes.resolve(name, on) == entry.code), entry.code)

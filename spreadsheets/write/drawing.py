"""A form's table drawn as an office prints it: letterhead, title, period, unit, merged heading, numbering, rows.

Used for the blank template and for the sample province. What is drawn here is read back by the flows as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schemas.codes import code_list
from schemas.form import Column, Form
from schemas.kinds import Amount, Code, Count, Day, Percent, Ratio, Text
from schemas.values.periods import Period
from spreadsheets.find.texts.unit_of_measure import is_unit_line
from spreadsheets.understand.cells.money import scale_in, scale_of
from spreadsheets.understand.heading import SEPARATOR
from spreadsheets.understand.letterhead import province
from spreadsheets.write.captions import letterhead_of, period_text
from spreadsheets.write.drawn import CellStyle, DrawnSheet, styled
from spreadsheets.write.fitting import fit
from spreadsheets.write.headings import merged
from spreadsheets.write.measures import is_money_column, unit_words

#: Column name -> value: a number in stored units, a printed name, (numerator, denominator), date, bool or None.
#: A text stands as it is in a column of any kind.
Row = Mapping[str, Any]

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_WIDTHS = {Text: 26.0, Code: 14.0, Amount: 14.0, Day: 12.0}
_MOST_DECIMALS = 6
#: A sheet narrower than this has no room for the letterhead.
_NARROWEST = 96.0


@dataclass(frozen=True)
class Look:
    """How one office draws a table; None takes what the contract and the reference data say.

    `headings`: column -> the heading printed instead of the official one, levels joined with " > ". `order`: the
    columns from the left, those left out not drawn. `money`: the printed unit of amounts. `day`: date of the letter.
    `on`: the day whose names and columns hold where no period says it.
    """

    sheet: str = "Biểu"
    top: int = 1
    left: int = 1
    parent: str | None = None
    body: str | None = None
    place: str | None = None
    number: str = "Số:          /BC"
    day: date | None = None
    on: date | None = None
    title: str | None = None
    period: str | None = None
    unit: str | None = None
    money: str = "triệu đồng"
    headings: Mapping[str, str] = field(default_factory=dict)
    order: Sequence[str] | None = None
    ordinal: str = "STT"
    total: str = ""
    font: str = "Times New Roman"
    is_percent_format: bool = False
    has_letterhead: bool = True
    has_numbering: bool = True
    has_signature: bool = True


def draw(
    form: type[Form],
    rows: Sequence[Row],
    *,
    sender: str = "",
    unit: str = "",
    period: Period | None = None,
    groups: Sequence[tuple[str, Sequence[Row]]] = (),
    look: Look | None = None,
) -> DrawnSheet:
    """A sheet with a form's table.

    `sender` and `unit` are codes. `groups`: (label, rows) drawn after `rows` under a line of their sums; the sheet's
    own `rows` counts those of `rows`, then of the groups. `Look.total` names a last line of sums, "" for none. Money is
    given in đồng.
    """
    drawing = _Drawing(form, sender, unit, period, look or Look())
    drawing.head()
    drawing.heading()
    drawing.body(rows, groups)
    drawing.foot()
    fit(drawing.sheet)
    return drawing.sheet


class _Drawing:
    """A sheet on its way; `row` is the next free row."""

    def __init__(self, form: type[Form], sender: str, unit: str, period: Period | None, look: Look) -> None:
        self.form, self.sender, self.unit, self.period, self.look = form, sender, unit, period, look
        self.on = period.end if period else look.on
        self.sheet = DrawnSheet(look.sheet)
        self.names = list(look.order) if look.order is not None else list(_columns(form, self.on))
        self.first = look.left + (1 if look.ordinal else 0)
        self.last = self.first + len(self.names) - 1
        self.sheet.columns = {name: self.first + i for i, name in enumerate(self.names)}
        self.row = look.top
        self.plain = CellStyle(font=look.font)
        self.edge = styled(self.plain, border=True)
        self._set_widths()

    def _set_widths(self) -> None:
        if self.look.ordinal:
            self.sheet.widths[self.look.left] = 5.0
        for name, number in self.sheet.columns.items():
            self.sheet.widths[number] = _WIDTHS.get(self.form.columns[name].kind, 11.0)
        wider = max(1.0, _NARROWEST / sum(self.sheet.widths.values()))
        self.sheet.widths |= {
            number: round(self.sheet.widths[number] * wider, 1) for number in self.sheet.columns.values()
        }

    def heading_of(self, name: str) -> str:
        return self.look.headings.get(name) or self.form.columns[name].headers_on(self.on)[0]

    def head(self) -> None:
        """Everything above the table."""
        if self.look.has_letterhead:
            self._letterhead()
        title = self.form.titles[0].upper() if self.look.title is None and self.form.titles else self.look.title
        said = period_text(self.period) if self.look.period is None and self.period else self.look.period
        unit = self._unit_line() if self.look.unit is None else self.look.unit
        bold = styled(self.plain, bold=True, align="center", size=13, wrap=True)
        for text, style in (
            (title, bold),
            (said, styled(self.plain, italic=True, align="center")),
            (unit, styled(self.plain, italic=True, align="right")),
        ):
            if text:
                self.sheet.merge(self.row, self.look.left, self.row, self.last, text, style)
            self.row += 1

    def _letterhead(self) -> None:
        parent, body = letterhead_of(self.sender, self.on)
        parent = parent if self.look.parent is None else self.look.parent
        body = body if self.look.body is None else self.look.body
        centre = styled(self.plain, align="center", wrap=True)
        bold, italic = styled(centre, bold=True), styled(centre, italic=True)
        lines = (
            ((parent, centre), (_NATION, bold)),
            ((body, bold), (_MOTTO, bold)),
            ((self.look.number, centre), (self._dated(), italic)),
        )
        cut = self._cut()
        for left, right in lines:
            for (text, style), start, end in ((left, self.look.left, cut), (right, cut + 1, max(self.last, cut + 1))):
                if text:
                    self.sheet.merge(self.row, start, self.row, end, text, style)
            self.row += 1
        self.row += 1

    def _cut(self) -> int:
        """The last column of the left half, by width."""
        half = sum(self.sheet.widths.values()) * 0.45
        width = 0.0
        for column in range(self.look.left, self.last + 1):
            width += self.sheet.widths.get(column, 9.0)
            if width >= half:
                return min(column, max(self.last - 1, self.look.left))
        return self.last

    def _dated(self) -> str:
        """Place and date of the letter; without a day no year is said, which could be taken for the period."""
        place = self.look.place
        if place is None:
            place = next((e.names[1] for e in code_list("unit:province").entries if e.code == province(self.on)), "")
        if self.look.day is None:
            return f"{place}, ngày …… tháng …… năm ………"
        return f"{place}, ngày {self.look.day.day} tháng {self.look.day.month} năm {self.look.day.year}"

    def _unit_line(self) -> str:
        """The unit of money where a heading leaves it open, else the one unit of all figures, else nothing."""
        columns = [(self.form.columns[name], self.heading_of(name)) for name in self.names]
        if any(is_money_column(col) and scale_in(heading) is None for col, heading in columns):
            return f"Đơn vị tính: {self.look.money}"
        units = {unit_words(col, heading, "") for col, heading in columns if col.kind in (Count, Amount)}
        said = f"Đơn vị tính: {units.pop()}" if len(units) == 1 else ""
        return said if said and is_unit_line(said) else ""

    def heading(self) -> None:
        """The merged heading and the row that numbers the columns."""
        style = styled(self.edge, bold=True, align="center", wrap=True)
        levels = [self.heading_of(name).split(SEPARATOR) for name in self.names]
        if self.look.ordinal:
            levels.insert(0, [self.look.ordinal])
        depth = max(map(len, levels))
        for top, left, bottom, right, text in merged(levels, depth):
            at = (self.row + top, self.look.left + left, self.row + bottom, self.look.left + right)
            self.sheet.merge(*at, text, style)
        self.sheet.header = (self.row, self.row + depth - 1)
        self.row += depth
        if self.look.has_numbering:
            for number, column in enumerate(range(self.look.left, self.last + 1), 1):
                self.sheet.put(self.row, column, f"({number})", styled(self.edge, italic=True, align="center", size=10))
            self.row += 1

    def body(self, rows: Sequence[Row], groups: Sequence[tuple[str, Sequence[Row]]]) -> None:
        """Rows, groups under their sums, and the total."""
        index = self._rows(rows, 0)
        for number, (label, members) in enumerate(groups):
            self._sums(_ROMAN[number], label, members)
            index = self._rows(members, index)
        if self.look.total:
            self._sums("", self.look.total, [*rows, *(row for _, members in groups for row in members)])

    def _rows(self, rows: Sequence[Row], index: int) -> int:
        for number, row in enumerate(rows, 1):
            if self.look.ordinal:
                self.sheet.put(self.row, self.look.left, number, styled(self.edge, align="center"))
            for name, column in self.sheet.columns.items():
                self.sheet.put(self.row, column, *self.printed(name, row.get(name)))
            self.sheet.rows[self.row] = index
            index += 1
            self.row += 1
        return index

    def _sums(self, mark: str, label: str, rows: Sequence[Row]) -> None:
        """A bold line with the sums of its rows."""
        bold = styled(self.edge, bold=True)
        for column in range(self.look.left, self.last + 1):
            self.sheet.put(self.row, column, None, bold)
        if self.look.ordinal and mark:
            self.sheet.put(self.row, self.look.left, mark, styled(bold, align="center"))
        self.sheet.put(self.row, self.first, label, bold)
        for name, column in self.sheet.columns.items():
            values = [row[name] for row in rows if isinstance(row.get(name), int | float)]
            if values and self.form.columns[name].kind in (Count, Amount):
                value, style = self.printed(name, sum(values))
                self.sheet.put(self.row, column, value, styled(style, bold=True))
        self.row += 1

    def printed(self, name: str, value: Any) -> tuple[Any, CellStyle]:
        """What stands in a data cell, and how."""
        col = self.form.columns[name]
        style = styled(self.edge, wrap=col.kind is Text)
        if isinstance(value, bool):
            return "Có" if value else "Không", styled(style, align="center")
        if isinstance(value, date):
            return value, styled(style, number_format="dd/mm/yyyy", align="center")
        if isinstance(value, tuple):
            return f"{value[0]}/{value[1]}", styled(style, align="center")
        if isinstance(value, int | float):
            number, pattern = self._number(col, value, self.heading_of(name))
            return number, styled(style, number_format=pattern)
        return value, styled(style, number_format="@") if col.kind in (Code, Ratio) else style

    def _number(self, col: Column, value: float, heading: str) -> tuple[float, str]:
        if col.kind is Percent and self.look.is_percent_format:
            return value / 100, f"{_pattern(value)}%"
        if is_money_column(col):
            value = value / (scale_in(heading) or scale_of(self.look.money) or 1.0)
        return value, _pattern(value)

    def foot(self) -> None:
        """Who signs, without a name."""
        if not self.look.has_signature:
            return
        centre = styled(self.plain, align="center")
        cut = self._cut()
        blocks = ((self.look.left, cut), (cut + 1, max(self.last, cut + 1)))
        texts = (("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"), ("(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên, đóng dấu)"))
        for offset, (pair, style) in enumerate(zip(texts, (styled(centre, bold=True), centre), strict=True), 1):
            for text, (start, end) in zip(pair, blocks, strict=True):
                self.sheet.merge(self.row + offset, start, self.row + offset, end, text, style)
        self.row += 3


def _columns(form: type[Form], on: date | None) -> Iterator[str]:
    return (name for name, col in form.columns.items() if on is None or col.valid_on(on))


def _pattern(value: float) -> str:
    """A number format with the decimals a number has."""
    decimals = f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2]
    return f"#,##0.{'0' * len(decimals)}" if decimals else "#,##0"

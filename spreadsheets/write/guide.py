"""The sheet of instructions that goes with a template, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from schemas.form import Basis, Column, Form
from schemas.kinds import Amount, Count, Percent, Ratio
from schemas.values.address import letter
from spreadsheets.understand.cells.money import scale_of
from spreadsheets.understand.heading import SEPARATOR
from spreadsheets.write.drawn import CellStyle, DrawnSheet
from spreadsheets.write.entry import wanted_of
from spreadsheets.write.fitting import lines_of
from spreadsheets.write.measures import unit_words

NAME = "Hướng dẫn"
_MOST_LISTED = 12
_WIDTHS = (6.0, 42.0, 44.0, 16.0, 12.0, 52.0)
_HEADS = ("Cột", "Tên cột", "Ghi gì", "Đơn vị tính", "Bắt buộc", "Giải thích")
_BASES: dict[Basis, str] = {
    "period": "số phát sinh trong kỳ",
    "cumulative": "số lũy kế từ đầu đến hết ngày cuối kỳ",
    "as_of": "số hiện có tại ngày cuối kỳ",
}
_ALWAYS = (
    "Chỉ ghi vào các ô để mở của bảng; không sửa tiêu đề cột, không thêm cột."
    " Hết dòng thì chèn thêm dòng vào giữa bảng.",
    "Không có số liệu: để trống ô. Không phát sinh: ghi 0 hoặc dấu gạch ngang (-). Hai cách ghi này khác nhau.",
    "Dòng in sẵn tên mà không ghi gì thì không được tính là đã báo cáo.",
    "Tên tệp, tên trang tính và phông chữ có thể đổi. Gửi tệp .xlsx, không gửi ảnh chụp hay bản in.",
)


def guide(
    form: type[Form],
    drawn: DrawnSheet,
    lists: Mapping[str, Sequence[str]],
    money: str,
    to: str,
    due: date | None,
    on: date,
) -> DrawnSheet:
    """Instructions for the form as it is `drawn`: how to fill it in, column by column, whom to send it to and when.

    `lists`: column -> what may be chosen in it. `money`: the printed unit of amounts. `to`: who receives it. `on`:
    the day whose rules are told.
    """
    sheet = DrawnSheet(NAME, is_protected=True, widths=dict(enumerate(_WIDTHS, 1)))
    wrap = CellStyle(wrap=True)
    sheet.merge(1, 1, 1, 6, "HƯỚNG DẪN ĐIỀN BIỂU", CellStyle(bold=True, size=14, align="center"))
    sheet.merge(2, 1, 2, 6, form.title(), CellStyle(bold=True, align="center", wrap=True))
    row = 4
    for line in (*_sending(to, due), *_ALWAYS):
        sheet.merge(row, 1, row, 6, f"- {line}", wrap)
        row += 1
    row = _columns(sheet, row + 1, form, drawn, lists, money)
    rules = [rule.says.vi for rule in form.rules_on(on) if rule.severity != "draft"]
    if rules:
        sheet.merge(row + 1, 1, row + 1, 6, "Số liệu sẽ được kiểm tra:", CellStyle(bold=True))
    for offset, text in enumerate(rules, row + 2):
        sheet.merge(offset, 1, offset, 6, f"- {text[0].upper()}{text[1:]}.", wrap)
        sheet.heights[offset] = 15.0 * lines_of(text, sum(_WIDTHS))
    return sheet


def _sending(to: str, due: date | None) -> Iterator[str]:
    when = f" chậm nhất ngày {due:%d/%m/%Y}" if due else ""
    if to or when:
        yield f"Gửi biểu này{f' cho {to}' if to else ''}{when}."


def _columns(
    sheet: DrawnSheet, row: int, form: type[Form], drawn: DrawnSheet, lists: Mapping[str, Sequence[str]], money: str
) -> int:
    head = CellStyle(bold=True, border=True, align="center", wrap=True, fill="#DDEBF7")
    edge = CellStyle(border=True, wrap=True)
    for number, text in enumerate(_HEADS, 1):
        sheet.put(row, number, text, head)
    for name, number in drawn.columns.items():
        row += 1
        col = form.columns[name]
        heading = _heading(drawn, number)
        unit = unit_words(col, heading, money)
        cells = (
            letter(number),
            heading,
            _capital(wanted_of(col, scale_of(unit) or 1.0)),
            unit,
            "" if col.nullable else "Có",
            "; ".join(_remarks(form, col, lists.get(name, ()))),
        )
        for place, text in enumerate(cells, 1):
            sheet.put(row, place, text, edge)
        sheet.heights[row] = 15.0 * max(lines_of(text, width) for text, width in zip(cells, _WIDTHS, strict=True))
    return row + 1


def _heading(drawn: DrawnSheet, column: int) -> str:
    """The heading of a column as it is drawn, levels from the top."""
    top, bottom = drawn.header
    merges = {(a, b): (c, d) for a, b, c, d in drawn.merges}
    texts = []
    for row in range(top, bottom + 1):
        for left in range(column, 0, -1):
            cell = drawn.cells.get((row, left))
            if cell and left <= column <= merges.get((row, left), (row, left))[1]:
                texts.append(str(cell.value))
                break
    return SEPARATOR.join(texts)


def _remarks(form: type[Form], col: Column, choices: Sequence[str]) -> Iterator[str]:
    if col.kind in (Count, Amount, Percent, Ratio):
        yield _capital(_BASES[col.basis or form.basis])
    if choices:
        few = len(choices) <= _MOST_LISTED
        yield "Chọn: " + ", ".join(choices) if few else f"Chọn trong danh sách {len(choices)} mục của ô"
    if col.name in {form.column_of(field).name for field in form.grain}:
        yield "Mỗi dòng một giá trị, không lặp lại" if len(form.grain) == 1 else "Dùng để phân biệt các dòng"
    if col.personal:
        yield "Dữ liệu cá nhân: chỉ dùng để đối chiếu, không lưu nguyên văn"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""Tolerances of geometry: where things stand on a sheet, in which order, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from province.mess.sheet import MessySheet, Tolerance, shuffled
from schemas.form import Form
from spreadsheets.understand.heading import SEPARATOR
from spreadsheets.write.drawing import Look
from spreadsheets.write.drawn import CellStyle, DrawnSheet

_NOTES = (
    "Ghi chú: số liệu trích từ phần mềm của ngành.", "Nguồn: báo cáo của các đơn vị trực thuộc.",
    "Nơi nhận: - Như trên; - Lưu: VT.",
)  # fmt: skip
_PROSE = "Tiếp tục tuyên truyền, hướng dẫn người dân sử dụng dịch vụ công trực tuyến."


def _is_flat(form: type[Form]) -> bool:
    return not any(SEPARATOR in heading for col in form.columns.values() for heading in col.headers[:1])


def _lower(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, top=look.top + rng.randint(2, 7))


def _further_right(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, left=look.left + rng.randint(1, 3))


def _no_numbering(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, has_numbering=False)


def _other_ordinal(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, ordinal=rng.choice(("TT", "Số TT", "Stt")))


def _no_ordinal(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, ordinal="")


def _other_sheet_name(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, sheet=rng.choice(("Sheet1", "PL1", "Biểu 01", "BS", "T5 (2)")))


def _no_signature(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, has_signature=False)


def _total_last(look: Look, form: type[Form], rng: Random) -> Look:
    return replace(look, total=rng.choice(("Tổng cộng", "TỔNG CỘNG", "Cộng", "Tổng số")))


def _columns_reordered(look: Look, form: type[Form], rng: Random) -> Look | None:
    if not _is_flat(form) or look.order is not None:
        return None
    names = [name for name in form.columns if look.on is None or form.columns[name].valid_on(look.on)]
    return replace(look, order=names[:1] + list(shuffled(rng, names[1:])))


def _rows_shuffled(sheet: MessySheet) -> bool:
    """Data rows in another order; the rest of the sheet stays."""
    drawn, rows = sheet.drawn, sorted(sheet.drawn.rows)
    if len(rows) < 2:
        return False
    order = list(shuffled(sheet.rng, rows))
    columns = drawn.columns.values()
    taken = {(row, c): drawn.cells[row, c] for row in rows for c in columns if (row, c) in drawn.cells}
    indexes = {row: drawn.rows[row] for row in rows}
    for row, source in zip(rows, order, strict=True):
        for c in columns:
            if (source, c) in taken:
                drawn.cells[row, c] = taken[source, c]
        drawn.rows[row] = indexes[source]
    return True


def _blank_row(sheet: MessySheet) -> bool:
    rows = sorted(sheet.drawn.rows)
    if len(rows) < 3:
        return False
    sheet.insert_row(sheet.rng.choice(rows[1:-1]))
    return True


def total_first(sheet: MessySheet) -> bool:
    """A line of sums above the rows."""
    drawn, first = sheet.drawn, min(sheet.drawn.rows)
    if len(drawn.rows) < 2:
        return False
    sums = {}
    for name in sheet.columns(*(c.kind for c in sheet.form.columns.values() if c.kind.name in ("count", "amount"))):
        numbers = [v for place in sheet.places(name) if isinstance(v := sheet.value(place), int | float)]
        sums[name] = sum(numbers) if numbers else None
    sheet.insert_row(first)
    bold = CellStyle(bold=True, border=True)
    drawn.put(first, min(drawn.columns.values()), "Tổng cộng", bold)
    for name, total in sums.items():
        drawn.put(first, drawn.columns[name], total, bold)
    return True


def _notes_below(sheet: MessySheet) -> bool:
    bottom = max(sheet.drawn.rows) + 1
    for i, text in enumerate(_NOTES[: sheet.rng.randint(1, 3)]):
        at = bottom + i
        sheet.insert_row(at)
        sheet.drawn.put(at, min(sheet.drawn.columns.values()), text, CellStyle(italic=True))
    return True


def _prose_sheet(sheet: MessySheet) -> bool:
    drawn = DrawnSheet("Công việc tháng tới")
    drawn.put(1, 1, _PROSE)
    drawn.put(2, 1, "Báo cáo Ban Chỉ đạo theo quy định.")
    sheet.extra.append(drawn)
    return True


def _hidden_copy(sheet: MessySheet) -> bool:
    """A hidden working copy of the table: last month's, most likely."""
    drawn = DrawnSheet("Tạm", cells=dict(sheet.drawn.cells), merges=list(sheet.drawn.merges), visibility="hidden")
    sheet.extra.append(drawn)
    return True


def _empty_columns(sheet: MessySheet) -> bool:
    """Bordered cells with nothing in them, far to the right of the table."""
    right = max(sheet.drawn.columns.values())
    for row in (*range(sheet.drawn.header[0], sheet.drawn.header[1] + 1), *sheet.drawn.rows):
        for column in range(right + 1, right + 5):
            sheet.drawn.put(row, column, None, CellStyle(border=True))
    return True


def _unmerged_down(sheet: MessySheet) -> bool:
    """Headings that were merged downwards stand in the top cell, with nothing below."""
    first, last = sheet.drawn.header
    tall = [m for m in sheet.drawn.merges if first <= m[0] and m[2] <= last and m[2] > m[0] and m[1] == m[3]]
    sheet.drawn.merges = [m for m in sheet.drawn.merges if m not in tall]
    return bool(tall)


def _letterhead_apart(sheet: MessySheet) -> bool:
    """The letterhead loses its merges: every line in one cell."""
    above = [m for m in sheet.drawn.merges if m[2] < sheet.drawn.header[0]]
    sheet.drawn.merges = [m for m in sheet.drawn.merges if m not in above]
    return bool(above)


def _gap_above_header(sheet: MessySheet) -> bool:
    sheet.insert_row(sheet.drawn.header[0])
    return True


def _note_column(sheet: MessySheet) -> bool:
    """A column of remarks, with a remark here and there."""
    right = max(sheet.drawn.columns.values()) + 1
    first, last = sheet.drawn.header
    sheet.drawn.merge(first, right, last, right, "Ghi chú", CellStyle(bold=True, border=True))
    for row in sheet.drawn.rows:
        text = sheet.rng.choice((None, None, "đã đối chiếu", "số liệu ổn định"))
        sheet.drawn.put(row, right, text, CellStyle(border=True))
    return True


def layouts() -> Iterator[Tolerance]:
    """Every tolerance of geometry."""
    looks = {
        "lower": (_lower, "bảng bắt đầu thấp hơn"), "further-right": (_further_right, "bảng lệch sang phải"),
        "no-numbering-row": (_no_numbering, "không có dòng đánh số cột"),
        "other-ordinal": (_other_ordinal, "cột STT ghi TT, Số TT"), "no-ordinal": (_no_ordinal, "không có cột STT"),
        "other-sheet-name": (_other_sheet_name, "trang tính tên khác"),
        "no-signature": (_no_signature, "không có phần ký"), "total-last": (_total_last, "dòng tổng ở cuối"),
        "columns-reordered": (_columns_reordered, "các cột đổi chỗ"),
    }  # fmt: skip
    for name, (look, about) in looks.items():
        yield Tolerance(name, about, "geometry", look=look)
    changes = {
        "rows-shuffled": (_rows_shuffled, "các dòng đổi thứ tự"), "blank-row": (_blank_row, "dòng trống giữa bảng"),
        "total-first": (total_first, "dòng tổng ở đầu"), "notes-below": (_notes_below, "ghi chú, nơi nhận ở dưới"),
        "prose-sheet": (_prose_sheet, "thêm trang tính chỉ có chữ"),
        "hidden-copy": (_hidden_copy, "bản sao ẩn của bảng"), "empty-columns": (_empty_columns, "cột trống bên phải"),
        "unmerged-down": (_unmerged_down, "tiêu đề không gộp ô dọc"),
        "letterhead-apart": (_letterhead_apart, "phần đầu không gộp ô"),
        "gap-above-header": (_gap_above_header, "thêm dòng trống trên tiêu đề"),
        "note-column": (_note_column, "thêm cột Ghi chú"),
    }  # fmt: skip
    for name, (apply, about) in changes.items():
        yield Tolerance(name, about, "geometry", apply=apply)

"""Defects: what is wrong on a sheet, at a known cell. What a reader or a rule should make of it is not known here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from province.mess.layouts import total_first
from province.mess.sheet import Defect, Flaw, MessySheet, Place, with_text
from schemas.kinds import Amount, Code, Count, Day, Flag, Kind, Percent, Text
from schemas.values.address import address
from spreadsheets.understand.heading import SEPARATOR

#: What cannot exceed what, as people know it: a part and its whole.
PARTS = (
    ("lookup_success_count", "lookup_count"), ("chip_visit_count", "insured_visit_count"),
    ("record_count", "population_count"), ("cccd_matched_count", "record_count"), ("updated_count", "record_count"),
    ("female_trained_count", "trained_member_count"), ("account_household_count", "supported_household_count"),
    ("selling_household_count", "account_household_count"), ("digital_farm_count", "farm_count"),
    ("digitised_record_count", "record_count"), ("e_certified_copy_count", "certified_copy_count"),
    ("database_parcel_count", "parcel_count"), ("digitised_map_sheet_count", "map_sheet_count"),
    ("sme_platform_count", "sme_count"), ("sme_count", "enterprise_count"), ("female_count", "trainee_count"),
    ("teacher_account_count", "teacher_count"), ("e_record_pupil_count", "pupil_count"),
    ("successful_call_count", "call_count"), ("overnight_visitor_count", "visitor_count"),
    ("done_task_count", "task_count"), ("online_count", "received_count"), ("cluster_count", "speaker_count"),
    ("received_reading_count", "expected_reading_count"), ("self_score", "maximum_score"),
)  # fmt: skip
#: What cannot come after what.
ORDERED = (("submitted_date", "received_date"), ("start_date", "end_date"), ("issued_date", "valid_to_date"))
#: Shares that are printed beside both their counts.
SHARES = ("coverage_pct", "sme_platform_pct", "received_pct")

Flaws = Sequence[Flaw]


def _numbers(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _pick(sheet: MessySheet, names: Sequence[str], fits: Callable[[Any], bool]) -> tuple[str, Place] | None:
    """A data cell of some columns whose value fits."""
    found = [(name, place) for name in names for place in sheet.places(name) if fits(sheet.value(place))]
    return sheet.rng.choice(found) if found else None


def _bad_cell(
    kind: str, kinds: Sequence[Kind], bad: Callable[[Any], Any], fits: Callable[[Any], bool] = _numbers, look: str = ""
) -> Callable[[MessySheet], Flaws]:
    """A defect that replaces the value of one cell of some kinds of column."""

    def apply(sheet: MessySheet) -> Flaws:
        chosen = _pick(sheet, sheet.columns(*kinds), fits)
        if chosen is None:
            return ()
        name, place = chosen
        wrong = bad(sheet.value(place))
        sheet.put(place, wrong, look or ("@" if isinstance(wrong, str) else ""))
        return (sheet.flaw(kind, place, name, wrong),)

    return apply


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _required_empty(sheet: MessySheet) -> Flaws:
    owed = [name for name in sheet.drawn.columns if not sheet.form.columns[name].nullable]
    chosen = _pick(sheet, owed, lambda value: value is not None)
    if chosen is None:
        return ()
    sheet.put(chosen[1], None)
    return (sheet.flaw("required-empty", chosen[1], chosen[0], ""),)


def _unknown_name(sheet: MessySheet) -> Flaws:
    coded = [name for name in sheet.columns(Text) if sheet.form.columns[name].codes]
    chosen = _pick(sheet, [n for n in coded if sheet.form.columns[n].unknown == "error"], _is_text)
    if chosen is None:
        return ()
    sheet.put(chosen[1], "Tên không có trong danh mục")
    return (sheet.flaw("unknown-name", chosen[1], chosen[0], "Tên không có trong danh mục"),)


def _of_another_level(sheet: MessySheet) -> Flaws:
    """A district where a commune is asked for, or the other way round."""
    wrong = {"unit:commune": "Huyện Yên Lạc", "unit:district": "Xã Kim Xá"}
    names = [n for n in sheet.columns(Text) if sheet.form.columns[n].codes in wrong]
    chosen = _pick(sheet, names, _is_text)
    if chosen is None:
        return ()
    text = wrong[str(sheet.form.columns[chosen[0]].codes)]
    sheet.put(chosen[1], text)
    return (sheet.flaw("unit-of-another-level", chosen[1], chosen[0], text),)


def _above_maximum(sheet: MessySheet) -> Flaws:
    names = [name for name in sheet.drawn.columns if sheet.form.columns[name].maximum is not None]
    chosen = _pick(sheet, names, _numbers)
    if chosen is None:
        return ()
    most = sheet.form.columns[chosen[0]].maximum or 0
    wrong = most * 100 + 7 if sheet.form.columns[chosen[0]].kind is Count else most * 1.4 + 1
    sheet.put(chosen[1], int(wrong) if sheet.form.columns[chosen[0]].kind is Count else wrong, "0.00")
    return (sheet.flaw("above-maximum", chosen[1], chosen[0], wrong),)


def _code_cut(sheet: MessySheet) -> Flaws:
    names = [name for name in sheet.columns(Code) if sheet.form.columns[name].pattern]
    chosen = _pick(sheet, names, _is_text)
    if chosen is None:
        return ()
    wrong = str(sheet.value(chosen[1]))[:2]
    sheet.put(chosen[1], wrong)
    return (sheet.flaw("code-cut-short", chosen[1], chosen[0], wrong),)


def _wrong_check_digit(kind: str, ending: str) -> Callable[[MessySheet], Flaws]:
    def apply(sheet: MessySheet) -> Flaws:
        names = [name for name in sheet.columns(Code) if name.endswith(ending)]
        chosen = _pick(sheet, names, lambda value: _is_text(value) and str(value).isdigit())
        if chosen is None:
            return ()
        text = str(sheet.value(chosen[1]))
        wrong = text[:-1] + str((int(text[-1]) + 1 + sheet.rng.randint(0, 7)) % 10)
        sheet.put(chosen[1], wrong)
        return (sheet.flaw(kind, chosen[1], chosen[0], wrong),)

    return apply


def _part_beyond_whole(sheet: MessySheet) -> Flaws:
    pairs = [pair for pair in PARTS if all(name in sheet.drawn.columns for name in pair)]
    sheet.rng.shuffle(pairs)
    for part, whole in pairs:
        chosen = _pick(sheet, [part], _numbers)
        if chosen:
            above = sheet.value((chosen[1][0], sheet.drawn.columns[whole]))
            if _numbers(above):
                wrong = above + 5 + sheet.rng.randint(0, 20)
                sheet.put(chosen[1], wrong)
                return (sheet.flaw("part-beyond-whole", chosen[1], part, wrong),)
    return ()


def _sum_off(sheet: MessySheet) -> Flaws:
    """A whole that no longer is the sum of the columns after it, where on this sheet it was in every row."""
    names = [name for name in sheet.drawn.columns if sheet.form.columns[name].kind is Count]
    wholes = []
    for i, whole in enumerate(names):
        for width in (2, 3):
            parts = names[i + 1 : i + 1 + width]
            if len(parts) == width and _adds_up(sheet, whole, parts):
                wholes.append(whole)
    chosen = _pick(sheet, list(dict.fromkeys(wholes)), _numbers)
    if chosen is None:
        return ()
    wrong = sheet.value(chosen[1]) + 7
    sheet.put(chosen[1], wrong)
    return (sheet.flaw("sum-off", chosen[1], chosen[0], wrong),)


def _adds_up(sheet: MessySheet, whole: str, parts: Sequence[str]) -> bool:
    rows = [[sheet.value(place) for place in row] for row in zip(*map(sheet.places, (whole, *parts)), strict=True)]
    known = [row for row in rows if all(map(_numbers, row))]
    positive = [row for row in known if sum(v > 0 for v in row[1:]) >= 2]
    return len(positive) >= 1 and all(row[0] == sum(row[1:]) for row in known)


def _share_off(sheet: MessySheet) -> Flaws:
    chosen = _pick(sheet, [name for name in SHARES if name in sheet.drawn.columns], _numbers)
    if chosen is None:
        return ()
    wrong = round(sheet.value(chosen[1]) * 0.9 - 1, 2)
    sheet.put(chosen[1], wrong)
    return (sheet.flaw("share-off", chosen[1], chosen[0], wrong),)


def _dates_out_of_order(sheet: MessySheet) -> Flaws:
    for earlier, later in ORDERED:
        if earlier in sheet.drawn.columns and later in sheet.drawn.columns:
            chosen = _pick(sheet, [later], lambda value: isinstance(value, date))
            first = sheet.value((chosen[1][0], sheet.drawn.columns[earlier])) if chosen else None
            if chosen and isinstance(first, date):
                wrong = first + timedelta(days=40)
                place = (chosen[1][0], sheet.drawn.columns[earlier])
                sheet.put(place, sheet.value(chosen[1]) + timedelta(days=40))
                return (sheet.flaw("dates-out-of-order", place, earlier, f"{wrong:%d/%m/%Y}"),)
    return ()


def _duplicate_row(sheet: MessySheet) -> Flaws:
    rows = sorted(sheet.drawn.rows)
    grain = [sheet.form.column_of(name).name for name in sheet.form.grain]
    if not grain or any(name not in sheet.drawn.columns for name in grain):
        return ()
    source, at = sheet.rng.choice(rows), rows[-1] + 1
    sheet.insert_row(at)
    for column in range(min(c for _, c in sheet.drawn.cells), max(c for _, c in sheet.drawn.cells) + 1):
        if (source, column) in sheet.drawn.cells:
            sheet.drawn.cells[at, column] = sheet.drawn.cells[source, column]
    place = (at, sheet.drawn.columns[grain[0]])
    return (sheet.flaw("duplicate-row", place, grain[0], sheet.value(place)),)


def _total_off(sheet: MessySheet) -> Flaws:
    first = min(sheet.drawn.rows)
    if not total_first(sheet):
        return ()
    names = [n for n in sheet.columns(Count) if _numbers(sheet.value((first, sheet.drawn.columns[n])))]
    if not names:
        return ()
    place = (first, sheet.drawn.columns[sheet.rng.choice(names)])
    sheet.put(place, sheet.value(place) + 11)
    return (sheet.flaw("total-off", place, "", sheet.value(place)),)


def _owed_headings(sheet: MessySheet) -> list[str]:
    return [name for name in sheet.drawn.columns if sheet.form.columns[name].required]


def _heading_unknown(sheet: MessySheet) -> Flaws:
    name = sheet.rng.choice(_owed_headings(sheet))
    place = sheet.leaf(name)
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], "Chỉ số phụ của đơn vị")
    return (Flaw("heading-unknown", address(*place), place[0], name, "Chỉ số phụ của đơn vị"),)


def _column_missing(sheet: MessySheet) -> Flaws:
    owed = [name for name in _owed_headings(sheet) if len(sheet.form.columns[name].headers[0].split(SEPARATOR)) == 1]
    if not owed:
        return ()
    name = sheet.rng.choice(owed)
    column = sheet.drawn.columns.pop(name)
    sheet.drawn.merges = [m for m in sheet.drawn.merges if not (m[1] == m[3] == column)]
    for row in range(sheet.drawn.header[0], max(sheet.drawn.rows) + 1):
        sheet.drawn.cells.pop((row, column), None)
    return (Flaw("column-missing", "", sheet.drawn.header[0], name, ""),)


def _heading_repeated(sheet: MessySheet) -> Flaws:
    flat = [n for n in sheet.drawn.columns if len(sheet.form.columns[n].headers[0].split(SEPARATOR)) == 1]
    if len(flat) < 2:
        return ()
    one, other = sheet.rng.sample(flat, 2)
    place = sheet.leaf(other)
    text = str(sheet.value(sheet.leaf(one)))
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], text)
    return (Flaw("heading-repeated", address(*place), place[0], other, text),)


def _period_line(sheet: MessySheet) -> Place | None:
    lines = [p for p in sheet.texts() if p[0] < sheet.drawn.header[0] and p[1] == min(c for _, c in sheet.drawn.cells)]
    said = [p for p in lines if any(w in str(sheet.value(p)).lower() for w in ("từ ngày", "tháng ", "quý ", "năm "))]
    return max(said) if said else None


def _another_period(sheet: MessySheet) -> Flaws:
    place = _period_line(sheet)
    if place is None or sheet.form.period != "month":
        return ()
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], "Tháng 2 năm 2021")
    return (Flaw("another-period", address(*place), place[0], "", "Tháng 2 năm 2021"),)


def _no_period(sheet: MessySheet) -> Flaws:
    place = _period_line(sheet)
    if place is None:
        return ()
    del sheet.drawn.cells[place]
    sheet.drawn.merges = [m for m in sheet.drawn.merges if m[:2] != place]
    return (Flaw("no-period", "", place[0], "", ""),)


def _unknown_sender(sheet: MessySheet) -> Flaws:
    left = min(c for _, c in sheet.drawn.cells)
    lines = sorted(p for p in sheet.texts() if p[0] < sheet.drawn.header[0] and p[1] == left)
    if len(lines) < 2:
        return ()
    place = lines[1]
    sheet.drawn.cells[place] = with_text(sheet.drawn.cells[place], "SỞ CHƯA TỪNG CÓ")
    return (Flaw("unknown-sender", address(*place), place[0], "", "SỞ CHƯA TỪNG CÓ"),)


def _thousandfold(sheet: MessySheet) -> Flaws:
    chosen = _pick(sheet, sheet.columns(Amount), lambda value: _numbers(value) and value > 0)
    if chosen is None:
        return ()
    sheet.put(chosen[1], sheet.value(chosen[1]) * 1000)
    return (sheet.flaw("thousandfold", chosen[1], chosen[0], sheet.value(chosen[1])),)


def _cumulative_falls(sheet: MessySheet) -> Flaws:
    form = sheet.form
    running = [n for n in sheet.columns(Count) if (form.columns[n].basis or form.basis) == "cumulative"]
    chosen = _pick(sheet, running, lambda value: _numbers(value) and value > 20)
    if chosen is None:
        return ()
    sheet.put(chosen[1], int(sheet.value(chosen[1]) * 0.6))
    return (sheet.flaw("cumulative-falls", chosen[1], chosen[0], sheet.value(chosen[1])),)


def _columns_exchanged(sheet: MessySheet) -> Flaws:
    names = sheet.columns(Count)
    if len(names) < 2:
        return ()
    one, other = sheet.rng.sample(names, 2)
    for left, right in zip(sheet.places(one), sheet.places(other), strict=True):
        cells = sheet.drawn.cells
        cells[left], cells[right] = cells[right], cells[left]
    return (sheet.flaw("columns-exchanged", sheet.places(one)[0], one, other),)


def defects() -> Iterator[Defect]:
    """Every kind of defect."""
    whole = (Count,)
    kinds: dict[str, tuple[Callable[[MessySheet], Flaws], str, str]] = {
        "columns-exchanged": (_columns_exchanged, "số liệu hai cột đổi chỗ", "magnitude"),
        "total-off": (_total_off, "dòng tổng cộng sai", "identities"),
        "column-missing": (_column_missing, "thiếu cột", "headings"),
        "words-in-count": (_bad_cell("words-in-count", whole, lambda _: "đang rà soát"), "chữ trong ô số", "values"),
        "words-in-amount": (_bad_cell("words-in-amount", (Amount,), lambda _: "chưa rõ"), "chữ trong ô tiền", "values"),
        "negative-count": (_bad_cell("negative-count", whole, lambda v: -abs(v) - 1), "số đếm âm", "values"),
        "fraction-in-count": (
            _bad_cell("fraction-in-count", whole, lambda v: v + 0.5, look="0.0"), "số đếm có phần lẻ", "values",
        ),
        "date-in-number": (
            _bad_cell("date-in-number", whole, lambda _: date(2023, 9, 9), look="dd/mm/yyyy"),
            "ngày trong ô số", "values",
        ),
        "error-value": (_bad_cell("error-value", (Count, Amount, Percent), lambda _: "#REF!"), "ô lỗi", "values"),
        "share-in-count": (_bad_cell("share-in-count", whole, lambda _: "36,18 %"), "tỷ lệ trong ô số đếm", "values"),
        "odd-flag": (_bad_cell("odd-flag", (Flag,), lambda _: "có thể", _is_text), "có/không ghi khác", "values"),
        "impossible-date": (
            _bad_cell("impossible-date", (Day,), lambda _: "31/02/2023", lambda v: isinstance(v, date)),
            "ngày không có thật", "values",
        ),
        "words-in-date": (
            _bad_cell("words-in-date", (Day,), lambda _: "đầu tháng", lambda v: isinstance(v, date)),
            "chữ trong ô ngày", "values",
        ),
        "above-maximum": (_above_maximum, "vượt mức có thể", "values"),
        "required-empty": (_required_empty, "ô bắt buộc để trống", "values"),
        "unknown-name": (_unknown_name, "tên không có trong danh mục", "codes"),
        "unit-of-another-level": (_of_another_level, "đơn vị không đúng cấp", "codes"),
        "scientific-code": (
            _bad_cell("scientific-code", (Code,), lambda _: "2.6E+10", _is_text), "mã thành 2.6E+10", "codes",
        ),
        "code-cut-short": (_code_cut, "mã thiếu ký tự", "codes"),
        "tax-code-check-digit": (_wrong_check_digit("tax-code-check-digit", "tax_code"), "sai MST", "codes"),
        "gtin-check-digit": (_wrong_check_digit("gtin-check-digit", "gtin"), "sai số kiểm tra GTIN", "codes"),
        "part-beyond-whole": (_part_beyond_whole, "bộ phận lớn hơn tổng thể", "identities"),
        "sum-off": (_sum_off, "tổng không bằng các phần", "identities"),
        "share-off": (_share_off, "tỷ lệ không bằng tử chia mẫu", "identities"),
        "dates-out-of-order": (_dates_out_of_order, "ngày sau trước ngày trước", "identities"),
        "duplicate-row": (_duplicate_row, "dòng lặp lại", "duplicates"),
        "heading-unknown": (_heading_unknown, "tiêu đề lạ", "headings"),
        "heading-repeated": (_heading_repeated, "tiêu đề lặp lại", "headings"),
        "another-period": (_another_period, "kỳ báo cáo khác thư mục", "periods"),
        "no-period": (_no_period, "không ghi kỳ báo cáo", "periods"),
        "unknown-sender": (_unknown_sender, "cơ quan không có thật", "periods"),
        "thousandfold": (_thousandfold, "số tiền gấp nghìn lần", "magnitude"),
        "cumulative-falls": (_cumulative_falls, "lũy kế giảm", "magnitude"),
    }  # fmt: skip
    for name, (apply, about, group) in kinds.items():
        yield Defect(name, about, group, apply)

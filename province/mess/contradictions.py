"""Defects that only other cells, or other periods, show: parts and wholes, shares, dates, rows twice, sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from province.mess.sheet import Defect, Flaws, MessySheet, is_number, named
from schemas.kinds import Amount, Count

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


def _part_beyond_whole(sheet: MessySheet) -> Flaws:
    pairs = [pair for pair in PARTS if all(name in sheet.drawn.columns for name in pair)]
    sheet.rng.shuffle(pairs)
    for part, whole in pairs:
        chosen = sheet.pick([part], is_number)
        if chosen:
            above = sheet.value((chosen[1][0], sheet.drawn.columns[whole]))
            if is_number(above):
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
    chosen = sheet.pick(list(dict.fromkeys(wholes)), is_number)
    if chosen is None:
        return ()
    wrong = sheet.value(chosen[1]) + 7
    sheet.put(chosen[1], wrong)
    return (sheet.flaw("sum-off", chosen[1], chosen[0], wrong),)


def _adds_up(sheet: MessySheet, whole: str, parts: Sequence[str]) -> bool:
    rows = [[sheet.value(place) for place in row] for row in zip(*map(sheet.places, (whole, *parts)), strict=True)]
    known = [row for row in rows if all(map(is_number, row))]
    positive = [row for row in known if sum(v > 0 for v in row[1:]) >= 2]
    return len(positive) >= 1 and all(row[0] == sum(row[1:]) for row in known)


def _share_off(sheet: MessySheet) -> Flaws:
    chosen = sheet.pick([name for name in SHARES if name in sheet.drawn.columns], is_number)
    if chosen is None:
        return ()
    wrong = round(sheet.value(chosen[1]) * 0.9 - 1, 2)
    sheet.put(chosen[1], wrong)
    return (sheet.flaw("share-off", chosen[1], chosen[0], wrong),)


def _dates_out_of_order(sheet: MessySheet) -> Flaws:
    for earlier, later in ORDERED:
        if earlier in sheet.drawn.columns and later in sheet.drawn.columns:
            chosen = sheet.pick([later], lambda value: isinstance(value, date))
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


def _thousandfold(sheet: MessySheet) -> Flaws:
    chosen = sheet.pick(sheet.columns(Amount), lambda value: is_number(value) and value > 0)
    if chosen is None:
        return ()
    sheet.put(chosen[1], sheet.value(chosen[1]) * 1000)
    return (sheet.flaw("thousandfold", chosen[1], chosen[0], sheet.value(chosen[1])),)


def _cumulative_falls(sheet: MessySheet) -> Flaws:
    form = sheet.form
    running = [n for n in sheet.columns(Count) if (form.columns[n].basis or form.basis) == "cumulative"]
    chosen = sheet.pick(running, lambda value: is_number(value) and value > 20)
    if chosen is None:
        return ()
    sheet.put(chosen[1], int(sheet.value(chosen[1]) * 0.6))
    return (sheet.flaw("cumulative-falls", chosen[1], chosen[0], sheet.value(chosen[1])),)


def contradictions() -> Iterator[Defect]:
    """Every defect that the sheet itself contradicts."""
    yield from named({
        "part-beyond-whole": (_part_beyond_whole, "bộ phận lớn hơn tổng thể", "identities"),
        "sum-off": (_sum_off, "tổng không bằng các phần", "identities"),
        "share-off": (_share_off, "tỷ lệ không bằng tử chia mẫu", "identities"),
        "dates-out-of-order": (_dates_out_of_order, "ngày sau trước ngày trước", "identities"),
        "duplicate-row": (_duplicate_row, "dòng lặp lại", "duplicates"),
    })  # fmt: skip


def against_other_periods() -> Iterator[Defect]:
    """Every defect that only figures of other periods contradict."""
    yield from named({
        "thousandfold": (_thousandfold, "số tiền gấp nghìn lần", "magnitude"),
        "cumulative-falls": (_cumulative_falls, "lũy kế giảm", "magnitude"),
    })  # fmt: skip

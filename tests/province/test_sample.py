"""The sample province: what the article says of May 2023, sums that agree, months that follow one another, and sheets
that read as they were meant."""

from __future__ import annotations

import ast
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from khoso import khoso

from province.ground.course import Course, month_index
from province.ground.province import POPULATION, communes, districts, people, share
from province.ground.tax_codes import gtin, tax_codes
from province.sample.dossiers import identifier
from province.sample.made import made_rows
from province.sample.world import World, models
from province.write import Owed, drawn, owed
from schemas.form import Form, column
from schemas.kinds import Amount, Code, Count, Day, Flag, Percent, Ratio, Text
from schemas.owed import Debtor, debtors
from schemas.registry import forms
from schemas.values.periods import Period, period
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from spreadsheets.write.drawn import save

SAMPLE = Path(__file__).parents[2] / "province" / "sample"
MAY = month_index(2023, 5)
WORLD = World()

Row = dict[str, Any]


def when(form: type[Form], year: int, number: int) -> Period:
    return period(form.period, form.calendar, year, number if form.period != "year" else 1)  # type: ignore[arg-type]


def rows(name: str, year: int, number: int, world: World = WORLD) -> list[Row]:
    """The rows of a form of every body that owes it."""
    form = forms()[name]
    of = when(form, year, number)
    return [row for debtor in debtors(form, of.end) for row in world.rows(name, debtor, of)]


def total(found: list[Row], column_name: str) -> int:
    return sum(row[column_name] for row in found)


# --- what the article says


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2023, 7])
def test_may_2023_is_what_the_article_says(seed: int) -> None:
    world = World(seed)
    levels = {"UBND": [0, 0], "": [0, 0]}
    for row in rows("dossier_progress", 2023, 5, world):
        level = levels["UBND" if row["agency"].startswith("UBND") else ""]
        level[0] += row["online_count"]
        level[1] += row["received_in_period_count"]
    assert levels == {"": [4_523, 12_500], "UBND": [20_745, 21_006]}

    schools = rows("school_readiness", 2023, 5, world)
    assert all(school["is_ready_online"] for school in schools)
    assert len(schools) > 400

    facilities = rows("health_facility", 2023, 5, world)
    assert (len(facilities), total(facilities, "has_chip_id")) == (155, 155)
    public = [facility for facility in facilities if facility["ownership"] == "Công lập"]
    assert (len(public), total(public, "is_cashless")) == (153, 153)

    coverage = rows("health_record_coverage", 2023, 5, world)
    assert (total(coverage, "record_count"), total(coverage, "population_count")) == (1_143_724, POPULATION)
    assert round(100 * 1_143_724 / POPULATION, 1) == 95.5

    farmers = rows("farmer_support", 2023, 5, world)
    assert total(farmers, "trained_member_count") == 16_342
    assert total(farmers, "supported_household_count") == 16_150

    cooperatives = rows("cooperative", 2023, 5, world)
    at_work = [each for each in cooperatives if each["status"] == "Đang hoạt động"]
    both = [each for each in at_work if each["is_ecommerce"] and each["is_smart_farming"]]
    either = [each for each in at_work if each["is_ecommerce"] or each["is_smart_farming"]]
    assert (len(cooperatives), len(at_work), len(both), len(either)) == (260, 255, 25, 26)
    assert {round(100 * len(some) / len(all_)) for some in (both, either) for all_ in (at_work, cooperatives)} == {10}

    farms = [row for row in rows("livestock_farm", 2023, 5, world) if row["scale"] in ("Lớn", "Vừa")]
    assert (total(farms, "digital_farm_count"), total(farms, "farm_count")) == (336, 480)

    results = {year: rows("dti_result", year, 1, world)[0] for year in (2020, 2021, 2022)}
    assert {year: row["national_rank"] for year, row in results.items()} == {2020: 55, 2021: 12, 2022: 18}
    assert results[2022]["digital_economy_pct"] == 22.87


def test_april_was_not_yet_there() -> None:
    assert sum(not school["is_ready_online"] for school in rows("school_readiness", 2023, 4)) > 0
    assert total(rows("health_facility", 2023, 4), "has_chip_id") < 155
    assert total(rows("health_record_coverage", 2023, 4), "record_count") == 1_142_310
    assert total(rows("farmer_support", 2023, 4), "supported_household_count") == 15_610


# --- the register and the table it adds up to

#: Statuses of domain.md 3.3 by the bucket of the official table.
SUSPENDED = {"Yêu cầu bổ sung giấy tờ", "Yêu cầu thực hiện nghĩa vụ tài chính", "Dừng xử lý"}
SETTLED = {"Không được tiếp nhận", "Công dân yêu cầu rút hồ sơ", "Đã xử lý xong", "Đã trả kết quả"}
OPEN = {"Được tiếp nhận", "Đang xử lý"}


def recounted(register: list[Row], of: Period) -> Row:
    """The official table's row, counted from a register by its dates, channels and statuses alone."""
    new = [row for row in register if of.start <= row["received_date"] <= of.end]
    done = [row for row in register if row["status"] in SETTLED]
    doing = [row for row in register if row["status"] in OPEN]
    held = [row for row in register if row["status"] in SUSPENDED]
    channels = Counter(row["channel"] for row in new)
    return {
        "received_count": len(register),
        "carried_over_count": sum(row["received_date"] < of.start for row in register),
        "received_in_period_count": len(new),
        "online_count": channels["Trực tuyến"],
        "in_person_count": channels["Trực tiếp"],
        "postal_count": channels["BCCI"],
        "resolved_count": len(done),
        "resolved_early_count": sum(row["finished_date"] < row["due_date"] for row in done),
        "resolved_on_time_count": sum(row["finished_date"] == row["due_date"] for row in done),
        "resolved_late_count": sum(row["finished_date"] > row["due_date"] for row in done),
        "in_process_count": len(doing),
        "in_process_on_time_count": sum(row["due_date"] >= of.end for row in doing),
        "in_process_overdue_count": sum(row["due_date"] < of.end for row in doing),
        "suspended_count": len(held),
        "suspended_on_time_count": sum(row["due_date"] >= of.end for row in held),
        "suspended_overdue_count": sum(row["due_date"] < of.end for row in held),
    }


@pytest.mark.slow
def test_register_adds_up_to_the_table_and_months_follow_one_another() -> None:
    still_open: set[str] = set()
    for number in (3, 4, 5):
        of = when(forms()["dossier"], 2023, number)
        carried: set[str] = set()
        opened: set[str] = set()
        for debtor in debtors(forms()["dossier"], of.end):
            register = WORLD.rows("dossier", debtor, of)
            (printed,) = WORLD.rows("dossier_progress", debtor, of)
            assert {name: printed[name] for name in printed if name != "agency"} == recounted(register, of)
            assert min(recounted(register, of).values()) >= 0
            assert len({row["dossier_code"] for row in register}) == len(register)
            assert {row["status"] for row in register} <= SETTLED | OPEN | SUSPENDED
            carried |= {row["dossier_code"] for row in register if row["received_date"] < of.start}
            opened |= {row["dossier_code"] for row in register if row["status"] in OPEN | SUSPENDED}
        if number > 3:
            assert carried == still_open
        still_open = opened
    assert len(still_open) > 4_000


@pytest.mark.slow
@pytest.mark.parametrize("number", [3, 7])
def test_what_is_open_passes_to_those_who_take_the_work_over(number: int) -> None:
    """On 1 March 2025 departments merged, on 1 July the districts were dissolved: no dossier is lost or doubled."""
    form = forms()["dossier"]
    before, after = when(form, 2025, number - 1), when(form, 2025, number)
    left = [
        row["dossier_code"]
        for debtor in debtors(form, before.end)
        for row in WORLD.rows("dossier", debtor, before)
        if row["status"] in OPEN | SUSPENDED
    ]
    taken = [
        row["dossier_code"]
        for debtor in debtors(form, after.end)
        for row in WORLD.rows("dossier", debtor, after)
        if row["received_date"] < after.start
    ]
    # the Office, which took over the Department of Foreign Affairs, reports no dossiers of its own
    lost = {code for code in left if code.startswith(identifier("so-ngoai-vu", before.end) + "-")}
    assert sorted(taken) == sorted(set(left) - lost)
    assert len(lost) < 40


@pytest.mark.slow
def test_procedures_of_a_register_are_the_agencys_own_and_online_ones_are_offered_online() -> None:
    offered = rows("online_procedure", 2023, 5)
    levels = {(row["agency"], row["procedure_code"]): row["service_level"] for row in offered}
    assert len(levels) == len(offered)
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows("dossier", 2023, 5):
        key = row["agency"], row["procedure_code"]
        assert row["channel"] != "Trực tuyến" or levels[key] != "Cung cấp thông tin"
        seen[key] += row["received_date"] >= date(2023, 4, 15)
    assert {key: count for key, count in seen.items() if count} == {
        (row["agency"], row["procedure_code"]): row["received_count"] for row in offered if row["received_count"]
    }


# --- sums

EVERY_COMMUNE = {
    "health_record_coverage": ("population_count", "record_count", "cccd_matched_count"),
    "land_database": ("parcel_count", "database_parcel_count", "land_dossier_count"),
}


@pytest.mark.parametrize("name", EVERY_COMMUNE)
def test_communes_add_up_across_the_mergers(name: str) -> None:
    """The same month on the map of another day: the 136 communes added up, so no sum changes."""
    form = forms()[name]
    of = when(form, 2024, 12)
    before = {row["commune"]: row for row in WORLD.rows(name, debtors(form, of.end)[0], of)}
    for day, count in ((date(2025, 1, 14), 121), (date(2025, 7, 14), 36)):
        moved = Period(of.kind, of.calendar, of.start, day, of.id)
        after = WORLD.rows(name, debtors(form, of.end)[0], moved)
        assert len(after) == count
        for column_name in EVERY_COMMUNE[name]:
            assert total(after, column_name) == total(list(before.values()), column_name)


def test_what_districts_report_adds_up_to_the_province() -> None:
    """Nine workbooks of communes, one of districts: the same province."""
    records = rows("justice_service", 2023, 5)
    assert (len(records), total(records, "record_count")) == (136, 2_436_500)
    schools, farmers = rows("school_readiness", 2023, 5), rows("farmer_support", 2023, 5)
    assert len({school["school_code"] for school in schools}) == len(schools)
    assert {row["district"] for row in farmers} == {row["district"] for row in rows("ecommerce_sale", 2023, 5)}
    assert total(rows("tourism_activity", 2023, 5), "visitor_count") == 742_000
    stations = rows("broadcast_station", 2023, 5)
    assert {row["commune"] for row in stations} == {row["commune"] for row in rows("land_database", 2023, 5)}
    assert len(rows("broadcast_station", 2025, 7)) == len(stations) == 136


def test_units_of_three_maps_are_made_of_the_same_communes() -> None:
    for day, count in ((date(2023, 5, 14), 136), (date(2025, 1, 14), 121), (date(2025, 7, 14), 36)):
        parts = [part for unit in communes(day).values() for part in unit]
        assert (len(communes(day)), sorted(parts)) == (count, sorted(people()))
    assert communes(date(2025, 7, 14))["08824"] == ("08800", "08818", "08821", "08824", "08827")
    assert [len(parts) for parts in districts(date(2023, 5, 14)).values()] == [9, 10, 20, 13, 9, 13, 17, 28, 17]
    assert sum(people().values()) == POPULATION


def test_register_of_enterprises_adds_up_to_the_table_by_district() -> None:
    register, table = rows("enterprise", 2023, 1), rows("enterprise_digital_use", 2023, 1)
    smes = [row for row in register if row["size"] != "Lớn"]
    assert total(table, "enterprise_count") == len(register) == len({row["tax_code"] for row in register})
    assert total(table, "sme_count") == len(smes)
    assert total(table, "sme_platform_count") == total(smes, "uses_platform")


RUNNING = {
    "farmer_support": ("district", ("trained_member_count", "supported_household_count", "account_household_count")),
    "justice_service": ("commune", ("record_count", "digitised_record_count")),
    "health_record_coverage": ("commune", ("record_count", "cccd_matched_count")),
    "land_database": ("commune", ("parcel_count", "database_parcel_count", "digitised_map_sheet_count")),
}


@pytest.mark.parametrize("name", RUNNING)
def test_running_figures_never_fall(name: str) -> None:
    key, columns = RUNNING[name]
    last: dict[tuple[str, str], int] = {}
    for index in range(month_index(2023, 1), month_index(2025, 1)):
        found = {(row[key], c): row[c] for row in rows(name, index // 12, index % 12 + 1) for c in columns}
        assert all(count >= last.get(cell, 0) for cell, count in found.items())
        last = found
    assert len(last) in (9 * 3, 136 * len(columns))


# --- the sheets


def workbooks() -> list[Owed]:
    """One body of each kind for every form of May 2023."""
    seen: Counter[str] = Counter()
    chosen = []
    for what in owed([MAY], tuple(models())):
        kind = f"{what.form.name} {what.period.id} {what.debtor.sender[:2]}"
        seen[kind] += 1
        if seen[kind] == 1:
            chosen.append(what)
    return chosen


@pytest.mark.slow
@pytest.mark.parametrize("what", workbooks(), ids=lambda w: f"{w.form.name} {w.debtor.sender} {w.period.id}")
def test_a_clean_workbook_reads_as_it_was_meant(what: Owed, reader: Reader, tmp_path: Path) -> None:
    reads_clean(what, reader, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("month", [(2023, 1), (2025, 1), (2025, 3), (2025, 7), (2025, 12)], ids=str)
def test_other_months_read_clean_too(month: tuple[int, int], reader: Reader, tmp_path: Path) -> None:
    done: set[str] = set()
    for what in owed([month_index(*month)], tuple(models())):
        if what.form.name not in done and what.form.name != "enterprise":
            reads_clean(what, reader, tmp_path)
        done.add(what.form.name)
    assert len(done) >= 18


@pytest.mark.soak
def test_every_workbook_of_a_month_reads_clean(reader: Reader, tmp_path: Path) -> None:
    for what in owed([MAY], tuple(models())):
        reads_clean(what, reader, tmp_path)


def reads_clean(what: Owed, reader: Reader, folder: Path) -> None:
    sheet = drawn(WORLD, what)
    path = folder / what.path.name
    save([sheet], path)
    reading = read_submissions(reader.read(path))
    findings = [*reading.findings, *(f for s in reading.submissions for f in s.findings)]
    assert [(f.rule, f.cell, f.found) for f in findings] == []
    (submission,) = reading.submissions
    assert (submission.key.form, submission.key.sender, submission.key.unit, submission.key.period) == (
        what.form.name, what.debtor.sender, what.debtor.unit, what.period,
    )  # fmt: skip
    assert (submission.accepted.num_rows, len(submission.quarantined)) == (len(sheet.rows), 0)


def test_models_are_of_forms_that_are_owed() -> None:
    """A form without a model gets rows made for it: a new sector needs nothing here."""
    assert {name for name in models() if not forms()[name].owed_by} == set()


def test_a_month_owes_what_it_should() -> None:
    counts = Counter(what.form.name for what in owed([MAY]))
    assert {name: counts[name] for name in ("broadcast_station", "dossier", "dossier_progress", "justice_service")} == {
        "broadcast_station": 136, "dossier": 26, "dossier_progress": 26, "justice_service": 9,
    }  # fmt: skip
    assert [what.period.id for what in owed([MAY], ["enterprise", "assigned_target"])] == ["2023-Q1", "2023"]
    assert [what.period.id for what in owed([MAY], ["dti_result"])] == ["2020", "2021", "2022"]
    assert Counter(w.form.name for w in owed([month_index(2025, 7)]))["broadcast_station"] == 36


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_ones(tmp_path: Path) -> None:
    for folder, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        said = khoso(
            tmp_path, "sample", str(tmp_path / folder), "--seed", seed, "--forms", "dossier_progress,justice_service"
        )
        assert said.stdout.startswith("Wrote 35 workbooks")
    names = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.xlsx"))
    assert len(names) == 35
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)
    assert any((tmp_path / "a" / name).read_bytes() != (tmp_path / "c" / name).read_bytes() for name in names)


@pytest.mark.slow
def test_what_the_command_does_not_understand_it_names(tmp_path: Path) -> None:
    assert "no form nothing" in khoso(tmp_path, "sample", str(tmp_path / "x"), "--forms", "nothing", expect=2).stderr
    assert "«2023»" in khoso(tmp_path, "sample", str(tmp_path / "x"), "--period", "2023", expect=2).stderr


# --- the generator itself


def test_the_generator_does_not_know_the_rules_it_is_judged_by() -> None:
    for path in SAMPLE.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in (
                    "schemas.validation.evaluate",
                    "schemas.validation.validate",
                    "schemas.validation.check_digits",
                ), path
            if isinstance(node, ast.Import):
                assert not any(
                    alias.name.startswith(("schemas.validation.evaluate", "schemas.validation.validate"))
                    for alias in node.names
                )
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("rules", "Rule"), path


def test_a_form_nobody_modelled_gets_rows_that_fit_its_columns(reader: Reader, tmp_path: Path) -> None:
    class NextYear(Form):
        """A form of next year."""

        titles = ("Biểu mẫu của năm sau",)
        grain = ("commune_code",)
        period = "month"

        commune = column(Text, "Xã, phường", codes="unit:commune", nullable=False, en="Commune")
        licence = column(Code, "Số giấy phép", pattern="[A-Z]{2}-[0-9]{4}", en="Licence")
        visit_count = column(Count, "Số lượt", unit="visit", en="Visits")
        first_visit_count = column(Count, "Lượt đầu", minimum=5, maximum=9, unit="visit", en="First visits")
        share_pct = column(Percent, "Tỷ lệ (%)", minimum=0, maximum=100, en="Share")
        done = column(Ratio, "Đã làm", en="Done")
        cost_vnd = column(Amount, "Chi phí (đồng)", unit="VND", minimum=0, en="Cost")
        opened_date = column(Day, "Ngày mở", en="Opened on")
        closed_date = column(Day, "Ngày đóng", en="Closed on")
        is_open = column(Flag, "Đang mở", en="Open")

    of = period("month", "calendar", 2023, 5)
    made = made_rows(NextYear, 1, Debtor("ubnd-vinh-yen", "243"), of)
    assert [row["commune"] for row in made][:2] == ["Phường Tích Sơn", "Phường Liên Bảo"]
    assert len(made) == 9
    for row in made:
        assert 5 <= row["first_visit_count"] <= 9 <= row["visit_count"] <= 400
        assert of.start <= row["opened_date"] <= row["closed_date"] <= of.end
        assert row["done"][0] <= row["done"][1]
    assert [row["licence"][2:] for row in made[:2]] == ["-0001", "-0002"]
    assert made == made_rows(NextYear, 1, Debtor("ubnd-vinh-yen", "243"), of)


def test_a_course_is_exact_at_its_points_and_straight_between() -> None:
    course = Course({"2023-01": 10, "2023-05": 18})
    assert [course.count(month_index(2022, 12) + i) for i in range(8)] == [10, 10, 12, 14, 16, 18, 18, 18]


def test_share_splits_without_a_rest() -> None:
    assert share(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert sum(share(12_500, {"a": 7, "b": 11, "c": 29}).values()) == 12_500


def test_tax_codes_are_right_and_nobodys() -> None:
    from stdnum import ean
    from stdnum.vn import mst

    codes = tax_codes(0, 500)
    assert len(set(codes)) == 500
    assert all(mst.is_valid(code) and code.startswith("99") for code in codes)
    assert all(ean.is_valid(gtin(i)) and gtin(i).startswith("893999") for i in range(1, 50))

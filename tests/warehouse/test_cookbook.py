"""docs/cookbook.md: every question is asked of a sample province, as a user asks it, and answered."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from khoso import ROOT, environment

from flows.ingest import drain
from machine.settings import settings
from province.ground.course import last_month
from province.ground.province import base_communes, short_name, unit_of
from province.ground.row import Row, says
from province.sample.world import World
from province.write import Owed, owed
from schemas.codes import REFERENCE, code_list
from schemas.registry import form
from schemas.values.periods import Period, period
from spreadsheets.write.drawing import draw
from spreadsheets.write.drawn import save
from warehouse.ask import ask

pytestmark = pytest.mark.slow

COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
QUESTIONS = {
    int(n): (title, sql) for n, title, sql in re.findall(r"## (\d+)\. (.+?)\n.*?```sql\n(.*?)```", COOKBOOK, re.S)
}

#: Month -> forms loaded of it; all where none are named.
MONTHS: dict[tuple[int, int], tuple[str, ...]] = {
    (2023, 3): ("dossier",),
    (2023, 4): ("dossier", "dossier_progress"),
    (2023, 5): (),
    (2024, 5): ("cooperative", "health_record_coverage"),
    (2025, 8): ("health_record_coverage",),
}
#: Bodies whose registers are loaded for the months before May: those of 136 others would only take time.
FEW = ("ubnd-tam-dao", "ubnd-song-lo")
#: Forms of the last quarter of 2022, which comes in after everything else: until then there is no trend of them.
LAST_YEAR = ("enterprise_digital_use",)


@dataclass
class Sent:
    """What the bodies sent, kept apart from the warehouse: the answers are counted from it."""

    world: World
    home: Path
    #: (form, period) -> rows that stand, each with its sender.
    rows: dict[tuple[str, str], list[tuple[str, Row]]] = field(default_factory=lambda: defaultdict(list))
    #: (sender, month it came in) -> rows sent in all, with those sent again and those held back.
    count: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: (sender, month it came in, rule) -> rows held back.
    held: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    #: The month in which everything comes in that is sent now.
    month: str = "2023-05"

    def submit(self, what: Owed, rows: list[Row], path: Path, *, sender: str = "", unit: str = "") -> None:
        """Put a workbook into the inbox, of the body that owes it or of another."""
        sender, unit = sender or what.debtor.sender, unit or what.debtor.unit
        (self.home / "inbox" / path).parent.mkdir(parents=True, exist_ok=True)
        drawn = draw(what.form, rows, sender=sender, unit=unit, period=what.period)
        save([drawn], self.home / "inbox" / path)
        self.count[sender, self.month] += len(rows)

    def submit_owed(self, what: Owed) -> None:
        """What a body owes: its rows of the world as `SPECIAL` has them, and rows that will be held back."""
        rows = self.world.rows(what.form.name, what.debtor, what.period)
        if what.form.name in SPECIAL:
            rows = SPECIAL[what.form.name](what, rows)
        bad, rules = BAD.get((what.form.name, what.debtor.sender, what.period.id), ({}, ()))
        self.rows[what.form.name, what.period.id] += [(what.debtor.sender, row) for row in rows]
        self.held.update((what.debtor.sender, self.month, rule) for rule in rules)
        self.submit(what, [*rows, rows[0] | bad] if rules else rows, what.path)

    def of(self, form: str, period_id: str = "2023-05") -> list[Row]:
        """Every row of a form that stands."""
        return [row for _, row in self.rows[form, period_id]]


def paper_only(what: Owed, rows: list[Row]) -> list[Row]:
    """Hợp Châu takes in nothing online in the three months; Đại Đình does again in May. What came before stays."""
    communes = ("Thị trấn Hợp Châu",) if what.period.id == "2023-05" else ("Thị trấn Hợp Châu", "Thị trấn Đại Đình")
    return [
        row | {"channel": says("dossier_channel", "in_person")}
        if row["commune"] in communes and row["received_date"] >= what.period.start
        else row
        for row in rows
    ]


def exactly_80_per_cent(_: Owed, rows: list[Row]) -> list[Row]:
    """The health centre of Bình Xuyên is no longer below 80 % of its look-ups, but at it."""
    right = {"lookup_count": 2_000, "lookup_success_count": 1_600, "chip_visit_count": 1_600}
    return [row | right if row["facility_name"] == "Trung tâm Y tế huyện Bình Xuyên" else row for row in rows]


def not_ready(_: Owed, rows: list[Row]) -> list[Row]:
    """Of the schools without accounts one is not ready to teach online, and one leaves the cell of accounts empty."""
    special: dict[str, Row] = {
        "Trường THCS Duy Phiên": {"is_ready_online": False},
        "Trường THCS Bồ Lý": {"teacher_account_count": None},
    }
    return [row | special.get(row["school_name"], {}) for row in rows]


def off_the_air(_: Owed, rows: list[Row]) -> list[Row]:
    """One station is silent all May and one for 29 days; a commune without ICT has a second station that uses it."""
    down = {"Xã Quang Yên": 31, "Xã Yên Bình": 29}
    commune = rows[0]["commune"]
    if commune in down:
        return [rows[0] | {"down_day_count": down[commune], "broadcast_hour_count": 0}]
    if commune == "Phường Tích Sơn":
        return [rows[0], rows[0] | {"station_name": "Đài thông minh", "is_ict": True}]
    return rows


#: Tax codes of two co-operatives that sell by e-commerce in 2023 and, in the world, in 2024.
LOST = ("9950000276", "9950000808")


def lost_e_commerce(what: Owed, rows: list[Row]) -> list[Row]:
    """Two co-operatives that sold by e-commerce in 2023 no longer do in 2024."""
    if what.period.id == "2023-05":
        return rows
    return [row | {"is_ecommerce": False, "marketplace": None} if row["tax_code"] in LOST else row for row in rows]


#: Form -> what is special about its rows here; the world has no such cases of its own.
SPECIAL: Mapping[str, Callable[[Owed, list[Row]], list[Row]]] = {
    "dossier": paper_only,
    "health_facility": exactly_80_per_cent,
    "school_readiness": not_ready,
    "broadcast_station": off_the_air,
    "cooperative": lost_e_commerce,
}
#: (form, sender, period) -> what is wrong with a row sent beside the others, and the rules that hold it back.
BAD: Mapping[tuple[str, str, str], tuple[Row, tuple[str, ...]]] = {
    ("health_facility", "so-y-te", "2023-05"): (
        {"facility_code": "26999", "lookup_count": 1, "lookup_success_count": 2, "insured_visit_count": 1,
         "chip_visit_count": 2},
        ("HEALTH-001", "HEALTH-002"),
    ),
    ("cooperative", "so-nong-nghiep-va-phat-trien-nong-thon", "2024-05"): ({"tax_code": "9950000277"}, ("AGRI-101",)),
}  # fmt: skip


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """What the bodies of a sample province send, still in the inbox."""
    made = Sent(World(), tmp_path_factory.mktemp("cookbook"))
    for (year, month), forms in MONTHS.items():
        index = last_month(period("month", "calendar", year, month))
        for what in owed([index], forms):
            if what.form.name != "dossier" or month >= 5 or what.debtor.sender in FEW:
                made.submit_owed(what)
    return made


@pytest.fixture(scope="module")
def snapshot(sent: Sent) -> Iterator[Path]:
    """The published warehouse of a sample province."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sent.home).items():
            patch.setenv(name, value)
        chosen = settings(lang="en")
        result = drain(chosen, wait=True, clock=lambda: datetime(2023, 5, 31, 9))
        states = Counter(outcome.state for outcome in result.outcomes)
        assert states == {"loaded": states["loaded"], "partly": len(BAD)}
        sent.month = "2023-06"
        correct_april(sent)
        send_as_the_office(sent)
        send_a_register_twice(sent)
        for what in owed([last_month(period("month", "calendar", 2022, 12))], LAST_YEAR):
            sent.submit_owed(what)
        later = drain(chosen, wait=True, clock=lambda: datetime(2023, 6, 5, 9))
        assert {outcome.state for outcome in later.outcomes} == {"loaded"}
        yield chosen.home.snapshot


def correct_april(sent: Sent) -> None:
    """One body's table of April, with a dossier more online and one less in person."""
    index = last_month(period("month", "calendar", 2023, 4))
    what = next(owed([index], ("dossier_progress",)))
    (first, *others) = sent.world.rows(what.form.name, what.debtor, what.period)
    right = first | {"online_count": first["online_count"] + 1, "in_person_count": first["in_person_count"] - 1}
    april = sent.rows["dossier_progress", "2023-04"]
    april[april.index((what.debtor.sender, first))] = (what.debtor.sender, right)
    sent.submit(what, [right, *others], Path("sửa.xlsx"))


def send_as_the_office(sent: Sent) -> None:
    """The office's own table of the districts in April, with half as many dossiers again settled late in one."""
    index = last_month(period("month", "calendar", 2023, 4))
    districts = [what for what in owed([index], ("dossier_progress",)) if what.debtor.unit != "26"]
    rows = [sent.world.rows(what.form.name, what.debtor, what.period)[0] for what in districts]
    more = rows[0]["resolved_late_count"] // 2 + 100
    rows[0] |= {name: rows[0][name] + more for name in ("resolved_late_count", "resolved_count", "received_count")}
    rows[0]["carried_over_count"] += more
    sent.submit(districts[0], rows, Path("tổng hợp.xlsx"), sender="van-phong-ubnd-tinh", unit="26")


def send_a_register_twice(sent: Sent) -> None:
    """The office sends dossiers of Sở Tư pháp in May as well: they are counted once."""
    index = last_month(period("month", "calendar", 2023, 5))
    what = next(what for what in owed([index], ("dossier",)) if what.debtor.sender == "so-tu-phap")
    rows = sent.world.rows(what.form.name, what.debtor, what.period)[-300:]
    sent.submit(what, rows, Path("sổ tư pháp.xlsx"), sender="van-phong-ubnd-tinh", unit="26")


def answer(snapshot: Path, number: int, **options: Any) -> pa.Table:
    return ask(snapshot, QUESTIONS[number][1], **options)


MAY = period("month", "reporting", 2023, 5)
COMMUNES = code_list("unit:commune")


def reference(name: str) -> list[dict[str, str]]:
    """The rows of a reference table."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def per_cent(part: float, whole: float, digits: int = 2) -> float:
    return round(100 * part / whole, digits)


def commune_of(row: Row, on: date) -> str:
    """The code of a row's commune."""
    found = COMMUNES.resolve(row["commune"], on=on)
    assert found
    return found


def online_rates(sent: Sent, period_id: str) -> dict[str, float]:
    """Name of a body -> its online rate of a month."""
    rows = sent.of("dossier_progress", period_id)
    return {row["agency"]: per_cent(row["online_count"], row["received_in_period_count"]) for row in rows}


def received_in_may(sent: Sent) -> list[Row]:
    return [row for row in sent.of("dossier") if row["received_date"] >= MAY.start]


def online_rate_and_change(sent: Sent) -> list[tuple[Any, ...]]:
    levels = {entry.names[0]: entry.level for entry in code_list("agency").entries if entry.valid_on(MAY.end)}
    before = online_rates(sent, "2023-04")
    now = online_rates(sent, "2023-05")
    rows = [(name, levels[name], rate, round(rate - before[name], 2)) for name, rate in now.items()]
    return sorted(rows, key=lambda row: (row[1] == "district", row[2], row[0]))


def count(of: str, whole: str = "", by: Callable[[Row], bool] = lambda row: True) -> Callable[[list[Row]], Any]:
    """Sums of one or two columns of rows."""
    return lambda rows: tuple(sum(row[name] for row in rows if by(row)) for name in (of, whole) if name)


def those(of: Callable[[Row], Any], among: Callable[[Row], Any] = lambda row: True) -> Callable[[list[Row]], Any]:
    """How many rows are so, of those among which they are counted."""
    return lambda rows: (sum(bool(among(row) and of(row)) for row in rows), sum(bool(among(row)) for row in rows))


ACTIVE, PAID_ONLINE = says("cooperative_status", "active"), says("payment_method", "online")
LARGE = (says("farm_scale", "medium"), says("farm_scale", "large"))
PUBLIC = says("ownership", "public")
#: Indicator with a figure of May -> form and how rows of it make the numerator and, of a rate, the denominator.
FIGURES: Mapping[str, tuple[str, Callable[[list[Row]], tuple[float, ...]]]] = {
    "online_dossier_rate_a": ("dossier_progress", count("online_count", "received_in_period_count")),
    "on_time_rate": ("dossier_progress", lambda rows: (
        sum(row["resolved_early_count"] + row["resolved_on_time_count"] for row in rows),
        sum(row["resolved_count"] for row in rows),
    )),
    "overdue_in_process_rate": ("dossier_progress", count("in_process_overdue_count", "in_process_count")),
    "online_payment_rate": ("dossier", those(
        lambda row: row["payment"] == PAID_ONLINE,
        among=lambda row: row["fee_vnd"] > 0 and row["received_date"] >= MAY.start,
    )),
    "school_online_ready_rate": ("school_readiness", those(lambda row: row["is_ready_online"])),
    "chip_id_facility_rate": ("health_facility", those(lambda row: row["has_chip_id"])),
    "public_cashless_facility_rate": ("health_facility", those(
        lambda row: row["is_cashless"], among=lambda row: row["ownership"] == PUBLIC,
    )),
    "health_record_coverage": ("health_record_coverage", count("record_count", "population_count")),
    "cooperative_digital_rate": ("cooperative", those(
        lambda row: row["is_ecommerce"] and row["is_smart_farming"], among=lambda row: row["status"] == ACTIVE,
    )),
    "livestock_farm_digital_rate": ("livestock_farm", count(
        "digital_farm_count", "farm_count", by=lambda row: row["scale"] in LARGE,
    )),
    "farmer_trained_count": ("farmer_support", count("trained_member_count")),
    "farm_household_ecommerce_count": ("farmer_support", count("supported_household_count")),
    "civil_record_digitised_rate": ("justice_service", count("digitised_record_count", "record_count")),
    "land_parcel_database_rate": ("land_database", count("database_parcel_count", "parcel_count")),
    "connected_system_rate": ("connected_system", those(lambda row: row["is_connected"])),
    "ict_broadcast_commune_rate": ("broadcast_station", lambda rows: (
        len({row["commune"] for row in rows if row["is_ict"]}), len({row["commune"] for row in rows}),
    )),
}  # fmt: skip
#: Indicators every body has its own figure of.
OF_BODIES = ("online_dossier_rate_a", "on_time_rate", "overdue_in_process_rate", "online_payment_rate")


def below_target(sent: Sent) -> list[tuple[Any, ...]]:
    names = {says("indicator", code, MAY.end): code for code in FIGURES}
    decimals = {row["indicator_code"]: int(row["rounding"][-1]) for row in reference("indicators")}
    bodies = {code: _by_agency(sent.of(FIGURES[code][0])) for code in OF_BODIES}
    found = []
    for target in sent.of("assigned_target", "2023"):
        code = names.get(target["indicator"], "")
        if not code:
            continue
        form_name, figure = FIGURES[code]
        (numerator, *of) = figure(bodies[code].get(target["agency"], []) if code in OF_BODIES else sent.of(form_name))
        if of == [0]:
            continue
        wanted, at_least = target["target_value"], target["operator"] == says("target_operator", "at_least")
        exact = 100 * numerator / of[0] if of else numerator
        if (exact < wanted) if at_least else (exact > wanted):
            bound = round(wanted * of[0] / 100, 6) if of else wanted
            more = (math.ceil(bound) if at_least else math.floor(bound)) - numerator
            value = round(exact, decimals[code]) if of else exact
            gap = round(wanted - value if at_least else value - wanted, 4)
            found.append((target["agency"], target["accountable"], target["indicator"], wanted, value, gap, more))
    return sorted(found, key=lambda row: (row[2], -row[5], row[0]))


def _by_agency(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["agency"]].append(row)
    return found


def paper_dossiers(sent: Sent) -> list[tuple[Any, ...]]:
    low = {agency for agency, rate in online_rates(sent, "2023-05").items() if rate < 50}
    names = {row["procedure_code"]: row["procedure_name"] for row in sent.of("online_procedure")}
    online = says("dossier_channel", "online")
    rows = [row for row in received_in_may(sent) if row["agency"] in low and row["channel"] != online]
    counts = Counter(row["procedure_code"] for row in rows)
    most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:10]
    return [(code, names[code], n) for code, n in most]


def late_by_field(sent: Sent) -> list[tuple[Any, ...]]:
    fields = {(row["procedure_code"], row["agency"]): row["field"] for row in sent.of("online_procedure")}
    by_field: dict[str, list[Row]] = defaultdict(list)
    for row in sent.of("dossier"):
        by_field[fields[row["procedure_code"], row["agency"]]].append(row)
    found = []
    for name, rows in by_field.items():
        settled = [row for row in rows if row["finished_date"]]
        on_time = [row for row in settled if row["finished_date"] <= row["due_date"]]
        days = [(MAY.end - row["due_date"]).days for row in rows if not row["finished_date"]]
        late = [sum(first <= n <= last for n in days) for first, last in ((1, 5), (6, 10), (11, 999))]
        found.append((name, per_cent(len(on_time), len(settled)), *late))
    return sorted(found, key=lambda row: (row[1], row[0]))


def communes_on_paper(sent: Sent) -> list[tuple[Any, ...]]:
    """Communes of the few districts whose registers are there for three months."""
    on_paper = []
    for month in (3, 4, 5):
        of = period("month", "reporting", 2023, month)
        rows = [row for row in sent.of("dossier", of.id) if row["commune"] and row["received_date"] >= of.start]
        online = {row["commune"] for row in rows if row["channel"] == says("dossier_channel", "online")}
        on_paper.append({row["commune"] for row in rows} - online)
    found = (commune_of({"commune": name}, MAY.end) for name in set.intersection(*on_paper))
    return [(code, short_name(code, MAY.end)) for code in sorted(found)]


def health_records_on_the_map(sent: Sent) -> list[tuple[Any, ...]]:
    map_day = date(2025, 7, 1)
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for month, day in (("2023-05", MAY.end), ("2024-05", date(2024, 5, 31)), ("2025-08", date(2025, 8, 31))):
        for row in sent.of("health_record_coverage", month):
            code = commune_of(row, day)
            sums = found[unit_of(code, map_day) if day < map_day else code, month]
            sums[0] += row["record_count"]
            sums[1] += row["population_count"]
    return [
        (unit, short_name(unit, map_day), month, some, everybody, per_cent(some, everybody, 1))
        for (unit, month), (some, everybody) in sorted(found.items())
    ]


def poor_readers(sent: Sent) -> list[tuple[Any, ...]]:
    found = [
        (row["facility_name"], row["commune"], row["lookup_count"], row["lookup_success_count"])
        for row in sent.of("health_facility")
        if 100 * row["lookup_success_count"] < 80 * row["lookup_count"]
    ]
    return sorted([(*row, per_cent(row[3], row[2], 1)) for row in found], key=lambda row: (row[4], row[0]))


def ready_without_accounts(sent: Sent) -> list[tuple[Any, ...]]:
    ready = [row for row in sent.of("school_readiness") if row["is_ready_online"] and not row["teacher_account_count"]]
    return sorted((row["school_name"], row["commune"], row["teacher_count"]) for row in ready)


def e_commerce_by_district(sent: Sent) -> list[tuple[Any, ...]]:
    before = {row["tax_code"] for row in sent.of("cooperative") if row["is_ecommerce"] and row["status"] == ACTIVE}
    districts: dict[str, list[Row]] = defaultdict(list)
    for row in sent.of("cooperative", "2024-05"):
        if row["status"] == ACTIVE:
            districts[base_communes()[commune_of(row, date(2024, 5, 31))]].append(row)
    found = []
    for district, rows in sorted(districts.items()):
        n = sum(row["is_ecommerce"] for row in rows)
        lost = sorted(r["cooperative_name"] for r in rows if r["tax_code"] in before and not r["is_ecommerce"])
        found.append((district, len(rows), n, per_cent(n, len(rows), 1), lost))
    return found


def silent_communes(sent: Sent) -> list[tuple[Any, ...]]:
    rows = sent.of("broadcast_station")
    without = {row["commune"] for row in rows} - {row["commune"] for row in rows if row["is_ict"]}
    down = {row["station_name"] for row in rows if row["down_day_count"] >= 30}
    return [*((name, "no ICT station") for name in sorted(without)), *((name, "off the air") for name in sorted(down))]


def held_by_sender(sent: Sent) -> list[tuple[Any, ...]]:
    held = {(sender, month) for sender, month, _ in sent.held}
    found = [(sender, month, rule, n, sent.count[sender, month]) for (sender, month, rule), n in sent.held.items()]
    found += [(*key, None, 0, n) for key, n in sent.count.items() if key not in held]
    rows = [(*row, per_cent(row[3], row[4])) for row in found]
    return sorted(rows, key=lambda row: (-row[5], row[0], row[1], row[2] or ""))


#: Question -> its answer, counted from what was sent and the reference tables.
EXPECTED: Mapping[int, Callable[[Sent], list[tuple[Any, ...]]]] = {
    1: online_rate_and_change,
    2: below_target,
    4: paper_dossiers,
    5: late_by_field,
    6: communes_on_paper,
    10: health_records_on_the_map,
    11: poor_readers,
    13: ready_without_accounts,
    14: e_commerce_by_district,
    17: silent_communes,
    20: held_by_sender,
}


#: Question -> rows its answer has at least; more is asked of it in the tests at the end.
LEAST = {3: 1, 7: 136 + 48, 8: 2, 9: 1, 12: 2, 15: 9, 16: 2, 18: 9, 21: 3, 22: 36}


def test_every_question_is_there_and_asked() -> None:
    assert set(QUESTIONS) == set(range(1, 23)) == {*LEAST, *EXPECTED, 19}


@pytest.mark.parametrize("number", LEAST)
def test_a_question_is_answered(snapshot: Path, number: int) -> None:
    found = answer(snapshot, number)
    assert found.num_columns >= 2
    assert found.num_rows >= LEAST[number]


@pytest.mark.parametrize("number", EXPECTED)
def test_an_answer_is_what_was_sent_counted_again(snapshot: Path, sent: Sent, number: int) -> None:
    assert tuples(answer(snapshot, number)) == EXPECTED[number](sent)


def tuples(found: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in found.to_pylist()]


def test_the_special_cases_are_in_the_answers(sent: Sent) -> None:
    assert communes_on_paper(sent) == [("08911", "Hợp Châu")]  # 08911 is another commune of another name since 2025
    down = [name for name, what in silent_communes(sent) if what == "off the air"]
    assert down == ["Đài truyền thanh Xã Quang Yên"]
    assert ("Phường Tích Sơn", "no ICT station") not in silent_communes(sent)
    assert "Trung tâm Y tế huyện Bình Xuyên" not in [row[0] for row in poor_readers(sent)]
    schools = [row[0] for row in ready_without_accounts(sent)]
    assert "Trường THCS Bồ Lý" in schools and "Trường THCS Duy Phiên" not in schools
    lost = [name for row in e_commerce_by_district(sent) for name in row[4]]
    assert lost == ["Hợp tác xã dịch vụ nông nghiệp Đạo Tú", "Hợp tác xã dịch vụ nông nghiệp Việt Xuân"]


def platform_rate(sent: Sent, quarter: Period) -> tuple[date, float]:
    """The last day of a quarter and the share of small and medium enterprises on a platform."""
    rows = sent.of("enterprise_digital_use", quarter.id)
    some, every = (sum(row[name] for row in rows) for name in ("sme_platform_count", "sme_count"))
    return quarter.end, per_cent(some, every)


def test_a_target_is_reached_when_the_line_through_the_figures_meets_it(snapshot: Path, sent: Sent) -> None:
    quarters = period("quarter", "reporting", 2022, 4), period("quarter", "reporting", 2023, 1)
    (first, low), (last, high) = (platform_rate(sent, quarter) for quarter in quarters)
    assert high < 70
    reached = last + timedelta(days=round((70 - high) * (last - first).days / (high - low)))
    assert reached < date(2030, 12, 31)
    actual = {"dti_rank": 18.0, "sme_platform_rate": high, "health_record_coverage": 95.5}
    targets = {row["target_code"]: row for row in reference("targets") if row["value"] and row["indicator_code"]}
    expected = [
        (code, row["text_vi"], float(row["value"]), actual[row["indicator_code"]], True, "green", None)
        for code, row in sorted(targets.items())
    ]
    late = next(at for at, row in enumerate(expected) if row[0] == "411-2030-3")
    expected[late] = (*expected[late][:4], False, "amber", reached)
    assert tuples(answer(snapshot, 19)) == expected
    ((may,),) = tuples(ask(snapshot, "SELECT max(seq) FROM audit.load WHERE received_at < DATE '2023-06-01'"))
    expected[late] = (*expected[late][:4], False, "red", None)  # before the earlier quarter came in: no trend
    assert tuples(answer(snapshot, 19, as_of=may)) == expected


def test_answers_that_can_be_counted_by_hand(snapshot: Path) -> None:
    assert answer(snapshot, 3).to_pylist() == [
        {"numerator": 4523.0, "denominator": 12500.0, "value": 36.18, "more_needed": 1727.0}
    ]
    facilities, schools = answer(snapshot, 12).to_pylist()
    assert (facilities["with_the_means"], facilities["n"]) == (153, 153)
    assert 0 < schools["in_use"] <= schools["n"]
    assert sum(row["supported_household_count"] for row in answer(snapshot, 15).to_pylist()) == 16_150
    farms = answer(snapshot, 16).to_pylist()
    assert (sum(row["digital"] for row in farms), sum(row["farms"] for row in farms)) == (336, 480)
    assert sum(row["lost"] + row["scored"] for row in answer(snapshot, 18).to_pylist()) == 9 * 1000
    late = answer(snapshot, 7).to_pylist()
    assert {row["state"] for row in late} == {"late"}
    assert [row["days_late"] for row in late[:136]] == [17] * 136
    registers = [row for row in late if row["form_name_vi"] == form("dossier").titles[0]]
    times = {row["sender_name_vi"]: (row["times_late"], row["times_missing"]) for row in registers}
    few = {code_list("agency").label(code) for code in FEW}
    assert times == {name: (3, 0) if name in few else (1, 2) for name in times}
    assert few < times.keys()
    assert {row["unit_code"] for row in answer(snapshot, 22).to_pylist()} == {
        row["unit_code"] for row in answer(snapshot, 10).to_pylist()
    }


def test_what_was_corrected_is_told_with_both_cells_who_and_when(snapshot: Path) -> None:
    rows = answer(snapshot, 8).to_pylist()
    assert [(row["change"], row["field"], int(row["after"]) - int(row["before"])) for row in rows] == [
        ("changed", "online_count", 1),
        ("changed", "in_person_count", -1),
    ]
    assert {row["after_received_at"] for row in rows} == {datetime(2023, 6, 5, 9)}
    assert {(row["after_file"], row["via"]) for row in rows} == {("sửa.xlsx", "inbox")}
    assert all(row["before_cell"] and row["after_cell"] for row in rows)


def test_what_was_known_then_is_not_what_is_known_now(snapshot: Path) -> None:
    now = answer(snapshot, 21).num_rows
    assert (answer(snapshot, 21, as_of=1).num_rows, now) == (0, 3)


def test_two_sources_disagree_where_they_were_made_to(snapshot: Path) -> None:
    found = answer(snapshot, 9).to_pylist()
    assert found[0]["field"] == "resolved_late_count"
    assert found[0]["department_total"] - found[0]["sum_of_districts"] >= 100
    assert {(row["period_id"], len(row["districts"])) for row in found} == {("2023-04", 1)}
    cells = ask(snapshot, "SELECT field FROM audit.disagreement WHERE check_name = 'source' ORDER BY field")
    assert cells.column("field").to_pylist() == [
        "carried_over_count", "received_count", "resolved_count", "resolved_late_count"
    ]  # fmt: skip

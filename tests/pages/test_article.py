"""The article's figures: computed, printed as it prints them, and moved by the one cell they come from."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from khoso import environment

from cli.command import main
from flows.ingest import drain
from machine.settings import Settings, settings
from pages.documents.article import lines, standing_line, standings, statements
from province.ground.course import last_month
from province.sample.world import World
from province.write import drawn, owed
from schemas.registry import form
from schemas.values.periods import period
from spreadsheets.write.drawn import save
from warehouse.connect import Connection, snapshot

pytestmark = pytest.mark.slow

MAY = date(2023, 5, 31)
FORMS = (
    "dossier_progress", "school_readiness", "health_facility", "health_record_coverage", "farmer_support",
    "cooperative", "livestock_farm", "dti_result",
)  # fmt: skip

#: Statement -> what the article prints, in Vietnamese, and the same in English.
PRINTED = {
    1: ("36,18 %", "36.18 %"),
    2: ("98,76 %", "98.76 %"),
    3: ("100 %", "100 %"),
    4: ("155/155", "155/155"),
    5: ("95,5 %", "95.5 %"),
    6: ("100 %", "100 %"),
    7: ("trên 16.300", "over 16,300"),
    8: ("16.150", "16,150"),
    9: ("khoảng 10 %", "about 10 %"),
    10: ("70 %", "70 %"),
}


@dataclass(frozen=True)
class Edit:
    """A row of the sample and what one of its cells is changed to; `also`: the cell an identity makes follow."""

    form: str
    sender: str
    where: str
    field: str
    to: int | str
    also: tuple[str, int] | None = None


def less(form: str, sender: str, field: str, by: int, also: str = "") -> Edit:
    """The first row whose number is large enough, made smaller; `also`: the column that grows by as much."""
    return Edit(form, sender, f"{field} > {by}", field, -by, (also, by) if also else None)


#: Statement -> the cell that is changed.
EDITS = {
    1: less("dossier_progress", "so-cong-thuong", "online_count", 50, "in_person_count"),
    2: less("dossier_progress", "ubnd-binh-xuyen", "online_count", 50, "in_person_count"),
    3: Edit("school_readiness", "ubnd-tam-dao", "is_ready_online", "is_ready_online", "Không"),
    4: Edit("health_facility", "so-y-te", "has_chip_id", "has_chip_id", "Không"),
    5: less("health_record_coverage", "so-y-te", "record_count", 3_000),
    6: Edit("health_facility", "so-y-te", "is_cashless AND ownership_code = 'public'", "is_cashless", "Không"),
    7: less("farmer_support", "hoi-nong-dan-tinh", "trained_member_count", 60),
    8: less("farmer_support", "hoi-nong-dan-tinh", "supported_household_count", 40),
    9: Edit(
        "cooperative", "so-nong-nghiep-va-phat-trien-nong-thon", "is_ecommerce AND is_smart_farming", "is_ecommerce",
        "Không",
    ),
    10: less("livestock_farm", "so-nong-nghiep-va-phat-trien-nong-thon", "digital_farm_count", 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of a warehouse with the sample's workbooks of May 2023 the article speaks of."""
    home = tmp_path_factory.mktemp("article")
    index = last_month(period("month", "calendar", 2023, 5))
    world = World()
    for what in owed([index], FORMS):
        path = home / "inbox" / what.path
        path.parent.mkdir(parents=True, exist_ok=True)
        save([drawn(world, what)], path)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(home).items():
            patch.setenv(name, value)
        chosen = settings(lang="vi")
        result = drain(chosen, wait=True, clock=lambda: datetime(2023, 6, 1, 9))
        assert {outcome.state for outcome in result.outcomes} == {"loaded"}
        yield chosen


def told(chosen: Settings, lang: str = "vi", as_of: int | None = None) -> dict[int, dict[str, Any]]:
    with snapshot(chosen.home.snapshot) as con:
        if as_of is not None:
            con.execute(f"SET VARIABLE as_of = {as_of}")
        return {each["statement_no"]: each for each in statements(con, MAY, lang, trace=True)}


def report(*words: str, expect: int = 0) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(["report", "article", *words])
    assert code == expect, out.getvalue()
    return out.getvalue()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_ten_figures_as_the_article_prints_them(chosen: Settings, lang: str) -> None:
    said = told(chosen, lang)
    assert set(said) == set(PRINTED)
    for number, printed in PRINTED.items():
        assert said[number]["text"].endswith((f" {printed[lang == 'en']}", f": {printed[lang == 'en']}")), said[number]


def test_the_figures_in_plain_sql(chosen: Settings) -> None:
    with snapshot(chosen.home.snapshot) as con:
        found = con.execute(
            "SELECT indicator_code, tier, numerator, denominator, value, qualifier FROM mart.indicator_value"
            " WHERE unit_code = '26' AND agency_code = '' AND is_best AND period_id = '2023-05' AND value IS NOT NULL"
        ).fetchall()
    values = {(code, tier): tuple(rest) for code, tier, *rest in found}
    assert values["online_dossier_rate_a", "province"] == (4523, 12500, 36.18, "")
    assert values["online_dossier_rate_a", "district"] == (20745, 21006, 98.76, "")
    assert values["school_online_ready_rate", ""][2:] == (100, "")
    assert values["chip_id_facility_rate", ""][:3] == (155, 155, 100)
    assert values["health_record_coverage", ""][2:] == (95.5, "")
    assert values["public_cashless_facility_rate", ""][2:] == (100, "")
    assert values["farmer_trained_count", ""][2] == 16342
    assert values["farm_household_ecommerce_count", ""][2:] == (16150, "")
    assert values["cooperative_digital_rate", ""][:2] == (25, 255)
    assert values["livestock_farm_digital_rate", ""][:3] == (336, 480, 70)


def test_the_targets_of_2025_and_where_the_province_stood(chosen: Settings) -> None:
    with snapshot(chosen.home.snapshot) as con:
        said = [standing_line(each, "vi") for each in standings(con, MAY)]
    assert said[0].startswith("Xây dựng chính quyền điện tử thuộc nhóm 20 tỉnh")
    assert said[0].endswith("hiện ở mức 18 (đến ngày 31/12/2022)")
    assert said[1].endswith("hiện ở mức 22,87 (đến ngày 31/12/2022)")
    assert said[2].endswith("chưa có số liệu")


@pytest.mark.parametrize("number", EDITS)
def test_one_cell_moves_its_figure_and_its_trace(chosen: Settings, number: int) -> None:
    edit, before = EDITS[number], told(chosen)
    with snapshot(chosen.home.snapshot) as con:
        arrivals = int(con.execute("SELECT max(seq) FROM audit.run").fetchall()[0][0])
        file, cells = corrected(con, edit, chosen)
    result = drain(chosen, wait=True, clock=lambda: datetime(2023, 6, 2, 9))
    assert [outcome.state for outcome in result.outcomes] == ["loaded"]
    now, then = told(chosen), told(chosen, as_of=arrivals)
    assert now[number]["value"] < before[number]["value"]
    assert now[number]["numerator"] < before[number]["numerator"]
    assert file.name in {c["file"] for c in now[number]["cells"]}
    assert file.name not in {c["file"] for c in before[number]["cells"]}
    assert cells[0] in covered(now[number], file.name, edit.field)
    assert lines([now[number]], "vi") != lines([before[number]], "vi")
    assert then == before


def corrected(con: Connection, edit: Edit, chosen: Settings) -> tuple[Path, list[str]]:
    """In the inbox, the current workbook of a body with the cell changed; the addresses of what was changed."""
    found = con.execute(
        f"SELECT l.sha256, c._load_id, c._sheet, c._sheet_row, c.* FROM core.{edit.form} AS c"
        " JOIN audit.load AS l ON l.load_id = c._load_id"
        f" WHERE c.sender_code = ? AND c.period_id = '2023-05' AND {edit.where} ORDER BY c._sheet_row LIMIT 1",
        [edit.sender],
    ).to_arrow_table()
    (row,) = found.to_pylist()
    kept = next((chosen.home.root / "kept").rglob(f"{row['sha256']}*"))
    book = openpyxl.load_workbook(io.BytesIO(kept.read_bytes()))
    changed = []
    for field, to in [(edit.field, edit.to), *([edit.also] if edit.also else [])]:
        letter = con.execute(
            "SELECT letter FROM audit.column_map WHERE load_id = ? AND column_name = ?",
            [row["_load_id"], form(edit.form).column_of(field).name],
        ).fetchall()[0][0]
        address = f"{letter}{row['_sheet_row']}"
        cell = book[row["_sheet"]][address]
        cell.value = cell.value + to if isinstance(to, int) else to
        changed.append(address)
    path = chosen.home.inbox / f"sua {edit.form} {edit.field}.xlsx"
    book.save(path)
    return path, changed


def covered(said: dict[str, Any], file: str, field: str) -> set[str]:
    """The addresses a trace names of a field in a file."""
    found = set()
    for cells in said["cells"]:
        if (cells["file"], cells["field"]) == (file, field):
            first, _, last = cells["cells"].partition(":")
            letter = first.rstrip("0123456789")
            numbers = [int(end.removeprefix(letter)) for end in (first, last or first)]
            found |= {f"{letter}{n}" for n in range(numbers[0], numbers[1] + 1)}
    return found


def test_the_report_names_the_cells_only_when_asked(chosen: Settings) -> None:
    plain, traced = report("--period", "2023-05", "--lang", "vi"), report("--period", "2023-05", "--trace")
    assert ".xlsx" not in plain
    assert "dossier_progress so-giao-duc-va-dao-tao.xlsx, Biểu, F12" in traced
    assert "đến ngày 31/05/2023" in plain


def test_the_report_as_json_has_the_same_figures(chosen: Settings) -> None:
    said = {each["statement_no"]: each for each in json.loads(report("--period", "2023-05", "--json"))["statements"]}
    now = told(chosen)
    assert {n: each["value"] for n, each in said.items()} == {n: each["value"] for n, each in now.items()}
    assert "cells" not in said[1]


@pytest.mark.parametrize(("lang", "nothing"), [("vi", "chưa có số liệu"), ("en", "no figure yet")])
def test_a_period_before_everything_has_no_figures(chosen: Settings, lang: str, nothing: str) -> None:
    assert report("--period", "2019-01", "--lang", lang).count(nothing) >= len(PRINTED)


def test_a_period_that_is_none_is_said_to_be_none(chosen: Settings) -> None:
    assert "2023-13" in report("--period", "2023-13", expect=2)

"""The samples: made again they are the same, the May rates are the published ones, and what must be held back is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from province.shipped import progress, write_samples
from schemas.submission import Reading
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions

SAMPLES = Path(__file__).parents[2] / "samples"
FAULTY = "VPDKDD thang 3 - co loi.xlsx"


@pytest.fixture(scope="module")
def readings(reader: Reader) -> dict[str, Reading]:
    return {path.name: read_submissions(reader.read(path)) for path in sorted(SAMPLES.glob("*.xlsx"))}


@pytest.mark.slow
def test_samples_are_what_the_script_writes(tmp_path: Path) -> None:
    written = write_samples(tmp_path)
    assert {path.name for path in written} == {path.name for path in SAMPLES.iterdir()}
    for path in written:
        assert content(path) == content(SAMPLES / path.name)


def content(path: Path) -> dict[str, bytes]:
    """The parts of a workbook; how they are compressed is the matter of the zlib at hand."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("BC tien do TTHC thang 5-2023 (VP UBND tinh).xlsx", ("van-phong-ubnd-tinh", "26", "2023-05", 23, 3)),
        ("So Y te - TTHC T5.xlsx", ("so-y-te", "26", "2023-05", 1, 0)),
        ("GTVT_766_052023.xlsx", ("so-giao-thong-van-tai", "26", "2023-05", 1, 0)),
        ("BC CĐS T5 final (1).xlsx", ("ubnd-phuc-yen", "244", "2023-05", 1, 1)),
        ("BC tien do TTHC thang 4-2023 (VP UBND tinh).xlsx", ("van-phong-ubnd-tinh", "26", "2023-04", 23, 3)),
        ("So Y te - TTHC T4.xlsx", ("so-y-te", "26", "2023-04", 1, 0)),
        ("GTVT_766_042023.xlsx", ("so-giao-thong-van-tai", "26", "2023-04", 1, 0)),
        ("BC CĐS T4 final (1).xlsx", ("ubnd-phuc-yen", "244", "2023-04", 1, 1)),
    ],
)
def test_office_and_month_are_read_off_each_sample(
    readings: dict[str, Reading], name: str, key: tuple[str, str, str, int, int]
) -> None:
    (found,) = readings[name].submissions
    rows = (found.accepted.num_rows, len(found.non_data))
    assert (found.key.form, found.key.sender, found.key.unit, found.key.period.id, *rows) == ("dossier_progress", *key)
    assert (found.key.period.calendar, found.findings, len(found.quarantined)) == ("reporting", [], 0)


@pytest.mark.parametrize(
    ("month", "rates"), [("2023-05", {"province": 36.18, "district": 98.76}),
                         ("2023-04", {"province": 33.04, "district": 95.47})],
)  # fmt: skip
def test_online_rates_of_the_accepted_rows(readings: dict[str, Reading], month: str, rates: dict[str, float]) -> None:
    counted = {"province": [0, 0], "district": [0, 0]}
    for submission in (s for r in readings.values() for s in r.submissions if s.key.period.id == month):
        for row in submission.accepted.to_pylist():
            level = "district" if row["agency_code"] in DISTRICT_COMMITTEES else "province"
            counted[level][0] += row["online_count"]
            counted[level][1] += row["received_in_period_count"]
    assert {level: round(100 * online / received, 2) for level, (online, received) in counted.items()} == rates


DISTRICT_COMMITTEES = {
    "ubnd-vinh-yen", "ubnd-phuc-yen", "ubnd-lap-thach", "ubnd-tam-duong", "ubnd-tam-dao", "ubnd-binh-xuyen",
    "ubnd-yen-lac", "ubnd-vinh-tuong", "ubnd-song-lo",
}  # fmt: skip


def test_faulty_sample_holds_back_two_rows_of_three(readings: dict[str, Reading]) -> None:
    (found,) = readings[FAULTY].submissions
    assert found.accepted.column("_sheet_row").to_pylist() == [13]
    assert {row.sheet_row: row.rules for row in found.quarantined} == {
        11: ("CELL-DATE-IN-NUMBER",),
        12: ("PROC-002",),
    }
    assert [(f.rule, f.cell, f.found) for f in found.findings] == [
        ("CELL-DATE-IN-NUMBER", "G11", "09/09/2023"),
        ("PROC-002", "E12", "210"),
    ]


def test_every_row_of_a_sample_keeps_the_identities_of_the_form() -> None:
    for month in (4, 5):
        for row in progress(month).values():
            counts = list(row.values())[1:]
            _, received, carried, new, online, desk, post, done, early, due, late, doing, fine, over, *held = (
                row.values()
            )
            assert (received, new) == (carried + new, online + desk + post)
            assert (done, doing, held[0]) == (early + due + late, fine + over, held[1] + held[2])
            assert received == done + doing + held[0]
            assert min(counts) >= 0

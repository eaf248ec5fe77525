"""The six forms read from real workbooks and from their synthetic twins: nothing lost, every false figure found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from schemas.kinds import Amount, Code, Count, Day, Percent, Text
from schemas.submission import Given, Reading, Submission
from schemas.values.periods import day_period
from schemas.values.text import clean
from spreadsheets.read.reader import Reader
from spreadsheets.understand.reading import read_submissions
from tests.book import write
from tests.recount import recount
from tests.twins import TWINS, Twin

Fault = tuple[str, str, str]
_MILLION = 1e6  # "Triệu đồng", the unit of every amount of these forms


@dataclass(frozen=True)
class Real:
    """A real workbook: sheet -> (form, rows accepted, rows that are no data), and every figure that does not add up."""

    file: str
    claimed: dict[str, tuple[str, int, int]]
    faults: frozenset[Fault] = frozenset()
    unclaimed: int = 0


def faults(sheet: str, rule: str, cells: str) -> frozenset[Fault]:
    return frozenset((sheet, cell, rule) for cell in cells.split())


def cells(letter: str, first: int, last: int) -> str:
    return " ".join(f"{letter}{row}" for row in range(first, last + 1))


SCHOOLS = "TinhHinhNopTatCaDuLieu-2021-10-01-1633079815511.xlsx"
REAL = [
    Real(
        "DT-2018-N-B53-TT343-26.xlsx",
        {"Baocao": ("recurrent_spending", 21, 1)},
        faults("Baocao", "FIN-001", "C13 C14 C22 C24"),
    ),
    Real(
        "Vinh Phuc 2018.xls",
        {"53": ("recurrent_spending", 21, 1)},
        faults("53", "FIN-001", "C13 C14 C22 C24"),
        unclaimed=12,
    ),
    Real(
        "Vinh Phuc QT2016.xls",
        {"Bieu 66": ("department_settlement", 34, 1), "Bieu 67": ("district_transfers", 9, 1)},
        faults("Bieu 67", "FIN-022", cells("H", 9, 18))
        | faults("Bieu 67", "FIN-025", cells("M", 9, 18))
        | faults("Bieu 67", "FIN-027", cells("O", 10, 18)),
        unclaimed=4,
    ),
    Real("QT-2018-N-B67-TT343-26.xls", {"Bao cao": ("district_transfers", 9, 1)}),
    Real(
        SCHOOLS,
        {"Sheet1": ("school_submission", 515, 0)},
        faults(
            "Sheet1", "EDU-001",
            "H27 H104 H163 H328 H333 H336 H370 H376 H388 H393 H394 H425 H430 H453 H455 H487 H505 H508 H513 H522 H523",
        )
        | faults("Sheet1", "EDU-002", "N125 N382")
        | faults(
            "Sheet1", "EDU-003",
            "S11 S29 S35 S55 S154 S178 S194 S196 S212 S227 S264 S267 S278 S280 S333 S335 S346 S393 S423 S430 S447 "
            "S448 S469 S476 S478 S485 S491 S500 S508 S514 S517 S518 S520 S523",
        ),
    ),
    Real("data.xls", {"Sheet1": ("administrative_unit", 10_040, 0)}),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("real", REAL, ids=lambda real: real.file)
def test_real_form_loads_whole(shared: Path, reader: Reader, real: Real) -> None:
    reading = read(reader, shared / "real" / "files" / real.file)
    assert {s.columns[0].sheet: account(s) for s in reading.submissions} == real.claimed
    assert len(reading.unclaimed) == real.unclaimed
    for sheet, truth in truths(shared, real).items():
        submission = on_sheet(reading, sheet)
        assert_says(submission, truth["values"].get, {int(row) for row in truth["rows"]})


@pytest.mark.slow
@pytest.mark.parametrize("real", REAL, ids=lambda real: real.file)
def test_every_false_figure_of_the_original_is_found_at_its_cell(shared: Path, reader: Reader, real: Real) -> None:
    own = {
        (sheet, cell)
        for sheet, truth in truths(shared, real).items()
        for cell in recount(real.claimed[sheet][0], truth["values"].get, map(int, truth["rows"]))
    }
    reading = read(reader, shared / "real" / "files" / real.file)
    assert own == {(sheet, cell) for sheet, cell, _ in real.faults}
    assert broken_rules(reading) == real.faults


def test_budget_items_that_are_no_agency_are_kept_with_a_warning(shared: Path, reader: Reader) -> None:
    reading = read(reader, shared / "real" / "files" / "Vinh Phuc QT2016.xls")
    names = {(f.sheet, f.cell, f.severity) for f in reading.all_findings if f.rule == "CELL-CODE"}
    assert names == {("Bieu 66", f"B{row}", "warning") for row in range(34, 44)}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
@pytest.mark.parametrize("make", TWINS, ids=lambda make: make.__name__)
def test_twin_loads_whole(tmp_path: Path, reader: Reader, make: Callable[[], Twin], suffix: str) -> None:
    twin = make()
    reading = read(reader, write(tmp_path / f"{twin.name}{suffix}", twin.sheets))
    assert {s.columns[0].sheet: account(s) for s in reading.submissions} == twin.claimed
    assert set(reading.unclaimed) == {sheet.name for sheet in twin.sheets} - set(twin.claimed)
    for sheet in twin.sheets:
        if sheet.name in twin.claimed:
            assert_says(on_sheet(reading, sheet.name), sheet.cells.get)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
@pytest.mark.parametrize("make", TWINS, ids=lambda make: make.__name__)
def test_every_false_figure_of_a_twin_is_found(
    tmp_path: Path, reader: Reader, make: Callable[[], Twin], suffix: str
) -> None:
    twin = make()
    reading = read(reader, write(tmp_path / f"{twin.name}{suffix}", twin.sheets))
    printed = {sheet.name: sheet.cells.get for sheet in twin.sheets}
    own = {
        (sheet, cell)
        for sheet, (form, *_) in twin.claimed.items()
        for cell in recount(form, printed[sheet], rows_of(on_sheet(reading, sheet)))
    }
    assert own == {(sheet, cell) for sheet, cell, _ in twin.faults}
    assert broken_rules(reading) == twin.faults


def read(reader: Reader, path: Path) -> Reading:
    """Forms by day get theirs from the caller; the others say their year in the title."""
    by_day = path.name in (SCHOOLS, "data.xls") or "2023" in path.name
    return read_submissions(reader.read(path), given=Given(period=day_period(date(2023, 5, 15)) if by_day else None))


def truths(shared: Path, real: Real) -> dict[str, dict[str, dict[str, object]]]:
    """Sheet -> what a careful person reads there, for the sheets of this workbook that a form claims."""
    text = (shared / "real" / "truth" / f"{real.file}.json").read_text(encoding="utf-8")
    return {table["sheet"]: table for table in json.loads(text)["tables"] if table["sheet"] in real.claimed}


def on_sheet(reading: Reading, sheet: str) -> Submission:
    return next(s for s in reading.submissions if s.columns[0].sheet == sheet)


def account(submission: Submission) -> tuple[str, int, int]:
    """Form, rows accepted, rows that are no data; together with none in quarantine they are all rows of the span."""
    accepted, other = submission.accepted.num_rows, len(submission.non_data)
    assert not submission.quarantined
    assert submission.rows_in_span == accepted + other
    return submission.key.form, accepted, other


def rows_of(submission: Submission) -> list[int]:
    return [*submission.accepted.column("_sheet_row").to_pylist(), *(line.sheet_row for line in submission.non_data)]


def broken_rules(reading: Reading) -> set[Fault]:
    """(sheet, cell, rule) of every rule of a form that was found broken."""
    rules = {rule.id for s in reading.submissions for rule in s.form.rules.values()}
    return {(f.sheet, f.cell, f.rule) for f in reading.all_findings if f.rule in rules}


def assert_says(submission: Submission, printed: Callable[[str], object], rows: set[int] | None = None) -> None:
    """Every value of the submission is the one printed at its cell; `rows`: those whose printed values are known."""
    letters = {use.column: use.letter for use in submission.columns if use.column}
    for row in submission.accepted.to_pylist():
        number = row["_sheet_row"]
        if rows is not None and number not in rows:
            continue
        loaded = {letter: row[next(iter(submission.form.columns[name].fields))] for name, letter in letters.items()}
        stored = {letter: store(submission, name, printed(f"{letter}{number}")) for name, letter in letters.items()}
        assert loaded == {letter: about(value) for letter, value in stored.items()}, f"row {number}"
    for line in submission.non_data:
        for field, value in line.numbers.items():
            name = submission.form.column_of(field).name
            assert value == about(store(submission, name, printed(f"{letters[name]}{line.sheet_row}")))


def about(value: object) -> object:
    """A value to compare with: millions of đồng in floating point are the same to twelve digits."""
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


def store(submission: Submission, name: str, value: object) -> object:
    """A printed value as it is stored."""
    column = submission.form.columns[name]
    if value is None:
        return None
    if column.kind is Amount:
        return float(value) * _MILLION
    if column.kind is Count:
        return int(value)
    if column.kind is Percent:
        return float(value)
    if column.kind is Day:
        text = str(value)
        return date.fromisoformat(text) if "-" in text else datetime.strptime(text, "%d/%m/%Y").date()
    assert column.kind in (Text, Code)
    return clean(str(value))

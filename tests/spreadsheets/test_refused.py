"""Whatever is not loaded comes back with a finding: where, what was expected and what to do, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from bench.mess import Case, cases, read
from province.mess.make import make_messy
from schemas.catalogue.messages import expected, found, message, remedy
from schemas.finding import Finding
from schemas.submission import Reading
from schemas.values.bilingual import LANGUAGES
from spreadsheets.read.reader import Reader
from spreadsheets.understand.checked import check

#: What refuses a whole table, however good its rows are.
_REFUSING = ("heading-unknown", "column-missing", "heading-repeated", "no-period", "unknown-sender")


def is_loaded(reading: Reading) -> bool:
    return any(submission.accepted.num_rows for submission in reading.submissions)


def assert_answered(reading: Reading) -> None:
    errors = [finding for finding in reading.all_findings if finding.severity == "error"]
    assert errors, f"{reading.file} is refused without a word"
    for finding in errors:
        assert_says_all(finding, reading.file)


def assert_says_all(finding: Finding, file: str) -> None:
    texts = {lang: message(finding, lang) for lang in LANGUAGES}
    assert texts["vi"] != texts["en"]
    for lang, text in texts.items():
        assert text.startswith(file), text
        assert finding.sheet in text and finding.cell in text
        assert not {"{", "}", "[", "…."} & set(text.replace(finding.found, "").replace(file, "").split()), text
        for said in (found(finding, lang), expected(finding, lang), remedy(finding, lang)):
            assert len(said) > 8, (finding.rule, lang, said)


def workbooks(shared: Path) -> Iterable[Path]:
    folder = shared / "adversarial"
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.parent != folder)


@pytest.mark.slow
def test_every_hostile_file_that_is_not_loaded_is_answered(shared: Path, tmp_path: Path) -> None:
    paths = list(workbooks(shared))
    readings = [r for r in check(paths, log=tmp_path / "faults.log", readers=2) if not is_loaded(r)]
    assert len(readings) > 100
    for reading in readings:
        assert_answered(reading)
    assert not (tmp_path / "faults.log").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", _REFUSING)
def test_every_refused_sheet_of_the_sample_is_answered(name: str, reader: Reader, tmp_path: Path) -> None:
    refused = [reading for case in cases() if (reading := spoilt(name, case, reader, tmp_path)) is not None]
    assert len(refused) > 10
    for reading in refused:
        assert not is_loaded(reading)
        assert_answered(reading)
        assert any(finding.sheet for finding in reading.all_findings if finding.severity == "error")


def spoilt(name: str, case: Case, reader: Reader, folder: Path) -> Reading | None:
    """A sheet of a form with one defect, read; None where the defect does not fit the form."""
    messy = make_messy(case.form, case.rows, case.debtor, case.period, Random(0), habits=(), faults=(name,))
    return read(messy, reader, folder) if messy.flaws else None

"""A contract that cannot be right is refused where it is written: each word of a form, a column, a rule, a sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from khoso import khoso

from schemas.column import Column
from schemas.contract_diff import checked, contracts
from schemas.contract_error import ContractError
from schemas.form import Due, Form
from schemas.rule import Rule
from schemas.sector import Sector

SECTOR: Mapping[str, str] = {
    "name": '"libraries"',
    "vi": '"Thư viện"',
    "en": '"Libraries"',
    "pillar": '"society"',
    "department": '"so-van-hoa-the-thao-va-du-lich"',
    "cron": '"0 6 16 * *"',
    "units": '{"volume": "quyển"}',
}
FORM: Mapping[str, str] = {
    "titles": '("Bạn đọc thư viện",)',
    "grain": '("library",)',
    "is_of_sender": "False",
    "mode": '"snapshot"',
    "period": '"month"',
    "calendar": '"reporting"',
    "due": "Due(day=16)",
    "pillar": '"society"',
    "basis": '"period"',
    "compared": "compared(change=2.0)",
    "revisions": '("official",)',
    "owed_by": '"agency:so-van-hoa-the-thao-va-du-lich"',
    "ended": "date(2030, 1, 1)",
    "sender": '"so-van-hoa-the-thao-va-du-lich"',
    "across": '"readers"',
    "refuse_above": "50",
    "ignored": '(*Form.ignored, "Ghi chú thêm")',
}
COLUMNS: Mapping[str, str] = {
    "library": 'column(Text, "Thư viện", "Tên thư viện", nullable=False, en="Library")',
    "readers": 'column(Count, "Số bạn đọc", unit="person", minimum=0, en="Readers")',
    "volumes": 'column(Count, "Số sách", was("Số bản", until=date(2024, 1, 1)), unit="volume", en="Volumes")',
    "card": 'column(Code, "Số thẻ", pattern="[0-9]{3}", like="123", required=False, en="Card")',
    "share": 'column(Percent, "Tỷ lệ", required=False, en="Share")',
    "sums": 'printed_totals("LIB-001", severity="error", vi="tổng", en="total", source="x")',
}
_HEAD = """from datetime import date

from schemas.form import Due, Form, Sector, column, column_sum, compared, printed_share, printed_totals, rule, was
from schemas.kinds import Code, Count, Percent, Text

"""


def written(sector: Mapping[str, str], form: Mapping[str, str], columns: Mapping[str, str]) -> str:
    said = "".join(f"    {name}={text},\n" for name, text in sector.items())
    words = "".join(f"    {name} = {text}\n" for name, text in {**form, **columns}.items())
    return f"{_HEAD}SECTOR = Sector(\n{said})\n\n\nclass LibraryReaders(Form):\n{words}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "libraries.py"


def test_the_right_contract_is_right(file: Path) -> None:
    file.write_text(written(SECTOR, FORM, COLUMNS), encoding="utf-8")
    assert list(checked(file)) == ["library_readers"]
    told = khoso(file.parent, "contract", "check", str(file)).stdout
    assert told == f"{file}: 1 forms, nothing is wrong: library_readers\n"


#: Word of the sector -> what is said wrongly, and what is told of it.
WRONG_SECTORS = [
    ("name", '"library"', "'library' is not the name of its file, 'libraries'"),
    ("vi", '""', "vi is empty"),
    ("en", '" "', "en is empty"),
    ("pillar", '"socity"', "there is no pillar 'socity'; the nearest: society"),
    ("department", '"so-van-hoa"', "there is no body 'so-van-hoa'"),
    ("cron", '"every day"', "cron='every day' is no schedule"),
    ("cron", '"0 25 * * *"', "cron='0 25 * * *' is no schedule"),
    ("units", '{"volume": 3}', "units is {'volume': 3}"),
]
WRONG_FORMS = [
    ("titel", '("x",)', "there is no word of a form 'titel'; the nearest: titles"),
    ("titles", '"Bạn đọc"', "tuple[str, ...] was expected"),
    ("titles", '("",)', "titles is empty"),
    ("grain", '("libary",)', "libary"),
    ("is_of_sender", '"yes"', "bool was expected"),
    ("mode", '"snapshots"', "there is no mode 'snapshots'; the nearest: snapshot"),
    ("period", '"fortnight"', "there is no kind of period 'fortnight'"),
    ("period", '"monht"', "the nearest: month"),
    ("calendar", '"report"', "there is no calendar 'report'; the nearest: reporting"),
    ("due", "Due(day=41)", "a day from 1 to 31 was expected"),
    ("due", "Due(day=0)", "a day from 1 to 31 was expected"),
    ("due", 'Due(day="16")', "Due(day=) is '16', int was expected"),
    ("due", "16", "Due | None was expected"),
    ("due", "Due(day=3)", "ends on 2023-01-14 and is due on 2023-01-03"),
    ("pillar", '"people"', "there is no pillar 'people'"),
    ("basis", '"periods"', "the nearest: period"),
    ("compared", "2.0", "Compared | None was expected"),
    ("revisions", '("final",)', "was expected"),
    ("revisions", "()", "revisions is empty"),
    ("owed_by", '"nobody"', "there is no way to say who owes 'nobody'"),
    ("owed_by", '"agency:so-van-hoa-the-thao"', "the nearest: so-van-hoa-the-thao-va-du-lich"),
    ("owed_by", '"group:procedure"', "the nearest: procedures"),
    ("owed_by", '"unit:communes"', "the nearest: commune"),
    ("ended", '"2030-01-01"', "date | None was expected"),
    ("sender", '"so-y-tee"', "the nearest: so-y-te"),
    ("across", '"nowhere"', "nowhere"),
    ("across", '"library"', "is no column of figures"),
    ("refuse_above", "120", "a per cent from 0 to 99"),
    ("takes_extra", '"no"', "bool was expected"),
    ("ignored", '("Số sách",)', "'Số sách', a heading of volumes, is ignored too"),
]
WRONG_COLUMNS = [
    ("readers", "column(Count)", "has no heading"),
    ("readers", 'column(Count, "")', "heading is empty"),
    ("readers", 'column("count", "Số bạn đọc")', "begins with a kind of cell, not 'count'"),
    ("readers", 'column(Count, "số  sách")', "'Số sách' is a heading of both volumes and readers"),
    ("readers", 'column(Count, "Số bạn đọc", unit="person", minimun=0)', "'minimun'; the nearest: minimum"),
    ("readers", 'column(Count, "Số bạn đọc", unit="persons")', "the nearest: person"),
    ("readers", 'column(Count, "Số bạn đọc", minimum=200, maximum=100)', "minimum=200 is above maximum=100"),
    ("readers", 'column(Count, "Số bạn đọc", codes="agency")', "codes is for a Text or a Code column"),
    ("readers", 'column(Count, "Số bạn đọc", personal=True)', "personal is for a Text or a Code column"),
    ("readers", 'column(Count, "Số bạn đọc", may_name=True)', "may_name is for a Text or a Code column"),
    ("readers", 'column(Count, "Số bạn đọc", required="no")', "required is 'no', bool was expected"),
    ("readers", 'column(Count, "Số bạn đọc", nullable=0)', "nullable is 0, bool was expected"),
    ("readers", 'column(Count, "Số bạn đọc", dash="nothing")', "there is no dash 'nothing'"),
    ("readers", 'column(Count, "Số bạn đọc", basis="cumulativ")', "the nearest: cumulative"),
    ("readers", 'column(Count, "Số bạn đọc", compared=3)', "Compared | None was expected"),
    ("readers", 'column(Count, "Số bạn đọc", en=3)', "en is 3, str was expected"),
    ("readers", 'column(Count, "Số bạn đọc", since="2023")', "date | None was expected"),
    ("readers", 'column(Count, "Số bạn đọc", since=date(2024, 1, 1), until=date(2023, 1, 1))', "until= is not after"),
    ("volumes", 'column(Count, "Sách", was("Bản", since=date(2024, 1, 1), until=date(2024, 1, 1)))', "is not after"),
    ("library", 'column(Text, "Thư viện", minimum=1)', "minimum is for a column of figures"),
    ("library", 'column(Text, "Thư viện", maximum=1)', "maximum is for a column of figures"),
    ("library", 'column(Text, "Thư viện", unit="person")', "unit is for a column of figures"),
    ("card", 'column(Code, "Số thẻ", codes="agencies")', "there is no code list 'agencies'; the nearest: agency"),
    ("card", 'column(Code, "Số thẻ", pattern="[0-9")', "pattern='[0-9'"),
    ("card", 'column(Code, "Số thẻ", pattern="[0-9]{3}", like="12")', "like='12' does not match"),
    ("card", 'column(Code, "Số thẻ", blank="no")', "blank is for a column of yes and no"),
    ("card", 'column(Code, "Số thẻ", unknown="loud")', "there is no unknown 'loud'"),
    ("sums", 'printed_totals("LIB-1a", severity="error", vi="a", en="a", source="x")', "has not the shape"),
    ("sums", 'printed_totals("LIB-001", severity="eror", vi="a", en="a", source="x")', "the nearest: error"),
    ("sums", 'printed_totals("LIB-001", severity="error", vi="", en="a", source="x")', "vi is empty"),
    ("sums", 'printed_totals("LIB-001", severity="error", vi="a", en="", source="x")', "en is empty"),
    ("sums", 'printed_totals("LIB-001", severity="error", vi="a", en="a", source="")', "source is empty"),
    ("sums", 'rule("LIB-001", "readers == 1", severity="error", vi="a", en="a", source="x", tolerance=-1)', "negative"),
    ("sums", 'rule("LIB-001", "raeders == 1", severity="error", vi="a", en="a", source="x")', "raeders"),
    ("sums", 'printed_share("LIB-001", "readers", "readers", "volumes", severity="error", source="x")', "no Percent"),
    ("sums", 'rule("HEALTH-001", "readers == 1", severity="error", vi="a", en="a", source="x")', "HEALTH-001"),
]


def refused(file: Path, text: str) -> tuple[str, str]:
    """Where a contract is refused and in which words."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError) as raised:
        checked(file)
    return raised.value.place, raised.value.reason.en


@pytest.mark.parametrize(("word", "said", "told"), WRONG_SECTORS)
def test_a_wrong_sector(file: Path, word: str, said: str, told: str) -> None:
    text = written({**SECTOR, word: said}, FORM, COLUMNS)
    place, reason = refused(file, text)
    assert told in reason
    assert text.splitlines()[int(place.rpartition(":")[2]) - 1].strip() == f"{word}={said},"


@pytest.mark.parametrize(("word", "said", "told"), WRONG_FORMS)
def test_a_wrong_word_of_a_form(file: Path, word: str, said: str, told: str) -> None:
    text = written(SECTOR, {**FORM, word: said}, COLUMNS)
    place, reason = refused(file, text)
    assert told in reason
    assert "\n" not in reason
    assert text.splitlines()[int(place.rpartition(":")[2]) - 1].strip().startswith((f"{word} = ", "volumes = "))


@pytest.mark.parametrize(("name", "said", "told"), WRONG_COLUMNS)
def test_a_wrong_column_or_rule(file: Path, name: str, said: str, told: str) -> None:
    place, reason = refused(file, written(SECTOR, {**FORM, "across": '""'}, {**COLUMNS, name: said}))
    assert told in reason
    assert "libraries.py:" in place or "HEALTH-001" in reason


def test_no_word_goes_unchecked() -> None:
    tried = {word for word, _, _ in (*WRONG_SECTORS, *WRONG_FORMS)} | {"due"}
    assert {each.name for each in fields(Sector)} <= tried
    derived = {"name", "written_at", "sector", "columns", "rules"}
    assert set(Form.__annotations__) - derived <= tried
    said = " ".join(text for _, text, _ in WRONG_COLUMNS) + "kind headers name dated"
    assert [each.name for each in fields(Column) if each.name not in said] == []
    assert {each.name for each in fields(Due)} == {"day", "months"}
    assert {each.name for each in fields(Rule)} >= {"id", "expression", "schedule", "says", "source", "tolerance"}


def test_two_forms_of_one_heading_at_different_times_are_right(file: Path) -> None:
    columns: dict[str, Any] = {
        "old": 'column(Count, "Số thẻ cấp", until=date(2024, 1, 1))',
        "new": 'column(Count, "Số thẻ cấp", since=date(2024, 1, 1))',
    }
    file.write_text(written(SECTOR, FORM, {**COLUMNS, **columns}), encoding="utf-8")
    assert list(contracts(file)) == ["library_readers"]


def test_a_plan_may_be_due_before_its_period_ends_where_that_is_said(file: Path) -> None:
    form = {**FORM, "period": '"year"', "calendar": '"calendar"'}
    file.write_text(written(SECTOR, {**form, "due": "Due(day=31, months=-11)"}, COLUMNS), encoding="utf-8")
    assert list(contracts(file)) == ["library_readers"]
    assert "is due on 2023-12-20" in refused(file, written(SECTOR, {**form, "due": "Due(day=20)"}, COLUMNS))[1]

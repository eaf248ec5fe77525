"""docs/contract.md has every word of a contract, as it is today."""

from __future__ import annotations

import re

from khoso import ROOT

from schemas.catalogue.contract_words import lines
from schemas.form import Column, Form, Sector

PAGE = "\n".join(lines()) + "\n"
ROWS = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in PAGE.splitlines() if line.startswith("| `")]


def test_the_page_is_todays() -> None:
    assert (ROOT / "docs" / "contract.md").read_text(encoding="utf-8") == PAGE


def test_every_word_is_there_and_says_what_it_is_for() -> None:
    told = {row[0].strip("`") for row in ROWS}
    words = {*Sector.__annotations__, *Form.__annotations__, *Column.__annotations__}
    assert words - told == {"written_at", "sector", "columns", "rules", "dated"}
    assert [row[0] for row in ROWS if len(row) == 5 and not row[3].strip()] == []
    assert [row[0] for row in ROWS if len(row) == 5 and not row[4].strip()] == []


def test_a_default_and_an_example_are_those_of_the_program() -> None:
    by_word = {row[0].strip("`"): row for row in ROWS}
    assert by_word["refuse_above"][2] == "`50`"
    assert by_word["grain"][4].strip("`") == repr(("district_code",))
    assert by_word["kind"][4] == "`Text`"

"""The mess of the sample: what leaves the values as they are is read as the clean sheet, what is wrong is found."""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bench.mess import MONTH, NAMED, Case, cases, judge_defect, judge_tolerance, read, values
from province.mess.make import LEVELS, at_random, flawed, make_messy, tolerances
from province.mess.truth import NAME
from province.sample.world import World
from province.write import write_messy
from spreadsheets.read.reader import Reader

MESS = Path(__file__).parents[2] / "province" / "mess"
#: What would tell the generator how it is judged.
JUDGES = {
    "schemas.validation.evaluate",
    "schemas.validation.validate",
    "schemas.validation.totals",
    "schemas.validation.check_digits",
    "schemas.catalogue.messages",
    "flows",
}


@cache
def every_case() -> tuple[Case, ...]:
    return tuple(cases())


def test_there_are_kinds_enough_and_each_says_what_it_is() -> None:
    assert len(tolerances()) + len(flawed()) >= 60
    assert not set(tolerances()) & set(flawed())
    assert set(NAMED) == set(flawed())
    assert all(kind.about for kind in (*tolerances().values(), *flawed().values()))


def test_the_generator_does_not_know_the_rules_it_is_judged_by() -> None:
    for path in sorted(MESS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", ())] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name in JUDGES or name.split(".")[0] == "flows"], path.name
            assert not (isinstance(node, ast.Attribute) and node.attr == "rules"), f"{path.name} reads form.rules"


@pytest.mark.slow
@pytest.mark.parametrize("name", tolerances())
def test_a_habit_leaves_the_values_as_they_are(name: str, reader: Reader, tmp_path: Path) -> None:
    told = (judge_tolerance(name, case, reader, tmp_path) for case in every_case())
    assert next(wrong for wrong in told if wrong is not None) == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", flawed())
def test_a_defect_is_found_at_its_cell(name: str, reader: Reader, tmp_path: Path) -> None:
    told = (judge_defect(name, case, reader, tmp_path) for case in every_case())
    found, strange = next(verdict for verdict in told if verdict is not None)
    assert found == (NAMED[name] is not None)
    assert not strange or NAMED[name] is None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_many_habits_at_once_leave_the_values_as_they_are(seed: int, reader: Reader, tmp_path: Path) -> None:
    case = every_case()[2 * seed]
    habits, _ = at_random(Random(seed), "habits")
    clean = make_messy(case.form, case.rows, case.debtor, case.period, Random(seed), habits=())
    messy = make_messy(case.form, case.rows, case.debtor, case.period, Random(seed), habits=habits)
    found = read(messy, reader, tmp_path)
    assert [f for f in found.all_findings if f.severity == "error"] == []
    assert values(found) == values(read(clean, reader, tmp_path))


@pytest.mark.parametrize("level", LEVELS)
def test_one_seed_makes_one_mess_and_its_truth(level: str, tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        paths = list(write_messy(folder, World(), [MONTH], level, ["tourism_activity", "farmer_support"]))
        made.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
    assert made[0] == made[1]
    truth = json.loads(made[0].pop(NAME))
    assert [book["file"] for book in truth["workbooks"]] == list(made[0])

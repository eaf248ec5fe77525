"""The house: one library per folder, imports one way, one file per sector. design: each folder may import these."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = {
    "schemas": {"schemas"},
    "spreadsheets": {"spreadsheets", "schemas"},
    "warehouse": {"warehouse", "schemas"},
    "pages": {"pages", "schemas", "warehouse"},
    "flows": {"flows", "pages", "schemas", "spreadsheets", "warehouse"},
}
OWNED = {
    "pandera": ("schemas/validate.py",),
    "fastexcel": ("spreadsheets/",),
    "xlrd": ("spreadsheets/",),
    "openpyxl": ("spreadsheets/",),
    "xlsxwriter": ("spreadsheets/",),
    "duckdb": ("warehouse/",),
    "jinja2": ("pages/",),
    "lets_plot": ("pages/",),
    "prefect": ("flows/",),
}
#: Modules a cold `khoso --help` or `khoso inspect` must not bring in.
HEAVY = ("pandas", "pandera", "prefect", "duckdb")
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}


def modules() -> list[Path]:
    return sorted(p for folder in HOUSE for p in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_keep_to_the_house(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    folder = place.split("/")[0]
    for name in imported(path):
        top = name.split(".")[0]
        if top in HOUSE:
            assert top in HOUSE[folder], f"{place} imports {name}"
        if top in OWNED:
            assert place.startswith(OWNED[top]), f"{place} imports {name}, which belongs to {OWNED[top]}"


def test_the_check_sees_a_forbidden_import(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    import duckdb\n    from warehouse.load import record\n", encoding="utf-8")
    assert imported(bad) == {"duckdb", "warehouse.load"}


def test_every_name_says_something() -> None:
    assert [p for p in modules() if p.stem in VAGUE] == []


def test_the_wheel_ships_code_reference_data_and_sql_but_no_test() -> None:
    import tomllib

    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["packages"] == ["flows", "pages", "schemas", "spreadsheets", "warehouse"]


def test_the_lock_file_pins_hashes_and_names_no_registry() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    pins = [line for line in text.splitlines() if line and line[0].isalpha()]
    assert len(pins) > 50
    assert all("==" in pin for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)

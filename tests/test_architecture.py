"""The house: rooms that say what they import, arrows that run one way, one library a folder, one file a sector."""

from __future__ import annotations

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Folder -> the folders it may import, from the lowest.
HOUSE = {
    "schemas": set(),
    "machine": {"schemas"},
    "spreadsheets": {"machine", "schemas"},
    "warehouse": {"machine", "schemas"},
    "pages": {"machine", "schemas", "warehouse"},
    "province": {"machine", "schemas", "spreadsheets"},
    "serving": {"machine", "schemas"},
    "flows": {"machine", "pages", "schemas", "serving", "spreadsheets", "warehouse"},
    "cli": {"flows", "machine", "pages", "province", "schemas", "serving", "spreadsheets", "warehouse"},
}
OWNED = {
    "pandera": ("schemas/validation/validate.py",),
    "fastexcel": ("spreadsheets/",),
    "xlrd": ("spreadsheets/",),
    "openpyxl": ("spreadsheets/",),
    "xlsxwriter": ("spreadsheets/",),
    "duckdb": ("warehouse/",),
    "jinja2": ("pages/",),
    "lets_plot": ("pages/",),
    "prefect": ("flows/", "serving/control_process.py"),
    "uvicorn": ("serving/",),
    "starlette": ("serving/",),
    "argparse": ("cli/",),
    "rich": ("cli/",),
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}
#: Rooms that are lists of things found by folder: they may hold any number of files.
REGISTRIES = {"cli.verbs", "schemas.sectors"}
_IMPORTS = re.compile(r"^Imports: ([\w., \n]+)\.$", re.MULTILINE)


def modules() -> dict[str, Path]:
    """Module -> its file; a room goes by the name of its folder."""
    found = {}
    for path in sorted(p for folder in HOUSE for p in (ROOT / folder).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = path
    return found


MODULES = modules()
#: A folder in a registry is one of the things found there, no room of its own.
ROOMS = sorted(
    name
    for name, path in MODULES.items()
    if path.name == "__init__.py" and not any(name.startswith(f"{registry}.") for registry in REGISTRIES)
)


def room_of(module: str) -> str:
    """The room a module stands in."""
    return module if module in ROOMS else room_of(module.rpartition(".")[0])


@cache
def imported(path: Path) -> set[str]:
    """Everything a file imports by name, as modules."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= whole & MODULES.keys() or {node.module or ""}
    return names


@cache
def arrows() -> dict[str, set[str]]:
    """Room -> the rooms its files import."""
    found: dict[str, set[str]] = {room: set() for room in ROOMS}
    for name, path in MODULES.items():
        found[room_of(name)] |= {room_of(other) for other in imported(path) if other in MODULES} - {room_of(name)}
    return found


def declared(room: str) -> set[str]:
    """The rooms a room says it imports, in the last paragraph of its own docstring."""
    said = _IMPORTS.search(ast.get_docstring(ast.parse(MODULES[room].read_text(encoding="utf-8"))) or "")
    assert said, f"{room} does not say what it imports"
    return set(re.split(r",\s+", said[1])) - {"nothing"}


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_imports_keep_to_the_house(name: str) -> None:
    path = MODULES[name]
    place = path.relative_to(ROOT).as_posix()
    folder = place.split("/")[0]
    for other in imported(path):
        top = other.split(".")[0]
        if top in HOUSE:
            assert top == folder or top in HOUSE[folder], f"{place} imports {other}"
            assert other in MODULES, f"{place} imports {other}, which is not there"
        if top in OWNED:
            assert place.startswith(OWNED[top]), f"{place} imports {other}, which belongs to {OWNED[top]}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for_and_imports_what_it_says(room: str) -> None:
    said = ast.get_docstring(ast.parse(MODULES[room].read_text(encoding="utf-8"))) or ""
    assert room in HOUSE or ("In: " in said and "Out: " in said), f"{room} does not say what comes in and goes out"
    assert declared(room) == arrows()[room]


def test_arrows_run_one_way() -> None:
    assert len(list(TopologicalSorter(arrows()).static_order())) == len(ROOMS)  # CycleError names the circle


@pytest.mark.parametrize("room", sorted(set(ROOMS) - REGISTRIES))
def test_a_room_has_at_most_twenty_files(room: str) -> None:
    assert len([name for name in MODULES if room_of(name) == room and name != room]) <= 20


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_a_file_has_at_most_300_lines_and_a_function_45(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len(text.splitlines()) <= 300
    assert {f.name: n for f in functions if (n := (f.end_lineno or f.lineno) - f.lineno + 1) > 45} == {}


def test_the_check_sees_a_forbidden_import(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    import duckdb\n    from warehouse.load import record\n", encoding="utf-8")
    assert imported(bad) == {"duckdb", "warehouse.load"}


@pytest.mark.slow
def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name)
    assert {each: where for each, where in places.items() if len(where) > 1} == {}


def test_every_name_says_something() -> None:
    assert [p for p in MODULES.values() if p.stem in VAGUE] == []


def test_the_wheel_ships_code_reference_data_and_sql_but_no_test() -> None:
    import tomllib

    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["packages"] == sorted(HOUSE)


def test_the_lock_file_pins_hashes_and_names_no_registry() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    pins = [line for line in text.splitlines() if line and line[0].isalpha()]
    assert len(pins) > 50
    assert all("==" in pin for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)


def test_the_page_of_the_house_names_every_room_as_it_names_itself() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    said = [(ast.get_docstring(ast.parse(MODULES[room].read_text(encoding="utf-8"))) or "") for room in ROOMS]
    lines = [f"| `{room}` | {text.splitlines()[0]} |" for room, text in zip(ROOMS, said, strict=True)]
    assert page.partition("|---|---|\n")[2].splitlines() == lines

"""The words of a contract as a page for engineers, drawn from schemas/form.py and from the contracts that use them."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import schemas.column
import schemas.comparison
import schemas.form
import schemas.headings
import schemas.kinds
import schemas.rule
import schemas.sector
import schemas.severity
from schemas.form import Form
from schemas.kinds import Kind
from schemas.registry import forms, sectors

_INTRODUCTION = """# The words of a contract

Written by `python -m schemas.catalogue.contract_words docs/contract.md` from `schemas/form.py`; do not edit. A sector
is a file of `schemas/sectors/` with a `SECTOR` and its forms; an example is what a contract of the program says there.
How it is done from a workbook to an answer: [add a sector](add-a-sector.md).
"""
#: Said by the program and not by who writes a contract.
_DERIVED = frozenset(("name", "written_at", "sector", "columns", "rules"))
_CLASS_VARIABLE = re.compile(r"^ClassVar\[(.*)\]$")
#: Letters a call has at least between its parentheses to be an example.
_TELLING = 40
_EXAMPLE = "; e.g. "
_FUNCTIONS = {
    schemas.column: ("column",),
    schemas.headings: ("was", "under"),
    schemas.rule: ("rule", "printed_totals", "column_sum", "printed_share", "refers_to", "rolls_up"),
    schemas.severity: ("dated",),
    schemas.comparison: ("compared",),
}


class Word(NamedTuple):
    """One word: what may be said, what holds where nothing is, what it is for."""

    name: str
    type: str
    default: str
    about: str


def lines() -> Iterator[str]:
    """The whole page, a line each."""
    yield _INTRODUCTION
    yield from ("## Sector", "")
    yield from _table(_words(schemas.sector, "Sector"), list(sectors()))
    yield from ("", "## Form", "", inspect.getdoc(Form) or "", "")
    yield from _table([w for w in _words(schemas.form, "Form") if w.name not in _DERIVED], list(forms().values()))
    yield from ("", "`due` is a `Due`:", "")
    yield from _table(_words(schemas.form, "Due"), [form.due for form in forms().values() if form.due])
    yield from ("", "## Kinds of cell", "", "| word | a cell holds | stored as |", "|---|---|---|")
    for name, kind in vars(schemas.kinds).items():
        if isinstance(kind, Kind):
            stored = ", ".join(f"`{part.suffix or ''}` {part.duckdb}".replace("`` ", "") for part in kind.parts)
            yield f"| `{name}` | {kind.title.en} | {stored} |"
    yield from ("", "## Options of column()", "")
    columns = [column for form in forms().values() for column in form.columns.values()]
    yield from _table([w for w in _words(schemas.column, "Column") if w.name not in ("name", "dated")], columns)
    yield from ("", "## Functions", "")
    for module, names in _FUNCTIONS.items():
        for name in names:
            yield from _function(module, name)


def _table(words: list[Word], said: list[Any]) -> Iterator[str]:
    yield from ("| word | type | default | what it says | example |", "|---|---|---|---|---|")
    for word in words:
        about, _, written = word.about.partition(_EXAMPLE)
        example = _code(_example(word.name, said) or written)
        cells = (f"`{word.name}`", _code(word.type), _code(word.default), about, example)
        yield "| " + " | ".join(cells) + " |"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|") if text else ""


def _example(name: str, said: list[Any]) -> str:
    """The first value that somebody says and that is not what holds anyway."""
    for thing in said:
        kind = thing if isinstance(thing, type) else type(thing)
        value = vars(thing).get(name) if not isinstance(thing, type) else getattr(thing, name)
        if value != _default(kind, name) and value not in ("", None, (), {}):
            return _written(value)
    return ""


def _default(kind: type, name: str) -> object:
    return getattr(Form if issubclass(kind, Form) else kind, name, None)


def _written(value: object) -> str:
    if isinstance(value, Kind):
        return next(name for name, kind in vars(schemas.kinds).items() if kind is value)
    if isinstance(value, tuple) and len(repr(value)) > 80:
        return f"({value[0]!r}, …)"
    return repr(value).replace("datetime.date", "date")


@cache
def _words(module: ModuleType, name: str) -> list[Word]:
    """The annotated names of a class with the comment above each."""
    source = inspect.getsource(module)
    rows = source.splitlines()
    body = next(node.body for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == name)
    return [
        Word(
            node.target.id,
            _CLASS_VARIABLE.sub(r"\1", ast.unparse(node.annotation)),
            _shown_default(node.value),
            _comment(rows, node.lineno - 1),
        )
        for node in body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]


def _shown_default(value: ast.expr | None) -> str:
    written = ast.unparse(value) if value else ""
    return "{}" if written == "field(default_factory=dict)" else written


def _comment(rows: list[str], line: int) -> str:
    """The "#:" lines right above a line, as one text."""
    found: list[str] = []
    while line and rows[line - 1].strip().startswith("#:"):
        line -= 1
        found.insert(0, rows[line].strip()[2:].strip())
    return " ".join(found)


def _function(module: ModuleType, name: str) -> Iterator[str]:
    node = next(node for node in ast.parse(inspect.getsource(module)).body if getattr(node, "name", "") == name)
    assert isinstance(node, ast.FunctionDef)
    yield from (f"### {name}", "", "```python", f"{name}({ast.unparse(node.args)})", "```", "")
    yield from (inspect.getdoc(getattr(module, name)) or "", "")
    if call := _call_of(name):
        yield from ("```python", call, "```", "")


def _call_of(name: str) -> str:
    """The shortest call of a word in a contract, as it is written there but for its indent; "" where there is none."""
    found = []
    for path in sorted(Path(schemas.form.__file__).with_name("sectors").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                found.append(inspect.cleandoc(ast.get_source_segment(source, node, padded=True) or ""))
    return min(found, key=lambda call: (len(call) < len(name) + _TELLING, len(call)), default="")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(lines()) + "\n", encoding="utf-8")

"""`python -m tests.faults [COUNT] [SEED]`: small faults in important lines, each in a copy of the program.

A fault is noticed when a test of its package fails. What nobody notices is printed as it stands: a line no test holds
to anything, or a fault that changes nothing. 1 where fewer than nine in ten are noticed.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_COPIED = (
    "cli",
    "flows",
    "machine",
    "pages",
    "province",
    "schemas",
    "serving",
    "spreadsheets",
    "warehouse",
    "tests",
    "docs",
    "samples",
)
_NOTICED = 0.9
_SECONDS = 600
#: Where a fault costs figures -> the tests that are to notice it.
IMPORTANT = {
    "schemas/validation": ("tests/schemas",),
    "schemas/values": ("tests/schemas",),
    "schemas/owed.py": ("tests/schemas", "tests/warehouse/test_register.py"),
    "schemas/codes.py": ("tests/schemas",),
    "schemas/rule.py": ("tests/schemas",),
    "schemas/severity.py": ("tests/schemas",),
    "spreadsheets/find": ("tests/spreadsheets",),
    "spreadsheets/understand": ("tests/spreadsheets",),
    "spreadsheets/formats/ooxml": ("tests/spreadsheets/test_xlsx.py", "tests/spreadsheets/test_xlsx_scans.py"),
    "warehouse/checks": ("tests/warehouse",),
    "warehouse/load.py": (
        "tests/warehouse/test_load.py",
        "tests/warehouse/test_change.py",
        "tests/flows/test_ingest.py",
    ),
    "warehouse/supersede.py": ("tests/warehouse/test_load.py", "tests/flows/test_replay.py"),
    "warehouse/publish.py": ("tests/warehouse/test_publish.py",),
    "warehouse/kept.py": ("tests/warehouse/test_kept.py",),
}
_COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COMPUTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}


@dataclass(frozen=True)
class Fault:
    """One changed place of one file: what stood there and what stands there now."""

    path: str
    line: int
    was: str
    now: str
    text: str


def faults(count: int, seed: int) -> list[Fault]:
    """So many faults, no two in one line, spread over the important places."""
    rng = random.Random(seed)
    by_place = [list(_of_place(place)) for place in IMPORTANT]
    for place in by_place:
        rng.shuffle(place)
    found: dict[tuple[str, int], Fault] = {}
    while len(found) < count and any(by_place):
        for place in by_place:
            if place and len(found) < count:
                fault = place.pop()
                found.setdefault((fault.path, fault.line), fault)
    return list(found.values())


def _of_place(place: str) -> Iterator[Fault]:
    there = _ROOT / place
    for path in sorted(there.rglob("*.py")) if there.is_dir() else [there]:
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[Fault]:
    source = path.read_text(encoding="utf-8")
    body = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    seen: set[int] = set()
    for node in (inner for function in body for line in function.body for inner in ast.walk(line)):
        now = _wrong(node)
        was = ast.get_source_segment(source, node) if now else None
        if not now or not was or "\n" in was or node.lineno in seen:  # type: ignore[attr-defined]  # an expression
            continue
        seen.add(node.lineno)  # type: ignore[attr-defined]
        start = _offset(source, node.lineno, node.col_offset)  # type: ignore[attr-defined]
        text = source[:start] + now + source[start + len(was) :]
        yield Fault(path.relative_to(_ROOT).as_posix(), node.lineno, was, now, text)  # type: ignore[attr-defined]


def _offset(source: str, line: int, column: int) -> int:
    rows = source.splitlines(keepends=True)
    return sum(map(len, rows[: line - 1])) + len(rows[line - 1].encode()[:column].decode())


def _wrong(node: ast.AST) -> str:
    """An expression a little changed, in brackets; "" where it is of no kind that is changed here."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            node.ops = [_COMPARED[type(op)]()]
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
        case ast.BinOp(op=op) if type(op) in _COMPUTED and not isinstance(node.left, (ast.Constant, ast.JoinedStr)):
            node.op = _COMPUTED[type(op)]()
        case ast.UnaryOp(op=ast.Not()):
            return f"({ast.unparse(node.operand)})"
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
        case _:
            return ""
    return f"({ast.unparse(node)})"


def tests_of(path: str) -> list[str]:
    """The test files that are to notice a fault of a file, those that name its module first: they fail soonest."""
    named = next(tests for place, tests in IMPORTANT.items() if path.startswith(place))
    files = [f for name in named for f in (sorted((_ROOT / name).rglob("test_*.py")) or [_ROOT / name])]
    module = path.removesuffix(".py").replace("/", ".")
    first = [f for f in files if module in f.read_text(encoding="utf-8")]
    return [f.relative_to(_ROOT).as_posix() for f in dict.fromkeys([*first, *files])]


def is_noticed(fault: Fault, copy: Path) -> bool:
    """Whether a test fails on the program with the fault in it; a run that does not end notices it too."""
    target = copy / fault.path
    right = target.read_text(encoding="utf-8")
    target.write_text(fault.text, encoding="utf-8")
    try:
        return not _passes(tests_of(fault.path), copy)
    finally:
        target.write_text(right, encoding="utf-8")


def _passes(tests: list[str], copy: Path, seconds: int = _SECONDS) -> bool:
    """Whether the tests of a copy pass; a run that does not end does not."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--quick", *tests]
    env = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return not subprocess.run(command, cwd=copy, env=env, capture_output=True, timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        return False


def main(count: int = 120, seed: int = 1) -> int:
    """Try them two at a time; print what nobody noticed, and how many were. The program must pass as it is."""
    chosen = faults(count, seed)
    with tempfile.TemporaryDirectory() as folder:
        copies = [_copy(Path(folder) / str(i)) for i in range(2)]
        if not _passes(sorted({test for fault in chosen for test in tests_of(fault.path)}), copies[0], 10 * _SECONDS):
            sys.exit("the tests do not pass without a fault either")
        with ThreadPoolExecutor(len(copies)) as threads:
            lists = [chosen[i :: len(copies)] for i in range(len(copies))]
            noticed = dict(pair for pairs in threads.map(_try_all, lists, copies) for pair in pairs)
    for fault in sorted((f for f in chosen if not noticed[f]), key=lambda f: (f.path, f.line)):
        sys.stdout.write(f"{fault.path}:{fault.line}: {fault.was}  ->  {fault.now}\n")
    share = sum(noticed.values()) / len(chosen)
    sys.stdout.write(f"{len(chosen)} faults, seed {seed}: {sum(noticed.values())} noticed, {100 * share:.1f} %\n")
    return int(share < _NOTICED)


def _copy(folder: Path) -> Path:
    for name in _COPIED:
        shutil.copytree(_ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "Makefile", "requirements.lock"):
        shutil.copy(_ROOT / name, folder / name)
    return folder


def _try_all(chosen: list[Fault], copy: Path) -> list[tuple[Fault, bool]]:
    return [(fault, is_noticed(fault, copy)) for fault in chosen]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

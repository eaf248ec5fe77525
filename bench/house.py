"""The floor plan in figures: `python -m bench.house [CHECKOUT…]`, each measured from its own imports and definitions.

A room is a folder of code. An arrow is a room whose files import another's. An arrow back is one of a circle: of two
rooms that reach each other, neither can be read before the other.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[1]
#: What is not the product: it is looked at by nobody who uses it.
_OUTSIDE = {"tests", "bench", "docs", "samples", "data"}
#: Lists of things found by folder, which may hold any number of files.
_REGISTRIES = ("verbs", "sectors", "marts", "reference", "rules")
_MOST_FILES, _MOST_LINES, _MOST_OF_A_FUNCTION, _MOST_OF_FLOWS = 20, 300, 45, 1500


@dataclass(frozen=True)
class Plan:
    """What is measured of one checkout; `largest`: (lines, where)."""

    files: Counter[str]
    arrows: frozenset[tuple[str, str]]
    back: frozenset[tuple[str, str]]
    largest_file: tuple[int, str]
    largest_function: tuple[int, str]
    lines: int
    flows: int

    @property
    def fullest(self) -> tuple[int, str]:
        """The room with the most files that is no registry."""
        return max((n, room) for room, n in self.files.items() if not room.endswith(_REGISTRIES))

    def is_in_order(self) -> bool:
        """Whether every goal is met."""
        sizes = (self.fullest[0], _MOST_FILES), (self.largest_file[0], _MOST_LINES)
        more = (self.largest_function[0], _MOST_OF_A_FUNCTION), (self.flows, _MOST_OF_FLOWS)
        return not self.back and all(is_ <= most for is_, most in (*sizes, *more))


def plan(root: Path) -> Plan:
    """Measure a checkout."""
    paths = {_module(path, root): path for path in _product(root)}
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in paths.items()}
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in paths.values()}
    arrows = frozenset(
        (_room(name, paths), _room(other, paths))
        for name, tree in trees.items()
        for other in _imported(tree, paths.keys())
        if _room(name, paths) != _room(other, paths)
    )
    named = ((lines[path], path.relative_to(root).as_posix()) for path in paths.values())
    return Plan(
        files=Counter(_room(name, paths) for name, path in paths.items() if path.name != "__init__.py"),
        arrows=arrows,
        back=_of_circles(arrows),
        largest_file=max(named),
        largest_function=max(f for name, tree in trees.items() for f in _functions(name, tree)),
        lines=sum(lines.values()),
        flows=sum(n for path, n in lines.items() if path.relative_to(root).parts[0] == "flows"),
    )


def _product(root: Path) -> Iterator[Path]:
    for folder in sorted(p for p in root.iterdir() if (p / "__init__.py").exists() and p.name not in _OUTSIDE):
        yield from sorted(folder.rglob("*.py"))


def _module(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _room(module: str, paths: dict[str, Path]) -> str:
    return module if paths[module].name == "__init__.py" else module.rpartition(".")[0]


def _imported(tree: ast.Module, modules: Container[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in modules else node.module for name in whole]
        else:
            continue
        yield from (name for name in names if name in modules)


def _functions(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{module}.{node.name}"


def _of_circles(arrows: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    reached = {room: _reached(room, arrows) for arrow in arrows for room in arrow}
    return frozenset((a, b) for a, b in arrows if a in reached[b])


def _reached(room: str, arrows: frozenset[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    ahead = [room]
    while ahead:
        here = ahead.pop()
        new = {b for a, b in arrows if a == here} - found
        found |= new
        ahead += new
    return found


def main(*roots: Path) -> int:
    """Print each plan; 1 when the last misses a goal."""
    for root in roots or (_ROOT,):
        found = plan(root)
        out = sys.stdout.write
        out(f"{root.name}: {sum(found.files.values())} files, {found.lines} lines, {len(found.files)} rooms\n")
        out(f"  arrows {len(found.arrows)}, arrows back {len(found.back)} (goal 0)\n")
        out("  {} files in {} (goal {})\n".format(*found.fullest, _MOST_FILES))
        out("  largest file {} lines, {} (goal {})\n".format(*found.largest_file, _MOST_LINES))
        out("  largest function {} lines, {} (goal {})\n".format(*found.largest_function, _MOST_OF_A_FUNCTION))
        out(f"  flows {found.flows} lines (goal {_MOST_OF_FLOWS})\n")
        out("  files a room: " + ", ".join(f"{room} {n}" for room, n in sorted(found.files.items())) + "\n")
        for a, b in sorted(found.back):
            out(f"  back: {a} -> {b}\n")
    return int(not found.is_in_order())


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))

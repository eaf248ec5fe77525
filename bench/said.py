"""Everything that is said of files with planted personal values, and which of them is in clear in it.

The files go through the whole of the program as its users run it: checked, loaded by the schedule and by hand, told of,
asked, exported, reminded of. What was sent, and the marked copy that is the sender's own, are left out of the search.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

import duckdb

from bench.planted import Value

_ROOT = Path(__file__).parents[1]
_KHOSO = (sys.executable, "-m", "cli")
_FLOWS = "from flows.scheduled import drain_inbox, remind_debtors; drain_inbox(); remind_debtors()"
#: Folders that hold what was sent, for nobody but the operator and the sender.
_AS_SENT = ("inbox", "kept", "outbox/annotated")
_TABLES = "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
_HELD = "SELECT DISTINCT load_id FROM audit.quarantine ORDER BY ALL LIMIT 6"
_COVERED = """
    SELECT table_name, column_name FROM duckdb_columns()
    WHERE schema_name = 'history' AND data_type = 'VARCHAR' AND column_name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY ALL
"""
_MOST_ASKED = 6
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
#: Done, or done with findings.
_DONE = (0, 1)


class Failed(Exception):
    """A command of the whole run did not do what it was asked: nothing follows from what it did not say."""


def everything_said(home: Path, away: Path) -> Iterator[tuple[str, str]]:
    """Run everything over the inbox of a data root; each thing that is printed or written, by name. Raises Failed.

    `away`: a folder beside the data root, in which a part of the files waits to be loaded by hand.
    """
    sent = sorted(p for p in (home / "inbox").rglob("*.xlsx"))
    by_hand = [Path(shutil.move(path, away / path.name)) for path in sent[::3]]
    rest = [str(path) for path in sent if path.exists()]
    yield _printed(home, *_KHOSO, "check", *rest)
    yield _printed(home, *_KHOSO, "check", "--json", *rest)
    yield _printed(home, sys.executable, "-c", _FLOWS)
    yield _printed(home, *_KHOSO, "ingest", *map(str, by_hand))
    yield _printed(home, sys.executable, "-c", _FLOWS)
    for words in (("status", "--json"), ("status", "--arrivals"), ("quarantine", "list"), ("verify",), ("remind",)):
        yield _printed(home, *_KHOSO, *words)
    for words in _about_rows(home):
        yield _printed(home, *_KHOSO, *words)
    for path in sorted(p for p in home.rglob("*") if p.is_file() and not p.is_symlink()):
        name = path.relative_to(home).as_posix()
        if not name.startswith(_AS_SENT):
            yield name, f"{name}\n{text_of(path)}"


def text_of(path: Path) -> str:
    """What a file says, a database and a workbook unpacked, escapes undone."""
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as con:
            tables = con.execute(_TABLES).fetchall()
            return "\n".join(str(con.execute(f'FROM "{schema}"."{table}"').fetchall()) for schema, table in tables)
    if path.suffix == ".parquet":
        return str(duckdb.read_parquet(str(path)).fetchall())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return "\n".join(_plain(package.read(name)) for name in package.namelist())
    return _plain(path.read_bytes())


def in_clear(text: str, values: Sequence[Value]) -> Iterator[Value]:
    """Those of the values that a text holds, written in any way."""
    digits, small = re.sub("[ .\\-]", "", text), text.casefold()
    for value in values:
        if value.is_number:
            if value.clear in digits and re.search("[ .-]?".join(value.clear), text):
                yield value
        elif value.clear.casefold() in small:
            yield value


def _about_rows(home: Path) -> Iterator[tuple[str, ...]]:
    """What is asked of rows that are held and of cells in which something is covered, and tables exported."""
    with duckdb.connect(str(home / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        held = con.execute(_HELD).fetchall()
        covered = [row for found in con.execute(_COVERED).fetchall() for row in _covered(con, *found)]
    for (load,) in held:
        yield "quarantine", "show", str(load)
        yield "quarantine", "show", str(load), "-o", str(home / f"held-{load}.xlsx")
    for form, row, column in covered[:_MOST_ASKED]:
        yield "trace", form, row, column
    exported = {"audit.finding", "audit.quarantine", *(f"core.{form}" for form, *_ in covered[:_MOST_ASKED])}
    for table, ending in zip(sorted(exported), cycle((".csv", ".xlsx", ".parquet")), strict=False):
        yield "sql", f"FROM {table}", "-o", str(home / f"{table}{ending}")


def _covered(con: duckdb.DuckDBPyConnection, table: str, column: str) -> list[tuple[str, str, str]]:
    """A cell of a column that holds a mask: form, load and row, column."""
    found = con.execute(
        f"""SELECT _load_id, _row_id FROM history."{table}" WHERE "{column}" LIKE '%đã che%' LIMIT 1"""
    ).fetchall()
    return [(table, f"{load}:{row}", column) for load, row in found]


def _printed(home: Path, *command: str) -> tuple[str, str]:
    environment = os.environ | {"KHOSO_HOME": str(home), "KHOSO_QUIET_SECONDS": "0", "KHOSO_SITE": "1"}
    done = subprocess.run(command, env=environment, cwd=_ROOT, capture_output=True, check=False)
    told = _plain(done.stdout + done.stderr)
    if done.returncode not in _DONE:
        raise Failed(f"{' '.join(command)[:200]}: {done.returncode}\n{told[-2000:]}")
    return f"printed by {' '.join(command[1:5])[:60]}", told


def _plain(content: bytes) -> str:
    text = html.unescape(content.decode(errors="replace"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)

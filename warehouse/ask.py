"""Ad-hoc SQL from untrusted hands: a child process with limits and a kill timer, on the read-only snapshot."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

#: Settings of the child's connection. An empty temp_directory matters: a set one is an allowed place to write.
_LOCKED = {
    "temp_directory": "",  # first: it cannot be changed once external access is off
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "threads": "2",
    "memory_limit": "1GB",
}


class QueryError(Exception):
    """The query cannot be answered; the text says why, as DuckDB put it."""


class QueryTimeout(QueryError):
    """The query took longer than it may."""


@dataclass(frozen=True)
class Limits:
    """What one query may use: seconds of wall clock, bytes of address space."""

    seconds: float = 60.0
    memory: int = 4 << 30


def ask(path: Path, sql: str, *, as_of: int | None = None, limits: Limits | None = None) -> pa.Table:
    """Answer one query on the snapshot at `path`.

    `as_of`: the warehouse as it stood after that arrival. Raises QueryError or QueryTimeout.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="khoso-sql-") as folder:
        answer = Path(folder) / "answer.arrow"
        job = {"path": str(path.resolve()), "sql": sql, "as_of": as_of, "answer": str(answer)}
        try:
            child = subprocess.run(
                [sys.executable, "-P", "-m", "warehouse.ask", str(limits.memory)],
                input=json.dumps(job),
                capture_output=True,
                text=True,
                timeout=limits.seconds,
                cwd=folder,
            )
        except subprocess.TimeoutExpired:
            raise QueryTimeout(f"more than {limits.seconds:g} s") from None
        if child.returncode:
            raise QueryError(child.stdout.split("\n\nStack Trace:")[0].strip() or "more memory than allowed")
        with pa.memory_map(str(answer)) as source:
            return pa.ipc.open_file(source).read_all()


def _answer(job: dict[str, object]) -> None:
    con = duckdb.connect(str(job["path"]), read_only=True)
    if job["as_of"] is not None:
        con.execute(f"SET VARIABLE as_of = {int(str(job['as_of']))}")
    for name, value in _LOCKED.items():
        con.execute(f"SET {name} = '{value}'")
    con.execute("SET lock_configuration = true")
    result = con.execute(str(job["sql"]))
    if result.description is None:
        raise duckdb.InvalidInputException("there is no query")
    table = result.to_arrow_table()
    with pa.OSFile(str(job["answer"]), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _main() -> int:
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    try:
        _answer(json.load(sys.stdin))
    except (duckdb.Error, MemoryError) as error:
        sys.stdout.write(str(error) or type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())

"""The child: opens the snapshot, locks itself in, answers one query as an Arrow stream on stdout."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import pyarrow as pa

from warehouse.asking import landlock, sandbox
from warehouse.asking.readers import NotAReader, reader

#: In this order: a temporary folder would be a place to write, and cannot be changed once external access is off.
_LOCKED = {
    "temp_directory": "",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "enable_progress_bar": "false",  # after 2 s it would be written into the answer
    "threads": "2",
}
#: Schemas whose tables `SHOW TABLES` lists and a query may name alone.
_SHOWN = ("core", "mart", "ref")

#: Rows DuckDB hands over at once, and about how many bytes go into one message unless one row is larger.
_ROWS = 16_384
_BYTES = 1 << 20

_REASON = 4_000  # letters
_OUT_OF_MEMORY = "Out of Memory Error: "


def main() -> NoReturn:
    """Answer the job on stdin: exit code 0, or 1 with the reason as the last line of stderr, JSON."""
    code = _answered()
    sys.stdout.flush()
    os._exit(code)  # at once: DuckDB would take time to free what it holds


def _answered() -> int:
    job = json.loads(sys.stdin.buffer.readline())
    sandbox.end_after(job["seconds"])
    try:
        _send(_answer(job))
    except NotAReader as refused:
        return _say({"what": refused.what, "name": refused.name})
    except MemoryError:
        return _say({"what": "memory"})
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        reason = str(error).split("\n\nStack Trace:")[0].strip()[:_REASON]
        # of rows that are on their way, Arrow passes on what DuckDB said, but not as which exception
        return _say({"what": "memory"} if _OUT_OF_MEMORY in reason else {"what": "error", "reason": reason})
    return 0


def _answer(job: dict[str, Any]) -> pa.RecordBatchReader:
    path = Path(job["path"])
    # before Landlock: DuckDB aborts where it cannot read its cgroup; one thread, for Landlock holds those started later
    con = duckdb.connect(config={"memory_limit": f"{job['memory'] // 2}B", "threads": "1"})
    _warm_up(con)
    sandbox.drop_power()
    landlock.read_only(path)
    sandbox.end_with_input()
    _open(con, path, job["as_of"])
    sandbox.close()
    for statement in reader(con, job["sql"]):
        result = con.execute(statement)
        if statement.type in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
            break
    return result.to_arrow_reader(_ROWS)


def _warm_up(con: duckdb.DuckDBPyConnection) -> None:
    """Have everything imported that an answer needs, while files can be opened."""
    answer = con.execute("SELECT 1 AS one").to_arrow_reader(1)
    with pa.ipc.new_stream(pa.PythonFile(io.BytesIO()), answer.schema) as sink:
        for batch in answer:
            sink.write_batch(batch)


def _open(con: duckdb.DuckDBPyConnection, path: Path, as_of: int | None) -> None:
    """Attach the snapshot, read-only, and lock every setting."""
    quoted = str(path).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS warehouse (READ_ONLY)")
    there = {name for (name,) in con.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()}
    shown = [f"warehouse.{name}" for name in _SHOWN if name in there] or ["warehouse.main"]
    con.execute(f"SET search_path = '{','.join(shown)}'")
    if as_of is not None:
        con.execute(f"SET VARIABLE as_of = {int(as_of)}")
    for name, value in _LOCKED.items():
        con.execute(f"SET {name} = '{value}'")
    con.execute("SET lock_configuration = true")


def _send(answer: pa.RecordBatchReader) -> None:
    with pa.ipc.new_stream(pa.PythonFile(sys.stdout.buffer), answer.schema) as sink:
        for batch in answer:
            step = max(1, batch.num_rows * _BYTES // max(batch.nbytes, _BYTES))
            for begin in range(0, batch.num_rows, step):
                sink.write_batch(batch.slice(begin, step))


def _say(reason: dict[str, str]) -> int:
    sys.stderr.write("\n" + json.dumps(reason) + "\n")
    sys.stderr.flush()
    return 1

"""Many hostile queries at little cost: the answering child is imported once, and forked for each query.

As a program: `asked.py UID LAYERS` reads a job on stdin, {path, sqls}, and writes for each query what its child said.
LAYERS: all; `rlimits` or `landlock`: that one alone, neither the gate nor DuckDB's settings.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MEMORY, SECONDS = 1 << 30, 10


def asked(path: Path, sqls: list[str], uid: int, layers: str = "all") -> list[dict[str, Any]]:
    """What the child said to each query: `bytes` of answer, `answer`, `said`, exit `code`."""
    job = json.dumps({"path": str(path), "sqls": sqls})
    command = [sys.executable, str(Path(__file__)), str(uid), layers]
    run = subprocess.run(command, input=job, capture_output=True, text=True, env={"MALLOC_ARENA_MAX": "1"})
    assert run.returncode == 0, run.stderr[-2_000:]
    said: list[dict[str, Any]] = json.loads(run.stdout)
    return said


def _main(uid: int, layers: str) -> None:
    sys.path.insert(0, str(ROOT))
    from warehouse.asking import child, landlock, sandbox

    if layers != "all":
        child.reader = lambda con, sql: con.extract_statements(sql)  # type: ignore[assignment]
        child._LOCKED = {"autoinstall_known_extensions": "false"}
    if layers == "rlimits":
        landlock.read_only = lambda path: False
        sandbox.drop_power = lambda: None
    if layers == "landlock":
        sandbox.close = lambda: None
    job = json.load(sys.stdin)
    if uid:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    sys.stdout.write(json.dumps([_one(child.main, job["path"], sql) for sql in job["sqls"]]))


def _one(main: Any, path: str, sql: str) -> dict[str, Any]:
    """Fork a child that answers one query."""
    job = {"path": path, "sql": sql, "as_of": None, "parent": os.getpid(), "memory": MEMORY, "seconds": SECONDS}
    began = time.monotonic()
    inward, outward, errors = os.pipe(), os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        for number, end in enumerate((inward[0], outward[1], errors[1])):
            os.dup2(end, number)
        os.closerange(3, 64)
        sys.stdin = os.fdopen(0, closefd=False)
        main()
    for end in (inward[0], outward[1], errors[1]):
        os.close(end)
    os.write(inward[1], b"")
    with os.fdopen(inward[1], "wb") as told, os.fdopen(outward[0], "rb") as out, os.fdopen(errors[0], "rb") as err:
        told.write(json.dumps(job).encode() + b"\n")
        told.flush()
        answer, said = out.read(), err.read().decode(errors="replace")
        _, status = os.waitpid(pid, 0)
    return {
        "seconds": time.monotonic() - began,
        "bytes": len(answer),
        "answer": answer[:100_000].decode("latin-1"),
        "said": (said.strip().splitlines() or [""])[-1],
        "code": os.waitstatus_to_exitcode(status),
    }


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2])

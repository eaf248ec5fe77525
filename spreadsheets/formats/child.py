"""The reading child: reads one file after another under limits, for a parent that trusts none of them.

One JSON line in: {"path", "name", "out", "cpu_seconds", "max_cells"}. One out: {"format", "sheets" (files of
`out`), "findings", "refused", "is_upset" (this was its last job)}. It is started by workbook.Reader; what kills it is
told by its parent.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.finding import Finding
from spreadsheets.formats.opening import open_content
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Grid


def main(memory: int) -> None:
    """Serve until the input ends; leave after a job that may have upset it: memory may be short, native code broken."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    gc.disable()  # a sheet is millions of small objects and no cycles: looking for them takes half of the time
    with contextlib.suppress(BrokenPipeError):  # the parent died while this child was reading
        for line in sys.stdin:
            reply = _answer(json.loads(line))
            replies.write(json.dumps(reply) + "\n")
            replies.flush()
            gc.collect()
            if reply["is_upset"]:
                return
    shutil.rmtree(Path.cwd(), ignore_errors=True)  # the parent is gone, or about to do the same


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    _limit_cpu(job["cpu_seconds"])
    content = Content("", job["max_cells"])
    try:
        open_content(Path(job["path"]), job["name"], Path(job["out"]), content)
        content.review()
        sheets = _write([sheet.grid() for sheet in content.sheets], Path(job["out"]))
        return _reply(content, sheets, None)
    except Refusal as refusal:
        return _reply(content, [], refusal)
    except MemoryError:
        return _reply(content, [], Refusal("FILE-TOO-LARGE", limit="memory"), is_upset=True)
    except BaseException as error:  # noqa: BLE001 - a panic of native code is no Exception; parsers fail in many ways
        words = "" if isinstance(error, OSError | ImportError) else f": {error}"  # those name paths of this machine
        damage = Refusal("FILE-DAMAGED", reason=f"{type(error).__name__}{words}"[:300])
        return _reply(content, [], damage, is_upset=not isinstance(error, Exception))


def _limit_cpu(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _reply(content: Content, sheets: list[str], refusal: Refusal | None, is_upset: bool = False) -> dict[str, Any]:
    refused = None
    if refusal:
        details = {key: value for key, value in refusal.details.items() if key != "sheet"}
        refused = asdict(Finding(refusal.code, "error", sheet=refusal.details.get("sheet", ""), details=details))
    findings = [asdict(finding) for finding in content.findings]
    is_upset = is_upset or (refusal is not None and refusal.code == "FILE-TOO-LARGE")
    reply = {"format": content.format, "sheets": sheets, "findings": findings, "refused": refused}
    return reply | {"is_upset": is_upset}


def _write(grids: list[Grid], folder: Path) -> list[str]:
    names = []
    for i, grid in enumerate(grids):
        table = grid.to_arrow()
        names.append(f"{i}.arrow")
        with pa.OSFile(str(folder / names[-1]), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    return names

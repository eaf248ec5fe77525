"""The reading child: reads one file after another under limits, for a parent that trusts none of them.

Asked by the protocol of machine.processes.lines: {"path", "name", "out", "cpu_seconds", "max_cells"}. Its answer:
{"format", "sheets" (files of `out`), "findings", "refused", "is_last"}. It is started by read.child; what kills it is
told by its parent.
"""

from __future__ import annotations

import errno
import gc
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from machine.processes.limits import limit_processor
from machine.processes.lines import LAST, serve
from schemas.finding import Finding
from spreadsheets.formats.opening import open_content
from spreadsheets.formats.parts.bounds import within_bounds
from spreadsheets.formats.parts.content import Content
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Grid

#: Errors of the machine a file is not to be blamed for.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EROFS}


def main() -> None:
    """Serve; leave after a file that may have upset this process: memory may be short, native code broken."""
    gc.disable()  # a sheet is millions of small objects and no cycles: looking for them takes half of the time
    gc.freeze()
    serve(_limited)


def _limited(job: dict[str, Any]) -> dict[str, Any]:
    gc.collect()  # what the file before has left
    limit_processor(job["cpu_seconds"])
    return read(job)


def read(job: dict[str, Any]) -> dict[str, Any]:
    """The answer to one job."""
    content = Content("", job["max_cells"])
    try:
        open_content(Path(job["path"]), job["name"], Path(job["out"]), content)
        content.review()
        grids = [sheet.grid() for sheet in content.sheets]
        within_bounds(grids)
        return _reply(content, _write(grids, Path(job["out"])), None)
    except Refusal as refusal:
        return _reply(content, [], refusal)
    except MemoryError:
        return _reply(content, [], Refusal("FILE-TOO-LARGE", limit="memory"), is_last=True)
    except BaseException as error:  # noqa: BLE001 - a panic of native code is no Exception; parsers fail in many ways
        return _reply(content, [], _blamed(error), is_last=not isinstance(error, Exception))


def _blamed(error: BaseException) -> Refusal:
    """The file's refusal for whatever reading it has raised, unless the machine had no room."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return Refusal("FILE-NOT-READ", reason=str(error.strerror))
    words = "" if isinstance(error, OSError | ImportError) else f": {error}"  # those name paths of this machine
    return Refusal("FILE-DAMAGED", reason=f"{type(error).__name__}{words}"[:300])


def _reply(content: Content, sheets: list[str], refusal: Refusal | None, is_last: bool = False) -> dict[str, Any]:
    refused = None
    if refusal:
        details = {key: value for key, value in refusal.details.items() if key != "sheet"}
        refused = asdict(Finding(refusal.code, "error", sheet=refusal.details.get("sheet", ""), details=details))
    findings = [asdict(finding) for finding in content.findings]
    is_last = is_last or (refusal is not None and refusal.code == "FILE-TOO-LARGE")
    reply = {"format": content.format, "sheets": sheets, "findings": findings, "refused": refused}
    return reply | {LAST: is_last}


def _write(grids: list[Grid], folder: Path) -> list[str]:
    names = []
    for i, grid in enumerate(grids):
        table = grid.to_arrow()
        names.append(f"{i}.arrow")
        with pa.OSFile(str(folder / names[-1]), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    return names

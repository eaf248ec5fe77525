"""A fault of the program at one file: the file is refused, the traceback goes to the log, the others go on."""

from __future__ import annotations

import contextlib
import traceback
from datetime import datetime
from pathlib import Path

from schemas.finding import Finding


def fault(error: Exception, file: str, log: Path) -> Finding:
    """FILE-INTERNAL for `file`, once the traceback of `error` is at the end of `log`, where that can be written.

    The log is for the operator's eyes alone: a traceback may quote a cell.
    """
    told = "".join(traceback.format_exception(error))
    with contextlib.suppress(OSError):  # a log that cannot be written costs nobody his file
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        log.touch(mode=0o600)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as lines:
            lines.write(f"{datetime.now().isoformat(timespec='seconds')} {file}\n{told}\n")
    details = {"reason": type(error).__name__, "log": f"{log.parent.name}/{log.name}"}
    return Finding("FILE-INTERNAL", "error", file, details=details)

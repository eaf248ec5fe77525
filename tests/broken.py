"""Reading children that do something else: run by name in place of spreadsheets.formats.child:main."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from machine.processes.lines import serve


def segfault() -> None:
    """Die at the first file as native code does."""
    serve(lambda job: os.kill(os.getpid(), signal.SIGSEGV))  # type: ignore[arg-type,return-value]


def struck() -> None:
    """Be killed at the first file, from elsewhere."""
    serve(lambda job: os.kill(os.getpid(), signal.SIGKILL))  # type: ignore[arg-type,return-value]


def out_of_memory() -> None:
    """Abort at the first file as Rust does for want of memory."""

    def abort(job: dict[str, Any]) -> NoReturn:
        os.write(2, b"memory allocation of 549755813888 bytes failed")
        os.abort()

    serve(abort)


def hanging() -> None:
    """Never answer."""
    serve(lambda job: time.sleep(600))  # type: ignore[arg-type,return-value]


def chatty() -> None:
    """Is ready, and then says more than anybody could take."""
    sys.stdout.buffer.write(b"ready\n")
    while True:
        sys.stdout.buffer.write(b"x" * (1 << 20))


def never_ready() -> None:
    """Never begin to serve."""
    time.sleep(600)


def exits() -> None:
    """End before it has begun to serve."""
    sys.exit(3)


def struck_once() -> None:
    """Be killed at the first file by what leaves a mark beside it; read it then."""
    import spreadsheets.formats.child as child

    real = child.open_content

    def open_content(path: Path, *more: Any) -> None:
        mark = path.with_suffix(".struck")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        real(path, *more)

    _with(open_content)


def spinning() -> None:
    """Use a processor for ever."""

    def spin(*_: Any) -> NoReturn:
        while True:
            pass

    _with(spin)


def swelling() -> None:
    """Ask for more memory than a child of 1 GiB may have."""
    _with(lambda *_: bytearray(1200 << 20))


def panicking() -> None:
    """Raise what native code raises, which is no Exception."""

    class PanicException(BaseException):
        pass

    def panic(*_: Any) -> NoReturn:
        raise PanicException("no entry found for key")

    _with(panic)


def full_disk() -> None:
    """Find no room for what was read."""

    def fail(*_: Any) -> NoReturn:
        raise OSError(28, "No space left on device", "/somewhere")

    _with(fail)


def _with(open_content: Any) -> None:
    import spreadsheets.formats.child as child

    child.open_content = open_content
    child.main()

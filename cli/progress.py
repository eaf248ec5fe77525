"""A progress line on a terminal for what takes longer than two seconds; silence everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from cli.terminal import bare

_PATIENCE = 2.0


@contextmanager
def progress(text: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Show `text` with a count of `total` on standard error; the block calls what it gets after each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(file=bare(sys.stderr)), transient=True)
    step = bar.add_task(text, total=total)
    timer = Timer(_PATIENCE, bar.start)
    timer.start()
    try:
        yield lambda: bar.advance(step)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()

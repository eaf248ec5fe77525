"""Where the command speaks: standard output and error, on which nothing from a file can act."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO

from schemas.values.visible import in_one_line, visible


class Shown(io.TextIOBase):
    """A stream on which every text is shown as `visible` makes it. `bare`: the stream itself, for what draws."""

    def __init__(self, bare: TextIO) -> None:
        self.bare = bare

    def write(self, text: str) -> int:
        """Write the text with its marks."""
        self.bare.write(visible(text))
        return len(text)

    def flush(self) -> None:
        """Have what was written so far leave this process."""
        self.bare.flush()

    def isatty(self) -> bool:
        """Whether somebody is looking at it."""
        return self.bare.isatty()

    def fileno(self) -> int:
        """The descriptor of the stream itself."""
        return self.bare.fileno()

    def writable(self) -> bool:
        """It is there to be written to."""
        return True


@contextmanager
def shown() -> Iterator[None]:
    """Within the block, whoever writes to standard output or error writes through `Shown`."""
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(Shown(sys.stdout)))
        stack.enter_context(redirect_stderr(Shown(sys.stderr)))
        yield


def bare(stream: TextIO) -> TextIO:
    """The stream itself, for a library that moves the cursor; what it draws is to be `visible` before."""
    return stream.bare if isinstance(stream, Shown) else stream


def say(*lines: str) -> None:
    """Print lines, each of which stays one line whatever stands in it."""
    sys.stdout.write("".join(f"{in_one_line(line)}\n" for line in lines))


def warn(*lines: str) -> None:
    """Print lines beside the answer, as `say` does."""
    sys.stderr.write("".join(f"{in_one_line(line)}\n" for line in lines))

"""What the operating system lets the answering child do: run so long, hold so much, and open nothing."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading

_CAPABILITIES_VERSION = 0x20080522
_READ_ANY_FILE = 1 << 2


def end_after(seconds: float) -> None:
    """End this process after `seconds` of wall clock, whatever it is doing."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def drop_power() -> None:
    """Make root as weak as any user where files are written; to read what was 0400 it stays root.

    For this thread and those it starts: call it before any other.
    """
    if sys.platform == "linux" and os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
        held = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; then the same for higher numbers
        libc.capget(header, held)
        libc.capset(header, (ctypes.c_uint32 * 6)(held[0] & _READ_ANY_FILE, held[1] & _READ_ANY_FILE, 0, 0, 0, 0))


def end_with_input() -> None:
    """Die when the process that waits for the answer closes its end of stdin, whatever else this one is at."""
    threading.Thread(target=_end_at_end_of_input, daemon=True).start()


def _end_at_end_of_input() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def close() -> None:
    """From now on this process opens no file, socket or pipe, writes to no file and starts no other process.

    Limits of the process, root's too: the kernel looks for a free descriptor before it looks at the path, so nothing is
    created or emptied either; nothing but an empty folder could be made. What is open stays open.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))

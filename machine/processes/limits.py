"""What a process lets itself use, and that it ends with the one that started it."""

from __future__ import annotations

import os
import resource
import signal
import sys

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h


def end_with_parent(parent: int, signal_number: int) -> None:
    """Have the kernel send this process a signal when the thread that started it is gone; SystemExit where it is."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal_number, 0, 0, 0)
    if os.getppid() != parent:  # it died before the kernel was told
        sys.exit(1)


def leave_when_told() -> None:
    """Let SIGTERM raise SystemExit, so that what was begun is put in order on the way out."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def limit_memory(size: int) -> None:
    """Refuse this process more than `size` bytes of address space, and a picture of them where it crashes."""
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: int) -> None:
    """End this process by SIGXCPU once it has used so much more of a processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))

"""The first thing a child runs."""

from __future__ import annotations

import importlib
import shutil
import signal

from machine.processes.limits import end_with_parent, leave_when_told, limit_memory


def begin(parent: str, folder: str, memory: str, main: str, *words: str) -> None:
    """Run the function named `main` ("module:function") with `words`, bound to the process `parent`.

    `memory`: bytes of address space, "0" for any. `folder`: the child's own, which goes when it leaves; one that has
    none ends at once when its parent does, even inside native code.
    """
    try:
        if folder:
            leave_when_told()
        end_with_parent(int(parent), signal.SIGTERM if folder else signal.SIGKILL)
        if int(memory):
            limit_memory(int(memory))
        module, _, function = main.partition(":")
        getattr(importlib.import_module(module), function)(*words)
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)

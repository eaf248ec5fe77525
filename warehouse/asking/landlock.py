"""Landlock: the Linux kernel keeps this process from everything but reading one file, whatever its code comes to do."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same number on every architecture
_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE = 1 << 2
#: Rights over files that each version of the interface knows, counted from the lowest bit.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_RIGHTS_SINCE_5 = 16
_TCP_BIND_AND_CONNECT = 0b11  # since version 4
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11  # since version 6
_NO_NEW_PRIVILEGES = 38


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def read_only(path: Path) -> bool:
    """Let this thread, and those it starts, open nothing but the file at `path`, to read; no TCP either.

    False where the kernel has no Landlock: it is a layer, not the only one.
    """
    version = _call(_CREATE_RULESET, None, 0, _VERSION) if sys.platform == "linux" else -1
    if version < 1:
        return False
    rules = _Ruleset(
        files=(1 << _FILE_RIGHTS.get(version, _FILE_RIGHTS_SINCE_5)) - 1,
        network=_TCP_BIND_AND_CONNECT if version >= 4 else 0,
        scoped=_ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    ruleset = _call(_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    file = os.open(path, os.O_RDONLY)
    rule = _Beneath(allowed=_READ_FILE, parent=file)
    done = [
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0),
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0),
        _call(_RESTRICT_SELF, ruleset, 0),
    ]
    os.close(file)
    os.close(ruleset)
    return done == [0, 0, 0]


def _call(number: int, *arguments: object) -> int:
    return int(ctypes.CDLL(None).syscall(number, *arguments))

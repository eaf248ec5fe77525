"""What stops a command: said in both languages with what to do about it, and who must act as an exit code."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar

from schemas.values.bilingual import Both


class Exit(IntEnum):
    """What became of a command, as its caller's shell learns it."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    ENVIRONMENT = 3
    BUSY = 4


class Trouble(Exception):
    """Something a person must act on. `told`: what is wrong and what to do; `exit_code`: who must act.

    Every exception that ends a command is one of these, so that nothing else has to know which there are.
    """

    exit_code: ClassVar[Exit] = Exit.USAGE

    def __init__(self, told: Both) -> None:
        super().__init__(told.en)
        self.told = told

"""Numbers on their way into a workbook."""

from __future__ import annotations


class Exact(float):
    """A number xlsxwriter writes to its last bit; it would round to sixteen digits."""

    def __format__(self, spec: str) -> str:
        return repr(float(self)).removesuffix(".0")

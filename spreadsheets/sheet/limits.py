"""What a workbook may hold. A sheet beyond it is refused where it is read, by the name of the limit.

Whoever holds a workbook can rely on it: a spread text, one that stands in many cells, is what costs memory when it is
written out cell by cell, and 28 KB of a file can say a gigabyte of it.
"""

from __future__ import annotations

#: Characters that a cell of a spreadsheet program holds.
LONGEST_TEXT = 32_767
MOST_SHEETS = 1_000
MOST_ROWS = 1 << 22
MOST_COLUMNS = 16_384
MOST_MERGES = 200_000
#: Bytes of the texts of all cells of a workbook, each counted in every cell it stands in.
MOST_TEXT_BYTES = 512 << 20
#: Bytes of all sheets of a workbook as they travel from the reading child.
MOST_BYTES = 1 << 30

"""What stands over several cells of a heading without being merged: boxes closed by lines, texts centred across cells.

Offices draw a box around cells more often than they merge them. A box is what a merge is: cells with no line between
them, closed by lines on four sides, with words in one of its columns or one of its rows only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from spreadsheets.sheet.grid import Align, Grid, Lines, Merge

#: Rows around a row in which a box that touches it is looked for: no heading is deeper.
_REACH = 12
_WIDEST = 200
_OPPOSITE = {
    Lines.LEFT: Lines.RIGHT, Lines.RIGHT: Lines.LEFT, Lines.TOP: Lines.BOTTOM, Lines.BOTTOM: Lines.TOP,
}  # fmt: skip


class Frames:
    """The boxes and centred runs of a sheet, found around the rows that are asked for.

    `is_filled`: whether a cell of the sheet holds something. Rows and columns are 1-based numbers of the sheet.
    """

    def __init__(self, grid: Grid, is_filled: Callable[[int, int], int]) -> None:
        self._grid = grid
        self._is_filled = is_filled
        self._lines = np.array([int(style.lines) for style in grid.styles] or [0], np.uint8)
        self._across = frozenset(i for i, style in enumerate(grid.styles) if style.align == Align.ACROSS)
        self._known: dict[int, tuple[Merge, ...]] = {}

    @property
    def has_lines(self) -> bool:
        """Whether a line is drawn anywhere on the sheet."""
        return bool(self._lines.any())

    def on(self, row: int) -> tuple[Merge, ...]:
        """The boxes and centred runs that touch a row."""
        if row not in self._known:
            boxes = self._boxes(row) if self.has_lines else ()
            runs = self._runs(row) if self._across else ()
            self._known[row] = (*boxes, *runs)
        return self._known[row]

    def lines(self, row: int, column: int) -> int:
        """The sides of a cell on which its own style draws a line."""
        style = self._style(row, column)
        return 0 if style is None else int(self._lines[style])

    def below(self, row: int, left: int, right: int) -> bool:
        """Whether a line runs below a row all the way from one column to another."""
        return self.has_lines and all(
            self.lines(row, c) & Lines.BOTTOM or self.lines(row + 1, c) & Lines.TOP for c in range(left, right + 1)
        )

    def is_boxed(self, row: int, column: int) -> bool:
        """Whether lines close a cell on all of its four sides."""
        sides = ((Lines.LEFT, row, column - 1), (Lines.RIGHT, row, column + 1), (Lines.TOP, row - 1, column),
                 (Lines.BOTTOM, row + 1, column))  # fmt: skip
        own = self.lines(row, column)
        return all(own & side or self.lines(r, c) & _OPPOSITE[side] for side, r, c in sides)

    def _style(self, row: int, column: int) -> int | None:
        i = row - self._grid.first_row
        if not 0 <= i < self._grid.table.num_rows or not 1 <= column <= self._grid.n_columns:
            return None
        stored = self._grid.stored("y", column)
        style = None if stored is None else self._grid.style_index(column, i)
        return style if style is not None and style < len(self._lines) else None

    def _runs(self, row: int) -> Iterator[Merge]:
        """Texts centred across the empty cells after them that are so aligned."""
        column, last = 0, min(self._grid.n_columns, _WIDEST)
        while (column := column + 1) <= last:
            if not self._is_filled(row, column) or self._style(row, column) not in self._across:
                continue
            right = column
            while right < last and not self._is_filled(row, right + 1) and self._style(row, right + 1) in self._across:
                right += 1
            if right > column:
                yield Merge(row, column, row, right)
                column = right

    def _boxes(self, row: int) -> Iterator[Merge]:
        window = _Window(self, row, min(self._grid.n_columns, _WIDEST))
        seen: set[tuple[int, int]] = set()
        for column in range(1, window.last + 1):
            if (row, column) in seen or (row, column) in window.merged:
                continue
            cells = window.joined(row, column)
            seen |= cells
            box = self._closed(window, cells)
            if box:
                yield box

    def _closed(self, window: _Window, cells: set[tuple[int, int]]) -> Merge | None:
        """The box that some cells are; None where they are no rectangle, or open, or hold what is not one text."""
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        box = Merge(min(rows), min(columns), max(rows), max(columns))
        if len(cells) < 2 or len(cells) != len(rows) * len(columns) or window.touches_edge(box):
            return None
        filled = [cell for cell in cells if self._is_filled(*cell)]
        is_one_text = len({column for _, column in filled}) == 1 or len({row for row, _ in filled}) == 1
        is_alone = len({row for row, _ in filled}) == len(filled)
        return box if filled and is_one_text and is_alone and window.is_closed(box) else None

    @cached_property
    def merged(self) -> dict[int, list[Merge]]:
        """The merged ranges by the rows they touch."""
        found: dict[int, list[Merge]] = {}
        for merge in self._grid.merges:
            for row in range(merge.top, min(merge.bottom, merge.top + _WIDEST) + 1):
                found.setdefault(row, []).append(merge)
        return found


class _Window:
    """The cells around a row, and where lines part them."""

    def __init__(self, frames: Frames, row: int, last: int) -> None:
        self._frames = frames
        self.top, self.bottom, self.last = max(row - _REACH, 1), row + _REACH, last
        self.merged = {
            (r, c)
            for r in range(self.top, self.bottom + 1)
            for merge in frames.merged.get(r, ())
            for c in range(merge.left, min(merge.right, last) + 1)
        }

    def joined(self, row: int, column: int) -> set[tuple[int, int]]:
        """The cells that no line parts from one, merged cells being parted from all others."""
        found, waiting = {(row, column)}, [(row, column)]
        while waiting:
            for cell in self._beside(*waiting.pop()):
                if cell not in found:
                    found.add(cell)
                    waiting.append(cell)
        return found

    def _beside(self, row: int, column: int) -> Iterator[tuple[int, int]]:
        for side, cell in self._neighbours(row, column):
            is_within = self.top <= cell[0] <= self.bottom and 1 <= cell[1] <= self.last
            if is_within and cell not in self.merged and not self._is_parted(side, (row, column), cell):
                yield cell

    @staticmethod
    def _neighbours(row: int, column: int) -> tuple[tuple[Lines, tuple[int, int]], ...]:
        return (
            (Lines.LEFT, (row, column - 1)), (Lines.RIGHT, (row, column + 1)),
            (Lines.TOP, (row - 1, column)), (Lines.BOTTOM, (row + 1, column)),
        )  # fmt: skip

    def _is_parted(self, side: Lines, cell: tuple[int, int], other: tuple[int, int]) -> bool:
        opposite = _OPPOSITE[side]
        return bool(self._frames.lines(*cell) & side or self._frames.lines(*other) & opposite)

    def touches_edge(self, box: Merge) -> bool:
        """Whether cells go on beyond the window, so that nothing is known of them."""
        return (box.top == self.top and self.top > 1) or box.bottom == self.bottom

    def is_closed(self, box: Merge) -> bool:
        """Whether a line runs along all of the four sides."""
        rows, columns = range(box.top, box.bottom + 1), range(box.left, box.right + 1)
        return (
            all(self._is_parted(Lines.LEFT, (r, box.left), (r, box.left - 1)) for r in rows)
            and all(self._is_parted(Lines.RIGHT, (r, box.right), (r, box.right + 1)) for r in rows)
            and all(self._is_parted(Lines.TOP, (box.top, c), (box.top - 1, c)) for c in columns)
            and all(self._is_parted(Lines.BOTTOM, (box.bottom, c), (box.bottom + 1, c)) for c in columns)
        )

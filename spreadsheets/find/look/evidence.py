"""What spoke for a decision about a sheet: a sign, and where it was seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What a sheet shows that is taken for a reason."""

    # where a table stands
    STANDS_BESIDE = "stands-beside"
    LAST_FIGURES = "last-figures"
    LAST_NAME = "last-name"
    NAME_GOES_ON = "name-goes-on"
    BEFORE_REMARK = "before-remark"
    BEFORE_HEADING = "before-heading"
    SHEET_ENDS = "sheet-ends"
    # its heading
    ORDINAL_WORD = "ordinal-word"
    LINE_OF_WORDS = "line-of-words"
    WORDS_ABOVE = "words-above"
    WORDS_BELOW = "words-below"
    IN_PIECES = "in-pieces"
    NUMBERS_BELOW = "numbers-below"
    HEADED_AGAIN = "headed-again"
    # its columns
    LAID_OVER = "laid-over"
    LAID_AS_ABOVE = "laid-as-above"
    FIGURES_UNHEADED = "figures-unheaded"
    NAMES = "names"
    FIGURES = "figures"
    # rows that do not count
    EMPTY = "empty"
    COVERED = "covered"
    NO_CELL = "no-cell"
    NAME_COVERED = "name-covered"
    NAMELESS = "nameless"
    NOUGHTS = "noughts"
    LEFT_OVER = "left-over"
    SECOND_LINE = "second-line"
    FIRST_LINE = "first-line"
    SAYS_HEADING = "says-heading"
    NUMBERS_COLUMNS = "numbers-columns"
    # rows that do
    NUMBERED = "numbered"
    BULLET = "bullet"
    CODED = "coded"
    OF_WHICH = "of-which"
    HEADS_NUMBERS = "heads-numbers"
    GOES_ON = "goes-on"
    NAMED = "named"
    SAYS_TOTAL = "says-total"
    STANDS_UNDER = "stands-under"
    STANDS_OVER = "stands-over"
    CLOSES_GROUP = "closes-group"
    SUM_OF_ROWS = "sum-of-rows"
    PART_OF_SUM = "part-of-sum"


@dataclass(frozen=True)
class Clue:
    """One sign and where it was seen: 1-based numbers of the sheet, 0 or empty where they do not apply.

    `row`, `column`: the cell, or the row alone. `rows`, `columns`: all that it speaks of.
    """

    sign: Sign
    row: int = 0
    column: int = 0
    rows: range = range(0)
    columns: tuple[int, ...] = ()

"""Cells by address, and the journey of a grid through Arrow."""

from __future__ import annotations

import pytest

from schemas.values.address import address, column_number, letter
from spreadsheets.formats.parts.cells import BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, Cells
from spreadsheets.formats.parts.sniff import Refusal
from spreadsheets.sheet.grid import Cell, CellType, Grid, Merge, Style

PERCENT = Style("0.00%", True, "Times New Roman", 2)


def _cells() -> Cells:
    cells = Cells("Biểu 1", 1000, styles=[Style(), PERCENT])
    cells.add(3, 2, TEXT, text="16.300")
    cells.add(4, 2, NUMBER, 16.3)
    cells.add(5, 2, NUMBER, 16.125, style=1)
    cells.add(5, 4, DATE, 45061.0, "2023-05-15")
    cells.add(7, 4, BOOL, 1.0)
    cells.add(8, 4, ERROR, text="#REF!")
    cells.add(900, 9, EMPTY, style=1)
    cells.merges.append(Merge(1, 2, 1, 4))
    cells.hidden_rows.update({4, 5000})
    cells.hide_columns(3, 99)
    return cells


@pytest.mark.parametrize("there_and_back", [False, True])
def test_a_cell_is_found_at_its_address_with_type_and_style(there_and_back: bool) -> None:
    grid = _cells().grid()
    if there_and_back:
        grid = Grid.from_arrow(grid.to_arrow())
    assert (grid.first_row, grid.n_rows, grid.n_columns, grid.n_cells) == (3, 8, 4, 6)
    assert grid.cell(3, 2) == Cell(CellType.TEXT, "16.300")
    assert grid.cell(4, 2) == Cell(CellType.NUMBER, 16.3)
    assert grid.cell(5, 2) == Cell(CellType.NUMBER, 16.125, PERCENT)
    assert grid.cell(5, 4) == Cell(CellType.DATE, "2023-05-15")
    assert grid.numbers(4)[2] == 45061.0
    assert grid.cell(7, 4) == Cell(CellType.BOOL, True)
    assert grid.cell(8, 4) == Cell(CellType.ERROR, "#REF!")
    assert grid.cell(6, 4) == grid.cell(1, 1) == grid.cell(900, 9) == Cell(CellType.EMPTY, None)
    assert grid.merges == (Merge(1, 2, 1, 4),)
    assert grid.hidden_rows == {4}
    assert grid.hidden_columns == {3, 4}


def test_columns_come_whole() -> None:
    grid = _cells().grid()
    assert grid.types(2) == bytes([TEXT, NUMBER, NUMBER, 0, 0, 0])
    assert grid.numbers(2) == [None, 16.3, 16.125, None, None, None]
    assert grid.texts(2) == ["16.300", None, None, None, None, None]
    assert grid.types(3) == bytes(6)


def test_an_empty_sheet_is_a_grid() -> None:
    grid = Grid.from_arrow(Cells("Trống", 10).grid().to_arrow())
    assert (grid.n_rows, grid.n_columns, grid.n_cells) == (0, 0, 0)
    assert grid.cell(1, 1) == Cell(CellType.EMPTY, None)


def test_far_apart_cells_cost_two_columns_not_a_rectangle() -> None:
    cells = Cells("s", 1000)
    cells.add(1, 1, TEXT, text="a")
    cells.add(1_048_576, 16_384, NUMBER, 1.0)
    grid = cells.grid()
    assert grid.cell(1_048_576, 16_384) == Cell(CellType.NUMBER, 1.0)
    assert set(grid.table.column_names) == {"t1", "s1", "t16384", "n16384"}


def test_more_cells_than_the_limit_are_refused() -> None:
    cells = Cells("s", 10)
    for row in range(1, 12):
        cells.add(row, 1, NUMBER, 1.0)
    with pytest.raises(Refusal) as refusal:
        cells.grid()
    assert refusal.value.code == "FILE-TOO-LARGE"


def test_letters_and_numbers_of_columns() -> None:
    assert [letter(n) for n in (1, 26, 27, 28, 702, 703, 16_384)] == ["A", "Z", "AA", "AB", "ZZ", "AAA", "XFD"]
    assert all(column_number(letter(n)) == n for n in range(1, 16_385, 37))
    assert address(12, 3) == "C12"


def test_a_style_that_is_not_there_is_plain() -> None:
    """A damaged workbook names one; found by the soak."""
    cells = Cells("Biểu 1", 10)
    cells.add(1, 1, NUMBER, 5.0, style=7)
    made = cells.grid()
    assert made.cell(1, 1) == Cell(CellType.NUMBER, 5.0, Style())
    assert made.table.column_names == ["t1", "n1"]

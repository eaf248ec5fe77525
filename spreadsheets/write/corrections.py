"""Sheets of corrections: the held rows of a load written out to be put right, and laid over the file they came from.

One row a held row: where it stands (arrival, file, sheet, row), why it is held, then a column for each line of the
sheet, headed "C: heading". A cell left as it is, or left empty, changes nothing; ERASED makes it empty. What is
written in another way than it stands in the file takes its place there, before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import xlsxwriter

from schemas.catalogue.messages import message
from schemas.finding import Finding
from schemas.persons.mask import is_masked, masked_titles
from schemas.values.address import column_number, letter, place
from schemas.values.bilingual import Both
from schemas.values.text import clean, fold
from schemas.values.trouble import Trouble
from spreadsheets.decode.legacy import legible
from spreadsheets.read.reader import Pending
from spreadsheets.read.workbook import Workbook
from spreadsheets.sheet.grid import Cell, CellType, Grid
from spreadsheets.understand.cells.column_cells import shown
from spreadsheets.write.answer import unquoted, write_csv

#: What heads the columns that say where a row stands, in both languages: a sheet of either is read.
PLACES = {
    "arrival": Both("lần nhận", "arrival"),
    "file": Both("tệp", "file"),
    "sheet": Both("trang tính", "sheet"),
    "row": Both("dòng", "row"),
    "why": Both("lý do bị giữ lại", "why it is held"),
}
ERASED = Both("(trống)", "(empty)")
_GUIDE = (
    Both("Sửa các ô tô màu, lưu tệp, rồi chạy: khoso quarantine replay --corrections TỆP",
         "Correct the coloured cells, save, and run: khoso quarantine replay --corrections FILE"),
    Both("Ô để nguyên hoặc để trống thì giữ như trong tệp gốc (ô thông tin cá nhân luôn để trống ở đây).",
         "A cell left as it is, or empty, stays as it is in the file (personal cells are always empty here)."),
    Both("Muốn xóa giá trị của một ô, ghi (trống). Không sửa các cột từ «lần nhận» đến «dòng».",
         "To make a cell empty write (empty). Leave the columns from 'arrival' to 'row' alone."),
)  # fmt: skip
_LINE = re.compile(r"([A-Z]{1,3}|[0-9]{1,4})(:.*)?", re.DOTALL)
_SEARCHED_ROWS = 20
_ADDRESSED = ("arrival", "sheet", "row")


_NOT_CORRECTIONS = Both(
    "Tệp sửa không dùng được: {reason}. Lập tệp bằng: khoso quarantine show LOAD -o sua.xlsx, chỉ sửa các dòng bị giữ"
    " lại.",
    "The sheet of corrections cannot be used: {reason}. Make one with: khoso quarantine show LOAD -o corrections.xlsx,"
    " and correct rows that are held.",
)
_UNADDRESSED = Both("cần các cột {columns}", "it needs the columns {columns}")
_TWICE = Both("hai cột cùng ghi là {line}", "two columns are headed {line}")
_NO_NUMBER = Both("«{text}» không phải là số của {what}", "'{text}' is no number of {what}")
_NOT_ACROSS = Both("dòng {row} và cột {line} không cắt nhau", "row {row} and column {line} do not cross")


class NotCorrections(Trouble):
    """A file that is no sheet of corrections; `reason`: what is missing or wrong in it."""

    def __init__(self, reason: Both) -> None:
        super().__init__(_NOT_CORRECTIONS.filled(reason=reason))


@dataclass(frozen=True)
class HeldRow:
    """A row to be corrected. `row`: its row on the sheet, or its column's letters where the table lies on its side.

    `cells`: line (letter of a column, number of a row) -> what stands there; `bad`: lines the reasons are about.
    """

    arrival: int
    file: str
    sheet: str
    row: str
    why: str
    cells: Mapping[str, str]
    bad: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Correction:
    """What one cell of a file is to say: of the file of an arrival, on a sheet, at an address such as "C12".

    `text`: what `cell` says, "" where the cell is to be empty. `row`: as in HeldRow.
    """

    arrival: int
    sheet: str
    row: str
    address: str
    text: str
    cell: Cell


def write_corrections(path: Path, headings: Mapping[str, str], rows: Sequence[HeldRow], lang: str) -> None:
    """Write the sheet to be filled in, as .xlsx or .csv. `headings`: line -> heading, of every line that is shown.

    Raises ValueError for another ending.
    """
    names = [words.said(lang) for words in PLACES.values()] + [f"{line}: {text}" for line, text in headings.items()]
    texts = [
        [str(r.arrival), r.file, r.sheet, r.row, r.why, *(r.cells.get(line, "") for line in headings)] for r in rows
    ]
    if path.suffix.lower() == ".csv":
        write_csv(path, names, texts)
    elif path.suffix.lower() == ".xlsx":
        bad = [[line in r.bad for line in headings] for r in rows]
        _write_xlsx(path, names, texts, bad, [line.said(lang) for line in _GUIDE])
    else:
        raise ValueError(path.suffix)


def _write_xlsx(
    path: Path, names: list[str], texts: list[list[str]], bad: list[list[bool]], guide: Iterable[str]
) -> None:
    """Every cell is formatted as text: what is typed stays as it was typed, a code keeps its zeros."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, help_sheet = book.add_worksheet("corrections"), book.add_worksheet("Hướng dẫn - Guide")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        fixed = book.add_format({"num_format": "@", "font_color": "#666666"})
        plain = book.add_format({"num_format": "@"})
        wrong = book.add_format({"num_format": "@", "bg_color": "#FFE08A"})
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, head)
        for row, (values, marked) in enumerate(zip(texts, bad, strict=True), 1):
            for column, text in enumerate(values):
                line = column - len(PLACES)
                style = fixed if line < 0 else wrong if marked[line] else plain
                sheet.write_string(row, column, text, style)
        sheet.freeze_panes(1, len(PLACES))
        sheet.autofit(300)
        for row, text in enumerate(guide):
            help_sheet.write_string(row, 0, text)


def read_corrections(book: Workbook) -> list[Correction]:
    """Every cell of a sheet of corrections that says something. Raises NotCorrections."""
    if book.refused or not book.sheets:
        finding = book.refused or Finding("FILE-EMPTY", "error", file=book.name)
        raise NotCorrections(Both.each(partial(message, finding)))
    grid = legible(book.sheets[0])
    header, places, lines = _header(grid)
    found: list[Correction] = []
    for row in range(header + 1, grid.first_row + grid.table.num_rows):
        said = {name: unquoted(shown(grid, row, column)) for name, column in places.items()}
        if any(said[name] for name in _ADDRESSED):
            found += _corrections(grid, row, said, lines)
    return found


def _header(grid: Grid) -> tuple[int, dict[str, int], dict[str, int]]:
    """The row of headings; name of a place -> column; line of the file -> column."""
    known = {fold(word): name for name, words in PLACES.items() for word in words}
    for row in range(grid.first_row, grid.first_row + min(_SEARCHED_ROWS, grid.table.num_rows)):
        texts = {column: shown(grid, row, column) for column in range(1, grid.n_columns + 1)}
        places = {known[fold(text)]: column for column, text in texts.items() if fold(text) in known}
        if all(name in places for name in _ADDRESSED):
            others = {column: text for column, text in texts.items() if column not in places.values()}
            return row, places, _lines(others)
    columns = Both.each(lambda lang: ", ".join(PLACES[name].said(lang) for name in _ADDRESSED))
    raise NotCorrections(_UNADDRESSED.filled(columns=columns))


def _lines(headings: Mapping[int, str]) -> dict[str, int]:
    """Line of the file -> the column of the sheet that is headed by it."""
    found: dict[str, int] = {}
    for column, text in headings.items():
        match = _LINE.fullmatch(text)
        if match and found.setdefault(match[1], column) != column:
            raise NotCorrections(_TWICE.filled(line=match[1]))
    return found


def _corrections(grid: Grid, row: int, said: Mapping[str, str], lines: Mapping[str, int]) -> Iterator[Correction]:
    for name in ("arrival", "row"):
        if not re.fullmatch(r"[0-9]+" if name == "arrival" else r"[0-9]+|[A-Z]{1,3}", said[name]):
            raise NotCorrections(_NO_NUMBER.filled(text=said[name], what=PLACES[name]))
    for line, column in lines.items():
        text = unquoted(shown(grid, row, column))
        if not text:
            continue
        if said["row"].isdigit() == line.isdigit():
            raise NotCorrections(_NOT_ACROSS.filled(row=said["row"], line=line))
        address = f"{said['row']}{line}" if line.isdigit() else f"{line}{said['row']}"
        text = "" if fold(text) in map(fold, ERASED) else text
        yield Correction(
            int(said["arrival"]), said["sheet"], said["row"], address, text, _meant(grid.cell(row, column), text)
        )


def _meant(cell: Cell, text: str) -> Cell:
    """The cell to lay over: a number as it was typed, anything else as text."""
    if not text:
        return Cell(CellType.EMPTY, None)
    return cell if cell.type is CellType.NUMBER else Cell(CellType.TEXT, text)


class Corrected:
    """A file that is being read, and the sheets of corrections to be laid over it."""

    def __init__(self, file: Pending, sheets: Sequence[Pending], arrival: int) -> None:
        self._file, self._sheets, self._arrival = file, sheets, arrival

    def result(self) -> Workbook:
        """The corrected workbook, as soon as it is read; OSError where a path cannot be opened at all."""
        return corrected(self._file.result(), (sheet.result() for sheet in self._sheets), self._arrival)


def corrected(book: Workbook, sheets: Iterable[Workbook], arrival: int) -> Workbook:
    """The workbook of an arrival with sheets of corrections laid over it, one after the other.

    Where one of them can be read no more, it is refused for that.
    """
    for sheet in sheets:
        if sheet.refused:
            return replace(book, sheets=(), refused=sheet.refused)
        corrections = [each for each in read_corrections(sheet) if each.arrival == arrival]
        shown = masked_titles(grid.name for grid in book.sheets)
        book = replace(book, sheets=tuple(_laid_over(grid, shown[grid.name], corrections) for grid in book.sheets))
    return book


def _laid_over(grid: Grid, name: str, corrections: Iterable[Correction]) -> Grid:
    """The grid, told of under a name, with the cells that are to say something else than they do.

    A mask is what a sheet of corrections shows of a personal value: left there, it corrects nothing.
    """
    own = {place(each.address): each for each in corrections if clean(each.sheet) == clean(name)}
    if not own:
        return grid
    readable, rows = legible(grid), range(grid.first_row, grid.first_row + grid.table.num_rows)
    by_column: dict[int, dict[int, Cell]] = {}
    for (row, column), correction in own.items():
        if row in rows and not is_masked(correction.text) and correction.text != shown(readable, row, column):
            by_column.setdefault(column, {})[row - grid.first_row] = correction.cell
    for column, cells in by_column.items():
        grid = _with_column(grid, column, cells)
    return grid


def _with_column(grid: Grid, column: int, cells: Mapping[int, Cell]) -> Grid:
    """The grid with some cells of a column replaced; `cells`: place in the column -> number, text or empty cell."""
    new = dict.fromkeys(cell.style for cell in cells.values() if cell.style not in grid.styles)
    styles = [*grid.styles, *new]
    table = grid.table
    for prefix, kind in (("t", pa.uint8()), ("n", pa.float64()), ("s", pa.string()), ("y", pa.int32())):
        stored = grid.stored(prefix, column)
        values = [0 if prefix == "t" else None] * table.num_rows if stored is None else stored.to_pylist()
        for i, cell in cells.items():
            values[i] = {
                "t": int(cell.type),
                "n": cell.value if cell.type is CellType.NUMBER else None,
                "s": cell.value if cell.type is CellType.TEXT else None,
                "y": styles.index(cell.style),
            }[prefix]
        array = pa.array(values, kind).dictionary_encode() if prefix == "s" else pa.array(values, kind)
        name = f"{prefix}{column}"
        at = len(table.column_names) if stored is None else table.column_names.index(name)
        kept = table if stored is None else table.remove_column(at)
        table = kept.add_column(at, name, array)
    return replace(grid, table=table, n_columns=max(grid.n_columns, column), styles=tuple(styles))


def row_name(number: int, is_turned: bool) -> str:
    """How a row is named in a sheet of corrections: its number, or letters where the table lies on its side."""
    return letter(number) if is_turned else str(number)


def row_number(name: str) -> int:
    """The inverse of `row_name`."""
    return int(name) if name.isdigit() else column_number(name)

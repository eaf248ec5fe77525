"""`khoso trace FORM LOAD:ROW COLUMN`: the file, sheet and cell a value came from, and the text found there."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cli.as_json import say_json
from cli.operand import COLUMN, FORM, ROW
from cli.parser import Parser, WrongCall
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    from spreadsheets.read.workbook import Workbook
    from warehouse.trace import Source

_BAD_ROW = Both(
    "Dòng cần có dạng LẦN-NẠP:DÒNG, ví dụ 12:3 (cột _load_id và _row_id).",
    "A row is LOAD:ROW, such as 12:3 (columns _load_id and _row_id).",
)
_NAMES = {
    "form": Both("biểu mẫu", "form"),
    "field": Both("cột trong kho", "column"),
    "value": Both("giá trị", "value"),
    "sha256": Both("mã băm của tệp", "sha256"),
    "file": Both("tệp", "file"),
    "received_at": Both("nhận lúc", "received at"),
    "sheet": Both("trang tính", "sheet"),
    "cell": Both("ô", "cell"),
    "header": Both("tiêu đề", "header"),
    "load_id": Both("lần nạp", "load"),
    "contract_hash": Both("bản biểu mẫu", "contract"),
    "superseded_by": Both("bị thay bởi", "superseded by"),
    "text": Both("chữ trong ô", "text"),
}

HELP = Both("một con số lấy từ ô nào của tệp nào", "the cell of the file a value came from")
GROUP = "ask"


def arguments(parser: Parser) -> None:
    """FORM, ROW, COLUMN."""
    parser.add("form", of=FORM, help=Both("tên biểu mẫu", "name of the form"))
    parser.add("row", of=ROW, help=Both("lần nạp và dòng, ví dụ 12:3", "load and row, such as 12:3"))
    parser.add("column", of=COLUMN, help=Both("tên cột trong kho", "name of the column in the warehouse"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print where the value stands, reading the kept file again."""
    load, colon, row = args.row.partition(":")
    if not (colon and load.isdecimal() and row.isdecimal()):
        raise WrongCall(_BAD_ROW)
    from schemas.registry import form
    from spreadsheets.read.reader import Reader
    from warehouse.connect import snapshot
    from warehouse.kept import Kept
    from warehouse.trace import source_of

    with snapshot(settings.home.snapshot) as con:
        source = source_of(con, form(args.form.removeprefix("core.")), int(load), int(row), args.column)
    with Reader(1) as reader:
        workbook = reader.read(Kept(settings.home.kept).proved(source.sha256), name=source.file)
    text = _text_at(workbook, source)
    found = vars(source) | {"text": text}
    if args.json:
        say_json(found, settings.lang)
    else:
        said = {_NAMES[name].said(settings.lang): value for name, value in found.items()}
        say(*(f"{name:<14} {'' if value is None else value}" for name, value in said.items()))
    return 0


def _text_at(workbook: Workbook, source: Source) -> str:
    """What the cell says; covered where it names or reaches a person and no measure, day or code was read of it."""
    from schemas.persons.mask import is_masked, masked_titles
    from schemas.values.address import place
    from spreadsheets.decode.legacy import deciphered
    from spreadsheets.persons.covered import Covered

    if isinstance(source.value, str) and is_masked(source.value):
        return source.value
    shown = masked_titles(grid.name for grid in workbook.sheets)
    grid = next(grid for grid in workbook.sheets if shown[grid.name] == source.sheet)
    row, column = place(source.cell)
    value = grid.cell(row, column).value
    if value != source.value and isinstance(source.value, str | None):
        covered = Covered(deciphered(grid)[0])
        value = covered.grid.cell(row, column).value if covered.hidden(column, [row]) else value
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)

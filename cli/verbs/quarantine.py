"""`khoso quarantine list|show|replay`: rows held back, why, and how they come in after all."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cli.as_json import say_json
from cli.operand import BODY, FILE, FORM, LOAD, NUMBER, ROW_ID, RULE, TASK
from cli.options import add_wait
from cli.parser import Parser, WrongCall
from cli.paths import BAD_ENDING, check_there
from cli.terminal import say, warn
from machine.settings import Settings
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    from warehouse.quarantine import Held

_NO_FILE = Both("Không có tệp {file}.", "There is no file {file}.")
_NONE = Both("Không có dòng nào bị giữ lại.", "No row is held in quarantine.")
_LOAD_NEEDED = Both(
    "Cho biết số lần nạp: khoso quarantine show LOAD (xem khoso quarantine list).",
    "Name a load: khoso quarantine show LOAD (khoso quarantine list has them).",
)
_TYPED = Both("đọc được: {values}", "read as: {values}")
_WRITTEN = Both(
    "Đã ghi {rows} dòng bị giữ lại vào {path}. Sửa các ô rồi chạy: khoso quarantine replay --corrections {path}",
    "Wrote {rows} held rows to {path}. Correct the cells, then run: khoso quarantine replay --corrections {path}",
)
_NOTHING_TO_REPLAY = Both(
    "Không có gì cần nạp lại: mọi số liệu hiện hành đã được đọc theo biểu mẫu hiện nay.",
    "Nothing to replay: everything that counts was read under today's contracts.",
)
_BAD_ENDING = Both(
    "{path}: không rõ định dạng; đặt tên tệp kết thúc bằng .xlsx, .csv hoặc .parquet",
    "{path}: no format is known by that ending; end the name in .xlsx, .csv or .parquet",
)
_READING = Both("Đang đọc", "Reading")
_ROW = Both(
    "Dòng {load}:{row}, {file}, trang tính {sheet}, dòng {number}, biểu mẫu {form}",
    "Row {load}:{row}, {file}, sheet {sheet}, row {number}, form {form}",
)
_TURNED_ROW = Both(
    "Dòng {load}:{row}, {file}, trang tính {sheet}, cột {number}, biểu mẫu {form}",
    "Row {load}:{row}, {file}, sheet {sheet}, column {number}, form {form}",
)
_COLUMNS = {
    "load_id": Both("Lần nạp", "Load"),
    "seq": Both("Lần nhận", "Arrival"),
    "file_name": Both("Tệp", "File"),
    "form": Both("Biểu mẫu", "Form"),
    "sender_code": Both("Nơi gửi", "Sender"),
    "period_id": Both("Kỳ", "Period"),
    "superseded_by": Both("Bị thay bởi", "Superseded by"),
    "rule": Both("Quy tắc", "Rule"),
    "held_rows": Both("Dòng bị giữ lại", "Rows held"),
    "rules": Both("Các quy tắc", "Rules"),
}

HELP = Both(
    "các dòng bị giữ lại: liệt kê, xem, sửa và nạp lại", "rows in quarantine: list, show, correct and replay them"
)
GROUP = "take-in"


def arguments(parser: Parser) -> None:
    """TASK, LOAD, ROW and the options of each task."""
    parser.add(
        "task", of=TASK, choices=("list", "show", "replay"),
        help=Both("liệt kê, xem, hoặc nạp lại", "list them, show them, or take them in again"),
    )  # fmt: skip
    parser.add("load", nargs="?", of=LOAD, help=Both("show: lần nạp", "show: the load"))
    parser.add("row", nargs="?", of=ROW_ID, help=Both("show: số của dòng", "show: the row's id"))
    parser.add(
        "--by", choices=("load", "form", "sender", "rule"), default="load",
        help=Both("list: đếm theo", "list: what to count by"),
    )  # fmt: skip
    parser.add("--form", of=FORM, default="", help=Both("chỉ một biểu mẫu", "of one form"))
    parser.add("--sender", of=BODY, default="", help=Both("list: chỉ một cơ quan gửi", "list: of one sender"))
    parser.add("--rule", of=RULE, default="", help=Both("list: chỉ một quy tắc", "list: of one rule"))
    parser.add("--all", action="store_true", help=Both("list: cả lần nạp đã bị thay", "list: of superseded loads too"))
    parser.add(
        "-o", "--output", of=FILE, help=Both("show: ghi tệp sửa .xlsx, .csv", "show: write a sheet of corrections")
    )
    parser.add("--load", dest="load_id", of=LOAD, help=Both("replay: một lần nạp", "replay: one load"))
    parser.add("--arrival", of=NUMBER, help=Both("replay: một lần nhận tệp", "replay: one arrival"))
    parser.add("--corrections", of=FILE, help=Both("replay: tệp sửa", "replay: a sheet of corrections"))
    add_wait(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do the task; 1 when something replayed still has an error."""
    return {"list": _list, "show": _show, "replay": _replay}[args.task](args, settings)


def _list(args: argparse.Namespace, settings: Settings) -> int:
    from cli.given import code
    from cli.output import show, titled
    from warehouse.connect import snapshot
    from warehouse.quarantine import counts

    sender = code("agency", "--sender", args.sender)
    with snapshot(settings.home.snapshot) as con:
        found = counts(con, args.by, form=args.form, sender=sender, rule=args.rule, is_all=args.all)
    if args.json:
        show(found, as_json=True, lang=settings.lang)
    elif found.num_rows:
        show(titled(found, _COLUMNS, settings.lang), as_json=False, lang=settings.lang)
    else:
        say(_NONE.said(settings.lang))
    return 0


def _show(args: argparse.Namespace, settings: Settings) -> int:
    if args.load is None:
        raise WrongCall(_LOAD_NEEDED)
    from warehouse.connect import snapshot
    from warehouse.quarantine import held_rows

    with snapshot(settings.home.snapshot) as con:
        rows = held_rows(con, args.load, args.row)
    if args.output:
        return _write(rows, args.output, settings.lang)
    if args.json:
        plain = [vars(row) | {"reasons": [vars(reason) for reason in row.reasons]} for row in rows]
        say_json(plain, settings.lang)
    else:
        for between, row in enumerate(rows):
            say(*[""] * bool(between), *_lines(row, settings.lang))
    return 0


def _lines(row: Held, lang: str) -> list[str]:
    """A row for people: where it stands, each cell under its heading, what was read, what is wrong."""
    from schemas.values.address import cell_of
    from spreadsheets.write.corrections import row_name

    values = vars(row) | {"load": row.load_id, "row": row.row_id, "number": row_name(row.sheet_row, row.is_turned)}
    told = [(_TURNED_ROW if row.is_turned else _ROW).filled(**values).said(lang)]
    for line, heading in row.headings.items():
        told.append(f"    {cell_of(line, row.sheet_row):<6} {heading}: {row.cells.get(line, '')}")
    typed = ", ".join(f"{name}={value}" for name, value in row.typed.items())
    told.append("  = " + _TYPED.filled(values=typed).said(lang))
    return told + [f"  ✗ {reason.message.said(lang)}" for reason in row.reasons]


def _write(rows: list[Held], path: Path, lang: str) -> int:
    from schemas.catalogue.messages import entry
    from schemas.values.address import place
    from spreadsheets.write.corrections import HeldRow, row_name, write_corrections

    headings: dict[str, str] = {}
    to_correct = []
    for row in rows:
        headings |= {line: text for line, text in row.headings.items() if line not in headings}
        cells = [place(reason.cell) for reason in row.reasons if reason.cell]
        lines = {row_name(number if row.is_turned else column, not row.is_turned) for number, column in cells}
        why = "; ".join(f"{r.cell} {entry(r.rule).title.said(lang)}".strip() for r in row.reasons)
        number = row_name(row.sheet_row, row.is_turned)
        to_correct.append(HeldRow(row.place_seq, row.file, row.sheet, number, why, row.cells, frozenset(lines)))
    try:
        write_corrections(path, headings, to_correct, lang)
    except ValueError:
        raise WrongCall(BAD_ENDING.filled(path=path)) from None
    warn(_WRITTEN.filled(rows=len(rows), path=path).said(lang))
    return 0


def _replay(args: argparse.Namespace, settings: Settings) -> int:
    check_there(*[args.corrections] * bool(args.corrections))
    from cli.progress import progress
    from cli.verbs.ingest import as_data, closing, exit_code, teller
    from flows.replay import ReplayRequest, replay

    load = args.load_id if args.load_id is not None else args.load
    asked = ReplayRequest(args.form, load, args.arrival, args.corrections)
    readings: dict[int, dict[str, object]] = {}
    with progress(_READING.said(settings.lang)) as step:
        result = replay(settings, asked, wait=args.wait, tell=teller(args, settings, step, readings))
    if args.json:
        say_json(as_data(result, readings, settings.lang), settings.lang)
    elif not result.outcomes:
        say(_NOTHING_TO_REPLAY.said(settings.lang))
    else:
        say(*closing(result, settings))
    return exit_code(result)

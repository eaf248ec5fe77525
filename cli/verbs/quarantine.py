"""`khoso quarantine list|show|replay`: rows held back, why, and how they come in after all."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from machine.settings import Settings
from pages.documents.words import say

if TYPE_CHECKING:
    from warehouse.quarantine import Held

HELP = ("các dòng bị giữ lại: liệt kê, xem, sửa và nạp lại", "rows in quarantine: list, show, correct and replay them")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """TASK, LOAD, ROW and the options of each task."""
    parser.add_argument("task", choices=("list", "show", "replay"))
    parser.add_argument("load", nargs="?", type=int, metavar="LOAD", help=("show: lần nạp", "show: the load")[pick])
    parser.add_argument(
        "row", nargs="?", type=int, metavar="ROW", help=("show: số của dòng", "show: the row's id")[pick]
    )
    parser.add_argument(
        "--by", choices=("load", "form", "sender", "rule"), default="load",
        help=("list: đếm theo", "list: what to count by")[pick],
    )  # fmt: skip
    parser.add_argument("--form", default="", help=("chỉ một biểu mẫu", "of one form")[pick])
    parser.add_argument("--sender", default="", help=("list: chỉ một cơ quan gửi", "list: of one sender")[pick])
    parser.add_argument("--rule", default="", help=("list: chỉ một quy tắc", "list: of one rule")[pick])
    parser.add_argument(
        "--all", action="store_true", help=("list: cả lần nạp đã bị thay", "list: of superseded loads too")[pick]
    )
    parser.add_argument(
        "-o", "--output", type=Path, help=("show: ghi tệp sửa .xlsx, .csv", "show: write a sheet of corrections")[pick]
    )
    parser.add_argument(
        "--load", dest="load_id", type=int, metavar="LOAD", help=("replay: một lần nạp", "replay: one load")[pick]
    )
    parser.add_argument(
        "--arrival", type=int, metavar="N", help=("replay: một lần nhận tệp", "replay: one arrival")[pick]
    )
    parser.add_argument(
        "--corrections", type=Path, metavar="FILE", help=("replay: tệp sửa", "replay: a sheet of corrections")[pick]
    )
    parser.add_argument(
        "--wait", action="store_true", help=("replay: đợi nếu kho đang bận", "replay: wait while it is busy")[pick]
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do the task; 1 when something replayed still has an error."""
    return {"list": _list, "show": _show, "replay": _replay}[args.task](args, settings)


def _list(args: argparse.Namespace, settings: Settings) -> int:
    from cli.given import code
    from cli.output import show
    from warehouse.connect import snapshot
    from warehouse.quarantine import counts

    sender = code("agency", args.sender)
    with snapshot(settings.home.snapshot) as con:
        found = counts(con, args.by, form=args.form, sender=sender, rule=args.rule, is_all=args.all)
    if found.num_rows or args.json:
        show(found, as_json=args.json, lang=settings.lang)
    else:
        sys.stdout.write(say("quarantine.none", settings.lang) + "\n")
    return 0


def _show(args: argparse.Namespace, settings: Settings) -> int:
    if args.load is None:
        sys.stderr.write(say("quarantine.load-needed", settings.lang) + "\n")
        return 2
    from warehouse.connect import snapshot
    from warehouse.quarantine import held_rows

    with snapshot(settings.home.snapshot) as con:
        rows = held_rows(con, args.load, args.row)
    if args.output:
        return _write(rows, args.output, settings.lang)
    if args.json:
        plain = [vars(row) | {"reasons": [vars(reason) for reason in row.reasons]} for row in rows]
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n\n".join("\n".join(_lines(row, settings.lang)) for row in rows) + "\n")
    return 0


def _lines(row: Held, lang: str) -> list[str]:
    """A row for people: where it stands, each cell under its heading, what was read, what is wrong."""
    from schemas.values.address import cell_of
    from spreadsheets.write.corrections import row_name

    values = vars(row) | {"load": row.load_id, "row": row.row_id, "number": row_name(row.sheet_row, row.is_turned)}
    told = [say("quarantine.column" if row.is_turned else "quarantine.row", lang, **values)]
    for line, heading in row.headings.items():
        told.append(f"    {cell_of(line, row.sheet_row):<6} {heading}: {row.cells.get(line, '')}")
    typed = ", ".join(f"{name}={value}" for name, value in row.typed.items())
    told.append("  = " + say("quarantine.typed", lang, values=typed))
    return told + [f"  ✗ {reason.message_vi if lang == 'vi' else reason.message_en}" for reason in row.reasons]


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
        why = "; ".join(f"{r.cell} {entry(r.rule).title(lang)}".strip() for r in row.reasons)
        number = row_name(row.sheet_row, row.is_turned)
        to_correct.append(HeldRow(row.place_seq, row.file, row.sheet, number, why, row.cells, frozenset(lines)))
    try:
        write_corrections(path, headings, to_correct, lang)
    except ValueError:
        sys.stderr.write(say("bad-ending", lang, path=path) + "\n")
        return 2
    sys.stderr.write(say("quarantine.written", lang, rows=len(rows), path=path) + "\n")
    return 0


def _replay(args: argparse.Namespace, settings: Settings) -> int:
    if args.corrections and not args.corrections.is_file():
        sys.stderr.write(say("no-file", settings.lang, file=args.corrections) + "\n")
        return 2
    from cli.progress import progress
    from cli.verbs.ingest import as_data, closing, teller
    from flows.replay import ReplayRequest, replay

    load = args.load_id if args.load_id is not None else args.load
    asked = ReplayRequest(args.form, load, args.arrival, args.corrections)
    readings: dict[int, dict[str, object]] = {}
    with progress(say("reading", settings.lang)) as step:
        result = replay(settings, asked, wait=args.wait, tell=teller(args, settings, step, readings))
    if args.json:
        sys.stdout.write(json.dumps(as_data(result, readings, settings.lang), ensure_ascii=False) + "\n")
    elif not result.outcomes:
        sys.stdout.write(say("replay.nothing", settings.lang) + "\n")
    else:
        sys.stdout.write("".join(line + "\n" for line in closing(result, settings)))
    return int(any(o.state in ("refused", "partly") or o.errors for o in result.outcomes))

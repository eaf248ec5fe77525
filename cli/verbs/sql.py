"""`khoso sql "SELECT …"`: ask the published snapshot, read-only, in a child under limits."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from machine.settings import Settings
from pages.documents.words import say

HELP = ("hỏi kho bằng SQL, chỉ đọc", "ask the warehouse in SQL, read-only")

_SHEET_ROWS = 1_048_575


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """QUERY, -o, --as-of, --seconds."""
    parser.add_argument(
        "query", help=("câu lệnh SQL, hoặc - để đọc từ bàn phím", "SQL, or - to read it from a pipe")[pick]
    )
    parser.add_argument(
        "-o", "--output", type=Path, help=("ghi ra .xlsx, .csv, .parquet", "write .xlsx, .csv or .parquet")[pick]
    )
    parser.add_argument(
        "--as-of", default="",
        help=("như đã biết sau lần nhận N hoặc vào ngày YYYY-MM-DD", "as known after arrival N or on YYYY-MM-DD")[pick],
    )  # fmt: skip
    parser.add_argument("--seconds", type=float, default=60, help=("thời gian tối đa", "time limit")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the answer."""
    if args.output and args.output.suffix.lower() not in (".xlsx", ".csv", ".parquet"):
        sys.stderr.write(say("bad-ending", settings.lang, path=args.output) + "\n")
        return 2
    from cli.output import show, write
    from warehouse.ask import Limits, ask
    from warehouse.connect import NoSnapshot

    if not settings.home.snapshot.exists():
        raise NoSnapshot
    query = sys.stdin.read() if args.query == "-" else args.query
    as_of = _arrival(settings, args.as_of) if args.as_of else None
    table = ask(settings.home.snapshot, query, as_of=as_of, limits=Limits(seconds=args.seconds))
    if args.output and args.output.suffix.lower() == ".xlsx" and table.num_rows > _SHEET_ROWS:
        sys.stderr.write(say("too-many-rows", settings.lang, rows=table.num_rows) + "\n")
        return 2
    if args.output:
        write(table, args.output)
        sys.stderr.write(say("written", settings.lang, rows=table.num_rows, path=args.output) + "\n")
    else:
        show(table, as_json=args.json, lang=settings.lang)
    return 0


def _arrival(settings: Settings, moment: str) -> int:
    from cli.given import NotUnderstood
    from warehouse.connect import arrival_as_of

    try:
        return arrival_as_of(settings.home.snapshot, moment)
    except ValueError:
        raise NotUnderstood("--as-of", moment) from None

"""`khoso sql "SELECT …"`: ask the published snapshot, read-only, in a child under limits."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from machine.settings import Settings
from pages.documents.words import say

if TYPE_CHECKING:
    from pyarrow import RecordBatch

    from warehouse.ask import Answer

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
    from warehouse.connect import NoSnapshot

    if not settings.home.snapshot.exists():
        raise NoSnapshot
    query = sys.stdin.read() if args.query == "-" else args.query
    as_of = _arrival(settings, args.as_of) if args.as_of else None
    return _answer(args, settings, query, as_of)


def _answer(args: argparse.Namespace, settings: Settings, query: str, as_of: int | None) -> int:
    from cli.output import show, write
    from warehouse.ask import Limits, asking

    limits = Limits(seconds=args.seconds)
    with _no_longer_than(args.seconds), asking(settings.home.snapshot, query, as_of=as_of, limits=limits) as answer:
        if not args.output:
            show(answer, as_json=args.json, lang=settings.lang)
            return 0
        try:
            rows = write(_ThatFit(answer) if args.output.suffix.lower() == ".xlsx" else answer, args.output)
        except _TooManyRows:
            sys.stderr.write(say("too-many-rows", settings.lang) + "\n")
            return 2
    sys.stderr.write(say("written", settings.lang, rows=rows, path=args.output) + "\n")
    return 0


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Hold the whole command to the limit: what the child does is timed, but not how long a file or a pager takes."""
    from warehouse.ask import QueryTimeout

    def late(*_: object) -> None:
        raise QueryTimeout(f"more than {seconds:g} s")

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _TooManyRows(Exception):
    """A sheet of Excel has no room for the answer."""


class _ThatFit:
    """The batches of an answer as long as they fit on one sheet; raises _TooManyRows at the first that does not."""

    def __init__(self, answer: Answer) -> None:
        self.schema = answer.schema
        self._batches = answer.to_batches()

    def to_batches(self) -> Iterator[RecordBatch]:
        rows = 0
        for batch in self._batches:
            rows += batch.num_rows
            if rows > _SHEET_ROWS:
                raise _TooManyRows
            yield batch


def _arrival(settings: Settings, moment: str) -> int:
    from cli.given import NotUnderstood
    from warehouse.connect import arrival_as_of

    try:
        return arrival_as_of(settings.home.snapshot, moment)
    except ValueError:
        raise NotUnderstood("--as-of", moment) from None

"""`khoso sql "SELECT …"`: ask the published snapshot, read-only, in a child under limits."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cli.operand import MOMENT, QUERY, SECONDS
from cli.options import add_table
from cli.parser import Parser
from cli.paths import check_tabular
from machine.settings import Settings
from schemas.values.bilingual import Both

HELP = Both("hỏi kho bằng SQL, chỉ đọc", "ask the warehouse in SQL, read-only")
GROUP = "ask"


def arguments(parser: Parser) -> None:
    """QUERY, -o, --as-of, --seconds."""
    parser.add(
        "query", of=QUERY, help=Both("câu lệnh SQL, hoặc - để đọc từ đầu vào", "SQL, or - to read it from a pipe")
    )
    add_table(parser)
    parser.add(
        "--as-of", of=MOMENT, default="",
        help=Both("như đã biết sau lần nhận N hoặc vào ngày YYYY-MM-DD", "as known after arrival N or on YYYY-MM-DD"),
    )  # fmt: skip
    parser.add("--seconds", of=SECONDS, default=60, help=Both("thời gian tối đa", "time limit"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the answer."""
    check_tabular(args.output)
    from warehouse.connect import check_snapshot

    check_snapshot(settings.home.snapshot)
    query = sys.stdin.read() if args.query == "-" else args.query
    as_of = _arrival(settings, args.as_of) if args.as_of else None
    return _answer(args, settings, query, as_of)


def _answer(args: argparse.Namespace, settings: Settings, query: str, as_of: int | None) -> int:
    from cli.output import saved, show
    from warehouse.ask import Limits, asking

    limits = Limits(seconds=args.seconds)
    with _no_longer_than(args.seconds), asking(settings.home.snapshot, query, as_of=as_of, limits=limits) as answer:
        if args.output:
            return saved(answer, args.output, settings.lang)
        show(answer, as_json=args.json, lang=settings.lang)
        return 0


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Hold the whole command to the limit: what the child does is timed, but not how long a file or a pager takes."""
    from warehouse.ask import QueryTimeout

    def late(*_: object) -> None:
        raise QueryTimeout(seconds)

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _arrival(settings: Settings, moment: str) -> int:
    from cli.given import A_MOMENT, NotUnderstood
    from warehouse.connect import arrival_as_of

    try:
        return arrival_as_of(settings.home.snapshot, moment)
    except ValueError:
        raise NotUnderstood("--as-of", moment, A_MOMENT) from None

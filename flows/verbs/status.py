"""`khoso status`: what has been received, what became of it, and what still lies in the inbox."""

from __future__ import annotations

import argparse
import sys

from flows.settings import Settings
from flows.words import say

HELP = ("đã nhận những gì, kết quả ra sao", "what was received and what became of it")
_RUNS = (
    "SELECT seq, file_name AS file, state, received_at, accepted, quarantined, non_data, errors, warnings"
    " FROM audit.run ORDER BY seq DESC LIMIT ?"
)


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """--last N."""
    parser.add_argument("--last", type=int, default=20, help=("số lần nhận gần nhất", "newest arrivals shown")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the newest arrivals and the files waiting in the inbox."""
    from flows.inbox import files
    from flows.output import show
    from warehouse.connect import snapshot

    with snapshot(settings.home.snapshot) as con:
        table = con.execute(_RUNS, [args.last]).to_arrow_table()
    show(table, as_json=args.json, lang=settings.lang)
    left = [p.name for p in files(settings.home.inbox)] if settings.home.inbox.exists() else []
    if left and not args.json:
        sys.stdout.write("".join(f"… {say('waiting.quiet', settings.lang, file=name)}\n" for name in left))
    return 0

"""`khoso site DIR`: quality pages of the published snapshot, as files that need no server and no network."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from flows.quality_pages import build_pages, built_line
from machine.settings import Settings

HELP = ("lập các trang chất lượng số liệu, mở được không cần mạng", "build the quality pages, readable with no network")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """DIR, the day, the last month shown and how many."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--on", metavar="DAY",
        help=("ngày để xét đến hạn, ví dụ 2023-06-20", "the day that decides what is due, such as 2023-06-20")[pick],
    )  # fmt: skip
    parser.add_argument(
        "--period", metavar="MONTH",
        help=("tháng cuối được nêu, ví dụ 2023-05", "the last month shown, such as 2023-05")[pick],
    )  # fmt: skip
    parser.add_argument("--months", type=int, default=12, metavar="N", help=("số tháng", "how many months")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Build the site or bring it up to date; say what was written, and in JSON how large the largest file is.

    Raises NotUnderstood, TooFew, and NotASite.
    """
    from cli.given import at_least_one, day

    months = at_least_one("--months", args.months)
    on = day("--on", args.on) if args.on else date.today()
    built = build_pages(settings, args.folder, on=on, last_month=_month(args.period), months=months)
    report = {
        "folder": str(args.folder), "files": built.files, "written": len(built.written), "removed": len(built.removed),
        "largest": built.largest, "largest_bytes": built.largest_bytes,
    }  # fmt: skip
    text = json.dumps(report, ensure_ascii=False) if args.json else built_line(built, args.folder, settings.lang)
    sys.stdout.write(text + "\n")
    return 0


def _month(text: str | None) -> str:
    """The month asked for as "2023-05", "" where none is. Raises NotUnderstood for a period that is no month."""
    from cli.given import NotUnderstood
    from schemas.values.period_text import parse_period

    if not text:
        return ""
    period = parse_period(text)
    if period is None or period.kind != "month":
        raise NotUnderstood("--period", text)
    return period.id

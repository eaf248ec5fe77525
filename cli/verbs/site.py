"""`khoso site DIR`: quality pages of the published snapshot, as files that need no server and no network."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.operand import DAY, FOLDER, MONTH, NUMBER
from cli.parser import Parser
from cli.terminal import say
from flows.quality_pages import build_pages, built_line
from machine.settings import Settings
from schemas.values.bilingual import Both

HELP = Both(
    "lập các trang chất lượng số liệu, mở được không cần mạng", "build the quality pages, readable with no network"
)
GROUP = "ask"


def arguments(parser: Parser) -> None:
    """DIR, the day, the last month shown and how many."""
    parser.add("folder", of=FOLDER, help=Both("thư mục để ghi vào", "the folder to write to"))
    parser.add(
        "--on", of=DAY, default="",
        help=Both("ngày để xét đến hạn, ví dụ 2023-06-20", "the day that decides what is due, such as 2023-06-20"),
    )  # fmt: skip
    parser.add(
        "--period", of=MONTH, default="",
        help=Both("tháng cuối được nêu, ví dụ 2023-05", "the last month shown, such as 2023-05"),
    )  # fmt: skip
    parser.add("--months", of=NUMBER, default=12, help=Both("số tháng", "how many months"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Build the site or bring it up to date; say what was written, and in JSON how large the largest file is.

    Raises NotUnderstood and NotASite.
    """
    from cli.given import at_least_one, day, month

    months = at_least_one("--months", args.months)
    last = month("--period", args.period).id if args.period else ""
    built = build_pages(settings, args.folder, on=day("--on", args.on), last_month=last, months=months)
    report = {
        "folder": str(args.folder), "files": built.files, "written": len(built.written), "removed": len(built.removed),
        "largest": built.largest, "largest_bytes": built.largest_bytes,
    }  # fmt: skip
    if args.json:
        say_json(report, settings.lang)
    else:
        say(built_line(built, args.folder, settings.lang))
    return 0

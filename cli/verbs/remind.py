"""`khoso remind`: a letter to every body that owes a report, written into the outbox."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from machine.settings import Settings
from pages.documents.words import say

HELP = ("viết thư nhắc các cơ quan chưa nộp báo cáo", "write a reminder to every body that owes a report")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """--on."""
    parser.add_argument(
        "--on",
        default="",
        help=("tính đến hết ngày, ví dụ 2023-05-16", "as it stood on the evening of a day, such as 2023-05-16")[pick],
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write the letters and say for whom; nobody is notified. Raises NotUnderstood for a day that is none."""
    from cli.given import day
    from pages.documents.letters import remind

    reminded = remind(settings, day("--on", args.on) if args.on else date.today())
    if args.json:
        told = [{"body": each.body, "name": each.name, "owed": len(each.owed)} for each in reminded.reminders]
        sys.stdout.write(json.dumps({"folder": str(reminded.folder), "reminders": told}, ensure_ascii=False) + "\n")
        return 0
    lines = [say("reminded.body", settings.lang, name=each.name, n=len(each.owed)) for each in reminded.reminders]
    lines.append(say("reminded", settings.lang, n=len(reminded.reminders), folder=reminded.folder))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0

"""`khoso remind`: a letter to every body that owes a report, written into the outbox."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.operand import DAY
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

_REMINDED = Both(
    "Đã viết {n} thư nhắc vào {folder}",
    "{n} reminders are in {folder}",
)
_BODY = Both("{name}: {n} báo cáo", "{name}: {n} reports")

HELP = Both("viết thư nhắc các cơ quan chưa nộp báo cáo", "write a reminder to every body that owes a report")
GROUP = "ask"


def arguments(parser: Parser) -> None:
    """--on."""
    parser.add(
        "--on", of=DAY, default="",
        help=Both("tính đến hết ngày, ví dụ 2023-05-16", "as it stood on the evening of a day, such as 2023-05-16"),
    )  # fmt: skip


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Write the letters and say for whom; nobody is notified. Raises NotUnderstood for a day that is none."""
    from cli.given import day
    from pages.documents.letters import remind

    reminded = remind(settings, day("--on", args.on))
    if args.json:
        told = [{"body": each.body, "name": each.name, "owed": len(each.owed)} for each in reminded.reminders]
        say_json({"folder": str(reminded.folder), "reminders": told}, settings.lang)
        return 0
    lines = [_BODY.filled(name=each.name, n=len(each.owed)).said(settings.lang) for each in reminded.reminders]
    lines.append(_REMINDED.filled(n=len(reminded.reminders), folder=reminded.folder).said(settings.lang))
    say(*lines)
    return 0

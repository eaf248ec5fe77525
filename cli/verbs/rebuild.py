"""`khoso rebuild`: make the warehouse anew from the kept files."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.options import add_wait
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit

_REBUILT = Both(
    "Đã dựng lại kho từ {arrivals} lần nhận tệp.",
    "The warehouse was rebuilt from {arrivals} arrivals.",
)
_READING = Both("Đang đọc", "Reading")

HELP = Both("dựng lại kho từ các tệp đã lưu", "make the warehouse anew from the kept files")
GROUP = "run"


def arguments(parser: Parser) -> None:
    """--wait."""
    add_wait(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Rebuild and publish; 3 where a kept file is not what was received."""
    from cli.progress import progress
    from flows.rebuild import rebuild
    from schemas.catalogue.messages import message

    with progress(_READING.said(settings.lang)):
        rebuilt = rebuild(settings, wait=args.wait)
    lost = [message(finding, settings.lang) for finding in rebuilt.lost]
    if args.json:
        say_json({"arrivals": rebuilt.arrivals, "lost": lost}, settings.lang)
    else:
        told = _REBUILT.filled(arrivals=rebuilt.arrivals).said(settings.lang)
        say(told, *(f"  ✗ {line}" for line in lost))
    return Exit.ENVIRONMENT if lost else Exit.DONE

"""`khoso rebuild`: make the warehouse anew from the kept files."""

from __future__ import annotations

import argparse
import json
import sys

from cli.options import add_wait
from cli.parser import Parser
from machine.settings import Settings
from schemas.values.bilingual import Both

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
    """Rebuild and publish."""
    from cli.progress import progress
    from flows.rebuild import rebuild

    with progress(_READING.said(settings.lang)):
        arrivals = rebuild(settings, wait=args.wait)
    text = json.dumps({"arrivals": arrivals}) if args.json else _REBUILT.filled(arrivals=arrivals).said(settings.lang)
    sys.stdout.write(text + "\n")
    return 0

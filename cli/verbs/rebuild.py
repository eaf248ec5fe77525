"""`khoso rebuild`: make the warehouse anew from the kept files."""

from __future__ import annotations

import argparse
import json
import sys

from machine.settings import Settings
from pages.documents.words import say

HELP = ("dựng lại kho từ các tệp đã lưu", "make the warehouse anew from the kept files")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """--wait."""
    parser.add_argument("--wait", action="store_true", help=("đợi nếu kho đang bận", "wait while it is busy")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Rebuild and publish."""
    from cli.progress import progress
    from flows.rebuild import rebuild

    with progress(say("reading", settings.lang)):
        arrivals = rebuild(settings, wait=args.wait)
    text = json.dumps({"arrivals": arrivals}) if args.json else say("rebuilt", settings.lang, arrivals=arrivals)
    sys.stdout.write(text + "\n")
    return 0

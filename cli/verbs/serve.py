"""`khoso serve`: Prefect's server and the schedules, until stopped."""

from __future__ import annotations

import argparse
import sys

from machine.settings import Settings
from pages.documents.words import say

HELP = ("chạy theo lịch cho đến khi dừng", "run by schedule until stopped")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """--port."""
    parser.add_argument("--port", type=int, default=4200, help=("cổng của máy chủ", "port of the server")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Serve; ends with Ctrl-C or a termination signal."""
    from flows.control import Control
    from flows.serve import run as serve

    def started(control: Control, fault: str) -> None:
        address = control.url.removesuffix("/api")
        told = [say("serving", settings.lang, inbox=settings.home.inbox, url=address)]
        if control.is_ours:
            told.append(say("serving.login", settings.lang))
        sys.stdout.write("\n".join(told) + "\n")
        sys.stdout.flush()
        if control.is_in_clear:
            sys.stderr.write(say("serving.in-clear", settings.lang, url=address) + "\n")
        if fault:
            sys.stderr.write(
                say("serving.mute", settings.lang, block=settings.notify, url=address, reason=fault) + "\n"
            )

    serve(settings, args.port, started)
    return 0

"""`khoso credential`: what the control server asks of whoever opens it, as `user:secret`."""

from __future__ import annotations

import argparse
import json
import sys

from machine.settings import Settings
from pages.documents.words import say

HELP = (
    "in thông tin đăng nhập vào trang điều khiển của khoso serve",
    "print what to log in to the pages of khoso serve with",
)


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """--new."""
    parser.add_argument(
        "--new",
        action="store_true",
        help=("đổi sang thông tin đăng nhập mới", "make another one in its place")[pick],
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the credential alone, so that a script can take it; the first call makes it."""
    from machine.credential import credential, new_credential

    path = settings.home.credential
    pair = new_credential(path) if args.new else credential(path)
    told = json.dumps({"credential": pair, "file": str(path)}, ensure_ascii=False) if args.json else pair
    sys.stdout.write(told + "\n")
    if args.new:
        sys.stderr.write(say("credential.new", settings.lang) + "\n")
    return 0

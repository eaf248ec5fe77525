"""`khoso credential`: what the control server asks of whoever opens it, as `user:secret`."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.parser import Parser
from cli.terminal import say, warn
from machine.settings import Settings
from schemas.values.bilingual import Both

_NEW = Both(
    "Đã đổi thông tin đăng nhập. Máy chủ đang chạy vẫn nhận thông tin cũ: dừng khoso serve rồi chạy lại.",
    "A new credential. A server that runs still takes the old one: stop khoso serve and start it again.",
)

HELP = Both(
    "in thông tin đăng nhập vào trang điều khiển của khoso serve",
    "print what to log in to the pages of khoso serve with",
)
GROUP = "run"


def arguments(parser: Parser) -> None:
    """--new."""
    parser.add(
        "--new",
        action="store_true",
        help=Both("đổi sang thông tin đăng nhập mới", "make another one in its place"),
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the credential alone, so that a script can take it; the first call makes it."""
    from machine.credential import credential, new_credential

    path = settings.home.credential
    pair = new_credential(path) if args.new else credential(path)
    if args.json:
        say_json({"credential": pair, "file": str(path)}, settings.lang)
    else:
        say(pair)
    if args.new:
        warn(_NEW.said(settings.lang))
    return 0

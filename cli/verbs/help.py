"""`khoso help [VERB]`: how the command, or one verb of it, is used."""

from __future__ import annotations

import argparse
import sys

from cli.as_json import say_json
from cli.found import check_verb, parser_of
from cli.operand import VERB
from cli.parser import Parser
from cli.spoken import speaking
from machine.settings import Settings
from schemas.values.bilingual import Both

HELP = Both("cách dùng, của cả chương trình hoặc một lệnh", "how it is used: all of it, or one verb")
GROUP = "run"


def arguments(parser: Parser) -> None:
    """VERB."""
    parser.add("about", nargs="?", of=VERB, default="", help=Both("lệnh cần xem", "the verb to be explained"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the help. Raises WrongCall for a verb that is none."""
    from cli.top import Top

    with speaking(settings.lang):
        if args.about:
            check_verb(args.about)
        text = (parser_of(args.about, settings.lang) if args.about else Top(settings.lang)).format_help()
    if args.json:
        say_json({"help": text}, settings.lang)
    else:
        sys.stdout.write(text)
    return 0

"""`khoso completion bash|zsh`: what the shell runs to complete verbs, options, forms and files."""

from __future__ import annotations

import argparse
import sys

from cli.as_json import say_json
from cli.operand import SHELL
from cli.parser import Parser
from cli.spoken import speaking
from machine.settings import Settings
from schemas.values.bilingual import Both

HELP = Both(
    'để phím Tab điền tiếp: thêm eval "$(khoso completion bash)" vào ~/.bashrc',
    'let Tab complete: put eval "$(khoso completion bash)" into ~/.bashrc',
)
GROUP = "run"


def arguments(parser: Parser) -> None:
    """SHELL."""
    parser.add("shell", of=SHELL, choices=("bash", "zsh"), help=Both("trình lệnh", "the shell"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the script."""
    from cli.shell import bash, zsh

    with speaking(settings.lang):
        script = {"bash": bash, "zsh": zsh}[args.shell](settings.lang)
    if args.json:
        say_json({"script": script}, settings.lang)
    else:
        sys.stdout.write(script)
    return 0

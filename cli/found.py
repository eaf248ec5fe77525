"""The verbs there are: every module of cli/verbs is one, by the name of its file."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from cli.near import did_you_mean, nearest
from cli.parser import Parser, WrongCall
from machine.settings import Settings
from schemas.values.bilingual import Both

_NO_VERB = Both(
    "Không có lệnh {word}{near} Mọi lệnh: khoso help", "There is no verb {word}{near} All of them: khoso help"
)
_FOLDER = Path(__file__).with_name("verbs")
#: What verbs are for, in the order in which help lists them. A verb names its own.
GROUPS = {
    "take-in": Both("Nhận báo cáo", "Taking reports in"),
    "ask": Both("Hỏi, theo dõi, báo cáo", "Asking, following, reporting"),
    "forms": Both("Biểu mẫu và quy tắc", "Forms and rules"),
    "run": Both("Vận hành", "Running it"),
}


class Verb(Protocol):
    """What a module of cli/verbs holds."""

    HELP: Both
    GROUP: str

    def arguments(self, parser: Parser) -> None:
        """Say what the verb takes."""

    def run(self, args: argparse.Namespace, settings: Settings) -> int:
        """Do it; the exit code."""


@cache
def names() -> list[str]:
    """Every verb as it is typed, in alphabetical order; none is imported."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules([str(_FOLDER)]))


def check_verb(word: str) -> None:
    """Raise WrongCall for a word that is no verb, with the verbs it looks like."""
    if word not in names():
        raise WrongCall(_NO_VERB.filled(word=word, near=did_you_mean(nearest(word, names()))))


def verb(name: str) -> Verb:
    """The verb of a name, imported now."""
    return cast(Verb, importlib.import_module(f"cli.verbs.{name.replace('-', '_')}"))


def parser_of(name: str, lang: str) -> Parser:
    """The parser of one verb's arguments."""
    found = verb(name)
    parser = Parser(f"khoso {name}", found.HELP, lang)
    found.arguments(parser)
    parser.add_shared()
    return parser

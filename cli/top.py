"""What stands before a verb: the language, the version, help that lists the verbs."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator

from cli.found import GROUPS, check_verb, names, verb
from cli.operand import VERB
from cli.parser import Parser
from schemas.values.bilingual import Both

_ABOUT = Both(
    "Kho số: từ bảng tính của các cơ quan đến kho dữ liệu hỏi được bằng SQL.",
    "Kho số: from the offices' spreadsheets to a warehouse that answers in SQL.",
)
_EPILOG = Both(
    "Cách dùng từng lệnh: khoso help LỆNH\n"
    "Mã thoát: 0 xong; 1 có lỗi trong số liệu; 2 sai cách gọi hoặc biểu mẫu; 3 môi trường; 4 kho đang bận.",
    "How each verb is used: khoso help VERB\n"
    "Exit codes: 0 done; 1 findings of error severity; 2 usage or contract; 3 environment; 4 busy.",
)
_VERB = Both("một trong các lệnh trên và những gì lệnh đó cần", "one of the verbs above, and what it takes")
_VERSION = Both("xem phiên bản", "show the version")
_NAME_WIDTH, _LINE_WIDTH = 14, 108


class Top(Parser):
    """The parser of the whole command line; the words of a verb are left to the verb's own."""

    def __init__(self, lang: str) -> None:
        super().__init__("khoso", _ABOUT, lang)
        self.epilog = _EPILOG.said(lang)
        self.add("words", help=_VERB, of=VERB, nargs=argparse.PARSER)
        self.add("--version", help=_VERSION, action="version", version=f"khoso {_version()}")
        self.add_shared()

    def split(self, words: list[str]) -> tuple[str, list[str], argparse.Namespace]:
        """The verb, its own words, and what was said before it. Raises WrongCall for a verb that is none."""
        said = self.understood(words)
        name, *rest = said.words
        check_verb(name)
        return name, rest, argparse.Namespace(lang=said.lang, json=said.json)

    def format_help(self) -> str:
        """Help with every verb in it; all of them are imported for that."""
        self.description = "\n".join([_ABOUT.said(self.lang), *self._verbs()])
        return super().format_help()

    def _verbs(self) -> Iterator[str]:
        for group, title in GROUPS.items():
            yield from ("", f"{title.said(self.lang)}:")
            for name in (each for each in names() if group == verb(each).GROUP):
                line = f"  {name:<{_NAME_WIDTH}}{verb(name).HELP.said(self.lang)}"
                yield textwrap.fill(line, _LINE_WIDTH, subsequent_indent=" " * (_NAME_WIDTH + 2))


def _version() -> str:
    from importlib.metadata import version

    return version("khoso")

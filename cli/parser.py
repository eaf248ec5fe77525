"""The parser of a verb's arguments: argparse in two languages, with what each value is."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from typing import Any, NoReturn

from cli.near import did_you_mean, nearest
from cli.operand import Operand
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble

_SHARED = Both("tùy chọn chung", "shared options")
_LANG = Both("ngôn ngữ: vi hoặc en", "language: vi or en")
_JSON = Both("kết quả dạng JSON", "the result as JSON")
#: Wider lines of help are hard to read.
_WIDEST = 110


class WrongCall(Trouble):
    """The command was called in a way it does not understand; what is told says what would do."""


class Parser(argparse.ArgumentParser):
    """argparse that speaks `lang`, asks back instead of exiting, and knows what each value is.

    Make it and use it within `speaking(lang)`. `operands`: where an argument is stored -> what its value is.
    """

    def __init__(self, prog: str, about: Both, lang: str) -> None:
        # argparse makes its own -h while this runs
        self.lang, self.operands = lang, dict[str, Operand]()
        super().__init__(prog=prog, description=about.said(lang), formatter_class=_Lines)

    def add(self, *names: str, help: Both, of: Operand | None = None, **how: Any) -> None:
        """Take an argument; `of`: what its value is, None for a switch; `how`: as argparse has it."""
        self._take(self, names, help, of, how)

    def add_shared(self) -> None:
        """Take what every verb takes: --lang and --json."""
        group = self.add_argument_group(_SHARED.said(self.lang))
        self._take(group, ["--lang"], _LANG, None, {"choices": ("vi", "en")})
        self._take(group, ["--json"], _JSON, None, {"action": "store_true"})

    def _take(
        self,
        where: argparse._ActionsContainer,
        names: Sequence[str],
        help: Both,
        of: Operand | None,
        how: dict[str, Any],
    ) -> None:
        text = help.said(self.lang)
        if of:
            text += f": {', '.join(how['choices'])}" if "choices" in how else ""
            how = {"metavar": of.name.said(self.lang), "type": of.read} | how
        action = where.add_argument(*names, help=text, **how)
        if of:
            self.operands[action.dest] = of

    def understood(self, words: Sequence[str], into: argparse.Namespace | None = None) -> argparse.Namespace:
        """The arguments in `words`. Raises WrongCall, with the option that may have been meant."""
        found, left = self.parse_known_args(words, into)
        if left:
            text = argparse._("unrecognized arguments: %s") % " ".join(left)  # type: ignore[attr-defined]
            option = next((word.partition("=")[0] for word in left if word.startswith("-")), "")
            near = nearest(option, self._option_string_actions) if option else []
            self.error(text + did_you_mean(near).said(self.lang))
        return found

    def error(self, message: str) -> NoReturn:
        """Raise WrongCall with the usage and the message."""
        raise WrongCall(Both.same(f"{self.format_usage()}{self.prog}: {message}"))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            near = did_you_mean(nearest(str(value), map(str, action.choices or ()))).said(self.lang)
            raise argparse.ArgumentError(action, error.message + near) from None


class _Lines(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal up to a measure, paragraphs of the description as they are."""

    def __init__(self, prog: str) -> None:
        width = min(shutil.get_terminal_size((_WIDEST, 0)).columns, _WIDEST)
        super().__init__(prog, max_help_position=30, width=width - 2)

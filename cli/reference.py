"""`python -m cli.reference -o docs/cli.md`: the reference of the command, drawn from the parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from cli.found import GROUPS, names, parser_of, verb
from cli.spoken import speaking
from schemas.values.bilingual import LANGUAGES

_INTRODUCTION = """# The command

Written by `python -m cli.reference -o docs/cli.md` from the parsers; do not edit. `khoso help VERB` says the same on
the terminal, in Vietnamese or English.

Every verb also takes `--lang vi|en`, before or after it, and `--json`. Exit codes: 0 done; 1 findings of error
severity; 2 usage or contract; 3 environment; 4 another process writes the warehouse.

`eval "$(khoso completion bash)"` in `~/.bashrc`, or `eval "$(khoso completion zsh)"` after `compinit` in `~/.zshrc`,
lets Tab complete verbs, options, forms and files.
"""
_SHARED = ("help", "lang", "json")


def page() -> str:
    """The whole page, verbs by what they are for."""
    lines = [_INTRODUCTION]
    for group, title in GROUPS.items():
        lines += [f"## {title.en} · {title.vi}", ""]
        for name in (each for each in names() if group == verb(each).GROUP):
            lines += _verb_lines(name)
    return "\n".join(lines)


def _verb_lines(name: str) -> Iterator[str]:
    vi, en = (_told(name, lang) for lang in LANGUAGES)
    about = verb(name).HELP.capital()
    yield from (f"### khoso {name}", "", f"{about.en}. · {about.vi}.", "")
    if en:
        yield from ("| argument | what for | dùng để |", "|---|---|---|")
        yield from (f"| `{typed}` | {said} | {told} |" for (typed, said), (_, told) in zip(en, vi, strict=True))
        yield ""


def _told(name: str, lang: str) -> list[tuple[str, str]]:
    """Each of a verb's own arguments, as it is typed and what it is for, in one language."""
    with speaking(lang):
        actions = parser_of(name, lang)._actions
    return [(_typed(action), action.help or "") for action in actions if action.dest not in _SHARED]


def _typed(action: argparse.Action) -> str:
    """An argument as it is typed: its names and what stands for its value; one told by its place in [] if it may be
    left out."""
    value = "" if action.nargs == 0 else str(action.metavar or "\\|".join(action.choices or [action.dest]))
    if action.option_strings:
        return f"{', '.join(action.option_strings)} {value}".strip()
    many = f"{value}…" if action.nargs in ("+", "*") else value
    return f"[{many}]" if action.nargs in ("?", "*") else many


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("-o", "--output", type=Path, required=True)
    asked.parse_args().output.write_text(page(), encoding="utf-8")

"""Completion scripts for bash and zsh, drawn from the parsers: verbs, options, and what their values may be."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from cli.found import names, parser_of, verb
from cli.operand import Completion
from cli.parser import Parser
from schemas.registry import forms, sectors


@dataclass(frozen=True)
class Slot:
    """One argument of a verb. `options`: its names, none for one told by its place; `help`: what it is for.

    `values`: the words that fit; "file" or "folder"; "" for any text; None where none is taken.
    """

    options: tuple[str, ...]
    values: list[str] | Completion | None
    name: str
    help: str
    is_many: bool


def slots(name: str, lang: str) -> list[Slot]:
    """The arguments of a verb, as its parser has them."""
    parser = parser_of(name, lang)
    return [_slot(parser, action) for action in parser._actions]


def _slot(parser: Parser, action: argparse.Action) -> Slot:
    operand = parser.operands.get(action.dest)
    values: list[str] | Completion | None = None
    if action.choices:
        values = [str(choice) for choice in action.choices]
    elif action.nargs != 0:
        values = _values(operand.completion) if operand else ""
    name = operand.name.said(parser.lang) if operand else action.dest
    return Slot(tuple(action.option_strings), values, name, action.help or "", action.nargs in ("+", "*"))


def _values(kind: Completion) -> list[str] | Completion:
    if kind == "form":
        return list(forms())
    if kind == "sector":
        return [sector.name for sector in sectors()]
    if kind == "verb":
        return names()
    if kind == "rule":
        from schemas.catalogue.rulebook import ids

        return list(ids())
    return kind


_BASH = """\
_khoso() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} verb= option= place=0 i word IFS=$'\\n'
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${{COMP_WORDS[i]}}
        if [[ -n $option ]]; then option=
        elif [[ $word == -* ]]; then
            case "$verb $word" in
                {valued}) option=$word ;;
            esac
        elif [[ -z $verb ]]; then verb=$word
        else place=$((place + 1)); fi
    done
    if [[ -n $option ]]; then word="$verb $option"
    elif [[ $cur == -* ]]; then word="$verb -"
    else word="$verb $place"; fi
    COMPREPLY=()
    case "$word" in
{cases}
    esac
}}
complete -F _khoso khoso
"""
_WORDS = "COMPREPLY=($(compgen -W $'{words}' -- \"$cur\"))"
_PATHS = 'compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen -{how} -- "$cur"))'
_BEFORE = ["--help", "--version", "--lang", "--json"]


def bash(lang: str) -> str:
    """What bash is to run so that it completes khoso."""
    found = {name: slots(name, lang) for name in names()}
    cases = {'" 0"': _reply(names()), '" -"': _reply(_BEFORE), '" --lang"': _reply(["vi", "en"])}
    for name, each in found.items():
        cases |= dict(_bash_cases(name, each))
    valued = [f'"{name} {o}"' for name, each in found.items() for s in each if s.values is not None for o in s.options]
    lines = "\n".join(f"        {typed}) {reply} ;;" for typed, reply in cases.items())
    return _BASH.format(valued="|".join(['" --lang"', *valued]), cases=lines)


def _bash_cases(name: str, found: list[Slot]) -> Iterator[tuple[str, str]]:
    """What is typed so far ("status --form", "status -", "template 0", for many files any place) -> what answers it."""
    yield f'"{name} -"', _reply([option for slot in found for option in slot.options if option.startswith("--")])
    for slot in found:
        for option in slot.options if slot.values is not None else ():
            yield f'"{name} {option}"', _reply(slot.values)
    for place, slot in enumerate(slot for slot in found if not slot.options):
        yield f'"{name} "[0-9]*' if slot.is_many else f'"{name} {place}"', _reply(slot.values)


def _reply(values: list[str] | Completion | None) -> str:
    if isinstance(values, list):
        return _WORDS.format(words="\\n".join(values))
    return _PATHS.format(how="d" if values == "folder" else "f") if values in ("file", "folder") else ":"


_ZSH = """\
_khoso() {{
    local state line
    local -a verbs=(
{verbs}
    )
    _arguments -C {before} '1: :->verb' '*:: :->rest'
    case $state in
        verb) _describe khoso verbs ;;
        rest)
            case $line[1] in
{cases}
            esac ;;
    esac
}}
compdef _khoso khoso
"""


_ZSH_PATHS = {"file": "_files", "folder": "_files -/"}


def zsh(lang: str) -> str:
    """What zsh is to run, after compinit, so that it completes khoso and says what each word is for."""
    verbs = (f"        {shlex.quote(f'{name}:{verb(name).HELP.said(lang)}')}" for name in names())
    cases = (f"                {name}) _arguments {' '.join(map(_zsh_spec, slots(name, lang)))} ;;" for name in names())
    before = " ".join(["--version", *(_zsh_spec(slot) for slot in slots("doctor", lang))])
    return _ZSH.format(verbs="\n".join(verbs), before=before, cases="\n".join(cases))


def _zsh_spec(slot: Slot) -> str:
    """One argument as _arguments takes it."""
    wanted = slot.values
    action = (
        f"({' '.join(wanted)})"
        if isinstance(wanted, list)
        else {"file": "_files", "folder": "_files -/"}.get(wanted or "", " ")
    )
    value = "" if wanted is None else f":{_plain(slot.name)}:{action}"
    if not slot.options:
        return shlex.quote(f"{'*' if slot.is_many else ''}{value or ': : '}")
    told = [f"{option}[{_plain(slot.help)}]{value}" for option in slot.options]
    return " ".join(map(shlex.quote, told))


def _plain(text: str) -> str:
    """A text without what _arguments reads as its own."""
    return text.replace(":", r"\:").replace("[", r"\[").replace("]", r"\]")

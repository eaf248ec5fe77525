"""`khoso doctor`: each setting and where it came from, and whether this machine can run the line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from cli.as_json import say_json
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit

_ORIGINS = {True: Both("mặc định", "default"), False: Both("môi trường", "environment")}
_RESULTS = {True: Both("đạt", "ok"), False: Both("HỎNG", "FAILED")}
_NOT_INSTALLED = Both("chưa cài", "not installed")
_EXPECTED = Both("cần {expected}", "{expected}")
_CONTRACTS = Both("biểu mẫu", "forms")

HELP = Both("xem cấu hình và tình trạng máy", "show each setting, and whether this machine can run")
GROUP = "run"
_PACKAGES = ("prefect", "fastapi", "sqlalchemy", "pandas", "pandera", "duckdb", "pyarrow", "xlrd")


def arguments(parser: Parser) -> None:
    """Nothing more."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print settings, versions and checks; 3 when a check fails."""
    from flows.fitness import checks
    from schemas.registry import forms

    lang, found = settings.lang, list(checks(settings))
    if args.json:
        report = {
            "settings": list(_plain(settings)),
            "packages": {name: _version(name) for name in _PACKAGES},
            "checks": [
                {"check": each.name.said(lang), "ok": each.is_ok, "detail": each.found.said(lang)} for each in found
            ],
            "forms": list(forms()),
        }
        say_json(report, settings.lang)
    else:
        lines = [*_setting_lines(settings), ""]
        lines += [f"{name:<20} {_version(name) or _NOT_INSTALLED.said(lang)}" for name in _PACKAGES]
        lines += ["", f"{_CONTRACTS.said(lang)}: {', '.join(forms())}"]
        lines += [
            f"{_RESULTS[each.is_ok].said(lang):<8}{each.name.said(lang)}: {each.found.said(lang)}" for each in found
        ]
        say(*lines)
    return Exit.DONE if all(each.is_ok for each in found) else Exit.ENVIRONMENT


def _setting_lines(settings: Settings) -> Iterator[str]:
    """Two lines a setting: its value and where it came from, then what it is for and what it may be."""
    lang = settings.lang
    for each in settings.shown:
        yield f"{each.name:<20} {each.value or '-':<30} {_ORIGINS[each.is_default].said(lang)}"
        yield f"{'':<20} {each.meaning.said(lang)}; {_EXPECTED.filled(expected=each.expected).said(lang)}"


def _plain(settings: Settings) -> Iterator[dict[str, str]]:
    for each in settings.shown:
        yield {
            "name": each.name,
            "value": each.value,
            "origin": _ORIGINS[each.is_default].en,
            "default": each.default,
            "expected": each.expected.said(settings.lang),
            "meaning": each.meaning.said(settings.lang),
        }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None

"""`khoso verify`: prove kept files, journal, key, build file and snapshots, and say what is not sound."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.options import add_wait
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Exit

_SOUND = Both("✓ {part}: {n}, nguyên vẹn", "✓ {part}: {n}, sound")
_BROKEN = Both("✗ {part}: {n}, có hỏng", "✗ {part}: {n}, not sound")

HELP = Both("kiểm tra tệp đã lưu, nhật ký, khóa và kho", "prove kept files, journal, key, build file and snapshots")
GROUP = "run"


def arguments(parser: Parser) -> None:
    """--wait."""
    add_wait(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Say part by part what is sound; 3 where something is broken, 1 where something is only to be known."""
    from flows.verify import verify

    lang = settings.lang
    found = verify(settings, wait=args.wait)
    if args.json:
        parts = [
            {
                "part": each.part.en,
                "checked": each.checked,
                "broken": [told.said(lang) for told in each.broken],
                "noted": [told.said(lang) for told in each.noted],
            }
            for each in found
        ]
        say_json({"parts": parts}, settings.lang)
    else:
        for each in found:
            line = (_BROKEN if each.broken else _SOUND).filled(part=each.part, n=number(each.checked))
            told = [f"  ✗ {one.said(lang)}" for one in each.broken] + [f"  ! {one.said(lang)}" for one in each.noted]
            say(line.said(lang), *told)
    if any(each.broken for each in found):
        return Exit.ENVIRONMENT
    return Exit.FINDINGS if any(each.noted for each in found) else Exit.DONE

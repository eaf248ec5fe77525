"""`khoso contract diff OLD NEW`: what a changed form breaks, before it is put to work."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from machine.settings import Settings
from pages.documents.words import say

HELP = ("so sánh hai phiên bản biểu mẫu", "compare two versions of a form")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """diff, OLD, NEW."""
    parser.add_argument("task", choices=("diff",))
    parser.add_argument("old", type=Path, help=("tệp hoặc thư mục cũ", "sector file or folder before")[pick])
    parser.add_argument("new", type=Path, help=("tệp hoặc thư mục mới", "sector file or folder after")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print every change, the worst first; 1 when something breaks. Raises ContractError for a file that is none."""
    from schemas.contract_diff import BREAKING, changes, contracts

    found = changes(contracts(args.old), contracts(args.new))
    if args.json:
        sys.stdout.write(json.dumps([vars(change) for change in found], ensure_ascii=False) + "\n")
    else:
        lang = settings.lang
        for change in found:
            what = say(f"diff.{change.what}", lang, **vars(change))
            sys.stdout.write(f"{what} {say(f'effect.{change.effect}', lang)}\n")
        if not found:
            sys.stdout.write(say("diff.none", lang) + "\n")
    return 1 if any(change.effect in BREAKING for change in found) else 0

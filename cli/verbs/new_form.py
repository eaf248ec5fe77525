"""`khoso new-form SAMPLE`: draft a sector file from a sample workbook."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from machine.settings import Settings
from pages.documents.words import say

HELP = ("phác thảo biểu mẫu mới từ một tệp mẫu", "draft a sector file from a sample workbook")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """SAMPLE and -o."""
    parser.add_argument("sample", type=Path)
    parser.add_argument("-o", "--output", type=Path, help=("ghi vào tệp", "write to a file")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the draft; 1 when the sample has no table. A file that is there is never written over."""
    from schemas.catalogue.messages import message
    from spreadsheets.read.reader import Reader
    from spreadsheets.write.draft import draft

    if args.output and args.output.exists():
        sys.stderr.write(say("new-form.there", settings.lang, path=args.output) + "\n")
        return 2
    with Reader(1) as reader:
        workbook = reader.read(args.sample)
    if workbook.refused:
        sys.stderr.write(message(workbook.refused, settings.lang) + "\n")
        return 1
    source = draft(workbook)
    if not source:
        sys.stderr.write(say("no-form", settings.lang, file=args.sample) + "\n")
        return 1
    if args.output:
        args.output.write_text(source, encoding="utf-8")
        sys.stderr.write(say("new-form.written", settings.lang, path=args.output) + "\n")
    else:
        sys.stdout.write(json.dumps({"source": source}, ensure_ascii=False) + "\n" if args.json else source)
    return 0

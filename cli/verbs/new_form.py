"""`khoso new-form SAMPLE`: draft a sector file from a sample workbook."""

from __future__ import annotations

import argparse
import sys

from cli.as_json import say_json
from cli.operand import FILE
from cli.parser import Parser, WrongCall
from cli.terminal import warn
from machine.settings import Settings
from schemas.values.bilingual import Both

_NO_FORM = Both(
    "{file}: không tìm thấy bảng nào để phác thảo biểu mẫu.",
    "{file}: no table was found to draft a form from.",
)
_THERE = Both(
    "{path} đã có và có thể đã được sửa; nêu tên tệp khác, hoặc xóa tệp đó trước.",
    "{path} is there already and may have been worked on; name another file, or remove that one first.",
)
_WRITTEN = Both(
    "Đã phác thảo {path}. Điền các chỗ TODO (tên tiếng Anh, hạn gửi), đặt lại tên cột, rồi thử: khoso check",
    "Drafted {path}. Fill in what says TODO (English names, the due day), rename columns, then try: khoso check",
)

HELP = Both("phác thảo biểu mẫu mới từ một tệp mẫu", "draft a sector file from a sample workbook")
GROUP = "forms"


def arguments(parser: Parser) -> None:
    """SAMPLE and -o."""
    parser.add("sample", of=FILE, help=Both("bảng tính mẫu", "a workbook as it is sent"))
    parser.add("-o", "--output", of=FILE, help=Both("ghi vào tệp", "write to a file"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the draft; 1 when the sample has no table. A file that is there is never written over."""
    from schemas.catalogue.messages import message
    from spreadsheets.read.reader import Reader
    from spreadsheets.write.draft import draft

    if args.output and args.output.exists():
        raise WrongCall(_THERE.filled(path=args.output))
    with Reader(1) as reader:
        workbook = reader.read(args.sample)
    if workbook.refused:
        warn(message(workbook.refused, settings.lang))
        return 1
    source = draft(workbook)
    if not source:
        warn(_NO_FORM.filled(file=args.sample).said(settings.lang))
        return 1
    if args.output:
        args.output.write_text(source, encoding="utf-8")
        warn(_WRITTEN.filled(path=args.output).said(settings.lang))
    elif args.json:
        say_json({"source": source}, settings.lang)
    else:
        sys.stdout.write(source)
    return 0

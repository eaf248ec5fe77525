"""`khoso restore DIR`: fill an empty data root from a backup and make the warehouse anew."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.operand import FILE, FOLDER
from cli.options import add_wait
from cli.parser import Parser
from cli.passphrase import passphrase_of
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit

_DONE = Both("Đã khôi phục từ {folder}: {arrivals} lần nhận tệp", "Restored from {folder}: {arrivals} arrivals")

HELP = Both("khôi phục từ bản sao lưu vào máy trống", "bring a backup back on an empty machine")
GROUP = "run"


def arguments(parser: Parser) -> None:
    """DIR, --passphrase-file, --without-key, --wait."""
    parser.add("folder", of=FOLDER, help=Both("thư mục sao lưu", "folder of the backup"))
    parser.add("--passphrase-file", of=FILE, help=Both("tệp chứa mật khẩu", "file that holds the passphrase"))
    parser.add(
        "--without-key",
        action="store_true",
        help=Both("không có khóa: mã giả danh sẽ khác trước", "without the key: pseudonyms will differ"),
    )
    add_wait(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Restore and rebuild; 3 where a kept file is missing from the backup or damaged in it."""
    from flows.backup import restore
    from schemas.catalogue.messages import message

    passphrase = None if args.without_key else passphrase_of(args.passphrase_file)
    done = restore(settings, args.folder, passphrase, wait=args.wait)
    lost = [message(finding, settings.lang) for finding in done.lost]
    if args.json:
        say_json({"arrivals": done.arrivals, "lost": lost}, settings.lang)
    else:
        line = _DONE.filled(folder=args.folder, arrivals=done.arrivals).said(settings.lang)
        say(line, *(f"  ✗ {one}" for one in lost))
    return Exit.ENVIRONMENT if lost else Exit.DONE

"""`khoso backup DIR`: copy what a restore needs, the key encrypted under a passphrase."""

from __future__ import annotations

import argparse

from cli.as_json import say_json
from cli.operand import FILE, FOLDER
from cli.parser import Parser
from cli.passphrase import passphrase_of
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Exit

_DONE = Both(
    "Đã sao lưu {arrivals} lần nhận tệp ({copied} tệp mới) vào {folder}",
    "Backed up {arrivals} arrivals ({copied} files new) to {folder}",
)
_WITH_KEY = Both("Khóa giả danh: có, được mã hóa bằng mật khẩu.", "Key of the pseudonyms: with it, encrypted.")
_NO_KEY = Both("Khóa giả danh: không có trong bản sao lưu.", "Key of the pseudonyms: not in the backup.")

HELP = Both("sao lưu những gì cần để khôi phục", "copy what a restore needs to a folder")
GROUP = "run"


def arguments(parser: Parser) -> None:
    """DIR, --passphrase-file, --without-key."""
    parser.add("folder", of=FOLDER, help=Both("thư mục sao lưu", "folder of the backup"))
    parser.add("--passphrase-file", of=FILE, help=Both("tệp chứa mật khẩu", "file that holds the passphrase"))
    parser.add("--without-key", action="store_true", help=Both("không sao lưu khóa", "leave the key out"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Copy what is new; 3 where a kept file is damaged and could not be copied."""
    from flows.backup import backup

    passphrase = None if args.without_key else passphrase_of(args.passphrase_file)
    done = backup(settings, args.folder, passphrase)
    lost = [told.said(settings.lang) for told in done.lost]
    if args.json:
        told = {"arrivals": done.arrivals, "copied": done.copied, "key": done.has_key, "lost": lost}
        say_json(told, settings.lang)
    else:
        line = _DONE.filled(arrivals=number(done.arrivals), copied=number(done.copied), folder=args.folder)
        key = _WITH_KEY if done.has_key else _NO_KEY
        lines = [line.said(settings.lang), key.said(settings.lang), *(f"  ✗ {one}" for one in lost)]
        say(*lines)
    return Exit.ENVIRONMENT if lost else Exit.DONE

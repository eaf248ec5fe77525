"""`khoso serve`: Prefect's server and the schedules, until stopped."""

from __future__ import annotations

import argparse
import sys

from cli.operand import NUMBER
from cli.parser import Parser
from cli.terminal import say, warn
from machine.settings import Settings
from schemas.values.bilingual import Both

_SERVING = Both(
    "Kho số đang chạy. Đặt tệp vào {inbox}; xem lịch chạy tại {url}. Dừng: Ctrl-C.",
    "Kho số is serving. Put files into {inbox}; watch the runs at {url}. Stop: Ctrl-C.",
)
_LOGIN = Both(
    "Trang theo dõi hỏi mật khẩu: dán nguyên dòng mà lệnh khoso credential in ra.",
    "The pages ask for a password: paste the whole line that khoso credential prints.",
)
_IN_CLEAR = Both(
    "Cảnh báo: mật khẩu được gửi đến {url} không mã hóa, ai ở giữa đường truyền cũng đọc được. Dùng địa chỉ https://.",
    "Warning: the credential goes to {url} unencrypted, for anybody on the way to read. Use an https:// address.",
)
_MUTE = Both(
    "Chưa gửi được thông báo qua {block} (KHOSO_NOTIFY): {reason}. Thư nhắc vẫn được ghi vào outbox; hãy tạo"
    " khối này ở {url}/blocks.",
    "Nobody can be notified through {block} (KHOSO_NOTIFY): {reason}. Reminders are still written to the outbox;"
    " make the block at {url}/blocks.",
)

HELP = Both("chạy theo lịch cho đến khi dừng", "run by schedule until stopped")
GROUP = "run"


def arguments(parser: Parser) -> None:
    """--port."""
    parser.add("--port", of=NUMBER, default=4200, help=Both("cổng của máy chủ", "port of the server"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Serve; ends with Ctrl-C or a termination signal."""
    from flows.serve import run as serve
    from serving.control import Control

    def started(control: Control, fault: str) -> None:
        address = control.url.removesuffix("/api")
        told = [_SERVING.filled(inbox=settings.home.inbox, url=address).said(settings.lang)]
        if control.is_ours:
            told.append(_LOGIN.said(settings.lang))
        say(*told)
        sys.stdout.flush()
        if control.is_in_clear:
            warn(_IN_CLEAR.filled(url=address).said(settings.lang))
        if fault:
            warn(_MUTE.filled(block=settings.notify, url=address, reason=fault).said(settings.lang))

    serve(settings, args.port, started)
    return 0

"""The control server of `khoso serve`: the one PREFECT_API_URL names, or one on loopback that asks who calls."""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from machine.credential import credential
from machine.settings import Settings
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit, Trouble
from serving.supervised import supervised

_START_SECONDS = 180
#: Variables only the server needs, its database's password among them.
_OF_THE_SERVER = ("PREFECT_SERVER_", "PREFECT_API_DATABASE_")


_SILENT = Both(
    "Máy chủ Prefect ở {url} không trả lời; xem server.log trong thư mục prefect của thư mục dữ liệu.",
    "Prefect's server at {url} does not answer; see server.log in the data root's prefect folder.",
)
_PORT_UNUSABLE = Both(
    "Không dùng được cổng {port}: {reason}. Có thể một khoso serve khác đang chạy; nếu không, chọn cổng khác bằng"
    " --port.",
    "Port {port} cannot be used: {reason}. Another khoso serve may be running; if not, choose another with --port.",
)
_NO_CREDENTIAL = Both(
    "Không chạy: PREFECT_API_URL trỏ đến máy chủ {host} không nằm trên máy này mà không có thông tin đăng nhập; ai"
    " ghi được vào máy chủ đó cũng chạy được lệnh trên máy này. Đặt mật khẩu cho máy chủ đó rồi ghi vào"
    " PREFECT_API_AUTH_STRING dạng người-dùng:mật-khẩu.",
    "Not started: PREFECT_API_URL names {host}, a server not on this machine, and no credential goes with it; whoever"
    " can write to that server could run commands here. Give that server a credential and set PREFECT_API_AUTH_STRING"
    " to it, as user:secret.",
)


class ServerFailed(Trouble):
    """Prefect's server did not answer in time."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, url: str) -> None:
        super().__init__(_SILENT.filled(url=url))


class PortUnusable(Trouble):
    """The port is taken, or may not be had."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, port: int, reason: object) -> None:
        super().__init__(_PORT_UNUSABLE.filled(port=port, reason=reason))


class NoCredential(Trouble):
    """PREFECT_API_URL names a server of another machine and no credential goes with it. `host`."""

    def __init__(self, host: str) -> None:
        super().__init__(_NO_CREDENTIAL.filled(host=host))
        self.host = host


@dataclass(frozen=True)
class Control:
    """The address of the API, whether the server is ours, whether the credential goes to it unencrypted."""

    url: str
    is_ours: bool
    is_in_clear: bool = False


@contextmanager
def control_server(settings: Settings, port: int) -> Iterator[Control]:
    """The server the environment names, or one started on loopback for as long as the block runs.

    From then on the environment has what flow runs inherit: the address and its credential, nothing only a server
    needs. Raises NoCredential, PortUnusable, ServerFailed.
    """
    if named := os.environ.get("PREFECT_API_URL"):
        yield named_server(named)
        return
    pair = credential(settings.home.credential)
    with _taken(port) as listener, _started(settings, listener, pair) as url:
        for name in [name for name in os.environ if name.startswith(_OF_THE_SERVER)]:
            del os.environ[name]
        os.environ |= {"PREFECT_API_URL": url, "PREFECT_API_AUTH_STRING": pair}
        yield Control(url, is_ours=True)


def named_server(url: str) -> Control:
    """The server of PREFECT_API_URL, with the operator's own credential.

    Raises NoCredential where it is not on loopback and neither PREFECT_API_AUTH_STRING nor PREFECT_API_KEY is set:
    what it answers is run here, so whoever may write to it without being asked who he is may run commands.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _is_loopback(host):
        return Control(url, is_ours=False)
    if not (os.environ.get("PREFECT_API_AUTH_STRING") or os.environ.get("PREFECT_API_KEY")):
        raise NoCredential(host or url)
    return Control(url, is_ours=False, is_in_clear=parts.scheme != "https")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _taken(port: int) -> Iterator[socket.socket]:
    """A loopback port nobody else can have: a stranger's server on it would be handed the credential."""
    try:
        listener = socket.create_server(("127.0.0.1", port), backlog=128)
    except (OSError, OverflowError) as error:
        raise PortUnusable(port, getattr(error, "strerror", None) or error) from None
    with listener:
        yield listener


@contextmanager
def _started(settings: Settings, listener: socket.socket, pair: str) -> Iterator[str]:
    """The address of a server on `listener`, once it answers; started again when it dies, ended with the block."""
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    shut = {
        "PREFECT_SERVER_API_AUTH_STRING": pair,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": origin,
    }
    written = settings.home.prefect / "server.log"
    written.touch(mode=0o600)
    written.chmod(0o600)

    def start() -> subprocess.Popen[bytes]:
        with written.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "serving.control_process", str(listener.fileno())],
                stdin=subprocess.PIPE,  # it ends when this closes, however this process ends
                stdout=log,
                stderr=log,
                cwd=settings.home.root,
                env=environment,
                pass_fds=[listener.fileno()],
                process_group=0,  # Ctrl-C is for this process: runs that end now still report to the server
            )

    environment = os.environ | shut  # as it is now: what only a server needs is taken out once it is up
    with supervised(start, lambda server: _wait_for(f"{origin}/api", server)):
        yield f"{origin}/api"


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):  # noqa: S310  loopback
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
    raise ServerFailed(url)

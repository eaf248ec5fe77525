"""Configuration: a handful of environment variables, read here and nowhere else."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


class SettingError(Exception):
    """An environment variable has a value the program cannot use."""


@dataclass(frozen=True)
class Setting:
    """One configuration value and where it came from."""

    name: str
    value: str
    origin: str
    meaning: str


@dataclass(frozen=True)
class Home:
    """The data root and what lies under it."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where offices' files are dropped."""
        return self.root / "inbox"

    @property
    def kept(self) -> Path:
        """Every received file, unchanged, and the journal."""
        return self.root / "kept"

    @property
    def outbox(self) -> Path:
        """What goes back to the senders."""
        return self.root / "outbox"

    @property
    def warehouse(self) -> Path:
        """Build file, versions, and the link `warehouse.duckdb` to the published snapshot."""
        return self.root / "warehouse"

    @property
    def build_file(self) -> Path:
        """The file only the writer opens."""
        return self.warehouse / "build" / "warehouse.duckdb"

    @property
    def snapshot(self) -> Path:
        """What people query."""
        return self.warehouse / "warehouse.duckdb"

    @property
    def site(self) -> Path:
        """Where the quality pages are kept up to date, where the operator asks for it."""
        return self.root / "site"

    @property
    def secret(self) -> Path:
        """The key of the pseudonyms; kept outside the warehouse."""
        return self.root / "secret.key"

    @property
    def prefect(self) -> Path:
        """The control server's own: its database, its log, its pages."""
        return self.root / "prefect"

    @property
    def credential(self) -> Path:
        """What whoever opens the control server must know."""
        return self.prefect / "credential"

    @property
    def log(self) -> Path:
        """Tracebacks of the program's own faults."""
        return self.root / "log" / "faults.log"


#: Variable -> default, and what it is for in Vietnamese and English.
_DEFAULTS = {
    "KHOSO_HOME": (
        "data",
        "thư mục dữ liệu: inbox, kept, outbox, warehouse",
        "data root: inbox, kept, outbox, warehouse",
    ),
    "KHOSO_LANG": ("", "ngôn ngữ thông báo, vi hoặc en", "language of messages, vi or en"),
    "KHOSO_READERS": ("2", "số tiến trình đọc cùng lúc", "reading children at work at once"),
    "KHOSO_SNAPSHOTS": ("5", "số bản công bố được giữ", "published snapshots kept"),
    "KHOSO_QUIET_SECONDS": (
        "10",
        "số giây tệp phải yên trước khi nạp",
        "seconds a file must not change before it is taken",
    ),
    "KHOSO_DRAIN_MINUTES": (
        "5",
        "số phút giữa hai lượt nạp khi khoso serve",
        "minutes between two drains under khoso serve",
    ),
    "KHOSO_SITE": (
        "0",
        "1: lập lại các trang chất lượng trong KHOSO_HOME/site sau mỗi lượt nạp",
        "1: the quality pages in KHOSO_HOME/site are rebuilt after each drain",
    ),
    "KHOSO_OWED_SINCE": (
        "",
        "chỉ đòi báo cáo các kỳ kết thúc từ ngày này; để trống là từ kỳ đầu tiên đã nhận",
        "only periods that end from this day on are owed; empty for those from the first received on",
    ),
    "KHOSO_NOTIFY": (
        "",
        "khối thông báo của Prefect nhận tin nhắc, ví dụ slack-webhook/khoso",
        "Prefect notification block that is told of reminders, such as slack-webhook/khoso",
    ),
    "KHOSO_ALLOWED_HOSTS": (
        "",
        "tên miền khác mà máy chủ điều khiển chấp nhận ngoài tên nội bộ, cách nhau bằng dấu phẩy",
        "names beside loopback's the control server answers to, with commas between",
    ),
}


@dataclass(frozen=True)
class Settings:
    """Every setting, with its origin."""

    home: Home
    lang: str
    readers: int
    snapshots: int
    quiet_seconds: float
    drain_minutes: int
    has_site: bool
    owed_since: date | None
    notify: str
    allowed_hosts: frozenset[str]
    shown: tuple[Setting, ...]


def settings(environ: Mapping[str, str] | None = None, lang: str = "") -> Settings:
    """Read the configuration; `lang` is the caller's choice and outranks the environment.

    Raises SettingError for a value that is no number or day where one is needed, or an unknown language.
    """
    env = os.environ if environ is None else environ
    values = {name: env.get(name, default) for name, (default, _, _) in _DEFAULTS.items()}
    chosen = lang or values["KHOSO_LANG"] or _locale_language(env)
    shown = [
        Setting(name, values[name], "environment" if name in env else "default", vi if chosen == "vi" else en)
        for name, (_, vi, en) in _DEFAULTS.items()
    ]
    if chosen not in ("vi", "en"):
        raise SettingError(f"KHOSO_LANG={chosen}: vi or en is expected")
    return Settings(
        home=Home(Path(values["KHOSO_HOME"]).absolute()),
        lang=chosen,
        readers=_whole("KHOSO_READERS", values),
        snapshots=_whole("KHOSO_SNAPSHOTS", values),
        quiet_seconds=float(_whole("KHOSO_QUIET_SECONDS", values, least=0)),
        drain_minutes=_whole("KHOSO_DRAIN_MINUTES", values),
        has_site=_switch("KHOSO_SITE", values),
        owed_since=_day("KHOSO_OWED_SINCE", values),
        notify=_block("KHOSO_NOTIFY", values),
        allowed_hosts=_hosts("KHOSO_ALLOWED_HOSTS", values),
        shown=tuple(shown),
    )


def _whole(name: str, values: Mapping[str, str], least: int = 1) -> int:
    text = values[name]
    if not text.isdecimal() or int(text) < least:
        raise SettingError(f"{name}={text}: a whole number from {least} on is expected")
    return int(text)


def _switch(name: str, values: Mapping[str, str]) -> bool:
    if values[name] not in ("0", "1"):
        raise SettingError(f"{name}={values[name]}: 0 or 1 is expected")
    return values[name] == "1"


def _day(name: str, values: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(values[name]) if values[name] else None
    except ValueError:
        raise SettingError(f"{name}={values[name]}: a day such as 2023-01-01 is expected") from None


def _block(name: str, values: Mapping[str, str]) -> str:
    kind, slash, block = values[name].partition("/")
    if values[name] and not (kind and slash and block):
        raise SettingError(f"{name}={values[name]}: a block such as slack-webhook/khoso is expected")
    return values[name]


def _hosts(name: str, values: Mapping[str, str]) -> frozenset[str]:
    hosts = {host.strip().lower() for host in values[name].split(",") if host.strip()}
    if wrong := [host for host in hosts if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host)]:
        raise SettingError(f"{name}={values[name]}: a name such as khoso.example.vn is expected, not {wrong[0]}")
    return frozenset(hosts)


def _locale_language(env: Mapping[str, str]) -> str:
    named = next((env[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(v)), "")
    return "vi" if locale.normalize(named).startswith("vi") else "en"


def prefect_environment(home: Home) -> dict[str, str]:
    """What Prefect must find in its environment before it is imported: our folder, no word to the outside."""
    folder = home.prefect
    return {
        "PREFECT_HOME": str(folder),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "ui"),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        # `python -m prefect` would otherwise put the working folder before our packages
        "PYTHONSAFEPATH": "1",
    }


def prepare_prefect(home: Home) -> None:
    """Put Prefect's environment in place; what the operator has set stays. Call it before importing prefect."""
    for name, value in prefect_environment(home).items():
        os.environ.setdefault(name, value)

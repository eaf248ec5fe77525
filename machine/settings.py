"""Configuration: a handful of environment variables, read here and nowhere else."""

from __future__ import annotations

import grp
import locale
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from schemas.values.bilingual import LANGUAGES, Both
from schemas.values.trouble import Trouble

_WRONG = Both("{name}={value}: cần {expected}", "{name}={value}: {expected} is expected")


class SettingError(Trouble):
    """An environment variable has a value the program cannot use."""

    def __init__(self, name: str, value: str, expected: Both) -> None:
        super().__init__(_WRONG.filled(name=name, value=value, expected=expected))


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
    def verified(self) -> Path:
        """When everything was last proved, and whether it was sound."""
        return self.root / "log" / "verified.json"

    @property
    def drained(self) -> Path:
        """When the last drain ended, and how many files it took in."""
        return self.root / "log" / "drained.json"

    @property
    def served(self) -> Path:
        """Where the control server answers that `khoso serve` has started; gone when that was stopped in order."""
        return self.prefect / "served.json"

    @property
    def log(self) -> Path:
        """Tracebacks of the program's own faults."""
        return self.root / "log" / "faults.log"


@dataclass(frozen=True)
class Setting:
    """One configuration value, as the environment has it, and where it came from."""

    name: str
    value: str
    is_default: bool
    default: str
    expected: Both
    meaning: Both


@dataclass(frozen=True)
class _Check:
    """How a text of the environment is read; `read` raises ValueError for one that is not as `expected`."""

    expected: Both
    read: Callable[[str], Any]


@dataclass(frozen=True)
class _Declared:
    name: str
    default: str
    check: _Check
    meaning: Both


def _said(name: str, default: str, check: _Check, vi: str, en: str) -> Mapping[str, _Declared]:
    """All there is to say of one setting, for the field of Settings that holds its value."""
    return {"declared": _Declared(name, default, check, Both(vi, en))}


def _whole(least: int) -> _Check:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or int(text) < least:
            raise ValueError(text)
        return int(text)

    return _Check(Both(f"số nguyên từ {least} trở lên", f"a whole number from {least} on"), read)


def _one_of(texts: Mapping[str, Any], expected: Both) -> _Check:
    def read(text: str) -> Any:
        if text not in texts:
            raise ValueError(text)
        return texts[text]

    return _Check(expected, read)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _block(text: str) -> str:
    kind, slash, block = text.partition("/")
    if text and not (kind and slash and block):
        raise ValueError(text)
    return text


def _group(text: str) -> int | None:
    try:
        return grp.getgrnam(text).gr_gid if text else None
    except KeyError:
        raise ValueError(text) from None


def _hosts(text: str) -> frozenset[str]:
    hosts = {host.strip().lower() for host in text.split(",") if host.strip()}
    if not all(re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host) for host in hosts):
        raise ValueError(text)
    return frozenset(hosts)


_HOSTS = _Check(
    Both("các tên như khoso.example.vn, hoặc để trống", "names such as khoso.example.vn, or nothing"), _hosts
)
_GROUP = _Check(
    Both("tên một nhóm người dùng của máy này, hoặc để trống", "the name of a group of this machine, or nothing"),
    _group,
)
_FOLDER = _Check(Both("một thư mục", "a folder"), lambda text: Home(Path(text).absolute()))
_LANGUAGE = _one_of(
    {"": "", "vi": "vi", "en": "en"}, Both("vi hoặc en, để trống thì theo máy", "vi or en, empty for the machine's own")
)
_SWITCH = _one_of({"0": False, "1": True}, Both("0 hoặc 1", "0 or 1"))
_DAY = _Check(Both("ngày như 2023-01-01, hoặc để trống", "a day such as 2023-01-01, or nothing"), _day)
_BLOCK = _Check(
    Both("tên khối như slack-webhook/khoso, hoặc để trống", "a block such as slack-webhook/khoso, or nothing"), _block
)


@dataclass(frozen=True)
class Settings:
    """Every setting, each said once: its variable, default, how it is read, what it is for. `shown`: with origins."""

    home: Home = field(metadata=_said(
        "KHOSO_HOME", "data", _FOLDER,
        "thư mục dữ liệu: inbox, kept, outbox, warehouse", "data root: inbox, kept, outbox, warehouse",
    ))  # fmt: skip
    lang: str = field(metadata=_said("KHOSO_LANG", "", _LANGUAGE, "ngôn ngữ thông báo", "language of messages"))
    readers: int = field(metadata=_said(
        "KHOSO_READERS", "2", _whole(1), "số tiến trình đọc cùng lúc", "reading children at work at once",
    ))  # fmt: skip
    snapshots: int = field(
        metadata=_said("KHOSO_SNAPSHOTS", "5", _whole(1), "số bản công bố được giữ", "published snapshots kept")
    )
    group: int | None = field(metadata=_said(
        "KHOSO_GROUP", "", _GROUP,
        "nhóm được đọc các bản công bố và các trang; để trống là không ai ngoài người chạy",
        "group that may read snapshots and pages; empty for nobody but who runs it",
    ))  # fmt: skip
    quiet_seconds: int = field(metadata=_said(
        "KHOSO_QUIET_SECONDS", "10", _whole(0),
        "số giây tệp phải yên trước khi nạp", "seconds a file must not change before it is taken",
    ))  # fmt: skip
    drain_minutes: int = field(metadata=_said(
        "KHOSO_DRAIN_MINUTES", "5", _whole(1),
        "số phút giữa hai lượt nạp khi khoso serve", "minutes between two drains under khoso serve",
    ))  # fmt: skip
    drain_seconds: int = field(metadata=_said(
        "KHOSO_DRAIN_SECONDS", "0", _whole(0),
        "số giây giữa hai lượt nạp, thay cho số phút; 0 là theo số phút",
        "seconds between two drains, in place of the minutes; 0 for the minutes",
    ))  # fmt: skip
    has_site: bool = field(metadata=_said(
        "KHOSO_SITE", "0", _SWITCH,
        "1: lập lại các trang chất lượng trong KHOSO_HOME/site sau mỗi lượt nạp",
        "1: the quality pages in KHOSO_HOME/site are rebuilt after each drain",
    ))  # fmt: skip
    owed_since: date | None = field(metadata=_said(
        "KHOSO_OWED_SINCE", "", _DAY,
        "chỉ đòi báo cáo các kỳ kết thúc từ ngày này; để trống là từ kỳ đầu tiên đã nhận",
        "only periods that end from this day on are owed; empty for those from the first received on",
    ))  # fmt: skip
    notify: str = field(metadata=_said(
        "KHOSO_NOTIFY", "", _BLOCK,
        "khối thông báo của Prefect nhận tin nhắc", "Prefect notification block that is told of reminders",
    ))  # fmt: skip
    allowed_hosts: frozenset[str] = field(metadata=_said(
        "KHOSO_ALLOWED_HOSTS", "", _HOSTS,
        "tên miền khác mà máy chủ điều khiển chấp nhận ngoài tên nội bộ, cách nhau bằng dấu phẩy",
        "names beside loopback's the control server answers to, with commas between",
    ))  # fmt: skip
    shown: tuple[Setting, ...] = ()

    @property
    def drain_interval(self) -> int:
        """Seconds between two drains under `khoso serve`."""
        return self.drain_seconds or 60 * self.drain_minutes


def settings(environ: Mapping[str, str] | None = None, lang: str = "") -> Settings:
    """Read the configuration; `lang` is the caller's choice and outranks the environment.

    Raises SettingError, naming the variable and what is expected of it.
    """
    env = os.environ if environ is None else environ
    declared = {f.name: f.metadata["declared"] for f in fields(Settings) if f.metadata}
    values = {name: _read(each, env.get(each.name, each.default)) for name, each in declared.items()}
    values["lang"] = lang or values["lang"] or _locale_language(env)
    return Settings(**values, shown=tuple(_shown(each, env) for each in declared.values()))


def _read(declared: _Declared, text: str) -> Any:
    try:
        return declared.check.read(text)
    except ValueError:
        raise SettingError(declared.name, text, declared.check.expected) from None


def _shown(declared: _Declared, env: Mapping[str, str]) -> Setting:
    value, name = env.get(declared.name, declared.default), declared.name
    return Setting(name, value, name not in env, declared.default, declared.check.expected, declared.meaning)


def language(environ: Mapping[str, str] | None = None) -> str:
    """The language to speak before, and whether or not, the configuration can be read."""
    env = os.environ if environ is None else environ
    asked = env.get("KHOSO_LANG", "")
    return asked if asked in LANGUAGES else _locale_language(env)


def _locale_language(env: Mapping[str, str]) -> str:
    named = next((env[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(v)), "")
    return "vi" if locale.normalize(named).startswith("vi") else "en"

"""`khoso doctor`: each setting and where it came from, and whether this machine can run the line."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from cli.as_json import say_json
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Exit

_ORIGINS = {True: Both("mặc định", "default"), False: Both("môi trường", "environment")}
_RESULTS = {True: Both("đạt", "ok"), False: Both("HỎNG", "FAILED")}
_NOT_INSTALLED = Both("chưa cài", "not installed")
_EXPECTED = Both("cần {expected}", "{expected}")
_ROOT = Both("thư mục dữ liệu ghi được", "data root can be written")
_DATA_VERSION = Both("phiên bản dữ liệu", "data version")
_DISK = Both("chỗ trống trên đĩa", "free space on the disk")
_CONTRACTS = Both("biểu mẫu", "forms")
_SNAPSHOT = Both("bản đã công bố", "published snapshot")
_VERIFIED = Both("kiểm tra toàn bộ lần cuối (khoso verify)", "last proved (khoso verify)")
_NEVER = Both("chưa lần nào", "never")
_SOUND = {True: Both("nguyên vẹn", "sound"), False: Both("có hỏng", "not sound")}
_RIGHTS = Both("quyền trên tệp dữ liệu", "rights on what is stored")
_CLOSED = Both("chỉ người chạy và nhóm đã nêu đọc được", "nobody but who runs it and the group that is named")
_TOO_OPEN = Both(
    "mở quá mức: {n} tệp, thư mục, đầu tiên là {path}; chạy: chmod -R go= {folders}",
    "too open: {n} files or folders, the first {path}; run: chmod -R go= {folders}",
)
_PREFECT = Both("máy chủ Prefect", "Prefect server")

HELP = Both("xem cấu hình và tình trạng máy", "show each setting, and whether this machine can run")
GROUP = "run"
_PACKAGES = ("prefect", "fastapi", "sqlalchemy", "pandas", "pandera", "duckdb", "pyarrow", "xlrd")


def arguments(parser: Parser) -> None:
    """Nothing more."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print settings, versions and checks; 3 when a check fails."""
    checks, lang = _checks(settings), settings.lang
    if args.json:
        report = {
            "settings": list(_plain(settings)),
            "packages": {name: _version(name) for name in _PACKAGES},
            "checks": [{"check": name.said(lang), "ok": ok, "detail": detail} for name, ok, detail in checks],
        }
        say_json(report, settings.lang)
    else:
        lines = [*_setting_lines(settings), ""]
        lines += [f"{name:<20} {_version(name) or _NOT_INSTALLED.said(lang)}" for name in _PACKAGES]
        lines += ["", *(f"{_RESULTS[ok].said(lang):<8}{name.said(lang)}: {detail}" for name, ok, detail in checks)]
        say(*lines)
    return Exit.DONE if all(ok for _, ok, _ in checks) else Exit.ENVIRONMENT


def _setting_lines(settings: Settings) -> Iterator[str]:
    """Two lines a setting: its value and where it came from, then what it is for and what it may be."""
    lang = settings.lang
    for each in settings.shown:
        yield f"{each.name:<20} {each.value or '-':<30} {_ORIGINS[each.is_default].said(lang)}"
        yield f"{'':<20} {each.meaning.said(lang)}; {_EXPECTED.filled(expected=each.expected).said(lang)}"


def _plain(settings: Settings) -> Iterator[dict[str, str]]:
    for each in settings.shown:
        yield {
            "name": each.name,
            "value": each.value,
            "origin": _ORIGINS[each.is_default].en,
            "default": each.default,
            "expected": each.expected.said(settings.lang),
            "meaning": each.meaning.said(settings.lang),
        }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _last_proved(settings: Settings) -> tuple[bool, str]:
    """Whether all was sound when it was last proved, and when that was."""
    try:
        noted = json.loads(settings.home.verified.read_bytes())
    except (FileNotFoundError, ValueError):
        return True, _NEVER.said(settings.lang)
    return noted["is_sound"], f"{noted['at']}, {_SOUND[noted['is_sound']].said(settings.lang)}"


def _checks(settings: Settings) -> list[tuple[Both, bool, str]]:
    from schemas.registry import forms

    root, snapshot = settings.home.root, settings.home.snapshot
    existing = next(p for p in (root, *root.parents) if p.exists())
    free = shutil.disk_usage(existing).free
    return [
        (_ROOT, os.access(existing, os.W_OK), str(root)),
        _data_version(settings),
        (_DISK, free > 1 << 30, f"{number(free / (1 << 30), 1).said(settings.lang)} GiB"),
        (_CONTRACTS, True, ", ".join(forms())),
        (_SNAPSHOT, True, str(snapshot.resolve()) if snapshot.exists() else "-"),
        _rights(settings),
        (_VERIFIED, *_last_proved(settings)),
        (_PREFECT, True, os.environ.get("PREFECT_API_URL", "khoso serve")),
    ]


def _rights(settings: Settings) -> tuple[Both, bool, str]:
    """Whether what is stored is closed to everybody it is not meant for, else how it is closed."""
    from machine.rights import too_open

    home = settings.home
    found = list(too_open(home, settings.group))
    if not found:
        return _RIGHTS, True, _CLOSED.said(settings.lang)
    folders = " ".join(sorted({str(home.root / path.relative_to(home.root).parts[0]) for path in found}))
    return _RIGHTS, False, _TOO_OPEN.filled(n=len(found), path=found[0], folders=folders).said(settings.lang)


def _data_version(settings: Settings) -> tuple[Both, bool, str]:
    """Whether this program may write the data root, else what to do."""
    from warehouse.version import VERSION, OtherVersion, check_root

    try:
        check_root(settings.home.kept)
    except OtherVersion as other:
        return _DATA_VERSION, False, other.told.said(settings.lang)
    return _DATA_VERSION, True, str(VERSION)

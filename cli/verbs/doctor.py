"""`khoso doctor`: each setting and where it came from, and whether this machine can run the line."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version

from machine.settings import Settings
from pages.documents.words import say

HELP = ("xem cấu hình và tình trạng máy", "show each setting, and whether this machine can run")
_PACKAGES = ("prefect", "fastapi", "sqlalchemy", "pandas", "pandera", "duckdb", "pyarrow", "xlrd")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """Nothing more."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print settings, versions and checks; 3 when a check fails."""
    checks = _checks(settings)
    if args.json:
        report = {
            "settings": [vars(s) for s in settings.shown],
            "packages": {name: _version(name) for name in _PACKAGES},
            "checks": [{"check": name, "ok": ok, "detail": detail} for name, ok, detail in checks],
        }
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
    else:
        lines = [f"{s.name:<20} {s.value or '-':<30} {s.origin:<12} {s.meaning}" for s in settings.shown]
        lines += ["", *(f"{name:<20} {_version(name)}" for name in _PACKAGES)]
        lines += ["", *(f"{'ok' if ok else 'FAILED':<8}{name}: {detail}" for name, ok, detail in checks)]
        sys.stdout.write("\n".join(lines) + "\n")
    return 0 if all(ok for _, ok, _ in checks) else 3


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _checks(settings: Settings) -> list[tuple[str, bool, str]]:
    from schemas.registry import forms

    root, snapshot, lang = settings.home.root, settings.home.snapshot, settings.lang
    existing = next(p for p in (root, *root.parents) if p.exists())
    free = shutil.disk_usage(existing).free
    return [
        (say("doctor.root", lang), os.access(existing, os.W_OK), str(root)),
        (say("doctor.disk", lang), free > 1 << 30, f"{free / (1 << 30):.1f} GiB"),
        (say("doctor.contracts", lang), True, ", ".join(forms())),
        (say("doctor.snapshot", lang), True, str(snapshot.resolve()) if snapshot.exists() else "-"),
        (say("doctor.prefect", lang), True, os.environ.get("PREFECT_API_URL", "khoso serve")),
    ]

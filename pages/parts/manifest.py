"""Which files a site is made of and what they were made from, so that a second build writes only what changed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machine.files import write_whole
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble

_NAME = "manifest.json"


_NOT_A_SITE = Both(
    "{folder} đang có tệp khác, không phải các trang do khoso site lập. Chọn thư mục trống.",
    "{folder} holds other files than a site of khoso. Name an empty folder.",
)


class NotASite(Trouble):
    """The folder holds other things than a site; nothing in it is overwritten."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_NOT_A_SITE.filled(folder=folder))


@dataclass(frozen=True)
class Item:
    """Some files that change together. `key`: all they follow from; `make`: path below the site -> content."""

    name: str
    key: Any
    make: Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Built:
    """What a build did: files there are now, those written and those removed, the largest of all in bytes."""

    files: int
    written: list[str]
    removed: list[str]
    largest: str
    largest_bytes: int


def write_site(folder: Path, items: Iterable[Item], version: str) -> Built:
    """Write the items whose key or program changed, remove what is no longer made, remember what was done.

    A build that is stopped half-way leaves whole files, and the next one makes good; one that finds another at work
    waits for it. Raises NotASite.
    """
    with _alone(folder):
        return _write(folder, items, version)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(folder: Path, items: Iterable[Item], version: str) -> Built:
    before = _read(folder)
    if not before:
        write_whole(folder / _NAME, "{}")  # from here on the folder is a site's, whenever the build is stopped
    after: dict[str, dict[str, Any]] = {}
    written: list[str] = []
    for item in items:
        fingerprint = _fingerprint(version, item.key)
        known = before.get(item.name, {})
        files = known.get("files", {})
        if known.get("from") != fingerprint or not all(_has(folder / path, n) for path, n in files.items()):
            made = item.make()
            files = {path: len(text.encode()) for path, text in made.items()}
            for path, text in made.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                write_whole(folder / path, text, durable=False)
            written += made
        after[item.name] = {"from": fingerprint, "files": files}
    sizes = {path: size for entry in after.values() for path, size in entry["files"].items()}
    gone = sorted({path for entry in before.values() for path in entry["files"]} - set(sizes))
    for path in gone:
        (folder / path).unlink(missing_ok=True)
    write_whole(folder / _NAME, json.dumps(after, ensure_ascii=False, sort_keys=True))
    largest = max(sizes, key=lambda path: (sizes[path], path))
    return Built(len(sizes), written, gone, largest, sizes[largest])


def last_built(folder: Path) -> float | None:
    """When a site was last built, in seconds; None where none was, or the first build was stopped."""
    manifest = folder / _NAME
    return manifest.stat().st_mtime if manifest.is_file() and _read(folder) else None


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    if (folder / _NAME).is_file():
        found: dict[str, dict[str, Any]] = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        return found
    if folder.exists() and any(folder.iterdir()):
        raise NotASite(folder)
    return {}


def _has(path: Path, size: int) -> bool:
    """Whether a page is there with all it had: a power cut may have emptied it."""
    return path.is_file() and path.stat().st_size == size


def _fingerprint(version: str, key: Any) -> str:
    return hashlib.sha256(f"{version}\n{key!r}".encode()).hexdigest()[:16]


def page_path(base: str, number: int) -> str:
    """Where the pages of a submission lie: the first under its number, the others beside it."""
    return f"{base}.html" if number == 1 else f"{base}-{number}.html"

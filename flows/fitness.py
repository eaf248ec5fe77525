"""Whether this machine and its data root can run the line: tried by doing it, and told from what was noted."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from machine.files import write_whole
from machine.noted import noted
from machine.rights import too_open
from machine.settings import Home, Settings
from schemas.values.bilingual import Both, number
from serving.asked import NoAnswer, paused
from spreadsheets.read.reader import Reader
from warehouse.connect import Busy, writer_lock
from warehouse.version import VERSION, OtherVersion, check_root

_ROOT = Both("thư mục dữ liệu ghi được", "data root can be written")
_LOCK = Both("khóa ghi kho", "writer's lock")
_CHILD = Both("tiến trình đọc bảng tính", "reading child")
_DATA_VERSION = Both("phiên bản dữ liệu", "data version")
_DISK = Both("chỗ trống trên đĩa", "free space on the disk")
_SNAPSHOT = Both("bản đã công bố", "published snapshot")
_VERIFIED = Both("kiểm tra toàn bộ lần cuối (khoso verify)", "last proved (khoso verify)")
_DRAINED = Both("lượt nạp cuối kết thúc", "last drain ended")
_RIGHTS = Both("quyền trên tệp dữ liệu", "rights on what is stored")
_CLOSED = Both("chỉ người chạy và nhóm đã nêu đọc được", "nobody but who runs it and the group that is named")
_TOO_OPEN = Both(
    "mở quá mức: {n} tệp, thư mục, đầu tiên là {path}; chạy: chmod -R go= {folders}",
    "too open: {n} files or folders, the first {path}; run: chmod -R go= {folders}",
)
_PREFECT = Both("máy chủ Prefect", "Prefect server")
_NEVER = Both("chưa lần nào", "never")
_SOUND = {True: Both("{at}, nguyên vẹn", "{at}, sound"), False: Both("{at}, có hỏng", "{at}, not sound")}
_ENDED = Both("{at}; {n} tệp", "{at}; {n} files")
_FREE = Both("lấy được", "can be taken")
_STARTED = Both("khởi động được", "starts and reads")
_NOT_SERVED = Both("chưa chạy (khoso serve)", "not started (khoso serve)")
_ANSWERS = Both("{url} trả lời", "{url} answers")
_PAUSED = Both("{url} trả lời; lịch đang tạm dừng: {names}", "{url} answers; paused schedules: {names}")
_SILENT = Both(
    "{url} không trả lời ({reason}); chạy lại: khoso serve", "{url} does not answer ({reason}); run again: khoso serve"
)


@dataclass(frozen=True)
class Check:
    """One thing a machine must be fit for, whether it is, and what was found."""

    name: Both
    is_ok: bool
    found: Both


def checks(settings: Settings) -> Iterator[Check]:
    """Every check, each as soon as it is made."""
    home = settings.home
    existing = next(path for path in (home.root, *home.root.parents) if path.exists())
    yield _written(existing, home.root)
    yield _locked(home)
    yield _read(settings)
    yield _version(home)
    free = shutil.disk_usage(existing).free
    yield Check(_DISK, free > 1 << 30, Both("{n} GiB", "{n} GiB").filled(n=number(free / (1 << 30), 1)))
    yield Check(_SNAPSHOT, True, _plain(home.snapshot.resolve() if home.snapshot.exists() else "-"))
    yield _rights(settings)
    yield _noted(_VERIFIED, home.verified)
    yield _noted(_DRAINED, home.drained)
    yield _prefect(home)


def _plain(text: object) -> Both:
    return Both(str(text), str(text))


def _written(existing: Path, root: Path) -> Check:
    tried = existing / f".doctor-{os.getpid()}"
    try:
        write_whole(tried, "")
        tried.unlink()
    except OSError as error:
        return Check(_ROOT, False, _plain(f"{existing}: {error.strerror}"))
    return Check(_ROOT, True, _plain(root))


def _locked(home: Home) -> Check:
    if not home.warehouse.exists():
        return Check(_LOCK, True, _plain("-"))
    try:
        with writer_lock(home.warehouse, wait=False):
            return Check(_LOCK, True, _FREE)
    except Busy as busy:
        return Check(_LOCK, True, busy.told)
    except OSError as error:
        return Check(_LOCK, False, _plain(f"{home.warehouse}: {error.strerror}"))


def _read(settings: Settings) -> Check:
    """Have a child read a file of two cells."""
    try:
        with tempfile.TemporaryDirectory(prefix="khoso-") as folder, Reader(1) as reader:
            path = Path(folder, "doctor.csv")
            path.write_text("a;b\n", encoding="ascii")
            refused = reader.read(path).refused
    except OSError as error:
        return Check(_CHILD, False, _plain(error))
    if refused:
        return Check(_CHILD, False, _plain(f"{refused.rule} {refused.details.get('reason', '')}".strip()))
    return Check(_CHILD, True, _STARTED)


def _version(home: Home) -> Check:
    """Whether this program may write the data root, else what to do."""
    try:
        check_root(home.kept)
    except OtherVersion as other:
        return Check(_DATA_VERSION, False, other.told)
    return Check(_DATA_VERSION, True, _plain(VERSION))


def _rights(settings: Settings) -> Check:
    """Whether what is stored is closed to everybody it is not meant for, else how it is closed."""
    home = settings.home
    found = list(too_open(home, settings.group))
    if not found:
        return Check(_RIGHTS, True, _CLOSED)
    folders = " ".join(sorted({str(home.root / path.relative_to(home.root).parts[0]) for path in found}))
    return Check(_RIGHTS, False, _TOO_OPEN.filled(n=len(found), path=found[0], folders=folders))


def _noted(name: Both, path: Path) -> Check:
    told = noted(path)
    if "at" not in told:
        return Check(name, True, _NEVER)
    if "is_sound" in told:
        return Check(name, bool(told["is_sound"]), _SOUND[bool(told["is_sound"])].filled(at=told["at"]))
    return Check(name, True, _ENDED.filled(at=told["at"], n=told.get("files", 0)))


def _prefect(home: Home) -> Check:
    """Whether the server that runs the schedules answers, and which of them are paused."""
    named = os.environ.get("PREFECT_API_URL", "")
    url = named or noted(home.served).get("url", "")
    if not url:
        return Check(_PREFECT, True, _NOT_SERVED)
    pair = os.environ.get("PREFECT_API_AUTH_STRING", "")
    try:
        if not named:
            pair = home.credential.read_text(encoding="ascii").strip()
        names = paused(url, pair)
    except (NoAnswer, OSError) as error:
        return Check(_PREFECT, False, _SILENT.filled(url=url, reason=error))
    return Check(_PREFECT, True, (_PAUSED if names else _ANSWERS).filled(url=url, names=", ".join(names)))

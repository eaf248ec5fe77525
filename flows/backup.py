"""What a restore needs, copied to a folder; and an empty data root filled from it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from flows.rebuild import Rebuilt, rebuild
from machine.files import sync, unfinished, write_whole
from machine.fingerprint import leave_fingerprint
from machine.passphrase import closed, opened
from machine.rights import for_owner_alone
from machine.settings import Settings
from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble
from warehouse.kept import Kept, KeptDamaged

_KEY = "secret.key.closed"
_NOT_EMPTY = Both(
    "{folder}: đã có số liệu. Chỉ khôi phục vào một thư mục dữ liệu trống: đặt KHOSO_HOME tới thư mục khác.",
    "{folder}: holds data already. Restore into an empty data root: set KHOSO_HOME to another folder.",
)
_NO_BACKUP = Both(
    "{folder}: không phải là bản sao lưu của Kho số (không có kept/journal.jsonl).",
    "{folder}: no backup of Kho số (there is no kept/journal.jsonl in it).",
)


class NotEmpty(Trouble):
    """The data root to restore into holds something."""


class NoBackup(Trouble):
    """The folder to restore from is no backup."""


@dataclass
class BackedUp:
    """What a backup holds: arrivals, how many files were new to it; what could not be copied, since it is damaged."""

    arrivals: int = 0
    copied: int = 0
    has_key: bool = False
    lost: list[Both] = field(default_factory=list)


def backup(settings: Settings, folder: Path, passphrase: str | None) -> BackedUp:
    """Copy kept files, journal and what was judged to `folder`, and the key encrypted where there is a passphrase.

    Done again to the same folder it copies what is new. A drain may run meanwhile: lists are read before the files
    they name. Raises JournalDamaged.
    """
    kept, copy, result = Kept(settings.home.kept), Kept(folder / "kept"), BackedUp()
    copy.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    judged = kept.judgements.read_bytes() if kept.judgements.exists() else b""
    journal = kept.journal.read_bytes() if kept.journal.exists() else b""
    journal = journal[: journal.rfind(b"\n") + 1]
    arrivals = list(kept.arrivals())[: journal.count(b"\n")]
    for sha256 in dict.fromkeys(sha for each in arrivals for sha in (each.sha256, *each.corrections)):
        try:
            result.copied += _copied(kept, copy, sha256)
        except KeptDamaged as damage:
            result.lost.append(damage.told)
    if passphrase is not None and settings.home.secret.exists():
        write_whole(folder / _KEY, closed(settings.home.secret.read_bytes(), passphrase), mode=0o600)
        result.has_key = True
    write_whole(copy.judgements, judged, mode=0o600)
    write_whole(copy.journal, journal, mode=0o600)
    result.arrivals = len(arrivals)
    return result


@for_owner_alone()
def restore(settings: Settings, folder: Path, passphrase: str | None, *, wait: bool) -> Rebuilt:
    """Fill an empty data root from a backup and make the warehouse anew.

    Without a passphrase the key is left: new pseudonyms differ then from those of before. Raises NotEmpty, NoBackup,
    WrongPassphrase before anything is written; JournalDamaged.
    """
    home, source = settings.home, Kept(folder / "kept")
    if not source.journal.exists():
        raise NoBackup(_NO_BACKUP.filled(folder=folder))
    if any(place.exists() for place in (home.kept, home.secret, home.build_file)):
        raise NotEmpty(_NOT_EMPTY.filled(folder=home.root))
    arrivals = list(source.arrivals())
    key = opened((folder / _KEY).read_bytes(), passphrase) if passphrase is not None else None
    home.kept.mkdir(parents=True, mode=0o700)
    target = Kept(home.kept)
    for sha256 in dict.fromkeys(sha for each in arrivals for sha in (each.sha256, *each.corrections)):
        if source.path(sha256).exists():  # a missing one is told by the rebuild
            _copy(source.path(sha256), target.path(sha256))
    if key is not None:
        write_whole(home.secret, key, mode=0o600)
        leave_fingerprint(home.secret)
    for name in (source.judgements.name, source.journal.name):  # the journal last: with it the root is whole
        if (source.folder / name).exists():
            write_whole(home.kept / name, (source.folder / name).read_bytes(), mode=0o600)
    return rebuild(settings, wait=wait)


def _copied(kept: Kept, copy: Kept, sha256: str) -> bool:
    """Copy one kept file unless the backup has it, whole; whether it had to be."""
    try:
        copy.proved(sha256)
    except KeptDamaged:
        _copy(kept.proved(sha256), copy.path(sha256))
        return True
    return False


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True, mode=0o700)
    with unfinished(target.parent, mode=0o400) as new:
        shutil.copyfile(source, new.path)
        new.becomes(target)
    sync(target.parent.parent)

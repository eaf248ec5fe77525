"""The fingerprint of the key, beside it: a key that is not the one it was is told before anything is read under it."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from machine.files import write_whole
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit, Trouble

_ANOTHER = Both(
    "{path}: không phải khóa đã dùng đến nay; số liệu mới sẽ không khớp mã giả danh cũ. Khôi phục khóa từ bản sao lưu.",
    "{path}: not the key that was used so far; new pseudonyms would not be those of before. Restore it from a backup.",
)
_MISSING = Both(
    "{path}: không thấy khóa đã dùng đến nay. Khôi phục khóa từ bản sao lưu.",
    "{path}: the key that was used so far is not there. Restore it from a backup.",
)
_SHORT = Both(
    "{path}: khóa chỉ có {size} byte, cần ít nhất {least}: ai cũng dò lại được người sau mã giả danh. Khôi phục khóa từ"
    " bản sao lưu; nếu không có, xóa tệp này và {fingerprint} rồi chạy: khoso rebuild",
    "{path}: a key of {size} bytes, at least {least} are needed: anybody could find the people behind the pseudonyms."
    " Restore it from a backup; where there is none, remove it and {fingerprint}, then run: khoso rebuild",
)
#: Bytes of a key that cannot be guessed.
KEY_SIZE = 32


class NotTheKey(Trouble):
    """The key is not the one that has been used, or is not there though one has been used."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, path: Path, *, is_there: bool) -> None:
        super().__init__((_ANOTHER if is_there else _MISSING).filled(path=path))


class KeyTooShort(Trouble):
    """The key is empty or cut short: under it the pseudonyms could be undone."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, path: Path, size: int) -> None:
        name = place_of_fingerprint(path).name
        super().__init__(_SHORT.filled(path=path, size=size, least=KEY_SIZE, fingerprint=name))


def place_of_fingerprint(path: Path) -> Path:
    """Where the fingerprint of the key at `path` is."""
    return path.with_name(path.name + ".fingerprint")


def check_key(path: Path) -> bool:
    """Whether the key at `path` has a fingerprint to be proved by. Raises NotTheKey where it is another or missing.

    Raises KeyTooShort for an empty one or one cut short, whatever its fingerprint says.
    """
    place = place_of_fingerprint(path)
    if path.exists() and path.stat().st_size < KEY_SIZE:
        raise KeyTooShort(path, path.stat().st_size)
    if not place.exists():
        return False
    if not path.exists():
        raise NotTheKey(path, is_there=False)
    if not hmac.compare_digest(place.read_bytes().strip(), fingerprint_of(path.read_bytes())):
        raise NotTheKey(path, is_there=True)
    return True


def leave_fingerprint(path: Path) -> None:
    """Write the fingerprint of the key at `path` beside it."""
    write_whole(place_of_fingerprint(path), fingerprint_of(path.read_bytes()) + b"\n", mode=0o600)


def fingerprint_of(key: bytes) -> bytes:
    """What tells one key from every other and gives none of it away."""
    return hmac.new(key, b"khoso fingerprint", hashlib.sha256).hexdigest().encode()

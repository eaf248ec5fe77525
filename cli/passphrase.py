"""The passphrase of a backup: the first line of a file, or typed where nobody sees it."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from cli.parser import WrongCall
from schemas.values.bilingual import Both

_NONE = Both(
    "Cần mật khẩu để mã hóa khóa: --passphrase-file TỆP, hoặc --without-key để không có khóa.",
    "A passphrase is needed for the key: --passphrase-file FILE, or --without-key to go without the key.",
)
_ASK = Both("Mật khẩu của bản sao lưu: ", "Passphrase of the backup: ")


def passphrase_of(file: Path | None) -> str:
    """The passphrase; never empty. Raises WrongCall where there is none and nobody to ask."""
    if file:
        said = file.read_text(encoding="utf-8").splitlines()[:1]
    else:
        said = [getpass.getpass(f"{_ASK.vi}/ {_ASK.en}")] if sys.stdin.isatty() else []
    if not said or not said[0]:
        raise WrongCall(_NONE)
    return said[0]

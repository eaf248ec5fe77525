"""A secret that leaves the machine: encrypted under a passphrase, and opened by it again.

The key is drawn from the passphrase by scrypt (RFC 7914); AES-256-GCM says whether what is opened is what was closed.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from schemas.values.bilingual import Both
from schemas.values.trouble import Trouble

_MAGIC = b"khoso-1\n"
_SALT, _NONCE = 16, 12
_WRONG = Both(
    "Mật khẩu không đúng, hoặc khóa trong bản sao lưu đã bị thay đổi. Thử lại với đúng mật khẩu.",
    "The passphrase is wrong, or the key in the backup was changed. Try again with the right passphrase.",
)


class WrongPassphrase(Trouble):
    """What was closed does not open with this passphrase."""

    def __init__(self) -> None:
        super().__init__(_WRONG)


def closed(secret: bytes, passphrase: str) -> bytes:
    """The secret, encrypted: every time to other bytes."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    return _MAGIC + salt + nonce + AESGCM(_drawn(passphrase, salt)).encrypt(nonce, secret, _MAGIC)


def opened(content: bytes, passphrase: str) -> bytes:
    """The secret `closed` was given. Raises WrongPassphrase, also where a byte was changed."""
    salt, nonce, rest = (
        content[len(_MAGIC) :][:_SALT],
        content[len(_MAGIC) + _SALT :][:_NONCE],
        content[len(_MAGIC) + _SALT + _NONCE :],
    )
    if not content.startswith(_MAGIC) or len(nonce) < _NONCE:
        raise WrongPassphrase
    try:
        return AESGCM(_drawn(passphrase, salt)).decrypt(nonce, rest, _MAGIC)
    except InvalidTag:
        raise WrongPassphrase from None


def _drawn(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=1 << 15, r=8, p=1).derive(passphrase.encode())

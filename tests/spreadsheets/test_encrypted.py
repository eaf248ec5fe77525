"""Excel's default password opens; a real one stays a refusal."""

from __future__ import annotations

import base64
import hashlib
import os
import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from reading import read

from spreadsheets.formats.parts.sniff import Refusal
from tests import damage

DEFAULT = "VelvetSweatshop"


def _sha1(*parts: bytes) -> bytes:
    return hashlib.sha1(b"".join(parts), usedforsecurity=False).digest()


def _spun(password: str, salt: bytes, spins: int) -> bytes:
    word = _sha1(salt, password.encode("utf-16-le"))
    for i in range(spins):
        word = _sha1(struct.pack("<I", i), word)
    return word


def _cbc(key: bytes, start: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(start[:16])).encryptor()
    return encryptor.update(data + bytes(-len(data) % 16)) + encryptor.finalize()


def _ecb(key: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(data + bytes(-len(data) % 16)) + encryptor.finalize()


def _agile(plain: bytes, password: str) -> dict[str, bytes]:
    """As Excel 2010 and later encrypt: [MS-OFFCRYPTO] 2.3.4.10, AES-128, SHA-1, few rounds."""
    salt, of_data, secret, verifier = (os.urandom(16) for _ in range(4))
    word = _spun(password, salt, 10)

    def closed(block_key: str, data: bytes) -> str:
        return base64.b64encode(_cbc(_sha1(word, bytes.fromhex(block_key))[:16], salt, data)).decode()

    kind = 'blockSize="16" keyBits="128" hashSize="20" cipherAlgorithm="AES" hashAlgorithm="SHA1" saltSize="16"'
    info = (
        f'<encryption xmlns:p="p"><keyData {kind} saltValue="{base64.b64encode(of_data).decode()}"/><keyEncryptors>'
        f'<p:encryptedKey spinCount="10" {kind} saltValue="{base64.b64encode(salt).decode()}"'
        f' encryptedVerifierHashInput="{closed("fea7d2763b4b9e79", verifier)}"'
        f' encryptedVerifierHashValue="{closed("d7aa0f6d3061344e", _sha1(verifier))}"'
        f' encryptedKeyValue="{closed("146e0be7abacd0d6", secret)}"/></keyEncryptors></encryption>'
    ).encode()
    segments = enumerate(range(0, len(plain), 4096))
    closed_package = b"".join(
        _cbc(secret, _sha1(of_data, struct.pack("<I", i)), plain[at : at + 4096]) for i, at in segments
    )
    return {
        "EncryptionInfo": b"\x04\x00\x04\x00\x40\x00\x00\x00" + info,
        "EncryptedPackage": struct.pack("<Q", len(plain)) + closed_package,
    }


def _standard(plain: bytes, password: str) -> dict[str, bytes]:
    """As Excel 2007 encrypts: [MS-OFFCRYPTO] 2.3.4.5, AES-128 in ECB mode."""
    salt, verifier = os.urandom(16), os.urandom(16)
    word = _sha1(_spun(password, salt, 50_000), bytes(4))
    key = _sha1(bytes(b ^ 0x36 for b in word.ljust(64, b"\0")))[:16]
    header = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "AES\0".encode("utf-16-le")
    proof = struct.pack("<I", 16) + salt + _ecb(key, verifier) + struct.pack("<I", 20) + _ecb(key, _sha1(verifier))
    return {
        "EncryptionInfo": b"\x03\x00\x02\x00" + struct.pack("<II", 0x24, len(header)) + header + proof,
        "EncryptedPackage": struct.pack("<Q", len(plain)) + _ecb(key, plain),
    }


@pytest.mark.parametrize("encrypt", [_agile, _standard])
def test_the_default_password_opens(tmp_path: Path, encrypt) -> None:  # type: ignore[no-untyped-def]
    whole = damage.workbook(tmp_path / "ro.xlsx")
    path = tmp_path / "khoa.xlsx"
    path.write_bytes(damage.ole(encrypt(whole.read_bytes(), DEFAULT)))
    got, plain = read(path), read(whole)
    assert (got.format, got.warnings) == ("xlsx", [])
    assert {n: g.table.to_pylist() for n, g in got.sheets.items()} == {
        n: g.table.to_pylist() for n, g in plain.sheets.items()
    }


@pytest.mark.parametrize("encrypt", [_agile, _standard])
def test_any_other_password_is_a_refusal(tmp_path: Path, encrypt) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "khoa.xlsx"
    path.write_bytes(damage.ole(encrypt(damage.workbook(tmp_path / "ro.xlsx").read_bytes(), "mật khẩu")))
    with pytest.raises(Refusal) as refusal:
        read(path)
    assert refusal.value.code == "FILE-ENCRYPTED"


def test_the_workbook_of_the_shared_folder(shared: Path) -> None:
    got = read(shared / "adversarial/protected/dde-test-encrypt-standardpassword.xlsx")
    assert got.format == "xlsx"
    assert sum(grid.n_cells for grid in got.sheets.values()) == 5

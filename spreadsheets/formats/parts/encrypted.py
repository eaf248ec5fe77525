"""Workbooks Excel encrypts without asking for a password, with a default one that is public ([MS-OFFCRYPTO] 2.4.2.3).

It does so for workbooks whose structure is protected, and opens them without a word. A real password stays a refusal.
"""

from __future__ import annotations

import base64
import hashlib
import os
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from xlrd.compdoc import CompDoc, CompDocError

from spreadsheets.formats.parts.package import local, refuse_doctype
from spreadsheets.formats.parts.sniff import Refusal

_PASSWORD = "VelvetSweatshop".encode("utf-16-le")  # the same in every Excel
_HASHES = frozenset(("SHA1", "SHA256", "SHA384", "SHA512"))
_MOST_SPINS = 10_000_000
_SEGMENT = 4096
_STANDARD_SPINS = 50_000
#: Block keys of agile encryption ([MS-OFFCRYPTO] 2.3.4.13).
_INPUT, _VALUE = bytes.fromhex("fea7d2763b4b9e79"), bytes.fromhex("d7aa0f6d3061344e")
_KEY = bytes.fromhex("146e0be7abacd0d6")


def decrypted(path: Path, spool: Path) -> Path:
    """The package inside, written to `spool`; Refusal FILE-ENCRYPTED where the default password does not open it."""
    try:
        info, package = _streams(path)
        decrypt = _agile(info[8:]) if info[:4] == b"\x04\x00\x04\x00" else _standard(info)
        plain = decrypt(package[8:])[: int.from_bytes(package[:8], "little")]
    except (CompDocError, struct.error, LookupError, ValueError, TypeError, AssertionError, SyntaxError) as error:
        raise Refusal("FILE-ENCRYPTED") from error
    target = spool / "decrypted"
    target.write_bytes(plain)
    return target


def _streams(path: Path) -> tuple[bytes, bytes]:
    with Path(os.devnull).open("w") as nowhere:
        document = CompDoc(path.read_bytes(), logfile=nowhere)
    info, package = map(document.get_named_stream, ("EncryptionInfo", "EncryptedPackage"))
    return bytes(info), bytes(package)


def _agile(xml: bytes) -> Callable[[bytes], bytes]:
    """Decryption as the XML of EncryptionInfo describes it (Excel 2010 and later); ValueError for another password."""
    refuse_doctype(xml)
    elements = {local(e.tag): e.attrib for e in ElementTree.fromstring(xml).iter()}  # noqa: S314 - no document type
    data, key = elements["keyData"], elements["encryptedKey"]
    spins = int(key["spinCount"])
    if not {data["hashAlgorithm"], key["hashAlgorithm"]} <= _HASHES or not 0 <= spins <= _MOST_SPINS:
        raise ValueError("unknown way of encryption")
    salt, digest = base64.b64decode(key["saltValue"]), _hash(key["hashAlgorithm"])
    word = _spun(digest, salt, spins)

    def opened(block_key: bytes, name: str) -> bytes:
        derived = digest(word + block_key).ljust(64, b"\x36")[: int(key["keyBits"]) // 8]
        return _cbc(derived, salt, base64.b64decode(key[name]))

    proof = digest(opened(_INPUT, "encryptedVerifierHashInput")[: int(key["saltSize"])])
    if opened(_VALUE, "encryptedVerifierHashValue")[: len(proof)] != proof:
        raise ValueError("another password")
    secret = opened(_KEY, "encryptedKeyValue")[: int(key["keyBits"]) // 8]
    salt_of_data, hash_of_data = base64.b64decode(data["saltValue"]), _hash(data["hashAlgorithm"])

    def decrypt(package: bytes) -> bytes:
        starts = enumerate(range(0, len(package), _SEGMENT))
        return b"".join(
            _cbc(secret, hash_of_data(salt_of_data + struct.pack("<I", i)), package[at : at + _SEGMENT])
            for i, at in starts
        )

    return decrypt


def _standard(info: bytes) -> Callable[[bytes], bytes]:
    """Decryption of Excel 2007: AES in ECB mode, SHA-1; ValueError for another password."""
    (header_size,) = struct.unpack_from("<I", info, 8)
    (key_bits,) = struct.unpack_from("<I", info, 12 + 16)
    at = 12 + header_size
    salt, verifier, proof = info[at + 4 : at + 20], info[at + 20 : at + 36], info[at + 40 : at + 72]
    digest = _hash("SHA1")
    word = digest(_spun(digest, salt, _STANDARD_SPINS) + bytes(4))
    halves = (digest(bytes(b ^ pad for b in word.ljust(64, b"\0"))) for pad in (0x36, 0x5C))
    key = b"".join(halves)[: key_bits // 8]
    if _ecb(key, proof)[:20] != digest(_ecb(key, verifier)):
        raise ValueError("another password")
    return lambda package: _ecb(key, package[: len(package) // 16 * 16])


def _hash(name: str) -> Callable[[bytes], bytes]:
    return lambda data: hashlib.new(name, data, usedforsecurity=False).digest()


def _spun(digest: Callable[[bytes], bytes], salt: bytes, spins: int) -> bytes:
    word = digest(salt + _PASSWORD)
    for i in range(spins):
        word = digest(struct.pack("<I", i) + word)
    return word


def _cbc(key: bytes, start: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(key), modes.CBC(start.ljust(16, b"\x36")[:16])).decryptor()
    return decryptor.update(data.ljust(-(-len(data) // 16) * 16, b"\0")) + decryptor.finalize()


def _ecb(key: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305 - what Excel 2007 wrote
    return decryptor.update(data) + decryptor.finalize()

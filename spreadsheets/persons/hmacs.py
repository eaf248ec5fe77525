"""HMAC-SHA-256 of many texts, here or in a child beside the process that asks for them."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from hashlib import sha256
from itertools import pairwise


def hmacs(key: bytes, values: Iterable[bytes]) -> bytes:
    """The HMAC of each value under `key`, 64 hex digits each, one after the other.

    As RFC 2104 defines it: a call of hmac.digest for each would cost twice the time.
    """
    block = (key if len(key) <= 64 else sha256(key).digest()).ljust(64, b"\0")
    inner, outer = bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
    return "".join([sha256(outer + sha256(inner + value).digest()).hexdigest() for value in values]).encode()


def question(key: bytes, offsets: bytes, data: bytes) -> bytes:
    """What the child is given: values are cut from the data at int32 offsets."""
    sizes = array("q", [len(key), len(offsets)])
    return b"".join([sizes.tobytes(), key, offsets, data])


def main() -> None:
    """The child: read a question, write the HMACs of its values."""
    asked = sys.stdin.buffer
    key_size, offset_size = array("q", asked.read(16))
    key, offsets, data = asked.read(key_size), array("i", asked.read(offset_size)), asked.read()
    sys.stdout.buffer.write(hmacs(key, (data[a:b] for a, b in pairwise(offsets))))

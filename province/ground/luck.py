"""Chance that always falls the same way: the names given decide it."""

from __future__ import annotations

from random import Random
from zlib import crc32


def noise(*names: object) -> float:
    """A number from 0 to 1 that the names alone decide."""
    return crc32(":".join(map(str, names)).encode()) / 2**32


def dice(*names: object) -> Random:
    """A source of numbers that the names alone decide."""
    return Random(":".join(map(str, names)))  # noqa: S311  nothing here is secret

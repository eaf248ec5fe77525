"""What a database of ours says, in short: the same for two that differ in arrivals which changed nothing alone."""

from __future__ import annotations

import hashlib
from typing import Any

import duckdb

_SAID = """
    SELECT (SELECT value FROM audit.state WHERE name = 'fingerprint'),
        (SELECT bit_xor(hash(load_record)) FROM audit.load_record),
        (SELECT bit_xor(hash(comparison)) FROM audit.comparison),
        (SELECT bit_xor(hash(run)) FROM audit.run WHERE state <> 'noop')
"""


def content(con: duckdb.DuckDBPyConnection) -> str:
    """A digest of the loads, the runs that loaded or refused something, what was compared, and the contracts."""
    said: list[Any] = con.execute(_SAID).fetchall()
    return hashlib.sha256(repr(said).encode()).hexdigest()

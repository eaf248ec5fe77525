"""Names and texts of contracts as SQL."""

from __future__ import annotations


def quoted(identifier: str) -> str:
    """An identifier of a contract as SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text of a contract as SQL."""
    return "'" + text.replace("'", "''") + "'"

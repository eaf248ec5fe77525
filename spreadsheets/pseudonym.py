"""Personal values on their way out of memory: a keyed pseudonym, or nothing. They never enter the warehouse."""

from __future__ import annotations

import hmac

import pyarrow as pa

from schemas.form import Form


def pseudonyms(form: type[Form], rows: pa.Table, key: bytes | None) -> pa.Table:
    """Rows of a form with every personal text as its HMAC-SHA-256 under `key`, 64 hex digits.

    One text has one pseudonym, so people are counted without being known. Other personal values, and all of them
    where there is no key, become null. Source: Law 91/2025/QH15 on personal data protection.
    """
    for name in form.fields():
        if form.column_of(name).personal:
            place = rows.schema.get_field_index(name)
            rows = rows.set_column(place, rows.schema.field(name), _pseudonym(rows.column(name), key))
    return rows


def _pseudonym(values: pa.ChunkedArray, key: bytes | None) -> pa.Array:
    if key is None or not pa.types.is_string(values.type):
        return pa.nulls(len(values), values.type)
    encoded = values.combine_chunks().dictionary_encode()
    secret = [hmac.digest(key, value.encode(), "sha256").hex() for value in encoded.dictionary.to_pylist()]
    return pa.array(secret, pa.string()).take(encoded.indices)

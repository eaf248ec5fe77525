"""Personal values on their way out of memory: a keyed pseudonym, or nothing. They never enter the warehouse."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread

import numpy as np
import pyarrow as pa

from machine.processes.child import answered
from schemas.form import Form
from spreadsheets.persons import hmacs

#: Texts from which on a process of its own finds their pseudonyms, which takes 0.03 s to start.
_MANY = 20_000
_DIGITS = 64


class Pseudonyms:
    """The personal values of rows of a form, being made unrecognisable while the caller goes on.

    Every personal text becomes its HMAC-SHA-256 under `key`, 64 hex digits: one text has one pseudonym, so people
    are counted without being known. Other personal values, and all of them where there is no key, become null.
    Source: Law 91/2025/QH15 on personal data protection.
    """

    def __init__(self, form: type[Form], rows: pa.Table, key: bytes | None) -> None:
        self._rows = rows
        personal = [name for name in form.fields() if form.column_of(name).personal]
        self._columns = {name: _Column(rows.column(name), key) for name in personal}

    def named(self) -> pa.Table:
        """The rows with pseudonyms in place of what was personal, as soon as they are found."""
        rows = self._rows
        for name, column in self._columns.items():
            place = rows.schema.get_field_index(name)
            rows = rows.set_column(place, rows.schema.field(name), column.pseudonyms())
        return rows


class _Column:
    """One column; each text it holds is asked for once."""

    def __init__(self, values: pa.ChunkedArray, key: bytes | None) -> None:
        self._values, self._found = values, Future[bytes]()
        self._has_pseudonyms = key is not None and pa.types.is_string(values.type)
        if key is not None and self._has_pseudonyms:
            self._encoded = values.combine_chunks().dictionary_encode()
            texts = self._encoded.dictionary
            if len(texts) < _MANY:
                self._found.set_result(hmacs.hmacs(key, (text.encode() for text in texts.to_pylist())))
            else:
                _, offsets, data = texts.buffers()
                asked = hmacs.question(key, offsets.to_pybytes()[: 4 * (len(texts) + 1)], data.to_pybytes())
                Thread(target=self._ask, args=(asked,)).start()

    def _ask(self, asked: bytes) -> None:
        try:
            self._found.set_result(answered("spreadsheets.persons.hmacs:main", asked))
        except BaseException as error:  # noqa: BLE001 - it is the caller's to raise
            self._found.set_exception(error)

    def pseudonyms(self) -> pa.Array:
        if not self._has_pseudonyms:
            return pa.nulls(len(self._values), self._values.type)
        count = len(self._encoded.dictionary)
        offsets = pa.py_buffer(np.arange(0, _DIGITS * (count + 1), _DIGITS, dtype=np.int32))
        texts = pa.StringArray.from_buffers(count, offsets, pa.py_buffer(self._found.result()))
        return texts.take(self._encoded.indices)

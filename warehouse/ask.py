"""Ad-hoc SQL from untrusted hands: a child process under limits answers from the snapshot, batch by batch."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa

from machine.processes.child import Child, Death
from schemas.values.bilingual import Both, number
from schemas.values.trouble import Trouble

#: Of the child's address space the C library would reserve 64 MB for each thread.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
#: Parts of the memory limit the caller's process may hold: a quarter of it in a whole answer, a 16th in one message.
_HELD, _IN_ONE_MESSAGE = 4, 16
_PER_BATCH = 2_000  # bytes a batch costs whatever is in it
_AT_ONCE = 1 << 20  # bytes
_LAST_WORDS = 1.0  # seconds a child that closed its pipe has to leave


_FAILED = Both(
    "Câu lệnh SQL không chạy được: {reason}",
    "The query failed: {reason}",
)
_TOO_SLOW = Both(
    "Câu lệnh SQL quá lâu (hơn {seconds} giây). Thu hẹp câu hỏi.",
    "The query took too long (more than {seconds} s). Narrow it.",
)
_TOO_LARGE = Both(
    "Câu lệnh SQL cần nhiều bộ nhớ hơn mức cho phép ({reason}). Thu hẹp câu hỏi.",
    "The query needs more memory than it may use ({reason}). Narrow it.",
)
_A_ROW = Both("một dòng {mb} MB", "a row of {mb} MB")
_AN_ANSWER = Both("câu trả lời hơn {mb} MB", "an answer of more than {mb} MB")
_MORE_THAN = Both("hơn {mb} MB", "more than {mb} MB")
_REFUSED = {
    "empty": Both(
        'Không có câu lệnh SQL nào. Ví dụ: khoso sql "FROM mart.indicator_value LIMIT 5"',
        'There is no SQL statement. For example: khoso sql "FROM mart.indicator_value LIMIT 5"',
    ),
    "several": Both(
        "Có nhiều câu lệnh SQL; mỗi lần chỉ hỏi một câu.",
        "There are several SQL statements; ask one at a time.",
    ),
    "statement": Both(
        "Không chạy câu lệnh {name}: ở đây chỉ được đọc. Dùng SELECT, FROM, WITH, VALUES, PIVOT, SUMMARIZE, DESCRIBE,"
        " SHOW, hoặc EXPLAIN của một câu như vậy.",
        "{name} is not run: here one can only read. Use SELECT, FROM, WITH, VALUES, PIVOT, SUMMARIZE, DESCRIBE, SHOW,"
        " or EXPLAIN of one of these.",
    ),
    "function": Both(
        "Không chạy hàm {name}(): ở đây chỉ đọc được các bảng của kho, không đọc tệp hay thay đổi gì.",
        "The function {name}() is not run: here one can only read the tables of the warehouse, no files, and change"
        " nothing.",
    ),
}


class QueryError(Trouble):
    """The query cannot be answered; what is told says why, where DuckDB does as DuckDB put it."""


class QueryTimeout(QueryError):
    """The query took longer than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(_TOO_SLOW.filled(seconds=number(seconds)))


class QueryTooLarge(QueryError):
    """The query needs, or its answer is, more memory than it may."""

    def __init__(self, reason: Both) -> None:
        super().__init__(_TOO_LARGE.filled(reason=reason))


class QueryRefused(QueryError):
    """The text is not one statement that reads.

    `what`: empty, several, statement or function; `name`: which statement or function.
    """

    def __init__(self, what: str, name: str) -> None:
        super().__init__(_REFUSED[what].filled(name=name))
        self.what = what
        self.name = name


@dataclass(frozen=True)
class Limits:
    """What one query may use: seconds from the child's start to the last row taken, bytes of memory.

    The child has the memory as its address space; the caller's process holds up to a quarter of it besides.
    """

    seconds: float = 60.0
    memory: int = 4 << 30


class Answer:
    """The answer while it comes: its `schema`, and once its batches, like a pyarrow Table."""

    def __init__(self, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
        self.schema = schema
        self._batches = batches

    def to_batches(self) -> Iterator[pa.RecordBatch]:
        """The batches, of about 1 MB each. Raises QueryError, QueryTimeout, QueryTooLarge at any of them."""
        return self._batches


def ask(path: Path, sql: str, *, as_of: int | None = None, limits: Limits | None = None) -> pa.Table:
    """Answer one query on the snapshot at `path`, the whole answer in memory.

    `as_of`: the warehouse as it stood after that arrival. Raises QueryError and its kinds.
    """
    limits = limits or Limits()
    held, batches = 0, []
    with asking(path, sql, as_of=as_of, limits=limits) as answer:
        for batch in answer.to_batches():
            held += batch.nbytes + _PER_BATCH
            if held > limits.memory // _HELD:
                raise QueryTooLarge(_AN_ANSWER.filled(mb=limits.memory // _HELD >> 20))
            batches.append(batch)
        return pa.Table.from_batches(batches, answer.schema)


@contextmanager
def asking(path: Path, sql: str, *, as_of: int | None = None, limits: Limits | None = None) -> Iterator[Answer]:
    """Start answering one query on the snapshot at `path`; on leaving, the child is gone.

    What is wrong with the query, or with its first rows, is raised here: QueryError and its kinds.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    job = {"path": str(path.resolve()), "sql": sql, "as_of": as_of, "memory": limits.memory, "seconds": limits.seconds}
    main = "warehouse.asking.child:main"
    with Child(main, memory=limits.memory, environment=_ENVIRONMENT, has_folder=False) as child:
        child.tell(json.dumps(job).encode() + b"\n")
        try:
            stream = pa.ipc.open_stream(pa.PythonFile(_Pipe(child, deadline, limits), mode="r"))
        except (pa.ArrowException, OSError):
            raise _blamed(child.death(last_words=_LAST_WORDS), limits) from None
        batches = _batches(stream, child, deadline, limits)
        first = list(islice(batches, 1))
        yield Answer(stream.schema, chain(first, batches))


def _batches(stream: pa.RecordBatchReader, child: Child, deadline: float, limits: Limits) -> Iterator[pa.RecordBatch]:
    try:
        for batch in stream:
            yield batch
            if time.monotonic() > deadline:  # whoever takes the rows was slow
                raise _late(limits)
    except (pa.ArrowException, OSError):
        raise _blamed(child.death(last_words=_LAST_WORDS), limits) from None
    died = child.death(last_words=_LAST_WORDS)
    if died.code:
        raise _blamed(died, limits)


class _Pipe:
    """The child's stdout as a file: nothing is read from it after the deadline, nor more at once than may be held."""

    closed = False

    def __init__(self, child: Child, deadline: float, limits: Limits) -> None:
        self._pipe = child.told.fileno()
        self._ready = select.poll()
        self._ready.register(self._pipe, select.POLLIN)
        self._deadline = deadline
        self._limits = limits

    def read(self, size: int) -> bytes:
        """`size` bytes, fewer only where the child has closed its end."""
        if size > self._limits.memory // _IN_ONE_MESSAGE:
            raise QueryTooLarge(_A_ROW.filled(mb=size >> 20))
        data = bytearray()
        while len(data) < size:
            left = self._deadline - time.monotonic()
            if left <= 0 or not self._ready.poll(left * 1000):
                raise _late(self._limits)
            more = os.read(self._pipe, min(size - len(data), _AT_ONCE))
            if not more:
                break
            data += more
        return bytes(data)


def _late(limits: Limits) -> QueryTimeout:
    return QueryTimeout(limits.seconds)


def _blamed(died: Death, limits: Limits) -> QueryError:
    """Why a child has closed its stdout: what it wrote last, else what ended it."""
    if died.is_late or died.code == -signal.SIGALRM:
        return _late(limits)
    line = (died.said.strip().splitlines() or [""])[-1]
    said = json.loads(line) if line.startswith('{"what"') else {}
    if said.get("what") == "memory" or died.code < 0:
        return QueryTooLarge(_MORE_THAN.filled(mb=limits.memory >> 20))
    if not said or said["what"] == "error":
        return QueryError(_FAILED.filled(reason=said.get("reason", line)))
    return QueryRefused(said["what"], said["name"])

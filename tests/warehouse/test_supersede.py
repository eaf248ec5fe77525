"""What a replay may not lose: the submissions that count at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made import arrival, key, prepared, reading, submission

from schemas.catalogue.messages import message
from schemas.submission import Reading
from warehouse.arrival import Replay
from warehouse.connect import Connection, build
from warehouse.load import record
from warehouse.supersede import no_longer_there

APRIL, MAY = key(month=4), key(month=5)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """A warehouse in which the first arrival brought figures of April and of May."""
    with build(tmp_path / "w.duckdb") as opened:
        record(prepared(opened), arrival(1), reading(submission({"A": 4}, at=APRIL), submission({"A": 5}, at=MAY)))
        yield opened


def test_a_replay_that_no_longer_reads_what_counts_is_refused_in_words(con: Connection) -> None:
    again = replace(arrival(2), replay=Replay(1))
    found = no_longer_there(con, again, reading(submission({"A": 6}, at=MAY)))
    assert found is not None
    assert found.found == "figures, so-y-te, 26, 2023-04"
    assert message(found, "vi") == (
        "f.xlsx: đọc lại tệp thì không còn thấy biểu đã nạp từ tệp này: figures, so-y-te, 26, 2023-04;"
        " cần đúng các biểu, đơn vị, kỳ của lần nạp trước; chưa có gì được thay thế;"
        " bỏ phần sửa ở tiêu đề hay phần đầu biểu;"
        " nếu kỳ hoặc đơn vị đã ghi sai thì gửi tệp đúng như một tệp mới."
    )


def test_a_replay_that_reads_all_that_counts_and_one_that_reads_nothing_lose_nothing(con: Connection) -> None:
    again = replace(arrival(2), replay=Replay(1))
    both = reading(submission({"A": 6}, at=MAY), submission({"A": 6}, at=APRIL))
    assert no_longer_there(con, again, both) is None
    assert no_longer_there(con, again, Reading("f.xlsx")) is None
    assert no_longer_there(con, arrival(2), reading(submission({"A": 6}, at=MAY))) is None

"""Whether a build file was made from the journal it stands beside.

Numbers of arrivals are what the two have in common. A journal that is older than the build file gives numbers out a
second time, and a file that gets one of them would pass for loaded and be lost.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from schemas.values.bilingual import Both
from schemas.values.trouble import Exit, Trouble
from warehouse.kept import Kept

_NOT_ITS_JOURNAL = Both(
    "Kho số liệu và nhật ký nhận tệp không khớp nhau: lượt nhận số {seq} đã nạp không có, hoặc là tệp khác, trong"
    " {journal} (nhật ký cũ hơn kho?). Chưa lấy tệp nào trong hộp nhận."
    " Khôi phục cả thư mục kept mới hơn từ bản sao lưu;"
    " nếu không còn, chạy khoso rebuild để dựng kho theo nhật ký này và đề nghị các nơi gửi lại những tệp đến sau đó.",
    "The warehouse and the journal do not belong together: arrival {seq}, which is loaded, is not in {journal}, or is"
    " another file there (a journal older than the warehouse?). Nothing was taken from the inbox. Restore the whole"
    " folder kept, as new as the warehouse, from a backup; where there is none, run khoso rebuild to make the warehouse"
    " from this journal, and have what came later sent again.",
)


class NotItsJournal(Trouble):
    """The build file has loaded an arrival the journal does not have, or has another of its number; `seq`: which."""

    exit_code = Exit.ENVIRONMENT

    def __init__(self, seq: int, journal: Path) -> None:
        super().__init__(_NOT_ITS_JOURNAL.filled(seq=seq, journal=journal))
        self.seq = seq


def check_belonging(con: duckdb.DuckDBPyConnection, kept: Kept) -> None:
    """Raise NotItsJournal unless every arrival the build file knows stands in the journal, with the same file.

    Hash, name and time are compared. An arrival the build file does not know is one that is still to be loaded.
    """
    known = {(each.seq, each.sha256, each.name, each.received_at) for each in kept.arrivals()}
    for arrival in _loaded(con):
        if arrival not in known:
            raise NotItsJournal(arrival[0], kept.journal)


def _loaded(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str, str, datetime]]:
    """Number, hash, name and time of every arrival of which something is recorded; none in a new file."""
    tables = ("run", "load_record")
    there = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'audit' AND list_contains(?, table_name)",
        [list(tables)],
    ).fetchall()
    if there != [(len(tables),)]:
        return []
    selects = [f"SELECT seq, sha256, file_name, received_at FROM audit.{table}" for table in tables]
    return con.execute(f"{' UNION '.join(selects)} ORDER BY seq").fetchall()

"""A data root as it should be, to be held against one that something has happened to."""

from __future__ import annotations

import os
from pathlib import Path

from machine.settings import Settings
from warehouse.connect import snapshot


def tables(chosen: Settings) -> dict[str, int]:
    """Table -> a hash over its published rows, but for what tells the time of a build."""
    with snapshot(chosen.home.snapshot) as con:
        names = con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('history', 'ref')"
            " OR table_name IN ('run', 'load_record', 'finding', 'quarantine', 'column_map', 'comparison')"
        ).fetchall()
        return {
            f"{schema}.{name}": con.execute(f'SELECT sum(hash(t)::HUGEINT) FROM "{schema}"."{name}" t').fetchall()[0][0]
            for schema, name in names
        }


def flip(path: Path, at: int | None = None) -> None:
    """Change one bit of a file, in its middle where no place is said, as a disk does: its times stay."""
    stat = path.stat()
    mode = stat.st_mode
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)
    path.chmod(mode)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def figures(chosen: Settings) -> dict[str, int]:
    """What people see, view -> a hash over its rows, whatever the order and the numbers of the arrivals."""
    with snapshot(chosen.home.snapshot) as con:
        views = con.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'core'").fetchall()
        return {
            view: con.execute(
                f"SELECT coalesce(sum(hash(t)::HUGEINT), 0) FROM (SELECT COLUMNS(c -> c NOT LIKE '\\_%' ESCAPE '\\')"
                f' FROM core."{view}") t'
            ).fetchall()[0][0]
            for (view,) in views
        }

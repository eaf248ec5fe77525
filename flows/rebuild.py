"""The warehouse made anew from the kept files and their journal, in the order of arrival."""

from __future__ import annotations

from pathlib import Path

from flows.ahead import Ahead, Taken
from flows.ingest import Clock, load_arrival, now
from machine.settings import Settings
from schemas.registry import forms, reference_tables
from spreadsheets.read.reader import Reader
from warehouse.checks.judge import judge
from warehouse.connect import build, writer_lock
from warehouse.kept import Kept
from warehouse.mart import marts
from warehouse.publish import publish
from warehouse.tables import prepare


def rebuild(settings: Settings, *, wait: bool, clock: Clock = now) -> int:
    """Load every kept file again into a new build file, put it in place of the old one and publish it.

    What was loaded is held against the rest after the arrivals after which it was before. Returns the number of
    arrivals. Killed before the end, the old warehouse stands unchanged.
    """
    fresh = settings.home.build_file.with_name("rebuild.duckdb")
    with writer_lock(settings.home.warehouse, wait=wait):
        _remove(fresh)
        kept = Kept(settings.home.kept)
        with Reader(settings.readers) as reader, build(fresh) as con:
            prepare(con, forms().values(), reference_tables(), marts())
            arrivals = [Taken(arrival) for arrival in kept.arrivals()]
            judged = set(kept.judged())
            for item, underway in Ahead(settings, reader, arrivals):
                load_arrival(con, settings, item.arrival, underway, is_done=False)
                if item.arrival.seq in judged:
                    judge(con, forms())
            judge(con, forms())
        _remove(settings.home.build_file.with_name(settings.home.build_file.name + ".wal"))
        fresh.replace(settings.home.build_file)
        publish(settings.home.warehouse, keep=settings.snapshots, now=clock())
    return len(arrivals)


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)

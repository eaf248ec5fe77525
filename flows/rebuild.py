"""The warehouse made anew from the kept files and their journal, in the order of arrival."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from flows.ahead import Ahead, Taken
from flows.ingest import Clock, load_arrival, now
from machine.rights import for_owner_alone
from machine.settings import Settings
from schemas.finding import Finding
from schemas.registry import forms, reference_tables
from spreadsheets.read.reader import Reader
from warehouse.checks.judge import judge
from warehouse.connect import build, writer_lock
from warehouse.content import content
from warehouse.kept import Kept
from warehouse.mart import marts
from warehouse.publish import publish
from warehouse.tables import prepare
from warehouse.version import check_root, write_root_version

#: What an arrival is refused for whose kept file is not what was received.
_LOST = ("FILE-KEPT-DAMAGED", "FILE-KEPT-MISSING")


@dataclass
class Rebuilt:
    """What a rebuild did: how many arrivals it took in; of those whose kept file is damaged or missing, that."""

    arrivals: int
    lost: list[Finding] = field(default_factory=list)


@for_owner_alone()
def rebuild(settings: Settings, *, wait: bool, clock: Clock = now) -> Rebuilt:
    """Load every kept file again into a new build file, put it in place of the old one and publish it.

    What was loaded is held against the rest after the arrivals after which it was before. Killed before the end, the
    old warehouse stands unchanged; so it does where the journal or the list of what was judged is damaged, which
    raises JournalDamaged. An older data root is taken over so; OtherVersion for a newer one.
    """
    fresh = settings.home.build_file.with_name("rebuild.duckdb")
    with writer_lock(settings.home.warehouse, wait=wait):
        check_root(settings.home.kept, is_older_welcome=True)
        _remove(fresh)
        kept = Kept(settings.home.kept)
        with Reader(settings.readers) as reader, build(fresh) as con:
            prepare(con, forms().values(), reference_tables(), marts())
            arrivals = [Taken(arrival) for arrival in kept.arrivals()]
            kept.forget_judged(after=len(arrivals))
            judged, result = set(kept.judged()), Rebuilt(len(arrivals))
            for item, underway in Ahead(settings, reader, arrivals):
                _, reading = load_arrival(con, settings, item.arrival, underway, is_done=False)
                if reading and reading.refused and reading.refused.rule in _LOST:
                    result.lost.append(reading.refused)
                if item.arrival.seq in judged:
                    judge(con, forms())
            judge(con, forms())
            says = content(con)
        _remove(settings.home.build_file.with_name(settings.home.build_file.name + ".wal"))
        fresh.replace(settings.home.build_file)
        write_root_version(settings.home.kept)
        publish(settings.home.warehouse, keep=settings.snapshots, group=settings.group, now=clock(), content=says)
    return result


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)

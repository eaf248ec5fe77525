"""The line in one call: files in, rows in the warehouse, a new snapshot. Plain functions, no Prefect."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from flows.fault import fault
from flows.inbox import Waiting, files, said_by_folder, waiting
from flows.line import read_submissions, warm_up
from flows.receipt import add_to_receipt, write_receipt
from flows.secret import pseudonym_key
from flows.settings import Home, Settings
from schemas.periods import Period, spanning
from schemas.registry import forms, reference_tables
from schemas.submission import Given, Reading
from spreadsheets.corrections import Corrected
from spreadsheets.workbook import Pending, Reader
from warehouse.checks.judge import judge
from warehouse.connect import Connection, build, writer_lock
from warehouse.kept import Arrival, Kept
from warehouse.load import Outcome, already_loaded, counted, done, finished, is_current, record, record_noop
from warehouse.mart import marts
from warehouse.publish import publish
from warehouse.supersede import no_longer_there
from warehouse.tables import prepare

Clock = Callable[[], datetime]
_READ_AHEAD = 4
#: What a reading that contradicts itself raises while it is recorded. The database's own errors are not the file's.
_FAULTS = (ValueError, TypeError, LookupError, ArithmeticError)


@dataclass
class Drained:
    """What one drain did: an outcome per arrival, the files left in the inbox, the snapshot if one was published."""

    outcomes: list[Outcome] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    published: Path | None = None


@dataclass(frozen=True)
class Taken:
    """An arrival still to be loaded, and the inbox file to remove once it is."""

    arrival: Arrival
    source: Path | None = None


def now() -> datetime:
    """The clock of a run: local time to the second, without a zone, as the journal keeps it."""
    return datetime.now().replace(microsecond=0)


@dataclass
class Publication:
    """The snapshot a block of writing led to; None while it lasts, or when nothing had changed."""

    path: Path | None = None


@contextlib.contextmanager
def writing(
    settings: Settings, *, wait: bool, clock: Clock = now, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[tuple[Connection, Publication]]:
    """The build file under the writer's lock, its tables as the contracts say; published on a clean exit.

    What was loaded is held against the rest before it is published: see warehouse.checks.
    `meanwhile` is called when nothing can refuse the writing any more, before tables are made: see `prepare`.
    Raises Busy, ContractChanged, DiskFull.
    """
    publication = Publication()
    with writer_lock(settings.home.warehouse, wait=wait):
        with build(settings.home.build_file) as con:
            prepare(con, forms().values(), reference_tables(), marts(), meanwhile)
            yield con, publication
            for seq, findings in judge(con, forms()).items():
                add_to_receipt(settings.home.outbox, counted(con, seq), findings)
        publication.path = publish(settings.home.warehouse, keep=settings.snapshots, now=clock())


def drain(
    settings: Settings,
    *,
    wait: bool,
    clock: Clock = now,
    tell: Callable[[Outcome, Reading | None], None] = lambda outcome, reading: None,
) -> Drained:
    """Load what an earlier run left undone, then every file of the inbox that is ready; publish once.

    `wait`: wait for the writer's lock, or raise Busy. `tell` hears of each arrival when it is done.
    """
    home = settings.home
    home.inbox.mkdir(parents=True, exist_ok=True)
    result = Drained()
    kept = Kept(home.kept)
    with Reader(settings.readers) as reader, writing(settings, wait=wait, clock=clock) as (con, publication):
        for taken in (left_undone(con, home), _take_inbox(settings, result, clock)):
            work_through(con, settings, Ahead(kept, reader, taken), result, tell)
    result.published = publication.path
    return result


def ingest_files(
    settings: Settings,
    paths: list[Path],
    given: Given,
    *,
    wait: bool,
    clock: Clock = now,
    tell: Callable[[Outcome, Reading | None], None] = lambda outcome, reading: None,
) -> Drained:
    """Load the named files, which stay where they are, with what the caller says of them; publish once."""
    kept, options, result = Kept(settings.home.kept), options_of(given), Drained()
    taken = (Taken(kept.keep(path, via="command", now=clock(), options=options)) for path in paths)
    with Reader(settings.readers) as reader:
        ahead = Ahead(kept, reader, taken)
        with writing(settings, wait=wait, clock=clock, meanwhile=ahead.fill) as (con, publication):
            undone = [item for item in left_undone(con, settings.home) if item.arrival not in ahead]
            work_through(con, settings, Ahead(kept, reader, undone), result, tell)
            work_through(con, settings, ahead, result, tell)
    result.published = publication.path
    return result


def left_undone(con: Connection, home: Home) -> list[Taken]:
    """Arrivals in the journal that no run has finished: the program was stopped between keeping and loading."""
    finished = done(con)
    return [Taken(arrival) for arrival in Kept(home.kept).arrivals() if arrival.seq not in finished]


class Ahead:
    """Arrivals to be loaded, each with its workbook under way: children read a few files ahead of the one that is due.

    Iterated over once.
    """

    def __init__(self, kept: Kept, reader: Reader, taken: Iterable[Taken]) -> None:
        self._kept, self._reader, self._taken = kept, reader, iter(taken)
        self._under_way: deque[tuple[Taken, Pending | Corrected]] = deque()

    def __contains__(self, arrival: Arrival) -> bool:
        return any(item.arrival.seq == arrival.seq for item, _ in self._under_way)

    def fill(self) -> None:
        """Start reading as many files as are read ahead."""
        for item in self._taken:
            self._under_way.append((item, self._submit(item.arrival)))
            if len(self._under_way) > _READ_AHEAD:
                break

    def _submit(self, arrival: Arrival) -> Pending | Corrected:
        pending = self._reader.submit(self._kept.path(arrival.sha256), name=arrival.name)
        if not arrival.corrections:
            return pending
        sheets = [self._reader.submit(self._kept.path(sha256)) for sha256 in arrival.corrections]
        return Corrected(pending, sheets, arrival.place)

    def __iter__(self) -> Iterator[tuple[Taken, Pending | Corrected]]:
        self.fill()
        while self._under_way:
            yield self._under_way.popleft()
            self.fill()


def work_through(
    con: Connection,
    settings: Settings,
    ahead: Ahead,
    result: Drained,
    tell: Callable[[Outcome, Reading | None], None],
) -> None:
    """Load arrivals in their order."""
    known = done(con)
    for number, (item, pending) in enumerate(ahead):
        if not number:
            warm_up()
        outcome, reading = load_arrival(con, settings, item.arrival, pending, is_done=item.arrival.seq in known)
        write_receipt(settings.home.outbox, outcome, reading)
        if item.source:
            _remove(item.source, item.arrival)
        result.outcomes.append(outcome)
        tell(outcome, reading)


def load_arrival(
    con: Connection, settings: Settings, arrival: Arrival, pending: Pending | Corrected, *, is_done: bool
) -> tuple[Outcome, Reading | None]:
    """Load one arrival, or note that it changes nothing; the reading is None then.

    `is_done`: it was finished before a stop, but for its receipt. It is read again and loaded no more.
    """
    before = finished(con, arrival) if is_done else None
    if before and before.state == "noop":
        return before, None
    if not before and is_current(con, arrival, {name: form.hash() for name, form in forms().items()}):
        return record_noop(con, arrival), None
    reading = _read(settings, arrival, pending)
    if gone := no_longer_there(con, arrival, reading):
        reading = Reading(arrival.name, findings=reading.findings, refused=gone)
    try:
        return record(con, arrival, reading), reading
    except _FAULTS as error:
        finding = fault(error, arrival.name, settings.home.log)
        reading = Reading(arrival.name, submissions=already_loaded(con, arrival, reading), findings=[finding])
        return record(con, arrival, reading), reading


def _read(settings: Settings, arrival: Arrival, pending: Pending | Corrected) -> Reading:
    """The reading of an arrival; a fault of ours while reading it is its refusal and stops no other."""
    given, folder = given_of(arrival.options)
    key = pseudonym_key(settings.home.secret)
    try:
        return read_submissions(pending.result(), given, folder, key)
    except OSError:  # what was kept is gone
        raise
    except Exception as error:  # noqa: BLE001 - an unfinished arrival comes first in every later drain
        return Reading(arrival.name, refused=fault(error, arrival.name, settings.home.log))


def _take_inbox(settings: Settings, result: Drained, clock: Clock) -> Iterator[Taken]:
    """Keep the files of the inbox that are ready, one after the other; note those that are not.

    A file that was kept before a stop is not a new arrival: taken for one, it would supersede its own correction.
    """
    home, kept = settings.home, Kept(settings.home.kept)
    told = {outcome.seq for outcome in result.outcomes}
    before = {arrival.mark: arrival for arrival in kept.arrivals() if arrival.mark and arrival.via == "inbox"}
    for path in files(home.inbox):
        try:
            not_ready = waiting(path, settings.quiet_seconds)
            known = before.get(kept.mark(path))
            if known and kept.fingerprint(path) != known.sha256:
                known = None
            if not_ready and not known:
                result.waiting.append(not_ready)
            elif known and known.seq in told:
                _remove(path, known)
            elif known:
                yield Taken(known, path)
            else:
                options = options_of(Given(), said_by_folder(home.inbox, path))
                yield Taken(kept.keep(path, via="inbox", now=clock(), options=options), path)
        except FileNotFoundError:
            continue  # its sender took it back
        except PermissionError:
            result.waiting.append(Waiting(path, "unreadable"))


def _remove(path: Path, arrival: Arrival) -> None:
    """Remove the file an arrival was taken from; one put in its place meanwhile stays."""
    with contextlib.suppress(FileNotFoundError):
        if Kept.mark(path) == arrival.mark:
            path.unlink()


def options_of(given: Given, folder: Given | None = None) -> dict[str, str]:
    """What was said of a file, as the journal keeps it; unsaid things are left out."""
    options: dict[str, str] = {}
    for prefix, said in (("", given), ("folder_", folder or Given())):
        values = {"sender": said.sender, "unit": said.unit, "revision": said.revision or ""}
        if said.period:
            p = said.period
            values["period"] = f"{p.kind} {p.calendar} {p.start.isoformat()} {p.end.isoformat()}"
        options |= {prefix + name: value for name, value in values.items() if value}
    return options


def given_of(options: dict[str, str]) -> tuple[Given, Given]:
    """The inverse of `options_of`: what the caller said, and what the folder said."""
    said = []
    for prefix in ("", "folder_"):
        revision = options.get(prefix + "revision")
        said.append(
            Given(
                sender=options.get(prefix + "sender", ""),
                unit=options.get(prefix + "unit", ""),
                period=_period(options.get(prefix + "period", "")),
                revision=revision if revision in ("estimate", "official") else None,  # type: ignore[arg-type]
            )
        )
    return said[0], said[1]


def _period(text: str) -> Period | None:
    if not text:
        return None
    kind, calendar, start, end = text.split()
    return spanning(date.fromisoformat(start), date.fromisoformat(end), kind, calendar)  # type: ignore[arg-type]

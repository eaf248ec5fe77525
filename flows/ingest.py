"""The line in one call: files in, rows in the warehouse, a new snapshot. Plain functions, no Prefect."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flows.ahead import Ahead, Taken, Underway
from flows.annotated import give_back
from flows.answers import Answers
from flows.inbox import Waiting, found, said_by_folder, waiting
from flows.reading import options_of
from flows.unmarked import Unmarked
from machine.noted import note
from machine.rights import for_owner_alone
from machine.secret import prove_key
from machine.settings import Home, Settings
from schemas.finding import Finding
from schemas.registry import forms, reference_tables
from schemas.submission import Given, Reading
from schemas.values.bilingual import Both
from spreadsheets.read.fault import fault
from spreadsheets.read.reader import Reader
from warehouse.arrival import Arrival
from warehouse.belonging import check_belonging
from warehouse.checks.judge import judge, judged_after
from warehouse.connect import Connection, build, writer_lock
from warehouse.content import content
from warehouse.kept import Kept, NoRoom
from warehouse.load import Outcome, already_loaded, counted, done, finished, is_current, record, record_noop
from warehouse.mart import marts
from warehouse.publish import publish
from warehouse.supersede import no_longer_there
from warehouse.tables import prepare
from warehouse.version import check_root, write_root_version

Clock = Callable[[], datetime]
#: What a reading that contradicts itself raises while it is recorded. The database's own errors are not the file's.
_FAULTS = (ValueError, TypeError, LookupError, ArithmeticError)


@dataclass
class Drained:
    """What one drain did: an outcome per arrival, the files left where they were, the snapshot if one was published.

    `beyond`: arrival -> what its rows, held against others, showed once all were loaded. `annotated`: the workbooks
    written for their senders. `unwritten`: answers to senders that could not be written, and why.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    published: Path | None = None
    beyond: dict[int, list[Finding]] = field(default_factory=dict)
    annotated: list[Path] = field(default_factory=list)
    unwritten: list[Both] = field(default_factory=list)


def now() -> datetime:
    """The clock of a run: local time to the second, without a zone, as the journal keeps it."""
    return datetime.now().replace(microsecond=0)


@dataclass
class Publication:
    """What a block of writing led to; nothing while it lasts.

    `path`: the snapshot, None when nothing had changed. `judged`: arrival -> what became of it with everything that
    was found when it was held against others, and that. `unmarked`: the arrivals whose workbooks are to be marked.
    `answers`: what the senders are told.
    """

    answers: Answers
    path: Path | None = None
    unmarked: list[int] = field(default_factory=list)
    judged: dict[int, tuple[Outcome, list[Finding]]] = field(default_factory=dict)


@contextlib.contextmanager
def writing(
    settings: Settings, *, wait: bool, clock: Clock = now, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[tuple[Connection, Publication]]:
    """The build file under the writer's lock, its tables as the contracts say; published on a clean exit.

    What was loaded is held against the rest before it is published: see warehouse.checks.
    `meanwhile` is called when nothing can refuse the writing any more, before tables are made: see `prepare`.
    Raises Busy, ContractChanged, DiskFull; OtherVersion, NotTheKey, JournalDamaged, NotItsJournal before anything is
    taken or changed.
    """
    publication = Publication(Answers(settings.home.outbox))
    with for_owner_alone(), writer_lock(settings.home.warehouse, wait=wait):
        check_root(settings.home.kept)
        prove_key(settings.home.secret)
        write_root_version(settings.home.kept)
        with build(settings.home.build_file) as con:
            kept = Kept(settings.home.kept)
            check_belonging(con, kept)
            prepare(con, forms().values(), reference_tables(), marts(), meanwhile)
            kept.keep_judged(judged_after(con))  # a run that was killed may have judged and not come so far
            yield con, publication
            for seq, findings in judge(con, forms()).items():
                publication.judged[seq] = (counted(con, seq), findings)
                publication.answers.add(*publication.judged[seq])
            kept.keep_judged(judged_after(con))
            publication.unmarked = Unmarked(settings.home.outbox).seqs()
            says = content(con)
        publication.path = publish(
            settings.home.warehouse, keep=settings.snapshots, group=settings.group, now=clock(), content=says
        )


@for_owner_alone()
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
    with Reader(settings.readers) as reader:
        with writing(settings, wait=wait, clock=clock) as (con, publication):
            for taken in (left_undone(con, home), _take_inbox(settings, result, clock)):
                work_through(con, publication.answers, Ahead(settings, reader, taken), result, tell)
        settled(settings, reader, result, publication)
    note(home.drained, clock(), files=len(result.outcomes))
    return result


@for_owner_alone()
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
    result = Drained()
    taken = _take_named(settings, paths, given, result, clock)
    with Reader(settings.readers) as reader:
        ahead = Ahead(settings, reader, taken)
        with writing(settings, wait=wait, clock=clock, meanwhile=ahead.fill) as (con, publication):
            undone = [item for item in left_undone(con, settings.home) if item.arrival not in ahead]
            work_through(con, publication.answers, Ahead(settings, reader, undone), result, tell)
            work_through(con, publication.answers, ahead, result, tell)
        return settled(settings, reader, result, publication)


def settled(settings: Settings, reader: Reader, result: Drained, publication: Publication) -> Drained:
    """What a drain did, with what its publication brought; the senders' workbooks are marked."""
    result.published = publication.path
    result.beyond = {seq: findings for seq, (_, findings) in publication.judged.items()}
    judged = {seq: outcome for seq, (outcome, _) in publication.judged.items()}
    result.outcomes = [judged.get(outcome.seq, outcome) for outcome in result.outcomes]
    result.annotated = list(give_back(settings, reader, publication.unmarked, publication.answers))
    result.unwritten = publication.answers.unwritten
    return result


def left_undone(con: Connection, home: Home) -> list[Taken]:
    """Arrivals in the journal that no run has finished: the program was stopped between keeping and loading."""
    finished = done(con)
    return [Taken(arrival) for arrival in Kept(home.kept).arrivals() if arrival.seq not in finished]


def work_through(
    con: Connection,
    answers: Answers,
    ahead: Ahead,
    result: Drained,
    tell: Callable[[Outcome, Reading | None], None],
) -> None:
    """Load arrivals in their order. A file of the inbox stays there until it is answered."""
    known = done(con)
    for item, underway in ahead:
        outcome, reading = load_arrival(con, ahead.settings, item.arrival, underway, is_done=item.arrival.seq in known)
        if answers.give(outcome, reading) and item.source:
            result.waiting += _remove(item.source, item.arrival)
        result.outcomes.append(outcome)
        tell(outcome, reading)


def load_arrival(
    con: Connection, settings: Settings, arrival: Arrival, underway: Underway, *, is_done: bool
) -> tuple[Outcome, Reading | None]:
    """Load one arrival, or note that it changes nothing; the reading is None then.

    `is_done`: it was finished before a stop, but for its receipt. It is read again and loaded no more.
    """
    before = finished(con, arrival) if is_done else None
    if before and before.state == "noop":
        return before, None
    if not before and is_current(con, arrival, {form.hash() for form in forms().values()}):
        return record_noop(con, arrival), None
    reading = underway.reading()
    if gone := no_longer_there(con, arrival, reading):
        reading = Reading(arrival.name, findings=reading.findings, refused=gone)
    try:
        return record(con, arrival, reading), reading
    except _FAULTS as error:
        finding = fault(error, arrival.name, settings.home.log)
        reading = Reading(arrival.name, submissions=already_loaded(con, arrival, reading), findings=[finding])
        return record(con, arrival, reading), reading


def _take_inbox(settings: Settings, result: Drained, clock: Clock) -> Iterator[Taken]:
    """Keep the files of the inbox that are ready, one after the other; note those that are not.

    A file that was kept before a stop is not a new arrival: taken for one, it would supersede its own correction.
    """
    home, kept = settings.home, Kept(settings.home.kept)
    told = {outcome.seq for outcome in result.outcomes}
    before = {arrival.mark: arrival for arrival in kept.arrivals() if arrival.mark and arrival.via == "inbox"}
    for path in found(home.inbox):
        if isinstance(path, Waiting):
            result.waiting.append(path)
            continue
        with _left_where_it_is(path, result):
            not_ready = waiting(path, settings.quiet_seconds)
            known = before.get(kept.mark(path))
            if known and kept.fingerprint(path) != known.sha256:
                known = None
            if not_ready and not known:
                result.waiting.append(not_ready)
            elif known and known.seq in told:
                result.waiting += _remove(path, known)
            elif known:
                yield Taken(known, path)
            else:
                options = options_of(Given(), said_by_folder(home.inbox, path))
                yield Taken(kept.keep(path, via="inbox", now=clock(), options=options), path)


def _take_named(settings: Settings, paths: list[Path], given: Given, result: Drained, clock: Clock) -> Iterator[Taken]:
    """Keep the files a caller names, one after the other; note those that cannot be."""
    kept, options = Kept(settings.home.kept), options_of(given)
    for path in paths:
        with _left_where_it_is(path, result):
            yield Taken(kept.keep(path, via="command", now=clock(), options=options))


@contextlib.contextmanager
def _left_where_it_is(path: Path, result: Drained) -> Iterator[None]:
    """Go on with the next file after one that cannot be kept, and note why."""
    try:
        yield
    except FileNotFoundError:
        result.waiting.append(Waiting(path, "gone"))
    except NoRoom:
        result.waiting.append(Waiting(path, "no-room"))
    except OSError:
        if _can_be_read(path):
            raise  # what is at fault is where it was to be kept
        result.waiting.append(Waiting(path, "unreadable"))


def _can_be_read(path: Path) -> bool:
    try:
        Kept.fingerprint(path)
    except OSError:
        return False
    return True


def _remove(path: Path, arrival: Arrival) -> list[Waiting]:
    """Remove the file an arrival was taken from, or say that it cannot be; one put in its place meanwhile stays."""
    try:
        if Kept.mark(path) == arrival.mark:
            path.unlink()
    except OSError as error:
        return [] if isinstance(error, FileNotFoundError) else [Waiting(path, "not-removed")]
    return []

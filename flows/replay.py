"""Kept files taken in again: after a rule or a code list changed, or with corrections laid over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.ahead import Ahead, Taken
from flows.ingest import Clock, Drained, left_undone, now, settled, work_through, writing
from machine.rights import for_owner_alone
from machine.settings import Settings
from schemas.registry import forms
from schemas.submission import Reading
from schemas.values.bilingual import Both
from spreadsheets.read.reader import Reader
from spreadsheets.write.corrections import Correction, NotCorrections, read_corrections, row_number
from warehouse.arrival import Arrival
from warehouse.connect import Connection
from warehouse.kept import Kept
from warehouse.load import Outcome
from warehouse.quarantine import held_places, newest_of, outdated, place_of
from warehouse.trace import NotFound

_NO_ARRIVAL = Both(
    "Không có lần nhận tệp {seq}. Xem: khoso status --arrivals.",
    "There is no arrival {seq}. See: khoso status --arrivals.",
)
_NOT_HELD = Both(
    "lần nhận {arrival}, trang tính {sheet}, dòng {row} không bị giữ lại",
    "arrival {arrival}, sheet {sheet}, row {row} is not held",
)


@dataclass(frozen=True)
class ReplayRequest:
    """Which arrivals to take in again: that of a load, one by its number, those a sheet of corrections names.

    With none of them: all that were read under another contract than today's. `form`: only those with a load of it.
    """

    form: str = ""
    load_id: int | None = None
    arrival: int | None = None
    corrections: Path | None = None


@for_owner_alone()
def replay(
    settings: Settings,
    asked: ReplayRequest,
    *,
    wait: bool,
    clock: Clock = now,
    tell: Callable[[Outcome, Reading | None], None] = lambda outcome, reading: None,
) -> Drained:
    """Journal a replay of each arrival asked for, load it and publish once.

    Raises NotFound, Superseded, NotCorrections before anything is journalled, and what `writing` raises.
    """
    kept, result = Kept(settings.home.kept), Drained()
    with Reader(settings.readers) as reader:
        corrections = read_corrections(reader.read(asked.corrections)) if asked.corrections else []
        with writing(settings, wait=wait, clock=clock) as (con, publication):
            work_through(
                con, publication.answers, Ahead(settings, reader, left_undone(con, settings.home)), result, tell
            )
            replays = _chosen(con, kept, asked, corrections)
            taken = _journalled(kept, replays, asked.corrections, clock)
            work_through(con, publication.answers, Ahead(settings, reader, taken), result, tell)
        return settled(settings, reader, result, publication)


_Replay = tuple[Arrival, dict[str, tuple[str, str]]]


def _chosen(con: Connection, kept: Kept, asked: ReplayRequest, corrections: Sequence[Correction]) -> list[_Replay]:
    """The arrivals to take in again, in their order, each with contracts before and now of the forms loaded from it."""
    arrivals = {arrival.seq: arrival for arrival in kept.arrivals()}
    places = _places(con, asked, {each.arrival for each in corrections})
    unknown = sorted(places - arrivals.keys())
    if unknown:
        raise NotFound(_NO_ARRIVAL.filled(seq=unknown[0]))
    _check_rows(con, [each for each in corrections if each.arrival in places])
    found = []
    for place in sorted({arrivals[seq].place for seq in places}):
        seq, contracts = newest_of(con, place)
        if asked.form in ("", *contracts):
            today = {form: (old, forms()[form].hash()) for form, old in contracts.items() if form in forms()}
            found.append((arrivals[seq], today))
    return found


def _places(con: Connection, asked: ReplayRequest, corrected: set[int]) -> set[int]:
    """Numbers of the arrivals that everything asked for together names."""
    wanted = [corrected] if asked.corrections else []
    wanted += [{place_of(con, asked.load_id)}] if asked.load_id is not None else []
    wanted += [{asked.arrival}] if asked.arrival is not None else []
    return set.intersection(*wanted) if wanted else set(outdated(con, forms()))


def _check_rows(con: Connection, corrections: Sequence[Correction]) -> None:
    """Raise NotCorrections where a sheet of corrections names a row that was never held: not a title, not a total."""
    held = {place: held_places(con, place) for place in {each.arrival for each in corrections}}
    for each in corrections:
        if (each.sheet, row_number(each.row)) not in held[each.arrival]:
            raise NotCorrections(_NOT_HELD.filled(arrival=each.arrival, sheet=each.sheet, row=each.row))


def _journalled(kept: Kept, replays: Sequence[_Replay], corrections: Path | None, clock: Clock) -> Iterator[Taken]:
    for before, contracts in replays:
        yield Taken(kept.keep_replay(before, corrections, contracts=contracts, now=clock()))

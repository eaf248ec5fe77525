"""Years of submissions made at random: in time, late, corrected, empty, refused, replayed, sent by a successor."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from schemas.codes import REFERENCE
from schemas.form import DISTRICTS_END, Due, Form, Revision, column
from schemas.kinds import Count
from schemas.owed import debtors, due_day
from schemas.submission import Key
from schemas.values.periods import Period, period
from warehouse.connect import Connection
from warehouse.insert import insert, insert_keys

#: Months whose reports are made, and the first month after them.
FIRST, AFTER = (2023, 1), (2026, 1)
_WHO = ("unit:commune",) * 10 + ("unit:district", "group:procedures")


@dataclass(frozen=True)
class Sending:
    """One submission of a file, or one table refused before it became one.

    `accepted`, `held`: rows loaded and rows in quarantine, None where nothing became a submission. `has_refused`: one
    of its tables was refused; `is_blank`: one was left empty. `again`: the number of the sending a replay does again.
    """

    form: str
    sender: str
    unit: str
    period: Period
    on: date
    accepted: int | None = 5
    held: int = 0
    revision: Revision = "official"
    has_refused: bool = False
    is_blank: bool = False
    again: int | None = None

    @property
    def key(self) -> Key:
        """Which submission it is."""
        return Key(self.form, self.sender, self.unit, self.period, self.revision)


def twelve_forms() -> list[type[Form]]:
    """Twelve monthly contracts, of both calendars, one of which ends with the districts."""
    return [
        type(
            f"Report{number}",
            (Form,),
            {
                "__doc__": "A made report.",
                "__module__": __name__,
                "n": column(Count, "Số"),
                "period": "month",
                "calendar": ("reporting", "calendar")[number % 2],
                "due": (Due(16, months=number % 2), Due(5, months=1), Due(31, months=1))[number % 3],
                "owed_by": who,
                "ended": DISTRICTS_END if number == 11 else None,
            },
        )
        for number, who in enumerate(_WHO)
    ]


def sendings(forms: Iterable[type[Form]], seed: int = 1) -> list[Sending]:
    """What every body sent for every month, in the order of arrival; a third of the reports has some trouble."""
    rng = Random(seed)
    heirs = _heirs()
    made: list[Sending] = []
    for form in forms:
        for year in range(FIRST[0], AFTER[0]):
            for month in range(1, 13):
                of = period("month", form.calendar, year, month)
                for debtor in debtors(form, of.end):
                    first = Sending(form.name, debtor.sender, debtor.unit, of, due_day(form, of) or of.end)
                    made += _history(rng, first, heirs)
    made.sort(key=lambda sending: sending.on)
    return [*made, *_replays(rng, made)]


def _history(rng: Random, whole: Sending, heirs: dict[str, list[str]]) -> Iterator[Sending]:
    """The sendings of one report; `whole` is complete and arrives on the day it is due."""
    early, late = whole.on - timedelta(rng.randrange(5)), whole.on + timedelta(rng.randrange(1, 40))
    in_time, delayed = replace(whole, on=early), replace(whole, on=late)
    after = late + timedelta(rng.randrange(0, 20))
    heir = rng.choice(heirs.get(whole.sender, [whole.sender]))
    kinds: list[list[Sending]] = [
        [],
        [delayed],
        [replace(in_time, held=2)],
        [replace(in_time, held=2), replace(delayed, on=after)],
        [in_time, replace(delayed, held=1)],
        [in_time, replace(delayed, accepted=0, held=5)],
        [replace(in_time, accepted=0)],
        [replace(in_time, accepted=None, is_blank=True)],
        [replace(in_time, accepted=None, has_refused=True)],
        [replace(in_time, accepted=0, held=4), replace(delayed, accepted=0)],
        [replace(in_time, accepted=None, has_refused=True), replace(delayed, on=after)],
        [replace(in_time, has_refused=True)],
        [replace(in_time, is_blank=True)],
        [replace(in_time, revision="estimate")],
        [replace(in_time, revision="estimate"), delayed],
        [in_time, replace(delayed, revision="estimate")],
        [replace(in_time, unit="26" if whole.unit != "26" else "243")],
        [replace(in_time, sender="so-cong-thuong")],
        [replace(delayed, sender=heir)],
        [in_time, replace(delayed, sender=heir)],
    ]
    yield from [in_time] if rng.random() < 2 / 3 else rng.choice(kinds)


def _replays(rng: Random, made: Sequence[Sending]) -> Iterator[Sending]:
    """Some of what was held back or loaded, taken in again long after: its rows pass now."""
    last = max(sending.on for sending in made)
    for number in sorted(rng.sample(range(len(made)), len(made) // 100)):
        if made[number].accepted is not None:
            yield replace(made[number], on=last, accepted=5, held=0, again=number)


def _heirs() -> dict[str, list[str]]:
    with (REFERENCE / "agency_successions.csv").open(encoding="utf-8", newline="") as lines:
        found: dict[str, list[str]] = defaultdict(list)
        for row in csv.DictReader(lines):
            if row["successor_code"]:
                found[row["agency_code"]].append(row["successor_code"])
        return found


def write(con: Connection, made: Sequence[Sending]) -> None:
    """Write sendings into the audit tables as loading does; the n-th of them is arrival n + 1."""
    runs, loads, refusals, replays = [], [], [], []
    for seq, each in enumerate(made, 1):
        at, key = datetime.combine(each.on, time(9)), each.key
        state = "loaded" if each.accepted else "refused"
        place = seq if each.again is None else each.again + 1
        runs.append((seq, str(seq), "f", at, "inbox", "{}", state, 0, each.accepted or 0, each.held, 0, 0, 0, []))
        if each.accepted is not None:
            load = (seq, key.id, seq, str(seq), "f", at, "{}", "h")
            loads.append((*load, 0, each.accepted, each.held, 0, place, None, None))
        refused = ((1, each.has_refused), (2, each.is_blank))
        refusals += [(seq, number, key.id, "s", number == 2) for number, is_so in refused if is_so]
        if place != seq:
            replays.append((seq, at, place, None, seq, each.form, None, "h", []))
    insert_keys(con, {each.key for each in made})
    written = {"run": runs, "load_record": loads, "refusal_record": refusals, "replay": replays}
    for table, rows in written.items():
        insert(con, f"audit.{table}", rows)

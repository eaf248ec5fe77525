"""One dossier and its life, which is drawn when the dossier is born."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from province.sample.services import Procedure

#: Status codes of the national portal.
NEW, TAKEN_IN, REFUSED, IN_PROCESS, SUPPLEMENT, PAYMENT, WITHDRAWN, STOPPED, PROCESSED, RETURNED = range(1, 11)
SUSPENDED = (SUPPLEMENT, PAYMENT, STOPPED)
IN_PERSON, ONLINE, POSTAL = "in_person", "online", "postal"

#: No life is longer than this many days.
_LONGEST = 88


@dataclass(slots=True)
class MadeDossier:
    """One dossier and its whole life.

    `commune`: the one of the 136 it was handed in at, "" where a body of the province took it. `paused`: when it was
    suspended and until when, if it was.
    """

    code: str
    procedure: Procedure
    commune: str
    channel: str
    submitted: date
    received: date
    due: date
    finished: date
    returned: date
    ending: int
    paused: tuple[date, date] | None
    pause: int
    is_paid_online: bool

    def status_on(self, day: date) -> int:
        """The status code at the end of a day."""
        if self.received > day:
            return NEW
        if self.finished <= day:
            return PROCESSED if self.ending == RETURNED and self.returned > day else self.ending
        if self.paused and self.paused[0] <= day < self.paused[1]:
            return self.pause
        return TAKEN_IN if self.received == day else IN_PROCESS

    def due_on(self, day: date) -> date:
        """The due date as it stands on a day: a pause moves it when it ends."""
        if self.paused and self.paused[1] <= day:
            return self.due + (self.paused[1] - self.paused[0])
        return self.due


def lived(
    random: Random,
    code: str,
    procedure: Procedure,
    commune: str,
    channel: str,
    submitted: date,
    received: date,
    late: float,
) -> MadeDossier:
    """Draw the life of a dossier received on a day."""
    term = procedure.days
    due = received + timedelta(days=term)
    luck = random.random()
    paused, pause, ending = None, 0, RETURNED
    if luck < 0.015:  # not in the office's competence, or asked back
        ending = REFUSED if luck < 0.009 else WITHDRAWN
        finished = received + timedelta(days=min(term, 1))
    else:
        spent = _spent(random, term, late)
        if term >= 5 and random.random() < 0.08:
            start = received + timedelta(days=1 + int(random.random() * 3))
            length = 5 + int(random.random() * 30)
            paused = (start, start + timedelta(days=length))
            pause = SUSPENDED[0] if random.random() < 0.7 else SUSPENDED[1 + int(random.random() * 2)]
            spent = max(spent, 4) + length
        finished = received + timedelta(days=min(spent, _LONGEST))
    returned = finished + timedelta(days=int(random.random() ** 3 * 4))
    is_paid = procedure.fee > 0 and random.random() < (0.55 if channel == ONLINE else 0.03)
    return MadeDossier(
        code, procedure, commune, channel, submitted, received, due, finished, returned, ending, paused, pause, is_paid
    )


def _spent(random: Random, term: int, late: float) -> int:
    """Days from reception to the result, without pauses: late, on the due date or before it."""
    luck = random.random()
    if luck < late:
        return term + 1 + int(random.random() * 8)
    if luck < 0.3 or term == 0:
        return term
    return int(random.random() * term)

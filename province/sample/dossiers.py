"""Who receives which dossiers. Their lives are drawn when they are born, so what is open at the end of a month is what
the next one carries over, whichever month is asked for first."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate

from province.ground.bodies import heir, level, weight
from province.ground.course import Course, month
from province.ground.figure import own_rate
from province.ground.luck import dice, noise
from province.ground.province import communes, districts, people, share, unit_of
from province.sample.dossier import IN_PERSON, ONLINE, POSTAL, MadeDossier, lived
from province.sample.services import Procedure, procedures_of
from schemas.codes import code_list
from schemas.form import DISTRICTS_END
from schemas.owed import debtors
from schemas.registry import forms

#: Dossiers received in a month, and how many of them online, by level. May 2023 is what the article says.
RECEIVED = {
    "province": Course(
        {"2022-10": 11_900, "2023-03": 14_880, "2023-04": 11_840, "2023-05": 12_500, "2025-12": 13_400},
        0.06, "received-province",
    ),
    "district": Course(
        {"2022-10": 19_300, "2023-03": 21_830, "2023-04": 20_115, "2023-05": 21_006, "2025-12": 22_700},
        0.05, "received-district",
    ),
}  # fmt: skip
ONLINE_RATE = {
    "province": Course({
        "2022-11": 0.2109, "2023-03": 0.3, "2023-04": 3_912 / 11_840, "2023-05": 4_523 / 12_500,
        "2023-12": 0.52, "2024-12": 0.78, "2025-12": 0.93,
    }),
    "district": Course({
        "2022-11": 0.86, "2023-03": 0.93, "2023-04": 19_204 / 20_115, "2023-05": 20_745 / 21_006, "2025-12": 0.996,
    }),
}  # fmt: skip
#: Of those settled, how many late; and of those not online, how many by post.
_LATE = {"province": 0.010, "district": 0.023}
_POSTAL = 12
#: How far the online rates of bodies lie around that of their level.
_SPREAD = 0.6

#: A month carries over from the three before it and from no other.
_MONTHS_BACK = 3


def register(body: str, index: int, seed: int) -> list[MadeDossier]:
    """The dossiers of a body that a month accounts for: carried over, then received in it."""
    return carried(body, index, seed) + list(births(body, index, seed))


def carried(body: str, index: int, seed: int) -> list[MadeDossier]:
    """What was open when the month began, at the body or at those whose work it took over."""
    end, last = month(index).end, month(index - 1).end
    return [
        dossier
        for back in range(_MONTHS_BACK, 0, -1)
        for office in offices(index - back)
        if body in _heirs(office, index - back, end)
        for dossier in births(office, index - back, seed)
        if dossier.finished > last and _holder(office, dossier, end) == body
    ]


@cache
def _heirs(office: str, index: int, on: date) -> frozenset[str]:
    """Who may hold on a day what an office took in: its heir, or the committees of a dissolved district's communes."""
    if _is_held(office, on):
        return frozenset((heir(office, on),))
    return frozenset(_committee(commune, on) for commune in _communes(office, month(index).end))


def _holder(office: str, dossier: MadeDossier, on: date) -> str:
    return heir(office, on) if _is_held(office, on) else _committee(dossier.commune, on)


def _is_held(office: str, on: date) -> bool:
    return heir(office, on) in _offices(on) or tier(office) == "province"


def _committee(commune: str, on: date) -> str:
    return f"ubnd-{unit_of(commune, on)}"


@lru_cache(maxsize=250)
def births(body: str, index: int, seed: int) -> tuple[MadeDossier, ...]:
    """Every dossier a body receives in a month, in the order of reception."""
    received, online = _counts(index, seed)[body]
    random = dice("dossiers", seed, body, index)
    postal = (received - online) // _POSTAL
    channels = [ONLINE] * online + [POSTAL] * postal + [IN_PERSON] * (received - online - postal)
    random.shuffle(channels)
    days = sorted(random.choices(_working_days(index), k=received))
    every = procedures_of(body, month(index).end)
    places = _communes(body, month(index).end)
    sizes = list(accumulate(people()[commune] for commune in places))
    offered = [p for p in every if p.level != "none"]
    choices = {True: _weighted(offered), False: _weighted(every)}
    late = _LATE[tier(body)] * max(0.3, 1 - 0.02 * (index - 12 * 2023)) * (0.4 + 1.2 * noise(seed, "late", body))
    running: dict[date, int] = {}
    head = identifier(body, month(index).end)
    made = []
    for day, channel in zip(days, channels, strict=True):
        population, cumulated = choices[channel == ONLINE]
        procedure = random.choices(population, cum_weights=cumulated)[0]
        submitted = day - timedelta(days=int(random.random() * 1.6)) if channel == ONLINE else day
        running[submitted] = running.get(submitted, _first_number(submitted, index)) + 1
        code = f"{head}-{submitted:%y%m%d}-{running[submitted]:04}"
        commune = random.choices(places, cum_weights=sizes)[0] if places else ""
        made.append(lived(random, code, procedure, commune, channel, submitted, day, late))
    return tuple(made)


def offices(index: int) -> tuple[str, ...]:
    """The bodies that settle dossiers in a month."""
    return tuple(_offices(month(index).end))


@cache
def _offices(on: date) -> dict[str, str]:
    """Body -> the territory it answers for."""
    return {d.sender: d.unit for d in debtors(forms()["dossier"], on)}


@cache
def _communes(body: str, on: date) -> tuple[str, ...]:
    """Those of the 136 communes a committee answers for; none for a body of the province."""
    unit = _offices(on)[body]
    parts = districts(on).get(unit) or communes(on).get(unit) or ()
    return parts if tier(body) == "district" else ()


def tier(body: str) -> str:
    """The level a body's dossiers are counted at."""
    return "province" if level(body) == "province" else "district"


@cache
def identifier(body: str, on: date) -> str:
    """The electronic code that heads a body's dossiers: the province's, and a number made up for the body."""
    every = list(dict.fromkeys(e.code for e in code_list("agency").entries))
    return f"{'H62' if on < DISTRICTS_END else 'H44'}.{every.index(body) + 1}"


@lru_cache
def _counts(index: int, seed: int) -> dict[str, tuple[int, int]]:
    """Body -> (received, of which online) of a month; by level they add up to the province's figures."""
    found: dict[str, tuple[int, int]] = {}
    for name in RECEIVED:
        weights = {body: _weight(body, month(index).end) for body in offices(index) if tier(body) == name}
        if not weights:
            continue
        received = share(RECEIVED[name].count(index, seed), weights)
        rate = ONLINE_RATE[name].value(index)
        online = share(
            round(sum(received.values()) * rate),
            {body: count * own_rate(rate, noise(seed, "online", body), _SPREAD) for body, count in received.items()},
        )
        found |= {body: (received[body], online[body]) for body in weights}
    return found


def _weight(body: str, on: date) -> float:
    """A commune's committee has the dossiers of its people, any other body those of the bodies it carries on."""
    if level(body) == "commune":
        return float(sum(people()[commune] for commune in _communes(body, on)))
    return weight(body, on)


def _working_days(index: int) -> list[date]:
    start, end = month(index).start, month(index).end
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return [day for day in days if day.weekday() < 5]


def _first_number(submitted: date, index: int) -> int:
    """Numbers of a day before the month begin higher: the month before has given the low ones."""
    return 0 if submitted >= month(index).start else 5_000


def _weighted(procedures: list[Procedure] | tuple[Procedure, ...]) -> tuple[list[Procedure], list[float]]:
    return list(procedures), list(accumulate(p.weight for p in procedures))

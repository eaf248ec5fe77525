"""What the past of a figure leads to expect, and what is odd about one that is something else.

Everything is a median, so that one wrong figure of the past spoils no judgement of those after it: where the figure
should be by its last periods and by how it moves from one to the next, and from 13 periods on also by the same period
of last year, and by the one that had the Tết holidays where this one has them. A figure is odd when it is far from all
of them. A thing that rests at times, with nothing to count in some periods, may rest again. "Far" is a part of what was
expected, a multiple of how far the figure and its neighbours in the same column usually are, and, for counts, more than
chance does to small numbers.
Compare MAD as a measure of spread: Hampel, The influence curve and its role in robust estimation (1974).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from schemas.comparison import Compared
from schemas.form import Form
from schemas.kinds import Amount, Count

#: Periods that say where a figure should be, and those that say how it moves.
_LEVEL, _TREND = 6, 12
#: Periods with nothing to count after which one more is not odd.
_RESTS = 2
#: Standard deviations in a median absolute deviation of what is normally distributed.
_NORMAL = 1.4826
#: Added before a logarithm is taken: half of the smallest step of a count.
_HALF = 0.5
#: Standard deviations of a count that are no chance; the square root of a count has one half, whatever the count.
_CHANCE = 5.0
#: How near to a power of ten (in powers), and to a running total (as a logarithm), a figure is one.
_NEAR_POWER, _NEAR_TOTAL = 0.25, 0.2
#: Spreads beyond which a figure that is the total of two periods before it, or more, is odd: it needs fewer, being a
#: certain one of all odd figures.
_TOTAL_SPREADS = 2.0


@dataclass(frozen=True)
class Expected:
    """What is expected of each figure. Arrays [series, period], NaN where too little is known.

    `log`: logarithms (of the figure and a half) of the nearer of two expectations; `spread`: what is usual of theirs;
    `here`: that of the figures themselves.
    """

    here: np.ndarray
    log: np.ndarray
    spread: np.ndarray

    @property
    def value(self) -> np.ndarray:
        """The figures expected."""
        figures: np.ndarray = np.maximum(np.exp(self.log) - _HALF, 0)
        return figures


@dataclass(frozen=True)
class Odd:
    """What is odd about each figure: boolean arrays [series, period], at most one of them true for a figure.

    `scale`: as many powers of ten off as `powers` says; `total`: a running total of the year; `jump`: far from what
    was expected otherwise; `falls`: less than before though it only runs on.
    """

    scale: np.ndarray
    total: np.ndarray
    jump: np.ndarray
    falls: np.ndarray
    powers: np.ndarray


def measures(form: type[Form]) -> list[str]:
    """Fields of a form whose figures have a past: counts and amounts that are compared at all."""
    columns = form.columns.values()
    return [col.name for col in columns if col.kind in (Count, Amount) and (col.compared or form.compared)]


def has_past(form: type[Form]) -> bool:
    """Whether a row of a form comes again: not where each row is a new thing, or is known to be a person's."""
    is_personal = any(form.column_of(name).personal for name in form.grain)
    return bool(form.grain) and form.mode != "increment" and not is_personal and bool(measures(form))


def expected(values: np.ndarray, alike: np.ndarray, least: int) -> Expected:
    """What the periods before lead to expect of each figure.

    `values` [series, period] in the order of time, NaN where there is none; `alike` [ways, period]: for each period
    the indices of those a year earlier that were like it, -1 where there is none; `least`: periods that must be known.
    """
    here = np.log(np.where(values >= 0, values, np.nan) + _HALF)
    log, spread = np.full(here.shape, np.nan), np.full(here.shape, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # medians of nothing are NaN, as they should be
        for t in range(least, here.shape[1]):
            log[:, t], spread[:, t] = _by_the_last(here, t, least)
            for other in (*(_by_last_year(here, t, way) for way in alike), _at_rest(here, t)):
                nearer = np.abs(here[:, t] - other) < np.abs(here[:, t] - log[:, t])
                log[nearer, t] = other[nearer]
        usual = np.nanmedian(spread, axis=0)
    return Expected(here, log, np.fmax(spread, usual))


def _by_the_last(here: np.ndarray, t: int, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the last periods and their median step put each figure of period t, and how far they are from that.

    Of what rests at times, those in which it did not.
    """
    past = here[:, max(0, t - _TREND) : t]
    past = np.where(_rests(past)[:, None] & (past == np.log(_HALF)), np.nan, past)
    step = np.nan_to_num(np.nanmedian(np.diff(past, axis=1), axis=1))
    reached = (past + np.outer(step, np.arange(past.shape[1], 0, -1)))[:, -_LEVEL:]
    level = np.nanmedian(reached, axis=1)
    n = np.isfinite(past).sum(axis=1)
    few = 1 + np.clip(_LEVEL - n, 0, None) / 2
    spread = few * _NORMAL * np.nanmedian(np.abs(reached - level[:, None]), axis=1)
    is_known = (n >= least) & (np.nanmedian(past, axis=1) > np.log(2 * _HALF + _HALF))
    return np.where(is_known, level, np.nan), np.where(is_known, spread, np.nan)


def _rests(past: np.ndarray) -> np.ndarray:
    rests: np.ndarray = (past == np.log(_HALF)).sum(axis=1) >= _RESTS
    return rests


def _at_rest(here: np.ndarray, t: int) -> np.ndarray:
    """Nothing, for what has rested before; NaN for all else."""
    return np.where(_rests(here[:, max(0, t - _TREND) : t]), np.log(_HALF), np.nan)


def _by_last_year(here: np.ndarray, t: int, back: np.ndarray) -> np.ndarray:
    """The figure of a period like it last year, moved as those before it have moved since; NaN where it is not known.

    `back`: for each period the index of that one, -1 where there is none.
    """
    if back[t] < 0:
        return np.full(len(here), np.nan)
    year = t - back[t]
    moved = [here[:, s] - here[:, s - year] for s in range(max(year, t - _LEVEL), t)]
    return here[:, back[t]] + (np.nan_to_num(np.nanmedian(np.array(moved), axis=0)) if moved else 0)


def odd(values: np.ndarray, past: Expected, year: np.ndarray, terms: Compared, *, is_count: bool, basis: str) -> Odd:
    """What is odd about each figure, by the tolerances of its contract.

    `year` [period]: the year each period belongs to. `basis` as of a column: running totals are told of figures of
    their period, falls of those that run on since the beginning.
    """
    off = np.abs(past.here - past.log)
    is_change = off > np.log1p(terms.change)
    if is_count:
        root = np.sqrt(values, where=values >= 0, out=np.full(values.shape, np.nan))
        is_change &= 2 * np.abs(root - np.sqrt(past.value)) > _CHANCE
    far = is_change & (off > terms.spreads * past.spread)
    powers = np.nan_to_num((past.here - past.log) / np.log(10))
    scale = far & (values > 0) & (np.abs(powers) > 1.5) & (np.abs(powers - np.rint(powers)) < _NEAR_POWER)
    total = np.zeros(far.shape, bool)
    if basis == "period":
        total = ~scale & _is_running(values, past, year, is_change & (off > _TOTAL_SPREADS * past.spread), far)
    falls = _falls(values, far, terms.fall) if basis == "cumulative" else np.zeros(far.shape, bool)
    return Odd(scale, total, far & ~scale & ~total & ~falls, falls & ~scale, np.rint(powers).astype(int))


def _is_running(values: np.ndarray, past: Expected, year: np.ndarray, apart: np.ndarray, far: np.ndarray) -> np.ndarray:
    """Figures that are those of the year so far together, or that grow on from such a one by what was expected.

    They are `apart` from what was expected; `far` from it where one period alone was before them in the year.
    """
    found = np.zeros(values.shape, bool)
    for t in range(1, values.shape[1]):
        before = [s for s in range(t) if year[s] == year[t]]
        if not before:
            continue
        so_far = np.nansum(values[:, before], axis=1)
        grown = np.where(found[:, before[-1]], values[:, before[-1]], so_far)
        usual = so_far / len(before)
        off = [np.abs(np.log((values[:, t] + _HALF) / (grown + more + _HALF))) for more in (past.value[:, t], usual)]
        found[:, t] = (np.fmin(*off) < _NEAR_TOTAL) & (apart if len(before) > 1 else far)[:, t]
    return found


def _falls(values: np.ndarray, far: np.ndarray, fall: float) -> np.ndarray:
    """Figures below the last one known, unless that one was itself beyond all that was expected."""
    found = np.zeros(values.shape, bool)
    last, is_sound = np.full(len(values), np.nan), np.zeros(len(values), bool)
    for t in range(values.shape[1]):
        found[:, t] = is_sound & (values[:, t] < last * (1 - fall))
        is_known = np.isfinite(values[:, t])
        last = np.where(is_known, values[:, t], last)
        is_sound = np.where(is_known, ~far[:, t], is_sound)
    return found

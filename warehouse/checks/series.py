"""The figures of a form period by period: what a new submission is held against, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.form import Form
from schemas.past import measures
from warehouse.names import quoted

#: Periods before the first one judged that say what to expect: two years of months and one more.
_BACK = 25


@dataclass(frozen=True)
class Series:
    """Figures of one form and kind of period. Arrays [series, period]; a series is one thing of one sender.

    `values`: field -> figures, NaN where there is none. `load_ids`, `row_ids`: where they stand, -1 for nowhere.
    `is_judged`: those that are to be judged, not only known. `starts`, `ends`: first and last day of each period, in
    order.
    """

    values: dict[str, np.ndarray]
    load_ids: np.ndarray
    row_ids: np.ndarray
    is_judged: np.ndarray
    starts: tuple[date, ...]
    ends: tuple[date, ...]

    @property
    def years(self) -> np.ndarray:
        """The year each period is of: a reporting January begins in December."""
        return np.array([day.year for day in self.ends])

    @property
    def year_back(self) -> np.ndarray:
        """For each period the index of that which began on the same day a year earlier, -1 where there is none."""
        places = {(day.year, day.month, day.day): i for i, day in enumerate(self.starts)}
        return np.array([places.get((day.year - 1, day.month, day.day), -1) for day in self.starts])


def series(con: duckdb.DuckDBPyConnection, form: type[Form], loads: Sequence[int]) -> Iterator[Series]:
    """What there is to judge of a form when `loads` are new: they and the later ones of their senders.

    One for each kind of period and calendar. Official figures stand for estimates of the same period.
    """
    names = measures(form)
    grain = ", ".join(f"row.{quoted(name)}" for name in form.grain)
    found = con.execute(
        f"""
        WITH new AS (
            SELECT sender_code, scope_code, period_kind, calendar, min(period_start) AS first_start,
                max(period_end - period_start + 1) AS days
            FROM audit.load WHERE load_id IN (SELECT unnest($loads)) AND form = $form
            GROUP BY ALL
        ),
        known AS (
            SELECT l.load_id, l.sender_code, l.scope_code, l.period_kind, l.calendar, l.period_start, l.period_end,
                l.period_start >= new.first_start AS is_judged
            FROM audit.load AS l
            JOIN new USING (sender_code, scope_code, period_kind, calendar)
            WHERE l.form = $form AND l.superseded_seq IS NULL AND l.accepted > 0
                AND l.period_start >= new.first_start - ({_BACK} * new.days)::INTEGER
            QUALIFY row_number() OVER (
                PARTITION BY l.sender_code, l.scope_code, l.period_kind, l.calendar, l.period_start, l.period_end
                ORDER BY l.revision = 'official' DESC, l.load_id DESC
            ) = 1
        )
        SELECT known.period_kind || ' ' || known.calendar AS kind,
            known.period_start, known.period_end, known.is_judged,
            dense_rank() OVER (ORDER BY known.sender_code, known.scope_code, {grain}) - 1 AS series,
            known.load_id, row._row_id AS row_id, {", ".join(f"row.{quoted(n)}::DOUBLE AS {quoted(n)}" for n in names)}
        FROM history.{quoted(form.name)} AS row
        JOIN known ON known.load_id = row._load_id
        """,
        {"loads": list(loads), "form": form.name},
    ).to_arrow_table()
    for kind in sorted(set(found.column("kind").to_pylist())):
        yield _arranged(found.filter(pc.equal(found.column("kind"), kind)), names)


def _arranged(rows: pa.Table, names: Sequence[str]) -> Series:
    """Rows of one kind of period as arrays."""
    spans = sorted(set(zip(*(rows.column(f"period_{side}").to_pylist() for side in ("start", "end")), strict=True)))
    starts, ends = zip(*spans, strict=True)
    order = {day: i for i, day in enumerate(starts)}
    at = np.array([order[day] for day in rows.column("period_start").to_pylist()])
    _, line = np.unique(rows.column("series").to_numpy(), return_inverse=True)
    shape = (int(line.max()) + 1, len(starts))

    def spread(name: str, empty: float, dtype: str) -> np.ndarray:
        laid = np.full(shape, empty, dtype)
        laid[line, at] = rows.column(name).to_numpy()
        return laid

    return Series(
        {name: spread(name, np.nan, "float64") for name in names},
        spread("load_id", -1, "int64"),
        spread("row_id", -1, "int64"),
        spread("is_judged", 0, "bool"),
        starts,
        ends,
    )

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
from schemas.validation.past import measures
from schemas.values.periods import lunar_new_years
from warehouse.names import quoted

#: Periods before the first one judged that say what to expect: two years of months and one more.
_BACK = 25


@dataclass(frozen=True)
class Series:
    """Figures of one form and kind of period. Arrays [series, period]; a series is one thing of one sender.

    `values`: field -> figures, NaN where there is none. `load_ids`, `row_ids`: where they stand, -1 for nowhere;
    `parts`: rows they are the sum of, the first of which stands there.
    `is_judged`: those that are to be judged, not only known. `starts`, `ends`: first and last day of each period, in
    order.
    """

    values: dict[str, np.ndarray]
    load_ids: np.ndarray
    row_ids: np.ndarray
    parts: np.ndarray
    is_judged: np.ndarray
    starts: tuple[date, ...]
    ends: tuple[date, ...]

    @property
    def years(self) -> np.ndarray:
        """The year each period is of: a reporting January begins in December."""
        return np.array([day.year for day in self.ends])

    @property
    def alike(self) -> np.ndarray:
        """Array [ways, period]: for each period the indices of those of last year that were like it, -1 for none.

        The one that began on the same day, and where it has the Tết holidays in it the one that had them.
        """
        places = {(day.year, day.month, day.day): i for i, day in enumerate(self.starts)}
        same = [places.get((day.year - 1, day.month, day.day), -1) for day in self.starts]
        tet = {day.year: i for day in lunar_new_years().values() for i in self._holding(day)}
        return np.array(
            [same, [tet.get(year - 1, -1) if tet.get(year) == i else -1 for i, year in enumerate(self.years)]]
        )

    def _holding(self, day: date) -> list[int]:
        return [i for i, (first, last) in enumerate(zip(self.starts, self.ends, strict=True)) if first <= day <= last]


def series(con: duckdb.DuckDBPyConnection, form: type[Form], loads: Sequence[int]) -> Iterator[Series]:
    """What there is to judge of a form when `loads` are new: they and the later ones of their senders.

    One for each kind of period, calendar and, where rows are about units, map. Official figures stand for estimates
    of the same period. The past of a body is its own, and before it that of those it stands for since; of a unit made
    of others it is their sum, where each of them is known. A body that took over work or gave some away begins anew.
    """
    names, unit = measures(form), _coded(form, "unit")
    line = _line(form, unit)
    found = con.execute(
        f"""
        WITH {_known(unit)},
        figure AS (
            SELECT known.period_kind || ' ' || known.calendar || ' ' || known.era_from AS kind,
                known.period_start, known.period_end, known.is_judged,
                {", ".join(f"{key} AS key_{i}" for i, key in enumerate(line))},
                {", ".join(_summed(names) if unit else _single(names))}
            FROM history.{quoted(form.name)} AS row
            JOIN known ON known.load_id = row._load_id
            {_MOVED.format(unit=quoted(unit), or_alone=_OR_ALONE if len(form.grain) > 1 else "") if unit else ""}
        )
        SELECT * EXCLUDE ({", ".join(f"key_{i}" for i in range(len(line)))}),
            dense_rank() OVER (ORDER BY {", ".join(f"key_{i}" for i in range(len(line)))}) AS series
        FROM figure
        """,
        {"loads": list(loads), "form": form.name},
    ).to_arrow_table()
    for kind in sorted(set(found.column("kind").to_pylist())):
        yield _arranged(found.filter(pc.equal(found.column("kind"), kind)), names)


def _coded(form: type[Form], base: str) -> str | None:
    """The field of the grain that holds a code of a list: of units, of agencies."""
    return next((name for name in form.grain if (form.column_of(name).codes or "").partition(":")[0] == base), None)


def _known(unit: str | None) -> str:
    """The loads whose figures are judged, and those that are their past."""
    eras = "SELECT DISTINCT era_from, era_to FROM mart.unit_in_time" if unit else _ONE_MAP
    parts = ", l.sender_code, l.scope_code" if unit else ""
    return _KNOWN.format(eras=eras, parts=parts) + (_HOME if unit else "")


_ONE_MAP = "SELECT DATE '0001-01-01' AS era_from, DATE '9999-12-31' AS era_to"

_KNOWN = f"""
    new AS (
        SELECT sender_code, scope_code, period_kind, calendar, min(period_start) AS first_start,
            max(period_end - period_start + 1) AS days
        FROM audit.load WHERE load_id IN (SELECT unnest($loads)) AND form = $form
        GROUP BY ALL
    ),
    counting AS (
        SELECT * FROM audit.load WHERE form = $form AND superseded_seq IS NULL AND accepted > 0
    ),
    era AS ({{eras}}),
    asked AS (
        SELECT new.sender_code, new.scope_code, new.period_kind, new.calendar, new.days, era.era_from, era.era_to,
            min(l.period_start) AS first_start
        FROM new
        JOIN counting AS l USING (sender_code, scope_code, period_kind, calendar)
        JOIN era ON l.period_end BETWEEN era.era_from AND era.era_to
        WHERE l.period_start >= new.first_start
        GROUP BY ALL
    ),
    past AS (
        SELECT sender_code, scope_code, sender_code AS before_code, NULL AS before_until FROM new
        UNION
        SELECT new.sender_code, new.scope_code, heir.agency_code, heir.since
        FROM new
        JOIN mart.agency_heir AS heir ON heir.heir_code = new.sender_code AND NOT heir.is_partial
    ),
    known AS (
        SELECT asked.sender_code AS of_sender, asked.scope_code AS of_scope, asked.era_from,
            l.load_id, l.sender_code, l.period_kind, l.calendar, l.period_start, l.period_end,
            past.before_until IS NULL AND l.period_start >= asked.first_start AS is_judged
        FROM asked
        JOIN past USING (sender_code, scope_code)
        JOIN counting AS l
            ON l.sender_code = past.before_code AND l.period_kind = asked.period_kind AND l.calendar = asked.calendar
        WHERE l.period_end <= asked.era_to
            AND l.period_start >= asked.first_start - ({_BACK} * asked.days)::INTEGER
            AND if(past.before_until IS NULL, l.scope_code = asked.scope_code, l.period_end < past.before_until)
        QUALIFY row_number() OVER (
            PARTITION BY asked.sender_code, asked.scope_code, asked.era_from, l.period_kind, l.calendar,
                l.period_start, l.period_end{{parts}}
            ORDER BY past.before_until IS NULL DESC, l.revision = 'official' DESC, l.load_id DESC
        ) = 1 AND (past.before_until IS NULL OR l.period_end < asked.era_from OR NOT bool_or(
            past.before_until IS NULL
        ) OVER (
            PARTITION BY asked.sender_code, asked.scope_code, asked.era_from, l.period_kind, l.calendar, l.period_start
        ))
    )"""

#: Of which unit of a map each unit of other days is a part: pieces of land it brings, and those there are.
_HOME = """,
    land AS (
        SELECT unit.unit_code, unit.era_from, unit.era_to, unit.level, land.land
        FROM mart.unit_in_time AS unit
        JOIN mart.unit_land AS land USING (unit_code, era_from)
    ),
    home AS (
        SELECT old.unit_code, old.era_from, old.era_to, new.era_from AS map_from, new.unit_code AS home_code,
            bit_count(old.land) AS pieces, bit_count(new.land) AS of_pieces
        FROM land AS old
        JOIN land AS new ON new.level = old.level AND (old.land & new.land) = old.land
        WHERE new.era_from IN (SELECT era_from FROM asked)
    )"""

_MOVED = """
        LEFT JOIN home
            ON home.unit_code = row.{unit} AND home.map_from = known.era_from
            AND known.period_end BETWEEN home.era_from AND home.era_to
            GROUP BY ALL
            HAVING sum(coalesce(home.pieces, 1)) = max(coalesce(home.of_pieces, 1)) {or_alone}"""

#: A thing in a unit, which one part of it alone had, is in the unit still.
_OR_ALONE = "OR count(*) = 1"


def _line(form: type[Form], unit: str | None) -> list[str]:
    """What makes rows of several periods one series."""
    grain = [f"coalesce(home.home_code, row.{quoted(n)})" if n == unit else f"row.{quoted(n)}" for n in form.grain]
    body = "known.sender_code" if form.is_of_sender else _coded(form, "agency")
    if body is None:
        return ["known.of_sender", "known.of_scope", *grain]
    code = body if form.is_of_sender else f"row.{quoted(body)}"
    work = f"""(
                SELECT count(*) FROM ref.agency_successions AS moved
                WHERE moved.kind NOT IN ('rename', 'type_change') AND moved.effective_date <= known.period_end
                    AND {code} IN (moved.agency_code, moved.successor_code)
            )"""
    return ["known.of_sender", "known.of_scope", *grain, code, work]


def _single(names: Sequence[str]) -> list[str]:
    figures = [f"row.{quoted(name)}::DOUBLE AS {quoted(name)}" for name in names]
    return ["known.load_id", "row._row_id AS row_id", "1 AS parts", *figures]


def _summed(names: Sequence[str]) -> list[str]:
    figures = [f"row.{quoted(name)}" for name in names]
    first = "min({'load': known.load_id, 'row': row._row_id})"
    sums = [
        f"if(count({f}) = count(*), sum({f}), NULL)::DOUBLE AS {quoted(n)}" for f, n in zip(figures, names, strict=True)
    ]
    return [f"{first}.load AS load_id", f"{first}.row AS row_id", "count(*) AS parts", *sums]


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
        spread("parts", 1, "int64"),
        spread("is_judged", 0, "bool"),
        starts,
        ends,
    )

"""The same figures twice: last period's sent again as this one's, another body's sent as one's own.

Every load leaves a fingerprint of its figures in audit.fingerprint, so that no table is read again to find them.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from schemas.form import Form
from schemas.validation.past import has_past, measures
from warehouse.checks.broken import Broken, Judged, StoredField
from warehouse.names import quoted

#: Different figures a load must hold before it can be told from another by them: a handful of zeros is alike anywhere.
_LEAST = 6
#: With fewer it is frozen only after so many periods in each of which they changed.
_FEW, _ALWAYS_CHANGED = 3, 6

_COUNTING = """
    SELECT l.*, fp.figures, fp.first_row_id, fp.n_different
    FROM audit.load AS l
    JOIN audit.fingerprint AS fp USING (load_id)
    WHERE l.form = $form AND l.superseded_seq IS NULL
"""


def copies(con: duckdb.DuckDBPyConnection, form: type[Form], loads: Sequence[int]) -> Judged:
    """Loads whose figures are all those of another load that counts: a pair is told of once, where it came later."""
    if not has_past(form):
        return Judged("copy")
    _leave_fingerprints(con, form)
    told = {"form": form.name, "loads": list(loads)}
    found = [(*row, "SUB-FROZEN") for row in con.execute(_FROZEN, told).fetchall()]
    found += [(*row, "SUB-COPY") for row in con.execute(_COPIED, told).fetchall()]
    name = measures(form)[0]
    broken = [
        Broken(rule, StoredField(form, load_id, row_id, name), other=StoredField(form, other_id, other_row_id, name))
        for load_id, row_id, other_id, other_row_id, rule in found
    ]
    return Judged("copy", {each.at.load_id for each in broken} | set(loads), broken)


def _leave_fingerprints(con: duckdb.DuckDBPyConnection, form: type[Form]) -> None:
    names = [quoted(name) for name in measures(form)]
    texts = ", ".join(f"coalesce({name}::VARCHAR, '')" for name in names)
    con.execute(
        f"""
        INSERT INTO audit.fingerprint
        SELECT _load_id, sum(md5_number_lower(concat_ws('|', {texts}))::HUGEINT)::VARCHAR, min(_row_id),
            len(list_distinct(flatten(list([{", ".join(f"nullif({name}, 0)::DOUBLE" for name in names)}]))))
        FROM history.{quoted(form.name)}
        WHERE _load_id IN (
            SELECT load_id FROM audit.load WHERE form = $form AND accepted > 0
            EXCEPT SELECT load_id FROM audit.fingerprint
        )
        GROUP BY _load_id
        """,
        {"form": form.name},
    )


#: The period before had the same figures, though they have changed from period to period until then.
_FROZEN = f"""
    WITH counting AS ({_COUNTING}
        QUALIFY row_number() OVER (
            PARTITION BY l.sender_code, l.scope_code, l.period_kind, l.calendar, l.period_start, l.period_end
            ORDER BY l.revision = 'official' DESC, l.load_id DESC
        ) = 1
    ),
    followed AS (
        SELECT load_id, first_row_id, n_different, period_start, sender_code, scope_code, period_kind, calendar,
            lag(load_id) OVER key AS before_id, lag(first_row_id) OVER key AS before_row_id,
            coalesce(figures = lag(figures) OVER key, false) AS is_same
        FROM counting
        WINDOW key AS (PARTITION BY sender_code, scope_code, period_kind, calendar ORDER BY period_start)
    ),
    told AS (
        SELECT *, count(*) OVER past AS n_before, count(*) FILTER (is_same) OVER past AS n_same
        FROM followed
        WINDOW past AS (
            PARTITION BY sender_code, scope_code, period_kind, calendar ORDER BY period_start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    )
    SELECT load_id, first_row_id, before_id, before_row_id
    FROM told
    WHERE is_same AND n_same = 0
        AND ((n_different >= {_LEAST} AND n_before >= 2) OR (n_different >= {_FEW} AND n_before >= {_ALWAYS_CHANGED}))
        AND (load_id IN (SELECT unnest($loads)) OR before_id IN (SELECT unnest($loads)))
"""

#: Another sender's figures, or those of the same one for a period further back where the one between had others.
_COPIED = f"""
    WITH counting AS ({_COUNTING} AND fp.n_different >= {_LEAST}),
    ranked AS (
        SELECT *, dense_rank() OVER key AS place, coalesce(figures = lag(figures) OVER key, false) AS is_same
        FROM counting
        WINDOW key AS (PARTITION BY sender_code, scope_code, period_kind, calendar ORDER BY period_start)
    )
    SELECT one.load_id, one.first_row_id, other.load_id, other.first_row_id
    FROM ranked AS one
    JOIN ranked AS other ON other.figures = one.figures AND other.load_id < one.load_id
    WHERE one.load_id IN (SELECT unnest($loads))
        AND (one.sender_code <> other.sender_code OR one.scope_code <> other.scope_code
            OR (one.period_kind = other.period_kind AND abs(one.place - other.place) > 1 AND NOT one.is_same))
    QUALIFY row_number() OVER (PARTITION BY one.load_id ORDER BY other.load_id DESC) = 1
"""

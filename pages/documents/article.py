"""The article's statements with the figures the warehouse has for them, and the cells behind each."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from schemas.registry import form
from schemas.values.bilingual import Both, figure, number
from warehouse.connect import Connection
from warehouse.trace import CellRun, cells_of

_AS_OF = Both("đến ngày {day}", "as of {day}")
_NO_FIGURE = Both("chưa có số liệu", "no figure yet")
_STANDS = Both(
    "hiện ở mức {value} (đến ngày {day})",
    "now at {value} (as of {day})",
)
_MORE_CELLS = Both(
    "… và {n} ô khác (--json cho đủ)",
    "… and {n} more cells (all of them with --json)",
)

_SHOWN_RUNS = 6


def statements(con: Connection, as_of: date, lang: str, *, trace: bool = False) -> list[dict[str, Any]]:
    """Every statement of the article: its sentence, numerator, denominator, value, period and, if asked, its cells."""
    found = _records(con, "SELECT * FROM mart.statement(?::DATE) WHERE report = 'article' ORDER BY statement_no", as_of)
    for each in found:
        each["text"] = _sentence(each, lang)
        if trace:
            each["cells"] = [vars(cells) for cells in _cells(con, each)]
    return found


def standings(con: Connection, as_of: date) -> list[dict[str, Any]]:
    """The targets of the province, the article's own first, each with the newest figure known on a day."""
    chosen = "SELECT * FROM mart.standing(?::DATE) WHERE scope = 'province'"
    return _records(con, f"{chosen} ORDER BY target_code LIKE 'article%' DESC, target_code", as_of)


def lines(said: list[dict[str, Any]], lang: str) -> list[str]:
    """Statements for a terminal: the sentence, what it was computed from, where that stands."""
    return [line for each in said for line in (f"{each['statement_no']:>2}. {each['text']}", *_beneath(each, lang))]


def standing_line(target: dict[str, Any], lang: str) -> str:
    """One target and where the province stands."""
    text = str(target[f"text_{lang}"])
    if target["actual_value"] is None:
        return f"{text}: {_NO_FIGURE.said(lang)}"
    value = figure(target["actual_value"])
    day = f"{target['period_end']:%d/%m/%Y}"
    return f"{text}: {_STANDS.filled(value=value, day=day).said(lang)}"


def rounded(value: float | None, rounding: str, lang: str) -> str:
    """A value as the catalogue prints it: "2" always two decimals, "upto:2" at most two, "floor:100" rounded down."""
    if value is None:
        return "…"
    how, _, much = rounding.rpartition(":")
    if how == "floor":
        return number(math.floor(value / int(much)) * int(much)).said(lang)
    decimals = int(much or 2)
    if how == "upto":
        decimals = next(
            (places for places in range(decimals) if round(value, places) == round(value, decimals)), decimals
        )
    return number(value, decimals).said(lang)


def _records(con: Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    return list(con.execute(query, list(values)).to_arrow_table().to_pylist())


def _sentence(said: dict[str, Any], lang: str) -> str:
    words = {
        "value": rounded(said["value"], str(said["rounding"] or ""), lang),
        "numerator": rounded(said["numerator"], "0", lang),
        "denominator": rounded(said["denominator"], "0", lang),
    }
    return str(said[f"wording_{lang}"]).format(**words)


def _beneath(said: dict[str, Any], lang: str) -> list[str]:
    """Numerator, denominator, as-of and source of a statement, then its cells."""
    if said["value"] is None:
        return [f"    {_NO_FIGURE.said(lang)}"]
    parts = " / ".join(
        number(part, 0).said(lang) for part in (said["numerator"], said["denominator"]) if part is not None
    )
    day = _AS_OF.filled(day=f"{said['period_end']:%d/%m/%Y}").said(lang)
    told = "    " + " · ".join(filter(None, (parts, day, said["denominator_source"])))
    cells = said.get("cells", [])
    shown = [f"      {c['file']}, {c['sheet']}, {c['cells']}" for c in cells[:_SHOWN_RUNS]]
    rest = sum(c["n_cells"] for c in cells[_SHOWN_RUNS:])
    return [told, *shown, *([f"      {_MORE_CELLS.filled(n=rest).said(lang)}"] if rest else [])]


def _cells(con: Connection, said: dict[str, Any]) -> list[CellRun]:
    """The cells of the numerator and of the denominator of a statement."""
    facts = con.execute(
        "SELECT form, numerator_field, denominator_field, _load_id, _row_id FROM mart.indicator_fact"
        " WHERE indicator_code = ? AND period_kind = ? AND period_id = ? AND ? IN (tier, '')"
        " AND list_contains(?::BIGINT[], _load_id) ORDER BY ALL",
        [said[name] for name in ("indicator_code", "period_kind", "period_id", "tier", "load_ids")],
    ).fetchall()
    behind: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for name, numerator, denominator, load_id, row_id in facts:
        for field in filter(None, (numerator, denominator)):
            behind.setdefault((name, field), []).append((load_id, row_id))
    return [cells for (name, field), rows in behind.items() for cells in cells_of(con, form(name), rows, field)]

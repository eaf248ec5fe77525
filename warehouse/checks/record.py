"""What checks found becomes findings of the loads, with the addresses of both cells; what no longer holds goes.

A check judges a load anew when what it is held against has changed. Its findings in audit.finding are those that hold
now; audit.comparison keeps both figures of each, and from which arrival to which it held, so that audit.disagreement
answers for any day. The receipt of a file says what was found when the file came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from schemas.finding import Finding
from schemas.form import Form
from schemas.kinds import Amount
from schemas.reasons import in_force
from schemas.validation.printed import printed
from schemas.values.address import cell_of
from warehouse.checks.broken import Broken, Judged, StoredField
from warehouse.insert import insert, insert_findings
from warehouse.names import quoted

_Key = tuple[object, ...]
_KEY = "check_name, rule, load_id, row_id, field, value, other_load_id, other_row_id, other_value"


@dataclass(frozen=True)
class _Place:
    """Where a cell stands, and the load it is of."""

    seq: int
    file: str
    sender: str
    period_end: date
    sheet: str
    cell: str


def record(con: duckdb.DuckDBPyConnection, judged: Sequence[Judged]) -> dict[int, list[Finding]]:
    """Write what is new, end what no longer holds. Returns the new findings by load, drafts left out."""
    now = con.execute("SELECT max(seq) FROM audit.run").fetchall()[0][0]
    standing = _standing(con, judged)
    wanted = {_key(each.check, broken): (each.check, broken) for each in judged for broken in each.broken}
    _end(con, now, [place for key, place in standing.items() if key not in wanted])
    return _begin(con, now, [each for key, each in wanted.items() if key not in standing])


def _key(check: str, broken: Broken) -> _Key:
    at, other = broken.at, broken.other
    there = (other.load_id, other.row_id) if other else (None, None)
    return (check, broken.rule, at.load_id, at.row_id, at.field, broken.value, *there, broken.other_value)


def _standing(con: duckdb.DuckDBPyConnection, judged: Sequence[Judged]) -> dict[_Key, tuple[int, int]]:
    """Comparisons that stand and may have to end: of loads judged anew, or with a load that counts no more."""
    rows = con.execute(
        f"""
        SELECT finding_seq, finding_no, {_KEY}
        FROM audit.comparison
        WHERE until_seq IS NULL AND (
            (check_name, load_id) IN (SELECT unnest($checks::VARCHAR[]), unnest($loads::BIGINT[]))
            OR other_load_id IN (SELECT load_id FROM audit.load WHERE superseded_seq IS NOT NULL)
        )
        """,
        {
            "checks": [each.check for each in judged for _ in each.loads],
            "loads": [load_id for each in judged for load_id in each.loads],
        },
    ).fetchall()
    return {tuple(key): (seq, number) for seq, number, *key in rows}


def _end(con: duckdb.DuckDBPyConnection, now: int, ended: Sequence[tuple[int, int]]) -> None:
    if not ended:
        return
    told = {"seqs": [seq for seq, _ in ended], "numbers": [number for _, number in ended]}
    which = "IN (SELECT unnest($seqs), unnest($numbers))"
    con.execute(
        f"UPDATE audit.comparison SET until_seq = $now WHERE until_seq IS NULL AND (finding_seq, finding_no) {which}",
        told | {"now": now},
    )
    con.execute(f"DELETE FROM audit.finding WHERE (seq, finding_no) {which}", told)
    _count_warnings(con, told["seqs"])


def _begin(con: duckdb.DuckDBPyConnection, now: int, begun: Sequence[tuple[str, Broken]]) -> dict[int, list[Finding]]:
    places = _places(con, [cell for _, broken in begun for cell in (broken.at, broken.other) if cell])
    of_load: defaultdict[tuple[int, int], list[tuple[str, Broken, Finding]]] = defaultdict(list)
    for check, broken in begun:
        place = places[broken.at]
        for finding in _in_force(broken, _finding(broken, places), place.period_end):
            of_load[place.seq, broken.at.load_id].append((check, broken, finding))
    told = {}
    for (seq, load_id), found in sorted(of_load.items(), key=lambda item: item[0]):
        findings = [finding for _, _, finding in found]
        first = insert_findings(con, seq, load_id, findings)
        rows = [_comparison(now, seq, first + i, each, places) for i, each in enumerate(found)]
        insert(con, "audit.comparison", rows)
        told[load_id] = [finding for finding in findings if finding.severity != "draft"]
    _count_warnings(con, sorted({seq for seq, _ in of_load}))
    return told


def _count_warnings(con: duckdb.DuckDBPyConnection, seqs: Sequence[int]) -> None:
    if not seqs:
        return
    con.execute(
        "UPDATE audit.run SET warnings = (SELECT count(*) FROM audit.finding AS f"
        " WHERE f.seq = run.seq AND f.severity = 'warning') WHERE seq IN (SELECT unnest($seqs))",
        {"seqs": list(seqs)},
    )


def _in_force(broken: Broken, finding: Finding, day: date) -> list[Finding]:
    """The finding as loud as its rule is on a day; none before the rule is asked at all."""
    rule = next((rule for rule in broken.at.form.rules_on(day) if rule.id == broken.rule), None)
    if rule:
        return [replace(finding, severity="draft" if rule.severity == "draft" else "warning")]
    if any(rule.id == broken.rule for rule in broken.at.form.rules.values()):
        return []
    told, drafts = in_force([finding], day)
    return [*told, *drafts]


def _finding(broken: Broken, places: Mapping[StoredField, _Place]) -> Finding:
    at, place = broken.at, places[broken.at]
    col = at.form.column_of(at.field)
    figures = {"left": printed(broken.value), "right": printed(broken.other_value)}
    details = {name: text for name, text in figures.items() if text} | dict(broken.details)
    if col.kind is Amount and col.unit == "VND" and broken.value is not None:
        details["kind"] = "VND"
    if broken.other:
        other = places[broken.other]
        details |= {"other_file": other.file, "other_sheet": other.sheet, "other_cell": other.cell}
        details["other_sender"] = other.sender
    return Finding(
        broken.rule, "warning", place.file, place.sheet, place.cell, broken.found, details, at.form.name, col.name,
        at.row_id,
    )  # fmt: skip


def _comparison(
    now: int, seq: int, number: int, each: tuple[str, Broken, Finding], places: Mapping[StoredField, _Place]
) -> tuple[object, ...]:
    check, broken, _ = each
    at, other = broken.at, broken.other
    there = places[other] if other else None
    return (
        now, None, seq, number, check, broken.rule, at.form.name, at.load_id, at.row_id, at.field,
        places[at].sheet, places[at].cell, broken.value,
        other.form.name if other else None, other.load_id if other else None, other.row_id if other else None,
        other.field if other else None, there.sheet if there else None, there.cell if there else None,
        broken.other_value,
    )  # fmt: skip


def _places(con: duckdb.DuckDBPyConnection, cells: Iterable[StoredField]) -> dict[StoredField, _Place]:
    """Where each cell stands; "" for the address of a field the sheet had no column for."""
    by_form: defaultdict[type[Form], list[StoredField]] = defaultdict(list)
    for cell in dict.fromkeys(cells):
        by_form[cell.form].append(cell)
    return {cell: place for form, asked in by_form.items() for cell, place in _places_of(con, form, asked)}


def _places_of(
    con: duckdb.DuckDBPyConnection, form: type[Form], cells: Sequence[StoredField]
) -> list[tuple[StoredField, _Place]]:
    rows = con.execute(
        f"""
        WITH asked AS (
            SELECT unnest($places) AS place, unnest($loads) AS load_id, unnest($rows) AS row_id,
                unnest($columns) AS column_name
        )
        SELECT asked.place, load.seq, load.file_name, load.sender_code, load.period_end, row._sheet, row._sheet_row,
            any_value(m.letter)
        FROM asked
        JOIN audit.load AS load USING (load_id)
        JOIN history.{quoted(form.name)} AS row ON row._load_id = asked.load_id AND row._row_id = asked.row_id
        LEFT JOIN audit.column_map AS m
            ON m.load_id = asked.load_id AND m.sheet = row._sheet AND m.column_name = asked.column_name
            AND row._sheet_row BETWEEN m.first_row AND m.last_row
        GROUP BY ALL
        """,
        {
            "places": list(range(len(cells))),
            "loads": [cell.load_id for cell in cells],
            "rows": [cell.row_id for cell in cells],
            "columns": [form.column_of(cell.field).name for cell in cells],
        },
    ).fetchall()
    return [
        (cells[place], _Place(seq, file, sender, end, sheet, cell_of(letter, sheet_row) if letter else ""))
        for place, seq, file, sender, end, sheet, sheet_row, letter in rows
    ]

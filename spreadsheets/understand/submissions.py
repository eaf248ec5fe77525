"""Claimed tables become submissions: those of one key are parsed, validated together, and their bad rows set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.finding import Finding
from schemas.form import Form
from schemas.quarantined import QuarantinedRows
from schemas.reasons import in_force
from schemas.submission import Key, Submission
from schemas.validation.held import broken_by, too_many
from schemas.values.address import cell_of
from spreadsheets.find.table import Table
from spreadsheets.persons.pseudonym import Pseudonyms
from spreadsheets.understand.extra import ExtraColumn, extra_columns
from spreadsheets.understand.match import Match
from spreadsheets.understand.parse import Context, Parsed, parse, row_texts
from spreadsheets.understand.sheet_reader import ClaimedTable


@dataclass(frozen=True)
class _Part:
    """One table of a submission, parsed."""

    claimed: ClaimedTable
    parsed: Parsed
    extra: Sequence[ExtraColumn] = ()

    @property
    def table(self) -> Table:
        return self.claimed.table

    @property
    def match(self) -> Match:
        return self.claimed.match


def submissions(tables: Sequence[ClaimedTable], file: str, secret: bytes | None) -> Iterator[Submission]:
    """The submissions of a file: its tables of one key are parts of one, in their order.

    `secret`: key of the pseudonyms; without it personal columns are left empty.
    """
    for key in dict.fromkeys(table.key for table in tables):
        parts = list(_parsed((table for table in tables if table.key == key), file))
        yield _submission(key, parts, file, secret)


def told_of_held(tables: Sequence[ClaimedTable], file: str) -> Iterator[Finding]:
    """What is wrong with the cells of tables that are held for their headings, so that all is told in one round.

    Only of columns that were understood, and of no row: none is loaded.
    """
    for part in _parsed(tables, file):
        key, form, known = part.claimed.key, part.match.form, part.match.columns
        told, _ = in_force(_findings(key, form, [part], file), key.period.end)
        yield from (replace(f, row_id=None) for f in told if f.cell and (not f.column or f.column in known))


def _parsed(tables: Iterable[ClaimedTable], file: str) -> Iterator[_Part]:
    """Parse the parts of a submission; the ids of their rows run on."""
    first_id = 1
    for claimed in tables:
        context = Context(file, claimed.key.period.end, first_id)
        parsed = parse(claimed.grid, claimed.table, claimed.match, context)
        first_id += parsed.rows.num_rows
        extra = extra_columns(claimed.grid, claimed.table, claimed.match, parsed.rows, file)
        yield _Part(claimed, parsed, list(extra))


def _submission(key: Key, parts: Sequence[_Part], file: str, secret: bytes | None) -> Submission:
    """Validate the parts of a submission and set aside the rows that break an error rule."""
    form = parts[0].match.form
    pseudonyms = Pseudonyms(form, pa.concat_tables([part.parsed.rows for part in parts]), secret)
    findings, drafts = in_force(_findings(key, form, parts, file), key.period.end)
    rows = pseudonyms.named()
    rules = broken_by(findings)
    refusal = too_many(form, rules, rows.num_rows)
    if refusal:
        rules = {id: rules.get(id, {refusal.rule: None}) for id in rows.column("_row_id").to_pylist()}
    is_bad = pc.is_in(rows.column("_row_id"), value_set=pa.array(list(rules), pa.int64()))
    submission = Submission(
        key,
        form,
        rows.filter(pc.invert(is_bad)) if rules else rows,
        quarantined=_quarantined(parts, rows.filter(is_bad), rules) if rules else QuarantinedRows.of(),
        non_data=[row for part in parts for row in part.parsed.non_data],
        marks=[mark for part in parts for mark in part.parsed.marks],
        extra=[column.kept for part in parts for column in part.extra if column.kept.num_rows],
        columns=[use for part in parts for use in part.match.uses],
        findings=findings,
        drafts=drafts,
        rows_in_span=sum(len(part.table.rows) for part in parts),
    )
    if not submission.accepted.num_rows:
        why, table = refusal or Finding("SUB-EMPTY", "error", form=form.name), parts[0].table
        submission.findings.append(replace(why, file=file, sheet=table.sheet, cell=table.first_cell))
    return submission


def _findings(key: Key, form: type[Form], parts: Sequence[_Part], file: str) -> list[Finding]:
    """What is wrong with the rows of a submission: as parsed, by the rules, and between its parts."""
    from schemas.validation.validate import validate  # brings pandera; a file without a table does without

    findings = [column.told for part in parts for column in part.extra]
    findings += [finding for part in parts for finding in part.parsed.findings]
    for part in parts:
        parsed = part.parsed
        findings += validate(
            form,
            parsed.rows,
            columns=part.match.lines,
            file=file,
            non_data=parsed.non_data,
            scale=parsed.scale,
            known=parsed.findings,
            period=key.period,
        )
    return findings + list(_repeated_across(form, parts, file))


def _repeated_across(form: type[Form], parts: Sequence[_Part], file: str) -> Iterator[Finding]:
    """Rows whose grain stands in an earlier part already; within one part validation finds them."""
    if not form.grain or len(parts) < 2:
        return
    seen: dict[tuple[object, ...], tuple[int, Mapping[str, Any]]] = {}
    for number, part in enumerate(parts):
        for row in part.parsed.rows.select([*form.grain, "_row_id", "_sheet", "_sheet_row"]).to_pylist():
            grain = tuple(row[name] for name in form.grain)
            if None in grain:
                continue
            first, before = seen.setdefault(grain, (number, row))
            if first < number:
                yield _repeated(form, part, row, before, file)


def _repeated(form: type[Form], part: _Part, row: Mapping[str, Any], before: Mapping[str, Any], file: str) -> Finding:
    """A row whose grain a row before it has, in another table of the submission."""
    column = form.column_of(form.grain[0])
    line = part.match.lines.get(column.name, "")
    shown = [str(row[name]) for name in form.grain if not form.column_of(name).personal]
    return Finding(
        "ROW-DUPLICATE",
        "error",
        file,
        part.table.sheet,
        cell_of(line, row["_sheet_row"]) if line else "",
        ", ".join(shown),
        {"first": str(before["_sheet_row"]), "first_sheet": str(before["_sheet"])},
        form.name,
        column.name,
        row["_row_id"],
    )


def _quarantined(parts: Sequence[_Part], held: pa.Table, rules: Mapping[int, Iterable[str]]) -> QuarantinedRows:
    """Held rows of all parts, with their cells. `rules`: id of a row -> what it broke."""
    ids = held.column("_row_id")
    cells = []
    for part in parts:
        is_held = pc.is_in(part.parsed.rows.column("_row_id"), value_set=ids)
        sheet_rows = part.parsed.rows.column("_sheet_row").filter(is_held).to_pylist()
        cells.append(row_texts(part.claimed.grid, part.table, part.match, sheet_rows))
    broken = [list(rules[row_id]) for row_id in ids.to_pylist()]
    columns = {
        "row_id": ids,
        "sheet": held.column("_sheet"),
        "sheet_row": held.column("_sheet_row"),
        "cells": pa.chunked_array(cells),
        "rules": pa.array(broken, pa.list_(pa.string())),
    }
    return QuarantinedRows(pa.table(columns), held.select(list(parts[0].match.form.fields())))

"""`khoso diff OLD NEW`: what changed between two submissions, cell by cell and row by row."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cli.as_json import say_json
from cli.operand import FORM, LOAD
from cli.options import add_given, add_table
from cli.parser import Parser, WrongCall
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    import pyarrow as pa

    from warehouse.change import Pair
    from warehouse.connect import Connection

_OF = Both(
    "{form}, {sender}, {period}: lần nạp {old} và {new}: {cells} ô thay đổi ở {changed} dòng, {added} dòng thêm,"
    " {gone} dòng bỏ, {held} dòng nay bị giữ lại",
    "{form}, {sender}, {period}: loads {old} and {new}: {cells} cells changed in {changed} rows, {added} rows"
    " added, {gone} gone, {held} held now",
)
_HIDDEN = Both("(thông tin cá nhân)", "(personal)")
_EMPTY = Both("(trống)", "(empty)")
_ASKED = Both(
    "Cho biết hai lần nạp (khoso diff 3 7), hoặc --form, --sender và --period.",
    "Name two loads (khoso diff 3 7), or give --form, --sender and --period.",
)

HELP = Both("so sánh hai lần gửi của một biểu", "compare two submissions of a form")
GROUP = "take-in"
_SIGNS = {"changed": "~", "added": "+", "gone": "-", "held": "✗"}
_MOST_LINES = 200


def arguments(parser: Parser) -> None:
    """OLD and NEW, or whose submission for which period."""
    parser.add("old", nargs="?", of=LOAD, help=Both("lần nạp trước", "the load before"))
    parser.add("new", nargs="?", of=LOAD, help=Both("lần nạp sau", "the load after"))
    parser.add(
        "--arrivals", action="store_true", help=Both("hai số là lần nhận tệp", "the two numbers are of arrivals")
    )
    parser.add("--form", of=FORM, default="", help=Both("biểu mẫu", "the form"))
    add_given(parser)
    add_table(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the changes, the newest submission against the one before where no number is given."""
    if args.new is None and not (args.form and args.sender and args.period):
        raise WrongCall(_ASKED)
    import pyarrow as pa

    from cli.output import saved
    from warehouse.change import changes
    from warehouse.connect import snapshot

    with snapshot(settings.home.snapshot) as con:
        found = [(pair, changes(con, pair)) for pair in _pairs(con, args)]
    if args.output:
        return saved(pa.concat_tables([table for _, table in found]), args.output, settings.lang)
    if args.json:
        told = [vars(pair) | {"summary": _summary(t), "changes": t.to_pylist()} for pair, t in found]
        say_json(told, settings.lang)
    else:
        for pair, table in found:
            say(*_lines(pair, table, settings.lang))
    return 0


def _pairs(con: Connection, args: argparse.Namespace) -> list[Pair]:
    """Raises NotFound, and NotUnderstood for names and periods that are none."""
    from cli.given import given
    from schemas.registry import form
    from warehouse.change import last_pairs, pair_of_loads, pairs_of_arrivals

    if args.new is not None:
        return pairs_of_arrivals(con, args.old, args.new) if args.arrivals else [pair_of_loads(con, args.old, args.new)]
    said = given(args)
    period_id = said.period.id if said.period else ""
    return last_pairs(con, form(args.form).name, said.sender, period_id, said.unit, said.revision or "official")


def _summary(table: pa.Table) -> dict[str, int]:
    """Cells that changed, rows they stand in, rows that were added, are gone, are held now."""
    kinds, rows = table.column("change").to_pylist(), table.column("after_row_id").to_pylist()
    changed = {row for kind, row in zip(kinds, rows, strict=True) if kind == "changed"}
    return {"cells": kinds.count("changed"), "changed": len(changed)} | {
        kind: kinds.count(kind) for kind in ("added", "gone", "held")
    }


def _lines(pair: Pair, table: pa.Table, lang: str) -> list[str]:
    from cli.output import ROWS_CUT
    from schemas.registry import form

    rows, columns = table.to_pylist(), form(pair.form)
    whose = {"form": pair.form, "sender": pair.sender, "period": pair.period_id}
    told = [_OF.filled(old=pair.old_load, new=pair.new_load, **whose, **_summary(table)).said(lang)]
    for row in rows[:_MOST_LINES]:
        line = f"  {_SIGNS[row['change']]} {row['row_label']}"
        if row["change"] == "changed":
            column = columns.column_of(row["field"])
            values = [_EMPTY.said(lang) if v is None else v for v in (row["before"], row["after"])]
            what = _HIDDEN.said(lang) if column.personal else " → ".join(values)
            line += f": {column.headers[0]} ({row['field']}): {what}"
        cells = [f"{row[f'{side}_sheet']}!{row[f'{side}_cell']}" for side in ("before", "after") if row[f"{side}_cell"]]
        told.append(f"{line}  [{' → '.join(cells)}]")
    return told + ([f"  {ROWS_CUT.filled(n=_MOST_LINES).said(lang)}"] if len(rows) > _MOST_LINES else [])

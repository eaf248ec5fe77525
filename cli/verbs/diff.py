"""`khoso diff OLD NEW`: what changed between two submissions, cell by cell and row by row."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from machine.settings import Settings
from pages.documents.words import say

if TYPE_CHECKING:
    import pyarrow as pa

    from warehouse.change import Pair
    from warehouse.connect import Connection

HELP = ("so sánh hai lần gửi của một biểu", "compare two submissions of a form")
_SIGNS = {"changed": "~", "added": "+", "gone": "-", "held": "✗"}
_MOST_LINES = 200


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """OLD and NEW, or whose submission for which period."""
    parser.add_argument("old", nargs="?", type=int, help=("lần nạp trước", "the load before")[pick])
    parser.add_argument("new", nargs="?", type=int, help=("lần nạp sau", "the load after")[pick])
    parser.add_argument(
        "--arrivals", action="store_true", help=("hai số là lần nhận tệp", "the two numbers are of arrivals")[pick]
    )
    parser.add_argument("--form", default="", help=("biểu mẫu", "the form")[pick])
    parser.add_argument("--sender", default="", help=("cơ quan gửi", "who sent it")[pick])
    parser.add_argument("--unit", default="", help=("địa bàn của số liệu", "the unit it reports on")[pick])
    parser.add_argument("--period", default="", help=("kỳ báo cáo, ví dụ 5/2023", "period, such as 2023-05")[pick])
    parser.add_argument(
        "--estimate", action="store_true", help=("số liệu ước thực hiện", "the figures are estimates")[pick]
    )
    parser.add_argument(
        "-o", "--output", type=Path, help=("ghi ra .xlsx, .csv, .parquet", "write .xlsx, .csv or .parquet")[pick]
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the changes, the newest submission against the one before where no number is given."""
    if args.new is None and not (args.form and args.sender and args.period):
        sys.stderr.write(say("change.asked", settings.lang) + "\n")
        return 2
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
        sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
    else:
        for pair, table in found:
            sys.stdout.write("\n".join(_lines(pair, table, settings.lang)) + "\n")
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
    from schemas.registry import form

    rows, columns = table.to_pylist(), form(pair.form)
    told = [
        say(
            "change.of", lang, form=pair.form, sender=pair.sender, period=pair.period_id,
            old=pair.old_load, new=pair.new_load, **_summary(table),
        )
    ]  # fmt: skip
    for row in rows[:_MOST_LINES]:
        line = f"  {_SIGNS[row['change']]} {row['row_label']}"
        if row["change"] == "changed":
            column = columns.column_of(row["field"])
            values = [say("change.empty", lang) if v is None else v for v in (row["before"], row["after"])]
            what = say("change.hidden", lang) if column.personal else " → ".join(values)
            line += f": {column.headers[0]} ({row['field']}): {what}"
        cells = [f"{row[f'{side}_sheet']}!{row[f'{side}_cell']}" for side in ("before", "after") if row[f"{side}_cell"]]
        told.append(f"{line}  [{' → '.join(cells)}]")
    return told + ([f"  {say('rows-cut', lang, n=_MOST_LINES)}"] if len(rows) > _MOST_LINES else [])

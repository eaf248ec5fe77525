"""`khoso report article|below-target`: what the chair asks for, computed from the published snapshot."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from machine.settings import Settings
from pages.documents.words import say

if TYPE_CHECKING:
    from warehouse.connect import Connection

HELP = ("báo cáo: bài viết, đơn vị chưa đạt chỉ tiêu", "reports: the article, who is below target")


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """REPORT, --period, --trace, -o."""
    parser.add_argument("report", choices=("article", "below-target"))
    parser.add_argument("--period", required=True, help=("kỳ báo cáo, ví dụ 2023-05", "period such as 2023-05")[pick])
    parser.add_argument(
        "--trace", action="store_true", help=("kèm các ô đã tính ra con số", "with the cells behind each figure")[pick]
    )
    parser.add_argument("-o", "--output", type=Path, help=("ghi ra .xlsx, .csv", "write .xlsx or .csv")[pick])


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the report; raises NotUnderstood for a period that is none."""
    from cli.given import NotUnderstood
    from schemas.values.period_text import parse_period
    from warehouse.connect import snapshot

    period = parse_period(args.period)
    if period is None:
        raise NotUnderstood("--period", args.period)
    with snapshot(settings.home.snapshot) as con:
        if args.report == "article":
            return _article(con, period.end, args, settings.lang)
        return _below_target(con, period.id, args, settings.lang)


def _article(con: Connection, as_of: date, args: argparse.Namespace, lang: str) -> int:
    from pages.documents.article import lines, standing_line, standings, statements

    said, targets = statements(con, as_of, lang, trace=args.trace), standings(con, as_of)
    if args.json:
        sys.stdout.write(json.dumps({"statements": said, "targets": targets}, ensure_ascii=False, default=str) + "\n")
        return 0
    told = [say("report.article", lang, day=f"{as_of:%d/%m/%Y}"), "", *lines(said, lang), ""]
    told += [say("report.targets", lang), *(f"  * {standing_line(each, lang)}" for each in targets)]
    sys.stdout.write("\n".join(told) + "\n")
    return 0


def _below_target(con: Connection, period_id: str, args: argparse.Namespace, lang: str) -> int:
    import pyarrow as pa

    from cli.output import saved, show
    from pages.documents.below_target import shortfalls, table

    found = shortfalls(con, period_id, lang)
    if args.json:
        sys.stdout.write(json.dumps([vars(each) for each in found], ensure_ascii=False) + "\n")
    elif args.output:
        return saved(pa.table(table(found, lang)), args.output, lang)
    elif found:
        show(pa.table(table(found, lang)), as_json=False, lang=lang)
    else:
        sys.stdout.write(say(_why_nobody(con, period_id), lang, period=period_id) + "\n")
    return 0


def _why_nobody(con: Connection, period_id: str) -> str:
    """Nobody is below target, or nothing of the period is known."""
    asked = con.execute("SELECT count(*) FROM mart.target_progress WHERE period_id = ?", [period_id]).fetchone()
    return "report.all-met" if asked and asked[0] else "report.no-targets"

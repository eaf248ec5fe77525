"""`khoso report article|below-target`: what the chair asks for, computed from the published snapshot."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from cli.as_json import say_json
from cli.operand import FILE, PERIOD, REPORT
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    from warehouse.connect import Connection

_ARTICLE = Both(
    "Chuyển đổi số của tỉnh, số liệu đến ngày {day}",
    "The province's digital transformation, figures as of {day}",
)
_TARGETS = Both(
    "Mục tiêu và hiện trạng:",
    "Targets, and where the province stands:",
)
_ALL_MET = Both("Không có đơn vị nào dưới chỉ tiêu trong kỳ {period}.", "Nobody is below target in {period}.")
_NO_TARGETS = Both(
    "Chưa có số liệu nào của kỳ {period} để so với chỉ tiêu.", "No figure of {period} stands beside a target yet."
)

HELP = Both("báo cáo: bài viết, đơn vị chưa đạt chỉ tiêu", "reports: the article, who is below target")
GROUP = "ask"


def arguments(parser: Parser) -> None:
    """REPORT, --period, --trace, -o."""
    parser.add(
        "report", of=REPORT, choices=("article", "below-target"),
        help=Both("bài viết, hoặc đơn vị chưa đạt chỉ tiêu", "the article, or who is below target"),
    )  # fmt: skip
    parser.add("--period", required=True, of=PERIOD, help=Both("kỳ báo cáo, ví dụ 2023-05", "period such as 2023-05"))
    parser.add(
        "--trace", action="store_true", help=Both("kèm các ô đã tính ra con số", "with the cells behind each figure")
    )
    parser.add("-o", "--output", of=FILE, help=Both("ghi ra .xlsx, .csv", "write .xlsx or .csv"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print or write the report; raises NotUnderstood for a period that is none."""
    from cli.given import period as understood
    from warehouse.connect import snapshot

    period = understood("--period", args.period)
    with snapshot(settings.home.snapshot) as con:
        if args.report == "article":
            return _article(con, period.end, args, settings.lang)
        return _below_target(con, period.id, args, settings.lang)


def _article(con: Connection, as_of: date, args: argparse.Namespace, lang: str) -> int:
    from pages.documents.article import lines, standing_line, standings, statements

    said, targets = statements(con, as_of, lang, trace=args.trace), standings(con, as_of)
    if args.json:
        say_json({"statements": said, "targets": targets}, lang)
        return 0
    told = [_ARTICLE.filled(day=f"{as_of:%d/%m/%Y}").said(lang), "", *lines(said, lang), ""]
    told += [_TARGETS.said(lang), *(f"  * {standing_line(each, lang)}" for each in targets)]
    say(*told)
    return 0


def _below_target(con: Connection, period_id: str, args: argparse.Namespace, lang: str) -> int:
    import pyarrow as pa

    from cli.output import saved, show
    from pages.documents.below_target import shortfalls, table

    found = shortfalls(con, period_id, lang)
    if args.json:
        say_json([vars(each) for each in found], lang)
    elif args.output:
        return saved(pa.table(table(found, lang)), args.output, lang)
    elif found:
        show(pa.table(table(found, lang)), as_json=False, lang=lang)
    else:
        say(_why_nobody(con, period_id).filled(period=period_id).said(lang))
    return 0


def _why_nobody(con: Connection, period_id: str) -> Both:
    """Nobody is below target, or nothing of the period is known."""
    asked = con.execute("SELECT count(*) FROM mart.target_progress WHERE period_id = ?", [period_id]).fetchone()
    return _ALL_MET if asked and asked[0] else _NO_TARGETS

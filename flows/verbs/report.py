"""`khoso report article|below-target`: what the chair asks for, computed from the published snapshot."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.settings import Settings
from flows.words import number, say

if TYPE_CHECKING:
    from warehouse.connect import Connection

HELP = ("báo cáo: bài viết, đơn vị chưa đạt chỉ tiêu", "reports: the article, who is below target")
_SHOWN_RUNS = 6


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
    from flows.given import NotUnderstood
    from schemas.period_text import parse_period
    from warehouse.connect import snapshot

    period = parse_period(args.period)
    if period is None:
        raise NotUnderstood("--period", args.period)
    with snapshot(settings.home.snapshot) as con:
        if args.report == "article":
            return _article(con, period.end, args, settings.lang)
        return _below_target(con, period.id, args, settings.lang)


def _article(con: Connection, as_of: date, args: argparse.Namespace, lang: str) -> int:
    said = _records(con, "SELECT * FROM mart.statement(?::DATE) WHERE report = 'article' ORDER BY statement_no", as_of)
    targets = _records(con, "SELECT * FROM mart.standing(?::DATE) ORDER BY target_code", as_of)
    for each in said:
        each["text"] = _sentence(each, lang)
        if args.trace:
            each["cells"] = [vars(cells) for cells in _cells(con, each)]
    if args.json:
        sys.stdout.write(json.dumps({"statements": said, "targets": targets}, ensure_ascii=False, default=str) + "\n")
        return 0
    lines = [say("report.article", lang, day=f"{as_of:%d/%m/%Y}"), ""]
    for each in said:
        lines += [f"{each['statement_no']:>2}. {each['text']}", *_beneath(each, lang)]
    lines += ["", say("report.targets", lang), *(f"  * {_target(each, lang)}" for each in targets)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _records(con: Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    return con.execute(query, list(values)).to_arrow_table().to_pylist()


def _sentence(said: dict[str, Any], lang: str) -> str:
    """The statement with its figures as the language writes them; a dash where there is none yet."""
    decimals = int(said["rounding"]) if str(said["rounding"]).isdecimal() else 0
    figures = {"value": decimals, "numerator": 0, "denominator": 0}
    words = {name: "…" if said[name] is None else number(said[name], lang, places) for name, places in figures.items()}
    return str(said[f"wording_{lang}"]).format(**words)


def _beneath(said: dict[str, Any], lang: str) -> list[str]:
    """Numerator, denominator and as-of of a statement, then its cells."""
    if said["value"] is None:
        return [f"    {say('report.nothing', lang)}"]
    parts = [number(part, lang) for part in (said["numerator"], said["denominator"]) if part is not None]
    source = f" · {said['denominator_source']}" if said["denominator_source"] else ""
    day = f"{said['period_end']:%d/%m/%Y}"
    lines = [f"    {' / '.join(parts)} · {say('report.as-of', lang, day=day)}{source}"]
    cells = said.get("cells", [])
    lines += [f"      {c['file']}, {c['sheet']}, {c['cells']}" for c in cells[:_SHOWN_RUNS]]
    if len(cells) > _SHOWN_RUNS:
        rest = sum(c["n_cells"] for c in cells[_SHOWN_RUNS:])
        lines.append(f"      {say('report.more-cells', lang, n=rest)}")
    return lines


def _cells(con: Connection, said: dict[str, Any]) -> list[Any]:
    """The cells of the numerator and the denominator of a statement."""
    from schemas.registry import form
    from warehouse.trace import cells_of

    facts = con.execute(
        "SELECT form, numerator_field, denominator_field, _load_id, _row_id FROM mart.indicator_fact"
        " WHERE indicator_code = ? AND period_kind = ? AND period_id = ? AND revision = ? AND (? = '' OR tier = ?)"
        " ORDER BY ALL",
        [said[name] for name in ("indicator_code", "period_kind", "period_id", "revision", "tier", "tier")],
    ).fetchall()
    behind: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for name, numerator, denominator, load_id, row_id in facts:
        for field in filter(None, (numerator, denominator)):
            behind.setdefault((name, field), []).append((load_id, row_id))
    return [cells for (name, field), rows in behind.items() for cells in cells_of(con, form(name), rows, field)]


def _target(target: dict[str, Any], lang: str) -> str:
    text = str(target[f"text_{lang}"])
    if target["actual_value"] is None:
        return f"{text}: {say('report.nothing', lang)}"
    day = f"{target['period_end']:%d/%m/%Y}"
    return f"{text}: {say('report.stands', lang, value=_plain(target['actual_value'], lang), day=day)}"


def _plain(value: float, lang: str) -> str:
    return number(value, lang, 0 if float(value).is_integer() else 2)


def _below_target(con: Connection, period_id: str, args: argparse.Namespace, lang: str) -> int:
    from flows.output import show, write

    name = "indicator_name_vi" if lang == "vi" else "indicator_name_en"
    table = con.execute(
        f"SELECT subject_name, {name} AS indicator, accountable, operator, target_value, value, gap, more_needed,"
        " numerator, denominator, unit, legal_basis, revision FROM mart.below_target WHERE period_id = ?"
        " ORDER BY indicator_code, gap DESC, subject_name",
        [period_id],
    ).to_arrow_table()
    if args.output:
        try:
            write(table, args.output)
        except ValueError:
            sys.stderr.write(say("bad-ending", lang, path=args.output) + "\n")
            return 2
        sys.stderr.write(say("written", lang, rows=table.num_rows, path=args.output) + "\n")
        return 0
    if not table.num_rows and not args.json:
        sys.stdout.write(say("report.all-met", lang, period=period_id) + "\n")
        return 0
    show(table, as_json=args.json, lang=lang)
    return 0

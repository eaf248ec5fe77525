"""`khoso demo`: a sample province from its workbooks to the article's figures, as a real flow run of Prefect's."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from cli.as_json import say_json
from cli.operand import FOLDER
from cli.parser import Parser
from cli.progress import progress
from machine.credential import one_run_credential
from machine.prefect_environment import prepare_prefect
from machine.settings import Settings
from schemas.values.bilingual import Both, number
from schemas.values.periods import period

_ARTICLE = Both(
    "Chuyển đổi số của tỉnh, số liệu đến ngày {day}",
    "The province's digital transformation, figures as of {day}",
)
_WRITING = Both("Đang tạo bộ mẫu của cả tỉnh", "Making the sample province")
_LOADED = Both("Đã nạp", "Loaded")
_FORM = Both(
    "{sector}, {form}: {files} tệp, {accepted} dòng đã nạp, {quarantined} dòng bị giữ lại",
    "{sector}, {form}: {files} files, {accepted} rows loaded, {quarantined} quarantined",
)
_QUARANTINED = Both("Bị giữ lại và lý do", "Quarantined, and why")
_NEXT = Both(
    "Hỏi tiếp:  KHOSO_HOME={home} .venv/bin/khoso report article --period 2023-05 --trace\n          "
    ' KHOSO_HOME={home} .venv/bin/khoso sql "FROM mart.indicator_value"\n           KHOSO_HOME={home}'
    " .venv/bin/khoso site {home}/site",
    "Ask more:  KHOSO_HOME={home} .venv/bin/khoso report article --period 2023-05 --trace\n          "
    ' KHOSO_HOME={home} .venv/bin/khoso sql "FROM mart.indicator_value"\n           KHOSO_HOME={home}'
    " .venv/bin/khoso site {home}/site",
)

HELP = Both("chạy thử với bộ mẫu của cả tỉnh", "run the main job on a sample province")
GROUP = "run"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_MONTH = period("month", "calendar", 2023, 5)


def arguments(parser: Parser) -> None:
    """SAMPLES."""
    parser.add(
        "samples", nargs="?", of=FOLDER, default=SAMPLES,
        help=Both("thư mục tệp mẫu thêm vào", "folder of workbooks to add"),
    )  # fmt: skip


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Fill a fresh inbox, run the flow, print what was loaded, what was quarantined and why, and the article."""
    home = settings.home.root / "demo"
    if home.exists():
        shutil.rmtree(home)
    shutil.copytree(args.samples, home / "inbox", ignore=shutil.ignore_patterns("*.md"))
    _write_province(home / "inbox", settings.lang)
    os.environ |= {"KHOSO_HOME": str(home), "KHOSO_QUIET_SECONDS": "0", "KHOSO_LANG": settings.lang}
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    if "PREFECT_API_URL" not in os.environ:  # Prefect starts a server for the run, which nobody else may use
        pair = one_run_credential()
        os.environ |= {"PREFECT_SERVER_API_AUTH_STRING": pair, "PREFECT_API_AUTH_STRING": pair}
    from machine.settings import settings as read_settings

    demo = read_settings(lang=settings.lang)
    prepare_prefect(demo.home)
    from flows.scheduled import drain_inbox

    drain_inbox()
    report = _report(demo)
    if args.json:
        say_json(report, settings.lang)
    else:
        sys.stdout.write(_text(report, demo))
    return 0


def _write_province(inbox: Path, lang: str) -> None:
    """Everything every body of the province owes for one month."""
    from province.ground.course import last_month
    from province.sample.world import World
    from province.write import owed, write

    months = [last_month(_MONTH)]
    with progress(_WRITING.said(lang), sum(1 for _ in owed(months))) as step:
        for _ in write(inbox, World(), months):
            step()


def _report(demo: Settings) -> dict[str, list[dict[str, Any]]]:
    from pages.documents.article import statements
    from warehouse.connect import snapshot

    queries = {
        "loaded": "SELECT form, count(DISTINCT seq) AS files, sum(accepted)::BIGINT AS accepted,"
        " sum(quarantined)::BIGINT AS quarantined FROM audit.load GROUP BY form ORDER BY form",
        "quarantined": "SELECT DISTINCT message_vi, message_en FROM audit.quarantine"
        " JOIN audit.finding USING (load_id, row_id) WHERE severity = 'error' ORDER BY 1",
        "refused": "SELECT message_vi, message_en FROM audit.finding JOIN audit.run USING (seq)"
        " WHERE state = 'refused' AND severity = 'error' ORDER BY seq, finding_no",
    }
    with snapshot(demo.home.snapshot) as con:
        found = {name: con.execute(query).to_arrow_table().to_pylist() for name, query in queries.items()}
        return found | {"article": statements(con, _MONTH.end, demo.lang)}


def _text(report: dict[str, list[dict[str, Any]]], demo: Settings) -> str:
    from pages.documents.article import lines as article_lines
    from schemas.registry import forms

    lang = demo.lang
    lines = ["", f"{_LOADED.said(lang)}:"]
    for row in report["loaded"]:
        sector = forms()[row["form"]].sector
        title = sector.title.said(lang) if sector else ""
        counts = {name: number(row[name]).said(lang) for name in ("files", "accepted", "quarantined")}
        lines.append("  " + _FORM.filled(form=row["form"], sector=title, **counts).said(lang))
    lines += ["", f"{_QUARANTINED.said(lang)}:"]
    lines += [f"  {row[f'message_{lang}']}" for row in report["quarantined"] + report["refused"]]
    lines += [
        "",
        _ARTICLE.filled(day=f"{_MONTH.end:%d/%m/%Y}").said(lang) + ":",
        *article_lines(report["article"], lang),
    ]
    return "\n".join([*lines, "", _NEXT.filled(home=demo.home.root).said(lang), ""])

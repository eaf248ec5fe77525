"""`khoso demo`: the main job on the sample workbooks, as a real flow run with Prefect's embedded server."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path

from flows.settings import Settings, prepare_prefect
from flows.words import number, say

HELP = ("chạy thử trên các tệp mẫu", "run the main job on the sample workbooks")
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_PERIOD = "2023-05"


def arguments(parser: argparse.ArgumentParser, pick: int) -> None:
    """SAMPLES."""
    parser.add_argument(
        "samples", nargs="?", type=Path, default=SAMPLES, help=("thư mục mẫu", "folder of samples")[pick]
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Fill a fresh inbox, run the flow, print what was loaded, what was quarantined and why, and two answers."""
    home = settings.home.root / "demo"
    if home.exists():
        shutil.rmtree(home)
    shutil.copytree(args.samples, home / "inbox", ignore=shutil.ignore_patterns("*.md"))
    os.environ |= {"KHOSO_HOME": str(home), "KHOSO_QUIET_SECONDS": "0", "KHOSO_LANG": settings.lang}
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.settings import settings as read_settings

    demo = read_settings(lang=settings.lang)
    prepare_prefect(demo.home)
    from flows.scheduled import drain_inbox

    drain_inbox()
    report = _report(demo)
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n" if args.json else _text(report, demo))
    return 0


def _report(demo: Settings) -> dict[str, list[dict[str, object]]]:
    from warehouse.connect import snapshot

    queries = {
        "runs": "SELECT file_name AS file, state, accepted, quarantined, non_data, errors, warnings"
        " FROM audit.run ORDER BY seq",
        "quarantined": "SELECT DISTINCT message_vi, message_en FROM audit.quarantine"
        " JOIN audit.finding USING (load_id, row_id) WHERE severity = 'error' ORDER BY 1",
        "refused": "SELECT message_vi, message_en FROM audit.finding JOIN audit.run USING (seq)"
        " WHERE state = 'refused' AND severity = 'error' ORDER BY seq, finding_no",
        "rates": "SELECT level, numerator, denominator, rate_pct FROM mart.online_dossier_rate"
        f" WHERE period_id = '{_PERIOD}' ORDER BY level DESC",
    }
    with snapshot(demo.home.snapshot) as con:
        return {name: con.execute(query).to_arrow_table().to_pylist() for name, query in queries.items()}


def _text(report: dict[str, list[dict[str, object]]], demo: Settings) -> str:
    lang = demo.lang
    lines = ["", f"{say('demo.loaded', lang)}:"]
    for row in report["runs"]:
        lines.append("  " + say(f"state.{row['state']}", lang, **row))
    lines += ["", f"{say('demo.quarantined', lang)}:"]
    lines += [f"  {row[f'message_{lang}']}" for row in report["quarantined"] + report["refused"]]
    lines.append("")
    for row in report["rates"]:
        rate = number(float(str(row["rate_pct"])), lang, 2)
        share = f"({number(int(str(row['numerator'])), lang)} / {number(int(str(row['denominator'])), lang)})"
        lines.append(f"{say('demo.rate.' + str(row['level']), lang)}: {rate} % {share}")
    lines += ["", say("demo.next", lang, home=demo.home.root), ""]
    return "\n".join(lines)

"""`khoso check FILE…`: every finding, without loading. Neither Prefect nor DuckDB is imported."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.as_json import say_json
from cli.operand import FILE
from cli.options import add_given
from cli.parser import Parser
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both

if TYPE_CHECKING:
    from schemas.finding import Finding

_CHECKED = Both(
    "{file}: {rows} dòng đạt, biểu mẫu {forms}; {errors} lỗi, {warnings} cảnh báo",
    "{file}: {rows} rows pass, form {forms}; {errors} errors, {warnings} warnings",
)
_DRAFTS = Both(
    "Quy tắc thử nghiệm, chỉ đếm, không báo người gửi: {count} chỗ",
    "Rules on trial, counted and not told to the sender: {count} findings",
)

HELP = Both("kiểm tra tệp, không nạp", "check files without loading them")
GROUP = "take-in"


def arguments(parser: Parser) -> None:
    """FILES, what is said of them, --drafts."""
    parser.add("files", nargs="+", of=FILE, help=Both("các bảng tính cần kiểm tra", "workbooks to be checked"))
    parser.add("--drafts", action="store_true", help=Both("cả các quy tắc đang thử nghiệm", "the rules on trial too"))
    add_given(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the findings; 1 when one of them is an error."""
    from cli.given import given
    from spreadsheets.understand.checked import check

    readings = check(args.files, given(args), log=settings.home.log, readers=settings.readers)
    if args.json:
        say_json([plain(r, settings.lang, drafts=args.drafts) for r in readings], settings.lang)
    else:
        for reading in readings:
            drafts = _draft_lines(reading, settings.lang) if args.drafts else []
            say(*_lines(reading, settings.lang), *drafts)
    return int(any(f.severity == "error" for r in readings for f in r.all_findings))


def _lines(reading, lang: str) -> list[str]:  # type: ignore[no-untyped-def]
    from pages.documents.receipt import finding_lines, understood_lines

    errors = sum(f.severity == "error" for f in reading.all_findings)
    warnings = len(reading.all_findings) - errors
    forms = ", ".join(dict.fromkeys(s.key.form for s in reading.submissions)) or "-"
    rows = sum(s.accepted.num_rows for s in reading.submissions)
    told = _CHECKED.filled(file=reading.file, rows=rows, forms=forms, errors=errors, warnings=warnings).said(lang)
    return [told, *understood_lines(reading, lang), *finding_lines(reading, lang)]


def _draft_lines(reading, lang: str) -> list[str]:  # type: ignore[no-untyped-def]
    from schemas.catalogue.messages import message

    told = _DRAFTS.filled(count=len(reading.drafts)).said(lang)
    return [told, *(f"  ? {finding.rule}: {message(finding, lang)}" for finding in reading.drafts)]


def plain(reading, lang: str, *, drafts: bool = False) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """A reading as plain data: submissions with their counts, and findings with their words in one language.

    `drafts`: those of rules on trial too.
    """
    return {
        "file": reading.file,
        "refused": reading.refused.rule if reading.refused else None,
        "unclaimed": reading.unclaimed,
        "submissions": [
            {
                "form": s.key.form,
                "sender": s.key.sender,
                "unit": s.key.unit,
                "period": s.key.period.id,
                "revision": s.key.revision,
                "rows_in_span": s.rows_in_span,
                "accepted": s.accepted.num_rows,
                "quarantined": len(s.quarantined),
                "non_data": len(s.non_data),
            }
            for s in reading.submissions
        ],
        "findings": plain_findings([*reading.all_findings, *(reading.drafts if drafts else [])], lang),
    }


def plain_findings(findings: Sequence[Finding], lang: str) -> list[dict[str, str]]:
    """Findings as plain data, with their words in one language."""
    from schemas.catalogue.messages import expected, message, remedy

    return [
        {
            "rule": f.rule,
            "severity": f.severity,
            "file": f.file,
            "sheet": f.sheet,
            "cell": f.cell,
            "found": f.found,
            "expected": expected(f, lang),
            "remedy": remedy(f, lang),
            "message": message(f, lang),
        }
        for f in findings
    ]

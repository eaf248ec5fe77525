"""`khoso ingest [FILE…]`: load the inbox, or the files named, and publish. No server is needed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from cli.as_json import say_json
from cli.operand import FILE
from cli.options import add_given, add_wait
from cli.parser import Parser
from cli.paths import check_there
from cli.terminal import say
from machine.settings import Settings
from schemas.values.bilingual import Both
from schemas.values.trouble import Exit

_INBOX_EMPTY = Both(
    "Hộp thư đến {folder} không có tệp nào.",
    "The inbox {folder} is empty.",
)
_BEYOND = Both(
    "{file}, đối chiếu với các báo cáo khác:",
    "{file}, held against other reports:",
)
_ANNOTATED_COUNT = Both(
    "Đã đánh dấu lỗi trong {count} bảng tính để trả lại người gửi: {folder}",
    "{count} workbooks marked for their senders: {folder}",
)
_MORE_FINDINGS = Both(
    "… và {count} dòng nữa, xem {path}",
    "… and {count} more lines, see {path}",
)
_READING = Both("Đang đọc", "Reading")

HELP = Both("nạp các tệp trong hộp thư đến, hoặc các tệp nêu tên", "load the inbox, or the files named, and publish")
GROUP = "take-in"
#: Findings of one file that are shown; all of them are in its receipt.
_MOST_LINES = 50
#: Why a file was not taken: what the operator must mend, what its sender must.
_OF_THE_MACHINE = frozenset({"no-room", "unreadable", "not-removed"})
_NEVER_TAKEN = frozenset({"link", "folder", "hidden", "special", "gone"})


def arguments(parser: Parser) -> None:
    """FILES, what is said of them, and --wait."""
    parser.add(
        "files",
        nargs="*",
        of=FILE,
        help=Both("các bảng tính; không nêu thì nạp hộp thư đến", "workbooks; the inbox where none is named"),
    )
    add_given(parser)
    add_wait(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Load and publish; the exit code says what became of it."""
    check_there(*args.files)
    from cli.given import given
    from cli.progress import progress
    from flows.ingest import drain, ingest_files

    with progress(_READING.said(settings.lang), len(args.files) or None) as step:
        readings: dict[int, dict[str, object]] = {}
        told = teller(args, settings, step, readings)
        if args.files:
            result = ingest_files(settings, args.files, given(args), wait=args.wait, tell=told)
        else:
            result = drain(settings, wait=args.wait, tell=told)
    if args.json:
        say_json(as_data(result, readings, settings.lang), settings.lang)
    else:
        say(*closing(result, settings))
    return exit_code(result)


def exit_code(result) -> Exit:  # type: ignore[no-untyped-def]
    """3 when the machine stood in the way, 1 when a file was refused or will never be taken, a row quarantined."""
    reasons = {waiting.reason for waiting in result.waiting}
    if result.unwritten or reasons & _OF_THE_MACHINE:
        return Exit.ENVIRONMENT
    has_wrong = any(o.state in ("refused", "partly") or o.errors for o in result.outcomes)
    return Exit.FINDINGS if has_wrong or reasons & _NEVER_TAKEN else Exit.DONE


def teller(args, settings: Settings, step, readings: dict[int, dict[str, object]]):  # type: ignore[no-untyped-def]
    """What tells of each arrival as it is done, with its first findings; `step` is called each time.

    With --json it says nothing, and puts what was read of each arrival into `readings`.
    """
    from cli.verbs.check import plain
    from pages.documents.receipt import finding_lines, outcome_line, receipt_path, understood_lines

    def tell(outcome, reading) -> None:  # type: ignore[no-untyped-def]
        step()
        if args.json:
            readings[outcome.seq] = plain(reading, settings.lang) if reading else {}
            return
        lines = [outcome_line(outcome, settings.lang)]
        if reading:
            lines += understood_lines(reading, settings.lang)
            lines += finding_lines(reading, settings.lang, _MOST_LINES)
            if (more := len(reading.all_findings) - _MOST_LINES) > 0:
                path = receipt_path(settings.home.outbox, outcome)
                lines.append("  " + _MORE_FINDINGS.filled(count=more, path=path).said(settings.lang))
        say(*lines)

    return tell


def _beyond(result, settings: Settings) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """What was found once everything was loaded, the first of it; the receipts have all."""
    from pages.documents.receipt import finding_line

    left = _MOST_LINES
    for outcome in result.outcomes:
        findings = result.beyond.get(outcome.seq, [])
        if findings and left > 0:
            yield _BEYOND.filled(file=outcome.file).said(settings.lang)
            yield from (finding_line(finding, settings.lang) for finding in findings[:left])
        left -= len(findings)
    if left < 0:
        yield "  " + _MORE_FINDINGS.filled(count=-left, path=settings.home.outbox / "receipts").said(settings.lang)


def closing(result, settings: Settings) -> list[str]:  # type: ignore[no-untyped-def]
    """What is to be said once all is loaded: found between submissions, marked, left waiting, published."""
    from pages.documents.receipt import PUBLISHED, waiting_line

    lines = [*_beyond(result, settings)]
    if result.annotated:
        folder = result.annotated[0].parent
        lines.append(_ANNOTATED_COUNT.filled(count=len(result.annotated), folder=folder).said(settings.lang))
    lines += [waiting_line(w.name, w.reason, settings.lang) for w in result.waiting]
    lines += [told.said(settings.lang) for told in result.unwritten]
    if not result.outcomes and not result.waiting:
        lines.append(_INBOX_EMPTY.filled(folder=settings.home.inbox).said(settings.lang))
    if result.published:
        lines.append(PUBLISHED.filled(path=result.published).said(settings.lang))
    return lines


def as_data(result, readings: dict[int, dict[str, object]], lang: str) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """What a drain did, for a program."""
    from cli.verbs.check import plain_findings

    for seq, findings in result.beyond.items():
        if reading := readings.get(seq):
            reading["findings"] += plain_findings(findings, lang)  # type: ignore[operator]
    return {
        "arrivals": [readings.get(o.seq, {}) | vars(o) for o in result.outcomes],
        "waiting": [{"file": w.name, "reason": w.reason} for w in result.waiting],
        "annotated": [str(path) for path in result.annotated],
        "unwritten": [told.said(lang) for told in result.unwritten],
        "published": str(result.published) if result.published else None,
    }

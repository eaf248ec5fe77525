"""The message a sender gets for a file: what became of it, and every finding, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from machine.files import write_whole
from pages.documents.words import say
from schemas.catalogue.messages import form_title, message
from schemas.codes import code_list
from schemas.finding import Finding
from schemas.submission import Reading

if TYPE_CHECKING:  # `khoso check` writes findings as a receipt does, and opens no warehouse
    from warehouse.load import Outcome

_LANGUAGES = ("vi", "en")


def write_receipt(outbox: Path, outcome: Outcome, reading: Reading | None) -> Path:
    """Write `outbox`/receipts/<seq>-<file>.txt; a later run of the same arrival writes the same file."""
    path = receipt_path(outbox, outcome)
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = ["\n".join(receipt_lines(outcome, reading, lang)) for lang in _LANGUAGES]
    write_whole(path, "\n\n".join(parts) + "\n")
    return path


def add_to_receipt(
    outbox: Path, outcome: Outcome, findings: Sequence[Finding] = (), annotated: Path | None = None
) -> None:
    """Add to the receipt of an arrival what came after it was written.

    `findings`: against its past and other submissions, counted in `outcome`. `annotated`: the sender's workbook with
    its findings marked. A receipt that is there no more is left so.
    """
    path = receipt_path(outbox, outcome)
    if not path.exists():
        return
    parts = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    for lang, part in zip(_LANGUAGES, parts, strict=True):
        lines = [outcome_line(outcome, lang), *part.split("\n")[1:]]
        if annotated:
            marked = say("annotated", lang, path=f"{annotated.parent.name}/{annotated.name}")
            lines[1:1] = [] if marked in lines else [marked]
        lines += [line for line in map(partial(finding_line, lang=lang), findings) if line not in lines]
        parts[_LANGUAGES.index(lang)] = "\n".join(lines)
    write_whole(path, "\n\n".join(parts) + "\n")


def receipt_path(outbox: Path, outcome: Outcome) -> Path:
    """Where the receipt of an arrival is."""
    return outbox / "receipts" / f"{for_arrival(outcome, outcome.file)}.txt"


def for_arrival(outcome: Outcome, name: str) -> str:
    """A file name of its own for what an arrival is answered with."""
    safe = name.replace("/", "_").replace("\\", "_").encode()[-150:].decode(errors="ignore")
    return f"{outcome.seq:06d}-{safe}"


def receipt_lines(outcome: Outcome, reading: Reading | None, lang: str) -> list[str]:
    """The receipt in one language: what became of the file, a line a submission, a line a finding."""
    found = [*understood_lines(reading, lang), *finding_lines(reading, lang)] if reading else []
    return [outcome_line(outcome, lang), *found]


def understood_lines(reading: Reading, lang: str) -> list[str]:
    """A line a submission: as what, from whom and for when its rows were understood."""
    lines = []
    for submission in reading.submissions:
        key = submission.key
        sender = code_list("agency").label(key.sender, lang, key.period.end)
        lines.append("  " + say(
            f"understood.{key.revision}", lang, form=form_title(key.form), sender=sender,
            period=key.period.label.said(lang), rows=submission.accepted.num_rows,
        ))  # fmt: skip
    return lines


def finding_lines(reading: Reading, lang: str, most: int | None = None) -> list[str]:
    """A line a finding, errors marked; sheets that are no form's are told of in one line together.

    `most`: findings told at most, of which there may be very many.
    """
    told: list[Finding] = []
    others: list[str] = []
    for finding in reading.all_findings:
        is_unclaimed = finding.rule in ("SHEET-UNCLAIMED", "SHEET-NO-TABLE")
        if is_unclaimed and (others or finding.severity == "warning"):
            others.append(finding.sheet)
        else:
            others += [finding.sheet] * is_unclaimed
            told.append(finding)
    lines = [f"  {'✗' if finding.severity == 'error' else '!'} {message(finding, lang)}" for finding in told[:most]]
    if others:
        lines.append("  " + say("unclaimed", lang, sheets=", ".join(dict.fromkeys(others))))
    return lines


def finding_line(finding: Finding, lang: str) -> str:
    """A finding's whole message, errors marked."""
    return f"  {'✗' if finding.severity == 'error' else '!'} {message(finding, lang)}"


def outcome_line(outcome: Outcome, lang: str) -> str:
    """What became of an arrival, in one line."""
    return say(
        f"state.{outcome.state}",
        lang,
        file=outcome.file,
        accepted=outcome.accepted,
        quarantined=outcome.quarantined,
        non_data=outcome.non_data,
        errors=outcome.errors,
        warnings=outcome.warnings,
    )

"""A page for every submission: what was in it, what was wrong, with the cells in their surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from pages.quality.disagreement import some_apart
from pages.quality.excerpt import Excerpt, Sheets, excerpt, read_sheets
from pages.quality.facts import Disagreement, Facts, Report
from pages.quality.matrix import SIGNS
from pages.quality.read_facts import rows
from schemas.catalogue.messages import headline, place
from schemas.finding import Finding
from schemas.registry import forms
from schemas.values.bilingual import Both
from warehouse.connect import Connection

#: Rows with findings on one page, and on all pages of one submission.
_A_PAGE, _SHOWN = 50, 500


def submission_key(facts: Facts, report: Report, versions: list[dict[str, Any]]) -> dict[str, Any]:
    """What a submission's pages follow from: the report has a fingerprint of the findings."""
    newest = versions[-1]
    found = facts.disagreements_of.get(report.submission_no or 0, [])
    return {
        "form": {"name": report.form, "title": facts.form_name(report.form)},
        "sender": facts.body(report.sender_code),
        "period": report.period.label.capital(),
        "report": report,
        "sign": SIGNS[report.state],
        "newest": newest,
        "versions": versions,
        "apart": some_apart(facts, found),
        "others": [each for each in found if each.finding_seq == newest["seq"]],
        "names": {each.other_sender_code: facts.body(each.other_sender_code).name for each in found},
        "arrivals": sorted({v["seq"] for v in versions if v["is_newest"]} & facts.arrival_numbers),
    }


def submission_pages(con: Connection, key: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What each of its pages shows: the first has everything but the findings that did not fit."""
    form = forms().get(key["report"].form)
    load_id = key["report"].load_id
    findings = rows(con, "finding", {"load_id": load_id})
    cells = [(f["sheet"], f["cell"]) for f in findings]
    sheets = read_sheets(con, form, load_id, cells) if form else None
    file = key["newest"]["file_name"]
    by_row = (list(of) for _, of in groupby(findings, key=_row_of))
    others = other_cells(con, key["others"])
    found = [_of_row(of, sheets, file, others) for of in islice(by_row, _SHOWN)]
    shown = [found[i : i + _A_PAGE] for i in range(0, len(found), _A_PAGE)] or [[]]
    for number, of_page in enumerate(shown, 1):
        yield key | {
            "columns": sheets.columns if sheets else [],
            "rules": _counted(findings),
            "n_rows": len({_row_of(f) for f in findings}),
            "n_shown": len(found),
            "found": of_page,
            "page": number,
            "pages": len(shown),
            "base": f"submission/{key['report'].submission_no}",
        }


@dataclass(frozen=True)
class Other:
    """The cell another source has for a figure: whose it is, in its surroundings."""

    sender_code: str
    file: str
    excerpt: Excerpt


def other_cells(con: Connection, found: Iterable[Disagreement]) -> dict[int, Other]:
    """Number of a finding -> the cell it disagrees with, where something around that was kept; one for each cell."""
    of_load: dict[tuple[str, int], list[Disagreement]] = {}
    for each in found:
        if each.other_load_id is not None and each.other_form in forms():
            of_load.setdefault((each.other_form, each.other_load_id), []).append(each)
    cells: dict[int, Other] = {}
    for (form, load_id), some in of_load.items():
        sheets = read_sheets(con, forms()[form], load_id, [(d.other_sheet, d.other_cell) for d in some])
        around = {(d.other_sheet, d.other_cell): _other(sheets, d) for d in some}
        cells |= {d.finding_no: other for d in some if (other := around[d.other_sheet, d.other_cell])}
    return cells


def _other(sheets: Sheets, of: Disagreement) -> Other | None:
    around = excerpt(sheets, of.other_sheet, {of.other_cell: "warning"})
    return Other(of.other_sender_code, of.other_file, around) if around else None


def told(finding: dict[str, Any], file: str) -> dict[str, Any]:
    """A finding as a page tells it: rule, severity, cell, and the message without the place it is shown at."""
    at = Finding(finding["rule"], finding["severity"], file, finding["sheet"], finding["cell"])
    said = {}
    for lang in ("vi", "en"):
        message = finding[f"message_{lang}"].removeprefix(place(at, lang) + ": ")
        said[lang] = message[:1].upper() + message[1:]
    return {
        "rule": finding["rule"],
        "severity": finding["severity"],
        "sheet": finding["sheet"],
        "cell": finding["cell"],
        "headline": headline(finding["rule"]),
        "message": Both(said["vi"], said["en"]),
    }


def _of_row(
    findings: list[dict[str, Any]], sheets: Sheets | None, file: str, others: Mapping[int, Other]
) -> dict[str, Any]:
    """The findings of one row with the piece of the sheet they stand in."""
    cells: dict[str, str] = {}
    for finding in findings:
        if finding["cell"] and cells.get(finding["cell"]) != "error":
            cells[finding["cell"]] = finding["severity"]
    around = excerpt(sheets, findings[0]["sheet"], cells) if sheets and cells else None
    beside = list({id(other): other for f in findings if (other := others.get(f["finding_no"]))}.values())
    return {"findings": [told(f, file) for f in findings], "excerpt": around, "others": beside}


def _row_of(finding: dict[str, Any]) -> tuple[Any, ...]:
    """Findings of one row of the submission stand together; one above rows stands alone."""
    row = finding["row_id"]
    return (finding["sheet"], row) if row is not None else (finding["sheet"], None, finding["finding_no"])


def _counted(findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], int] = {}
    for finding in findings:
        name = (finding["rule"], finding["severity"])
        counts[name] = counts.get(name, 0) + 1
    order = sorted(counts.items(), key=lambda item: (item[0][1] != "error", -item[1], item[0][0]))
    return [{"id": rule, "severity": s, "headline": headline(rule), "n": n} for (rule, s), n in order]

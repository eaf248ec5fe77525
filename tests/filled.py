"""Forms filled in: made-up rows of any form, drawn or typed into a template, and what is stored of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from reading import read

from schemas import kinds
from schemas.codes import code_list
from schemas.finding import Finding
from schemas.form import Column, Form
from schemas.owed import debtors, due_day
from schemas.registry import forms
from schemas.submission import Given, Reading, Submission
from schemas.values.address import address
from schemas.values.periods import Period, containing
from spreadsheets.read.workbook import Workbook
from spreadsheets.understand.reading import read_submissions
from spreadsheets.write.drawn import DrawnSheet, save
from spreadsheets.write.template import SHEET, Blank, template

DAY = date(2023, 5, 14)


def period_of(form: type[Form]) -> Period:
    return containing(DAY, form.period or "month", form.calendar)  # type: ignore[arg-type]


def debtor(form: type[Form], period: Period) -> tuple[str, str]:
    """Sender and unit of the first who owes the form."""
    owing = debtors(form, period.end)
    return (owing[0].sender, owing[0].unit) if owing else (form.sender, "26")


def rows_of(form: type[Form], count: int = 3) -> list[dict[str, Any]]:
    """Made-up rows: figures are zeros, the others differ from row to row."""
    rows = [{name: value_of(col, i) for name, col in form.columns.items()} for i in range(count)]
    grain = [form.column_of(field).name for field in form.grain]
    return list({tuple(row[name] for name in grain): row for row in rows}.values())


def value_of(col: Column, i: int) -> Any:
    if col.codes:
        entries = [e for e in code_list(col.codes).entries if e.valid_on(DAY)]
        chosen = entries[i % len(entries)]
        return chosen.names[0] if col.kind is kinds.Text else chosen.code
    if col.kind is kinds.Code:
        return sampled(col.pattern, i) if col.pattern else f"M{i:03d}"
    return {
        kinds.Text: f"Tên số {['một', 'hai', 'ba', 'bốn', 'năm'][i]}",
        kinds.Count: int(col.minimum or 0),
        kinds.Amount: float(col.minimum or 0.0),
        kinds.Percent: float(col.minimum or 0.0),
        kinds.Ratio: (0, 155),
        kinds.Day: date(2023, 5, 10),
        kinds.Period: "5/2023",
        kinds.Flag: i % 2 == 0,
    }[col.kind]


def sampled(pattern: str, i: int) -> str:
    """A text that fits a pattern, from hypothesis' own reading of it; one that could be dialled comes last."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.strategies import from_regex

    found: set[str] = set()

    @settings(
        database=None,
        derandomize=True,
        max_examples=60,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(from_regex(pattern, fullmatch=True))
    def collect(text: str) -> None:
        if text.isascii():
            found.add(text)

    collect()
    return sorted(found, key=lambda text: (text.startswith("0"), text))[i]


def back(sheets: list[DrawnSheet], path: Path, given: Given = Given()) -> Reading:  # noqa: B008
    save(sheets, path)
    return read_submissions(Workbook(path, path.name, "xlsx", tuple(read(path).sheets.values())), given)


def expected(form: type[Form], row: dict[str, Any]) -> dict[str, Any]:
    """A row as it is stored."""
    found: dict[str, Any] = {}
    for name, col in form.columns.items():
        fields, value = list(col.fields), row.get(name)
        if col.personal:
            continue
        if col.kind is kinds.Text and col.codes:
            found |= dict(
                zip(fields, (value, code_list(col.codes).resolve(value, DAY) if value else None), strict=True)
            )
        elif col.kind is kinds.Ratio:
            found |= dict(zip(fields, value or (None, None), strict=True))
        elif col.kind is kinds.Period:
            found[fields[0]] = "2023-05"
        else:
            found[fields[0]] = value
    return found


def stored(submission: Submission) -> list[dict[str, Any]]:
    personal = {f for col in submission.form.columns.values() if col.personal for f in col.fields}
    return [
        {k: v for k, v in row.items() if k[0] != "_" and k not in personal} for row in submission.accepted.to_pylist()
    ]


def every() -> list[Any]:
    return [pytest.param(form, id=name) for name, form in forms().items()]


def blank(form: type[Form], **changes: Any) -> Blank:
    at = period_of(form)
    sender, unit = debtor(form, at)
    return replace(Blank(form, at.end, sender, unit, at, due_day(form, at)), **changes)


def typed(form: type[Form], name: str, value: Any) -> Any:
    """A value as a person types it."""
    col = form.columns[name]
    if isinstance(value, bool):
        return "Có" if value else "không"
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, tuple):
        return f"{value[0]} / {value[1]}"
    if col.kind is kinds.Count and value == 0:
        return "-"
    if col.kind is kinds.Amount:
        return value / (1 if "(đồng)" in col.headers[0] else 1e6)
    return f" {value} " if isinstance(value, str) and col.kind is kinds.Text and not col.codes else value


def fill(path: Path, drawn: DrawnSheet, form: type[Form], rows: list[dict[str, Any]], sheet: str = SHEET) -> Any:
    """Type rows into a saved template; what it has printed in a row already stays."""
    book = openpyxl.load_workbook(path)
    for at, row in zip(sorted(drawn.rows), rows, strict=False):
        for name, value in row.items():
            cell = book[sheet][address(at, drawn.columns[name])]
            if value is not None and cell.value is None:
                cell.value = typed(form, name, value)
    book.save(path)
    return book


def submitted(path: Path, given: Given = Given(), folder: Given = Given()) -> Reading:  # noqa: B008
    book = read(path)
    warnings = tuple(Finding(rule, "warning", path.name, sheet, cell) for rule, sheet, cell in book.warnings)
    return read_submissions(Workbook(path, path.name, "xlsx", tuple(book.sheets.values()), warnings), given, folder)


def values_of(drawn: DrawnSheet, form: type[Form], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what the template has printed, as they are stored."""
    printed = [{n: drawn.cells[at, c].value for n, c in drawn.columns.items()} for at in sorted(drawn.rows)]
    return [
        expected(form, row | {n: v for n, v in there.items() if v}) for there, row in zip(printed, rows, strict=False)
    ]


def sent(form: type[Form], path: Path, **changes: Any) -> tuple[DrawnSheet, list[dict[str, Any]]]:
    """A template of a form, filled in and saved at `path`."""
    sheets = template(blank(form, **changes))
    save(sheets, path)
    rows = rows_of(form)
    fill(path, sheets[0], form, rows)
    return sheets[0], values_of(sheets[0], form, rows)

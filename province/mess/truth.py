"""The truth beside messy workbooks: what each holds in fact, which habits it has and what is wrong where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from province.mess.make import Messy
from schemas.owed import Debtor
from schemas.values.periods import Period

NAME = "TRUTH.json"


def entry(
    file: str, form: str, debtor: Debtor, period: Period, rows: Sequence[Mapping[str, Any]], messy: Messy
) -> dict[str, Any]:
    """What is true of one workbook: its key, its clean rows, its habits, its flaws with their cells."""
    return {
        "file": file,
        "form": form,
        "sender": debtor.sender,
        "unit": debtor.unit,
        "period": period.id,
        "sheet": messy.sheet.drawn.name,
        "tolerances": messy.tolerances,
        "defects": [asdict(flaw) for flaw in messy.flaws],
        "columns": messy.sheet.drawn.columns,
        "rows": [{"sheet_row": row, "values": _plain(rows[i])} for row, i in sorted(messy.sheet.drawn.rows.items())],
    }


def write_truth(folder: Path, entries: Iterable[Mapping[str, Any]]) -> Path:
    """Write the truth file of a folder; returns its path."""
    path = folder / NAME
    body = {"workbooks": list(entries)}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}

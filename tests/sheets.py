"""Parsed rows for tests of contracts: from plain values, or from what a truth file says is on a sheet."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.codes import code_list
from schemas.form import Form
from schemas.kinds import Amount, Day, Text
from schemas.submission import ROW_FIELDS, NonDataRow
from schemas.values.text import fold

ARROW = {
    "string": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "date32": pa.date32(),
}


def table(form: type[Form], rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as parsing hands them on; `_row_id`, `_sheet` and the rest are filled in where a row does not say."""
    fields = {name: part.arrow for name, part in form.fields().items()} | ROW_FIELDS
    filled = [
        {"_row_id": i, "_sheet": "Biểu 1", "_sheet_row": 11 + i, "_group_path": ""} | row for i, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=pa.schema([(name, ARROW[type]) for name, type in fields.items()]))


def letters(form: type[Form], first: str = "B") -> dict[str, str]:
    """One letter after another for the columns of a form."""
    return {name: chr(ord(first) + i) for i, name in enumerate(form.columns)}


def heading(text: str) -> str:
    """The key under which headings of a sheet and of a contract meet."""
    text = re.sub(r"\b20[0-9]{2}\b", "{year}", text)
    return " > ".join(fold(level).rstrip(":* ") for level in text.split(" > "))


def from_truth(shared: Path, file: str, sheet: str, form: type[Form], scale: float = 1.0) -> dict[str, Any]:
    """What a truth file says of one sheet, as the arguments of `validate` (beside the form)."""
    tables = json.loads((shared / "real" / "truth" / f"{file}.json").read_text(encoding="utf-8"))["tables"]
    truth = next(t for t in tables if t["sheet"] == sheet)
    known = {heading(h): name for name, col in form.columns.items() for h in col.headers}
    ignored = {heading(h) for h in form.ignored}
    columns = {known[heading(h)]: a for a, h in truth["columns"].items() if heading(h) not in ignored}
    rows, non_data = [], []
    for number, kind in truth["rows"].items():
        cells = {name: truth["values"].get(f"{a}{number}") for name, a in columns.items()}
        row = {k: v for name, value in cells.items() for k, v in _stored(form, name, value, scale).items()}
        if kind == "data":
            rows.append(row | {"_row_id": len(rows), "_sheet": sheet, "_sheet_row": int(number), "_group_path": ""})
        else:
            numbers = {k: float(v) for k, v in row.items() if isinstance(v, int | float)}
            label = next((v for v in row.values() if isinstance(v, str)), "")
            non_data.append(NonDataRow(sheet, int(number), kind, label, "", numbers))
    return {"rows": table(form, rows), "columns": columns, "non_data": non_data, "file": file, "scale": scale}


def _stored(form: type[Form], name: str, value: Any, scale: float) -> dict[str, Any]:
    col = form.columns[name]
    if col.kind is Text and col.codes:
        code = code_list(col.codes).resolve(value, date(2018, 12, 31)) if value else None
        return {f"{name}_name": value, f"{name}_code": code}
    if value is None:
        return {name: None}
    if col.kind is Amount:
        return {name: value * scale}
    return {name: date.fromisoformat(value) if col.kind is Day else value}

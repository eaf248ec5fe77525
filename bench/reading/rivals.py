"""Readers that people have: pandas.read_excel without a word of configuration, and a careful script of a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from schemas.values.address import letter

Answer = dict[str, Any]
Rows = list[list[Any]]


def plain_pandas(path: Path) -> Answer:
    """The first row is the heading, every other is data: what `pandas.read_excel` makes of a sheet."""
    return {"tables": [_table(name, rows, head=0) for name, rows in _sheets(path)]}


def careful_script(path: Path) -> Answer:
    """The heading is the first row of words that fills half of the widest; empty rows go, totals are told by name."""
    return {"tables": [_table(name, rows, _heading(rows), is_careful=True) for name, rows in _sheets(path)]}


RIVALS: dict[str, Callable[[Path], Answer]] = {
    "pandas.read_excel": plain_pandas, "a careful script": careful_script,
}  # fmt: skip


def _sheets(path: Path) -> list[tuple[str, Rows]]:
    import pandas as pd

    try:
        if path.suffix == ".csv":
            return [("csv", _rows(pd.read_csv(path, header=None, sep=None, engine="python", names=range(200))))]
        found = pd.read_excel(path, sheet_name=None, header=None)
    except Exception:  # noqa: BLE001 - whatever it raises, it has not read the file
        return []
    return [(str(name), _rows(frame)) for name, frame in found.items()]


def _rows(frame: Any) -> Rows:
    frame = frame.dropna(axis=1, how="all").astype(object)
    return [list(row) for row in frame.where(frame.notna(), None).values.tolist()]


def _heading(rows: Rows) -> int:
    widest = max((sum(v is not None for v in row) for row in rows), default=0)
    for i, row in enumerate(rows):
        filled = [v for v in row if v is not None]
        if 2 * len(filled) >= widest and all(isinstance(v, str) for v in filled):
            return i
    return 0


def _table(sheet: str, rows: Rows, head: int, *, is_careful: bool = False) -> Answer:
    kinds, values = {}, {}
    for number, row in enumerate(rows[head + 1 :], head + 2):
        kinds[str(number)] = _kind(row) if is_careful else "data"
        if kinds[str(number)] != "blank":
            values |= {f"{letter(c)}{number}": _value(v) for c, v in enumerate(row, 1) if v is not None}
    columns = {letter(c): str(v) for c, v in enumerate(rows[head] if rows else [], 1) if v is not None}
    return {"sheet": sheet, "title": None, "unit": None, "header_rows": [head + 1], "columns": columns,
            "rows": kinds, "values": values}  # fmt: skip


def _value(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) else str(value)[:10]


def _kind(row: list[Any]) -> str:
    filled = [v for v in row if v is not None]
    if not filled:
        return "blank"
    name = next((v.casefold() for v in filled if isinstance(v, str)), "")
    if name.startswith(("tổng", "cộng")):
        return "total"
    return "data" if any(isinstance(v, int | float) for v in filled) else "group"

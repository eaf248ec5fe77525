"""An Arrow table for people and programs: on the terminal, as JSON, or as a file."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages.documents.words import say
from schemas.values.bilingual import number

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN = 200


def show(table: pa.Table, *, as_json: bool, lang: str) -> None:
    """Print a table: JSON records, tab-separated text into a pipe, a drawn table on a terminal."""
    rows = _rows(table)
    if as_json:
        records = [dict(zip(_distinct(table.column_names), map(_finite, row), strict=True)) for row in rows]
        sys.stdout.write(json.dumps(records, ensure_ascii=False, default=_plain) + "\n")
    elif not sys.stdout.isatty():
        lines = [table.column_names, *([_text(v) for v in row] for row in rows)]
        sys.stdout.write("".join("\t".join(line) + "\n" for line in lines))
    else:
        _draw(table.column_names, rows, lang)


def _rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """By position: a query may name two columns alike."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _distinct(names: list[str]) -> list[str]:
    return [f"{name}_{names[:i].count(name)}" if name in names[:i] else name for i, name in enumerate(names)]


def _finite(value: Any) -> Any:
    """JSON has no word for a number that is none."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _draw(names: list[str], rows: list[tuple[Any, ...]], lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    drawn = Table(show_edge=False)
    for i, name in enumerate(names):
        numeric = any(isinstance(row[i], int | float) for row in rows[:_SHOWN])
        is_short = numeric or any(isinstance(row[i], date) for row in rows[:_SHOWN])
        drawn.add_column(
            name, justify="right" if numeric else "left", min_width=_longest(rows, i) if is_short else None
        )
    decimals = [_decimals(row[i] for row in rows[:_SHOWN]) for i in range(len(names))]
    for row in rows[:_SHOWN]:
        drawn.add_row(*(_shown(value, lang, places) for value, places in zip(row, decimals, strict=True)))
    console = Console(soft_wrap=len(names) > 12)
    console.print(drawn)
    if len(rows) > _SHOWN:
        console.print(say("rows-cut", lang, n=_SHOWN))


def _longest(rows: list[tuple[Any, ...]], i: int) -> int:
    """Letters of the longest number or day of a column, none of which is ever cut."""
    return max(len(_text(row[i])) for row in rows[:_SHOWN])


def _decimals(values: Iterable[Any]) -> int:
    """None where every number of a column is whole, two elsewhere."""
    return 0 if all(v.is_integer() or not math.isfinite(v) for v in values if isinstance(v, float)) else 2


def _shown(value: Any, lang: str, decimals: int) -> str:
    return number(value, decimals).said(lang) if isinstance(value, float) else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(str(value).split()) if isinstance(value, str) else str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, int | float | str) else str(value)


def saved(table: pa.Table, path: Path, lang: str) -> int:
    """Write an answer where it is wanted and say so: the exit code, 2 where the path's ending names no format."""
    try:
        write(table, path)
    except ValueError:
        sys.stderr.write(say("bad-ending", lang, path=path) + "\n")
        return 2
    sys.stderr.write(say("written", lang, rows=table.num_rows, path=path) + "\n")
    return 0


def write(table: pa.Table, path: Path) -> None:
    """Write a table as .csv, .parquet or .xlsx by the path's ending. Raises ValueError for any other."""
    ending = path.suffix.lower()
    if ending == ".parquet":
        import pyarrow.parquet

        pyarrow.parquet.write_table(table, path)
    elif ending == ".xlsx":
        from spreadsheets.write.answer import write_xlsx

        write_xlsx(path, table.column_names, _rows(table))
    elif ending == ".csv":
        from spreadsheets.write.answer import write_csv

        write_csv(path, table.column_names, _rows(table))
    else:
        raise ValueError(ending)

"""An Arrow table for people and programs: on the terminal, as JSON, or as a file."""

from __future__ import annotations

import errno
import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from cli.paths import check_tabular
from machine.files import whole_file
from schemas.values.bilingual import Both, number

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_CUT = Both("… chỉ hiện {n} dòng đầu", "… first {n} rows shown")
WRITTEN = Both("Đã ghi {rows} dòng vào {path}", "Wrote {rows} rows to {path}")

_SHOWN = 200


class Rows(Protocol):
    """A pyarrow Table, or an answer that is still coming: rows are taken a batch at a time, and not kept."""

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""

    def to_batches(self) -> Iterable[pa.RecordBatch]:
        """All rows, each once."""


def show(table: Rows, *, as_json: bool, lang: str) -> None:
    """Print a table: JSON records, tab-separated text into a pipe, a drawn table on a terminal."""
    names, rows = table.schema.names, _rows(table)
    if as_json:
        _print_json(_distinct(names), rows)
    elif not sys.stdout.isatty():
        for line in chain([names], rows):
            sys.stdout.write("\t".join(map(_text, line)) + "\n")
    else:
        _draw(names, list(islice(rows, _SHOWN + 1)), lang)


def titled(table: pa.Table, titles: Mapping[str, Both], lang: str) -> pa.Table:
    """A table of the warehouse with its columns named for people."""
    return table.rename_columns([titles[name].said(lang) for name in table.column_names])


def _print_json(names: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    between = "["
    for row in rows:
        record = dict(zip(names, map(_finite, row), strict=True))
        sys.stdout.write(between + json.dumps(record, ensure_ascii=False, default=_plain))
        between = ", "
    sys.stdout.write(("[]" if between == "[" else "]") + "\n")


def _rows(table: Rows) -> Iterator[tuple[Any, ...]]:
    """By position: a query may name two columns alike."""
    for batch in table.to_batches():
        yield from zip(*map(_values, batch.columns), strict=True)


def _values(column: pa.Array) -> list[Any]:
    """As Python has them; a day or moment beyond the years Python knows as its text."""
    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError):
        return [_value(column, i) for i in range(len(column))]


def _value(column: pa.Array, i: int) -> Any:
    try:
        return column[i].as_py()
    except (OverflowError, ValueError):
        return column.slice(i, 1).to_string(skip_new_lines=True)[1:-1]


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
        console.print(ROWS_CUT.filled(n=_SHOWN).said(lang))


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
    """Write an answer where it is wanted and say so: the exit code. Raises WrongCall where its ending is no format."""
    check_tabular(path)
    write(table, path)
    sys.stderr.write(WRITTEN.filled(rows=table.num_rows, path=path).said(lang) + "\n")
    return 0


def write(table: Rows, path: Path) -> int:
    """Write a table as .csv, .parquet or .xlsx by the path's ending: the number of rows.

    Where the rows stop before their end, what was at the path is still there.
    """
    ending, counted = path.suffix.lower(), _Counted(table)
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    with whole_file(path, durable=False) as new:
        _write_as(ending, counted, new)
    return counted.rows


def _write_as(ending: str, table: Rows, path: Path) -> None:
    from spreadsheets.write.answer import write_csv, write_xlsx

    if ending == ".parquet":
        import pyarrow.parquet

        with pyarrow.parquet.ParquetWriter(path, table.schema) as file:
            for batch in table.to_batches():
                file.write_batch(batch)
    elif ending == ".xlsx":
        write_xlsx(path, table.schema.names, _rows(table))
    else:
        write_csv(path, table.schema.names, _rows(table))


class _Counted:
    """Counts the rows that are taken of a table."""

    def __init__(self, table: Rows) -> None:
        self.schema = table.schema
        self.rows = 0
        self._table = table

    def to_batches(self) -> Iterator[pa.RecordBatch]:
        for batch in self._table.to_batches():
            self.rows += batch.num_rows
            yield batch

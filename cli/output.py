"""An Arrow table for people and programs: on the terminal, as JSON, or as a file."""

from __future__ import annotations

import errno
import math
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from cli.as_json import say_records
from cli.paths import check_tabular
from cli.terminal import bare, warn
from machine.files import whole_file
from schemas.values.as_text import AsText, FarDay, plain
from schemas.values.bilingual import Both, number
from schemas.values.visible import in_one_line

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_CUT = Both("… chỉ hiện {n} dòng đầu", "… first {n} rows shown")
WRITTEN = Both("Đã ghi {rows} dòng vào {path}", "Wrote {rows} rows to {path}")

_SHOWN = 200
#: How Arrow spells DuckDB's days and moments without an end: the largest number of their kind.
_ENDLESS = re.compile(r"<value out of range: (?P<sign>-?)(?:2147483647|9223372036854775807)>")


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
        say_records(_distinct(names), rows, lang)
    elif not sys.stdout.isatty():
        for line in chain([names], rows):
            sys.stdout.write("\t".join(map(_text, line)) + "\n")
    else:
        _draw(names, list(islice(rows, _SHOWN + 1)), lang)


def titled(table: pa.Table, titles: Mapping[str, Both], lang: str) -> pa.Table:
    """A table of the warehouse with its columns named for people."""
    return table.rename_columns([titles[name].said(lang) for name in table.column_names])


def _rows(table: Rows) -> Iterator[tuple[Any, ...]]:
    """By position: a query may name two columns alike."""
    for batch in table.to_batches():
        yield from zip(*map(_values, batch.columns), strict=True)


def _values(column: pa.Array) -> list[Any]:
    """As Python has them: sums of whole numbers, which DuckDB gives as decimals without a fraction, as such."""
    import pyarrow as pa

    try:
        values: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        return [_value(column, i) for i in range(len(column))]
    if pa.types.is_decimal(column.type) and column.type.scale == 0:
        return [None if value is None else int(value) for value in values]
    return values


def _value(column: pa.Array, i: int) -> Any:
    """One of a column that holds days or moments beyond the years Python knows."""
    try:
        return column[i].as_py()
    except (OverflowError, ValueError):
        text = column.slice(i, 1).to_string(skip_new_lines=True)[1:-1]
        known = _ENDLESS.fullmatch(text)
        return FarDay(("-" if known["sign"] else "") + "infinity" if known else text)


def _distinct(names: list[str]) -> list[str]:
    return [f"{name}_{names[:i].count(name)}" if name in names[:i] else name for i, name in enumerate(names)]


def _draw(names: list[str], rows: list[tuple[Any, ...]], lang: str) -> None:
    """Values as they are: what looks like markup in them is text."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(show_edge=False)
    for i, name in enumerate(names):
        numeric = any(isinstance(row[i], int | float | Decimal) for row in rows[:_SHOWN])
        is_short = numeric or any(isinstance(row[i], date) for row in rows[:_SHOWN])
        drawn.add_column(
            Text(_text(name)),
            justify="right" if numeric else "left",
            min_width=_longest(rows, i) if is_short else None,
        )
    decimals = [_decimals(row[i] for row in rows[:_SHOWN]) for i in range(len(names))]
    for row in rows[:_SHOWN]:
        drawn.add_row(*(Text(_shown(value, lang, places)) for value, places in zip(row, decimals, strict=True)))
    console = Console(file=bare(sys.stdout), soft_wrap=len(names) > 12)
    console.print(drawn)
    if len(rows) > _SHOWN:
        console.print(ROWS_CUT.filled(n=_SHOWN).said(lang))


def _longest(rows: list[tuple[Any, ...]], i: int) -> int:
    """Letters of the longest number or day of a column, none of which is ever cut."""
    return max(len(_text(row[i])) for row in rows[:_SHOWN])


def _decimals(values: Iterable[Any]) -> int:
    """None where every number of a column is whole, two elsewhere."""
    broken = (v for v in values if isinstance(v, float | Decimal) and math.isfinite(v))
    return 0 if all(v == int(v) for v in broken) else 2


def _shown(value: Any, lang: str, decimals: int) -> str:
    is_number = isinstance(value, float | Decimal)
    return number(float(value), decimals).said(lang) if is_number else _text(value)


def _text(value: Any) -> str:
    """A value on one line, nothing in it acting on the terminal."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return " ".join(in_one_line(plain(value)).split())


def saved(table: Rows, path: Path, lang: str) -> int:
    """Write an answer where it is wanted and say so, and what is text in it: the exit code.

    Raises WrongCall where its ending is no format, DoesNotFit where a sheet cannot hold it.
    """
    check_tabular(path)
    rows, as_text = write(table, path)
    warn(*(told.said(lang) for told in (WRITTEN.filled(rows=rows, path=path), *as_text.lines())))
    return 0


def write(table: Rows, path: Path) -> tuple[int, AsText]:
    """Write a table as .csv, .parquet or .xlsx by the path's ending: the number of rows, and what became text.

    Where the rows stop before their end, what was at the path is still there.
    """
    ending, counted = path.suffix.lower(), _Counted(table)
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    with whole_file(path, durable=False) as new:
        as_text = _write_as(ending, counted, new)
    return counted.rows, as_text


def _write_as(ending: str, table: Rows, path: Path) -> AsText:
    from spreadsheets.write.answer import write_csv, write_xlsx

    if ending == ".xlsx":
        return write_xlsx(path, table.schema.names, _rows(table))
    if ending == ".parquet":
        import pyarrow.parquet

        with pyarrow.parquet.ParquetWriter(path, table.schema) as file:
            for batch in table.to_batches():
                file.write_batch(batch)
    else:
        write_csv(path, table.schema.names, _rows(table))
    return AsText()


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

"""The rows of a submission that broke an error rule and wait: as columns, since they may be many, and one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class QuarantinedRow:
    """A row that broke an error rule. `cells`: letter -> text on the sheet (personal columns left out).

    `typed`: field -> what could be read of it, as it would be stored; None where a cell said nothing that could be.
    """

    row_id: int
    sheet: str
    sheet_row: int
    cells: Mapping[str, str]
    rules: tuple[str, ...]
    typed: Mapping[str, Any] = field(default_factory=dict)


class QuarantinedRows(Sequence[QuarantinedRow]):
    """Rows as two tables of one height.

    `rows`: row_id int64, sheet string, sheet_row int32, cells map of strings, rules list of strings. `typed`: a column
    a field.
    """

    def __init__(self, rows: pa.Table, typed: pa.Table) -> None:
        self.rows, self.typed = rows, typed

    @classmethod
    def of(cls, rows: Iterable[QuarantinedRow] = (), fields: Iterable[str] = ()) -> QuarantinedRows:
        """The rows one has; `fields` of the form that none of them need have a value for."""
        import pyarrow as pa

        listed = list(rows)
        names = dict.fromkeys([*fields, *(name for row in listed for name in row.typed)])
        typed = {name: [row.typed.get(name) for row in listed] for name in names}
        columns = {
            "row_id": pa.array([row.row_id for row in listed], pa.int64()),
            "sheet": pa.array([row.sheet for row in listed], pa.string()),
            "sheet_row": pa.array([row.sheet_row for row in listed], pa.int32()),
            "cells": pa.array([list(row.cells.items()) for row in listed], pa.map_(pa.string(), pa.string())),
            "rules": pa.array([row.rules for row in listed], pa.list_(pa.string())),
        }
        return cls(pa.table(columns), pa.table(typed))

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    @overload
    def __getitem__(self, at: int) -> QuarantinedRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[QuarantinedRow]: ...
    def __getitem__(self, at: int | slice) -> QuarantinedRow | list[QuarantinedRow]:
        if isinstance(at, slice):
            return [self[i] for i in range(len(self))[at]]
        place = range(len(self))[at]
        (row,) = self.rows.slice(place, 1).to_pylist()
        (typed,) = self.typed.slice(place, 1).to_pylist() or ({},)
        return QuarantinedRow(
            row["row_id"], row["sheet"], row["sheet_row"], dict(row["cells"]), tuple(row["rules"]), typed
        )

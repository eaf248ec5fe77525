"""What travels from reading to loading: one form received from one unit for one period."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemas.finding import Finding
from schemas.form import Form, Revision
from schemas.quarantined import QuarantinedRows
from schemas.values.periods import Period

if TYPE_CHECKING:
    import pyarrow as pa

#: Columns every row of a submission carries beside the form's own fields.
ROW_FIELDS = {"_row_id": "int64", "_sheet": "string", "_sheet_row": "int32", "_group_path": "string"}

#: Columns of the values that are kept of columns a form has not: `kind` is number, day, flag or code.
EXTRA_FIELDS = ("row_id", "sheet", "cell", "header", "kind", "value")


@dataclass(frozen=True)
class Given:
    """What the caller says of a file (options of a command, folder of the inbox); "" or None where unsaid."""

    sender: str = ""
    unit: str = ""
    period: Period | None = None
    revision: Revision | None = None


@dataclass(frozen=True)
class Key:
    """What makes two submissions the same one: the later supersedes the earlier.

    `id` stands for it in the warehouse (audit.submission_key): the same on every machine and after a rebuild, for it
    follows from the key and nothing else.
    """

    form: str
    sender: str
    unit: str
    period: Period
    revision: Revision = "official"

    @cached_property
    def id(self) -> str:
        """Form and period for people, and a hash of the whole key: facilities:2023-05:0123456789abcdef."""
        said = "\n".join(map(str, self.values()))
        return f"{self.form}:{self.period.id}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    def values(self) -> tuple[Any, ...]:
        """The columns of audit.submission_key behind the id."""
        period = self.period
        return (
            self.form, self.sender, self.unit,
            period.kind, period.calendar, period.id, period.start, period.end, self.revision,
        )  # fmt: skip


@dataclass(frozen=True)
class ColumnUse:
    """What became of one column of a table: `column` is "" when it was declared ignorable.

    `first_row` and `last_row` bound the table on its sheet: a sheet may hold several.
    """

    sheet: str
    letter: str
    header: str
    column: str
    first_row: int = 0
    last_row: int = 0


@dataclass(frozen=True)
class NonDataRow:
    """A row of the table's span that is no data: total, group, note, blank, numbering.

    `numbers`: field -> value printed there, in stored units; printed totals are kept for the roll-up checks.
    """

    sheet: str
    sheet_row: int
    kind: str
    label: str
    group_path: str
    numbers: dict[str, float]


@dataclass(frozen=True)
class Mark:
    """What a cell says beside its value.

    `mark`: over, about, under, estimate, zero_dash, blank, not_collected, not_applicable; remark for any other words.
    """

    row_id: int
    field: str
    mark: str
    text: str


@dataclass(frozen=True)
class RefusedTable:
    """A table that was refused though its key was understood. `is_empty`: nothing was filled in."""

    key: Key
    sheet: str
    is_empty: bool = False


@dataclass
class Submission:
    """One form received from one unit for one period, parsed and validated.

    `accepted`: Arrow table of the form's fields and ROW_FIELDS. Rows of the tables' spans =
    accepted + quarantined + non_data. `extra`: tables of EXTRA_FIELDS. `drafts`: findings of rules that are
    counted and not told to the sender; those of `findings` are.
    """

    key: Key
    form: type[Form]
    accepted: pa.Table
    quarantined: QuarantinedRows = field(default_factory=QuarantinedRows.of)
    non_data: list[NonDataRow] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    columns: list[ColumnUse] = field(default_factory=list)
    extra: list[pa.Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    drafts: list[Finding] = field(default_factory=list)
    rows_in_span: int = 0


@dataclass
class Reading:
    """What a received file turned out to hold.

    `findings`: those above the submissions (file, sheets, tables that could not become a submission); `refusals`: whose
    submissions those tables would have been, where that was understood.
    `refused`: why the whole file was refused, None when it was read. `unclaimed`: sheets no form claims.
    """

    file: str
    submissions: list[Submission] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: Finding | None = None
    unclaimed: list[str] = field(default_factory=list)
    refusals: list[RefusedTable] = field(default_factory=list)

    @property
    def all_findings(self) -> list[Finding]:
        """Every finding of the file that its sender is told of, the submissions' included."""
        own = [self.refused] if self.refused else []
        return own + self.findings + [f for s in self.submissions for f in s.findings]

    @property
    def drafts(self) -> list[Finding]:
        """The findings of rules that are counted only."""
        return [f for s in self.submissions for f in s.drafts]

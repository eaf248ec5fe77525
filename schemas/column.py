"""One column of a form: the kind of its cells, its headings, what its values may be. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from schemas.comparison import Compared
from schemas.contract_error import ContractError, none_such, written
from schemas.headings import Heading
from schemas.kinds import Kind, Part, Text
from schemas.severity import Severity
from schemas.values.bilingual import Both

#: What a measure stands for: of the period, running on since the beginning, or the state on the period's last day.
Basis = Literal["period", "cumulative", "as_of"]


@dataclass(frozen=True)
class Column:
    """One column of a form. `headers[0]` is the official heading, the others are accepted aliases."""

    #: what a cell holds: Text, Code, Count, Amount, Percent, Ratio, Day, Period, Flag
    kind: Kind
    #: the official heading, then accepted ones; levels joined with " > ", "{year}" stands for any year
    headers: tuple[str, ...]
    #: the attribute it is written as; never said
    name: str = ""
    #: unit of measure its figures are stored in
    unit: str = ""
    #: code list its cells are looked up in: "unit:commune", "agency", a table of schemas/reference
    codes: str | None = None
    #: regular expression a whole value matches; digits as [0-9]
    pattern: str | None = None
    #: a value of its pattern, as senders are shown one
    like: str = ""
    #: whether a sheet without the column is refused
    required: bool = True
    #: whether a cell may be empty
    nullable: bool = True
    #: how loudly a value outside the code list or the pattern is told; as an error it holds its row
    unknown: Severity = "error"
    #: what "-" means in it; e.g. "missing"
    dash: Literal["zero", "missing"] = "zero"
    #: what an empty cell says in a column of yes and no that has a mark for yes; e.g. "no" where senders tick
    blank: Literal["missing", "no"] = "missing"
    #: least value
    minimum: float | None = None
    #: greatest value
    maximum: float | None = None
    #: whether it names a person: kept as a pseudonym, never in clear (Law 91/2025/QH15)
    personal: bool = False
    #: whether a person's name may be part of it, as of a business called after its owner: that part is covered
    may_name: bool = False
    #: first day of the column; e.g. date(2024, 1, 1)
    since: date | None = None
    #: first day without it; e.g. date(2025, 7, 1)
    until: date | None = None
    #: what it means, in English
    en: str = ""
    #: what its figures stand for, where that is not what the form's others do
    basis: Basis | None = None
    #: those of `headers` that hold for a time only; said as was("…", until=…)
    dated: tuple[Heading, ...] = ()
    #: its tolerances, where they are not those of the form; e.g. compared(change=2.5)
    compared: Compared | None = None

    @property
    def fields(self) -> dict[str, Part]:
        """Stored field name -> part. A Text column with a code list keeps the printed name and its code."""
        if self.kind is Text and self.codes:
            return {f"{self.name}_name": Text.parts[0], f"{self.name}_code": Text.parts[0]}
        return {self.name + part.suffix: part for part in self.kind.parts}

    def valid_on(self, day: date) -> bool:
        """Whether the column belongs to the form on `day`."""
        return Heading("", self.since, self.until).valid_on(day)

    def headers_on(self, day: date | None) -> tuple[str, ...]:
        """The headings accepted on a day, the one to print first; all of them when no day is asked."""
        gone = {heading.text for heading in self.dated if not heading.valid_on(day)}
        return tuple(text for text in self.headers if text not in gone)


#: What `column()` takes beside the kind and the headings.
_OPTIONS = [each.name for each in fields(Column) if each.name not in ("name", "kind", "headers", "dated")]
_NO_KIND = Both(
    "column() bắt đầu bằng một kiểu ô, không phải {kind!r}", "column() begins with a kind of cell, not {kind!r}"
)
_OPTION = Both("tùy chọn của column()", "option of column()")


def column(kind: Kind, *headers: str | Heading, **options: Any) -> Any:
    """Describe one column of a form.

    `headers`: official heading first, then aliases; levels of a multi-row heading joined with " > ";
    "{year}" stands for any year in an alias; `was("…", until=…)` is one accepted for a time only.
    Options are the fields of `Column`. Returns a Column (typed Any so that forms read as plain data).
    """
    if not isinstance(kind, Kind):
        raise ContractError(_NO_KIND.filled(kind=kind), written(1))
    if not headers:
        raise ContractError(
            Both(f"một cột kiểu {kind.name} không có tiêu đề", f"a column of kind {kind.name} has no heading"),
            written(1),
        )
    strange = [name for name in options if name not in _OPTIONS]
    if strange:
        raise ContractError(none_such(_OPTION, strange[0], _OPTIONS), written(1))
    dated = tuple(h for h in headers if isinstance(h, Heading))
    texts = tuple(h.text if isinstance(h, Heading) else h for h in headers)
    return Column(kind=kind, headers=texts, dated=dated, **options)

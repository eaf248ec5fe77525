"""The words of a contract: Sector, Form, column() and rule(). Plain data, read by everything else.

A sector file says each thing once; headers, parsing, rules, the Pandera schema, DDL, comments and
the contract's hash are derived from it. A contract that contradicts itself stops the program at start.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal

from schemas.codes import fingerprint
from schemas.comparison import Compared
from schemas.comparison import compared as compared  # words of contracts, here and below, said beside those of forms
from schemas.contract_error import ContractError
from schemas.headings import Heading
from schemas.headings import under as under
from schemas.headings import was as was
from schemas.kinds import Kind, Part, Text
from schemas.reasons import schedules
from schemas.rule import Rule as Rule
from schemas.rule import column_sum as column_sum
from schemas.rule import not_understood
from schemas.rule import printed_share as printed_share
from schemas.rule import printed_totals as printed_totals
from schemas.rule import refers_to as refers_to
from schemas.rule import rolls_up as rolls_up
from schemas.rule import rule as rule
from schemas.sector import Pillar
from schemas.sector import Sector as Sector
from schemas.severity import Schedule, Severity, always
from schemas.severity import dated as dated
from schemas.values.bilingual import Both

Mode = Literal["snapshot", "increment", "register"]
#: What a measure stands for: of the period, running on since the beginning, or the state on the period's last day.
Basis = Literal["period", "cumulative", "as_of"]
Revision = Literal["estimate", "official"]

#: The first day without districts: what was owed by district ended. Source: Nghị quyết 203/2025/QH15.
DISTRICTS_END = date(2025, 7, 1)


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


def column(kind: Kind, *headers: str | Heading, **options: Any) -> Any:
    """Describe one column of a form.

    `headers`: official heading first, then aliases; levels of a multi-row heading joined with " > ";
    "{year}" stands for any year in an alias; `was("…", until=…)` is one accepted for a time only.
    Options are the fields of `Column`. Returns a Column (typed Any so that forms read as plain data).
    """
    if not headers:
        raise ContractError(
            Both(f"một cột kiểu {kind.name} không có tiêu đề", f"a column of kind {kind.name} has no heading")
        )
    dated = tuple(h for h in headers if isinstance(h, Heading))
    texts = tuple(h.text if isinstance(h, Heading) else h for h in headers)
    return Column(kind=kind, headers=texts, dated=dated, **options)


@dataclass(frozen=True)
class Due:
    """When a submission is owed: `day` of the month `months` after the period's last month."""

    #: day of the month
    day: int
    #: how many months after the last one of the period
    months: int = 0


class Form:
    """A table a department promises. Subclass it in a sector file; the class itself is the contract."""

    #: phrases of the title that mark this form, most telling first
    titles: ClassVar[tuple[str, ...]] = ()
    #: fields that together tell one row from the others
    grain: ClassVar[tuple[str, ...]] = ()
    #: whether its rows are about the body that sends them, so that the grain holds within one sender only
    is_of_sender: ClassVar[bool] = False
    #: snapshot: the newest replaces; increment: periods add up; register: rows recur and are updated by their grain
    mode: ClassVar[Mode] = "snapshot"
    #: how often it is sent: day, week, month, quarter, half, nine_months, school_year, year
    period: ClassVar[str] = ""
    #: which calendar its periods follow, of schemas/reference/calendars.csv
    calendar: ClassVar[str] = "calendar"
    #: when it is owed
    due: ClassVar[Due | None] = None
    #: pillar, where it is not its sector's; e.g. "society"
    pillar: ClassVar[Pillar | None] = None
    #: what its measures stand for, where a column does not say otherwise
    basis: ClassVar[Basis] = "period"
    #: how far its figures may be from their past and from another sender's; None where they are not compared
    compared: ClassVar[Compared | None] = Compared()
    #: revision statuses in which it may be sent
    revisions: ClassVar[tuple[Revision, ...]] = ("estimate", "official")
    #: who owes it (schemas.owed): "agency:so-y-te", "group:procedures", "unit:commune"; "" when nobody does
    owed_by: ClassVar[str] = ""
    #: first day on which it is no longer owed
    ended: ClassVar[date | None] = None
    #: sender taken when neither the caller nor the letterhead names one; "" when one must
    sender: ClassVar[str] = ""
    #: column whose figures may stand side by side for several periods, each under its period; "" where none may
    across: ClassVar[str] = ""
    #: per cent of its rows that may break an error rule; with more of them none is loaded, and what was loaded before
    #: stays. Past half it is no slip of single cells but a shifted column, a wrong unit or another file, and what is
    #: left of such a table would take the place of a whole one. None: any number may; for
    #: small tables see schemas.validation.held.
    refuse_above: ClassVar[float | None] = 50
    #: headings that may stand on the sheet and are not loaded; e.g. (*Form.ignored, "Chữ ký")
    ignored: ClassVar[tuple[str, ...]] = ("STT", "TT", "Số TT", "Số thứ tự", "Ghi chú")

    name: ClassVar[str] = ""
    sector: ClassVar[Sector | None] = None
    columns: ClassVar[dict[str, Column]] = {}
    rules: ClassVar[dict[str, Rule]] = {}

    def __init_subclass__(cls) -> None:
        """Derive name, columns and rules from what the class says. Raises ContractError."""
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.columns = {k: replace(v, name=k) for k, v in vars(cls).items() if isinstance(v, Column)}
        cls.rules = {k: replace(v, name=k) for k, v in vars(cls).items() if isinstance(v, Rule)}
        _check_contract(cls)

    @classmethod
    def fields(cls) -> dict[str, Part]:
        """Stored field name -> part, in the order of the columns."""
        return {name: part for col in cls.columns.values() for name, part in col.fields.items()}

    @classmethod
    def column_of(cls, field_name: str) -> Column:
        """The column a stored field comes from."""
        return next(col for col in cls.columns.values() if field_name in col.fields)

    @classmethod
    def title(cls, lang: str = "vi") -> str:
        """What people call the form: in Vietnamese the title printed over it, in English the words of its name."""
        if lang == "vi" and cls.titles:
            return cls.titles[0]
        return cls.name.replace("_", " ").capitalize()

    @classmethod
    def label_field(cls, field_name: str) -> str:
        """The field that says in words what another has as a code; itself where it is no code of a name."""
        names = [name for name in cls.column_of(field_name).fields if name.endswith("_name")]
        return names[0] if names and field_name.endswith("_code") else field_name

    @classmethod
    def rules_on(cls, day: date | None) -> list[Rule]:
        """The rules asked of the figures of a day, each with its severity then; as they have come to be for None."""
        held = [(rule, rule.schedule.on(day)) for rule in cls.rules.values()]
        return [replace(rule, schedule=always(severity)) for rule, severity in held if severity]

    @classmethod
    @cache
    def hash(cls) -> str:
        """Version of the contract: 12 hex digits over everything that changes how a sheet is read.

        The code lists its columns name are part of it, and so are the reasons of schemas/catalogue.toml whose
        severity changes with time. What is held against other submissions is not: that is judged after reading.
        """
        body = {
            "name": cls.name,
            "grain": cls.grain,
            "mode": cls.mode,
            "period": [cls.period, cls.calendar],
            "titles": cls.titles,
            "revisions": cls.revisions,
            "across": cls.across,
            "ignored": cls.ignored,
            "refuse_above": cls.refuse_above,
            "reasons": {id: str(schedule) for id, schedule in schedules().items()},
            "columns": {k: _plain(v) for k, v in cls.columns.items()},
            "rules": {k: _plain(v) for k, v in cls.rules.items() if v.against is None},
            "codes": {col.codes: fingerprint(col.codes) for col in cls.columns.values() if col.codes},
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(thing: Column | Rule) -> dict[str, Any]:
    return {
        k: v.name if isinstance(v, Kind) else str(v) if isinstance(v, Schedule) else v
        for k, v in vars(thing).items()
        if k not in ("against", "compared", "like")
    }


def _check_contract(form: type[Form]) -> None:
    """Raise ContractError for a grain, a rule or a field that names what the form does not have."""
    if not form.columns:
        raise ContractError(Both(f"biểu {form.__name__} không có cột nào", f"form {form.__name__} has no column"))
    names = [name for col in form.columns.values() for name in col.fields]
    if len(names) != len(set(names)):
        raise ContractError(
            Both(
                f"biểu {form.__name__}: hai cột lưu cùng một trường",
                f"form {form.__name__}: two columns store the same field",
            )
        )
    unknown = [name for name in form.grain if name not in names]
    unknown += [form.across] if form.across and form.across not in form.columns else []
    for r in form.rules.values():
        unknown += not_understood(r, names)
    if unknown:
        raise ContractError(
            Both(
                f"biểu {form.__name__} nêu trường hoặc hàm không có: {', '.join(unknown)}",
                f"form {form.__name__} names unknown fields or functions: {', '.join(unknown)}",
            )
        )
    if form.refuse_above is not None and not 0 <= form.refuse_above < 100:
        raise ContractError(
            Both(
                f"biểu {form.__name__}: refuse_above là phần trăm từ 0 đến 99, hoặc None",
                f"form {form.__name__}: refuse_above is a per cent from 0 to 99, or None",
            )
        )
    ids = [r.id for r in form.rules.values()]
    if len(ids) != len(set(ids)):
        raise ContractError(
            Both(f"biểu {form.__name__}: hai quy tắc cùng một mã", f"form {form.__name__}: two rules share an id")
        )

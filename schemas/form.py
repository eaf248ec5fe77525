"""The words of a contract: Sector, Form, column() and rule(). Plain data, read by everything else.

A sector file says each thing once; headers, parsing, rules, the Pandera schema, DDL, comments and
the contract's hash are derived from it. A contract that contradicts itself stops the program at start.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal

from schemas.codes import fingerprint
from schemas.contract_error import ContractError
from schemas.kinds import Kind, Part, Text
from schemas.reasons import schedules
from schemas.severity import Schedule, Severity, always
from schemas.severity import dated as dated  # a word of contracts, said beside the others

Mode = Literal["snapshot", "increment", "register"]
Pillar = Literal["government", "economy", "society"]
#: What a measure stands for: of the period, running on since the beginning, or the state on the period's last day.
Basis = Literal["period", "cumulative", "as_of"]
Revision = Literal["estimate", "official"]

#: The first day without districts: what was owed by district ended. Source: Nghị quyết 203/2025/QH15.
DISTRICTS_END = date(2025, 7, 1)

#: Functions a rule's expression may call; schemas.rules gives them their meaning.
RULE_FUNCTIONS = frozenset(
    {"total", "share", "present", "digits", "tax_code", "gs1", "dossier_date", "period_start", "period_end"}
)

#: What an expression may be made of; schemas.rules evaluates no more than this.
RULE_SYNTAX = (
    ast.Expression, ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant,
    ast.Tuple, ast.expr_context, ast.cmpop, ast.boolop, ast.unaryop, ast.Add, ast.Sub, ast.Mult, ast.Div,
)  # fmt: skip


@dataclass(frozen=True)
class Sector:
    """A subject area: who sends it, which pillar it serves, when its marts are built.

    `units`: Vietnamese words for units of measure only this sector has.
    """

    name: str
    vi: str
    en: str
    pillar: Pillar
    department: str
    cron: str
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """A heading that was, or will be, printed in a stretch of time only; `until` is the first day without it."""

    text: str
    since: date | None = None
    until: date | None = None

    def valid_on(self, day: date | None) -> bool:
        """Whether the heading may stand on a sheet of that day; always when no day is asked."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day < self.until))


def was(text: str, *, since: date | None = None, until: date | None = None) -> Heading:
    """A heading accepted for a time: the name a column had before it was renamed, or has from a day on."""
    return Heading(text, since, until)


@dataclass(frozen=True)
class Column:
    """One column of a form. `headers[0]` is the official heading, the others are accepted aliases.

    `dated`: those of `headers` that hold for a time only. `basis`: what its figures stand for, where that is not
    what the form's others do.
    """

    kind: Kind
    headers: tuple[str, ...]
    name: str = ""
    unit: str = ""
    codes: str | None = None
    pattern: str | None = None
    required: bool = True
    nullable: bool = True
    unknown: Severity = "error"
    dash: Literal["zero", "missing"] = "zero"
    minimum: float | None = None
    maximum: float | None = None
    personal: bool = False
    since: date | None = None
    until: date | None = None
    en: str = ""
    basis: Basis | None = None
    dated: tuple[Heading, ...] = ()

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
        raise ContractError(f"a column of kind {kind.name} has no heading")
    dated = tuple(h for h in headers if isinstance(h, Heading))
    texts = tuple(h.text if isinstance(h, Heading) else h for h in headers)
    return Column(kind=kind, headers=texts, dated=dated, **options)


def under(groups: tuple[str, ...], *names: str) -> tuple[str, ...]:
    """Headings of a column below a merged one: each accepted name under each accepted spelling of its group."""
    return tuple(f"{group} > {name}" for name in names for group in groups)


@dataclass(frozen=True)
class Rule:
    """One rule over the row, over a table's printed totals, or over a whole column.

    `expression` is a comparison over stored fields (see schemas.rules). For scope "table" it is empty: every
    printed total and group row must equal the sum of the rows below it. For scope "column" its one field stands
    for the sum over all rows. A broken rule is reported at the cell of the first field the expression names.
    `schedule`: its severity by the period of the figures; see schemas.severity.
    """

    id: str
    expression: str
    schedule: Schedule
    vi: str
    en: str
    source: str
    scope: Literal["row", "table", "column"] = "row"
    tolerance: float = 0.0
    name: str = ""

    @property
    def severity(self) -> Severity:
        """The severity it has come to; of a rule from `Form.rules_on` the one of that day."""
        return self.schedule.last

    @property
    def names(self) -> tuple[str, ...]:
        """Fields the expression names, in the order they are written."""
        tree = ast.parse(self.expression, mode="eval")
        calls = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in calls]
        found.sort(key=lambda node: node.col_offset)
        return tuple(dict.fromkeys(node.id for node in found))


def rule(
    id: str,
    expression: str,
    *,
    severity: Severity | Schedule,
    vi: str,
    en: str,
    source: str,
    tolerance: float = 0.0,
) -> Any:
    """A rule over one row: `expression` must hold wherever none of its fields is null.

    `vi` and `en` say what was expected; `source` names the decree, the form or the standard.
    `tolerance` is the absolute difference two sides of `==`, `<=` or `>=` may have. `severity`: "error" or
    "warning"; for a new rule `dated(draft="2023-01-01", warning="2023-04-01")`, by the period of the figures.
    """
    return Rule(id, expression, _schedule(severity), vi, en, source, tolerance=tolerance)


def printed_totals(
    id: str, *, severity: Severity | Schedule, vi: str, en: str, source: str, tolerance: float = 0.0
) -> Any:
    """A rule over the table: printed totals and subtotals equal the sum of the rows they cover.

    Every Count and Amount column is checked; `tolerance` is in the unit printed on the sheet.
    """
    return Rule(id, "", _schedule(severity), vi, en, source, scope="table", tolerance=tolerance)


def column_sum(id: str, expression: str, *, severity: Severity | Schedule, vi: str, en: str, source: str) -> Any:
    """A rule over a whole column: in `points == 1000`, `points` stands for the sum over all rows."""
    return Rule(id, expression, _schedule(severity), vi, en, source, scope="column")


def printed_share(
    id: str, printed: str, numerator: str, denominator: str, *, severity: Severity | Schedule, source: str
) -> Any:
    """A rule over one row: a printed percentage is 100 * numerator / denominator, within half its last digit.

    `numerator` and `denominator` are fields or expressions over them.
    """
    return Rule(
        id,
        f"share({printed}, {numerator}, {denominator})",
        _schedule(severity),
        "tỷ lệ phần trăm bằng tử số chia mẫu số của nó, lệch không quá nửa đơn vị của chữ số cuối",
        "the percentage equals its numerator over its denominator, within half its last digit",
        source,
    )


def _schedule(severity: Severity | Schedule) -> Schedule:
    return severity if isinstance(severity, Schedule) else always(severity)


@dataclass(frozen=True)
class Due:
    """When a submission is owed: `day` of the month `months` after the period's last month."""

    day: int
    months: int = 0


class Form:
    """A table a department promises. Subclass it in a sector file; the class itself is the contract."""

    #: phrases of the title that mark this form, most telling first
    titles: ClassVar[tuple[str, ...]] = ()
    grain: ClassVar[tuple[str, ...]] = ()
    #: whether its rows are about the body that sends them, so that the grain holds within one sender only
    is_of_sender: ClassVar[bool] = False
    mode: ClassVar[Mode] = "snapshot"
    period: ClassVar[str] = ""
    calendar: ClassVar[str] = "calendar"
    due: ClassVar[Due | None] = None
    pillar: ClassVar[Pillar | None] = None
    #: what its measures stand for, where a column does not say otherwise
    basis: ClassVar[Basis] = "period"
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
    #: small tables see schemas.held.
    refuse_above: ClassVar[float | None] = 50
    #: headings that may stand on the sheet and are not loaded
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
        severity changes with time.
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
            "rules": {k: _plain(v) for k, v in cls.rules.items()},
            "codes": {col.codes: fingerprint(col.codes) for col in cls.columns.values() if col.codes},
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(thing: Column | Rule) -> dict[str, Any]:
    return {
        k: v.name if isinstance(v, Kind) else str(v) if isinstance(v, Schedule) else v for k, v in vars(thing).items()
    }


def _check_contract(form: type[Form]) -> None:
    """Raise ContractError for a grain, a rule or a field that names what the form does not have."""
    if not form.columns:
        raise ContractError(f"form {form.__name__} has no column")
    names = [name for col in form.columns.values() for name in col.fields]
    if len(names) != len(set(names)):
        raise ContractError(f"form {form.__name__}: two columns store the same field")
    unknown = [name for name in form.grain if name not in names]
    unknown += [form.across] if form.across and form.across not in form.columns else []
    for r in form.rules.values():
        unknown += _not_understood(r, names)
    if unknown:
        raise ContractError(f"form {form.__name__} names unknown fields or functions: {', '.join(unknown)}")
    if form.refuse_above is not None and not 0 <= form.refuse_above < 100:
        raise ContractError(f"form {form.__name__}: refuse_above is a per cent from 0 to 99, or None")
    ids = [r.id for r in form.rules.values()]
    if len(ids) != len(set(ids)):
        raise ContractError(f"form {form.__name__}: two rules share an id")


def _not_understood(rule: Rule, names: list[str]) -> list[str]:
    """Fields, functions and syntax of a rule that the form or the evaluator does not have."""
    try:
        nodes = list(ast.walk(ast.parse(rule.expression or "0", mode="eval")))
    except SyntaxError as error:
        raise ContractError(f"the rule {rule.id} is no expression: {rule.expression!r}") from error
    calls = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
    strange = [ast.unparse(node) for node in nodes if not isinstance(node, RULE_SYNTAX)]
    fields = [name for name in rule.names if name not in names] if rule.scope != "table" else []
    return strange + [name for name in calls if name not in RULE_FUNCTIONS] + fields

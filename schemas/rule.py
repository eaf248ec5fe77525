"""Rules of a contract: what must hold in a row, in a table, over a column, between a form and others."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.comparison import Against
from schemas.contract_error import ContractError, none_such, written
from schemas.severity import SEVERITIES, Schedule, Severity, always
from schemas.values.bilingual import Both

_SEVERITY = Both("mức", "severity")

#: Functions a rule's expression may call; schemas.validation.evaluate gives them their meaning.
RULE_FUNCTIONS = frozenset(
    {"total", "share", "present", "digits", "tax_code", "gs1", "dossier_date", "period_start", "period_end"}
)

#: What an expression may be made of; schemas.validation.evaluate evaluates no more than this.
RULE_SYNTAX = (
    ast.Expression, ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant,
    ast.Tuple, ast.expr_context, ast.cmpop, ast.boolop, ast.unaryop, ast.Add, ast.Sub, ast.Mult, ast.Div,
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One rule over the row, over a table's printed totals, over a whole column, or between a form and others.

    `expression` is a comparison over stored fields (see schemas.validation.evaluate). For scope "table" it is empty:
    every printed total and group row must equal the sum of the rows below it. For scope "column" its one field stands
    for the sum over all rows. For "reference" and "roll_up" it names the fields held against `against`, which is None
    for the others. A broken rule is reported at the cell of the first field the expression names.
    `schedule`: its severity by the period of the figures; see schemas.severity.
    """

    id: str
    expression: str
    schedule: Schedule
    says: Both
    source: str
    scope: Literal["row", "table", "column", "reference", "roll_up"] = "row"
    tolerance: float = 0.0
    name: str = ""
    against: Against | None = None

    @property
    def severity(self) -> Severity:
        """The severity it has come to; of a rule from `Form.rules_on` the one of that day."""
        return self.schedule.last

    @property
    def names(self) -> tuple[str, ...]:
        """Fields the expression names, in the order they are written."""
        tree = ast.parse(self.expression or "0", mode="eval")
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
    return Rule(id, expression, _schedule(severity), Both(vi, en), source, tolerance=tolerance)


def printed_totals(
    id: str, *, severity: Severity | Schedule, vi: str, en: str, source: str, tolerance: float = 0.0
) -> Any:
    """A rule over the table: printed totals and subtotals equal the sum of the rows they cover.

    Every Count and Amount column is checked; `tolerance` is in the unit printed on the sheet.
    """
    return Rule(id, "", _schedule(severity), Both(vi, en), source, scope="table", tolerance=tolerance)


def column_sum(id: str, expression: str, *, severity: Severity | Schedule, vi: str, en: str, source: str) -> Any:
    """A rule over a whole column: in `points == 1000`, `points` stands for the sum over all rows."""
    return Rule(id, expression, _schedule(severity), Both(vi, en), source, scope="column")


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
        Both(
            "tỷ lệ phần trăm bằng tử số chia mẫu số của nó, lệch không quá nửa đơn vị của chữ số cuối",
            "the percentage equals its numerator over its denominator, within half its last digit",
        ),
        source,
    )


def refers_to(
    id: str,
    pairs: Mapping[str, str],
    *forms: str,
    severity: Severity | Schedule = "warning",
    vi: str,
    en: str,
    source: str,
    where: str = "",
) -> Any:
    """A rule between forms: what a row names is listed in one of `forms`, in the newest list known for its period.

    `pairs`: field here -> field there, together the name. `where`: which rows there are a list of it. A row with an
    empty field names nothing; where none of the forms was sent yet, nothing is judged. Never more than a warning:
    the list may be what is wrong.
    """
    against = Against(forms, tuple(pairs.items()), where)
    return Rule(id, ", ".join(pairs), _schedule(severity), Both(vi, en), source, scope="reference", against=against)


def rolls_up(
    id: str,
    field: str,
    form: str,
    pairs: Mapping[str, str],
    *,
    severity: Severity | Schedule = "warning",
    vi: str,
    en: str,
    source: str,
    adds: str = "",
    where: str = "",
    tolerance: float = 0.0,
) -> Any:
    """A rule between forms: `field` is the sum of `adds` (else the number) of the rows of `form` below it.

    `pairs`: field here -> field there. Communes add up to districts and these to provinces: see Against. Of a form
    with one row a commune or district every one must be there before their sum is judged; official figures come
    before estimates. `tolerance`: part of the larger side by which they may differ. Never more than a warning: either
    side may be what is wrong.
    """
    against = Against((form,), tuple(pairs.items()), where, adds)
    schedule = _schedule(severity)
    return Rule(id, field, schedule, Both(vi, en), source, scope="roll_up", tolerance=tolerance, against=against)


def _schedule(severity: Severity | Schedule) -> Schedule:
    if isinstance(severity, Schedule):
        return severity
    if severity not in SEVERITIES:
        raise ContractError(none_such(_SEVERITY, severity, SEVERITIES), written(2))
    return always(severity)


def not_understood(rule: Rule, names: list[str]) -> list[str]:
    """Fields, functions and syntax of a rule that the form or the evaluator does not have."""
    try:
        nodes = list(ast.walk(ast.parse(rule.expression or "0", mode="eval")))
    except SyntaxError as error:
        raise ContractError(
            Both(
                f"quy tắc {rule.id} không phải là biểu thức: {rule.expression!r}",
                f"the rule {rule.id} is no expression: {rule.expression!r}",
            )
        ) from error
    calls = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
    strange = [ast.unparse(node) for node in nodes if not isinstance(node, RULE_SYNTAX)]
    fields = [name for name in rule.names if name not in names] if rule.expression else []
    return strange + [name for name in calls if name not in RULE_FUNCTIONS] + fields
